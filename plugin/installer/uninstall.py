"""Remove exactly what was installed: what the record names, and what is recognized without a record.

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

from . import durable, environment, manifest, python_for_gimp2, record, verify
from .channels import CHANNELS
from .install_error import InstallError, describe_error
from .installed_folders import data_folder, installed_folders, looks_folder
from .locked_files import check_unused, remove
from .machine import Machine
from .set_aside import FOLDER as KEPT
from .set_aside import Keeper
from .swap import discard_folder, is_going, list_leftovers, sweep_folder

AGAIN = "run install.py --uninstall again"
# What the engine, the command line and we write into the cache, by its path there.
CACHED = re.compile(
    r"(engine|engine\.old|install)\.log|found-python\.json|\.[0-9a-f]{16}\.part"
    r"|baked/[^/]+\.(npy|json|part)|copies/[0-9a-f]+/.+|runs/.+|run/engine-.+"
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
            self.failed.append(describe_error(error, AGAIN))
        else:
            self.removed.append(path)


def uninstall(machine: Machine, dry: bool, keeper: Keeper) -> Outcome:
    """Remove everything that is ours, or only find it."""
    data, cache = folders.data(), folders.cache()
    done, outcome = record.load_record(data), Outcome()
    places_of_ours = installed_folders(machine, done)
    homes = list(dict.fromkeys(data_folder(machine, channel) for channel in CHANNELS.get(machine.system, ())))
    if not dry:
        refuse_in_use(list_removed_files(places_of_ours, homes, cache, done))
    for target in places_of_ours:
        if manifest.is_ours(target) or any(
            manifest.is_ours(left, least=1) or manifest.is_empty(left) for left in list_leftovers(target)
        ):
            outcome.each(target, partial(remove_installed, target, keeper), dry)
        elif os.path.lexists(target):
            outcome.kept[target] = "Camera Looks did not write it"
    for path in list_settings(places_of_ours):
        outcome.each(path, partial(remove, path), dry)
    for profile, before in done.first_starts.items():
        if not dry and record.list_inventory(Path(profile)) == before:
            shutil.rmtree(profile, ignore_errors=True)
    for place in homes:
        clear_folder(place / "engine", lambda name: bool(ENVIRONMENT.fullmatch(name)), outcome, dry)
        if not dry:
            verify.remove_left(place)
    if not dry:
        remove_runtime()
    clear_folder(cache, lambda name: bool(CACHED.fullmatch(name)), outcome, dry)
    for name, digest in done.files.items():
        if (file := Path(name)).is_file():
            if digest in ("", manifest.file_digest(file)):
                outcome.each(file, partial(remove, file), dry)
            else:
                outcome.kept[file] = "it was changed since Camera Looks wrote it"
    for part in list_parts(data, places_of_ours):
        outcome.each(part, partial(remove, part), dry)
    if (data / record.NAME).is_file() and not outcome.failed:
        outcome.each(data / record.NAME, lambda: remove(data / record.NAME), dry)
    looks = list(dict.fromkeys(looks_folder(machine, channel) for channel in CHANNELS.get(machine.system, ())))
    for place, why in (*((place, "your own looks") for place in looks), (data / KEPT, "files of yours")):
        if place.is_dir() and any(place.iterdir()):
            outcome.kept[place] = why
    outcome.empty = [*(Path(folder) for folder in done.made), data, *looks, data / KEPT]
    return outcome


def refuse_in_use(paths: Iterable[Path]) -> None:
    """Raise InstallError if a program has one of these files open."""
    try:
        check_unused(paths)
    except OSError as error:
        raise InstallError(f"{describe_error(error, AGAIN)} Nothing was removed.") from None


def list_removed_files(installed: list[Path], homes: list[Path], cache: Path, done: record.Record) -> Iterator[Path]:
    """List every file that uninstalling removes."""
    for target in installed:
        for folder in (target, *list_leftovers(target)):
            if manifest.is_ours(folder, least=2 if folder == target else 1):
                yield from (folder / name for name in manifest.list_files(folder))
    for folder, pattern in (*((place / "engine", ENVIRONMENT) for place in homes), (cache, CACHED)):
        yield from (folder / name for name in manifest.list_files(folder) if pattern.fullmatch(name))
    yield from map(Path, done.files)


def remove_installed(target: Path, keeper: Keeper) -> None:
    """Remove an installed folder and what interrupted runs have left beside it."""
    for path in (target, *list_leftovers(target)):
        if is_going(path, target):
            sweep_folder(path, keeper, target)
        elif manifest.is_ours(path, least=2 if path == target else 1) or manifest.is_empty(path):
            discard_folder(path, keeper, target)


def list_settings(installed: list[Path]) -> Iterator[Path]:
    """List the files in profiles of GIMP 2.10 that make it run scripts."""
    for profile in list_profiles(installed):
        for path in python_for_gimp2.settings_files(""):
            with contextlib.suppress(OSError):
                if python_for_gimp2.is_ours(path, (profile / path).read_bytes()):
                    yield profile / path


def list_parts(data: Path, installed: list[Path]) -> Iterator[Path]:
    """List the temporary files of single files, which a killed run has left."""
    names = [profile / path for profile in list_profiles(installed) for path in python_for_gimp2.settings_files("")]
    for path in (data / record.NAME, *names):
        if (part := durable.part_path(path)).is_file():
            yield part


def list_profiles(installed: list[Path]) -> list[Path]:
    return list(dict.fromkeys(target.parents[1] for target in installed if target.parent.name == "plug-ins"))


def clear_folder(folder: Path, is_ours: Callable[[str], bool], outcome: Outcome, dry: bool) -> None:
    """Remove our files in a folder, and the folder if nothing else is in it.  is_ours: gets paths in it."""
    if not folder.is_dir() or folder.is_symlink():
        return
    names = list(manifest.list_files(folder))
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
    """Remove the folder of sockets, where the system has them.  An engine that still waits there ends with its GIMP."""
    place = folders.runtime_place()
    if hasattr(os, "getuid") and not place.is_symlink():
        with contextlib.suppress(OSError):
            for path in place.glob("engine-*"):
                path.unlink()
            place.rmdir()
