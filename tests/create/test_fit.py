"""A LUT from a picture before and after: how near it comes to the look behind them, on pictures it hasn't seen.

``python -m tests.bench.fitting`` measures the same at full size, with more looks and photographs, beside G'MIC.
"""

from __future__ import annotations

import numpy as np
import pytest
from pairs import compressed, error, locally_toned, look, photo, vignetted

import lut
from lut.create import fit_pairs
from lut.create.fit_lut import FittedLut

SOURCE, OTHERS = "mountain.jpg", ("wine.jpg", "brushes.jpg", "autumn.jpg")


def after(name: str, of: str) -> np.ndarray:
    return compressed(lut.apply(photo(name), look(of)))


def errors(found: lut.Lut, of: str) -> np.ndarray:
    return np.array([error(found, look(of), name) for name in OTHERS])


@pytest.fixture(scope="module")
def lively() -> FittedLut:
    return lut.fit(photo(SOURCE), after(SOURCE, "lively"))


@pytest.mark.slow("bakes, fits and measures a look on each photograph")
def test_a_look_of_steps_on_other_photographs(lively: FittedLut) -> None:
    assert error(lively, look("lively"), SOURCE) < 0.45
    assert errors(lively, "lively").mean() < 1.1
    assert errors(lively, "lively").max() < 1.6


def test_report(lively: FittedLut) -> None:
    report = lively.report
    assert 0.1 < report.residual.mean < 0.6 and report.residual.mean < report.residual.percentile_95 < 1.5
    assert 0.03 < report.coverage.lattice < report.coverage.common < 0.6
    (registration,) = report.registrations
    assert registration.shift == pytest.approx((0, 0), abs=0.1)
    assert registration.scale == pytest.approx(1, abs=0.0005)
    assert registration.vignette == (0, 0)
    assert registration.local < 0.3
    assert not report.monochrome
    assert 0.1 < report.withheld < 1 and report.residual.mean < 1.2 * report.withheld
    assert report.sentences == (*report.summary, *report.details)
    assert not any(map(str.isdigit, "".join(report.summary)))
    plain, first, second, *_ = report.details
    assert f"On other photographs expect ΔE2000 {report.predicted:.1f} in the mean" in plain
    assert f"from {report.withheld:.1f} on withheld areas of the pair" in plain
    assert first.startswith(f"Residual: ΔE2000 {report.residual.mean:.2f} in the mean")
    assert second.startswith(f"Coverage: {report.coverage.common:.0%} of common colors")


def test_it_is_a_plain_lut(lively: FittedLut) -> None:
    assert lively.size == 33 and lively.is_plain
    assert lively.table.min() >= 0 and lively.table.max() <= 1
    figures = lut.looks.measure(lively)
    truth = lut.looks.measure(look("lively"))
    assert figures["contrast"] == pytest.approx(truth["contrast"], abs=0.03)
    assert figures["chroma"] == pytest.approx(truth["chroma"], abs=0.06)
    assert abs(figures["hue_skin"] - truth["hue_skin"]) < 3


def test_grays_never_fall_and_nothing_bends_sharply(lively: FittedLut) -> None:
    grays = np.linspace(0, 1, 256, dtype=np.float32)[:, None].repeat(3, axis=1)
    assert np.diff(lively(grays) @ (0.2126, 0.7152, 0.0722)).min() >= 0
    bends = [np.abs(np.diff(lively.table, 2, axis)).max() for axis in range(3)]
    assert max(bends) < 0.05  # the looks of the library keep to 0.03; where an editor clips, it is 0.1 and more


@pytest.mark.slow("fits large pictures")
def test_curves_that_no_recipe_has() -> None:
    found = lut.fit(photo(SOURCE), after(SOURCE, "curves"))
    assert errors(found, "curves").mean() < 1.0
    assert errors(found, "curves").max() < 1.5


def test_a_monochrome_look_is_known_from_few_colors() -> None:
    found = lut.fit(photo("fig.jpg"), after("fig.jpg", "brown"))
    assert found.report.monochrome
    assert errors(found, "brown").max() < 1.1


@pytest.mark.slow("registers and fits large pictures; test_register.py finds moves")
def test_misalignment_and_a_vignette_are_undone(lively: FittedLut) -> None:
    pixels = np.roll(lut.apply(photo(SOURCE), look("lively")), (3, -2), (0, 1))
    found = lut.fit(photo(SOURCE), compressed(vignetted(pixels, 0.3)))
    (registration,) = found.report.registrations
    assert registration.shift == pytest.approx((-2, 3), abs=0.15)
    assert registration.vignette[0] == 0
    assert registration.vignette[1] == pytest.approx(0.3, abs=0.05)
    assert errors(found, "lively").mean() < 1.5 * errors(lively, "lively").mean()
    said = " ".join(found.report.sentences)
    assert "shifted by -2.0 and +3.0 pixels" in said and "The picture after has a vignette" in said


@pytest.mark.slow("fits large pictures; another vignette is tried without")
def test_a_vignette_of_the_picture_before_is_undone() -> None:
    found = lut.fit(vignetted(photo(SOURCE), 0.3), after(SOURCE, "instant"))
    (registration,) = found.report.registrations
    assert registration.vignette == (pytest.approx(0.3, abs=0.06), 0)
    assert errors(found, "instant").mean() < 1.1


