"""The engine's answers: one reply a request, one sentence an error."""

from __future__ import annotations

import gc
import io
import json
import os
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

import lut
from lut.engine import baked_looks
from lut.engine.baked_looks import find_look, find_table
from lut.engine.server import ANSWERS, Server, serve
from lut.looks import finish
from lut.looks.finish import measure_local_tone
from lut.looks.interest import Place, interesting_center
from lut.looks.skin import protect
from lut.shared import folders, protocol
from lut.shared.amounts import AMOUNTS
from tests.user_folders import set_home


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    set_home(monkeypatch, tmp_path / "home")
    forget()


def forget() -> None:
    """What an engine that starts anew does not know."""
    baked_looks.library_looks.cache_clear()
    baked_looks.mix_tables.cache_clear()
    baked_looks.bake_scene.cache_clear()


@pytest.fixture
def server(tmp_path: Path) -> Server:
    """A server with 64 kB of memory mapped and no job yet."""
    (tmp_path / "memory").write_bytes(bytes(1 << 16))
    server = Server()
    assert server.answer({"id": 1, "do": "memory", "path": str(tmp_path / "memory"), "bytes": 1 << 16}) == {"id": 1}
    return server


def job(**changes: Any) -> dict[str, Any]:
    message = {"id": 2, "do": "job", "look": "hasselblad-natural", "strength": 1.0, "frame": [8, 4]}
    return {**message, "type": "uint8", "channels": 4, **changes}


def strip(**changes: Any) -> dict[str, Any]:
    message = {"id": 3, "do": "strip", "source": 0, "target": 0, "width": 8, "rows": 4}
    return {**message, "left": 0, "top": 0, "scale": 1.0, **changes}


def fill(server: Server, pixels: np.ndarray, offset: int = 0) -> None:
    server.memories["pixels"].pixels(offset, *pixels.shape, pixels.dtype)[...] = pixels


def colors(dtype: str, channels: int) -> np.ndarray:
    values = np.random.default_rng(4).random((4, 8, channels))
    return (values * 255).astype(np.uint8) if dtype == "uint8" else values.astype(np.float32)


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


def test_the_vignette_is_scaled_by_the_strength_and_lies_in_the_image(server: Server) -> None:
    pixels = colors("float32", 3)
    fill(server, pixels)
    server.answer(job(type="float32", channels=3, strength=0.5, vignette=0.6, frame=[100, 60]))
    assert server.answer(strip(left=10, top=20)) == {"id": 3}
    expected = lut.apply(pixels, lut.looks.load("hasselblad-natural").bake(baked_looks.BAKED_SIZE), 0.5)
    finish.vignette(finish.Strip(expected, (100, 60), 10, 20), 0.3)
    assert (server.memories["pixels"].pixels(0, 4, 8, 3, pixels.dtype) == expected).all()


def test_grain_follows_the_look_or_what_is_asked(server: Server) -> None:
    pixels = colors("float32", 3)
    xpan = lut.looks.load("hasselblad-xpan-bw")
    assert xpan.grain is not None
    for asked, expected in ((None, xpan.grain.amount), (0.5, 0.5), (0, 0.0)):
        fill(server, pixels)
        server.answer(job(look=xpan.id, type="float32", channels=3, grain=asked, frame=[100, 60]))
        assert server.answer(strip()) == {"id": 3}
        wanted = lut.apply(pixels, xpan.bake(baked_looks.BAKED_SIZE))
        if expected:
            finish.grain(finish.Strip(wanted, (100, 60)), expected, size=xpan.grain.size)
        assert (server.memories["pixels"].pixels(0, 4, 8, 3, pixels.dtype) == wanted).all()


def photo(name: str, size: tuple[int, int] = (80, 60)) -> np.ndarray:
    picture = Image.open(Path(__file__).parents[2] / "docs/photos" / name).convert("RGBA")
    return np.asarray(picture.resize(size, Image.Resampling.BOX))


PLACE = {"source": 20000, "width": 80, "rows": 60, "left": 0, "top": 0, "size": [8, 4]}


