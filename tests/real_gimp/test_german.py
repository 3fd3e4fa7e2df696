"""Camera Looks in a GIMP that speaks German and writes numbers with a comma."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import numpy as np
import pytest
from applying import AUTHENTIC, PORTRAIT
from gimps import RealGimp
from test_dialog import DIALOG, PHOTO, TITLE, WATCH, Session, with_look

import lut

APPLY = """
image = load(photo)
result["said"] = call("camera-looks-apply", image, look="leica-authentic", strength=40.5, scene="day", vignette=0)
result["refused"] = call("camera-looks-apply", image, look="leica-autentic")
Path(out).write_bytes(pixels(layer(image)))
"""


@pytest.fixture(scope="module")
def german(gimp: RealGimp) -> RealGimp:
    """The same GIMP, used by somebody else until now."""
    if "de_DE.utf8" not in gimp.call(["locale", "-a"]).stdout.split():
        pytest.skip(f"No German locale at {gimp.place}: `localedef -i de_DE -f UTF-8 de_DE.UTF-8` makes it.")
    home = gimp.base / f"german-{gimp.place}"
    shutil.copytree(gimp.home, home, symlinks=True)
    return gimp.at_home(home, LANG="de_DE.UTF-8")


def test_scripts_count_with_a_point_and_sentences_are_german(german: RealGimp, tmp_path: Path) -> None:
    found = german.run(APPLY, photo=PORTRAIT, out=tmp_path / "pixels").result
    assert found["said"] == ""
    assert found["refused"] == "unbekannter Look 'leica-autentic': ist 'leica-authentic' gemeint?"
    source = lut.images.read(PORTRAIT).pixels
    pixels = np.fromfile(tmp_path / "pixels", np.uint8).reshape(*source.shape[:2], -1)
    assert (pixels[..., :3] == lut.apply(source, AUTHENTIC.bake(), 0.405)[..., :3]).all()
    assert entry(german) == "_Looks durchstöbern …"


def test_the_dialog_takes_a_decimal_comma(german: RealGimp, tmp_path: Path) -> None:
    with german.window(PHOTO, script=WATCH, folder=tmp_path, dialog=DIALOG) as window:
        session = Session(window, tmp_path)
        before = session.file("before")
        session.focus(TITLE)
        session.press("alt+t", "ctrl+a")  # the mnemonic of Stärke
        session.press("4", "0", "comma", "5", "Tab", "alt+o")
        window.gone(TITLE)
        expected = with_look(before, 0.405)
        session.pixels_once(lambda found: bool((found == expected).all()), "applied")
        session.end()


def test_the_menu_follows_the_language_at_the_next_start(german: RealGimp) -> None:
    """GIMP, which keeps the entries, asks for them again when its language has changed."""
    german.at_home(german.home, LANG="C.UTF-8").run("pass")
    assert entry(german) == "_Browse Looks…"


def entry(gimp: RealGimp) -> str:
    """How GIMP has kept the menu's first entry."""
    kept = (gimp.profile / "pluginrc").read_text(encoding="utf-8", errors="replace")
    found = re.search(r'"camera-looks-browse" .*?"2026"\s+"(.*?)"', kept, re.DOTALL)
    return found[1] if found else kept
