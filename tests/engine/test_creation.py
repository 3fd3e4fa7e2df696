"""Looks in the making: what effects do to the colors, what is saved under which name, the list for the menu."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import PyOpenColorIO as OCIO
import pytest

import lut
from lut.engine import effects_lattice
from lut.engine.server import Server
from lut.shared import folders
from lut.shared.protocol import LATTICE_ORDERS
from tests.user_folders import set_home

SIZE = 9


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    set_home(monkeypatch, tmp_path / "home")
    return folders.user_looks()


def through(effect: Callable[[np.ndarray], np.ndarray]) -> lut.Lut | None:
    """What becomes of an effect on (rows, columns, 4) pictures."""
    return effects_lattice.collect_lut(
        SIZE, [effect(effects_lattice.draw_lattice(SIZE, order)) for order in LATTICE_ORDERS]
    )


def test_no_effect_is_the_identity() -> None:
    for size in (2, SIZE, 33):
        pictures = [effects_lattice.draw_lattice(size, order) for order in LATTICE_ORDERS]
        assert {picture.shape for picture in pictures} == {(*effects_lattice.picture_shape(size), 4)}
        assert np.array_equal(effects_lattice.collect_lut(size, pictures).table, lut.Lut.identity(size).table)


def test_an_effect_on_each_color_by_itself_is_a_lut() -> None:
    table = through(lambda picture: picture[..., [1, 0, 2, 3]] ** 2).table
    assert np.allclose(table, lut.Lut.identity(SIZE).table[..., [1, 0, 2]] ** 2)


@pytest.mark.parametrize(
    "effect",
    [
        lambda picture: (picture + np.roll(picture, 1, axis=1)) / 2,  # a blur
        lambda picture: picture * np.linspace(1, 0.9, picture.shape[0])[:, None, None],  # a vignette
        lambda picture: picture / picture[..., :3].max(),  # a stretch by the brightest color
        lambda picture: picture - picture.mean(axis=(0, 1)) * 0.1,  # a balance by the mean
    ],
    ids=["neighbors", "place", "extremes", "mean"],
)
def test_an_effect_that_looks_at_more_is_none(effect: Callable[[np.ndarray], np.ndarray]) -> None:
    assert through(effect) is None


def test_what_is_not_a_number_is_refused() -> None:
    with pytest.raises(lut.LutError, match="not a number"):
        through(lambda picture: picture * np.float32(np.nan))


def server_with(material: bytes, folder: Path) -> Server:
    (folder / "material").write_bytes(material)
    server = Server()
    message = {"id": 1, "do": "memory", "path": str(folder / "material"), "bytes": len(material), "use": "material"}
    assert server.answer(message) == {"id": 1}
    return server


def ask(server: Server, do: str, **fields: Any) -> dict[str, Any]:
    return server.answer({"id": 2, "do": do, **fields})


def made_of_a_file(tmp_path: Path, table: lut.Lut, name: str = "film.cube") -> Server:
    lut.write(table, tmp_path / name)
    server = server_with(bytes(16), tmp_path)
    assert "error" not in ask(server, "create", way="file", file=str(tmp_path / name))
    return server


def test_a_draft_is_tried_saved_and_listed(tmp_path: Path, home: Path) -> None:
    half = lut.Lut(lut.Lut.identity(5).table / 2, title="Half")
    server = made_of_a_file(tmp_path, half)
    pixels = np.full((1, 1, 4), 200, np.uint8)
    (tmp_path / "pixels").write_bytes(pixels.tobytes())
    ask(server, "memory", path=str(tmp_path / "pixels"), bytes=4)
    job = {"draft": True, "strength": 1.0, "frame": [1, 1], "type": "uint8", "channels": 4}
    assert ask(server, "job", **job) == {"id": 2}
    assert "error" not in ask(server, "strip", source=0, target=0, width=1, rows=1, left=0, top=0, scale=1.0)
    assert (tmp_path / "pixels").read_bytes() == bytes([100, 100, 100, 200])

    assert ask(server, "own") == {"id": 2, "folder": str(home), "changed": False, "broken": [], "waiting": 0}
    saved = ask(server, "save", name="  Half \n Light ", export=str(tmp_path / "out.spi3d"))
    assert saved == {"id": 2, "path": str(home / "Half Light.cube"), "changes": ()}
    assert lut.read(home / "Half Light.cube").title == "Half Light"
    transform = OCIO.FileTransform(src=str(tmp_path / "out.spi3d"))
    colors = np.random.default_rng(7).random((100, 3)).astype(np.float32)
    expected = colors / 2
    OCIO.Config.CreateRaw().getProcessor(transform).getDefaultCPUProcessor().applyRGB(colors)
    assert np.abs(colors - expected).max() < 1e-5
    assert ask(server, "own")["changed"] is True
    assert ask(server, "own")["changed"] is False
    listed = json.loads(folders.own_catalog().read_text(encoding="utf-8"))
    assert [look["id"] for look in listed["looks"]] == ["my-half-light"]
    (home / "Half Light.cube").unlink()
    assert ask(server, "own")["changed"] is True


def test_an_export_that_has_to_change_the_lut_says_so(tmp_path: Path) -> None:
    server = made_of_a_file(tmp_path, lut.looks.load("zeiss-vivid").bake(17))
    (change,) = ask(server, "save", name="Vivid", export=str(tmp_path / "out.png"))["changes"]
    assert change == "out.png: resampled from 17 to 64 lattice points a side"


@pytest.mark.parametrize("name", ["", " . ", "a\0b", "x" * 61, "../../escape" + "x" * 60])
def test_a_name_that_is_none_saves_nothing(tmp_path: Path, home: Path, name: str) -> None:
    server = made_of_a_file(tmp_path, lut.Lut.identity(2))
    assert "name of 1 to 60 letters" in ask(server, "save", name=name, export=str(tmp_path / "out.cube"))["error"]
    assert not home.exists() and not (tmp_path / "out.cube").exists()


def test_a_name_never_leaves_the_folder_and_never_replaces(tmp_path: Path, home: Path) -> None:
    server = made_of_a_file(tmp_path, lut.Lut.identity(2))
    assert Path(ask(server, "save", name="../up/C:\\down")["path"]).parent == home
    (home / "film.cube").write_text("mine", encoding="utf-8")
    assert "already a look named “film”" in ask(server, "save", name="FILM")["error"].replace("FILM", "film")
    assert (home / "film.cube").read_text(encoding="utf-8") == "mine"


def test_an_export_that_cannot_be_leaves_no_look(tmp_path: Path, home: Path) -> None:
    server = made_of_a_file(tmp_path, lut.Lut.identity(2))
    answer = ask(server, "save", name="Film", export=str(tmp_path / "film.docx"))
    assert "expected a name that ends in" in answer["error"] and list(home.iterdir()) == []


def test_without_a_draft_there_is_nothing_to_try_or_save(tmp_path: Path) -> None:
    server = Server()
    assert "expected 'create'" in ask(server, "save", name="Film")["error"]
    place = {"source": 0, "rows": 8, "width": 8, "type": "uint8", "channels": 3}
    assert "expected 'memory' for material" in ask(server, "create", way="hald", pictures=[place])["error"]
    broken = tmp_path / "broken.cube"
    broken.write_text("LUT_3D_SIZE 2\n0 0 0\n", encoding="utf-8")
    assert "broken.cube" in ask(server, "create", way="file", file=str(broken))["error"]
    assert (
        "expected 'create'"
        in ask(server, "job", draft=True, strength=1, frame=[1, 1], type="uint8", channels=4)["error"]
    )


def test_a_failed_job_leaves_no_old_one_to_use(tmp_path: Path) -> None:
    (tmp_path / "pixels").write_bytes(bytes(4))
    server = Server()
    ask(server, "memory", path=str(tmp_path / "pixels"), bytes=4)
    job = {"strength": 1.0, "frame": [1, 1], "type": "uint8", "channels": 4}
    assert "error" not in ask(server, "job", look="sony-st", **job)
    assert "error" in ask(server, "job", look="sony-xx", **job)
    assert "error" in ask(server, "strip", source=0, target=0, width=1, rows=1, left=0, top=0, scale=1.0)
