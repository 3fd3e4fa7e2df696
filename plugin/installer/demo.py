"""Show what the command line does where there is no GIMP: two pictures."""

from __future__ import annotations

import os
from pathlib import Path

from . import build, origin
from .build import Engine
from .install_error import InstallError
from .runner import Runner

SECONDS = 300
FOLDER = "demo"


def demo_folder(checkout: Path, data: Path) -> Path:
    """Return the folder for the pictures: in the checkout, where git ignores it; else with the engine."""
    return (data if origin.is_wheel(checkout) or not os.access(checkout, os.W_OK) else checkout / "build") / FOLDER


def make_demo(folder: Path, program: Path, engine: Engine, photo: Path, runner: Runner) -> list[Path]:
    """Apply the first look to a photo, and draw the photo in all looks.  Return the pictures' paths."""
    look = build.read_looks(program)[0]
    developed = folder / f"{photo.stem}-{look['id']}.jpg"
    sheet = folder / "contact-sheet.jpg"
    apply: list[str | Path] = ["apply", photo, developed, "--look", str(look["id"]), "--overwrite", "--quiet"]
    engine.run(program, runner, SECONDS, *apply)
    engine.run(program, runner, SECONDS, "sheet", photo, "-o", sheet)
    for picture in (developed, sheet):
        if not picture.is_file() or picture.stat().st_size == 0:
            raise InstallError(f"The engine said that it wrote {picture}, but there is no such picture.")
    return [developed, sheet]
