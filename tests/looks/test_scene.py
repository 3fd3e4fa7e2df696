"""Scenes: what a picture measures, how smoothly its weights follow, and what a look makes of them."""

from functools import cache
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from lut import LutError, looks
from lut.color import checker, linear_to_srgb, luminance, srgb_to_linear, xyz_to_linear
from lut.color.difference import srgb_delta_e2000
from lut.errors import PixelError
from lut.looks import SCENES, Scene, measure_scene, mix
from lut.looks.rules import violations
from lut.looks.scene_light import Capture, Light, color_temperature
from lut.looks.scene_subject import Subject

PHOTOS = Path(__file__).resolve().parents[2] / "docs" / "photos"
DAYLIT = ("mountain", "autumn", "dandelion")
# CIE 15:2004, table T.1: XYZ of illuminants, and the correlated color temperatures that go with them.
ILLUMINANTS = {
    "A": ((1.09850, 1.0, 0.35585), 2856),
    "D50": ((0.96422, 1.0, 0.82521), 5003),
    "D55": ((0.95682, 1.0, 0.92149), 5503),
    "D65": ((0.95047, 1.0, 1.08883), 6504),
    "D75": ((0.94972, 1.0, 1.22638), 7504),
}
RNG = np.random.default_rng(11)
ADAPTIVE = [look.id for look in looks.all_looks() if look.scenes]
BLENDS = [
    {"day": 0.5, "night": 0.5},
    {"day": 0.5, "indoor": 0.5},
    {"indoor": 0.5, "night": 0.5},
    {"day": 0.2, "indoor": 0.3, "night": 0.5},
    {"day": 0.9, "indoor": 0.05, "night": 0.05},
]


@cache
def photo(name, across=192):
    path = next(PHOTOS.glob(f"{name}.*"))
    with Image.open(path) as image:
        image.draft("RGB", (2 * across, 2 * across))
        small = image.convert("RGB")
        small.thumbnail((across, across), Image.Resampling.BOX)
        return np.asarray(small)


def lit(pixels, stops=0.0, light=(1.0, 1.0, 1.0)):
    """The same picture with more or less light, of another color."""
    linear = srgb_to_linear(pixels / np.float32(255)) * np.float32(2**stops) * np.asarray(light, dtype=np.float32)
    return np.clip(linear_to_srgb(linear), 0, 1)


def lamp(kelvin_like):
    """Light between D65 (0) and illuminant A (1) on sRGB's primaries, at the luminance of white."""
    light = 1 + kelvin_like * (xyz_to_linear(ILLUMINANTS["A"][0]) - 1)
    return light / luminance(light)


def by_light(pixels, noted=None):
    return measure_scene(pixels, noted).among(("day", "indoor", "night"))


@pytest.mark.parametrize("name", [*DAYLIT, "fig", "brushes", "astronaut", "sunset"])
def test_daylight_is_day(name):
    weights = by_light(photo(name))
    assert weights["day"] > (0.6 if name == "dandelion" else 0.95)  # against a low sun


def test_the_room_under_lamps_is_indoors():
    weights = by_light(photo("wine"))
    assert weights["indoor"] > 0.6 > weights["day"] > weights["night"]
    assert measure_scene(photo("wine")).weights["indoor"] > 0.5


@pytest.mark.parametrize(
    ("name", "shown"),
    [("dandelion", "plants"), ("autumn", "plants"), ("fig", "food"), ("sunset", "sunset"), ("mountain", "day")],
)
def test_what_photographs_show(name, shown):
    weights = measure_scene(photo(name)).weights
    assert max(weights, key=weights.get) == shown


@pytest.mark.parametrize("name", ["sunset", "mountain", "wine", "dandelion"])
def test_night_falls(name):
    """With less and less light every photograph turns into a night, and at no step back."""
    nights = [measure_scene(lit(photo(name), -stops)).weights["night"] for stops in np.arange(0, 5, 0.5)]
    assert (np.diff(nights) >= -0.01).all()
    assert nights[0] < 0.05
    assert nights[-1] > 0.99


def test_what_is_black_tells_nothing():
    assert by_light(np.zeros((40, 60, 3), np.uint8)) == {"day": 1, "indoor": 0, "night": 0}


@pytest.mark.parametrize(("name", "least"), [("wine", 0.9), ("fig", 0.9), ("mountain", 0.9), ("astronaut", 0.7)])
def test_lamps_make_it_indoor(name, least):
    """But not where leaves stay green (autumn), or where the sky glows as one does at sunset."""
    found = [measure_scene(lit(photo(name), -0.5, lamp(warmth))) for warmth in (0, 0.8)]
    assert found[1].light.temperature < 4080 < found[0].light.temperature
    assert found[1]._indoor(by_illuminance=True) > least


