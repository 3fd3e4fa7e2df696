"""Files of others on their way into the user's folder: listed, tried, stored, and nothing is replaced."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import lut
from lut.engine.server import Server
from lut.looks import own_looks
from lut.shared import folders
from tests.system_words import MISSING
from tests.user_folders import set_home

WARM = lut.Lut(lut.Lut.identity(3).table * 0.9)
COLD = lut.Lut(lut.Lut.identity(3).table * 0.7)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    set_home(monkeypatch, tmp_path / "home")
    return folders.user_looks()


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """A LUT, a pack of two and of what is none, a recipe, and what is broken."""
    lut.write(WARM, tmp_path / "Warm.cube")
    (tmp_path / "Evening.toml").write_text('base = "leica-authentic"', encoding="utf-8")
    (tmp_path / "broken.cube").write_text("LUT_3D_SIZE 3\n", encoding="utf-8")
    (tmp_path / "photo.txt").write_text("not a LUT", encoding="utf-8")
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("in/Cold.cube", cube(COLD))
        archive.writestr("Warm.cube", cube(WARM))
        archive.writestr("Odd.cube", "LUT_3D_SIZE 2\n1 2 x\n")
        archive.writestr("Read me.txt", "Thanks.")  # which is not meant to be one
        archive.writestr("../Out.cube", cube(WARM))
    (tmp_path / "Film.zip").write_bytes(data.getvalue())
    return [str(tmp_path / name) for name in ("Warm.cube", "Evening.toml", "broken.cube", "photo.txt", "Film.zip")]


def cube(table: lut.Lut) -> bytes:
    from lut.formats import cube

    assert cube.FORMAT.write is not None
    return cube.FORMAT.write(table)


def ask(server: Server, do: str, **fields: Any) -> dict[str, Any]:
    return server.answer({"id": 1, "do": do, **fields})


def test_what_files_bring_is_listed_and_what_is_none_told(files: list[str], tmp_path: Path, folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "Warm.cube").write_text("mine", encoding="utf-8")
    (folder / "Film").mkdir()
    (folder / "Film/Warm.cube").write_bytes(cube(WARM))
    answer = ask(Server(), "offers", files=files)
    assert [(look["name"], look["pack"], look["state"]) for look in answer["offers"]] == [
        ("Warm", "", "taken"),
        ("Evening", "", "new"),
        ("broken", "", "new"),  # known to be broken when it is tried
        ("Cold", "Film / in", "new"),
        ("Odd", "Film", "new"),
        ("Warm", "Film", "known"),
    ]
    assert answer["offers"][3]["source"] == f"{tmp_path / 'Film.zip'}: in/Cold.cube"
    photo, outside = answer["failed"]
    assert photo.startswith(f"{tmp_path / 'photo.txt'}: expected a LUT file")
    assert outside == f"{tmp_path / 'Film.zip'}: '../Out.cube': its name leads out of the folder"


def test_a_look_is_tried_before_it_is_stored(files: list[str], tmp_path: Path, folder: Path) -> None:
    server = Server()
    (tmp_path / "memory").write_bytes(bytes(4096))
    ask(server, "memory", path=str(tmp_path / "memory"), bytes=4096)
    pixels = np.random.default_rng(1).integers(0, 256, (4, 8, 4), np.uint8)
    ask(server, "offers", files=files)
    job = {"strength": 1.0, "frame": [8, 4], "type": "uint8", "channels": 4}
    for number, table in ((0, WARM), (1, lut.looks.load("leica-authentic").bake()), (3, COLD)):
        server.memories["pixels"].pixels(0, 4, 8, 4, pixels.dtype)[...] = pixels
        assert ask(server, "job", offer=number, vignette=0, **job) == {"id": 1}
        place = {"source": 0, "target": 1024, "width": 8, "rows": 4, "left": 0, "top": 0, "scale": 1.0}
        assert ask(server, "strip", **place) == {"id": 1}
        assert (server.memories["pixels"].pixels(1024, 4, 8, 4, pixels.dtype) == lut.apply(pixels, table)).all()
    answers = [ask(server, "job", offer=number, **job)["error"] for number in (2, 4, 6)]
    assert answers[0] == f"{files[2]}: expected 27 rows for LUT_3D_SIZE 3, found none"
    assert answers[1].startswith(f"{files[4]}: Odd.cube:2: ")
    assert answers[2] == "engine: expected one of 6 offers, found number 6"
    assert not folder.exists()


def test_what_is_chosen_is_stored_beside_what_is_there(files: list[str], folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "Warm.cube").write_text("mine", encoding="utf-8")
    server = Server()
    ask(server, "offers", files=files)
    answer = ask(server, "import", offers=[0, 1, 2, 3, 5])
    names = ["Warm (2).cube", "Evening.toml", "Film/in/Cold.cube"]
    assert answer["written"] == [str(folder / name) for name in names] and answer["known"] == []
    assert answer["same"] == [str(folder / "Warm (2).cube")]  # the pack's own has its table
    assert answer["failed"] == [f"{files[2]}: expected 27 rows for LUT_3D_SIZE 3, found none"]
    assert (folder / "Warm.cube").read_text(encoding="utf-8") == "mine"
    assert set(own_looks.look_files()) == {"my-evening", "my-film-in-cold", "my-warm", "my-warm-2"}
    again = ask(server, "import", offers=[3])
    assert (again["written"], again["known"]) == ([], [str(folder / "Film/in/Cold.cube")])
    assert np.array_equal(lut.looks.load("my-film-in-cold").bake().table, COLD.table)


def test_a_full_disk_is_told_once(files: list[str], folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(data: bytes, path: Path) -> None:
        raise OSError(28, "No space left on device", str(path))

    server = Server()
    ask(server, "offers", files=files)
    monkeypatch.setattr("lut.files.saving.save_file", full)
    answer = ask(server, "import", offers=[0, 1])
    assert answer["failed"] == [f"{folder / 'Warm.cube'}: No space left on device"] and not any(folder.iterdir())


def test_one_look_is_not_made_from_a_pack_of_several(files: list[str]) -> None:
    answer = ask(Server(), "create", way="file", file=files[4])
    assert answer["error"] == f"{files[4]}: expected one look, found 3: Import LUTs… takes them all"


def test_the_space_that_a_file_or_an_offer_looks_made_for(tmp_path: Path, folder: Path) -> None:
    warm = lut.Lut(lut.Lut.identity(9).table ** np.array([0.8, 1.0, 1.2], np.float32))
    for name in ("warm.cube", "Warm (Adobe RGB).cube"):
        (tmp_path / name).write_bytes(cube(warm))
    server = Server()
    wanted = {
        "space": "adobe-rgb",
        "out": "adobe-rgb",
        "choice": "adobe-rgb:adobe-rgb",
        "also": [],
        "sentence": "looks made for Adobe RGB (1998) (its name says so)",
    }
    assert ask(server, "suggest", lut=str(tmp_path / "Warm (Adobe RGB).cube"))["suggestion"] == wanted
    assert ask(server, "suggest", lut=str(tmp_path / "warm.cube"))["suggestion"] is None
    ask(server, "offers", files=[str(tmp_path / name) for name in ("Warm (Adobe RGB).cube", "warm.cube")])
    assert ask(server, "suggest", offer=0)["suggestion"] == wanted
    assert ask(server, "suggest", offer=1)["suggestion"] is None
    assert ask(server, "suggest")["error"] == "engine: suggest: expected 'lut' or 'offer', found nothing"
    assert MISSING in ask(server, "suggest", lut=str(tmp_path / "none.cube"))["error"]
