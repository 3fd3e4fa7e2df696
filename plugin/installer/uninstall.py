"""Remove exactly what was installed: what the record names, and what can be recognised where there is no record.

Where a system keeps open files from being removed, all of it goes or nothing; what is opened meanwhile, the next run
removes, as the record goes last.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from lut.shared import folders

from . import durable, environment, ours, python_for_gimp2, record, verify
from .channels import CHANNELS
from .errors import InstallError, sentence
from .files import refuse_in_use, remove
from .first_start import inventory
from .keeping import FOLDER as KEPT
from .keeping import Keeper
from .machine import Machine
from .places import home, places, user_looks
from .swap import discard, is_going, leftovers, sweep

AGAIN = "run install.py --uninstall again"
# What the engine, the command line and we write into the cache, by its path there.
CACHED = re.compile(
    r"(engine|engine\.old|install)\.log|found-python\.json|baked/[^/]+\.(npy|part)|copies/[0-9a-f]+/.+|runs/.+|run/engine-.+"
)
ENVIRONMENT = re.compile(rf"{environment.NAMES}/.+")


@dataclass
class Outcome:
    """kept: what stays, and why.  failed: a sentence on each thing that could not be removed.

    empty: folders that are of no use any more, outermost first, unless something is in them.
    """

    removed: list[Path] = field(default_factory=list)
    kept: dict[Path, str] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)
    empty: list[Path] = field(default_factory=list)

    def each(self, path: Path, take_away: Callable[[], object], dry: bool) -> None:
        """Remove one thing, whatever becomes of the others."""
        try:
            if not dry:
                take_away()
        except OSError as error:
            self.failed.append(sentence(error, AGAIN))
        else:
            self.removed.append(path)


def uninstall(machine: Machine, dry: bool, keeper: Keeper) -> Outcome:
    """Remove everything that is ours, or only find it."""
    data, cache = folders.data(), folders.cache()
    done, outcome = record.read(data), Outcome()
    places_of_ours = places(machine, done)
    homes = list(dict.fromkeys(home(machine, channel) for channel in CHANNELS.get(machine.system, ())))
    if not dry:
        refuse(removed_files(places_of_ours, homes, cache, done))
    for target in places_of_ours:
        if ours.is_ours(target) or any(
            ours.is_ours(left, least=1) or ours.is_empty(left) for left in leftovers(target)
        ):
            outcome.each(target, partial(remove_installed, target, keeper), dry)
        elif os.path.lexists(target):
            outcome.kept[target] = "Camera Looks did not write it"
    for path in settings(places_of_ours):
        outcome.each(path, partial(remove, path), dry)
    for profile, before in done.first_starts.items():
        if not dry and inventory(Path(profile)) == before:
            shutil.rmtree(profile, ignore_errors=True)
    for place in homes:
        clear(place / "engine", lambda name: bool(ENVIRONMENT.fullmatch(name)), outcome, dry)
        if not dry:
            verify.tidy(place)
    if not dry:
        remove_runtime()
    clear(cache, lambda name: bool(CACHED.fullmatch(name)), outcome, dry)
    for name, digest in done.files.items():
        if (file := Path(name)).is_file():
            if digest in ("", ours.digest(file)):
                outcome.each(file, partial(remove, file), dry)
            else:
                outcome.kept[file] = "it was changed since Camera Looks wrote it"
    for part in parts(data, places_of_ours):
        outcome.each(part, partial(remove, part), dry)
    if (data / record.NAME).is_file() and not outcome.failed:
        outcome.each(data / record.NAME, lambda: remove(data / record.NAME), dry)
    looks = list(dict.fromkeys(user_looks(machine, channel) for channel in CHANNELS.get(machine.system, ())))
    for place, why in (*((place, "your own looks") for place in looks), (data / KEPT, "files of yours")):
        if place.is_dir() and any(place.iterdir()):
            outcome.kept[place] = why
    outcome.empty = [*(Path(folder) for folder in done.made), data, *looks, data / KEPT]
    return outcome


def refuse(paths: Iterable[Path]) -> None:
    """Raise InstallError if a program has one of these files open."""
    try:
        refuse_in_use(paths)
    except OSError as error:
        raise InstallError(f"{sentence(error, AGAIN)} Nothing was removed.") from None


def removed_files(installed: list[Path], homes: list[Path], cache: Path, done: record.Record) -> Iterator[Path]:
    """Every file that uninstalling removes."""
    for target in installed:
        for folder in (target, *leftovers(target)):
            if ours.is_ours(folder, least=2 if folder == target else 1):
                yield from (folder / name for name in ours.names(folder))
    for folder, pattern in (*((place / "engine", ENVIRONMENT) for place in homes), (cache, CACHED)):
        yield from (folder / name for name in ours.names(folder) if pattern.fullmatch(name))
    yield from map(Path, done.files)


def remove_installed(target: Path, keeper: Keeper) -> None:
    """Remove an installed folder and what runs that were ended have left beside it."""
    for path in (target, *leftovers(target)):
        if is_going(path, target):
            sweep(path, keeper, target)
        elif ours.is_ours(path, least=2 if path == target else 1) or ours.is_empty(path):
            discard(path, keeper, target)


def settings(installed: list[Path]) -> Iterator[Path]:
    """The files in the profiles of GIMPs 2.10 that make them run scripts."""
    for profile in profiles_of(installed):
        for path in python_for_gimp2.files(""):
            with contextlib.suppress(OSError):
                if python_for_gimp2.wrote(path, (profile / path).read_bytes()):
                    yield profile / path


def parts(data: Path, installed: list[Path]) -> Iterator[Path]:
    """Halves of our single files, which a run that was killed has left."""
    names = [profile / path for profile in profiles_of(installed) for path in python_for_gimp2.files("")]
    for path in (data / record.NAME, *names):
        if (part := durable.part_of(path)).is_file():
            yield part


def profiles_of(installed: list[Path]) -> list[Path]:
    return list(dict.fromkeys(target.parents[1] for target in installed if target.parent.name == "plug-ins"))


def clear(folder: Path, is_ours: Callable[[str], bool], outcome: Outcome, dry: bool) -> None:
    """Remove what is ours in a folder, and the folder where nothing else is in it.  is_ours: gets paths in it."""
    if not folder.is_dir() or folder.is_symlink():
        return
    names = list(ours.names(folder))
    others = [name for name in names if not is_ours(name)]

    def take_away() -> None:
        for name in names:
            if name not in others:
                remove(folder / name)
        for place, _folders, _files in os.walk(folder, topdown=False):
            with contextlib.suppress(OSError):
                Path(place).rmdir()  # only when it is empty

    outcome.each(folder, take_away, dry)
    if others:
        outcome.removed = [path for path in outcome.removed if path != folder]
        outcome.kept[folder] = f"Camera Looks did not write {others[0]} in it"


def remove_runtime() -> None:
    """The folder of sockets, where the system has them; an engine that still waits there ends with its GIMP."""
    place = folders.runtime_place()
    if hasattr(os, "getuid") and not place.is_symlink():
        with contextlib.suppress(OSError):
            for path in place.glob("engine-*"):
                path.unlink()
            place.rmdir()