@pytest.mark.parametrize("name", ["wine.jpg", "mountain.jpg", "sunset.jpg"])
def test_a_look_follows_the_scene_of_the_thumbnail(server: Server, name: str) -> None:
    pixels, look = colors("uint8", 4), lut.looks.load("leica-authentic")
    fill(server, pixels)
    fill(server, photo(name), 20000)
    weights = look.weights(lut.looks.measure_scene(photo(name)))
    assert server.answer(job(look=look.id, vignette=0, thumbnail=PLACE)) == {"id": 2, "scene": weights}
    server.answer(strip())
    expected = lut.apply(pixels, look.bake(baked_looks.BAKED_SIZE, weights))
    assert (server.memories["pixels"].pixels(0, 4, 8, 4, pixels.dtype) == expected).all()


def test_what_the_camera_noted_decides(server: Server) -> None:
    fill(server, photo("mountain.jpg"), 20000)
    order = job(look="leica-authentic", thumbnail=PLACE)
    assert server.answer(order)["scene"]["day"] > 0.9
    night = {"time": 0.125, "aperture": 1.8, "iso": 3200}
    assert server.answer({**order, "capture": night})["scene"]["night"] > 0.9
    for absurd in ({**night, "iso": 0}, {**night, "time": 1e9}, {"flash": -3}, {}):
        assert server.answer({**order, "capture": absurd})["scene"]["day"] > 0.9


@pytest.mark.parametrize("asked", ["day", "people", "night"])
def test_a_scene_that_is_asked_for_is_taken(server: Server, asked: str) -> None:
    fill(server, photo("wine.jpg"), 20000)
    reply = server.answer(job(look="leica-authentic", scene=asked, thumbnail=PLACE))
    assert reply["scene"][asked] == 1 and sum(reply["scene"].values()) == 1


def test_a_scene_that_the_look_no_longer_tells_apart_is_the_day(server: Server) -> None:
    """As a look layer may have kept it."""
    reply = server.answer(job(look="leica-authentic", scene="indoor"))
    assert reply["scene"]["day"] == 1 and sum(reply["scene"].values()) == 1


def test_without_a_thumbnail_it_is_day(server: Server) -> None:
    assert server.answer(job(look="leica-vibrant"))["scene"]["day"] == 1


def test_glow_comes_from_the_thumbnail_after_the_table(server: Server) -> None:
    pixels, look = colors("float32", 3), lut.looks.load("sony-sh")
    fill(server, pixels)
    fill(server, photo("sunset.jpg"), 20000)
    place = {**PLACE, "left": 2, "top": 1, "size": [6, 3]}
    order = job(look=look.id, type="float32", channels=3, glow=0.8, thumbnail=place, scene="day")
    assert server.answer(order) == {"id": 2, "scene": {"day": 1.0, "indoor": 0.0}}
    server.answer(strip(left=1, top=1))
    table = look.bake(baked_looks.BAKED_SIZE)
    expected = lut.apply(pixels, table)
    assert look.glow is not None
    spread = finish.glow_map(lut.apply(photo("sunset.jpg"), table), look.glow.size)
    finish.glow(finish.Strip(expected, (6, 3), -1, 0), 0.8, spread)
    assert (server.memories["pixels"].pixels(0, 4, 8, 3, pixels.dtype) == expected).all()
    assert np.abs(expected - lut.apply(pixels, table)).max() > 0.01, "there was no glow"


def test_local_tone_is_of_what_a_crop_will_leave(server: Server) -> None:
    """The same as of a thumbnail of that part, and applied before the rest."""
    look = lut.looks.load("hasselblad-xpan-color")
    pixels, small = colors("float32", 3), photo("sunset.jpg")
    place = {**PLACE, "size": [80, 60]}
    fill(server, pixels)
    fill(server, small, 20000)
    message = job(look=look.id, frame=[80, 60], type="float32", channels=3, vignette=0.0, local_tone=1.0, crop=True)
    box = server.answer({**message, "thumbnail": place})["crop"]
    assert box[2:] == (80, 30)
    server.answer(strip(left=box[0] + 3, top=box[1] + 2))
    table = look.bake(baked_looks.BAKED_SIZE)
    expected = lut.apply(pixels, table)
    first = round(box[1] / 60 * len(small))
    last = round((box[1] + box[3]) / 60 * len(small))
    gain = finish.measure_local_tone(lut.apply(small[first:last], table))
    before = expected.copy()
    start = box[1] - first * 60 / len(small)
    finish.apply_gain(finish.Strip(expected, (80, (last - first) * 60 / len(small)), 3, 2 + start), gain, 1.0)
    assert (server.memories["pixels"].pixels(0, 4, 8, 3, pixels.dtype) == expected).all()
    assert np.abs(expected - before).max() > 0.02, "there was no local tone"


