"""``--scene``: what a picture shows and in which light, for looks that tell scenes apart."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ..errors import LutError
from ..shared.look_names import AUTO, SCENES

if TYPE_CHECKING:
    from ..images import Picture
    from ..looks import Look, Scene

EXAMPLES = 2  # looks that a message names
CHOICES = (AUTO, *SCENES)


def join_with_or(names: Sequence[str]) -> str:
    """Join names: ``people, food or night``."""
    *others, last = names
    return f"{', '.join(others)} or {last}" if others else last


NAMES = join_with_or(SCENES)

Weights = Mapping[str, float]


def add_scene(parser: argparse.ArgumentParser) -> None:
    """Add --scene to a command that has a picture to measure."""
    words = f"{NAMES}, for looks with scenes (default: auto, what EXIF says of the light, and the photograph shows)"
    parser.add_argument("--scene", choices=CHOICES, default=AUTO, metavar="SCENE", help=words)


def add_named_scene(parser: argparse.ArgumentParser) -> None:
    """Add --scene to a command that has no picture."""
    words = f"{NAMES}, for looks with scenes (default: day)"
    parser.add_argument("--scene", choices=SCENES, metavar="SCENE", help=words)


def check_scene(look: Look, asked: str | None, name: str) -> None:
    """Raise LutError where a scene is asked of a look without scenes.  name: of the look or LUT, as it was given."""
    if asked in SCENES and not look.scenes:
        from .. import looks
        from ..language import join_names

        adaptive = join_names([look.id for look in looks.all_looks() if look.scenes][:EXAMPLES])
        raise LutError(f"{name} is the same in every scene: --scene is for looks that have some, such as {adaptive}")


def scene_weights(look: Look, asked: str | None, picture: Picture | None = None) -> Weights | None:
    """Return the weight of each of the look's scenes; None for a look without scenes."""
    return look.weights(find_scene(asked, picture)) if look.scenes else None


def describe_daylight(look: Look, asked: str | None, does: str) -> str:
    """Say that a table is the look's by day where no scene was asked for; else empty.  does: what --scene does."""
    if not look.scenes or asked:
        return ""
    return f"this is the look by day; --scene {does} it for {join_with_or(look.scenes[1:])}"


def find_scene(asked: str | None, picture: Picture | None = None) -> Weights | Scene | None:
    """Return the scene that is asked for, or measure the picture and its EXIF data; None without either."""
    if asked in SCENES:
        return {asked: 1.0}
    if picture is None:
        return None
    from ..images.exif import read_capture
    from ..images.thumbnail import make_miniature
    from ..looks import measure_scene

    return measure_scene(make_miniature(picture), read_capture(picture.metadata.exif))


def describe_scene(scene: Weights | Scene) -> str:
    """Format scene weights as ``90% day, 10% indoor``, the largest first, or ``day``; the figures add up to 100."""
    weights = scene if isinstance(scene, Mapping) else scene.weights
    most, *others = sorted(weights, key=lambda name: -weights[name])
    shares = {name: round(100 * weights[name]) for name in others}
    shares = {most: 100 - sum(shares.values())} | {name: share for name, share in shares.items() if share}
    return most if len(shares) == 1 else ", ".join(f"{share}% {name}" for name, share in shares.items())
