"""Exports for an editor: the targets that a look can go to, and the file that is written for one of them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import lut
from lut import looks
from lut.engine.server import Server
from lut.looks import export_targets
from lut.looks.export_targets import TARGETS, find_target
from tests.user_folders import set_home

LOOK = {"look": "leica-authentic"}


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    set_home(monkeypatch, tmp_path_factory.mktemp("user"))


def ask(do: str, **fields: Any) -> dict[str, Any]:
    return Server().answer({"id": 1, "do": do, **fields})


def test_every_target_is_listed_with_the_looks_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(export_targets.sys, "platform", "darwin")
    camera_raw = find_target("lightroom").find_folder()
    assert camera_raw is not None
    camera_raw.mkdir(parents=True)
    found = {target["id"]: target for target in ask("targets", **LOOK)["targets"]}
    assert list(found) == [target.id for target in TARGETS]
    assert found["lumix"]["file"] == "Authenti.vlt" and found["lumix"]["folder"] is None
    assert found["lumix"]["loading"].startswith("Copy Authenti.vlt to the top folder of a memory card, ")
    assert found["lightroom"]["folder"] == str(camera_raw)  # which is there
    assert found["premiere"]["folder"] is None


def test_a_look_goes_to_a_folder_as_its_settings_say(tmp_path: Path) -> None:
    rendering = {"strength": 0.5, "scene": "night"}
    answer = ask("export", **LOOK, target="resolve", path=str(tmp_path), **rendering)
    place = tmp_path / "Xiaomi x Leica Authentic.cube"
    assert answer["path"] == str(place) and answer["notes"] == ["a LUT cannot hold the look's vignette"]
    assert place.name in answer["loading"]
    expected = looks.load("leica-authentic").bake(scene={"night": 1.0}).blended(0.5)
    assert np.abs(lut.read(place).table - expected.table).max() < 1e-6


def test_by_day_where_no_scene_was_chosen(tmp_path: Path) -> None:
    answer = ask("export", **LOOK, target="obs", path=str(tmp_path / "a.cube"), scene="auto")
    assert answer["notes"][-1] == "this is the look by day; choose a scene to export another rendering"
    assert np.abs(lut.read(tmp_path / "a.cube").table - looks.load("leica-authentic").bake().table).max() < 1e-6


def test_nothing_is_replaced_unless_asked(tmp_path: Path) -> None:
    place = tmp_path / "film.cube"
    place.write_text("mine", encoding="utf-8")
    message = {**LOOK, "target": "ffmpeg", "path": str(place)}
    assert ask("export", **message) == {"id": 1, "exists": str(place)}
    assert place.read_text(encoding="utf-8") == "mine"
    assert ask("export", **message, overwrite=True)["path"] == str(place)
    assert lut.read(place).size == 33


def test_a_lut_file_goes_as_well(tmp_path: Path) -> None:
    lut.write(lut.Lut(lut.Lut.identity(9).table * 0.9), tmp_path / "film.spi3d")
    source = {"lut": str(tmp_path / "film.spi3d")}
    assert ask("targets", **source)["targets"][0]["file"] == "film.vlt"
    assert ask("export", **source, target="lumix", path=str(tmp_path), size=33)["path"] == str(tmp_path / "film.vlt")
    assert lut.read(tmp_path / "film.vlt").size == 33
    lut.write(lut.read(tmp_path / "film.spi3d"), tmp_path / "own.cube")
    own = ask("export", lut=str(tmp_path / "own.cube"), target="obs", path=str(tmp_path / "own.cube"), overwrite=True)
    assert own["error"] == f"{tmp_path / 'own.cube'}: is the LUT file itself; expected another name"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({**LOOK, "target": "gimp", "path": "x"}, "expected one of lumix, resolve, photoshop, "),
        ({**LOOK, "target": "lumix", "path": "too long a name.vlt"}, "too long a name.vlt: Lumix takes no ' ' in a"),
        ({**LOOK, "target": "obs", "path": "a.xmp"}, "a.xmp: expected a name that ends in .png or .cube for OBS"),
        ({**LOOK, "target": "obs", "path": "a.png", "size": 33}, "a.png: expected 64 lattice points a side in a .png"),
        ({**LOOK, "target": "obs", "path": "a.png", "scene": "dusk"}, "engine: expected the scene auto, day, "),
        ({**LOOK, "target": "obs", "path": "none/a.png"}, "none/a.png: cannot be written: "),
        ({"lut": "gone.cube", "target": "obs", "path": "a.png"}, "gone.cube: cannot be read: "),
        ({"look": "none", "target": "obs", "path": "a.png"}, "unknown look 'none'"),
        ({"target": "obs", "path": "a.png"}, "engine: export: expected 'look' or 'lut', found nothing"),
        ({**LOOK, "path": "a.png"}, "engine: export: expected "),
    ],
)
def test_what_is_refused(
    fields: dict[str, Any], sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert ask("export", **fields)["error"].replace(os.sep, "/").startswith(sentence)
    assert list(tmp_path.iterdir()) == []
