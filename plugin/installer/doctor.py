"""Diagnose an installation, and offer what mends it.

GIMP passes over a plug-in that it cannot start without a word, so each of these looks the same to a user: no menu.
``examine`` looks at the files alone; ``try_out`` then has each GIMP apply a look, as installing does.
"""

from __future__ import annotations

import os
import re
import stat
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from lut.shared import folders

from ..engine import find_python
from ..engine.json_input import NotUnderstood
from ..engine.launch import read_record
from ..menu.catalog import read_looks
from . import build, choose_python, detect, manifest, preferences, python_for_gimp2, swap, verify
from .advice import advise_two_copies
from .build import NAME, Engine
from .channels import SYSTEM, Channel
from .console import Report
from .detect import Gimp
from .install_error import InstallError, describe_error, name_path
from .installed_folders import PROGRAM
from .locked_files import move
from .machine import Machine
from .runner import Runner
from .set_aside import Keeper, free_path
from .verify import check_look

START = f"{NAME}.py"
PARTS = ("lut", "plugin", "catalog.json", START)
PARTS_ALONE = ("lut", "catalog.json")  # where there is no GIMP
SHOWN = 3  # of files that are damaged
# The plug-ins of everybody on a machine, seen from the folder of GIMP's program.
SYSTEM_FOLDERS = (
    *("lib/gimp/{api}/plug-ins", "lib64/gimp/{api}/plug-ins", "lib/*/gimp/{api}/plug-ins"),
    "Resources/lib/gimp/{api}/plug-ins",
)


@dataclass(frozen=True)
class Finding:
    """sentence: what is wrong.  mend: what to do about it; None when installing again mends it.

    advice: what the user has to do, for what is not ours to change.
    """

    sentence: str
    mend: Callable[[], object] | None = None
    advice: str = ""


def find_served(machine: Machine, checkout: Path) -> list[Gimp]:
    """Find the GIMPs that this Camera Looks can be installed into."""
    two = (checkout / build.START_TWO).exists()
    return [gimp for gimp in detect.find_gimps(machine).gimps if two or not gimp.two]


def examine_files(machine: Machine, checkout: Path, version: str, runner: Runner, keeper: Keeper) -> Iterator[Finding]:
    """Find everything that is wrong for this user.  checkout, version: of the Camera Looks that examines."""
    two = (checkout / build.START_TWO).exists()
    gimps = find_served(machine, checkout)
    plug_ins = dict.fromkeys(
        [Path(gimp.profile) / "plug-ins" for gimp in gimps]
        + [
            Path(profile.folder) / "plug-ins"
            for profile in detect.list_profiles(machine)
            if two or profile.minor != "2.10"
        ]
    )
    for folder in plug_ins:
        yield from find_strays(folder, keeper)
    there = [folder for folder in plug_ins if not is_misplaced(folder)]  # of the others the rest is told once they are
    gimps = [gimp for gimp in gimps if Path(gimp.profile) / "plug-ins" in there]
    for gimp in gimps:
        yield from examine_gimp(machine, gimp)
    for folder in there:
        if manifest.is_ours(folder / NAME):
            yield from examine_installed(folder / NAME, version)
    if not find_served(machine, checkout):
        yield from examine_command_line(version, runner)
    yield from examine_engines(gimps, runner)
    for folder in (folders.data(), folders.cache(), *(Path(gimp.profile) / "plug-ins" for gimp in gimps)):
        yield from examine_writable(folder)
    yield from examine_runtime()


def examine_command_line(version: str, runner: Runner) -> Iterator[Finding]:
    """Examine an installation without a GIMP: the command line alone."""
    program = folders.data() / PROGRAM
    if not manifest.is_ours(program):
        yield Finding("No GIMP was found here, and Camera Looks is not installed.")
        return
    yield from examine_installed(program, version)
    yield from examine_engine(SYSTEM, str(read_record(program).get(SYSTEM.key, "")), runner)


def try_looks(
    machine: Machine, checkout: Path, report: Report, runner: Runner, gimps: Sequence[Gimp]
) -> Iterator[Finding]:
    """Have the engine and each GIMP apply a look with what is installed."""
    for gimp in gimps:
        folder = Path(gimp.profile) / "plug-ins" / NAME
        python = str(read_record(folder).get(gimp.channel.key) or find_python.search() or "")
        try:
            check_look(verify.Trial(gimp, folder, Engine(gimp.channel, python)), checkout, machine, report, runner)
        except InstallError as error:
            yield Finding(str(error))
    if not gimps:
        program = folders.data() / PROGRAM
        python = str(read_record(program).get(SYSTEM.key, ""))
        try:
            with report.step("Check", f"the engine in {program}") as done:
                Engine(SYSTEM, python).run(program, runner, verify.ENGINE_SECONDS, "list")
                done("it answers")
        except InstallError as error:
            yield Finding(str(error))


