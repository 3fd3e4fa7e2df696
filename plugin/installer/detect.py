"""Find every GIMP: the command that starts it without a window, its channel, and its user's profile.

Pure functions over a described machine.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath

from lut.shared.printable import printable

from .channels import APPIMAGE, CHANNELS, FLATPAK, FLATPAK_ID, SNAP, STORE, Channel
from .install_error import InstallError
from .machine import Machine
from .quarantine import TRANSLOCATED, app_of

# Those that need no screen come first.
PROGRAMS = (
    *("gimp-console-3.2", "gimp-console-3.0", "gimp-console-3", "gimp-console-2.10", "gimp-console"),
    *("gimp-3.2", "gimp-3.0", "gimp-3", "gimp-2.10", "gimp"),
)
# Folders beside PATH in which GIMP's programs lie.
PROGRAM_FOLDERS = {
    "linux": (),
    "win32": (r"{ProgramFiles}\GIMP *\bin", r"{LOCALAPPDATA}\Programs\GIMP *\bin"),
    "darwin": ("/Applications/GIMP*.app/Contents/MacOS", "Applications/GIMP*.app/Contents/MacOS"),
}
STORE_FOLDER = r"{LOCALAPPDATA}\Microsoft\WindowsApps"
SNAP_FOLDERS = ("/snap/bin", "/var/lib/snapd/snap/bin")
FLATPAK_FOLDERS = ("/var/lib/flatpak/app", ".local/share/flatpak/app")
FLATPAK_PROGRAMS = tuple(f"{folder}/{FLATPAK_ID}/current/active/files/bin" for folder in FLATPAK_FOLDERS)
APPIMAGE_FOLDERS = ("Applications", ".local/bin", "bin", "Downloads", "Desktop", "/opt", "")
# The original gimpfu, seen from the folder of the program; GIMPs that brought a Python 2 have it.
GIMPFU = (
    *("../lib/gimp/2.0/python", "../lib64/gimp/2.0/python", "../lib/*/gimp/2.0/python"),
    "../Resources/lib/gimp/2.0/python",
)
MINOR = re.compile(r"2\.10|3\.\d+")
DEFAULTS = {
    "XDG_CONFIG_HOME": ".config",
    "ProgramFiles": r"C:\Program Files",
    "APPDATA": r"AppData\Roaming",
    "LOCALAPPDATA": r"AppData\Local",
}


@dataclass(frozen=True)
class Gimp:
    """A GIMP to install into.  command: what starts it.  profile need not exist yet.

    gimpfu: whether it brings a Python 2 with the original gimpfu, as some GIMPs 2.10 do.
    """

    version: str
    command: tuple[str, ...]
    profile: PurePath
    channel: Channel
    gimpfu: bool = False

    def __str__(self) -> str:
        return f"GIMP {self.version}{name_channel(self.channel)}"

    @property
    def minor(self) -> str:
        return minor_version(self.version)

    @property
    def two(self) -> bool:
        """True for GIMP 2.10, whose plug-ins are other programs."""
        return self.version.startswith("2.")

    def start(self, options: Iterable[str], environment: Mapping[str, str]) -> list[str]:
        """Return the command that starts it with these options and, in its sandbox, these variables."""
        if self.channel is FLATPAK:
            variables = [f"--env={name}={value}" for name, value in environment.items()]
            return [*self.command[:2], *variables, *self.command[2:], *options]
        return [*self.command, *options]


@dataclass(frozen=True)
class Profile:
    """A user's folder for one minor version of GIMP, for example 3.0."""

    channel: Channel
    minor: str
    folder: PurePath


@dataclass(frozen=True)
class Survey:
    """The GIMPs to install into, and a sentence on every other GIMP."""

    gimps: tuple[Gimp, ...]
    others: tuple[str, ...]


def find_gimps(machine: Machine, given: str | None = None) -> Survey:
    """Find every GIMP of this machine, or the one whose program is given."""
    if given is not None:
        return Survey((find_given(machine, given),), ())
    gimps, others = [], []
    for channel, command, version in find_programs(machine):
        if MINOR.fullmatch(minor_version(version)):
            gimps.append(describe_gimp(machine, channel, command, version))
        else:
            others.append(
                f"GIMP {version} ({' '.join(command)}) is too old: Camera Looks needs GIMP 2.10 or 3.0 and newer."
            )
    answered = [app_of(machine.path(gimp.command[0])) for gimp in gimps]
    others += [tell_not_opened(app) for app in find_held_back(machine) if app not in answered]
    started = {gimp.profile for gimp in gimps}
    others += [tell_without_program(profile) for profile in list_profiles(machine) if profile.folder not in started]
    return Survey(tuple(gimps), tuple(others))


