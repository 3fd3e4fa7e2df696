"""The engine's answers: one reply a request, one sentence an error."""

from __future__ import annotations

import gc
import io
import json
import weakref
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from engine_requests import PLACE, colors, fill, job, photo, strip

import lut
from lut.engine import baked_looks
from lut.engine.baked_looks import find_look, find_table
from lut.engine.server import ANSWERS, Server, serve
from lut.looks.skin import protect
from lut.shared import folders, protocol
from lut.shared.amounts import AMOUNTS
from tests.user_folders import set_home

pytestmark = pytest.mark.usefixtures("own_cache")


@pytest.mark.parametrize("dtype", ["uint8", "float32"])
@pytest.mark.parametrize("channels", [3, 4])
def test_a_strip_is_what_apply_gives(server: Server, dtype: str, channels: int) -> None:
    pixels = colors(dtype, channels)
    fill(server, pixels)
    assert server.answer(job(type=dtype, channels=channels, strength=0.7)) == {"id": 2}
    assert server.answer(strip(target=4096)) == {"id": 3}
    expected = lut.apply(pixels, lut.looks.load("hasselblad-natural").bake(baked_looks.BAKED_SIZE), 0.7)
    assert (server.memories["pixels"].pixels(4096, 4, 8, channels, pixels.dtype) == expected).all()
    assert (server.memories["pixels"].pixels(0, 4, 8, channels, pixels.dtype) == pixels).all(), "the source was changed"


def test_a_lut_file_is_applied_and_read_again_when_it_changes(server: Server, tmp_path: Path) -> None:
    path = tmp_path / "film.cube"
    pixels = colors("uint8", 4)
    for gain in (0.5, 0.25):
        table = lut.Lut.identity(5).table * np.float32(gain)
        lut.write(lut.Lut(table), path)
        fill(server, pixels)
        message = {key: value for key, value in job(lut=str(path)).items() if key != "look"}
        assert server.answer(message) == {"id": 2}
        server.answer(strip())
        expected = np.rint(pixels[..., :3] * gain)
        assert np.abs(server.memories["pixels"].pixels(0, 4, 8, 4, pixels.dtype)[..., :3] - expected).max() <= 1


def test_the_notes_of_a_lut_file_come_with_its_job(server: Server, tmp_path: Path) -> None:
    path = tmp_path / "film.cube"
    path.write_text(
        "LUT_3D_SIZE 2\n" + "".join(f"{r} {g} {b}\n" for b in (0, 255) for g in (0, 255) for r in (0, 255)),
        encoding="utf-8",
    )
    message = {key: value for key, value in job(lut=str(path)).items() if key != "look"}
    note = "its outputs run up to 255: read as 8-bit codes, where 255 means 1"
    assert server.answer(message) == {"id": 2, "notes": (note,)}


@pytest.mark.parametrize(
    ("message", "sentence"),
    [
        (
            {"id": 3, "do": "dance"},
            "engine: expected one of hello, memory, job, strip, crop, arrange, photos, create, cancel, save, own, "
            "rename, copy, hald, recipe, offers, import, suggest, cube, targets, export, pack, unpack; found 'dance'",
        ),
        (strip(), "engine: expected 'memory' and 'job' before 'strip'"),
        (job(look="leica-autentic"), "leica-authentic"),
        (job(type="int8"), "engine: expected 3 or 4 channels of uint8 or uint16 or float32"),
        (
            job(look="leica-authentic", scene="dusk"),
            "engine: expected the scene auto, day, people, food, plants, sunset, indoor, night; found 'dusk'",
        ),
        (job(strength=2.0), "expected a strength from 0 to 1, found 2"),
        (
            {"id": 3, "do": "memory", "path": "/nonesuch/memory", "bytes": 1},
            "/nonesuch/memory: No such file or directory",
        ),
    ],
)
def test_a_bad_request_gets_one_sentence(server: Server, message: dict[str, Any], sentence: str) -> None:
    reply = server.answer(message)
    assert sentence in reply["error"] and "\n" not in reply["error"] and reply["id"] == message["id"]


@pytest.mark.parametrize("changes", [{"rows": 5000}, {"source": -4}, {"target": (1 << 16) - 4}, {"rows": 0}])
def test_a_strip_never_leaves_the_memory_file(server: Server, changes: dict[str, Any]) -> None:
    server.answer(job())
    sentence = server.answer(strip(**changes))["error"]
    assert "lies outside the memory file" in sentence or "a whole number from" in sentence


def test_a_memory_file_that_is_too_small_is_refused(server: Server, tmp_path: Path) -> None:
    reply = server.answer({"id": 5, "do": "memory", "path": str(tmp_path / "memory"), "bytes": 1 << 17})
    assert reply["error"] == "engine: expected a memory file of 131072 bytes, found 65536"


