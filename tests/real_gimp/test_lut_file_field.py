"""The LUT file of a dialog: stepped through its folder by keys, and chosen with the user's picture beside it."""

from __future__ import annotations

from pathlib import Path

import pytest
from gimps import RealGimp
from test_dialog import PHOTO, WATCH, Session
from test_lut_file_space import DIALOG
from window import wait_for

import lut

TITLE = "Apply LUT File"


@pytest.mark.once
def test_files_of_a_folder_are_stepped_through_and_chosen(gimp: RealGimp, tmp_path: Path) -> None:
    folder = tmp_path / "luts"
    folder.mkdir()
    for name, share in (("a.cube", 0.9), ("b.3dl", 0.7), ("c.cube", 0.5)):
        lut.write(lut.Lut(lut.Lut.identity(17).table * share), folder / name)
    (folder / "b.txt").touch()
    with gimp.window(PHOTO, script=WATCH, folder=tmp_path, dialog=DIALOG, lut_file=str(folder / "a.cube")) as window:
        session = Session(window, tmp_path)
        before = session.file("before")

        def shows(name: str) -> None:
            session.shows(before, lut.apply(before, lut.read(folder / name)))

        session.focus(TITLE)
        session.press("alt+1")  # single pixels
        shows("a.cube")
        session.press("ctrl+Page_Down")
        shows("b.3dl")
        session.press("ctrl+Page_Down", "ctrl+Page_Down")  # and no further
        shows("c.cube")
        session.press("ctrl+Page_Up")
        shows("b.3dl")
        session.press("alt+f")
        session.focus("^LUT File")
        quiet = session.screen()
        session.press("Down")
        wait_for(lambda: (session.screen() != quiet).mean() > 0.02, "the file's picture", window)
        session.press("Return")
        window.gone("^LUT File")
        shows("c.cube")
        session.press("Escape")
        window.gone(TITLE)
        assert session.end()["status"] == "cancel"
