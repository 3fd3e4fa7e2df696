"""``--scene``: what a picture shows and in which light, for looks that tell scenes apart."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ..errors import LutError
from ..shared.scenes import AUTO, SCENES

if TYPE_CHECKING:
    from ..images import Picture
    from ..looks import Look, Scene

EXAMPLES = 2  # looks that a message names
CHOICES = (AUTO, *SCENES)


def alternatives(names: Sequence[str]) -> str:
    """``people, food or night``."""
    *others, last = names
    return f"{', '.join(others)} or {last}" if others else last


NAMES = alternatives(SCENES)

Weights = Mapping[str, float]


def automatic(parser: argparse.ArgumentParser) -> None:
    """For commands that have a picture."""
    words = f"{NAMES}, for looks with scenes (default: auto, what EXIF says of the light, and the photograph shows)"
    parser.add_argument("--scene", choices=CHOICES, default=AUTO, metavar="SCENE", help=words)


def single(parser: argparse.ArgumentParser) -> None:
    """For commands that have none."""
    words = f"{NAMES}, for looks with scenes (default: day)"
    parser.add_argument("--scene", choices=SCENES, metavar="SCENE", help=words)


def check(look: Look, asked: str | None, name: str) -> None:
    """Raise where a scene is asked of what is the same in all.  name: what the look or LUT was called by."""
    if asked in SCENES and not look.scenes:
        from .. import looks
        from ..language import listed

        adaptive = listed([look.id for look in looks.all_looks() if look.scenes][:EXAMPLES])
        raise LutError(f"{name} is the same in every scene: --scene is for looks that have some, such as {adaptive}")


def weights(look: Look, asked: str | None, picture: Picture | None = None) -> Weights | None:
    """How much of each of its scenes the look takes; None for a look that has none."""
    return look.weights(seen(asked, picture)) if look.scenes else None


def seen(asked: str | None, picture: Picture | None = None) -> Weights | Scene | None:
    """The scene that is asked for, or what the picture shows and its camera noted; None without either."""
    if asked in SCENES:
        return {asked: 1.0}
    if picture is None:
        return None
    from ..images.exif import capture
    from ..images.thumbnail import miniature
    from ..looks import measure_scene

    return measure_scene(miniature(picture), capture(picture.metadata.exif))


def worded(seen: Weights | Scene) -> str:
    """``90% day, 10% indoor``, the largest first, or ``day``; the figures add up to 100."""
    weights = seen if isinstance(seen, Mapping) else seen.weights
    most, *others = sorted(weights, key=lambda name: -weights[name])
    shares = {name: round(100 * weights[name]) for name in others}
    shares = {most: 100 - sum(shares.values())} | {name: share for name, share in shares.items() if share}
    return most if len(shares) == 1 else ", ".join(f"{share}% {name}" for name, share in shares.items())