@pytest.mark.slow("registers and fits large pictures")
def test_a_smaller_crop_will_do() -> None:
    height, width = photo(SOURCE, 1080).shape[:2]
    pixels = lut.apply(photo(SOURCE, 1080), look("instant"))[height // 10 : height * 9 // 10, width // 8 :]
    found = lut.fit(photo(SOURCE), compressed(pixels))
    assert found.report.registrations[0].scale == pytest.approx(1.5, abs=0.003)
    assert errors(found, "instant").mean() < 1.0


@pytest.mark.slow("fits four times")
def test_several_pairs_are_better_than_one(lively: FittedLut) -> None:
    names = (SOURCE, "fig.jpg")
    found = fit_pairs((photo(name), after(name, "lively")) for name in names)
    assert len(found.report.registrations) == 2
    assert found.report.coverage.common > lively.report.coverage.common
    assert errors(found, "lively").mean() < errors(lively, "lively").mean()


@pytest.mark.slow("registers and fits large pictures")
def test_what_moved_in_the_picture_is_left_out(lively: FittedLut) -> None:
    changed = after(SOURCE, "lively").copy()
    changed[60:160, 100:300] = (200, 40, 160)  # a caption
    found = lut.fit(photo(SOURCE), changed)
    assert errors(found, "lively").mean() < 1.3 * errors(lively, "lively").mean()


@pytest.mark.slow("fits three times")
def test_other_depths_say_the_same() -> None:
    before = photo("fig.jpg", 240)
    changed = compressed(lut.apply(before, look("brown")))
    plain = lut.fit(before, changed)
    deep = lut.fit(before.astype(np.uint16) * 257, changed.astype(np.float32) / 255)
    assert np.abs(deep.table - plain.table).max() < 1e-3


@pytest.mark.slow("fits twice")
def test_floats_outside_the_range_are_its_ends() -> None:
    before = photo("fig.jpg", 240)
    changed = compressed(lut.apply(before, look("brown")))
    stretched = before.astype(np.float32) / 255 * 1.5 - 0.25
    plain = lut.fit(np.clip(stretched, 0, 1), changed)
    assert np.array_equal(lut.fit(stretched, changed).table, plain.table)


@pytest.mark.slow("fits twice")
def test_transparent_pixels_do_not_count() -> None:
    before, changed = photo("fig.jpg", 240), compressed(lut.apply(photo("fig.jpg", 240), look("brown")))
    alpha = np.full((*changed.shape[:2], 1), 255, np.uint8)
    alpha[:, :80] = 0
    garbage = changed.copy()
    garbage[:, :80] = (0, 255, 0)
    found = [lut.fit(before, np.concatenate([each, alpha], axis=2)) for each in (changed, garbage)]
    assert np.array_equal(found[0].table, found[1].table)


def test_inputs_are_not_changed() -> None:
    before, changed = photo("fig.jpg", 240).copy(), lut.apply(photo("fig.jpg", 240), look("brown"))
    kept = before.copy(), changed.copy()
    lut.fit(before, changed)
    assert np.array_equal(before, kept[0]) and np.array_equal(changed, kept[1])


def hostile() -> dict[str, tuple[np.ndarray, np.ndarray, str]]:
    good = photo("fig.jpg", 240)
    opaque = np.full((*good.shape[:2], 1), 255, np.uint8)
    holes = good.astype(np.float32) / 255
    holes[3, 4] = np.nan
    gray = np.full_like(good, 119)
    return {
        "other scene": (good, photo("wine.jpg", 240), "of the same scene.*correlation of 0"),
        "local tone mapping": (
            photo("wine.jpg", 480),
            locally_toned(photo("wine.jpg", 480), 16),
            r"found local tone mapping.*off by \d+\.\d L\*, where at most 2",
        ),
        "one color before": (gray, good, "picture before of many colors, found one.*by 0.0 of 255"),
        "one color after": (good, gray, "picture after of many colors"),
        "transparent": (good, np.concatenate([good, 0 * opaque], axis=2), "256 opaque pixels in the picture after"),
        "one pixel": (good[:1, :1], good[:1, :1], "picture before of at least 256 pixels, found 1 × 1"),
        "a row": (good[:1], good[:1], "picture before of at least 256 pixels"),
        "nothing": (good[:0], good, "found 240 × 0"),
        "NaN": (holes, good, "finite numbers in the picture before, found NaN or infinity in 1 pixels"),
        "gray": (good[..., :1], good, r"\(H, W, 3 or 4\).*found \(\d+, 240, 1\) of uint8"),
        "kind of number": (good, good.astype(np.int32), "picture after as pixels.*of int32"),
    }


LONG = {"local tone mapping": pytest.mark.slow("fits large pictures before it is known")}


@pytest.mark.parametrize("name", [pytest.param(name, marks=LONG.get(name, ())) for name in hostile()])
def test_pairs_that_no_lut_can_be_learned_from(name: str) -> None:
    before, changed, sentence = hostile()[name]
    with pytest.raises(lut.PixelError, match=sentence) as raised:
        lut.fit(before, changed)
    assert "\n" not in str(raised.value)


def test_which_pair_is_unfit_is_said() -> None:
    good = photo("fig.jpg", 240)
    with pytest.raises(lut.PixelError, match=r"^pair 2: expected a picture after of many colors"):
        fit_pairs([(good, good), (good, np.zeros_like(good))])
    with pytest.raises(lut.LutError, match="at least one pair"):
        fit_pairs([])


@pytest.mark.parametrize("seed", range(4))
def test_noise_is_refused(seed: int) -> None:
    random = np.random.default_rng(seed)
    before, changed = (random.integers(0, 256, (20 + 9 * seed, 31, 3), dtype=np.uint8) for _ in range(2))
    with pytest.raises(lut.PixelError):
        lut.fit(before, changed)
    with pytest.raises(lut.PixelError, match="8 colors in flat areas"):
        lut.fit(before, before)
