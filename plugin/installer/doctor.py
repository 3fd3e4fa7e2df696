"""What is wrong with an installation, and what mends it.

GIMP passes over a plug-in that it cannot start without a word, so each of these looks the same to a user: no menu.
``examine`` looks at the files alone; ``try_out`` then has each GIMP apply a look, as installing does.
"""

from __future__ import annotations

import os
import re
import stat
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from lut.shared import folders

from ..engine import find_python
from ..engine.json_input import NotUnderstood
from ..engine.recorded_python import read_record
from ..menu.catalog import read_looks
from . import build, detect, interpreter, ours, preferences, python_for_gimp2, swap, verify
from .advice import two_copies
from .build import NAME, Engine
from .channels import SYSTEM, Channel
from .detect import Gimp
from .errors import InstallError, about, sentence
from .files import move
from .keeping import Keeper, free_name
from .machine import Machine
from .places import PROGRAM
from .report import Report
from .runner import Runner
from .trial import check

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


def served(machine: Machine, checkout: Path) -> list[Gimp]:
    """The GIMPs that this Camera Looks can be installed into."""
    two = (checkout / build.START_TWO).exists()
    return [gimp for gimp in detect.survey(machine).gimps if two or not gimp.two]


def examine(machine: Machine, checkout: Path, version: str, runner: Runner, keeper: Keeper) -> Iterator[Finding]:
    """Everything that is wrong for this user.  checkout, version: of the Camera Looks that examines."""
    two = (checkout / build.START_TWO).exists()
    gimps = served(machine, checkout)
    plug_ins = dict.fromkeys(
        [Path(gimp.profile) / "plug-ins" for gimp in gimps]
        + [Path(profile.folder) / "plug-ins" for profile in detect.profiles(machine) if two or profile.minor != "2.10"]
    )
    for folder in plug_ins:
        yield from strays(folder, keeper)
    there = [folder for folder in plug_ins if not misplaced(folder)]  # of the others the rest is told once they are
    gimps = [gimp for gimp in gimps if Path(gimp.profile) / "plug-ins" in there]
    for gimp in gimps:
        yield from of_gimp(machine, gimp)
    for folder in there:
        if ours.is_ours(folder / NAME):
            yield from installed(folder / NAME, version)
    if not served(machine, checkout):
        yield from without_gimp(version, runner)
    yield from engines(gimps, runner)
    for folder in (folders.data(), folders.cache(), *(Path(gimp.profile) / "plug-ins" for gimp in gimps)):
        yield from writable(folder)
    yield from of_the_user()


def without_gimp(version: str, runner: Runner) -> Iterator[Finding]:
    """What is wrong where there is the command line alone."""
    program = folders.data() / PROGRAM
    if not ours.is_ours(program):
        yield Finding("No GIMP was found here, and Camera Looks is not installed.")
        return
    yield from installed(program, version)
    yield from engine(SYSTEM, str(read_record(program).get(SYSTEM.key, "")), runner)


def try_out(
    machine: Machine, checkout: Path, report: Report, runner: Runner, gimps: Sequence[Gimp]
) -> Iterator[Finding]:
    """Have the engine and each GIMP apply a look with what is installed."""
    for gimp in gimps:
        folder = Path(gimp.profile) / "plug-ins" / NAME
        python = str(read_record(folder).get(gimp.channel.key) or find_python.search() or "")
        try:
            check(verify.Trial(gimp, folder, Engine(gimp.channel, python)), checkout, machine, report, runner)
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


