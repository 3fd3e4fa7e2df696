"""Make what packages are made of: the wheel and the sdist, by the project's own build system."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = shutil.ignore_patterns(".*", "__pycache__", "build", "dist", "gallery", "charts")


def build(kind: str, folder: Path, source: Path = ROOT, umask: int = -1, **variables: str) -> Path:
    """Make a wheel or an sdist in a folder; returns the file.  umask, variables: of the process that makes it."""
    command = [sys.executable, "-m", "build", "--no-isolation", f"--{kind}", "--outdir", folder, source]
    made = subprocess.run(
        command, env={**os.environ, **variables}, umask=umask, capture_output=True, encoding="utf-8", timeout=900
    )
    assert made.returncode == 0, made.stdout + made.stderr
    [file] = folder.glob("*.whl" if kind == "wheel" else "*.tar.gz")
    return file


def copy_checkout(folder: Path, mask: int, date: int) -> Path:
    """The checkout as somebody with another umask has it who downloaded it at another time."""
    shutil.copytree(ROOT, folder, ignore=LEFT_OUT)
    shutil.copy(ROOT / ".gitignore", folder)
    for path in folder.rglob("*"):
        if path.is_file():
            path.chmod((path.stat().st_mode | 0o666) & ~mask)
            os.utime(path, (date, date))
    return folder


def why_no_debian_package() -> str:
    """What keeps this machine from making Debian packages; nothing where it can."""
    if not shutil.which("dpkg-buildpackage"):
        return "There is no dpkg-buildpackage here."
    asked = subprocess.run(
        ["dpkg-checkbuilddeps", ROOT / "docs/packaging/debian/control"], capture_output=True, encoding="utf-8"
    )
    return asked.stderr.strip() if asked.returncode else ""


def build_debian(folder: Path) -> list[Path]:
    """The Debian packages, made in an empty folder by the system's own Python and tools."""
    packager = {"DEBFULLNAME": "Camera Looks", "DEBEMAIL": "camera-looks@packages.debian.org"}
    variables = {**os.environ, **packager, "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8"}
    prepare = ["python3", ROOT / "docs/packaging/prepare.py", "debian", folder]
    subprocess.run(prepare, env=variables, check=True, timeout=900)
    [source] = folder.iterdir()
    command = ["dpkg-buildpackage", "-b", "-us", "-uc"]
    made = subprocess.run(command, cwd=source, env=variables, capture_output=True, encoding="utf-8", timeout=900)
    assert made.returncode == 0, made.stdout + made.stderr
    return sorted(folder.glob("*.deb"))
