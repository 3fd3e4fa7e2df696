"""The look of a phone, learned from raw files and the phone's own pictures, as a host asks for it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

import lut
from lut.color.difference import srgb_delta_e2000
from lut.engine import creation
from lut.engine.server import Server
from lut.images import file_kinds
from lut.shared import folders, photo_files
from tests.user_folders import set_home

sys.path.insert(0, str(Path(__file__).parents[1] / "images"))
from phone_photos import PHOTOS, write_photos

KNOWN = lut.looks.load("sony-fl").bake()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    set_home(monkeypatch, tmp_path / "home")


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A raw file with a JPEG beside it, one with its JPEG inside, and a JPEG alone."""
    folder = write_photos(tmp_path_factory.mktemp("photos") / "DCIM", KNOWN, "mountain")
    write_photos(folder, KNOWN, "wine", inside=True)
    (folder / "alone.jpg").write_bytes((folder / "mountain.jpg").read_bytes())
    return folder


def ask(server: Server, do: str, **fields: Any) -> dict[str, Any]:
    return server.answer({"id": 1, "do": do, **fields})


def test_the_pairs_are_named_and_what_is_left_out(photos: Path) -> None:
    found = ask(Server(), "photos", files=[str(photos)])
    assert found["pairs"] == [("mountain.dng", "mountain.jpg"), ("wine.dng", None)]
    (left_out,) = found["missing"]
    assert str(photos / "alone.jpg") in left_out


def test_the_look_is_learned_and_saved_under_the_cameras_name(photos: Path) -> None:
    """Oracle: the known look, on a photograph that it was not learned from."""
    server, shares = Server(), []
    draft = creation.create_draft({"way": "photos", "files": [str(photos)]}, None, shares.append)
    assert shares == [0, 1 / 3, 2 / 3, 2 / 3, 2.5 / 3]
    server.draft = draft
    path = ask(server, "save", name=draft.lut.title)["path"]
    assert path == str(folders.user_looks() / "Phone 1.cube")
    assert draft.report == draft.lut.report.summary
    assert f" expect ΔE2000 {draft.lut.report.predicted:.1f} " in draft.details[0]
    assert draft.details[1].startswith("Residual: ΔE2000 0.")
    unseen = np.asarray(Image.open(PHOTOS / "autumn.jpg").convert("RGB"))[::7, ::7]
    wanted, found = lut.apply(unseen, KNOWN), lut.apply(unseen, lut.read(path))
    assert difference(unseen, wanted) > 4
    assert difference(found, wanted) < 1.5


def difference(one: np.ndarray, other: np.ndarray) -> float:
    """Mean ΔE2000 between two 8-bit pictures."""
    return float(srgb_delta_e2000(*(each.reshape(-1, 3) / np.float32(255) for each in (one, other))).mean())


def test_a_file_that_fails_stops_no_other(photos: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.dng"
    broken.write_bytes((photos / "wine.dng").read_bytes()[:5000])
    files = [str(broken), str(photos / "mountain.dng"), str(photos / "mountain.jpg")]
    made = ask(Server(), "create", way="photos", files=files)
    assert made["report"][0].startswith(f"Not used: {broken}: ") and " expect ΔE2000 " in made["details"][0]


def test_where_nothing_can_be_learned_one_sentence_says_why(photos: Path, tmp_path: Path) -> None:
    for files, sentence in (
        ([tmp_path], "expected raw files, or pairs of pictures, found none"),
        ([tmp_path / "gone"], f"{tmp_path / 'gone'}: No such file or directory"),
        ([photos / "alone.jpg"], "alone.jpg: expected a raw file"),
    ):
        for do in ("photos", "create"):
            assert sentence in ask(Server(), do, way="photos", files=[str(file) for file in files])["error"]


def test_without_the_package_for_raw_files_the_sentence_names_it(photos: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "rawpy", None)
    said = ask(Server(), "create", way="photos", files=[str(photos / "wine.dng")])["error"]
    assert "wine.dng: is a camera’s raw file, for which" in said and "lacks rawpy" in said


def test_dialogs_offer_the_files_that_are_read() -> None:
    assert {*photo_files.RAW, *photo_files.PICTURES} == file_kinds.EXTENSIONS
