"""What a fit is made of: splines, grades and their derivatives, the remainder's lattice, flat areas."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
import pytest
from bench import learn_prior

import lut
from lut.color import chroma, delta_e2000, linear_to_srgb, srgb_to_lab, srgb_to_linear
from lut.color.xyz import LUMINANCE
from lut.create.grade import (
    CODE_KNOTS,
    COLOR_FAMILY,
    LEARNED,
    MONOCHROME_FAMILY,
    Family,
    Grade,
    cardinal_splines,
    clip_to_gamut,
    linear_reach,
    neutral_grade,
    second_differences,
)
from lut.create.jacobian import jacobian
from lut.create.levenberg_marquardt import Problem, fit_grade
from lut.create.posterior import posterior_deviation
from lut.create.residual_lattice import fit_residuals
from lut.create.samples import Samples, average_areas, gather_by_color

RANDOM = np.random.default_rng(11)
CODES = RANDOM.uniform(0.08, 0.92, (400, 3)).astype(np.float32)


def graded(grade: Grade, codes: np.ndarray) -> np.ndarray:
    linear = srgb_to_linear(codes)
    return linear_to_srgb(clip_to_gamut(grade(linear), linear_reach(linear), grade.soft))


def some_grade(family: Family, share: float, seed: int = 3) -> Grade:
    deviations = np.concatenate(list(family.blocks.values()))
    return Grade(family, share * deviations * np.random.default_rng(seed).normal(size=family.count))


def test_splines_go_through_their_knots_and_on_straight() -> None:
    values = RANDOM.normal(size=len(CODE_KNOTS))
    assert cardinal_splines(CODE_KNOTS, CODE_KNOTS) @ values == pytest.approx(values, abs=1e-12)
    beyond = cardinal_splines(CODE_KNOTS, np.array([-0.3, -0.2, -0.1, 1.1, 1.2, 1.3])) @ values
    assert beyond[:3] @ (1, -2, 1) == pytest.approx(0, abs=1e-9)
    assert beyond[3:] @ (1, -2, 1) == pytest.approx(0, abs=1e-9)


def test_splines_bend_nowhere_suddenly() -> None:
    x = np.linspace(-0.2, 1.2, 14001)
    bend = np.diff(cardinal_splines(CODE_KNOTS, x) @ np.sin(9 * CODE_KNOTS), 2) / (x[1] - x[0]) ** 2
    assert np.abs(np.diff(bend)).max() < 0.005 * np.abs(bend).max()


def test_lines_have_no_second_differences() -> None:
    assert second_differences(CODE_KNOTS) @ (0.3 + 2 * CODE_KNOTS) == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("soft", [False, True])
def test_the_neutral_grade_changes_nothing(soft: bool) -> None:
    colors = lut.Lut.identity(9).table.reshape(-1, 3)
    assert np.abs(graded(neutral_grade(COLOR_FAMILY, soft), colors) - colors).max() < 2e-4


def test_a_neutral_monochrome_grade_keeps_luminance() -> None:
    result = srgb_to_linear(graded(neutral_grade(MONOCHROME_FAMILY), CODES))
    assert np.ptp(result, axis=1).max() < 1e-4
    assert result[:, 0] == pytest.approx(srgb_to_linear(CODES) @ (0.2126, 0.7152, 0.0722), abs=1e-3)


@pytest.mark.parametrize("family", [COLOR_FAMILY, MONOCHROME_FAMILY], ids=["color", "monochrome"])
@pytest.mark.parametrize("soft", [False, True])
def test_derivatives_are_those_of_differences(family: Family, soft: bool) -> None:
    problem = Problem.of(Samples(CODES, CODES, np.ones(len(CODES))))
    values = some_grade(family, 0.1).values
    residuals = partial(problem.residuals, soft=soft)
    found = jacobian(problem.state(Grade(family, values, soft)).stages, residuals)
    for name, part in family.slices.items():
        for index in range(part.start, part.stop):
            nudge = 2e-3 * (np.arange(family.count) == index)
            above, below = (
                residuals(Grade(family, each, soft)(problem.linear)) for each in (values + nudge, values - nudge)
            )
            slopes = (above - below) / 4e-3
            # Medians, and some room: curves are looked up in tables, which a nudge crosses in steps; some colors clip.
            allowed = 0.05 * np.abs(slopes).mean() + 0.02
            assert np.median(np.abs(found[:, :, index] - slopes)) < allowed, (name, index - part.start)


@pytest.mark.slow("solves many grades")
def test_a_grade_is_found_again() -> None:
    wanted = some_grade(COLOR_FAMILY, 0.2)
    found = fit_grade(Samples(CODES, graded(wanted, CODES), np.full(len(CODES), 1e3)))
    others = np.random.default_rng(5).uniform(0.1, 0.9, (500, 3)).astype(np.float32)
    labs = [srgb_to_lab(graded(each, others)) for each in (wanted, found)]
    plain = srgb_to_lab(others)
    assert delta_e2000(labs[0], plain).mean() > 3
    assert delta_e2000(*labs).mean() < 0.5


def test_few_colors_move_little_but_where_they_are() -> None:
    red = np.array([0.6, 0.2, 0.2]) + RANDOM.uniform(-0.05, 0.05, (40, 3))
    grays = RANDOM.uniform(0.1, 0.9, (40, 1)).repeat(3, axis=1)
    before = np.concatenate([red, grays]).astype(np.float32)
    after = before.copy()
    after[:40] = 0.6 * red + 0.4 * red.mean(axis=1, keepdims=True)  # red alone loses color
    found = fit_grade(Samples(before, after, np.full(80, 10.0)))
    blue, gray = graded(found, np.array([[0.2, 0.25, 0.6], [0.5, 0.5, 0.5]], np.float32))
    assert np.ptp(blue) > 0.2
    assert chroma(srgb_to_lab(gray)) < 2


def blue_picture() -> np.ndarray:
    """Colors of one hue, from dark to light."""
    random = np.random.default_rng(2)
    tone = random.uniform(0.1, 0.9, (200, 1))
    return np.clip(tone * (0.75, 0.9, 1.1) + random.normal(0, 0.01, (200, 3)), 0, 1).astype(np.float32)


def test_a_picture_of_one_hue_makes_no_look_monochrome() -> None:
    before = blue_picture()
    found = fit_grade(Samples(before, before**1.2, np.full(len(before), 10.0)))
    assert found.family is COLOR_FAMILY
    red = np.array([[0.7, 0.2, 0.2]], np.float32)
    assert chroma(srgb_to_lab(graded(found, red))) > 0.5 * chroma(srgb_to_lab(red))


def test_a_monochrome_look_is_one() -> None:
    toned = (CODES @ LUMINANCE)[:, None] ** np.float32([0.9, 1, 1.15])
    assert fit_grade(Samples(CODES, toned, np.full(len(CODES), 10.0))).family is MONOCHROME_FAMILY


def test_grades_are_uncertain_where_colors_are_missing() -> None:
    before = blue_picture()
    samples = Samples(before, before**1.2, np.full(len(before), 10.0))
    grade = fit_grade(samples)
    asked = np.concatenate([before[:20], [[0.8, 0.2, 0.2], [0.3, 0.7, 0.1]]]).astype(np.float32)
    found = posterior_deviation(grade, samples, asked, graded(grade, asked))
    assert found[:20].mean() < 1
    assert found[20:].min() > 5 * found[:20].mean()


def test_the_learned_prior_expects_what_random_looks_do() -> None:
    expected, rows = COLOR_FAMILY.expectations(), COLOR_FAMILY.prior()
    assert rows.shape == (COLOR_FAMILY.count, COLOR_FAMILY.count)
    directions = np.load(LEARNED) @ np.linalg.inv(np.linalg.cholesky(expected.T @ expected))
    learned = directions / np.linalg.norm(directions @ expected.T, axis=1)[:, None]
    unlearned = np.random.default_rng(1).normal(size=(64, COLOR_FAMILY.count))
    unlearned /= np.linalg.norm(unlearned @ expected.T, axis=1)[:, None]
    costs = [(np.linalg.norm(each[:20] @ rows.T, axis=1)).mean() for each in (learned, unlearned)]
    assert costs[0] < 0.7 * costs[1]


def test_the_prior_can_be_learned_again(tmp_path: Path) -> None:
    """From two of its looks: they vary along two directions, which lie inside those of the whole prior."""
    learn_prior.main(["--looks", "2", "--out", str(tmp_path / "prior.npy")])
    learned, found = np.load(LEARNED), np.load(tmp_path / "prior.npy").astype(float)
    assert (found.shape, np.linalg.matrix_rank(found, tol=0.01)) == (learned.shape, 2)
    common = np.linalg.qr(learned[:24].T.astype(float))[0]  # 24 random directions of 164 would hold 0.38 of the length
    assert np.linalg.norm(found @ common) > 0.8 * np.linalg.norm(found)


def test_the_remainder_is_exact_where_samples_are_and_nothing_far_away() -> None:
    dense = (0.3 + 0.1 * lut.Lut.identity(9).table.reshape(-1, 3)).astype(np.float32)
    wanted = np.broadcast_to(np.float32([0.02, -0.03, 0.01]), dense.shape)
    field = lut.Lut(fit_residuals(Samples(dense, dense, np.full(len(dense), 100.0)), wanted, 17))
    assert np.abs(field(dense, "trilinear") - wanted).max() < 0.003
    assert np.abs(field([[0.95, 0.95, 0.95], [0.9, 0.1, 0.9]])).max() < 0.01


def test_areas_with_edges_and_clipped_ones_hardly_count() -> None:
    picture = np.full((24, 24, 3), 0.4, np.float32)
    picture[:, 14:] = 0.9  # through the middle of areas of 4
    picture[:8] = 1
    _, _, weight = average_areas(picture, picture, np.ones(picture.shape[:2], bool), 4)
    assert weight.shape == (6, 6)
    assert (weight[4:, :2] == 1).all()
    assert (weight[4:, 3] < 1e-3).all() and (weight[4:, [2, 4]] < 0.05).all()
    assert (weight[0] <= 0.05).all()


def test_invalid_areas_do_not_count() -> None:
    picture = np.full((8, 8, 3), 0.4, np.float32)
    valid = np.ones((8, 8), bool)
    valid[5, 5] = False
    _, _, weight = average_areas(picture, picture, valid, 4)
    assert weight.tolist() == [[1, 1], [1, 0]]


def test_gathering_takes_weighted_means() -> None:
    before = np.array([[0.51, 0.51, 0.51], [0.52, 0.52, 0.52], [0.9, 0.1, 0.1]], np.float32)
    after = np.array([[0.2, 0.2, 0.2], [0.6, 0.6, 0.6], [0.3, 0.3, 0.3]], np.float32)
    found = gather_by_color(before, after, np.array([3, 1, 0.5], np.float32), cells=8)
    assert len(found) == 2
    assert found.weight.tolist() == [4, 0.5]
    assert found.after[:, 0] == pytest.approx([0.3, 0.3])
    assert found.before[0] == pytest.approx([0.5125] * 3)