@pytest.mark.parametrize("name", ["mountain", "wine", "dandelion", "sunset", "autumn", "fig"])
def test_is_smooth_in_the_picture(name):
    """A tenth of a stop more, or a hundredth of the way to lamplight, is a small step for the weights."""
    for change in ({"stops": 0.1}, {"light": lamp(0.01)}):
        for stops in (0, -2, -3):
            before = lit(photo(name), stops)
            after = lit(photo(name), stops + change.get("stops", 0), change.get("light", (1, 1, 1)))
            one, two = (measure_scene(pixels).weights for pixels in (before, after))
            assert max(abs(one[scene] - two[scene]) for scene in SCENES) < 0.08


@pytest.mark.parametrize("name", ["mountain", "wine", "dandelion", "autumn", "sunset", "fig"])
@pytest.mark.parametrize("resampling", [Image.Resampling.BOX, Image.Resampling.LANCZOS, Image.Resampling.BILINEAR])
def test_any_thumbnail_will_do(name, resampling):
    """It is reduced once more, always in the same way."""
    whole = photo(name, 1600)
    height, width = whole.shape[:2]
    expected = measure_scene(whole).weights
    for across in (256, 400):
        size = round(across * width / max(height, width)), round(across * height / max(height, width))
        found = measure_scene(np.asarray(Image.fromarray(whole).resize(size, resampling))).weights
        assert max(abs(found[scene] - expected[scene]) for scene in SCENES) < 0.08


def test_fruit_and_paint_are_not_lamps():
    """A picture full of one vivid color tells little of its light."""
    for name in ("fig", "brushes"):
        assert by_light(photo(name))["indoor"] < 0.05
    red = np.full((8, 8, 3), (220, 40, 10), dtype=np.uint8)
    assert measure_scene(red).light.temperature == pytest.approx(6504, rel=0.01)


def test_a_vivid_flower_before_something_neutral_is_not_a_lamp():
    """The muted pixels decide, be they few."""
    picture = np.full((100, 100, 3), (240, 130, 20), dtype=np.uint8)
    picture[:20] = 128
    scene = measure_scene(picture)
    assert scene.light.temperature == pytest.approx(6504, rel=0.01)
    assert scene.weights["indoor"] == 0


@pytest.mark.parametrize("name", ILLUMINANTS)
def test_temperature_of_the_standard_illuminants(name):
    xyz, kelvin = ILLUMINANTS[name]
    assert color_temperature(xyz_to_linear(xyz)) == pytest.approx(kelvin, rel=0.005)


@pytest.mark.parametrize("warmth", [-0.2, 0.0, 0.25, 0.5, 0.75])
def test_grays_under_a_lamp_tell_its_temperature(warmth):
    """But for the little that daylight is believed in beforehand."""
    grays = (0.02 + 0.5 * RNG.random((20, 30, 1), dtype=np.float32)) * lamp(warmth)
    found, expected = measure_scene(linear_to_srgb(grays)).light.temperature, color_temperature(lamp(warmth))
    assert found == pytest.approx(expected, rel=0.05)
    assert abs(found - 6504) <= abs(expected - 6504) + 1


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32, np.float64])
def test_types_agree(dtype):
    codes = photo("wine") / 255
    pixels = codes.astype(dtype) if dtype in (np.float32, np.float64) else (codes * np.iinfo(dtype).max).astype(dtype)
    found, expected = measure_scene(pixels).weights, measure_scene(photo("wine")).weights
    assert found == pytest.approx(expected, abs=0.02)


@pytest.mark.parametrize("level", [60, 120, 200])
@pytest.mark.parametrize("warmth", [0.4, 0.6, 0.8])
def test_a_gray_wall_under_lamps_shows_nobody(level, warmth):
    """It has the color of skin, and goes on to all edges."""
    scene = measure_scene(lit(np.full((60, 90, 3), level, np.uint8), light=lamp(warmth)))
    assert scene.subject.people == 0
    assert scene.weights["people"] == 0


def test_the_glow_of_a_face_above_a_dark_suit_is_no_sunset():
    picture = np.full((90, 60, 3), (40, 60, 140), np.uint8)
    picture[50:] = 12
    down, across = np.mgrid[0:90, 0:60]
    face = np.hypot((down - 32) / 18, (across - 30) / 13) < 1
    picture[face] = np.linspace((235, 170, 130), (190, 120, 100), 90)[down[face]]
    assert measure_scene(picture).weights["sunset"] == 0


