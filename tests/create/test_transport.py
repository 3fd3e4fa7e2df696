"""Optimal transport, on cases whose optimum is known in closed form."""

from __future__ import annotations

import numpy as np
import pytest

from lut.create.optimal_transport import (
    Cloud,
    barycentric_projection,
    sliced_distance,
    transport_displacement,
    weighted_quantiles,
)

RNG = np.random.default_rng(5)
NEAR, FAR = np.array(((0.03, 0.0), (0.5, 0.0)))


def cloud(points: np.ndarray) -> Cloud:
    return Cloud(points, np.full(len(points), 1 / len(points)))


def blob(count: int = 200, dimensions: int = 3, size: float = 0.1) -> Cloud:
    weights = RNG.random(count) + 0.1
    return Cloud(RNG.normal(0.5, size, (count, dimensions)), weights / weights.sum())


def test_a_cloud_onto_itself_does_not_move() -> None:
    here = blob()
    for reach in (0.1, 0.5, 100.0):
        moved, mass = transport_displacement(here, here, 0.03, reach)
        assert np.abs(moved).max() == 0
    np.testing.assert_allclose(mass, here.weights, rtol=1e-3)


def test_a_shifted_cloud_moves_by_the_shift() -> None:
    """Translation is the optimum for every cost that grows with distance, and debiasing takes blur's share off."""
    here = blob()
    shift = np.array((0.05, -0.03, 0.02))
    moved, mass = transport_displacement(here, Cloud(here.points + shift, here.weights), 0.03, 100.0)
    np.testing.assert_allclose(mass @ moved, shift, atol=1e-3)
    assert np.abs(moved - shift).max() < 0.015


def test_along_a_line_it_is_the_monotone_map() -> None:
    """In one dimension the optimum pairs quantiles, whatever the distributions (Villani: Topics, 2.18)."""
    here = (np.arange(200) + 0.5) / 200
    there = here + 0.1 * np.sin(np.pi * here)
    moved, _ = transport_displacement(cloud(here[:, None]), cloud(there[:, None]), 0.04, 100.0)
    assert np.abs(here + moved[:, 0] - there).max() < 0.012
    assert (np.diff(here + moved[:, 0]) > 0).all()


def test_between_normal_distributions_it_is_linear() -> None:
    """The optimum is Σ^-½ (Σ^½ T Σ^½)^½ Σ^-½ (Olkin, Pukelsheim 1982): stretched here along the diagonals."""
    stretch = np.array(((1.2, 0.3), (0.3, 0.9)))  # symmetric and positive: the optimum itself
    here = cloud(RNG.normal(0, 0.1, (400, 2)))
    moved, _ = transport_displacement(here, cloud(here.points @ stretch), 0.02, 100.0)
    found = np.linalg.lstsq(here.points, here.points + moved, rcond=None)[0]
    assert np.abs(found - stretch).max() < 0.05


def test_what_is_out_of_reach_hardly_takes_part() -> None:
    """Half of the source has its counterpart nearby; the other half's is far, and so is a further one of the target."""
    points = RNG.normal(0, 0.02, (100, 2))
    source = cloud(np.concatenate((points, points + FAR)))
    target = cloud(np.concatenate((points + NEAR, points - FAR)))
    moved, mass = transport_displacement(source, target, 0.03, 0.05)
    np.testing.assert_allclose(source.weights[:100] @ moved[:100] * 2, NEAR, atol=0.005)
    assert mass[:100].sum() > 0.3
    assert mass[100:].sum() < 0.01
    forced, mass = transport_displacement(source, target, 0.03, 100.0)
    assert np.hypot(*forced[100:].T).min() > 0.3
    np.testing.assert_allclose(mass[100:].sum(), 0.5, atol=0.01)


def test_the_plan_has_the_weights_asked_for_where_reach_is_no_matter() -> None:
    source, target = blob(120), blob(150)
    _, mass = barycentric_projection(source, target, 0.05, 1e3)
    np.testing.assert_allclose(mass, source.weights, rtol=1e-3)
    places, mass = barycentric_projection(source, target, 0.05, 1e3)
    np.testing.assert_allclose(mass @ places, target.weights @ target.points, atol=1e-3)


def test_nothing_overflows_at_a_picture_s_extremes() -> None:
    """From black to white, and from pure blue to pure yellow: the corners of Oklab."""
    source = cloud(np.array(((0.0, 0.0, 0.0), (0.27, -0.03, -0.31))))
    target = cloud(np.array(((0.6, 0.0, 0.0), (0.58, -0.07, 0.2))))
    for reach in (0.05, 0.12, 10.0):
        moved, mass = transport_displacement(source, target, 0.03, reach)
        assert np.isfinite(moved).all()
        assert np.isfinite(mass).all()


def test_quantiles_weigh() -> None:
    values = np.array((3.0, 1.0, 2.0))
    np.testing.assert_allclose(
        weighted_quantiles(values, np.array((0.0, 0.5, 0.5)), np.array((0.25, 0.5, 0.75))), (1, 1.5, 2)
    )
    same = weighted_quantiles(np.repeat(values, (1, 2, 3)), np.ones(6), np.array((0.1, 0.4, 0.9)))
    assert (np.diff(same) >= 0).all()


def test_distance_of_a_shift() -> None:
    here = blob()
    assert sliced_distance(here, here) == 0
    for shift in np.eye(3) * 0.1:
        found = sliced_distance(here, Cloud(here.points + shift, here.weights))
        assert found == pytest.approx(0.1 / 3**0.5, rel=0.03)


def test_distance_is_symmetric_and_grows() -> None:
    one, two = blob(), blob(size=0.2)
    assert sliced_distance(one, two) == pytest.approx(sliced_distance(two, one))
    far = [sliced_distance(one, Cloud(one.points + shift * np.array((1, 2, -1)), one.weights)) for shift in (0.1, 0.2)]
    assert far[1] == pytest.approx(2 * far[0])