def describe_gimp(machine: Machine, channel: Channel, command: tuple[str, ...], version: str) -> Gimp:
    profile = find_profile(machine, channel, version)
    return Gimp(version, command, profile, channel, version.startswith("2.") and has_gimpfu(machine, channel, command))


def find_given(machine: Machine, given: str) -> Gimp:
    if given in (FLATPAK.key, SNAP.key):
        return find_in_sandbox(machine, given)
    program = find_program(machine, machine.path(given))
    if TRANSLOCATED in program.as_posix():
        raise InstallError(f"{printable(given)} is no lasting place: {MOVE_APP}")
    version = machine.version((str(program),))
    if version is None and machine.held_back(program):
        raise InstallError(tell_not_opened(app_of(program) or program))
    if version is None:
        raise InstallError(
            f"{printable(given)} does not answer as GIMP does: give the path of gimp-console or gimp itself."
        )
    if not MINOR.fullmatch(minor_version(version)):
        raise InstallError(f"{printable(given)} is GIMP {version}: Camera Looks needs GIMP 2.10 or 3.0 and newer.")
    return describe_gimp(machine, find_channel(machine, program), (str(program),), version)


def find_program(machine: Machine, given: PurePath) -> PurePath:
    """Find the program of a GIMP whose app or folder is given."""
    places = [given / inside for inside in ("Contents/MacOS", "bin", "")]
    suffix = ".exe" if machine.system == "win32" else ""
    programs = (place / f"{name}{suffix}" for name in PROGRAMS for place in places)
    return next((program for program in programs if machine.holds(program)), given)


def find_held_back(machine: Machine) -> list[PurePath]:
    """Find the apps of GIMP that macOS may not start yet.  It starts those that their makers had notarized."""
    programs = [machine.path(command[0]) for _, command in list_commands(machine)]
    return list(dict.fromkeys(app_of(program) or program for program in programs if machine.held_back(program)))


def tell_not_opened(app: PurePath) -> str:
    return f"{app} was downloaded and has not been opened since, and macOS does not start it: {OPEN_APP}"


OPEN_APP = "open it once in Finder and close it, then run install.py again."
MOVE_APP = f"move GIMP into the Applications folder with Finder; {OPEN_APP}"


def find_in_sandbox(machine: Machine, key: str) -> Gimp:
    """Find the GIMP of a sandbox, which has no program to name."""
    for channel, command, version in find_programs(machine):
        if channel.key == key:
            return describe_gimp(machine, channel, command, version)
    raise InstallError(
        f"No GIMP of a {key.capitalize()} answers here: start it once by hand, then run install.py again."
    )


def find_channel(machine: Machine, program: PurePath) -> Channel:
    """Tell by its folder and name through which channel a program was installed."""
    if program.name.lower().endswith(".appimage"):
        return APPIMAGE
    if program.parent in expand_patterns(machine, (STORE_FOLDER,)) and machine.system == "win32":
        return STORE
    return CHANNELS[machine.system][0]


def find_programs(machine: Machine) -> list[tuple[Channel, tuple[str, ...], str]]:
    """Find the first program of every channel and minor version, with its full version."""
    found: dict[tuple[str, str], tuple[Channel, tuple[str, ...], str]] = {}
    asked = set()
    for channel, command in list_commands(machine):
        program = machine.path(command[0])
        if (channel.name, program, command[1:]) in asked:
            continue
        asked.add((channel.name, program, command[1:]))
        version = machine.version(command)
        if version is not None:
            found.setdefault((channel.name, minor_version(version)), (channel, command, version))
    return list(found.values())


