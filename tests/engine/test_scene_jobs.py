"""A job's scene: measured, asked for, or the day."""

from __future__ import annotations

import pytest
from engine_requests import PLACE, colors, fill, job, photo, strip

import lut
from lut.engine import baked_looks
from lut.engine.server import Server

pytestmark = pytest.mark.usefixtures("own_cache")


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
