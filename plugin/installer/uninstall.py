"""Remove exactly what was installed."""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path

from .. import folders
from . import python_for_gimp2, record, verify
from .build import NAME
from .channels import CHANNELS
from .detect import profile_of, profiles, programs
from .first_start import inventory
from .installation import home, user_looks
from .machine import Machine
from .swap import recover, remove


def installed(machine: Machine, done: record.Record) -> list[Path]:
    """Every folder of ours: what the record names, and what lies where GIMPs look even if the record is lost."""
    places = [Path(profile.folder) for profile in profiles(machine)]
    places += [Path(profile_of(machine, channel, version)) for channel, _, version in programs(machine)]
    found = [place / "plug-ins" / NAME for place in places]
    named = [Path(folder) for folder in done.folders]
    return [folder for folder in dict.fromkeys(named + found) if (folder / "engine.json").is_file()]


def uninstall(machine: Machine, dry: bool) -> tuple[list[Path], list[Path]]:
    """Remove everything; returns what was removed, and the folders that hold looks of the user's own."""
    data, cache = folders.data(), folders.cache()
    done = record.read(data)
    plug_ins = installed(machine, done)
    homes = dict.fromkeys(home(machine, channel) for channel in CHANNELS.get(machine.system, ()))
    looks = {user_looks(machine, channel): None for channel in CHANNELS.get(machine.system, ())} or [
        folders.user_looks()
    ]
    kept = [place for place in looks if place.is_dir() and any(place.iterdir())]
    ours = [*(place / "engine" for place in homes), data / record.NAME, cache, *map(Path, done.files)]
    settings = [folder.parents[1] / path for folder in plug_ins for path in python_for_gimp2.files("")]
    removed = [path for path in [*plug_ins, *settings, *ours] if path.exists()]
    if dry:
        return removed, kept
    for folder in plug_ins:
        remove(folder)
        recover(folder)
    for path in settings:
        remove(path)
    for profile, before in done.first_starts.items():
        if inventory(Path(profile)) == before:
            shutil.rmtree(profile, ignore_errors=True)
    for path in ours:
        remove(path)
    for place in homes:
        verify.tidy(place)
    remove_runtime()
    for folder in [*reversed([Path(folder) for folder in done.made]), *looks, data]:
        with contextlib.suppress(OSError):
            folder.rmdir()  # only when it is empty
    return removed, kept


def remove_runtime() -> None:
    """The folder of sockets, where the system has them; an engine that still waits there ends with its GIMP."""
    if hasattr(os, "getuid"):
        with contextlib.suppress(OSError):
            shutil.rmtree(folders.runtime())
