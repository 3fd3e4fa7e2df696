"""One picture of ``apply``: read, developed as it asks for, written."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import LutError, LutFormatError
from . import scene, source
from .plan import Task

if TYPE_CHECKING:
    from ..apply import Applier
    from ..images import Picture
    from ..looks import Look
    from ..looks.finishing import Finishing
    from ..table import Lut

TABLES = 16  # whose Appliers are kept: pictures by day share one


@dataclass(frozen=True)
class Developed:
    """notes: what could not be kept.  scene: what the look took the picture for, in words, if it was measured."""

    notes: tuple[str, ...]
    scene: str = ""


@dataclass(frozen=True)
class Settings:
    """How to develop pictures.  applier: for a table, the same one for the same table."""

    source: source.Source
    applier: Callable[[Lut], Applier]
    finishing: Finishing
    arguments: argparse.Namespace

    @classmethod
    def of(cls, arguments: argparse.Namespace, threads: int | None) -> Settings:
        from ..apply import Applier
        from ..looks.finishing import Finishing

        found = source.file(arguments.lut) if arguments.lut else source.look(arguments.look)
        scene.check(found.look, arguments.scene, arguments.lut or arguments.look)
        strength, vignette, grain, glow = (arguments.strength, arguments.vignette, arguments.grain, arguments.glow)
        finishing = Finishing.of(found.look, strength, vignette, grain, glow, crop=not arguments.no_crop)

        @lru_cache(maxsize=TABLES)
        def applier(table: Lut) -> Applier:
            return Applier(table, strength, threads=threads)

        return cls(found, applier, finishing, arguments)


def developed(task: Task, settings: Settings) -> Developed | None:
    """Develop one picture; None where the file was there already and is to be left alone."""
    from .. import images
    from ..images import formats
    from ..images.develop import develop

    arguments, look = settings.arguments, settings.source.look
    formats.of_path(task.target)
    if occupied(task.target):
        if arguments.skip_existing:
            return None
        if not arguments.overwrite:
            which = "is IN itself" if task.target.resolve() == task.source.resolve() else "exists"
            raise LutFormatError(task.target, None, f"{which}; --overwrite replaces it")
    picture = images.read(task.source)
    if picture.gray and not arguments.lut:
        picture = replace(picture, gray=stays_gray(look, task.source))
    weights = scene.weights(look, arguments.scene, picture)
    applier = settings.applier(settings.source.table(weights))
    result = develop(picture, applier, settings.finishing)
    if picture.gray and not arguments.lut:
        result = neutral(result)
    task.target.parent.mkdir(parents=True, exist_ok=True)
    notes = picture.notes + images.write(result, task.target, arguments.quality)
    return Developed(notes, scene.worded(weights) if weights and arguments.scene == scene.AUTO else "")


def occupied(path: Path) -> bool:
    """Whether there is something to lose: a file made empty to reserve its name (mktemp) is not."""
    return path.exists() and not (path.is_file() and path.stat().st_size == 0)


def stays_gray(look: Look, path: Path) -> bool:
    """Whether a grayscale picture is one after the look too.  Raises where the look can do nothing for it."""
    from ..looks import gray_result

    try:
        return gray_result(look) == "gray"
    except LutError as error:
        raise LutFormatError(path, None, str(error)) from None


def neutral(picture: Picture) -> Picture:
    """A gray picture whose channels are equal to the last bit, where float32 may have left them one code apart."""
    picture.pixels[..., 1:3] = picture.pixels[..., :1]
    return picture
