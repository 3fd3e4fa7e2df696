"""A look's file that changes or vanishes while its dialog is open: what is applied is what lies there, or nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from gimps import RealGimp
from test_dialog import PHOTO, WATCH, Session

import lut

DIALOG = """
procedure = Gimp.get_pdb().lookup_procedure("camera-looks-browse")
config = procedure.create_config()
config.set_property("run-mode", Gimp.RunMode.INTERACTIVE)
config.set_property("image", image)
config.set_property("look", "my-mine")
config.set_core_object_array("drawables", [layer(image)])
answers = {Gimp.PDBStatusType.SUCCESS: "success", Gimp.PDBStatusType.CANCEL: "cancel"}
result["status"] = answers.get(procedure.run(config).index(0), "error")
result["said"] = str(Gimp.get_pdb().get_last_error())
"""
ONE, OTHER = (lut.looks.load(name).bake(17) for name in ("leica-sepia", "leica-blue"))


@pytest.fixture
def mine(gimp: RealGimp) -> Iterator[Path]:
    """A look of the user's own."""
    place = gimp.home / ".local/share/camera-looks/looks/mine.cube"
    place.parent.mkdir(parents=True, exist_ok=True)
    lut.write(ONE, place)
    yield place
    place.unlink(missing_ok=True)


@pytest.mark.once
@pytest.mark.parametrize("becomes", ["another", "broken", "gone"])
def test_the_file_of_a_look_while_the_browser_is_open(gimp: RealGimp, tmp_path: Path, mine: Path, becomes: str) -> None:
    with gimp.window(PHOTO, script=WATCH, folder=tmp_path, dialog=DIALOG) as window:
        session = Session(window, tmp_path)
        before = session.file("before")
        session.focus("Browse Looks")
        session.press("alt+1")  # single pixels
        session.shows(before, lut.apply(before, lut.read(mine)))
        if becomes == "another":
            lut.write(OTHER, mine)
        elif becomes == "broken":
            mine.write_text("LUT_3D_SIZE 2\n0 0 0\n", encoding="utf-8")
        else:
            mine.unlink()
        session.press("alt+a")
        window.gone("Browse Looks")
        after = session.pixels("after")
        found = session.end()
    if becomes == "another":
        assert found["status"] == "success" and (after == lut.apply(before, lut.read(mine))).all()
    else:
        assert found["status"] == "error" and (after == before).all()
        expected = {"broken": "mine.cube:", "gone": "my-mine"}[becomes]
        assert expected in str(found["said"])
