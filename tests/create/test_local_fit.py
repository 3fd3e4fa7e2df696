"""A look behind local tone mapping: found, told apart from the look, and said; ``tests.bench.local_fitting`` measures.

The local step here moves large areas towards middle gray, which is none of the library's own operators.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pairs import compressed, locally_toned, look, photo, vignetted

import lut
from lut.color import delta_e2000, luminance, srgb_to_lab, srgb_to_linear
from lut.create import fit_lut
from lut.create.fit_local import absorb_trend, scaled_codes
from lut.create.fit_lut import FittedLut, fit_matched
from lut.create.fitted_files import write_fitted
from lut.create.local_evidence import has_local_tone, measure_local_variation
from lut.create.local_features import hat_weights, local_features, local_prior, luma_of
from lut.create.local_finish import fit_finish
from lut.create.pair import Pair, match_pair
from lut.looks.finish import LocalTone, Strip, apply_gain, measure_local_tone

SOURCE, OTHERS = "mountain.jpg", ("wine.jpg", "brushes.jpg", "autumn.jpg", "sunset.jpg")


def pair_of(changed: np.ndarray) -> Pair:
    return match_pair(photo(SOURCE, 360), compressed(changed))


def lab(pixels: np.ndarray) -> np.ndarray:
    return srgb_to_lab(pixels.astype(np.float32) / 255)


def errors(found: lut.Lut, name: str, stops: float) -> np.ndarray:
    """Mean ΔE2000 on other photographs that went through the same local step and the look."""
    result = []
    for other in OTHERS:
        pixels = photo(other, 240)
        wanted = lab(lut.apply(locally_toned(pixels, stops), look(name)))
        result.append(delta_e2000(lab(lut.apply(pixels, found)), wanted).mean())
    return np.array(result)


@pytest.mark.parametrize("name", ["lively", "curves", "brown"])
def test_a_look_alone_is_no_local_tone_mapping(name: str) -> None:
    variation, _beyond_radius = measure_local_variation(pair_of(lut.apply(photo(SOURCE, 360), look(name))))
    assert variation < 0.045


@pytest.mark.slow("fits behind gains")
def test_noise_is_no_local_tone_mapping(monkeypatch: pytest.MonkeyPatch) -> None:
    """Noise varies by place, too; but gains explain hardly more of it than the look does alone.

    The look's grade, which the gains are compared with, is then refined, not fitted from nothing again.
    """
    starts = []
    fit_grade = fit_lut.fit_grade
    monkeypatch.setattr(
        fit_lut, "fit_grade", lambda samples, start=None: starts.append(start) or fit_grade(samples, start)
    )
    random = np.random.default_rng(4)
    clean = photo("sunset.jpg", 360), lut.apply(photo("sunset.jpg", 360), look("leica-sepia"))
    noisy = [np.clip(np.rint(pixels + random.normal(0, 4, pixels.shape)), 0, 255).astype(np.uint8) for pixels in clean]
    pair = match_pair(*noisy)
    variation, _beyond_radius = measure_local_variation(pair)
    assert has_local_tone(pair), variation
    assert fit_matched([pair]).report.local is None
    assert [start is None for start in starts] == [True, False, False]


def test_a_vignette_is_no_local_tone_mapping() -> None:
    pair = pair_of(vignetted(lut.apply(photo(SOURCE, 360), look("lively")), 0.3))
    variation, beyond_radius = measure_local_variation(pair)
    assert variation > 0.3 and beyond_radius < 0.3 * variation
    assert not has_local_tone(pair)


@pytest.mark.parametrize("stops", [1, 2, 4])
def test_local_tone_mapping_is_seen(stops: float) -> None:
    assert has_local_tone(pair_of(lut.apply(locally_toned(photo(SOURCE, 360), stops), look("lively"))))


def test_too_few_areas_tell_nothing() -> None:
    pair = match_pair(photo(SOURCE, 24), photo(SOURCE, 24))
    assert measure_local_variation(pair) == (0.0, 0.0)


@pytest.mark.slow("fits large pictures")
def test_the_table_is_the_look_and_what_the_local_step_does_everywhere() -> None:
    toned = locally_toned(photo(SOURCE), 3)
    found = lut.fit(photo(SOURCE), compressed(lut.apply(toned, look("lively"))))
    ignoring = errors(look("lively"), "lively", 3)
    assert errors(found, "lively", 3).mean() < 1.05 * ignoring.mean()
    (registration,) = found.report.registrations
    assert registration.vignette == (0, 0)
    assert found.report.local.shadows > 0.2
    said = " ".join(found.report.sentences)
    assert "Local tone mapping was found and told apart from the look: it lifts shadows by up to" in said


@pytest.mark.slow("fits twice")
def test_pairs_of_which_one_has_a_local_step() -> None:
    plain, toned = photo("fig.jpg", 360), locally_toned(photo(SOURCE, 360), 3)
    pairs = [(plain, lut.apply(plain, look("lively"))), (photo(SOURCE, 360), lut.apply(toned, look("lively")))]
    found = lut.create.fit_pairs(pairs)
    assert found.report.local is not None and len(found.report.registrations) == 2
    assert found.report.residual.mean < 1


@pytest.fixture(scope="module")
def graduated() -> FittedLut:
    """A fit to a picture that a graduated filter has darkened at the top."""
    before = photo(SOURCE, 360)
    stops = np.linspace(-1.5, 0, len(before), dtype=np.float32)[:, None].repeat(before.shape[1], axis=1)
    codes = scaled_codes(before.reshape(-1, 3) / np.float32(255), stops.ravel()).reshape(before.shape)
    toned = np.rint(255 * codes).astype(np.uint8)
    return lut.fit(before, compressed(lut.apply(toned, look("lively"))))


def test_a_graduated_filter_is_kept_as_a_finishing_step(graduated: FittedLut) -> None:
    assert graduated.finish is not None
    assert -1 < graduated.finish.top < -0.1  # what the table has of it is left out
    assert graduated.report.local.sky > 0
    assert "protects the sky" in " ".join(graduated.report.sentences)


@pytest.mark.parametrize("step", [{"contrast": 0.8}, {"contrast": 0.5, "wide_contrast": 0.5}])
def test_local_contrast_is_found_although_the_table_has_some_of_it(step: dict[str, float]) -> None:
    """The table here: the pair's mean gain by luma, as if a fit had taken it for the look's."""
    before, known = photo(SOURCE, 360), LocalTone(1, shadows=0, highlights=0, **step)
    pair = match_pair(before, sharpened(before, known))
    lights = (np.maximum(luminance(srgb_to_linear(codes)), 2e-3) for codes in (pair.after, pair.before))
    table = absorb_trend(lut.Lut.identity(33), [pair], [np.log2(np.divide(*lights))])
    found = fit_finish(table, [pair])
    assert found is not None
    for name in OTHERS:
        pixels = photo(name, 360)
        wanted, toned = lab(sharpened(pixels, known)), lut.apply(pixels, table)
        alone, kept = (delta_e2000(lab(each), wanted).mean() for each in (toned, sharpened(toned, found)))
        assert kept < 0.7 * alone


def sharpened(pixels: np.ndarray, step: LocalTone) -> np.ndarray:
    return apply_gain(Strip.whole(pixels.copy()), measure_local_tone(pixels, step), 1)


def test_a_recipe_has_the_table_and_the_finishing_step(graduated: FittedLut, tmp_path: Path) -> None:
    out = tmp_path / "Evening “phone”.toml"
    write_fitted(replace(graduated, title='My "phone"'), out)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["Evening “phone”.cube", out.name]
    read = lut.looks.read_recipe(out)
    assert read.name == 'My "phone"'
    assert read.finish == (graduated.finish,)
    assert np.abs(read.bake(33).table - graduated.table).max() < 1e-4


def test_a_table_alone_is_written_as_one_file(tmp_path: Path) -> None:
    found = FittedLut(lut.Lut.identity(9).table)
    write_fitted(found, tmp_path / "look.cube")
    write_fitted(found, tmp_path / "plain.toml")
    assert lut.formats.read(tmp_path / "look.cube").size == 9
    assert lut.looks.read_recipe(tmp_path / "plain.toml").finish == ()


def test_hats_share_each_value() -> None:
    knots = np.linspace(0, 1, 5)
    values = np.float32([-1, 0, 0.1, 0.25, 0.9, 1, 2])
    weights = hat_weights(values, knots)
    assert np.allclose(weights.sum(axis=1), 1)
    assert np.allclose(weights @ knots, np.clip(values, 0, 1))


def test_features_and_prior_belong_to_the_same_parameters() -> None:
    pair = pair_of(photo(SOURCE, 360))
    common, place, size = local_features(pair)
    assert len(common) == len(place) == len(pair.before)
    assert place.shape[1] == np.prod(size) and np.allclose(place.sum(axis=1), 1, atol=1e-5)
    prior = local_prior([size, size])
    assert prior.shape[1] == common.shape[1] + 2 * place.shape[1]
    assert np.linalg.matrix_rank(prior) == prior.shape[1]


def test_what_gains_have_in_common_goes_into_the_table() -> None:
    pair = pair_of(photo(SOURCE, 360))
    half = absorb_trend(lut.Lut.identity(33), [pair], [np.full(len(pair.before), -1, np.float32)])
    wanted = scaled_codes(pair.before, np.full(len(pair.before), -1, np.float32))
    assert np.abs(half(pair.before) - wanted).max() < 0.01
    assert luma_of(np.float32([[1, 1, 1]])) == pytest.approx(1)
