"""Smooth lattice fitted to the residuals of a grade: exact where a pair has colors, 0 far from them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..color.space import Floats
from ..lattice import lattice
from ..table import Lut
from .grade import Grade, apply_grade
from .samples import Samples

SMOOTHNESS = 0.3  # cost of bending, relative to a sample's residual, at size 33
RETURN = 0.003  # cost of departing from the grade: away from samples, corrections fade within some five cells
NOISE = 0.5  # weight of samples above which more of them add little
ROUNDS = 120
ENOUGH = 1e-3


def cell_corners(colors: Floats, size: int) -> tuple[NDArray[np.intp], Floats]:
    """Return the (P, 8) lattice points around each color, and their trilinear weights."""
    position = np.clip(colors, 0, 1) * np.float32(size - 1)
    low = np.minimum(position.astype(np.intp), size - 2)
    part = position - low
    index, weight = [], []
    for corner in np.ndindex(2, 2, 2):
        point = low + np.array(corner)
        index.append((point[:, 0] * size + point[:, 1]) * size + point[:, 2])
        weight.append(np.where(np.array(corner) == 1, part, 1 - part).prod(axis=1))
    return np.stack(index, axis=1), np.stack(weight, axis=1).astype(np.float32)


def correct_grade(grade: Grade, samples: Samples, size: int) -> Lut:
    """Bake a grade at size³ points, and correct it near the samples."""
    table = apply_grade(grade, lattice(size).reshape(-1, 3)).reshape(size, size, size, 3)
    missed = samples.after - Lut(table)(samples.before, "trilinear")
    return Lut(np.clip(table + fit_residuals(samples, missed, size), 0, 1))


def fit_residuals(samples: Samples, residuals: Floats, size: int) -> Floats:
    """Return (N, N, N, 3) to add to a grade's codes.  residuals: (P, 3) residuals at the samples, in codes.

    Conjugate gradients on: residuals of the samples + SMOOTHNESS · second differences along the axes + RETURN · size.
    """
    index, weight = cell_corners(samples.before, size)
    trust = (samples.weight / (samples.weight + NOISE)).astype(np.float32)[:, None]
    flat = index.ravel()

    def spread(values: Floats) -> Floats:
        parts = (weight[:, :, None] * values[:, None, :]).reshape(-1, 3)
        columns = [np.bincount(flat, parts[:, i], size**3) for i in range(3)]
        return np.stack(columns, axis=1).astype(np.float32)

    def at_samples(field: Floats) -> Floats:
        result: Floats = np.einsum("pc,pcd->pd", weight, field[index])
        return result

    def system(field: Floats) -> Floats:
        pulled = spread(trust * at_samples(field))
        pulled += np.float32(SMOOTHNESS) * bending_gradient(field, size)
        pulled += np.float32(RETURN) * field
        return pulled

    diagonal = np.bincount(flat, (weight**2 * trust).ravel(), size**3).astype(np.float32)[:, None]
    diagonal += np.float32(18 * SMOOTHNESS + RETURN)
    field = np.zeros((size**3, 3), np.float32)
    rest = spread(trust * residuals)
    start = float((rest * rest).sum())
    ready = rest / diagonal
    direction, product = ready.copy(), float((rest * ready).sum())
    for _ in range(ROUNDS):
        if float((rest * rest).sum()) <= ENOUGH**2 * start:
            break
        image = system(direction)
        step = np.float32(product / max(float((direction * image).sum()), 1e-30))
        field += step * direction
        rest -= step * image
        ready = rest / diagonal
        following = float((rest * ready).sum())
        direction = ready + np.float32(following / max(product, 1e-30)) * direction
        product = following
    return field.reshape(size, size, size, 3)


def bending_gradient(field: Floats, size: int) -> Floats:
    """Return the gradient of half the sum of squared second differences along the three axes."""
    cube = field.reshape(size, size, size, 3)
    result = np.zeros_like(cube)
    for axis in range(3):
        values, into = np.moveaxis(cube, axis, 0), np.moveaxis(result, axis, 0)
        bend = values[:-2] - 2 * values[1:-1] + values[2:]
        into[:-2] += bend
        into[1:-1] -= 2 * bend
        into[2:] += bend
    return result.reshape(-1, 3)
