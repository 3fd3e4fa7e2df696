"""Wheels: which of them fit an interpreter, and how to unpack them without pip.

pip does both, too, but a bundle's wheels are installed on machines that have no network and no pip, and into sandboxes
whose Python has none.  A wheel is a zip file whose name says what it fits (PEP 427, PEP 600).
"""

from __future__ import annotations

import contextlib
import re
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath

from ..engine.interpreter import PHONE, REQUIREMENTS, WISHES, Interpreter, dotted, numbers, packages
from ..programs.run_program import Finished, TookTooLong
from .install_error import InstallError
from .runner import Runner

DOWNLOAD_SECONDS = 1200
# What older names of Linux platforms stand for: the glibc that they need.
MANYLINUX = {"manylinux1": (2, 5), "manylinux2010": (2, 12), "manylinux2014": (2, 17)}


def fits_python(wheel: str, python: Interpreter) -> bool:
    """Return True if an interpreter can import what is in a wheel of that name."""
    parts = wheel.removesuffix(".whl").split("-")
    if len(parts) not in (5, 6):
        return False
    tags, abis, platforms = (part.split(".") for part in parts[-3:])
    return any(fits_code(tag, abi, python) for tag in tags for abi in abis) and any(
        fits_platform(platform, python) for platform in platforms
    )


def fits_code(tag: str, abi: str, python: Interpreter) -> bool:
    major, minor = python.version[:2]
    if abi == "none":
        return tag in ("py3", f"py{major}{minor}", f"cp{major}{minor}")
    if abi == "abi3":
        oldest = re.fullmatch(r"cp3(\d+)", tag)
        return oldest is not None and int(oldest[1]) <= minor
    return tag == abi == f"cp{major}{minor}"


def fits_platform(platform: str, python: Interpreter) -> bool:
    if platform == "any":
        return True
    system, release = python.platform.split("-")[0], system_release(python)
    if system == "win":
        return platform == python.platform.replace("-", "_")
    if system == "macosx":
        found = re.fullmatch(r"macosx_(\d+)_(\d+)_(\w+)", platform)
        return (
            found is not None
            and (int(found[1]), int(found[2])) <= release
            and found[3] in (python.machine, "universal2")
        )
    found = re.fullmatch(r"(manylinux(?:_(\d+)_(\d+)|\d+))_(\w+)", platform)
    if found is None:
        return False
    needs = MANYLINUX.get(found[1]) or (int(found[2] or 99), int(found[3] or 0))
    return needs <= release and found[4] == python.machine


def system_release(python: Interpreter) -> tuple[int, ...]:
    """Return the version of glibc or macOS.  macOS calls itself 10.16 to Pythons that were built before version 11."""
    release = numbers(python.release)[:2]
    return (11, 0) if release == (10, 16) else release


def choose_wheels(folder: Path, python: Interpreter) -> list[Path] | None:
    """Choose the newest fitting wheel of each package in a folder; None when a required one is missing."""
    chosen = []
    for package in (*REQUIREMENTS, *WISHES, *PHONE):
        name, _, oldest, below = package
        if below is not None and python.version >= below:
            continue
        start = f"{name.lower().replace('-', '_')}-"  # as wheels' names have it (PEP 427)
        known = [wheel for wheel in folder.glob("*.whl") if wheel.name.lower().startswith(start)]
        fitting = [wheel for wheel in known if fits_python(wheel.name, python) and wheel_version(wheel) >= oldest]
        if fitting:
            chosen.append(max(fitting, key=wheel_version))
        elif package in REQUIREMENTS:
            return None
    return chosen


def wheel_version(wheel: Path) -> tuple[int, ...]:
    return numbers(wheel.name.split("-")[1])


def unpack_wheel(wheel: Path, site: Path) -> None:
    """Unpack a wheel's packages to where an interpreter imports from, without its programs and headers."""
    try:
        with zipfile.ZipFile(wheel) as archive:
            for item in archive.infolist():
                inside = PurePosixPath(item.filename)
                if inside.parts[0].endswith(".data"):
                    if len(inside.parts) < 3 or inside.parts[1] not in ("purelib", "platlib"):
                        continue
                    inside = PurePosixPath(*inside.parts[2:])
                item.filename = str(inside) + "/" * item.is_dir()
                archive.extract(item, site)  # never leaves the folder, whatever the name
    except (zipfile.BadZipFile, EOFError, IndexError):
        raise InstallError(f"{wheel.name} is damaged: make or download the bundle again.") from None


def download_wheels(folder: Path, pip: Sequence[str | Path], python: Interpreter, runner: Runner) -> None:
    """Download what an interpreter needs, which need not be the one that runs pip."""
    version = dotted(python.version[:2])
    platforms = [word for platform in wanted_platforms(python) for word in ("--platform", platform)]
    command: list[str | Path] = [
        *pip,
        *("download", "--no-input", "--disable-pip-version-check", "--quiet", "--only-binary", ":all:"),
        *("--python-version", version, "--implementation", "cp", *platforms, "--dest"),
        folder,
    ]
    try:
        done = runner.run([*command, *packages(python.version)], DOWNLOAD_SECONDS)
    except TookTooLong:
        raise InstallError("Fetching numpy and Pillow took too long. Try again where the internet is faster.") from None
    if done.code:
        raise InstallError(
            f"pip could not fetch numpy and Pillow for Python {version} on {python.platform} ({pip_reason(done)}). "
            "Connect to the internet and try again."
        )
    with contextlib.suppress(TookTooLong):  # without wheels of these, it works as well
        runner.run([*command, *packages(python.version, WISHES)], DOWNLOAD_SECONDS)
    for package in packages(python.version, PHONE):  # one by one: each is of use without the others
        with contextlib.suppress(TookTooLong):
            runner.run([*command, package], DOWNLOAD_SECONDS)


def wanted_platforms(python: Interpreter) -> Iterable[str]:
    """List the platform tags to ask pip for, which takes each by its exact name."""
    system, machine, release = python.platform.split("-")[0], python.machine, system_release(python)
    if system == "win":
        return [python.platform.replace("-", "_")]
    if system == "macosx":
        return [f"macosx_{release[0]}_{release[1] if release[0] < 11 else 0}_{machine}"]
    names = [f"manylinux_2_{minor}_{machine}" for minor in range(release[1], 16, -1)]
    return [*names, f"manylinux2014_{machine}"]


def has_pip(python: str | Path, runner: Runner) -> bool:
    return runner.run([python, "-m", "pip", "--version"], DOWNLOAD_SECONDS).code == 0


def pip_reason(done: Finished) -> str:
    """Return the reason that pip gives for a failure."""
    errors = [line for line in done.output.splitlines() if line.startswith("ERROR:")]
    return (errors[0].removeprefix("ERROR:").strip() if errors else done.last_line).rstrip(".")
