"""Edit ▸ Undo names the look, whichever way it was applied, in a real window."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from gimps import CHECKOUT, RealGimp
from PIL import Image
from window import wait_for

import lut

# Applies each way in turn, when the test has seen what the one before is called.
SCRIPT = """
import time
image = Gimp.get_images()[0]
for number, (procedure, arguments) in enumerate(ways):
    if "lut_file" in arguments:
        arguments["lut_file"] = Gio.File.new_for_path(arguments["lut_file"])
    drawables = [layer(image)]
    result[str(number)] = call(procedure, image, drawables, **arguments)
    Gimp.displays_flush()
    Path(folder, f"done-{number}").touch()
    while not Path(folder, f"seen-{number}").exists():
        time.sleep(0.05)
result["layers"] = [each.get_name() for each in image.get_layers()]
"""
PHOTO = CHECKOUT / "docs/photos/mountain.jpg"
BROWSE = "camera-looks-browse"
VIVID = {"look": "leica-vivid"}
ROW = (slice(25, 50), slice(40, 300))  # of the menu's first entry on the screen


@pytest.mark.once
def test_undo_names_the_look(gimp: RealGimp, tmp_path: Path) -> None:
    file = tmp_path / "Leica Vivid.cube"  # a file is called as its name is
    lut.write(lut.looks.load("leica-vivid").bake(), file)
    ways = [
        ("camera-looks-leica-vivid", {}),
        (BROWSE, VIVID),
        (BROWSE, {**VIVID, "output": "new-layer"}),
        ("camera-looks-apply-file", {"lut_file": str(file)}),
        ("camera-looks-apply-to-images", VIVID),
        (BROWSE, {**VIVID, "output": "look-layer"}),
        ("camera-looks-edit-look-layer", VIVID),
        ("camera-looks-edit-look-layer", {"look": "huawei-leica-vivid"}),
    ]
    with gimp.window(PHOTO, script=SCRIPT, folder=tmp_path, ways=ways) as window:

        def look_at_row() -> np.ndarray:
            with Image.open(window.screenshot(tmp_path / "screen.png")) as screen:
                return np.asarray(screen.convert("RGB"))[ROW]

        rows = []
        for number in range(len(ways)):
            wait_for((tmp_path / f"done-{number}").exists, f"way {number}", window)
            window.focus("GIMP$")
            closed = look_at_row()

            def look_at_open_menu(closed: np.ndarray = closed) -> list[np.ndarray]:
                """The entry, once it is there and as it was a moment before."""
                first, second = look_at_row(), look_at_row()
                return [first] if (first == second).all() and (first != closed).any() else []

            window.xdotool("key", "alt+e")
            rows += wait_for(look_at_open_menu, "the menu", window)
            window.xdotool("key", "Escape")
            wait_for(lambda closed=closed: (look_at_row() == closed).all(), "the menu's end", window)
            (tmp_path / f"seen-{number}").touch()
        found = window.outcome().result
    assert not any(found[str(number)] for number in range(len(ways)))
    assert all((row == rows[0]).all() for row in rows[:-1])
    assert (rows[-1] != rows[0]).any()
    assert "Leica Vivid – mountain.jpg" in found["layers"]