def of_gimp(machine: Machine, gimp: Gimp) -> Iterator[Finding]:
    profile = Path(gimp.profile)
    folder = profile / "plug-ins" / NAME
    if not profile.exists():
        yield Finding(f"{gimp} has not been started yet, and has no Camera Looks.")
    elif not preferences.searches(profile):
        yield Finding(preferences.left_out(gimp), advice=preferences.ADVICE)
    elif os.path.lexists(folder) and not ours.is_ours(folder):
        yield Finding(f"{folder} was not written by Camera Looks.", advice="Move it elsewhere or rename it.")
    elif not folder.is_dir():
        yield Finding(f"{gimp} has no Camera Looks: {folder} is not there.")
    elif gimp.two and not gimp.gimpfu:
        lost = [path for path in python_for_gimp2.files("") if not (profile / path).exists()]
        if lost:
            yield Finding(f"{gimp} cannot start scripts: {' and '.join(map(str, lost))} in its profile are gone.")
    for other in system_wide(machine, gimp):
        if folder.is_dir():
            yield Finding(
                f"{gimp} finds Camera Looks twice: {folder}, and for everybody {other}.",
                advice=two_copies(machine.system, str(other)),
            )


def system_wide(machine: Machine, gimp: Gimp) -> list[Path]:
    """Installations for everybody that this GIMP finds."""
    if gimp.channel.sandbox:
        return []
    prefix = machine.path(gimp.command[0]).parent.parent
    patterns = [str(prefix / pattern.format(api="2.0" if gimp.two else "3.0")) for pattern in SYSTEM_FOLDERS]
    return [
        Path(folder / NAME)
        for folder in dict.fromkeys(detect.expanded(machine, patterns))
        if machine.holds(folder / NAME)
    ]


def copies(plug_ins: Path) -> list[Path]:
    """Folders with the whole plug-in in them, at their place or not."""
    starts = sorted([*plug_ins.glob(f"*/{START}"), *plug_ins.glob(f"*/{NAME}/{START}")])
    return [start.parent for start in starts if ours.is_ours(start.parent) and not start.parent.name.startswith(".")]


def misplaced(plug_ins: Path) -> bool:
    """Whether the plug-in is there, and not where GIMP starts it."""
    return not (plug_ins / NAME / START).exists() and bool(copies(plug_ins))


def strays(plug_ins: Path, keeper: Keeper) -> Iterator[Finding]:
    """Copies that GIMP does not start, since folder and file have to share a name."""
    target = plug_ins / NAME
    lost = misplaced(plug_ins)
    for found in copies(plug_ins):
        if found == target or (found.is_relative_to(target) and not lost):
            continue
        if found.is_relative_to(target):
            yield Finding(
                f"{found} lies one folder too deep: GIMP does not start it.",
                partial(lift, found, target, keeper),
            )
        elif lost:
            yield Finding(
                f"{found} has the wrong name: GIMP starts it only as {NAME}/{START}.",
                partial(lift, found, target, keeper),
            )
        else:
            yield Finding(
                f"{found} is a second copy that GIMP does not start.",
                partial(swap.discard, found, keeper, found),
            )
        lost = False  # what is found after the first is one too many
    if (plug_ins / START).is_file():
        yield Finding(
            f"{plug_ins / START} lies outside of its folder, and does not work there.",
            lambda: keeper.keep(plug_ins, [START], plug_ins / START),
        )
    for left in swap.leftovers(target):
        yield Finding(f"{left} was left by an installation that was interrupted.", lambda: swap.recover(target, keeper))
    known = ours.read(target)
    if known is not None and known.passed is None:
        yield Finding(
            f"{target} has not passed its check: an installation was interrupted.",
            lambda: swap.recover(target, keeper),
        )


def lift(found: Path, target: Path, keeper: Keeper) -> None:
    """Put a folder at its place, which may be the one that it lies in."""
    swap.clear(target, keeper)
    aside = free_name(swap.beside(target, "new"))
    move(found, aside)
    if os.path.lexists(target):
        swap.discard(target, keeper, target)
    move(aside, target)


