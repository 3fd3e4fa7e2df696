"""Jobs with LUT files that are made for another color space than sRGB."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from engine_requests import colors, fill, job, strip

import lut
from lut.color.encodings import ENCODINGS
from lut.engine.server import Server
from lut.lattice import lattice
from lut.looks.lut_space import parse_lut_space
from lut.shared.folders import user_looks
from lut.table import Lut

pytestmark = pytest.mark.usefixtures("own_cache")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    light = np.maximum(ENCODINGS["v-log"].decode(lattice(33)), 0)
    place = tmp_path / "log.cube"
    lut.write(Lut(np.clip(ENCODINGS["rec709"].encode(light / (1 + light)) * 1.2, 0, 1)), place)
    return place


def file_job(path: Path, **changes: Any) -> dict[str, Any]:
    message = {key: value for key, value in job(lut=str(path)).items() if key != "look"}
    return {**message, **changes}


@pytest.mark.parametrize("dtype", ["uint8", "float32"])
def test_a_strip_goes_through_the_space(server: Server, table: Path, dtype: str) -> None:
    pixels = colors(dtype, 4)
    fill(server, pixels)
    assert server.answer(file_job(table, type=dtype, lut_space="v-log:rec709")) == {"id": 2}
    assert server.answer(strip()) == {"id": 3}
    right = lut.apply(pixels, parse_lut_space("v-log:rec709").place(lut.read(table)))
    assert (server.memories["pixels"].pixels(0, 4, 8, 4, pixels.dtype) == right).all()


def test_a_guess_at_the_result_is_told(server: Server, table: Path) -> None:
    answer = server.answer(file_job(table, lut_space="v-log"))
    assert answer == {"id": 2, "notes": ("its results were taken for Rec.709",)}


def test_an_unknown_space_is_one_sentence(server: Server, table: Path) -> None:
    answer = server.answer(file_job(table, lut_space="vlog"))
    assert answer == {"id": 2, "error": "unknown color space 'vlog': did you mean 'v-log'?"}


def test_the_same_space_keeps_what_was_prepared(server: Server, table: Path) -> None:
    """A preview asks again and again: colors that were computed stay."""
    made = []
    for _again in range(2):
        server.answer(file_job(table, lut_space="v-log:rec709"))
        assert server.job is not None
        made.append(server.job.apply)
    assert made[0] is made[1]


def test_a_live_filter_gets_the_nearest_table(server: Server, table: Path) -> None:
    server.answer(file_job(table, lut_space="v-log:rec709"))
    answer = server.answer({"id": 4, "do": "cube", "title": "Log"})
    baked = lut.read(answer["path"])
    assert not baked.operators
    random = np.random.default_rng(1).random((4000, 3))
    right = np.clip(parse_lut_space("v-log:rec709").place(lut.read(table))(random), 0, 1)
    assert 255 * np.abs(baked(random) - right).mean() < 0.2


def test_a_look_of_ones_own_keeps_its_space(server: Server, table: Path) -> None:
    folder = user_looks()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "log.cube").write_bytes(table.read_bytes())
    (folder / "log.toml").write_text('base = { from = "log.cube", space = "v-log:rec709" }', encoding="utf-8")
    pixels = colors("float32", 4)
    fill(server, pixels)
    assert server.answer(job(look="my-log", type="float32")) == {"id": 2}
    server.answer(strip())
    right = lut.apply(pixels, parse_lut_space("v-log:rec709").place(lut.read(table)))
    np.testing.assert_allclose(server.memories["pixels"].pixels(0, 4, 8, 4, pixels.dtype), right, atol=1e-6)


def test_an_offer_is_tried_and_kept_in_its_space(server: Server, table: Path) -> None:
    pixels = colors("float32", 4)
    fill(server, pixels)
    server.answer({"id": 1, "do": "offers", "files": [str(table)]})
    message = {key: value for key, value in job(offer=0, lut_space="v-log", type="float32").items() if key != "look"}
    assert "error" not in server.answer(message)
    server.answer(strip())
    right = lut.apply(pixels, parse_lut_space("v-log").place(lut.read(table)))
    np.testing.assert_array_equal(server.memories["pixels"].pixels(0, 4, 8, 4, pixels.dtype), right)
    answer = server.answer({"id": 5, "do": "import", "offers": [0], "lut_space": "v-log"})
    assert answer["written"] == [str(user_looks() / "log.cube")]
    assert 'space = "v-log:rec709"' in (user_looks() / "log.toml").read_text(encoding="utf-8")


def test_a_recipe_that_is_offered_has_its_own_space(server: Server, table: Path) -> None:
    recipe = table.with_suffix(".toml")
    recipe.write_text('base = { from = "log.cube", space = "v-log:rec709" }', encoding="utf-8")
    server.answer({"id": 1, "do": "offers", "files": [str(recipe)]})
    tables = []
    for changes in ({}, {"lut_space": "s-log3"}):
        message = {key: value for key, value in job(offer=0, **changes).items() if key != "look"}
        assert "error" not in server.answer(message)
        assert server.job is not None
        tables.append(server.job.table.table)
    np.testing.assert_array_equal(*tables)


def test_a_look_has_no_other_space(server: Server) -> None:
    answer = server.answer(job(lut_space="v-log"))
    assert answer["error"] == "engine: job: expected 'lut_space' with 'lut' or 'offer', found it with 'look'"
