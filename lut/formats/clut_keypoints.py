"""Rebuild a color table from colored keypoints, as G'MIC does for its compressed CLUTs.

A keypoint is an input color and its output, in codes of 0 to 255.  D. Tschumperlé, C. Porquet, A. Mahboubi: "3D Color
CLUT Compression by Multi-Scale Anisotropic Diffusion" (CAIP 2019), and "Reconstruction of Smooth 3D Color Functions
from Keypoints: Application to Lossy Compression and Exemplar-Based Generation of Color LUTs" (SIAM J. Imaging Sciences
13, 2020).  Few keypoints are interpolated with radial basis functions r² log r.  Many are diffused: on lattices of 2,
4, 8 … points a side, each unknown color becomes the mean of its two neighbors in the direction of the nearest keypoint.

G'MIC's ``compress_clut`` sorts keypoints by their input color, to tell the method: rising for basis functions, falling
for diffusion.  320 keypoints or more are always diffused.
"""

from __future__ import annotations

from itertools import product

import numpy as np
from numpy.typing import NDArray

from ..lattice import Floats

Doubles = NDArray[np.float64]

SIZE = 33  # G'MIC's usual lattice
MANY = 320
WHITE = 255.0
NEAR_ZERO = 1e-5  # G'MIC's r² log(r + 0.00001)
ITERATIONS = 20
PART = 1 << 12  # lattice points at a time


def rebuild_table(places: Doubles, colors: Doubles) -> Floats:
    """Rebuild the table (33, 33, 33, 3) in 0..1 from keypoints: places and colors (N, 3), in 0..255.

    Raises numpy's LinAlgError where basis functions can't go through the keypoints: two lie at one place.
    """
    few = len(places) < MANY and number_color(places[0]) <= number_color(places[-1])
    table = interpolate_keypoints(places, colors) if few else diffuse_keypoints(places, colors)
    return np.clip(table / WHITE, 0, 1).astype(np.float32)


def number_color(place: Doubles) -> float:
    """Return the number that keypoints are sorted by."""
    return float(place @ (65536, 256, 1))


def interpolate_keypoints(places: Doubles, colors: Doubles) -> Doubles:
    """Interpolate (33, 33, 33, 3) colors with radial basis functions around the keypoints."""
    weights = np.linalg.solve(weigh_distances(places, places), colors)
    axis = np.linspace(0, WHITE, SIZE)
    points = np.stack(np.meshgrid(axis, axis, axis, indexing="ij"), axis=-1).reshape(-1, 3)
    parts = [weigh_distances(points[start : start + PART], places) @ weights for start in range(0, len(points), PART)]
    return np.concatenate(parts).reshape(SIZE, SIZE, SIZE, 3)


def weigh_distances(points: Doubles, places: Doubles) -> Doubles:
    """Return the basis functions r² log r of each point's distance to each place, (P, N)."""
    square = sum((points[:, None, axis] - places[:, axis]) ** 2 for axis in range(3))
    return np.asarray(square * np.log(NEAR_ZERO + np.sqrt(square)))


def diffuse_keypoints(places: Doubles, colors: Doubles) -> Doubles:
    """Diffuse the keypoints' colors over lattices of 2 to 33 points a side: (33, 33, 33, 3)."""
    channels: Floats = np.zeros((3, 8), np.float32)
    size = 2
    while True:
        index = np.floor(places * ((size - 1) / WHITE) + 0.5).astype(np.intp) @ (size * size, size, 1)
        counts = np.bincount(index, minlength=size**3)
        known = counts > 0
        sums = np.stack([np.bincount(index, channel, size**3) for channel in colors.T])
        means = (sums[:, known] / counts[known]).astype(np.float32)
        channels[:, known] = means
        if not known.all():
            towards = find_directions(known.reshape(size, size, size))
            ahead, behind = find_taps(size, towards), find_taps(size, -towards)
            for _ in range(ITERATIONS):
                channels = (read_taps(channels, *ahead) + read_taps(channels, *behind)) / np.float32(2)
                channels[:, known] = means
        if size == SIZE:
            return np.moveaxis(channels.reshape(3, size, size, size), 0, -1).astype(np.float64)
        larger = min(2 * size, SIZE)
        channels, size = enlarge(channels.reshape(3, size, size, size), larger).reshape(3, -1), larger


