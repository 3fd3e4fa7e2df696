"""Which real GIMPs this machine has to test on."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tests.waiting import HANG_SECONDS

ROOTS = "CAMERA_LOOKS_GIMP_ROOTS"
DEFAULT_ROOTS = Path("/var/cache/camera-looks")
CONSOLES = ("gimp-console-3.0", "gimp-console-3.2", "gimp-console-3", "gimp-console")


@dataclass(frozen=True)
class Place:
    """A GIMP 3.  root: the folder that holds its system, as ``.ci/gimp-root`` makes it; None for this machine's."""

    version: str
    console: str
    root: Path | None

    def __str__(self) -> str:
        return f"{'root' if self.root else 'native'}-{self.version}"


@lru_cache(maxsize=1)
def survey() -> tuple[tuple[Place, ...], str]:
    """Every GIMP 3 that can be started, and why there are no more: a sentence for skipped tests."""
    found = []
    reasons = []
    roots = roots_named()
    if roots and (obstacle := why_no_root_can_be_entered()):
        reasons.append(f"{roots[0]} cannot be entered ({obstacle})")
        roots = []
    for root in roots:
        console = next((name for name in CONSOLES if (root / "usr/bin" / name).exists()), None)
        version = version_of(["chroot", str(root), console]) if console else None
        if console and version and version.startswith("3."):
            found.append(Place(version, console, root))
        else:
            reasons.append(f"{root} holds no GIMP 3")
    for console in filter(shutil.which, CONSOLES):
        version = version_of([console])
        if version and version.startswith("3."):
            found.append(Place(version, console, None))
            break
    if not found:
        reasons.append(
            f"no GIMP 3 on PATH, none in a folder that {ROOTS} names: `sudo .ci/gimp-root 3.0 FOLDER` makes one"
        )
    return tuple(found), "; ".join(reasons)


def roots_named() -> list[Path]:
    """Complete root folders: those that the environment names, else those that .ci/run keeps."""
    named = os.environ.get(ROOTS)
    if named is not None:
        return [Path(root) for root in named.split(os.pathsep) if root]
    return sorted(stamp.parent for stamp in DEFAULT_ROOTS.glob("gimp-*/.complete"))


def why_no_root_can_be_entered() -> str | None:
    if not shutil.which("unshare"):
        return "no unshare command"
    attempt = subprocess.run(["unshare", "--mount", "--pid", "--fork", "true"], capture_output=True, encoding="utf-8")
    return attempt.stderr.strip() or None if attempt.returncode else None


def version_of(command: list[str]) -> str | None:
    try:
        answer = subprocess.run([*command, "--version"], capture_output=True, timeout=HANG_SECONDS, encoding="utf-8")
    except (OSError, subprocess.TimeoutExpired):
        return None
    match = re.search(r"\b(\d+\.\d+\.\d+)", answer.stdout)
    return match[1] if match else None
