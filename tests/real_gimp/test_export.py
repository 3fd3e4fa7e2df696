"""Export Look: in the browser, in a real window, and from scripts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from gimps import RealGimp
from open_gimp import OpenGimp
from test_browser import DIALOG
from test_browser import TITLE as BROWSER
from test_dialog import PHOTO, WATCH, Session
from window import wait_for

import lut

TITLE = "Export Look"
SCRIPT = """
procedure = Gimp.get_pdb().lookup_procedure("camera-looks-export")
config = procedure.create_config()
config.set_property("look", "leica-sepia")
config.set_property("target", target)
config.set_property("strength", 50)
if place:
    config.set_property("file", Gio.File.new_for_path(place))
answer = procedure.run(config)
result["done"] = answer.index(0) == Gimp.PDBStatusType.SUCCESS
result["said"] = "" if result["done"] else str(Gimp.get_pdb().get_last_error())
"""


def test_from_a_script(open_gimp: OpenGimp, tmp_path: Path) -> None:
    def export(target: str, place: object) -> dict[str, object]:
        return open_gimp.run(SCRIPT, target=target, place=str(place)).result

    assert export("lightroom", tmp_path) == {"done": True, "said": ""}
    (made,) = tmp_path.iterdir()
    assert made.suffix == ".xmp"
    half = lut.looks.load("leica-sepia").bake(32).blended(0.5)
    assert np.abs(lut.read(made).table - half.table).max() < 1 / 65535
    again = export("lightroom", tmp_path)
    assert again == {"done": False, "said": f"{made} exists: choose another name, or overwrite it."}
    assert export("gimp", tmp_path)["said"].startswith("expected one of lumix, resolve, ")  # type: ignore[attr-defined]
    assert export("obs", "")["said"] == "Name the file to write, or the folder for it."


def test_in_the_browser(gimp: RealGimp, tmp_path: Path) -> None:
    """The look that is chosen goes to the first target, into the user's home folder; the browser stays open."""
    made = gimp.home / "LeicaSep.vlt"
    made.unlink(missing_ok=True)
    with gimp.window(PHOTO, script=WATCH, folder=tmp_path, dialog=DIALOG) as window:
        session = Session(window, tmp_path)
        session.file("before")
        session.focus(BROWSER)
        session.press("ctrl+f")
        window.xdotool("type", "--delay", "40", "leica sepia")
        session.press("Down", "alt+x")
        session.focus(TITLE)
        session.press("alt+e")
        wait_for(made.exists, "the file", window)
        assert lut.read(made).size == 17
        window.screenshot(tmp_path / "export.png")
        session.press("Escape")
        window.gone(TITLE)
        session.focus(BROWSER)
        session.press("Escape")
        assert session.end()["status"] == "cancel"
