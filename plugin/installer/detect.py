"""Find every GIMP 3: which program starts it headless, and which profile is its user's.

Pure functions over a described machine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

from .errors import InstallError
from .machine import Machine

# Those that need no screen come first.
PROGRAMS = (
    *("gimp-console-3.2", "gimp-console-3.0", "gimp-console-3", "gimp-console"),
    *("gimp-3.2", "gimp-3.0", "gimp-3", "gimp"),
)
FLATPAK = "org.gimp.GIMP"

# Folders beside PATH in which GIMP's programs lie; {NAME} is a variable of the environment.
PROGRAM_FOLDERS = {
    "linux": (),
    "win32": (r"{ProgramFiles}\GIMP 3\bin", r"{LOCALAPPDATA}\Programs\GIMP 3\bin"),
    "darwin": ("/Applications/GIMP.app/Contents/MacOS", "Applications/GIMP.app/Contents/MacOS"),
}
# Folders that hold one profile per minor version, by the channel that a GIMP came through; * is any name.
PROFILE_FOLDERS = {
    "linux": (
        ("system", "{XDG_CONFIG_HOME}/GIMP"),
        ("Flatpak", f".var/app/{FLATPAK}/config/GIMP"),
        ("Snap", "snap/gimp/current/GIMP"),
    ),
    "win32": (
        ("system", r"{APPDATA}\GIMP"),
        ("Microsoft Store", r"{LOCALAPPDATA}\Packages\GIMP*\LocalCache\Roaming\GIMP"),
    ),
    "darwin": (("system", "Library/Application Support/GIMP"),),
}
DEFAULTS = {
    "XDG_CONFIG_HOME": ".config",
    "ProgramFiles": r"C:\Program Files",
    "APPDATA": r"AppData\Roaming",
    "LOCALAPPDATA": r"AppData\Local",
}


@dataclass(frozen=True)
class Gimp:
    """A GIMP 3 to install into.  profile need not exist yet."""

    version: str
    program: PurePath
    profile: PurePath

    def __str__(self) -> str:
        return f"GIMP {self.version}"


@dataclass(frozen=True)
class Profile:
    """A user's folder for one minor version of GIMP, for example 3.0."""

    channel: str
    minor: str
    folder: PurePath


@dataclass(frozen=True)
class Survey:
    """What there is to install into, and a sentence on every other GIMP."""

    gimps: tuple[Gimp, ...]
    others: tuple[str, ...]


def survey(machine: Machine, given: str | None = None) -> Survey:
    """Every GIMP of this machine, or the one whose program is given."""
    if given is not None:
        return Survey((given_gimp(machine, given),), ())
    gimps, others = [], []
    for program, version in programs(machine):
        if version.startswith("3."):
            gimps.append(Gimp(version, program, profile_of(machine, version)))
        else:
            others.append(f"GIMP {version} ({program}) is too old: Camera Looks needs GIMP 3.0 or newer.")
    started = {gimp.profile for gimp in gimps}
    for profile in profiles(machine):
        if profile.folder not in started:
            others.append(without_program(profile))
    if flatpak_installed(machine) and not any(profile.channel == "Flatpak" for profile in profiles(machine)):
        others.append("GIMP from Flatpak is installed: this version of install.py cannot set that one up.")
    return Survey(tuple(gimps), tuple(others))


def given_gimp(machine: Machine, given: str) -> Gimp:
    program = machine.path(given)
    version = machine.version(program)
    if version is None:
        raise InstallError(f"{given} does not answer as GIMP does: give the path of gimp-console or gimp itself.")
    if not version.startswith("3."):
        raise InstallError(f"{given} is GIMP {version}: Camera Looks needs GIMP 3.0 or newer.")
    return Gimp(version, program, profile_of(machine, version))


def programs(machine: Machine) -> list[tuple[PurePath, str]]:
    """The first program found of every minor version, with its whole version."""
    suffix = ".exe" if machine.system == "win32" else ""
    folders = machine.search_path() + list(expanded(machine, PROGRAM_FOLDERS.get(machine.system, ())))
    found: dict[str, tuple[PurePath, str]] = {}
    for name in PROGRAMS:
        for folder in folders:
            program = folder / f"{name}{suffix}"
            version = machine.version(program) if machine.holds(program) else None
            if version is not None:
                found.setdefault(minor(version), (program, version))
    return list(found.values())


def profile_of(machine: Machine, version: str) -> PurePath:
    """The profile that a GIMP started by this user reads."""
    moved = machine.environment.get("GIMP3_DIRECTORY")
    if moved:
        return machine.path(moved)
    _, folder = PROFILE_FOLDERS[machine.system][0]
    return next(expanded(machine, (folder,))) / minor(version)


def profiles(machine: Machine) -> list[Profile]:
    """Every GIMP 3 profile that exists, whatever program it belongs to."""
    return [
        Profile(channel, name, base / name)
        for channel, folder in PROFILE_FOLDERS.get(machine.system, ())
        for base in expanded(machine, (folder,))
        for name in machine.names(base)
        if re.fullmatch(r"3\.\d+", name)
    ]


def flatpak_installed(machine: Machine) -> bool:
    places = ("/var/lib/flatpak/app", ".local/share/flatpak/app")
    return machine.system == "linux" and any(machine.holds(machine.path(place) / FLATPAK) for place in places)


def without_program(profile: Profile) -> str:
    if profile.channel == "system":
        return (
            f"{profile.folder} belongs to a GIMP {profile.minor} that is not on PATH: "
            "give its program with --gimp to install into it."
        )
    return (
        f"{profile.folder} belongs to GIMP {profile.minor} from {profile.channel}: "
        "this version of install.py cannot set that one up."
    )


def expanded(machine: Machine, patterns: tuple[str, ...]) -> Iterator[PurePath]:
    """Patterns as folders: variables filled in, * matched against what there is."""
    for pattern in patterns:
        filled = re.sub(r"\{(\w+)\}", lambda name: machine.environment.get(name[1]) or DEFAULTS[name[1]], pattern)
        parts = machine.path(filled).parts
        bases = [machine.path(parts[0])]
        for part in parts[1:]:
            if "*" in part:
                wanted = re.compile(re.escape(part).replace(r"\*", ".*"))
                bases = [base / name for base in bases for name in machine.names(base) if wanted.fullmatch(name)]
            else:
                bases = [base / part for base in bases]
        yield from bases


def minor(version: str) -> str:
    return ".".join(version.split(".")[:2])