def test_a_fault_of_ours_is_one_sentence_and_a_traceback_in_the_log(
    server: Server, monkeypatch: pytest.MonkeyPatch, planted_faults: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setitem(ANSWERS, "job", lambda server, message: {}["strength"])
    reply = server.answer(job())
    assert reply["error"].startswith("The engine failed unexpectedly (KeyError") and "\n" not in reply["error"]
    assert "Traceback" in planted_faults.text


def test_a_conversation_ends_when_the_other_side_closes_in_the_middle_of_a_line() -> None:
    replies = io.BytesIO()
    serve(io.BytesIO(b'{"id": 1, "do": "hello"}\n{"id": 2, "do":'), replies)
    lines = replies.getvalue().splitlines()
    assert len(lines) == 1 and json.loads(lines[0])["protocol"] == protocol.VERSION


def test_a_conversation_that_ends_gives_its_memory_back_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not when Python collects garbage: a day in one editor is thousands of conversations with one engine."""
    (tmp_path / "memory").write_bytes(bytes(1 << 16))
    messages = [{"id": 1, "do": "memory", "path": str(tmp_path / "memory"), "bytes": 1 << 16}, job(), strip()]
    mapped = []
    original = Server.map_memory

    def noted(server: Server, message: dict[str, Any]) -> dict[str, Any]:
        answer = original(server, message)
        assert server.memories["pixels"] is not None
        mapped.append(weakref.ref(server.memories["pixels"]))
        return answer

    monkeypatch.setitem(ANSWERS, "memory", noted)
    requests = io.BytesIO(b"".join(json.dumps(message).encode() + b"\n" for message in messages))
    replies = io.BytesIO()
    gc.collect()
    gc.disable()
    try:
        serve(requests, replies)
        assert len(mapped) == 1 and mapped[0]() is None
    finally:
        gc.enable()
    assert [json.loads(line) for line in replies.getvalue().splitlines()] == [{"id": 1}, {"id": 2}, {"id": 3}]


def test_a_conversation_leaves_nothing_to_the_garbage_collector(tmp_path: Path) -> None:
    """What refers to itself stays until then, with megabytes of arrays: the engine would grow with every call."""
    (tmp_path / "memory").write_bytes(bytes(20000) + photo("wine.jpg").tobytes())
    size = (tmp_path / "memory").stat().st_size
    steps = dict.fromkeys((amount.name for amount in AMOUNTS), 0.5)
    whole = job(look="leica-authentic", thumbnail=PLACE, crop=True, **steps)
    messages = [{"id": 1, "do": "memory", "path": str(tmp_path / "memory"), "bytes": size}, whole, strip()]
    requests = b"".join(json.dumps(message).encode() + b"\n" for message in messages)
    replies = io.BytesIO()
    serve(io.BytesIO(requests), replies)  # what is kept for later conversations is there now
    assert b"error" not in replies.getvalue()
    gc.collect()
    gc.disable()
    try:
        serve(io.BytesIO(requests), io.BytesIO())
        gc.set_debug(gc.DEBUG_SAVEALL)
        gc.collect()
        left = [type(found).__qualname__ for found in gc.garbage]
    finally:
        gc.set_debug(0)
        gc.garbage.clear()
        gc.enable()
    assert left == []


def test_a_table_for_a_live_filter_lasts(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One file for the same colors, whatever the strength; another one for others."""
    set_home(monkeypatch, tmp_path)
    answers = []
    for message in (job(), job(strength=0.5), job(look="leica-authentic", scene="night"), job(look="leica-authentic")):
        server.answer(message)
        answers.append(server.answer({"id": 4, "do": "cube", "title": "A look"}))
    assert all(answer["changes"] == () for answer in answers)
    paths = [Path(answer["path"]) for answer in answers]
    assert paths[0] == paths[1] and len(set(paths)) == 3 and paths[0].parent == folders.data() / "filters"
    found = lut.read(paths[0])
    assert found.title == "A look"
    assert (found.table == lut.looks.load("hasselblad-natural").bake(baked_looks.BAKED_SIZE).table).all()
    assert server.answer(job(look="nonesuch"))["error"]
    assert server.answer({"id": 5, "do": "cube", "title": ""})["error"] == "engine: expected 'job' before 'cube'"


@pytest.mark.parametrize("dtype", ["uint8", "float32"])
def test_skin_is_protected_in_the_table_before_the_strength(server: Server, dtype: str) -> None:
    pixels = colors(dtype, 4)
    pixels[0, :2, :3] = np.array([[229, 194, 152], [115, 82, 68]]) * (1 if dtype == "uint8" else 1 / 255)
    table = lut.looks.load("hasselblad-emerald").bake(baked_looks.BAKED_SIZE)
    found = []
    for asked, amount in ((None, 0.0), (0, 0.0), (0.4, 0.4), (1, 1.0)):
        fill(server, pixels)
        message = job(look="hasselblad-emerald", type=dtype, strength=0.8, protect_skin=asked)
        assert server.answer(message) == {"id": 2} and server.answer(strip(target=4096)) == {"id": 3}
        found.append(server.memories["pixels"].pixels(4096, 4, 8, 4, pixels.dtype).copy())
        assert (found[-1] == lut.apply(pixels, protect(table, amount), 0.8)).all()
    assert (found[0] == found[1]).all() and (found[2] != found[0]).any() and (found[3] != found[2]).any()


def test_a_live_filters_table_protects_skin_and_a_monochrome_look_has_none_to_protect(server: Server) -> None:
    server.answer(job(look="hasselblad-emerald", protect_skin=1.0))
    path = server.answer({"id": 5, "do": "cube", "title": "Emerald"})["path"]
    wanted = protect(lut.looks.load("hasselblad-emerald").bake(baked_looks.BAKED_SIZE), 1.0)
    assert np.abs(lut.read(path).table - wanted.table).max() < 1e-6
    server.answer(job(look="leica-sepia", protect_skin=1.0))
    assert server.job.table is find_table(find_look("leica-sepia"))