def find_directions(known: NDArray[np.bool_]) -> Floats:
    """Find the unit gradient (N³, 3) of the distance to the nearest known point; (0, 0, 0) where it has none."""
    distance = measure_distances(known)
    gradient = []
    for axis in range(3):
        padded = np.pad(distance, [(int(axis == other), int(axis == other)) for other in range(3)], mode="edge")
        steps = np.diff(padded, axis=axis)
        ahead = np.take(steps, range(1, steps.shape[axis]), axis=axis)
        behind = np.take(steps, range(steps.shape[axis] - 1), axis=axis)
        gradient.append(np.where(np.abs(ahead) >= np.abs(behind), ahead, behind))
    found = np.stack(gradient, axis=-1).reshape(-1, 3)
    length = np.sqrt((found**2).sum(axis=1, keepdims=True))
    return (found / np.where(length > 0, length, 1)).astype(np.float32)


def measure_distances(known: NDArray[np.bool_]) -> Doubles:
    """Measure the Euclidean distance (N, N, N) to the nearest known point, along one axis after the other."""
    size = len(known)
    apart = np.subtract.outer(np.arange(size), np.arange(size)) ** 2
    square = np.where(known, 0.0, 1e9)
    for axis in range(3):
        lines = np.moveaxis(square, axis, -1)
        least = (lines[..., None, :] + apart).min(axis=-1)
        square = np.moveaxis(least, -1, axis)
    return np.asarray(np.sqrt(square))


def find_taps(size: int, shift: Floats) -> tuple[NDArray[np.intp], Floats]:
    """Find where cubic interpolation at each lattice point less a shift reads, and the weights: (N³, 64) both."""
    places = np.indices((size,) * 3).reshape(3, -1).T - shift
    places = np.clip(places, 0, size - 1)  # beyond the edge, its colors repeat
    first = places.astype(np.intp)
    share = (places - first).astype(np.float32)
    reads = np.clip(first[:, None] + np.arange(-1, 3)[:, None], 0, size - 1)  # (N³, 4, 3)
    t = share[:, None]
    weights = np.concatenate(  # Catmull and Rom's
        [
            (-t + 2 * t**2 - t**3) / 2,
            (2 - 5 * t**2 + 3 * t**3) / 2,
            (t + 4 * t**2 - 3 * t**3) / 2,
            (t**3 - t**2) / 2,
        ],
        axis=1,
    )
    places_of, weights_of = [], []
    for red, green, blue in product(range(4), repeat=3):
        places_of.append((reads[:, red, 0] * size + reads[:, green, 1]) * size + reads[:, blue, 2])
        weights_of.append(weights[:, red, 0] * weights[:, green, 1] * weights[:, blue, 2])
    return np.stack(places_of, axis=1), np.stack(weights_of, axis=1)


def read_taps(channels: Floats, places: NDArray[np.intp], weights: Floats) -> Floats:
    """Read three channels (3, N³) at taps."""
    result = np.empty_like(channels)
    for channel, out in zip(channels, result, strict=True):
        for start in range(0, len(out), PART):
            part = slice(start, start + PART)
            out[part] = np.einsum("pk,pk->p", channel.take(places[part]), weights[part])
    return result


def enlarge(channels: Floats, size: int) -> Floats:
    """Interpolate (3, N, N, N) linearly on a lattice of more points, the ends kept."""
    last = channels.shape[1] - 1
    places = np.linspace(0, last, size)
    first = np.minimum(places.astype(np.intp), last - 1)
    share = (places - first).astype(np.float32)
    for axis in range(1, 4):
        channels = np.moveaxis(channels, axis, -1)
        channels = channels[..., first] * (1 - share) + channels[..., first + 1] * share
        channels = np.moveaxis(channels, -1, axis)
    return channels
