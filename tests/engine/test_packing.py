"""A look of the user's own travels with an image: packed here, unpacked where it is missing."""

from __future__ import annotations

import base64
import json
import os
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import lut
from lut.engine import packing
from lut.engine.baked_looks import find_look, find_table
from lut.engine.server import Server
from lut.looks import own_looks
from lut.shared import folders
from lut.shared.protocol import MAX_LINE
from plugin.engine.client import printable_reply
from tests.user_folders import set_home

EVENING = """
name = "Evening"
base = "film/Half.cube"
steps = [{ tone = { mid = -0.2 } }]
finish = [{ vignette = { amount = 0.2 } }]
[variants.night]
steps = [{ tone = { mid = 0.3 } }]
"""


def at(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Another user."""
    set_home(monkeypatch, home)
    folders.user_looks().mkdir(parents=True)
    return folders.user_looks()


def ask(do: str, **fields: Any) -> dict[str, Any]:
    answer = Server().answer({"id": 1, "do": do, **fields})
    return json.loads(json.dumps(answer))


def test_a_recipe_is_the_same_elsewhere_with_what_it_rests_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = at(tmp_path / "here", monkeypatch)
    (folder / "film").mkdir()
    lut.write(lut.Lut(lut.Lut.identity(5).table ** 1.3), folder / "film/Half.cube")
    (folder / "Evening.toml").write_text(EVENING, encoding="utf-8")
    scene = {"day": 0.5, "night": 0.5}
    look = find_look("my-evening")
    table = find_table(look, scene)
    copy = ask("pack", look="my-evening")["copy"]
    assert list(copy) == ["Evening.toml", "film/Half.cube"]

    at(tmp_path / "there", monkeypatch)
    assert (
        "no look of your own"
        in ask("job", look="my-evening", strength=1.0, frame=[1, 1], type="uint8", channels=4)["error"]
    )
    answer = ask("unpack", look="my-evening", copy=copy)
    again = find_look(answer["look"])
    assert np.array_equal(find_table(again, scene).table, table.table)
    assert (again.name, again.finish, again.scenes) == (look.name, look.finish, look.scenes)
    assert answer["entry"]["vignette"] == 0.2 and answer["entry"]["id"] == answer["look"]
    assert ask("unpack", look="my-evening", copy=copy)["look"] == answer["look"]
    assert own_looks.look_files() == {}  # nothing came into the user's folder


@pytest.mark.slow("bakes a lattice that hardly fits")
def test_a_large_file_is_baked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = at(tmp_path, monkeypatch)
    noise = np.random.default_rng(3).random((65, 65, 65, 3)).astype(np.float32) * 0.02
    large = lut.Lut(lut.Lut.identity(65).table * 0.9 + noise)
    lut.write(large, folder / "Film.spi3d")
    copy = packing.pack_look("my-film")
    assert list(copy) == ["Film.cube"] and len(json.dumps(copy)) < MAX_LINE
    table = find_table(find_look(packing.unpack_look("my-film", copy)))
    assert np.abs(table.table - large.resized(33).table).max() < 1e-5


@pytest.mark.skipif(os.name != "posix", reason="a hole in a file takes room on Windows' disks")
def test_a_file_too_large_to_be_a_copy_is_not_read_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = at(tmp_path, monkeypatch)
    with (folder / "Huge.cube").open("wb") as file:
        file.truncate(1 << 40)  # a terabyte of memory
    assert "Huge.cube: expected at most 1,073,741,824 bytes" in ask("pack", look="my-huge")["error"]


def test_looks_of_the_library_are_everywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at(tmp_path, monkeypatch)
    assert ask("pack", look="leica-authentic")["copy"] == {}


GOOD = base64.b64encode(zlib.compress(b"steps = []")).decode()


@pytest.mark.parametrize(
    ("copy", "sentence"),
    [
        ({"../up.toml": GOOD}, "expected the name of a look's file"),
        ({"/up.toml": GOOD}, "expected the name of a look's file"),
        ({"a/../../up.toml": GOOD}, "expected the name of a look's file"),
        ({"C:up.toml": GOOD}, "expected the name of a look's file"),
        ({"": GOOD}, "expected the name of a look's file"),
        ({"a.toml": "***"}, "copy of the look in this image is damaged"),
        ({"a.toml": GOOD[:-8]}, "copy of the look in this image is damaged"),
        ({"a.cube": GOOD}, "a.cube"),
    ],
)
def test_what_an_image_brings_is_not_trusted(
    copy: dict[str, str], sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(tmp_path, monkeypatch)
    assert sentence in ask("unpack", look="my-evening", copy=copy)["error"]
    assert not list(tmp_path.rglob("up.toml"))


def test_a_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at(tmp_path, monkeypatch)
    monkeypatch.setattr(packing, "LARGEST_FILE", 1000)
    assert "damaged" in ask("unpack", look="my-x", copy={"x.toml": packing.encode(bytes(2000))})["error"]


def test_a_copy_that_was_cleared_away_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at(tmp_path, monkeypatch)
    identifier = packing.unpack_look("my-evening", {"Evening.toml": GOOD})
    for file in packing.copy_folder(identifier.split("-")[1]).iterdir():
        file.unlink()
    with pytest.raises(lut.LutError, match="copy of the look 'my-evening' is gone"):
        find_look(identifier)


@settings(deadline=None, max_examples=100, suppress_health_check=list(HealthCheck))
@given(
    name=st.one_of(st.sampled_from(["Film.toml", "Film.cube", "a/Film.cube", ".look", "\0", "\udcff.cube"]), st.text()),
    data=st.binary(max_size=200),
    packed=st.booleans(),
)
@example(name="Film.3dl", data=b"9" * 5000 + b" 0 0\n" + b"1 2 3\n" * 8, packed=True)
@example(name="Film.toml", data=b"a = ]\nb = " + b"[" * 5000, packed=True)
def test_any_bytes_in_a_copy_are_a_look_or_a_sentence(tmp_path: Path, name: str, data: bytes, packed: bool) -> None:
    """A look layer's copy comes with an image from anywhere."""
    with pytest.MonkeyPatch.context() as patch:
        set_home(patch, tmp_path)
        text = packing.encode(data) if packed else data.decode("latin-1")
        answer = printable_reply(ask("unpack", look="my-film", copy={name: text}))  # as every host shows it
    assert "entry" in answer or ("\n" not in answer["error"] and "unexpectedly" not in answer["error"])