def test_the_sky_of_a_sunset_is_one_without_its_land():
    """Blue above, orange below, across the whole picture."""
    sky = np.linspace((70, 90, 140), (245, 160, 80), 90)[:, None].repeat(120, axis=1).astype(np.uint8)
    assert measure_scene(sky).weights["sunset"] > 0.9
    assert measure_scene(sky[::-1]).weights["sunset"] == 0
    assert measure_scene(sky.transpose(1, 0, 2)).weights["sunset"] == 0


def test_what_is_transparent_does_not_count():
    opaque = photo("wine")
    both = np.concatenate((opaque, np.full_like(opaque, 255)))
    alpha = np.full((*both.shape[:2], 1), 255, dtype=np.uint8)
    alpha[len(opaque) :] = 0
    found = measure_scene(np.concatenate((both, alpha), axis=2))
    assert found.light.temperature == pytest.approx(measure_scene(opaque).light.temperature, rel=0.02)
    assert found.weights["indoor"] > 0.5


@pytest.mark.parametrize(
    "pixels",
    [
        np.zeros((4, 4, 4), dtype=np.uint8),  # transparent
        np.zeros((0, 4, 3), dtype=np.uint8),
        np.full((4, 4, 3), np.nan, dtype=np.float32),
    ],
)
def test_nothing_to_see_is_day(pixels):
    assert measure_scene(pixels) == Scene()
    assert Scene().weights == {name: name == "day" for name in SCENES}


@pytest.mark.parametrize("level", [0.0, 1.0, np.inf, -1.0])
def test_one_flat_color(level):
    scene = measure_scene(np.full((5, 7, 3), level, dtype=np.float32))
    assert np.isfinite([scene.light.stops, scene.light.temperature]).all()
    assert scene.weights["night"] == 0
    assert sum(scene.weights.values()) == pytest.approx(1)


def test_weights_are_shares_and_follow_the_measures_smoothly():
    before = None
    for step in np.linspace(0, 1, 400):
        light = Light(7000 - 4000 * step, -3 * step, step, step, step)
        subject = Subject(people=step, food=1 - step, plants=abs(1 - 2 * step), sunset=0.3 * step)
        noted = {"time": 2 ** (10 * step - 9), "aperture": 2.8, "iso": 100}
        scene = Scene(light, subject, Capture.of(noted))
        weights = scene.weights
        assert tuple(weights) == SCENES
        assert sum(weights.values()) == pytest.approx(1)
        assert min(weights.values()) >= 0
        assert before is None or max(abs(weights[name] - before[name]) for name in SCENES) < 0.03
        before = weights


def test_a_look_without_a_night_goes_by_the_color_of_the_light():
    """Warm light is indoors, at night, too; other light is the day's."""
    dark = {"time": 1 / 4, "aperture": 1.8, "iso": 3200}
    warm, white = (Scene(Light(kelvin), Subject(), Capture.of(dark)) for kelvin in (2900.0, 9000.0))
    assert warm.among(("day", "night"))["night"] == white.among(("day", "night"))["night"] == 1
    assert warm.among(("day", "indoor"))["indoor"] == 1
    assert white.among(("day", "indoor"))["indoor"] == 0
    assert warm.among(()) == warm.among(("day",)) == {"day": 1}


def test_only_told_scenes_take_a_share():
    scene = Scene(Light(), Subject(people=1, food=0.5))
    assert scene.among(("day", "food")) == {"day": 0.5, "food": 0.5}
    assert scene.among(("day", "indoor", "night")) == {"day": 1, "indoor": 0, "night": 0}
    assert list(scene.among(("food", "day", "people"))) == ["day", "people", "food"]


@pytest.mark.parametrize(
    "pixels",
    [np.zeros((4, 4), dtype=np.uint8), np.zeros((4, 4, 2), dtype=np.uint8), np.zeros((4, 4, 3), dtype=np.int32)],
)
def test_says_what_a_thumbnail_is(pixels):
    with pytest.raises(PixelError, match=r"expected a thumbnail \(H, W, 3 or 4\) of integers or floats, found"):
        measure_scene(pixels)


# Looks


@cache
def tables(identifier):
    look = looks.load(identifier)
    return {scene: look.table(scene) for scene in look.scenes}


def test_looks_are_adaptive_where_their_renderings_are_known_to_be():
    """Authentic by scene, M9 by light and its color, the Creative Looks by white balance; Vibrant is our own."""
    sony = [f"sony-{name}" for name in ("pt", "nt", "vv", "vv2", "fl", "fl2", "fl3", "in", "sh")]
    assert ["leica-authentic", "leica-vibrant", "leica-m9", *sony] == ADAPTIVE
    assert all(set(looks.load(identifier).scenes) <= set(SCENES) for identifier in ADAPTIVE)


