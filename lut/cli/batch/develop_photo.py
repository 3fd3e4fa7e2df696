"""Develop one picture of ``apply``: read it, apply the look, write the result."""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ...errors import LutError, LutFormatError
from ...shared.amounts import FINISHING, UNMIXED
from ...shared.look_names import AUTO
from ..look_files import open_look, open_lut, read_photo
from ..scene_option import check_scene, describe_scene, scene_weights
from .journal import fingerprint_file
from .plan import Task
from .targets import Targets

if TYPE_CHECKING:
    from ...apply_lut import Applier
    from ...looks import Look
    from ...looks.finishing import Finishing
    from ...table import Lut

TABLES = 16  # whose Appliers are kept: pictures by day share one
DAY = "day"
LATER = ("protect_skin", "local_tone", "sdr", "mixing")  # digests are older


@dataclass(frozen=True)
class Developed:
    """The result of one picture.  notes: what could not be kept.  scene: in words, if it was measured."""

    notes: tuple[str, ...]
    scene: str = ""


@dataclass(frozen=True, eq=False)
class Settings:
    """Settings for all pictures, sent to every worker process.

    look: of its id or recipe, None for a LUT file.  tables: baked, by scene; ``DAY`` where there is only one.  for_raw:
    in place of them for raw files, whose numbers are a scene's light, where that is another table.
    scene, quality: as they were asked for.
    processes: how many share the machine's memory; threads: how many compute in each.
    """

    look: Look | None
    tables: Mapping[str, Lut]
    finishing: Finishing
    strength: float
    protect_skin: float
    scene: str
    quality: int | None
    ignore_profile: bool = False
    sdr: bool = False
    for_raw: Lut | None = None
    processes: int = 1
    threads: int | None = None

    @classmethod
    def of(cls, arguments: argparse.Namespace, processes: int = 1, threads: int | None = None) -> Settings:
        from ...looks.finish.mixing import Mixing
        from ...looks.finishing import Finishing

        found = open_lut(arguments.lut, arguments.lut_space) if arguments.lut else open_look(arguments.look)
        check_scene(found.look, arguments.scene, arguments.lut or arguments.look)
        check_crop(found.look, arguments.crop_center, arguments.lut or arguments.look)
        strength = arguments.strength
        amounts = {step.name: getattr(arguments, step.name) for step in FINISHING}
        mixing = Mixing.of(**{name: getattr(arguments, name) for name in UNMIXED})
        finishing = Finishing.of(
            found.look, strength, crop=not arguments.no_crop, center=arguments.crop_center, mixing=mixing, **amounts
        )
        scenes = found.look.scenes
        if arguments.scene != AUTO:
            scenes = tuple(name for name, weight in found.look.weights({arguments.scene: 1.0}).items() if weight)
        tables = {name: found.table({name: 1.0}) for name in scenes or (DAY,)}
        look = None if arguments.lut else found.look
        profile = {"ignore_profile": arguments.ignore_profile, "sdr": arguments.sdr}
        protect_skin, quality = arguments.protect_skin or 0.0, arguments.quality
        return cls(
            *(look, tables, finishing, strength, protect_skin, arguments.scene, quality),
            for_raw=found.for_raw,
            processes=processes,
            threads=threads,
            **profile,
        )

    @property
    def notes(self) -> tuple[str, ...]:
        """Notes of the LUT's reader: what it could not keep, or had to guess."""
        return tuple(dict.fromkeys(note for lut in self.tables.values() for note in lut.notes))

    @property
    def digest(self) -> str:
        """Hash of the settings that change the result.

        It stays the same in other versions of the program and of numpy, where a table may differ in its last bits: a
        run that goes on after an update must not develop originals a second time.
        """
        apart = ("tables", "for_raw", "processes", "threads")
        recipe = None
        if self.look is not None and (self.look.steps or self.look.base):
            recipe = (self.look.base, self.look.steps, self.look.variants)
        texts = {name: repr(value) for name, value in digest_fields(self).items() if name not in apart}
        finishing = ", ".join(f"{name}={value!r}" for name, value in digest_fields(self.finishing).items())
        texts |= {"look": repr(recipe), "finishing": f"Finishing({finishing})"}
        text = ", ".join(f"{name!r}: {text}" for name, text in texts.items())
        result = hashlib.sha256(f"{{{text}}}".encode("utf-8", "surrogateescape"))
        for name, lut in self.tables.items() if recipe is None else ():
            result.update(name.encode() + lut.content)
        return result.hexdigest()[:16]