def test_the_box_of_a_looks_own_format(server: Server) -> None:
    message = {"id": 4, "do": "crop", "look": "hasselblad-xpan-color", "frame": [6500, 4000]}
    assert server.answer(message) == {"id": 4, "box": (0, 800, 6500, 2400)}
    assert server.answer({**message, "center": [0.1, 0.4]})["box"] == (0, 400, 6500, 2400)
    assert server.answer({**message, "center": [0.1, None]})["box"] == (0, 800, 6500, 2400)
    assert server.answer({**message, "center": [0.1, 1.5]})["error"] == (
        "engine: crop: expected 'center', x and y, each a number from 0 to 1 or null, found a list"
    )
    assert "no format of its own" in server.answer({**message, "look": "leica-authentic"})["error"]


def test_the_vignette_lies_in_what_a_crop_will_leave(server: Server) -> None:
    look = lut.looks.load("hasselblad-xpan-color")
    assert look.crop is not None
    left, top, width, height = look.crop.box(8, 4)
    pixels = colors("float32", 3)
    fill(server, pixels)
    message = job(look=look.id, vignette=0.5, grain=0.0, crop=True, type="float32", channels=3)
    assert server.answer(message) == {"id": 2, "crop": (left, top, width, height)}
    server.answer(strip())
    found = server.memories["pixels"].pixels(0, 4, 8, 3, pixels.dtype)[top : top + height, left : left + width]
    expected = lut.apply(np.ascontiguousarray(pixels[top : top + height]), look.bake(baked_looks.BAKED_SIZE))
    finish.vignette(finish.Strip.whole(expected), 0.5)
    assert np.array_equal(found, expected[:, left : left + width])
    # Looks without a format of their own have nothing to crop to.
    assert server.answer(job(crop=True)) == {"id": 2}


@pytest.mark.parametrize("name", ["sunset.jpg", "astronaut.png"])
def test_a_crop_without_a_center_is_where_the_thumbnails_interest_is(server: Server, name: str) -> None:
    seen = photo(name)
    rows, columns = seen.shape[:2]
    look = lut.looks.load("hasselblad-xpan-color")
    assert look.crop is not None
    frame = [columns * 5, rows * 5 + 30]  # the layer is smaller than its image
    place = {"source": 0, "width": columns, "rows": rows, "left": 0, "top": 30, "size": [columns * 5, rows * 5]}
    fill(server, seen)
    there = interesting_center(seen, look.crop, (frame[0], frame[1]), Place(0, 30, columns * 5, rows * 5))
    box = look.crop.box(*frame, there)
    asked = {"look": look.id, "frame": frame, "thumbnail": place}
    assert server.answer({"id": 4, "do": "crop", **asked})["box"] == box
    assert box != look.crop.box(*frame)
    assert server.answer(job(**asked, crop=True))["crop"] == box
    asked["center"] = [None, 0.7]
    assert server.answer({"id": 4, "do": "crop", **asked})["box"] == look.crop.box(*frame, (0.5, 0.7))


def test_a_coarser_table_will_do_until_the_looks_own_is_baked() -> None:
    assert find_table(find_look("leica-authentic"), rough=True).size == baked_looks.ROUGH_SIZE
    assert find_table(find_look("leica-authentic")).size == baked_looks.BAKED_SIZE
    forget()
    assert find_table(find_look("leica-authentic"), rough=True).size == baked_looks.BAKED_SIZE


def test_a_scene_that_is_baked_and_one_that_is_not_are_mixed_in_one_size() -> None:
    """A thumbnail of a look of which only the day has been used."""
    mixture = {"day": 0.7, "night": 0.3}
    find_table(find_look("leica-authentic"))
    forget()
    assert find_table(find_look("leica-authentic"), mixture, rough=True).size == baked_looks.ROUGH_SIZE
    whole = find_table(find_look("leica-authentic"), mixture)
    forget()
    known = find_table(find_look("leica-authentic"), mixture, rough=True)
    assert known.size == baked_looks.BAKED_SIZE and (known.table == whole.table).all()


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
            "engine: expected one of hello, memory, job, strip, crop, arrange, create, save, own, hald, recipe, "
            "offers, import, cube, pack, unpack; found 'dance'",
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