@pytest.mark.parametrize("identifier", ADAPTIVE)
def test_without_a_scene_it_is_the_day(identifier):
    look = looks.load(identifier)
    assert np.array_equal(look.bake().table, tables(identifier)["day"].table)
    assert np.array_equal(look.bake(scene={"day": 1.0}).table, tables(identifier)["day"].table)
    assert look.weights() == {name: name == "day" for name in look.scenes}


@pytest.mark.parametrize("identifier", ADAPTIVE)
@pytest.mark.parametrize("scene", SCENES)
def test_variants_obey_the_rules(identifier, scene):
    assert violations(looks.load(identifier).table(scene)) == []


@pytest.mark.parametrize("identifier", ADAPTIVE)
@pytest.mark.parametrize("blend", BLENDS)
def test_blends_obey_the_rules(identifier, blend):
    assert violations(mix(tables(identifier), looks.load(identifier).weights(blend))) == []


@pytest.mark.parametrize("identifier", ADAPTIVE)
def test_a_blend_is_the_weighted_mean(identifier):
    blend = {"day": 1, "indoor": 2, "night": 1}  # need not add up to 1
    baked = looks.load(identifier).bake(17, blend)
    day, indoor, night = (looks.load(identifier).table(scene, 17).table for scene in blend)
    np.testing.assert_allclose(baked.table, day / 4 + indoor / 2 + night / 4, atol=1e-6)
    assert baked.title == looks.load(identifier).bake(17).title


@pytest.mark.parametrize(
    ("identifier", "scene"),
    [(identifier, scene) for identifier in ADAPTIVE for scene in looks.load(identifier).variants],
)
def test_variants_are_seen_and_are_still_the_look(identifier, scene):
    """Scenes of one phone were measured 0.5 to 2.7 apart, and two lights of one Creative Look up to 4.2."""
    most = 4.2 if identifier.startswith("sony") else 3
    day, other = (tables(identifier)[name](checker.CODES) for name in ("day", scene))
    assert 0.2 < srgb_delta_e2000(day, other).mean() < most


@pytest.mark.parametrize("identifier", [name for name in ADAPTIVE if "night" in looks.load(name).scenes])
def test_night_stays_dark(identifier):
    night = looks.measure(tables(identifier)["night"])
    assert night["shadow_ev"] <= 0
    assert night["black_L"] <= 1


def test_authentic_is_never_softer_at_night():
    day, night = (looks.measure(tables("leica-authentic")[scene]) for scene in ("day", "night"))
    assert night["contrast"] >= day["contrast"]


def test_m9_is_neutral_by_day_and_expressive_at_night_under_one_white_balance():
    day, indoor, night = (looks.measure(tables("leica-m9")[scene]) for scene in ("day", "indoor", "night"))
    assert day["neutral"] < 1.5
    assert night["contrast"] > day["contrast"] + 0.05 and night["chroma"] > day["chroma"] + 0.05
    assert indoor["tint_high"][1] > day["tint_high"][1] + 1  # lamps are not made whiter


def test_vibrant_is_a_small_step_in_every_scene():
    for scene in tables("leica-vibrant"):
        assert looks.measure(tables("leica-vibrant")[scene])["delta_e"] < 1.5


def test_a_look_without_variants_is_the_same_in_all_scenes():
    look = looks.load("sony-st")
    assert look.scenes == ()
    assert look.weights({"night": 0.7, "indoor": 0.3}) == {"day": 1}
    assert np.array_equal(look.bake(9, {"night": 1.0}).table, look.bake(9).table)


@pytest.mark.parametrize(
    ("scene", "message"),
    [
        ({"nite": 1.0}, "unknown scene 'nite': did you mean 'night'?"),
        ({"night": -0.5}, "expected a weight of 0 or more for the scene 'night', found -0.5"),
        ({"night": float("nan")}, "expected a weight of 0 or more for the scene 'night', found nan"),
        ({"night": 0.0}, "expected a scene with some weight, found {'night': 0.0}"),
        ({}, "expected a scene with some weight, found {}"),
    ],
)
def test_says_what_a_scene_is(scene, message):
    with pytest.raises(LutError) as error:
        looks.load("leica-authentic").bake(5, scene)
    assert str(error.value) == message


def test_no_table_of_an_unknown_scene():
    with pytest.raises(LutError, match=f"unknown scene 'dusk': expected one of {', '.join(SCENES)}"):
        looks.load("leica-authentic").table("dusk")
