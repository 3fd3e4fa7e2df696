"""Create ▸ From Your Phone's Photos in a real GIMP 2.10: by a script, and by its dialog."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from applying2 import run
from gimp2 import Gimp2
from gimps import CHECKOUT

import lut
from lut.color.difference import srgb_delta_e2000

sys.path.insert(0, str(CHECKOUT / "tests/images"))
from phone_photos import write_photos

KNOWN = lut.looks.load("sony-fl").bake()
LEARN = """
import gimp
from gimpfu import *
try:
    pdb["python-fu-camera-looks-create-from-photos"](*arguments)
    result["said"] = ""
except gimp.error as error:
    result["said"] = str(error)
"""


@pytest.fixture(scope="module")
def phone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a raw file whose picture is beside it, and one whose picture is inside."""
    folder = write_photos(tmp_path_factory.mktemp("phone") / "DCIM", KNOWN, "mountain")
    return write_photos(folder, KNOWN, "wine", inside=True)


def test_the_look_of_a_phone_is_learned_and_applied(phone: Path, gimp2: Gimp2, tmp_path: Path) -> None:
    outcome = gimp2.run(LEARN, arguments=[str(phone), "", "", "Learned ×", str(tmp_path / "export.cube"), True])
    assert outcome.result["said"] == ""
    made = gimp2.home / ".local/share/camera-looks/looks/Learned ×.cube"
    assert "Residual: ΔE2000 0." in outcome.output and f"Your look is {made}" in outcome.output
    done = run(gimp2, tmp_path, look="my-learned", photo=CHECKOUT / "docs/photos/sunset.jpg")
    assert done.result["said"] == ""
    wanted = lut.apply(done.before, KNOWN)
    assert difference(done.before, wanted) > 3
    assert difference(done.after, wanted) < 1.5
    assert lut.read(tmp_path / "export.cube").size == lut.read(made).size


def difference(one: np.ndarray, other: np.ndarray) -> float:
    """Mean ΔE2000 between two 8-bit pictures."""
    codes = (each[::5, ::5, :3].reshape(-1, 3) / np.float32(255) for each in (one, other))
    return float(srgb_delta_e2000(*codes).mean())


def test_one_raw_file_and_its_picture(phone: Path, gimp2: Gimp2) -> None:
    raw, picture = str(phone / "mountain.dng"), str(phone / "mountain.jpg")
    assert gimp2.run(LEARN, arguments=["", raw, picture, "", "", True]).result["said"] == ""
    assert (gimp2.home / ".local/share/camera-looks/looks/Phone 1.cube").exists()  # as the raw file names its camera


@pytest.mark.parametrize("keep", [True, False])
def test_local_tone_is_kept_or_not(gimp2: Gimp2, tmp_path: Path, keep: bool) -> None:
    folder = write_photos(tmp_path / "DCIM", KNOWN, "mountain", "autumn", stops=3.0)
    name, endings = ("Kept", [".cube", ".toml"]) if keep else ("Left out", [".cube"])
    outcome = gimp2.run(LEARN, arguments=[str(folder), "", "", name, "", keep])
    assert outcome.result["said"] == "" and "Local tone mapping was found" in outcome.output
    looks = gimp2.home / ".local/share/camera-looks/looks"
    assert sorted(path.suffix for path in looks.iterdir() if path.stem == name) == endings


def test_nothing_to_learn_from_is_one_sentence(gimp2: Gimp2, tmp_path: Path) -> None:
    for folder, sentence in (
        ("", "Choose raw files of your phone, or a folder of them."),
        (str(tmp_path), "expected raw files, or pairs of pictures, found none"),
    ):
        assert sentence in gimp2.run(LEARN, arguments=[folder, "", "", "Never", "", True]).result["said"]


def test_the_menu_entry_needs_no_image(gimp2: Gimp2) -> None:
    """The search for commands runs no entry that is grayed out; the dialog is the entry's own."""
    title = "^From Your Phone"
    with gimp2.window() as window:
        window.focus("GNU Image Manipulation Program")
        window.search_action("from your phone")
        window.focus(title)
        window.xdotool("key", "Escape")
        window.gone(title)
