"""Register a pair of pictures: find the shift, scale, turn and lens distortion of one on the other.

Both are made blind to tones first (local_contrast.py).  A search on small copies (search_placement.py) finds where to
begin; Gauss-Newton on ever larger copies then finds fractions of a pixel.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ..color.space import Floats
from ..errors import PixelError
from ..language import _
from .local_contrast import average_channels, correlation_of, normalize_contrast, shrink_plane
from .placement import Placement, centered_places, map_places, sample_bilinear, squared_radius
from .samples import Plane
from .search_placement import place_directly, search_placements

COARSE, FINE = 160, 640  # longest side of the copies that the first and the last refinement work on
SURE = 0.75  # correlation from which nothing else is tried
LEAST_CORRELATION = 0.3  # of two pictures of one scene, where the smaller lies in the larger one as a whole
LESS_OVERLAP = 0.6  # how much more correlation is needed where hardly anything overlaps, which may be chance
LEAST_OVERLAP = 0.1  # of the picture before, while refining
ROUNDS = 12
WORSE = 0.002  # what a step may cost of correlation, since what is far off counts less in steps
STILL = 0.03  # pixels of a copy: the last step moves none by more
LENS_WORTH = 0.01  # share of what does not correlate, that a lens distortion has to explain
ALIKE = 1e-6
RADIUS = 1 / 40  # of the neighborhoods that contrast is normalized in, in longest sides
USUAL_LENS = 0.01  # size of a distortion in the corners, to be expected
TOGETHER = 50  # pixels of a copy that tell no more than one, since neighbors are alike


def register_pictures(before: Plane, after: Plane) -> Placement:
    """Place the picture before on the one after.  Raises PixelError where they don't show the same scene."""
    one, two = average_channels(before), average_channels(after)
    best = refine_stepwise(before, after, one, two, [place_directly(before, after)])
    if best.correlation < SURE:
        other = refine_stepwise(before, after, one, two, search_placements(before, after))
        best = max(best, other, key=lambda found: found.correlation - needed_correlation(found))
    needed = needed_correlation(best)
    if best.correlation < needed:
        sentence = _(
            "expected two pictures of the same scene, found ones whose details don't match: "
            "a correlation of {found:.2f}, where {least} is needed"
        )
        raise PixelError(sentence.format(found=max(best.correlation, 0), least=f"{needed:.2g}"))
    return best


def needed_correlation(placement: Placement) -> float:
    """Return the correlation from which two pictures are of one scene: the more, the less they overlap."""
    return LEAST_CORRELATION + LESS_OVERLAP * (1 - placement.overlap)


def refine_stepwise(before: Plane, after: Plane, one: Floats, two: Floats, tried: list[Placement]) -> Placement:
    """Refine the likeliest of some placements on larger copies.  one, two: the pictures' gray."""
    coarse = [refine_placement(*copy_both(before, after, one, two, each, COARSE), each, lens=False) for each in tried]
    best = max(coarse, key=lambda found: found.correlation)
    copies = copy_both(before, after, one, two, best, FINE)
    best = refine_placement(*copies, best, lens=False)
    distorted = refine_placement(*copies, best, lens=True)
    explained = (distorted.correlation - best.correlation) / max(1 - best.correlation, ALIKE)
    return distorted if explained > LENS_WORTH else best


def copy_both(
    before: Plane, after: Plane, one: Floats, two: Floats, placement: Placement, side: int
) -> tuple[Plane, Plane]:
    """Return copies, about that long, with contrast normalized in neighborhoods of the same size in both."""
    copies = [
        shrink_plane(gray, max(round(max(gray.shape) / side), 1), picture)
        for gray, picture in ((one, before), (two, after))
    ]
    ratio = placement.scale * after.frame[1] / before.frame[1]  # own pixels of the one after along one of the other
    radius = RADIUS * min(max(before.frame), max(after.frame) / ratio)
    sizes = (radius / copies[0].reduced, radius * ratio / copies[1].reduced)
    first, second = (
        replace(copy, codes=normalize_contrast(copy.codes, max(round(size), 2)))
        for copy, size in zip(copies, sizes, strict=True)
    )
    return first, second


def refine_placement(before: Plane, after: Plane, placement: Placement, lens: bool) -> Placement:
    """Refine a placement by Gauss-Newton steps, with a lens distortion or without."""
    width = after.frame[1] / after.reduced
    rise_y, rise_x = np.gradient(after.codes)
    stack = np.stack([after.codes, rise_y * width, rise_x * width], axis=2).astype(np.float32)
    y, x = np.broadcast_arrays(*centered_places(before))
    used = 6 if lens else 4
    best, tried, still = replace(placement, correlation=-1.0), placement, False
    for _round in range(ROUNDS):
        found, inside = sample_bilinear(stack, *map_places(before, after, tried, y, x))
        if inside.sum() < LEAST_OVERLAP * before.codes.size:
            break
        value, by_y, by_x = (found[..., i][inside] for i in range(3))
        own = before.codes[inside]
        correlation = correlation_of(own, value)
        if correlation < best.correlation - WORSE:
            break
        best = replace(tried, correlation=correlation, overlap=overlap_share(before, after, tried, inside))
        if still:
            break
        slopes = placement_slopes(before, tried, y[inside], x[inside], by_y, by_x)[:, :used]
        gain = float((own * value).sum() / max(float((value * value).sum()), ALIKE))
        slopes *= np.float32(gain)
        error = own - np.float32(gain) * value
        weighted = slopes / (1 + error**2)[:, None]
        normal = (weighted.T @ slopes).astype(np.float64) + ALIKE * np.eye(used)
        right = (weighted.T @ error).astype(np.float64)
        if lens:
            stiffness = TOGETHER * float((error**2).mean()) / USUAL_LENS**2
            normal[4:, 4:] += stiffness * np.eye(2)
            right[4:] -= stiffness * tried.values[4:]
        step = np.zeros(6)
        step[:used] = np.linalg.solve(normal, right)
        tried = Placement.of(tried.values + step)
        still = float(np.abs(step).max()) * width < STILL
    return best


def overlap_share(before: Plane, after: Plane, placement: Placement, inside: NDArray[np.bool_]) -> float:
    """Return the share of the smaller picture that lies on the other one.  inside: of the picture before."""
    sizes = [each.frame[0] * each.frame[1] for each in (before, after)]
    ratio = placement.scale * after.frame[1] / before.frame[1]
    return min(float(inside.mean()) * max(sizes[0] * ratio**2 / sizes[1], 1.0), 1.0)


def placement_slopes(
    before: Plane, placement: Placement, y: Floats, x: Floats, by_y: Floats, by_x: Floats
) -> NDArray[np.float32]:
    """Return (P, 6): how values change with each of a placement's.  by_y, by_x: (P,) with y and x in widths."""
    cos, sin, _right, _down, second, fourth = (np.float32(value) for value in placement.values)
    r2 = squared_radius(before, y, x)
    lens = 1 + second * r2 + fourth * r2 * r2
    outwards = by_x * (cos * x - sin * y) + by_y * (sin * x + cos * y)
    columns = (
        (by_x * x + by_y * y) * lens,
        (by_y * x - by_x * y) * lens,
        by_x,
        by_y,
        outwards * r2,
        outwards * r2 * r2,
    )
    result: NDArray[np.float32] = np.stack(columns, axis=1)
    return result
