"""The preview on the canvas in a real window: it shows the look, and leaves no trace, not even when it is killed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
from gimps import RealGimp
from test_dialog import IMAGE, PHOTO, TITLE, Session, with_look
from window import wait_for

import lut

# Tells the image's state and does what is asked by files, until it is told to stop.
WATCH = """
import json, os, signal, time
image = Gimp.get_images()[0]
image.clean_all()

def write(name):
    part = Path(folder, name + ".part")
    part.write_bytes(pixels(layer(image)))
    state = {
        "layers": [each.get_name() for each in image.get_layers()],
        "visible": [each.get_visible() for each in image.get_layers()],
        "selected": [each.get_name() for each in image.get_selected_layers()],
        "changed": image.is_dirty(),
    }
    Path(folder, name + ".json").write_text(json.dumps(state))
    part.rename(Path(folder, name))

def kill():
    for process in Path("/proc").glob("[0-9]*"):
        command = (process / "cmdline").read_bytes() if (process / "cmdline").exists() else b""
        if b"camera-looks.py" in command and b"-run" in command:
            os.kill(int(process.name), signal.SIGKILL)

def apply():
    assert call("camera-looks-apply", image, [image.get_layers()[-1]], look="leica-sepia") == ""

def fade():
    image.get_layers()[0].set_opacity(40.0)

write("before")
while not Path(folder, "stop").exists():
    for wish in Path(folder).glob("*.wish"):
        wish.unlink()
        {"kill": kill, "apply": apply, "fade": fade}.get(wish.stem, lambda: write(wish.stem))()
    time.sleep(0.1)
"""
LAYER = "mountain.jpg"
ALONE = {"layers": [LAYER], "visible": [True], "selected": [LAYER], "changed": False}
SHOWN = {
    "layers": ["Camera Looks: preview", LAYER],
    "visible": [True, True],
    "selected": [LAYER],
    "changed": False,
}


def test_it_shows_the_look_and_leaves_no_trace(gimp: RealGimp, tmp_path: Path) -> None:
    with gimp.window(PHOTO, script=WATCH, folder=tmp_path) as window:
        session = Session(window, tmp_path)
        before = session.file("before")
        look, sepia = with_look(before), lut.apply(before, lut.looks.load("leica-sepia").bake())

        def once(wanted: np.ndarray, what: str, state: dict[str, Any] | None = None) -> None:
            """Wait until the topmost layer's pixels are as wanted; the image's state is then as well."""
            session.pixels_once(lambda found: bool((found == wanted).all()), what)
            latest = max(tmp_path.glob(f"{what}-*.json"), key=lambda path: path.stat().st_mtime_ns)
            assert state is None or json.loads(latest.read_text(encoding="utf-8")) == state, what

        def do(what: str) -> None:
            wish = tmp_path / f"{what}.wish"
            wish.touch()
            wait_for(lambda: not wish.exists(), what, window)

        def reopen() -> None:
            session.focus(IMAGE)
            session.press("ctrl+shift+f")  # Filters ▸ Re-show
            session.focus(TITLE)

        session.focus(IMAGE)
        window.search_action("Authentic")
        session.focus(TITLE)
        session.press("F7")
        once(look, "shown", SHOWN)
        session.press("F7")
        once(before, "hidden", ALONE)
        session.press("F7")
        once(look, "shown again", SHOWN)
        session.press("Escape")
        window.gone(TITLE)
        once(before, "cancelled", ALONE)

        reopen()  # and it is remembered
        once(look, "remembered", SHOWN)
        session.press("alt+o")
        window.gone(TITLE)
        once(look, "applied", {**ALONE, "changed": True})
        session.focus(IMAGE)
        session.press("ctrl+z")  # the only step there is
        once(before, "undone", ALONE)
        session.press("ctrl+y")
        once(look, "redone")
        session.press("ctrl+z")
        once(before, "undone again", ALONE)

        do("fade")  # what is below would shine through: the layer itself is hidden
        reopen()
        once(look, "in its place", {**SHOWN, "visible": [True, False], "changed": True})
        do("kill")
        window.gone(TITLE)
        once(look, "killed", {**SHOWN, "visible": [True, False], "changed": True})
        do("apply")
        once(sepia, "applied by a script", {**ALONE, "changed": True})
        session.end()
