"""Strips with finishing steps: amounts, the place in the image, the thumbnail's light, a crop."""

from __future__ import annotations

import numpy as np
import pytest
from engine_requests import PLACE, colors, fill, job, photo, strip

import lut
from lut.engine import baked_looks
from lut.engine.server import Server
from lut.looks import finish
from lut.looks.finish import measure_local_tone
from lut.looks.finish.mixing import Mixing
from lut.looks.interest import Place, interesting_center

pytestmark = pytest.mark.usefixtures("own_cache")


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


@pytest.mark.parametrize("dtype", ["uint8", "float32"])
@pytest.mark.parametrize("target", [0, 8192])
def test_what_comes_out_is_mixed_with_the_strip(server: Server, dtype: str, target: int) -> None:
    """After the finishing steps, whether or not the result replaces the strip."""
    pixels, natural = colors(dtype, 4), lut.looks.load("hasselblad-natural")
    fill(server, pixels)
    asked = {"blend": "color", "tones": "midtones", "softness": 0.8}
    server.answer(job(type=dtype, vignette=0.6, frame=[100, 60], **asked))
    assert server.answer(strip(target=target)) == {"id": 3}
    look = lut.apply(pixels, natural.bake(baked_looks.BAKED_SIZE))
    finish.vignette(finish.Strip(look, (100, 60)), 0.6)
    wanted = Mixing.of(**asked).mix(pixels, look.copy())
    assert (server.memories["pixels"].pixels(target, 4, 8, 4, pixels.dtype) == wanted).all()
    assert (wanted != look).any()


@pytest.mark.parametrize("dtype", ["uint8", "float32"])
def test_the_mask_of_a_limit(server: Server, dtype: str) -> None:
    pixels = colors(dtype, 4)
    fill(server, pixels)
    server.answer(job(type=dtype, tones="shadows", softness=0.3, grain=1.0, mask=True))
    assert server.answer(strip(target=8192)) == {"id": 3}
    found, wanted = server.memories["pixels"].pixels(8192, 4, 8, 4, pixels.dtype), np.empty_like(pixels)
    Mixing(tones="shadows", softness=0.3).draw_weights(pixels, wanted)
    assert (found[..., :3] == wanted[..., :3]).all() and (found[..., 3] == pixels[..., 3]).all()
    assert (found[..., 0] == found[..., 2]).all() and np.unique(found[..., 0]).size > 2


def test_another_way_to_mix_is_refused(server: Server) -> None:
    sentence = "engine: job: expected 'blend', one of normal, color, luminosity or null, found \"hue\""
    assert server.answer(job(blend="hue")) == {"id": 2, "error": sentence}


def test_an_amount_of_another_kind_is_refused(server: Server) -> None:
    answer = server.answer(job(protect_skin=1.5))
    assert answer == {"id": 2, "error": "engine: job: expected 'protect_skin', a number from 0 to 1 or null, found 1.5"}
