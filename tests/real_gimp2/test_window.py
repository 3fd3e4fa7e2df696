"""A look from the menu of GIMP 2.10's window: its dialog, its pixels, one step to undo."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
from applying import levels_apart
from gimp2 import Gimp2
from gimps import CHECKOUT
from window import Window, wait_for

import lut
from lut.looks.finish import Strip
from lut.looks.finishing import Finishing
from lut.looks.skin import protect
from tests.waiting import HANG_SECONDS

PHOTO = CHECKOUT / "docs/photos/astronaut.png"
IMAGE = r"astronaut.*GIMP"
TITLE = "^Leica Authentic$"
AUTHENTIC = lut.looks.load("leica-authentic")

# Writes the image's pixels whenever the test asks by a file, until it is told to stop.
WATCH = """
import time
image, = backend.call("gimp-image-list", [])[1]

def write(name):
    layer, = backend.call("gimp-image-get-active-layer", [image])
    part = Path(folder, name + ".part")
    part.write_bytes(backend.read(layer, 0, 0, 512, 512, "R'G'B' u8"))
    part.rename(Path(folder, name))

while not Path(folder, "stop").exists():
    for wish in Path(folder).glob("*.wish"):
        wish.unlink()
        write(wish.stem)
    time.sleep(0.1)
"""


class Session:
    def __init__(self, window: Window, folder: Path) -> None:
        self.window = window
        self.folder = folder

    def press(self, name: str, *keys: str) -> None:
        self.window.focus(name)
        self.window.xdotool("key", "--delay", "60", *keys)

    def command(self, name: str) -> None:
        """Run a menu entry by GIMP's search for commands."""
        self.press(IMAGE, "slash")
        self.press("Search Actions", *name)
        self.press("Search Actions", "Return")

    def pixels(self, name: str) -> np.ndarray:
        (self.folder / f"{name}.wish").touch()
        wait_for((self.folder / name).exists, name, self.window)
        return np.fromfile(self.folder / name, np.uint8).reshape(512, 512, 3)

    def pixels_once(self, wanted: np.ndarray, apart: int, what: str) -> np.ndarray:
        """Wait until the image is as wanted: menus and undo act a moment after the key."""
        numbers = iter(range(1000))

        def reached() -> np.ndarray | None:
            found = self.pixels(f"{what}-{next(numbers)}")
            return found if levels_apart(found, wanted) <= apart else None

        latest = time.monotonic() + HANG_SECONDS
        while (found := reached()) is None:
            assert time.monotonic() < latest, f"the image is not {what}"
        return found


def test_a_look_from_the_menu(gimp2: Gimp2, tmp_path: Path) -> None:
    with gimp2.window(PHOTO, script=WATCH, folder=str(tmp_path)) as window:
        session = Session(window, tmp_path)
        before = session.pixels("before")

        session.command("authentic")
        window.find(TITLE)
        window.screenshot(tmp_path / "dialog.png")
        session.press(TITLE, "Escape")
        window.gone(TITLE)
        assert (session.pixels("cancelled") == before).all()

        session.command("authentic")
        session.press(TITLE, "Tab", "5", "0", "alt+o")
        window.gone(TITLE)
        scene = lut.looks.measure_scene(before)
        wanted = lut.apply(before, AUTHENTIC.bake(scene=scene), strength=0.5).copy()
        Finishing.of(AUTHENTIC, 0.5).add_to(Strip.whole(wanted))
        applied = session.pixels_once(wanted, 1, "applied")
        session.press(IMAGE, "ctrl+z")
        session.pixels_once(before, 0, "undone")
        session.press(IMAGE, "ctrl+f")  # Repeat, with the last values
        session.pixels_once(applied, 0, "repeated")

        session.press(IMAGE, "ctrl+z")
        session.pixels_once(before, 0, "undone again")
        session.command("authentic")  # with the strength of the last time, and what scripts cannot give by its place
        session.press(TITLE, "alt+k", "1", "0", "0", "Tab", "alt+o")
        window.gone(TITLE)
        protected = protect(AUTHENTIC.bake(scene=scene), 1.0)
        wanted = lut.apply(before, protected, strength=0.5).copy()
        Finishing.of(AUTHENTIC, 0.5).add_to(Strip.whole(wanted))
        assert levels_apart(session.pixels_once(wanted, 1, "protected"), applied) > 3
        (tmp_path / "stop").touch()
        window.outcome()