def test_a_look_is_baked_once_and_then_read_from_the_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    first = find_table(find_look("leica-authentic"))
    forget()
    monkeypatch.setattr(lut.looks.Look, "table", lambda *_: pytest.fail("baked again"))
    assert (find_table(find_look("leica-authentic")).table == first.table).all()


@pytest.mark.parametrize("damage", [lambda data: data[:1000], lambda data: b"", lambda data: b"PK\x03\x04" + data])
def test_a_damaged_cache_is_baked_over(damage: Callable[[bytes], bytes]) -> None:
    first = find_table(find_look("leica-authentic"))
    (cached,) = folders.baked_looks().glob("*.npy")
    cached.write_bytes(damage(cached.read_bytes()))
    forget()
    assert (find_table(find_look("leica-authentic")).table == first.table).all()


def test_a_cache_that_cannot_be_written_only_costs_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    set_home(monkeypatch, tmp_path / "file")
    assert find_table(find_look("leica-authentic")).size == baked_looks.BAKED_SIZE


@pytest.mark.parametrize("name", [".1f-0123abcd.part", "tmpab12cd34.part"])  # as it is, and as it was called before
def test_what_a_killed_engine_began_to_write_goes_with_the_next_table(name: str) -> None:
    left, fresh = folders.baked_looks() / name, folders.baked_looks() / ".2f-0123abcd.part"
    left.parent.mkdir(parents=True, exist_ok=True)
    for part in (left, fresh):
        part.write_bytes(bytes(100))
    long_ago = fresh.stat().st_mtime - 2 * baked_looks.ABANDONED_SECONDS
    os.utime(left, (long_ago, long_ago))
    forget()
    find_table(find_look("leica-authentic"))
    assert not left.exists() and fresh.exists(), "another engine may be writing the fresh one"


@pytest.mark.skipif(os.name != "posix", reason="needs a limit on the size of files, which Windows has not")
def test_a_cache_on_a_full_disk_only_costs_time_and_leaves_no_half_of_a_file() -> None:
    """Played with a limit on the size of files, which stops the writing in the middle as a full disk does."""
    import resource
    import signal

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    try:
        forget()
        assert find_table(find_look("leica-authentic")).size == baked_looks.BAKED_SIZE
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert list(folders.baked_looks().iterdir()) == []


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


def test_local_tone_comes_from_the_thumbnail(server: Server) -> None:
    """Of any look: the dark half of the picture is lifted where the thumbnail has it."""
    picture = np.full((24, 32, 4), 255, np.uint8)
    picture[:, :16, :3], picture[:, 16:, :3] = 30, 220
    fill(server, picture, 8192)
    place = {"source": 8192, "width": 32, "rows": 24, "left": 0, "top": 0, "size": [32, 24]}
    strip_of = picture[:4, 12:20].copy()
    table = lut.looks.load("hasselblad-natural").bake(baked_looks.BAKED_SIZE)
    results = []
    for asked in (None, 0.8):
        fill(server, strip_of)
        message = job(local_tone=asked, thumbnail=place, frame=[32, 24])
        assert server.answer(message) == {"id": 2} and server.answer(strip(target=4096, left=12)) == {"id": 3}
        results.append(server.memories["pixels"].pixels(4096, 4, 8, 4, np.dtype(np.uint8)).copy())
    plain, toned = results
    assert (plain == lut.apply(strip_of, table)).all()
    gain = measure_local_tone(lut.apply(picture, table))
    wanted = finish.apply_gain(finish.Strip(plain.copy(), (32, 24), 12, 0), gain, 0.8)
    assert (toned == wanted).all()
    assert (toned[:, :2, :3] > plain[:, :2, :3]).all() and (toned[:, -2:, :3] <= plain[:, -2:, :3]).all()


def test_an_amount_of_another_kind_is_refused(server: Server) -> None:
    answer = server.answer(job(protect_skin=1.5))
    assert answer == {"id": 2, "error": "engine: job: expected 'protect_skin', a number from 0 to 1 or null, found 1.5"}
