"""Looks by matching a reference photo: safe whatever the pictures, nothing for equal ones, and towards it."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from pairs import look
from PIL import Image

import lut
from lut import Lut, LutError, PixelError
from lut.color import chroma, delta_e2000, hue_turn, oklab_to_srgb, srgb_to_lab, srgb_to_oklab
from lut.create import match
from lut.create.match_color import LARGEST_TINT, fit_color
from lut.create.match_tone import SLOPES, match_tones, smooth_curve
from lut.create.matching import MatchedLut, apply_tone, cluster_colors, sample_colors, shrink_to_rules
from lut.create.reference_evidence import LEAST_TONE, find_two_hues, weigh_evidence
from lut.looks import measure
from lut.looks.measurements import is_monochrome
from lut.looks.rules import violations
from lut.looks.skin import skin_likeness

PHOTOS = Path(__file__).resolve().parents[2] / "docs" / "photos"
NAMES = sorted(path.stem for path in PHOTOS.glob("*.*g"))
# Each as photo and as reference of two others; docs/match.py measures all pairs.
PAIRS = [(name, NAMES[(index + step) % len(NAMES)]) for step in (1, 3) for index, name in enumerate(NAMES)]
IDENTITY = Lut.identity(33).table
GRAYS = np.linspace(0, 1, 256, dtype=np.float32)[:, None].repeat(3, axis=1)


@cache
def photo(name: str, across: int = 160) -> np.ndarray:
    with Image.open(next(PHOTOS.glob(f"{name}.*"))) as image:
        small = image.convert("RGB")
        small.thumbnail((across, across), Image.Resampling.BOX)
        return np.asarray(small)


@cache
def matched(name: str, reference: str) -> MatchedLut:
    return match(photo(name), photo(reference))


def lab(codes: np.ndarray) -> np.ndarray:
    scaled = codes / 255 if codes.dtype == np.uint8 else codes
    return srgb_to_lab(scaled)


def oklab(codes: np.ndarray) -> np.ndarray:
    return srgb_to_oklab(codes)


def difference(one: np.ndarray, two: np.ndarray) -> float:
    return float(delta_e2000(lab(one), lab(two)).mean())


# Equal pictures, and how far to go


@pytest.mark.slow("matches each photograph", but_first=True)
@pytest.mark.parametrize("name", NAMES)
def test_a_photo_that_is_its_own_reference_stays_itself(name: str) -> None:
    found = match(photo(name), photo(name).copy())
    assert np.abs(found.table - IDENTITY).max() < 5e-5  # of what conversions round
    assert found.report.held_back == {"tone": 0, "tint": 0, "chroma": 0}
    assert found.report.before == 0


def test_two_sizes_of_one_photo_hardly_differ() -> None:
    found = match(photo("mountain"), photo("mountain", 320))
    ramp = delta_e2000(lab(found(GRAYS)), lab(GRAYS))
    assert ramp.max() < 1.5
    assert measure(found)["delta_e"] < 0.7


def test_strength_0_is_the_identity_exactly() -> None:
    found = match(photo("mountain"), photo("wine"), strength=0, size=17)
    assert np.array_equal(found.table, Lut.identity(17).table)


def test_strength_is_the_share_of_the_way() -> None:
    whole, half = matched("mountain", "wine"), match(photo("mountain"), photo("wine"), strength=0.5)
    np.testing.assert_allclose(half.table - IDENTITY, (whole.table - IDENTITY) / 2, atol=1e-6)
    assert whole.report.after < half.report.after < half.report.before


def test_is_the_same_every_time_and_leaves_its_input() -> None:
    one, two = photo("fig").copy(), photo("sunset").copy()
    first = match(one, two)
    assert np.array_equal(first.table, match(one, two).table)
    assert np.array_equal(one, photo("fig"))
    assert np.array_equal(two, photo("sunset"))


# What no match may do


@pytest.mark.slow("matches every pair of photographs", but_first=True)
@pytest.mark.parametrize(("name", "reference"), PAIRS)
def test_every_pair_obeys_the_rules_of_looks(name: str, reference: str) -> None:
    """Lightness never falls, no patch is clipped, hues keep their order, no table bends by more than 0.03."""
    found = matched(name, reference)
    assert violations(found) == []
    assert violations(found.blended(0.5)) == []


@pytest.mark.slow("matches every pair of photographs", but_first=True)
@pytest.mark.parametrize(("name", "reference"), PAIRS)
def test_grays_stay_apart_and_nearly_gray(name: str, reference: str) -> None:
    found = matched(name, reference)
    ramp = found(GRAYS)
    assert np.abs(ramp[[0, -1]] - GRAYS[[0, -1]]).max() < 1e-3  # black and white stay
    lightness = oklab(ramp)[:, 0]
    assert (np.diff(lightness) > 0.4 * np.diff(oklab(GRAYS)[:, 0])).all()
    assert (np.abs(oklab(ramp)[:, 1:]) < LARGEST_TINT + 0.002).all()
    assert np.abs(np.diff(oklab(ramp)[:, 1:], axis=0)).max() < 0.003


@pytest.mark.slow("matches every pair of photographs", but_first=True)
@pytest.mark.parametrize(("name", "reference"), PAIRS)
def test_skin_keeps_its_hue_and_its_chroma(name: str, reference: str) -> None:
    figures = measure(matched(name, reference))
    assert abs(figures["hue_skin"]) < 6
    assert 0.75 < figures["chroma_skin"] < 1.35


def test_skin_turns_less_than_grays_are_tinted() -> None:
    """A tint that would turn skin of all shades by tens of degrees turns it by a few."""
    angle, c, light = np.meshgrid(np.radians((42, 48, 56)), (0.05, 0.07), (0.5, 0.65, 0.8))
    skin = np.column_stack([axis.ravel() for axis in (light, c * np.cos(angle), c * np.sin(angle))])
    assert skin_likeness(skin.astype(np.float32)).min() > 0.5
    cast = np.clip(photo("wine") * np.float32((1, 0.93, 0.7)), 0, 255).astype(np.uint8)
    found = match(photo("wine"), cast)
    after = oklab(found(oklab_to_srgb(skin)))
    turned = hue_turn(skin, after)
    push = np.abs(oklab(found(oklab_to_srgb(skin * (1, 0, 0))))[:, 1:])
    unprotected = np.degrees(np.arctan2(np.hypot(*push.T), chroma(skin)))
    assert unprotected.max() > 12
    assert np.abs(turned).max() < 6


@pytest.mark.slow("matches several photographs each", but_first=True)
@pytest.mark.parametrize("seed", range(6))
def test_hostile_pictures_obey_the_rules_too(seed: int) -> None:
    """Random mixtures of few colors: nothing a camera makes, and nothing to break a table."""
    rng = np.random.default_rng(seed)

    def picture() -> np.ndarray:
        colors = rng.random((rng.integers(2, 6), 3)) ** rng.uniform(0.3, 3)
        noise = rng.normal(0, rng.uniform(0.01, 0.1), (60, 60, 3))
        return np.clip(colors[rng.integers(0, len(colors), (60, 60))] + noise, 0, 1).astype(np.float32)

    assert violations(match(picture(), picture())) == []


def test_a_curve_keeps_to_its_slopes_whatever_it_is_told() -> None:
    x = np.linspace(0.01, 0.99, 50)
    for wanted in (x > 0.5, np.zeros(50), np.ones(50), 1 - x, np.sin(30 * x)):
        levels = smooth_curve(x, wanted.astype(float), np.ones(50))
        assert (levels[0], levels[-1]) == (0, 1)
        slopes = np.diff(levels) * (len(levels) - 1)
        assert SLOPES[0] * 0.99 < slopes.min() <= slopes.max() < SLOPES[1] * 1.01


def test_a_curve_finds_a_curve() -> None:
    """Tones that a smooth curve made of others are followed back along it."""
    rng = np.random.default_rng(2)
    tones = np.concatenate((rng.normal(0.35, 0.1, 5000), rng.normal(0.7, 0.08, 5000))).clip(0.02, 0.98)
    truth = tones + 0.06 * np.sin(np.pi * tones) ** 2
    curve = match_tones(tones, [truth])
    assert np.abs(tones - truth).max() > 0.055
    assert np.abs(curve(tones) - truth).max() < 0.03
    assert np.abs(curve(tones) - truth).mean() < 0.015


# What a match must do


@pytest.mark.parametrize(("name", "reference"), PAIRS)
def test_every_pair_comes_closer(name: str, reference: str) -> None:
    report = matched(name, reference).report
    assert report.after < report.before


@pytest.mark.slow("matches every pair of photographs", but_first=True)
@pytest.mark.parametrize(("name", "reference"), PAIRS)
def test_an_ordinary_reference_moves_a_photo_little(name: str, reference: str) -> None:
    """Scenes differ: in full, these pairs would move by ΔE2000 of 5 in the mean, and by 9 at most."""
    found = matched(name, reference)
    assert difference(photo(name), lut.apply(photo(name), found)) < 4
    assert np.hypot(*lab(found(GRAYS))[:, 1:].T).max() < 5


def collapsed(pixels: np.ndarray) -> np.ndarray:
    """Teal and orange: hues drawn most of the way to two opposite ones."""
    colors = oklab(pixels / np.float32(255)).reshape(-1, 3)
    hue, size = np.arctan2(colors[:, 2], colors[:, 1]), chroma(colors)
    hue -= 0.8 * np.angle(np.exp(2j * (hue - np.radians(57)))) / 2
    codes = oklab_to_srgb(np.column_stack((colors[:, 0], size * np.cos(hue), size * np.sin(hue))).astype(np.float32))
    return np.rint(255 * np.clip(codes, 0, 1)).astype(np.uint8).reshape(pixels.shape)


def test_two_opposite_hues_in_the_reference_draw_the_photos_hues() -> None:
    """Towards the look, on a photo of another scene; and all the surer with several references."""
    plain = match(photo("autumn"), photo("mountain"))
    one = match(photo("autumn"), collapsed(photo("mountain")))
    several = match(photo("autumn"), [collapsed(photo(name)) for name in ("mountain", "sunset", "wine", "dandelion")])
    assert plain.report.evidence.draw < 0.1 < one.report.evidence.draw
    assert several.report.evidence.draw > 0.1
    assert np.degrees(one.report.evidence.axis) == pytest.approx(57, abs=12)
    truth = collapsed(photo("autumn"))
    nothing = difference(photo("autumn"), truth)
    for found in (one, several):
        assert difference(lut.apply(photo("autumn"), found), truth) < 0.95 * nothing
        assert violations(found) == []
        assert "The reference's hues lie along two opposite ones" in " ".join(found.report.sentences)
    assert find_two_hues([oklab(photo(name).reshape(-1, 3) / np.float32(255)) for name in NAMES])[1] == 0


def test_evidence_grows_with_what_is_unusual_and_with_the_number_of_references() -> None:
    rng = np.random.default_rng(6)

    def picture(mean: float) -> np.ndarray:
        colors = rng.normal((mean, 0.005, 0.01), (0.15, 0.03, 0.04), (4000, 3))
        return colors.clip((0.02, -0.2, -0.2), (0.98, 0.2, 0.2))

    ordinary, dark, darker = (weigh_evidence(picture(0.59), [picture(at)], 1.0) for at in (0.59, 0.32, 0.22))
    several = weigh_evidence(picture(0.59), [picture(0.32) for _ in range(5)], 1.0)
    assert ordinary.tone == pytest.approx(LEAST_TONE)
    assert LEAST_TONE + 0.05 < dark.tone < several.tone <= 1
    assert dark.tone < darker.tone
    assert weigh_evidence(picture(0.59), [picture(0.6)], 0.01).tone == 1  # nearly one scene


def test_one_hue_is_not_monochrome() -> None:
    """A green leaf that fills the picture is colored, though its colors hardly differ but in tone."""
    tones = np.random.default_rng(1).uniform(0.3, 0.8, (80, 80, 1)).astype(np.float32)
    leaf = oklab_to_srgb((tones * np.array((1, -0.16, 0.16), np.float32)).reshape(-1, 3)).reshape(80, 80, 3)
    assert not match(photo("fig"), np.clip(leaf, 0, 1)).report.monochrome
    toned = oklab_to_srgb((tones * np.array((1, 0.01, 0.04), np.float32)).reshape(-1, 3)).reshape(80, 80, 3)
    assert match(photo("fig"), np.clip(toned, 0, 1)).report.monochrome


@pytest.mark.slow("bakes and matches a look each", but_first=True)
@pytest.mark.parametrize("name", ["moody", "leica-vibrant", "zeiss-vivid", "soft", "neutral"])
def test_a_look_on_the_same_photo_is_found_again(name: str) -> None:
    """Most of the way: its direction, in tone and in color."""
    truth = look(name)
    asked, errors = measure(truth), []
    for picture in ("mountain", "astronaut", "wine"):
        target = lut.apply(photo(picture), truth)
        found = match(photo(picture), target)
        before, after = difference(photo(picture), target), difference(lut.apply(photo(picture), found), target)
        assert after < 0.75 * before
        given = measure(found)
        errors.append((after / before, given["mid_ev"] - asked["mid_ev"], given["chroma"] - asked["chroma"]))
    left, exposure, gain = np.abs(errors).mean(axis=0)
    assert left < 0.58
    assert exposure < 0.15
    assert gain < 0.09


@pytest.mark.parametrize("name", ["leica-bw-natural", "leica-sepia", "leica-blue"])
def test_a_monochrome_reference_makes_a_monochrome_look(name: str) -> None:
    truth = look(name)
    found = match(photo("autumn"), lut.apply(photo("mountain"), truth))
    assert found.report.monochrome
    assert violations(found) == []
    assert is_monochrome(found)
    asked, given = (lab(table(np.full(3, 0.5)))[1:] for table in (truth, found))
    assert np.hypot(*(given - asked)) < 1 + np.hypot(*asked) / 3


def test_color_goes_in_full_whatever_tones_a_gray_reference_has() -> None:
    """The steepest curves keep a monochrome table inside the rules, so that no share of color is brought back."""
    gray = photo("wine").mean(axis=2, keepdims=True).repeat(3, axis=2)
    stripes = np.where(np.arange(len(gray))[:, None, None] % 2, gray / 20, 255 - gray / 20)
    steepest = []
    for reference in (255 - gray, 255 * (gray / 255) ** 3, 255 * (gray / 255) ** 0.3, stripes):
        one, two = (sample_colors(picture.astype(np.uint8), "photo") for picture in (photo("wine"), reference))
        curve = match_tones(one[:, 0], [two[:, 0]])
        steepest.append(np.diff(curve.levels).max() * (len(curve.levels) - 1))
        color, found = shrink_to_rules(curve, fit_color(cluster_colors(apply_tone(one, curve)), cluster_colors(two)))
        assert color.monochrome and color.share == 1
        assert violations(found) == []
        assert np.ptp(found.table, axis=3).max() < 1 / 255
    assert max(steepest) > 0.95 * SLOPES[1]


def test_colors_are_not_matched_to_the_scene_but_to_their_like() -> None:
    """A reference with much more red in it, and nothing else that differs, hardly reddens grays or greens."""
    rng = np.random.default_rng(4)
    base = rng.uniform(0.2, 0.8, (120, 120, 1)) * np.ones(3) + rng.normal(0, 0.01, (120, 120, 3))
    one, two = base.copy(), base.copy()
    one[:12], one[12:40] = one[:12] * (1.1, 0.4, 0.3), one[12:40] * (0.5, 0.9, 0.4)
    two[:70], two[70:90] = two[:70] * (1.1, 0.4, 0.3), two[70:90] * (0.5, 0.9, 0.4)
    found = match(*(np.clip(picture, 0, 1).astype(np.float32) for picture in (one, two)))
    apart = np.abs(lab(np.clip(two, 0, 1)).mean(axis=(0, 1)) - lab(np.clip(one, 0, 1)).mean(axis=(0, 1)))[1:]
    assert apart.max() > 15  # what a match of means would tint all grays by
    assert measure(found)["neutral"] < apart.max() / 3


def test_several_references_count_the_same_whatever_their_sizes() -> None:
    one, two = photo("sunset"), photo("fig")
    both = match(photo("mountain"), [one, two])
    repeated = match(photo("mountain"), [one, np.concatenate((two, two))])
    np.testing.assert_allclose(both.table, repeated.table, atol=1e-4)
    alone = [match(photo("mountain"), [picture]).table for picture in (one, two)]
    assert np.array_equal(alone[0], matched("mountain", "sunset").table)
    away = [np.abs(both.table - table).mean() for table in alone]
    assert max(away) < np.abs(alone[0] - alone[1]).mean()


# Pictures as they come


def test_types_agree() -> None:
    one, two = photo("mountain"), photo("dandelion")
    expected = match(one, two).table
    for scale, dtype in ((257, np.uint16), (1 / 255, np.float32)):
        found = match(*((picture * dtype(scale)).astype(dtype) for picture in (one, two)))
        np.testing.assert_allclose(found.table, expected, atol=2e-3)


def test_what_is_transparent_does_not_count() -> None:
    solid = np.full((*photo("wine").shape[:2], 1), 255, dtype=np.uint8)
    picture = np.concatenate((photo("wine"), solid), axis=2)
    noise = np.random.default_rng(0).integers(0, 256, picture.shape, dtype=np.uint8) * np.uint8((1, 1, 1, 0))
    # In alternate rows, since a large picture is not looked at in every pixel.
    mixed = np.stack((picture, noise), axis=1).reshape(-1, picture.shape[1], 4)
    assert np.array_equal(match(mixed, photo("fig")).table, matched("wine", "fig").table)


def test_black_borders_and_burnt_lights_do_not_count() -> None:
    framed = np.pad(photo("wine"), ((40, 40), (40, 40), (0, 0)))
    framed[:20] = 255
    assert np.array_equal(match(framed, photo("fig")).table, matched("wine", "fig").table)


def test_a_single_long_row_of_pixels_is_a_picture() -> None:
    row = np.tile(photo("wine").reshape(1, -1, 3), (1, 60, 1))
    assert row.shape[1] > 1_000_000
    np.testing.assert_allclose(match(row, photo("fig")).table, matched("wine", "fig").table, atol=0.01)


def test_floats_beyond_white_are_white() -> None:
    bright = photo("wine") / np.float32(255)
    clipped = np.concatenate((bright, np.full((5, *bright.shape[1:]), 7.5, np.float32)))
    assert np.array_equal(match(clipped, photo("fig")).table, match(bright, photo("fig")).table)


@pytest.mark.parametrize("size", [2, 17, 49])
def test_any_lattice(size: int) -> None:
    found = match(photo("mountain"), photo("fig"), size=size)
    assert found.size == size
    assert found.is_plain
    assert 0 <= found.table.min() <= found.table.max() <= 1
    if size > 2:
        step = (size - 1) // 16
        known = matched("mountain", "fig").table[::2, ::2, ::2]
        np.testing.assert_allclose(found.table[::step, ::step, ::step], known, atol=1e-5)


def test_the_report_says_what_the_table_measures() -> None:
    found = matched("mountain", "wine")
    figures = measure(found)
    report = found.report
    assert report.exposure == (figures["shadow_ev"], figures["mid_ev"], figures["highlight_ev"])
    assert report.tints == (figures["tint_shadow"], figures["tint_mid"], figures["tint_high"])
    assert (report.contrast, report.chroma) == (figures["contrast"], figures["chroma"])
    assert all(0 <= share < 1 for share in report.held_back.values())
    assert found.title == "Match"
    assert not report.monochrome


NAN = photo("fig") / np.float32(255)
NAN[3::7, 5::9] = np.nan
TRANSPARENT = np.zeros((50, 50, 4), dtype=np.uint8)
SPLIT = np.zeros((50, 50, 3), dtype=np.uint8)
SPLIT[:25] = 255
BAD = {
    "all one color": (np.full((50, 50, 3), 90, np.uint8), "expected a photograph, found all of one color"),
    "hardly two": (
        np.full((50, 50, 3), 90, np.uint8) + np.eye(50, dtype=np.uint8)[..., None],
        "found all of one color",
    ),
    "transparent": (TRANSPARENT, "expected at least 64 visible pixels, found 0"),
    "1 pixel": (np.full((1, 1, 3), 90, np.uint8), "expected at least 64 visible pixels, found 1"),
    "empty": (np.zeros((0, 5, 3), np.uint8), "expected at least 64 visible pixels, found 0"),
    "black and white": (SPLIT, "expected a photograph, found hardly anything but black and white"),
    "NaN": (NAN, "expected finite numbers, found NaN"),
    "infinite": (np.where(np.isnan(NAN), np.float32(np.inf), NAN), "expected finite numbers, found infinity"),
    "gray": (np.zeros((9, 9), np.uint8), "expected pixels (H, W, 3 or 4) of uint8, uint16 or float32, found (9, 9) of"),
    "double": (np.zeros((9, 9, 3)), "found (9, 9, 3) of float64"),
}


@pytest.mark.parametrize("case", BAD)
def test_says_what_a_picture_must_be(case: str) -> None:
    picture, message = BAD[case]
    for found, pictures in (("photo", (picture, photo("fig"))), ("reference", (photo("fig"), picture))):
        with pytest.raises(PixelError, match=f"^{found}: .*{re.escape(message)}"):
            match(*pictures)
    with pytest.raises(PixelError, match=f"^reference 2: .*{re.escape(message)}"):
        match(photo("fig"), [photo("wine"), picture])


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"strength": 1.5}, "expected a strength from 0 to 1, found 1.5"),
        ({"strength": float("nan")}, "expected a strength from 0 to 1, found nan"),
        ({"size": 1}, "expected a lattice size from 2 to 256, found 1"),
        ({"reference": []}, "expected at least one reference picture, found none"),
    ],
)
def test_says_what_settings_must_be(settings: dict[str, object], message: str) -> None:
    with pytest.raises(LutError, match=message):
        match(**({"photo": photo("fig"), "reference": photo("wine")} | settings))
