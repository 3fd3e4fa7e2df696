"""Create ▸ From Your Phone's Photos in a real GIMP: raw files that tests write, learned, and the look applied."""

from __future__ import annotations

import shlex
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from applying import run
from gimps import CHECKOUT, RealGimp
from open_gimp import OpenGimp
from window import Window, wait_for

import lut
from lut.color.difference import srgb_delta_e2000
from tests.create.pairs import locally_toned

sys.path.insert(0, str(CHECKOUT / "tests/images"))
from phone_photos import write_photos

KNOWN = lut.looks.load("sony-fl").bake()
STOPS = 3.0
TITLE = "From Your Phone's Photos"

# Runs the procedure without an image; answers with its status and its sentence.
LEARN = """
procedure = Gimp.get_pdb().lookup_procedure("camera-looks-create-from-photos")
config = procedure.create_config()
config.set_property("run-mode", Gimp.RunMode.INTERACTIVE if interactive else Gimp.RunMode.NONINTERACTIVE)
config.set_property("files", files)
config.set_property("keep-local-tone", keep)
answers = {Gimp.PDBStatusType.SUCCESS: "success", Gimp.PDBStatusType.CANCEL: "cancel"}
answer = procedure.run(config)
result["status"] = answers.get(answer.index(0), "error")
result["said"] = str(answer.index(1)) if answer.length() > 1 else ""
"""


@pytest.fixture(scope="module")
def phone(gimp: RealGimp, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with raw files, two with the phone's picture beside them, and one with it inside."""
    folder = write_photos(tmp_path_factory.mktemp("phone") / "DCIM", KNOWN, "mountain", "autumn")
    return write_photos(folder, KNOWN, "wine", inside=True)


@pytest.fixture(scope="module")
def compressing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with raw files and pictures of a phone that compresses light locally before its look."""
    return write_photos(tmp_path_factory.mktemp("compressing") / "DCIM", KNOWN, "mountain", "autumn", stops=STOPS)


def check_learned(gimp: OpenGimp, look: str, folder: Path) -> None:
    """The look on a photograph that it was not learned from is the known one: in GIMP's pixels."""
    done = run(gimp, folder, look=look, photo=CHECKOUT / "docs/photos/sunset.jpg")
    wanted = lut.apply(done.before, KNOWN)
    assert difference(done.before, wanted) > 3
    assert difference(done.after, wanted) < 1.5


def save(window: Window) -> None:
    """Save the look in the dialog: the button answers only when there is something to save."""
    window.focus(TITLE)

    def saved() -> bool:
        window.xdotool("key", "alt+v")
        time.sleep(0.5)
        return not window.windows(TITLE)

    wait_for(saved, "the end of the dialog", window)
    assert window.outcome().result["status"] == "success"


def difference(one: np.ndarray, other: np.ndarray) -> float:
    """Mean ΔE2000 between two 8-bit pictures."""
    codes = (each[::5, ::5, :3].reshape(-1, 3) / np.float32(255) for each in (one, other))
    return float(srgb_delta_e2000(*codes).mean())


def test_the_look_of_a_phone_is_learned_without_an_image(
    phone: Path, open_gimp: OpenGimp, looks: Path, tmp_path: Path
) -> None:
    outcome = open_gimp.run(LEARN, files=[str(phone)], interactive=False, keep=True)
    assert outcome.result["status"] == "success", outcome.result["said"]
    assert [path.name for path in looks.iterdir()] == ["Phone 1.cube"]  # after the camera, which the files name
    check_learned(open_gimp, "my-phone-1", tmp_path)


def test_script_fu_learns_from_one_raw_file(phone: Path, gimp: RealGimp, looks: Path, tmp_path: Path) -> None:
    export = tmp_path / "phone.3dl"
    script = f'(camera-looks-create-from-photos #:files (list "wine.dng") #:name "My phone" #:export "{export}")'
    words = ["gimp-console", "-idf", "--quit", "--batch-interpreter=plug-in-script-fu-eval", "-b", script]
    done = gimp.call(["sh", "-c", f"cd {shlex.quote(str(phone))} && {shlex.join(words)}"])
    assert done.returncode == 0, done.stdout
    assert [path.name for path in looks.iterdir()] == ["My phone.cube"] and export.exists()


@pytest.mark.parametrize("files", [[], ["/nonesuch/IMG_1.DNG"]])
def test_what_cannot_be_learned_is_one_sentence(
    phone: Path, open_gimp: OpenGimp, looks: Path, files: list[str]
) -> None:
    outcome = open_gimp.run(LEARN, files=files, interactive=False, keep=True)
    assert outcome.result["status"] == "error" and not looks.exists()
    wanted = "IMG_1.DNG: No such file or directory" if files else "Choose raw files of your phone, or a folder of them."
    assert wanted in outcome.result["said"]


def test_the_dialog_saves_once_the_look_is_learned(
    phone: Path, gimp: RealGimp, open_gimp: OpenGimp, looks: Path, tmp_path: Path
) -> None:
    files = [str(phone / name) for name in ("mountain.dng", "mountain.jpg", "autumn.dng", "autumn.jpg")]
    with gimp.window(script=LEARN, files=files, interactive=True, keep=True) as window:
        save(window)
    check_learned(open_gimp, "my-phone-1", tmp_path)


def test_a_cancel_while_it_learns_leaves_nothing(phone: Path, gimp: RealGimp, looks: Path) -> None:
    with gimp.window(script=LEARN, files=[str(phone)], interactive=True, keep=True) as window:
        window.focus(TITLE)
        window.xdotool("key", "Escape")
        window.gone(TITLE)
        assert window.outcome().result["status"] == "cancel"
    assert not looks.exists()


def test_local_tone_is_kept_in_one_look_that_is_nearer_to_the_phone(
    compressing: Path, open_gimp: OpenGimp, looks: Path, tmp_path: Path
) -> None:
    """Oracle: another photograph through the same local step and the known look."""
    off = []
    for number, keep in enumerate((True, False)):
        outcome = open_gimp.run(LEARN, files=[str(compressing)], interactive=False, keep=keep)
        assert outcome.result["status"] == "success", outcome.result["said"]
        names = ["Phone 1.cube", "Phone 1.toml"] if keep else ["Phone 1.cube"]
        assert sorted(path.name for path in looks.iterdir()) == names
        folder = tmp_path / str(number)
        folder.mkdir()
        done = run(open_gimp, folder, look="my-phone-1", photo=CHECKOUT / "docs/photos/dandelion.jpg")
        wanted = lut.apply(locally_toned(done.before[..., :3], STOPS), KNOWN)
        off.append(difference(done.after, wanted))
        for path in looks.iterdir():
            path.unlink()
    kept, table = off
    assert kept < 0.95 * table


@pytest.mark.parametrize("keep", [True, False])
def test_the_dialog_keeps_local_tone_or_not(compressing: Path, gimp: RealGimp, looks: Path, keep: bool) -> None:
    with gimp.window(script=LEARN, files=[str(compressing)], interactive=True, keep=keep) as window:
        save(window)
    assert sorted(path.suffix for path in looks.iterdir()) == ([".cube", ".toml"] if keep else [".cube"])
