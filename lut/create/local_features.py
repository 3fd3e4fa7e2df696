"""Features of a picture's areas that its local gain is made of.

The gain in stops is a sum of

    tone    a curve over the base layer: the light of the part of the picture that an area belongs to
    detail  a share of the difference between an area and its base layer, and of the contrast with its surroundings
    place   a grid over position and base layer

An edge-aware base layer tells the look and the local step apart: inside a part of the picture the base hardly
changes, so that the contrast of its details is the look's.  The prior of all is 0.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..color.space import Floats
from ..color.xyz import LUMINANCE
from ..looks.finish.local_gain import LocalGain
from ..looks.finish.local_tone import LEVELS, SPREAD, WIDE_SPREAD, base_layer, measure_parts
from ..looks.finish.pixel_strips import Strip
from .pair import Pair
from .samples import LEAST_WEIGHT

Doubles = NDArray[np.float64]

TONE_KNOTS = np.linspace(0, 1, 7)  # luma of the base layer
PLACES = 6  # points of the grid along the longer side
PLACE_KNOTS = np.array([0.05, 0.5, 0.95])  # luma of the base layer
STOPS_PER_LUMA = 4.0  # of detail, for middle gray
# Standard deviations of the priors, in stops.
TONE, TONE_BEND, PLACE, PLACE_STEP = 0.6, 0.25, 0.6, 0.4
DETAILS = 0.2, 0.3, 0.3  # beside the base layer, near and wide surroundings
CELLS, BLOCKS = 16, 8  # areas are gathered by color, and by place


@dataclass(frozen=True)
class LocalSamples:
    """before, after: (P, 3) sRGB codes.  weight: (P,).  features: (P, K), by which the gain's parameters count."""

    before: Floats
    after: Floats
    weight: NDArray[np.float64]
    features: Floats


def luma_of(codes: Floats) -> Floats:
    """Return (P,) luma of codes (P, 3), 0..1."""
    luma: Floats = np.clip(codes @ LUMINANCE, 0, 1)
    return luma


def read_grid(grid: Doubles, light: Floats) -> Floats:
    """Return (P,) values of a grid (rows, columns, levels) at areas of a luma, (h, w)."""
    strip = Strip.whole(np.repeat(light[..., None], 3, axis=2))
    found: Floats = LocalGain(grid.astype(np.float32)).reader(strip)(light, slice(0, len(light))).reshape(-1)
    return found


def base_of(luma: Floats, shape: tuple[int, int]) -> Floats:
    """Return the base layer's luma, (P,), of areas that lie on a grid."""
    light = luma.reshape(shape)
    base, _count = base_layer(light, np.ones_like(light), float(light.mean()))
    return read_grid(base, light)


def hat_weights(values: Floats, knots: Doubles) -> Floats:
    """Return (P, K) weights of the two knots beside each value, (P,); constant beyond the ends."""
    values = np.clip(values, knots[0], knots[-1])
    low = np.clip(np.searchsorted(knots, values, side="right") - 1, 0, len(knots) - 2)
    part = (values - knots[low]) / (knots[low + 1] - knots[low])
    result = np.zeros((len(values), len(knots)), np.float32)
    rows = np.arange(len(values))
    result[rows, low], result[rows, low + 1] = 1 - part, part
    return result


def local_features(pair: Pair) -> tuple[Floats, Floats, tuple[int, int, int]]:
    """Return the features (P, 10) of tone and detail, those of place (P, R), and the size of their grid."""
    luma = luma_of(pair.before)
    light = luma.reshape(pair.shape)
    parts = measure_parts(light, np.ones_like(light))
    base = read_grid(parts.base, light)
    around = map(parts.surroundings, (SPREAD, WIDE_SPREAD))
    contrasts = [read_grid(each.contrast(np.linspace(0, 1, LEVELS)), light) for each in around]
    details = np.stack([np.float32(STOPS_PER_LUMA) * (luma - base), *contrasts], axis=1)
    common = np.concatenate([hat_weights(base, TONE_KNOTS), details], axis=1)
    longer = max(pair.shape)
    size, axes = [], []
    for length in pair.shape:
        count = max(round(PLACES * length / longer), 2)
        at = (np.arange(length) + 0.5) / length
        axes.append(hat_weights(at.astype(np.float32), np.linspace(0, 1, count)))
        size.append(count)
    levels = hat_weights(base, PLACE_KNOTS)
    rows, columns = (axis[index.ravel()] for axis, index in zip(axes, np.indices(pair.shape), strict=True))
    place = np.einsum("pi,pj,pk->pijk", rows, columns, levels).reshape(len(luma), -1)
    return common, place, (size[0], size[1], len(PLACE_KNOTS))


def local_prior(sizes: Sequence[tuple[int, int, int]]) -> Doubles:
    """Return (rows, K): each row times the gain's parameters is expected to be 0, give or take 1."""
    tones = len(TONE_KNOTS)
    first = tones + len(DETAILS)
    count = first + sum(int(np.prod(size)) for size in sizes)
    rows = [np.diag(1 / np.array([*[TONE] * tones, *DETAILS, *[PLACE] * (count - first)]))]
    bends = np.zeros((tones - 2, count))
    bends[:, :tones] = np.diff(np.eye(tones), 2, axis=0) / TONE_BEND
    rows.append(bends)
    for size in sizes:
        index = first + np.arange(int(np.prod(size))).reshape(size)
        for axis in range(3):
            low, high = index.take(range(size[axis] - 1), axis).ravel(), index.take(range(1, size[axis]), axis).ravel()
            steps = np.zeros((len(low), count))
            at = np.arange(len(low))
            steps[at, low], steps[at, high] = -1 / PLACE_STEP, 1 / PLACE_STEP
            rows.append(steps)
        first += index.size
    return np.concatenate(rows)


def gather_by_place(pair: Pair, features: Floats) -> LocalSamples:
    """Average areas of about one color at about one place: one sample per occupied cell."""
    color = np.minimum((pair.before * np.float32(CELLS)).astype(np.intp), CELLS - 1) @ np.array([CELLS**2, CELLS, 1])
    row, column = (index.ravel() * BLOCKS // max(pair.shape) for index in np.indices(pair.shape))
    _cells, cell = np.unique((color * BLOCKS + row) * BLOCKS + column, return_inverse=True)
    weight = pair.weight.astype(np.float64)
    total = np.bincount(cell, weight).astype(np.float64)
    used = total > LEAST_WEIGHT

    def average(values: Floats) -> Floats:
        sums = np.stack([np.bincount(cell, weight * values[:, i]) for i in range(values.shape[1])], axis=1)
        means: Floats = (sums[used] / total[used, None]).astype(np.float32)
        return means

    return LocalSamples(average(pair.before), average(pair.after), total[used], average(features))
