"""The dialog in a real window: its preview shows the look, its buttons do what they say."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from gimps import CHECKOUT, RealGimp
from PIL import Image
from seen import single_pixels
from window import Window, wait_for

import lut
from lut.looks import finish
from tests.waiting import HANG_SECONDS

PHOTO = CHECKOUT / "docs/photos/mountain.jpg"
TITLE = "Xiaomi × Leica · Authentic"
IMAGE = r"mountain.*GIMP"
AUTHENTIC = lut.looks.load("leica-authentic")

# Writes the image's pixels whenever the test asks by a file, until it is told to stop.
WATCH = """
import time
image = Gimp.get_images()[0]

def write(name):
    part = Path(folder, name + ".part")
    part.write_bytes(pixels(layer(image)))
    part.rename(Path(folder, name))

write("before")
exec(dialog)
while not Path(folder, "stop").exists():
    for wish in Path(folder).glob("*.wish"):
        wish.unlink()
        write(wish.stem)
    time.sleep(0.1)
result["layers"] = [item.get_name() for item in image.get_layers()]
"""

# Opens the dialog as a script can.
DIALOG = """
procedure = Gimp.get_pdb().lookup_procedure("camera-looks-leica-authentic")
config = procedure.create_config()
config.set_property("run-mode", Gimp.RunMode.INTERACTIVE)
config.set_property("image", image)
config.set_core_object_array("drawables", [layer(image)])
answers = {Gimp.PDBStatusType.SUCCESS: "success", Gimp.PDBStatusType.CANCEL: "cancel"}
result["status"] = answers.get(procedure.run(config).index(0), "error")
"""


class Session:
    """A GIMP with the photograph open and the dialog over it."""

    def __init__(self, window: Window, folder: Path) -> None:
        self.window = window
        self.folder = folder
        self.shape = (1200, 1600, 4)

    def focus(self, name: str) -> None:
        self.window.focus(name)

    def press(self, *keys: str) -> None:
        self.window.xdotool("key", "--delay", "60", *keys)

    def file(self, name: str) -> np.ndarray:
        path = self.folder / name
        wait_for(path.exists, name, self.window)
        return np.fromfile(path, np.uint8).reshape(self.shape)

    def pixels(self, name: str) -> np.ndarray:
        """The top layer's pixels, as they are now."""
        (self.folder / f"{name}.wish").touch()
        return self.file(name)

    def pixels_once(self, wanted: Callable[[np.ndarray], bool], what: str) -> np.ndarray:
        """The top layer's pixels once they are as wanted: menus and undo act a moment after the key."""
        latest = time.monotonic() + HANG_SECONDS
        while True:
            found = self.pixels(f"{what}-{time.monotonic_ns()}")
            if wanted(found):
                return found
            assert time.monotonic() < latest, f"{what} did not come"

    def end(self) -> dict[str, object]:
        (self.folder / "stop").touch()
        return self.window.outcome().result

    def screen(self) -> np.ndarray:
        path = self.window.screenshot(self.folder / f"{time.monotonic_ns()}.png")
        return np.asarray(Image.open(path).convert("RGB"))

    def shows(self, before: np.ndarray, after: np.ndarray) -> None:
        """Wait until the preview shows these, at 1:1, in every pixel."""
        wait_for(lambda: single_pixels(self.screen(), before, after), "the preview", self.window)


def with_look(pixels: np.ndarray, strength: float = 1.0, vignette: float | None = None) -> np.ndarray:
    result = lut.apply(pixels, AUTHENTIC.bake(), strength)
    amount = (AUTHENTIC.amount("vignette") if vignette is None else vignette) * strength
    return finish.vignette(finish.Strip.whole(result), amount) if amount else result


def test_from_the_menu_to_undo_and_repeat(gimp: RealGimp, tmp_path: Path) -> None:
    with gimp.window(PHOTO, script=WATCH, every_plug_in=True, folder=tmp_path, dialog="") as window:
        session = Session(window, tmp_path)
        before = session.file("before")
        expected = with_look(before)
        session.focus(IMAGE)
        window.search_action("Authentic")
        session.focus(TITLE)
        session.press("alt+1")  # single pixels
        session.shows(before, expected)

        session.press("Escape")
        window.gone(TITLE)
        assert (session.pixels("cancelled") == before).all()
        session.focus(IMAGE)
        session.press("ctrl+shift+f")  # Filters ▸ Re-show
        session.focus(TITLE)
        session.press("alt+o")
        window.gone(TITLE)
        session.pixels_once(lambda found: bool((found == expected).all()), "applied")
        session.focus(IMAGE)
        session.press("ctrl+z")  # one step takes all of it back
        session.pixels_once(lambda found: bool((found == before).all()), "undone")
        session.press("ctrl+f")  # Filters ▸ Repeat
        session.pixels_once(lambda found: bool((found == expected).all()), "repeated")
        session.end()


def test_the_preview_follows_the_strength_and_cancel_changes_nothing(gimp: RealGimp, tmp_path: Path) -> None:
    with gimp.window(PHOTO, script=WATCH, folder=tmp_path, dialog=DIALOG) as window:
        session = Session(window, tmp_path)
        before = session.file("before")
        session.focus(TITLE)
        session.press("alt+t", "ctrl+a")  # the mnemonic of Strength
        session.press("4", "0", "Tab")
        session.press("alt+1")
        session.shows(before, with_look(before, 0.4))
        session.press("Escape")
        window.gone(TITLE)
        assert (session.pixels("cancelled") == before).all()
        assert session.end() == {"status": "cancel", "layers": ["mountain.jpg"]}


@pytest.mark.parametrize("earlier", ['"output", "new-layer"', '"new-layer", True'])
def test_a_new_layer_from_the_dialog(gimp: RealGimp, tmp_path: Path, earlier: str) -> None:
    """As the dialog was used the last time, or as in an earlier version, which had a box to tick."""
    dialog = DIALOG.replace("answers =", f"config.set_property({earlier})\nanswers =")
    with gimp.window(PHOTO, script=WATCH, folder=tmp_path, dialog=dialog) as window:
        session = Session(window, tmp_path)
        before = session.file("before")
        session.focus(TITLE)
        session.press("Return")
        window.gone(TITLE)
        expected = with_look(before)
        session.pixels_once(lambda found: bool((found == expected).all()), "applied")
        assert session.end() == {"status": "success", "layers": ["Leica Authentic – mountain.jpg", "mountain.jpg"]}