def examine_gimp(machine: Machine, gimp: Gimp) -> Iterator[Finding]:
    profile = Path(gimp.profile)
    folder = profile / "plug-ins" / NAME
    if not profile.exists():
        yield Finding(f"{gimp} has not been started yet, and has no Camera Looks.")
    elif not preferences.searches_profile(profile):
        yield Finding(preferences.tell_left_out(gimp), advice=preferences.ADVICE)
    elif os.path.lexists(folder) and not manifest.is_ours(folder):
        yield Finding(f"{folder} was not written by Camera Looks.", advice="Move it elsewhere or rename it.")
    elif not folder.is_dir():
        yield Finding(f"{gimp} has no Camera Looks: {folder} is not there.")
    elif gimp.two and not gimp.gimpfu:
        lost = [path for path in python_for_gimp2.settings_files("") if not (profile / path).exists()]
        if lost:
            yield Finding(f"{gimp} cannot start scripts: {' and '.join(map(str, lost))} in its profile are gone.")
    for other in find_system_wide(machine, gimp):
        if folder.is_dir():
            yield Finding(
                f"{gimp} finds Camera Looks twice: {folder}, and for everybody {other}.",
                advice=advise_two_copies(machine.system, str(other)),
            )


def find_system_wide(machine: Machine, gimp: Gimp) -> list[Path]:
    """Find the installations for everybody that this GIMP loads."""
    if gimp.channel.sandbox:
        return []
    prefix = machine.path(gimp.command[0]).parent.parent
    patterns = [str(prefix / pattern.format(api="2.0" if gimp.two else "3.0")) for pattern in SYSTEM_FOLDERS]
    return [
        Path(folder / NAME)
        for folder in dict.fromkeys(detect.expand_patterns(machine, patterns))
        if machine.holds(folder / NAME)
    ]


def find_copies(plug_ins: Path) -> list[Path]:
    """Find the folders that contain the whole plug-in, at their place or not."""
    starts = sorted([*plug_ins.glob(f"*/{START}"), *plug_ins.glob(f"*/{NAME}/{START}")])
    return [
        start.parent for start in starts if manifest.is_ours(start.parent) and not start.parent.name.startswith(".")
    ]


def is_misplaced(plug_ins: Path) -> bool:
    """Return True if the plug-in is there, but not where GIMP starts it."""
    return not (plug_ins / NAME / START).exists() and bool(find_copies(plug_ins))


def find_strays(plug_ins: Path, keeper: Keeper) -> Iterator[Finding]:
    """Find copies that GIMP does not start, because their folder has another name than their file."""
    target = plug_ins / NAME
    lost = is_misplaced(plug_ins)
    for found in find_copies(plug_ins):
        if found == target or (found.is_relative_to(target) and not lost):
            continue
        if found.is_relative_to(target):
            yield Finding(
                f"{found} lies one folder too deep: GIMP does not start it.",
                partial(lift_folder, found, target, keeper),
            )
        elif lost:
            yield Finding(
                f"{found} has the wrong name: GIMP starts it only as {NAME}/{START}.",
                partial(lift_folder, found, target, keeper),
            )
        else:
            yield Finding(
                f"{found} is a second copy that GIMP does not start.",
                partial(swap.discard_folder, found, keeper, found),
            )
        lost = False  # what is found after the first is one too many
    if (plug_ins / START).is_file():
        yield Finding(
            f"{plug_ins / START} lies outside of its folder, and does not work there.",
            lambda: keeper.keep(plug_ins, [START], plug_ins / START),
        )
    for left in swap.list_leftovers(target):
        yield Finding(
            f"{left} was left by an installation that was interrupted.", lambda: swap.recover_folder(target, keeper)
        )
    known = manifest.read_manifest(target)
    if known is not None and known.passed is None:
        yield Finding(
            f"{target} has not passed its check: an installation was interrupted.",
            lambda: swap.recover_folder(target, keeper),
        )


def lift_folder(found: Path, target: Path, keeper: Keeper) -> None:
    """Move a folder to its place, which may be the folder that contains it."""
    swap.clear_leftovers(target, keeper)
    aside = free_path(swap.path_beside(target, "new"))
    move(found, aside)
    if os.path.lexists(target):
        swap.discard_folder(target, keeper, target)
    move(aside, target)


