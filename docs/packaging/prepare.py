"""Lay out what a package is built from: the project, and the files beside this one with version and date filled in.

    python3 docs/packaging/prepare.py debian FOLDER     # then, in FOLDER/camera-looks-…: dpkg-buildpackage -b -us -uc
    python3 docs/packaging/prepare.py flatpak FOLDER    # then, in FOLDER: flatpak-builder BUILD *.json

For Debian, DEBFULLNAME and DEBEMAIL say whose package it is.  For a Flatpak, pip fetches the engine's wheels, and the
manifest lists each with its SHA-256: nothing is fetched while it is built.  Dates are SOURCE_DATE_EPOCH's, or the
commit's.
"""

from __future__ import annotations

import argparse
import email.utils
import hashlib
import json
import os
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parents[1]
sys.path.insert(0, str(CHECKOUT))

from plugin.installer import archives, build, environment, origin, wheels
from plugin.installer.install_error import InstallError
from plugin.installer.runner import Runner

ID = "org.gimp.GIMP.Plugin.CameraLooks"
METAINFO = f"{ID}.metainfo.xml"
PLACE = "docs/packaging/place.py"
# The machines that Flathub builds for, and the Pythons of the runtimes that GIMP 3 has had there.
ENGINES = [f"linux-{machine}@{python}" for machine in ("x86_64", "aarch64") for python in ("3.12", "3.13")]
NOBODY = "Camera Looks", "camera-looks@localhost"


def main() -> int:
    sys.dont_write_bytecode = True
    parser = argparse.ArgumentParser(description="Lay out what a package is built from.")
    parser.add_argument("kind", choices=("debian", "flatpak"))
    parser.add_argument("folder", type=Path, help="a new folder, or an empty one")
    parser.add_argument("--engine", action="append", metavar="PLATFORM", help=f"default: {', '.join(ENGINES)}")
    options = parser.parse_args()
    try:
        options.folder.mkdir(parents=True, exist_ok=True)
        if any(options.folder.iterdir()):
            raise InstallError(f"{options.folder} is not empty.")
        if options.kind == "debian":
            lay_out_debian(options.folder)
        else:
            lay_out_flatpak(options.folder, options.engine or ENGINES)
    except (InstallError, OSError) as error:
        sys.exit(f"prepare.py: {error}")
    return 0


def lay_out_debian(folder: Path) -> None:
    source = folder / f"{build.NAME}-{origin.read_version(CHECKOUT)}"
    for name in (*archives.PROJECT, PLACE):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        if (CHECKOUT / name).is_dir():
            shutil.copytree(CHECKOUT / name, source / name, ignore=shutil.ignore_patterns("__pycache__", ".*"))
        else:
            shutil.copy(CHECKOUT / name, source / name)
    shutil.copytree(HERE / "debian", source / "debian")
    shutil.copy(HERE / METAINFO, source / "debian")
    for name in ("control", "changelog", METAINFO):
        fill_in(source / "debian" / name)


def lay_out_flatpak(folder: Path, engines: Sequence[str]) -> None:
    runner = Runner()
    fetched = folder / "wheels"
    pip = environment.find_pip(folder / "pip", runner)
    for python in archives.parse_targets(engines, runner):
        print(f"Fetching numpy and Pillow for Python {python.version[1]} on {python.platform} …", flush=True)
        wheels.download_wheels(fetched, pip, python, runner)
    shutil.rmtree(folder / "pip", ignore_errors=True)
    source = folder / f"{build.NAME}-{origin.read_version(CHECKOUT)}.zip"
    with archives.write_archive(source, archives.find_source_date(CHECKOUT, runner)) as zipped:
        for name in (*archives.PROJECT, PLACE):
            zipped.put(CHECKOUT / name, f"{source.stem}/{name}")
    shutil.copy(HERE / METAINFO, folder)
    fill_in(folder / METAINFO)
    manifest = json.loads((HERE / "flatpak" / f"{ID}.json").read_text(encoding="utf-8"))
    manifest["modules"][0]["sources"] = list(sources(folder, source, fetched))
    (folder / f"{ID}.json").write_text(json.dumps(manifest, indent=4) + "\n", encoding="utf-8")


def sources(folder: Path, source: Path, fetched: Path) -> Iterator[dict[str, object]]:
    """What flatpak-builder puts into the folder that it builds in, each with its SHA-256."""
    yield {"type": "archive", "path": source.name, "sha256": digest(source)}
    yield {"type": "file", "path": METAINFO, "sha256": digest(folder / METAINFO)}
    for wheel in sorted(fetched.glob("*.whl")):
        machines = [machine for machine in ("x86_64", "aarch64") if machine in wheel.name]
        yield {
            **{"type": "file", "path": f"wheels/{wheel.name}", "dest": "wheels", "sha256": digest(wheel)},
            **({"only-arches": machines} if machines else {}),
        }


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def fill_in(file: Path) -> None:
    """Put version, date and maintainer in their places."""
    date = archives.find_source_date(CHECKOUT, Runner())
    name, address = os.environ.get("DEBFULLNAME", NOBODY[0]), os.environ.get("DEBEMAIL", NOBODY[1])
    values = {
        "VERSION": origin.read_version(CHECKOUT),
        "DATE": time.strftime("%Y-%m-%d", time.gmtime(date)),
        "DATE_RFC2822": email.utils.formatdate(date),
        "MAINTAINER": f"{name} <{address}>",
    }
    text = file.read_text(encoding="utf-8")
    for key, value in values.items():
        text = text.replace(f"@{key}@", value)
    file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