def digest_fields(settings: Settings | Finishing) -> dict[str, Any]:
    """Return values by name, without those of ``LATER`` that change nothing."""
    values = {one.name: getattr(settings, one.name) for one in fields(settings)}
    return {name: value for name, value in values.items() if value or name not in LATER}


def make_applier(settings: Settings, weights: tuple[tuple[str, float], ...], raw: bool = False) -> Applier:
    """Make the Applier of a mixture of scenes.  raw: for a raw file."""
    from ...apply_lut import Applier
    from ...looks import mix
    from ...looks.skin import protect

    table = settings.for_raw if raw and settings.for_raw is not None else mix(settings.tables, dict(weights))
    table = protect(table, settings.protect_skin)
    return Applier(table, settings.strength, threads=settings.threads)


class Developer:
    """Develops one picture after the other.  Keeps the tables and Appliers of the scenes that it met."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        # Of no method: one that refers to the Developer would keep it, and its tables, until Python collects garbage.
        self.applier = lru_cache(maxsize=TABLES)(partial(make_applier, settings))

    def __call__(self, task: Task) -> tuple[bytes, Developed]:
        """Return the encoded result of a task and its notes.  Write nothing."""
        from ... import images
        from ...images import file_kinds
        from ...images.color_space import drop_gray_profile
        from ...images.raw_formats import NAME as RAW
        from ...looks.develop import develop

        settings, look = self.settings, self.settings.look
        target = file_kinds.format_of_path(task.target)
        picture = read_photo(task.source, settings.ignore_profile, target, settings.processes, settings.sdr)
        if picture.gray and look is not None and not can_stay_gray(look, task.source):
            picture = drop_gray_profile(picture)
        weights = scene_weights(look, settings.scene, picture) if look is not None else None
        applier = self.applier(tuple((weights or {DAY: 1.0}).items()), picture.format == RAW)
        result = develop(picture, applier, settings.finishing)
        gray = picture.gray
        del picture  # its pixels: the file that is written takes as much memory again
        if gray and look is not None:
            result.pixels[..., 1:3] = result.pixels[..., :1]  # float32 may have left them one code apart
        data, lost = images.encode(result, task.target, settings.quality)
        worded = describe_scene(weights) if weights and settings.scene == AUTO else ""
        return data, Developed(result.notes + lost, worded)


def prepare(order: tuple[Settings, Targets]) -> Callable[[Task], Developed]:
    """Return the function that develops a task and writes its target."""
    settings, targets = order
    develop = Developer(settings)

    def finish(task: Task) -> Developed:
        task.source.stat()  # raises for what is not there, whatever else is wrong
        source = fingerprint_file(task.source)  # before it is read: if it changes meanwhile, it counts as another one
        data, developed = develop(task)
        return replace(developed, notes=developed.notes + targets.write_result(data, task, source))

    return finish


def can_stay_gray(look: Look, path: Path) -> bool:
    """Return True if a look keeps a grayscale picture gray.  Raises LutFormatError where it needs colors."""
    from ...looks import gray_result

    try:
        return gray_result(look) == "gray"
    except LutError as error:
        raise LutFormatError(path, None, str(error)) from None


def check_crop(look: Look, center: tuple[float, float] | None, name: str) -> None:
    """Raise LutError where a center is asked of a look without a frame.  name: of the look or LUT, as it was given."""
    if center is not None and look.crop is None:
        from ... import looks

        framed = " and ".join(one.id for one in looks.all_looks() if one.crop)
        raise LutError(f"{name} has no frame of its own: --crop-center is for looks that have one, such as {framed}")