def examine_installed(folder: Path, version: str) -> Iterator[Finding]:
    """Examine one installed folder."""
    parts = PARTS if folder.name == NAME else PARTS_ALONE
    missing = [part for part in parts if not (folder / part).exists()]
    start = folder / START
    if missing:
        yield Finding(f"{folder} lacks {' and '.join(missing)}.")
    elif os.name == "posix" and START in parts and not os.access(start, os.X_OK):
        yield Finding(f"{start} may not be executed: GIMP does not start it.", lambda: allow_execution(start))
    elif not catalog_is_whole(folder):
        yield Finding(f"{folder / 'catalog.json'} cannot be read: there is no menu without it.")
    elif (damaged := tell_damage(folder)) is not None:
        yield damaged
    elif is_stale(folder):
        yield Finding(
            f"GIMP keeps an old menu of Camera Looks in {folder.parents[1] / 'pluginrc'}.",
            lambda: os.utime(start),  # GIMP asks a plug-in again when its date has changed
        )
    found = read_record(folder).get("version", version)
    if found != version:
        yield Finding(f"{folder} is version {found}, this is {version}.")


def tell_damage(folder: Path) -> Finding | None:
    """Compare an installed folder with its manifest."""
    missing, changed = manifest.find_damage(folder)
    told = [f"lacks {list_names(missing)}"] if missing else []
    told += [f"differs from what was installed in {list_names(changed)}"] if changed else []
    return Finding(f"{folder} {' and '.join(told)}.") if told else None


def list_names(names: list[str]) -> str:
    """List the first names, and how many more there are."""
    more = f" and {len(names) - SHOWN} more files" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more


def allow_execution(start: Path) -> None:
    start.chmod(start.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
    os.utime(start)


def catalog_is_whole(folder: Path) -> bool:
    try:
        return bool(read_looks((folder / "catalog.json").read_bytes()))
    except (OSError, NotUnderstood):
        return False


def is_stale(folder: Path) -> bool:
    """Return True if GIMP's cached menu is of this very file, and lacks some of its looks."""
    try:
        text = (folder.parents[1] / "pluginrc").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return False
    entries = re.split(r"^\(plug-in-def ", text, flags=re.MULTILINE)[1:]
    # Windows' separator is escaped in a quoted string, and so is there twice.
    ours = next((entry for entry in entries if re.match(rf'"[^"]*{NAME}(?:/|\\\\){START}"', entry)), None)
    if ours is None:
        return False  # GIMP asks at its next start
    date = re.match(r'"[^"]*" (\d+)', ours)
    if date is None or int(date[1]) != int((folder / START).stat().st_mtime):
        return False
    known = set(re.findall(r'^\s*\(proc-def "([^"]+)"', ours, re.MULTILINE))
    return not {f"{NAME}-{look['id']}" for look in build.read_looks(folder)} <= known


def examine_engines(gimps: list[Gimp], runner: Runner) -> Iterator[Finding]:
    """Find recorded interpreters that no longer run the engine."""
    asked: set[tuple[str, str]] = set()
    for gimp in gimps:
        folder = Path(gimp.profile) / "plug-ins" / NAME
        if not folder.is_dir():
            continue
        record = read_record(folder)
        python = str(record.get(gimp.channel.key, ""))
        if not python:
            if record or gimp.channel.sandbox or not finds_python():
                yield Finding(f"{gimp} has no Python with numpy and Pillow for {folder}.")
        elif (gimp.channel.key, python) not in asked:
            asked.add((gimp.channel.key, python))
            yield from examine_engine(gimp.channel, python, runner)


def finds_python() -> bool:
    """Return True if an installation without a record would find a Python."""
    return any((found := find_python.ask_python(python)) and not found.lacks() for python in find_python.candidates())


def examine_engine(channel: Channel, python: str, runner: Runner) -> Iterator[Finding]:
    found = choose_python.inspect_python(python, runner, channel)
    if found is None:
        yield Finding(f"The engine's Python, {python}, is gone or does not start.")
    elif found.lacks():
        yield Finding(f"The engine's Python, {python}, lacks {' and '.join(found.lacks())}.")


def examine_writable(folder: Path) -> Iterator[Finding]:
    """Try to write into a folder."""
    if not folder.is_dir():
        return
    try:
        with tempfile.TemporaryFile(dir=folder):
            return
    except OSError as error:
        what = describe_error(name_path(error, folder), "run install.py --doctor again")
    said, _, advice = what.partition(". ") if ". " in what else what.rpartition(": ")
    mine = sys.platform != "win32" and folder.stat().st_uid == os.getuid() and not folder.stat().st_mode & stat.S_IWUSR
    if mine:
        yield Finding(f"{folder} cannot be written.", lambda: folder.chmod(folder.stat().st_mode | stat.S_IRWXU))
    else:
        yield Finding(f"{said}.", advice=advice[:1].upper() + advice[1:])


def examine_runtime() -> Iterator[Finding]:
    """Find folders of ours that other users can enter."""
    place = folders.runtime_place()
    if os.name == "posix" and place.exists() and place.stat().st_mode & 0o077:
        yield Finding(
            f"{place} can be entered by others: each look starts an engine of its own, and is slower.",
            lambda: place.chmod(0o700),
        )