def installed(folder: Path, version: str) -> Iterator[Finding]:
    """What is wrong in an installed folder."""
    parts = PARTS if folder.name == NAME else PARTS_ALONE
    missing = [part for part in parts if not (folder / part).exists()]
    start = folder / START
    if missing:
        yield Finding(f"{folder} lacks {' and '.join(missing)}.")
    elif os.name == "posix" and START in parts and not os.access(start, os.X_OK):
        yield Finding(f"{start} may not be executed: GIMP does not start it.", lambda: allow(start))
    elif not catalog_is_whole(folder):
        yield Finding(f"{folder / 'catalog.json'} cannot be read: there is no menu without it.")
    elif (damaged := damage(folder)) is not None:
        yield damaged
    elif is_stale(folder):
        yield Finding(
            f"GIMP keeps an old menu of Camera Looks in {folder.parents[1] / 'pluginrc'}.",
            lambda: os.utime(start),  # GIMP asks a plug-in again when its date has changed
        )
    found = read_record(folder).get("version", version)
    if found != version:
        yield Finding(f"{folder} is version {found}, this is {version}.")


def damage(folder: Path) -> Finding | None:
    """Files that are not as they were installed."""
    missing, changed = ours.damage(folder)
    told = [f"lacks {listed(missing)}"] if missing else []
    told += [f"differs from what was installed in {listed(changed)}"] if changed else []
    return Finding(f"{folder} {' and '.join(told)}.") if told else None


def listed(names: list[str]) -> str:
    """The first of them, and how many more there are."""
    more = f" and {len(names) - SHOWN} more files" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more


def allow(start: Path) -> None:
    start.chmod(start.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
    os.utime(start)


def catalog_is_whole(folder: Path) -> bool:
    try:
        return bool(read_looks((folder / "catalog.json").read_bytes()))
    except (OSError, NotUnderstood):
        return False


def is_stale(folder: Path) -> bool:
    """Whether GIMP believes that it knows this very file, and knows other looks than it has."""
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
    return not {f"{NAME}-{look['id']}" for look in build.looks(folder)} <= known


def engines(gimps: list[Gimp], runner: Runner) -> Iterator[Finding]:
    """Interpreters that do not compute any more."""
    asked: set[tuple[str, str]] = set()
    for gimp in gimps:
        folder = Path(gimp.profile) / "plug-ins" / NAME
        if not folder.is_dir():
            continue
        record = read_record(folder)
        python = str(record.get(gimp.channel.key, ""))
        if not python:
            if record or gimp.channel.sandbox or not any_python():
                yield Finding(f"{gimp} has no Python with numpy and Pillow for {folder}.")
        elif (gimp.channel.key, python) not in asked:
            asked.add((gimp.channel.key, python))
            yield from engine(gimp.channel, python, runner)


def any_python() -> bool:
    """Whether an installation without a record would find a Python."""
    return any((found := find_python.ask_python(python)) and not found.lacks() for python in find_python.candidates())


def engine(channel: Channel, python: str, runner: Runner) -> Iterator[Finding]:
    found = interpreter.inspect(python, runner, channel)
    if found is None:
        yield Finding(f"The engine's Python, {python}, is gone or does not start.")
    elif found.lacks():
        yield Finding(f"The engine's Python, {python}, lacks {' and '.join(found.lacks())}.")


def writable(folder: Path) -> Iterator[Finding]:
    """A folder that cannot be written to, found by trying."""
    if not folder.is_dir():
        return
    try:
        with tempfile.TemporaryFile(dir=folder):
            return
    except OSError as error:
        what = sentence(about(error, folder), "run install.py --doctor again")
    said, _, advice = what.partition(". ") if ". " in what else what.rpartition(": ")
    mine = os.name == "posix" and folder.stat().st_uid == os.getuid() and not folder.stat().st_mode & stat.S_IWUSR
    if mine:
        yield Finding(f"{folder} cannot be written.", lambda: folder.chmod(folder.stat().st_mode | stat.S_IRWXU))
    else:
        yield Finding(f"{said}.", advice=advice[:1].upper() + advice[1:])


def of_the_user() -> Iterator[Finding]:
    """Folders of ours that others can use."""
    place = folders.runtime_place()
    if os.name == "posix" and place.exists() and place.stat().st_mode & 0o077:
        yield Finding(
            f"{place} can be entered by others: each look starts an engine of its own, and is slower.",
            lambda: place.chmod(0o700),
        )
