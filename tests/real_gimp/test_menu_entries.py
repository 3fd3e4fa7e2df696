"""What the menu offers in a real window: without an image, on indexed ones, masks, groups and look layers."""

from __future__ import annotations

import json
from pathlib import Path

from applying import PORTRAIT
from gimps import RealGimp
from window import Window, wait_for

# Puts a picture of a kind on the screen when the test asks for it, and tells its layers.
PICTURES = """
import json, time

def indexed(image):
    image.convert_indexed(0, 0, 16, False, False, "")

def mask(image):
    layer(image).add_mask(layer(image).create_mask(Gimp.AddMaskType.WHITE))

def group(image):
    photograph = layer(image)
    image.insert_layer(Gimp.GroupLayer.new(image, "group"), None, 0)
    image.reorder_item(photograph, layer(image), 0)
    image.set_selected_layers([layer(image)])

def look(image):
    assert call("camera-looks-browse", image, output="look-layer", look="zeiss-vivid") == ""

Path(folder, "started").touch()
image = None
while not Path(folder, "stop").exists():
    for make in (indexed, mask, group, look):
        wish = Path(folder, make.__name__)
        if wish.exists():
            if image is not None:
                display.delete()
            image = load(photo)
            make(image)
            display = Gimp.Display.new(image)
            wish.unlink()
    if image is not None:
        part = Path(folder, "part")
        part.write_text(json.dumps([item.get_name() for item in image.get_layers()]), encoding="utf-8")
        part.rename(Path(folder, "layers"))
    time.sleep(0.1)
"""
MAIN = "– GIMP$|^GNU Image Manipulation Program$"


def open_dialog(window: Window, words: str, title: str) -> None:
    """Run a menu entry by its words, and wait for the dialog of that title."""
    window.focus(MAIN)
    window.search_action(words)
    window.focus(title)


def press(window: Window, title: str, key: str) -> None:
    """Press a key that closes the dialog of that title."""
    window.focus(title)
    window.xdotool("key", key)
    window.gone(title)


def test_entries_run_on_everything_that_they_can_work_on(gimp: RealGimp, tmp_path: Path) -> None:
    with gimp.window(script=PICTURES, folder=tmp_path, photo=PORTRAIT) as window:

        def open_picture(kind: str) -> None:
            wish = tmp_path / kind
            wish.touch()
            wait_for(lambda: not wish.exists(), f"the picture {kind}", window)

        def wait_for_layers(*names: str) -> None:
            there = tmp_path / "layers"
            wait_for(lambda: json.loads(there.read_text(encoding="utf-8")) == list(names), f"layers {names}", window)

        wait_for((tmp_path / "started").exists, "the script", window)
        for words, title in (("Import LUTs", "Import LUTs"), ("From a Recipe or LUT", "From a Recipe or LUT File")):
            open_dialog(window, words, title)
            press(window, title, "Escape")
        open_picture("indexed")
        for words, title in (("New Recipe", "New Recipe"), ("From Before and After", "From Before and After")):
            open_dialog(window, words, title)
            press(window, title, "Escape")
        open_picture("mask")
        open_dialog(window, "Browse Looks", "Browse Looks")
        press(window, "Browse Looks", "Escape")
        open_picture("group")
        open_dialog(window, "Browse Looks", "Browse Looks")
        press(window, "Browse Looks", "alt+a")  # Apply: to a new layer, which is what a group lets be chosen
        wait_for_layers("Leica Authentic – group", "group")
        open_picture("look")
        wait_for_layers("vivo × ZEISS · Vivid", "Background")
        open_dialog(window, "Browse Looks", "Browse Looks")
        press(window, "Browse Looks", "Return")  # Edit Its Look
        press(window, "Edit Look Layer", "Escape")
        (tmp_path / "stop").touch()
        window.outcome()