def list_commands(machine: Machine) -> Iterator[tuple[Channel, tuple[str, ...]]]:
    """List the commands that may start a GIMP, by channel; those that need no screen come first."""
    suffix = ".exe" if machine.system == "win32" else ""
    store = list(expand_patterns(machine, (STORE_FOLDER,))) if machine.system == "win32" else []
    others = {*store, *expand_patterns(machine, SNAP_FOLDERS)}
    usual = [*machine.search_path(), *expand_patterns(machine, PROGRAM_FOLDERS.get(machine.system, ()))]
    usual = list(dict.fromkeys([*usual, *machine.listed()]))
    first = CHANNELS.get(machine.system, ())[:1]
    for name in PROGRAMS:
        for channel, folders in (*((channel, usual) for channel in first), (STORE, store)):
            for folder in folders:
                if machine.holds(folder / f"{name}{suffix}") and (channel is STORE or folder not in others):
                    yield channel, (str(folder / f"{name}{suffix}"),)
    if machine.system == "linux":
        if any(machine.holds(folder / FLATPAK_ID) for folder in expand_patterns(machine, FLATPAK_FOLDERS)):
            inside = list(expand_patterns(machine, FLATPAK_PROGRAMS))
            for name in PROGRAMS:
                if any(machine.holds(folder / name) for folder in inside):
                    yield FLATPAK, ("flatpak", "run", f"--command={name}", FLATPAK_ID)
            yield FLATPAK, ("flatpak", "run", FLATPAK_ID)
        if any(machine.holds(folder / "gimp") for folder in expand_patterns(machine, SNAP_FOLDERS)):
            yield SNAP, ("snap", "run", "gimp")
        for folder in expand_patterns(machine, APPIMAGE_FOLDERS):
            for name in sorted(machine.names(folder), reverse=True):  # GIMP-3.0.6-x86_64.AppImage: the newest first
                if re.fullmatch(r"gimp.*\.appimage", name, re.IGNORECASE):
                    yield APPIMAGE, (str(folder / name),)


def find_profile(machine: Machine, channel: Channel, version: str) -> PurePath:
    """Find the profile that a GIMP started by this user reads: an existing one, else the one that it will make."""
    moved = machine.environment.get("GIMP2_DIRECTORY" if version.startswith("2.") else "GIMP3_DIRECTORY")
    if moved and not channel.sandbox:
        return machine.path(moved)
    places = list(expand_patterns(machine, channel.profiles))
    used = [place for place in places if minor_version(version) in machine.names(place)]
    known = [place for place in places if machine.names(place)]
    return (used or known or places)[0] / minor_version(version)


def list_profiles(machine: Machine) -> list[Profile]:
    """List every profile that exists, whatever program it belongs to."""
    found: dict[PurePath, Profile] = {}
    for channel in CHANNELS.get(machine.system, ()):
        for base in expand_patterns(machine, channel.profiles):
            for name in filter(MINOR.fullmatch, machine.names(base)):
                found.setdefault(base / name, Profile(channel, name, base / name))
    return list(found.values())


def has_gimpfu(machine: Machine, channel: Channel, command: tuple[str, ...]) -> bool:
    bases = (
        list(expand_patterns(machine, FLATPAK_PROGRAMS)) if channel is FLATPAK else [machine.path(command[0]).parent]
    )
    places = [str(base.parent / pattern.removeprefix("../")) for base in bases for pattern in GIMPFU]
    return any(machine.holds(place / "gimpfu.py") for place in expand_patterns(machine, places))


def tell_without_program(profile: Profile) -> str:
    if profile.channel is STORE:
        return (
            f"{profile.folder} belongs to a GIMP {profile.minor}{name_channel(profile.channel)} that does not start "
            "here: switch on its names under Settings ▸ Apps ▸ App execution aliases, if it is still there."
        )
    if profile.channel.name == "system":
        return (
            f"{profile.folder} belongs to a GIMP {profile.minor} that is not on PATH: "
            "give its program with --gimp to install into it."
        )
    return (
        f"{profile.folder} belongs to a GIMP {profile.minor}{name_channel(profile.channel)} that is not there any "
        "more: nothing is installed into it."
    )


def name_channel(channel: Channel) -> str:
    return "" if channel.name == "system" else f" from {channel.name}"


def expand_patterns(machine: Machine, patterns: Iterable[str]) -> Iterator[PurePath]:
    """Expand patterns to folders: fill in the variables, match * against what exists."""
    for pattern in patterns:
        filled = re.sub(r"\{(\w+)\}", lambda name: read_variable(machine, name[1]), pattern)
        parts = machine.path(filled).parts
        bases = [machine.path(parts[0])]
        for part in parts[1:]:
            if "*" in part:
                wanted = re.compile(re.escape(machine.folded(part)).replace(r"\*", ".*"))
                bases = [
                    base / name
                    for base in bases
                    for name in machine.names(base)
                    if wanted.fullmatch(machine.folded(name))
                ]
            else:
                bases = [base / part for base in bases]
        yield from bases


def read_variable(machine: Machine, name: str) -> str:
    """Read a variable of the environment.  Its default also replaces a relative path in one of XDG's."""
    given = machine.environment.get(name, "")
    ignored = name.startswith("XDG_") and not type(machine.home)(given).is_absolute()
    return DEFAULTS[name] if ignored or not given else given


def minor_version(version: str) -> str:
    return ".".join(version.split(".")[:2])
