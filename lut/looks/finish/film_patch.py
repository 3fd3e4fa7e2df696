"""A patch of film: silver grains as random disks, developed to every tone from black to white.

The Boolean model of stochastic geometry: disks of log-normal radius, thrown independently of each other
onto a plane until they cover as much of it as the tone asks for.  It was brought to film grain by
Newson, Delon and Galerne, "A Stochastic Film Grain Model for Resolution-Independent Rendering",
Computer Graphics Forum 36 (2017), whose Monte Carlo rendering takes minutes; here the disks of one small
patch are drawn once, and pictures look it up.  Everything is integer arithmetic on hashed numbers: the
patch is the same on every machine.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from ...color.space import Floats

TONES = 64  # steps from black to white, finer towards the ends, where few grains, or few holes, make the tone
LAYERS = 4  # of disks, seen through each other: film is thick, and a pixel never just black or white
SPREAD = 0.5  # standard deviation of the logarithm of the radius
CLASSES = np.arange(-3, 3.5, 0.5)  # radii that are drawn, in standard deviations
SAMPLES, LEAST = 5, 3  # samples across a disk of mean diameter, and across a pixel, at least
GRAINS = 96  # that lie side by side in a patch, whose size is a power of two within these bounds
SMALLEST, LARGEST = 64, 512
EVEN = 16  # mean diameters, at least, across the boxes that hold as many disks as each other
DRAWN = 1 << 17  # samples covered at a time

Indices = NDArray[np.intp]

LUMAS = 1024  # that are told apart


@dataclass(frozen=True, eq=False)
class Emulsion:
    """A square patch of film at ``TONES + 1`` tones, for windows that start anywhere in its period.

    coverage: the share of each pixel under disks, in 1/255: (TONES + 1, side, side) uint8, flattened;
    means: (TONES + 1,) its mean at each tone, in 1/255;  period: pixels until it repeats, a power of two;
    cell, seam: the part of a picture that a window is for, and the pixels that it reaches over that.
    """

    coverage: NDArray[np.uint8]
    means: Floats
    period: int
    cell: int
    seam: int

    @property
    def side(self) -> int:
        return self.period + self.cell + self.seam

    @property
    def layer(self) -> int:
        """Pixels of one tone."""
        return self.side * self.side

    def starts(self, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> Indices:
        """Return the index of the first pixel of the windows of cells, (rows, columns)."""
        key = hash_numbers(rows.astype(np.uint32))[:, None] + columns.astype(np.uint32)
        place = hash_numbers(key).astype(np.intp)
        return (place % self.period) * self.side + (place >> 16) % self.period

    def shares(self, local: NDArray[np.int64]) -> tuple[Floats, Floats]:
        """Return the shares of a cell's own window and of the one before it at its seam; their squares add up to 1."""
        place = (local + 0.5) / self.seam
        return np.sqrt(place).astype(np.float32), np.sqrt(1 - place).astype(np.float32)


@lru_cache(maxsize=2)
def draw_emulsion(diameter: float) -> Emulsion:
    """Draw grains of that mean diameter, in pixels, at least 0.25."""
    fine = max(LEAST, math.ceil(SAMPLES / diameter))
    period = min(max(SMALLEST, 1 << math.ceil(math.log2(GRAINS * diameter))), LARGEST)
    cell = period // 2
    seam = min(math.ceil(2 * diameter) + 1, cell // 2)
    covered = np.stack([first_covered(diameter * fine, period * fine, layer) for layer in range(LAYERS)])
    shares = shares_covered(covered, fine)
    coverage = np.pad(shares, ((0, 0), *[(0, cell + seam)] * 2), mode="wrap")
    means = shares.mean(axis=(1, 2)).astype(np.float32)
    return Emulsion(coverage.ravel(), means, period, cell, seam)


def tone_shares() -> NDArray[np.float64]:
    """Return the share that disks cover at each tone, 0 in black and 1 in white."""
    result: NDArray[np.float64] = np.sin(np.pi / 2 * np.arange(TONES + 1) / TONES) ** 2
    return result


@lru_cache(maxsize=1)
def nearest_tones(count: int) -> Indices:
    """Return the nearest tone of each of count lumas from 0 to 1."""
    nearest = np.arcsin(np.sqrt(np.arange(count) / (count - 1))) * (2 / np.pi * TONES)
    return np.rint(nearest).astype(np.intp)


def first_covered(diameter: float, side: int, layer: int) -> NDArray[np.uint8]:
    """Return (side, side): the first tone at which a layer's disks cover each sample, from 1 on; opposite edges join.

    diameter: mean, in samples.  A darker tone's disks are all there in a brighter one.
    """
    middle = diameter / 2 / math.exp(SPREAD**2 / 2)  # the radius whose logarithm is in the middle
    radii = [middle * math.exp(SPREAD * away) for away in CLASSES]
    shapes = [disk_offsets(radius) for radius in radii]
    likely = np.exp(-(CLASSES**2) / 2) / np.exp(-(CLASSES**2) / 2).sum()
    area = sum(share * len(rows) for share, (rows, _) in zip(likely, shapes, strict=True))
    # Disks thrown, as many times the area they have to cover: P(no disk) = exp(-intensity · area).
    thrown = -np.log1p(-tone_shares()[:-1]) * side * side / area

    margin = int(max(radii))  # around the layer, for disks that reach over its edges
    tiles = math.ceil((side + 2 * margin) / side)
    first = np.full((tiles * side, tiles * side), TONES, dtype=np.uint8)
    for number, (share, (rows, columns)) in enumerate(zip(likely, shapes, strict=True)):
        added = np.diff(np.rint(share * thrown).astype(np.intp), prepend=0)
        tone = np.arange(TONES, dtype=np.uint8).repeat(added)
        down, across = draw_centers(len(tone), (layer << 4 | number) << 24, side, diameter)
        center = (down + margin) * tiles * side + across + margin
        np.minimum(first, draw_disks(center, rows * tiles * side + columns, tone, first.shape), out=first)
    joined = first.reshape(tiles, side, tiles, side).min(axis=0).min(axis=1)
    return np.roll(joined, (-margin, -margin), axis=(0, 1))


def draw_disks(center: Indices, shape: Indices, tone: NDArray[np.uint8], size: tuple[int, int]) -> NDArray[np.uint8]:
    """Draw an image of the lowest tone of the disks that cover each sample, TONES where none does.

    center: (disks,) samples;  shape: a disk's samples from its center;  tone: (disks,), rising.
    """
    first = np.full(size[0] * size[1], TONES, dtype=np.uint8)
    step = max(1, DRAWN // len(shape))
    for start in reversed(range(0, len(tone), step)):
        part = slice(start, start + step)  # drawn backwards, since the lowest tone stays
        samples = center[part][::-1, None] + shape
        first[samples.ravel()] = tone[part][::-1].repeat(len(shape))
    return first.reshape(size)


def draw_centers(count: int, seed: int, side: int, diameter: float) -> tuple[Indices, Indices]:
    """Draw rows and columns of ``count`` disks, each anywhere in its box; the boxes take turns.

    Boxes are many grains wide.  They leave the grain as it is, and keep flat areas from being lighter
    here and darker there.
    """
    boxes = 1 << max(0, int(math.log2(side / (EVEN * diameter))))
    turns = np.argsort(hash_numbers(np.arange(boxes * boxes, dtype=np.uint32) + np.uint32(seed)), kind="stable")
    numbers = np.arange(count)
    place = hash_numbers((numbers + seed).astype(np.uint32)).astype(np.intp)
    box = turns[numbers % len(turns)]
    down, across = (box // boxes << 16) + (place >> 16), (box % boxes << 16) + (place & 0xFFFF)
    return down * side // (boxes << 16), across * side // (boxes << 16)


def disk_offsets(radius: float) -> tuple[Indices, Indices]:
    """Return the rows and columns of a disk's samples around its center; at least the center."""
    reach = int(radius)
    rows, columns = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    inside = rows**2 + columns**2 <= radius**2
    return rows[inside], columns[inside]


def shares_covered(first: NDArray[np.uint8], fine: int) -> NDArray[np.uint8]:
    """Return (TONES + 1, rows, columns): how much of each pixel is covered at each tone, in 1/255.

    first: (layers, rows · fine, columns · fine), as from ``first_covered``.
    """
    layers, rows, columns = len(first), first.shape[1] // fine, first.shape[2] // fine
    result = np.empty((TONES + 1, rows, columns), dtype=np.uint8)
    samples = layers * fine * fine
    for row in range(rows):
        part = first[:, row * fine : (row + 1) * fine].reshape(layers, fine, columns, fine)
        counted = np.arange(columns)[:, None] * (TONES + 1) + part.transpose(2, 0, 1, 3).reshape(columns, samples)
        counts = np.bincount(counted.ravel(), minlength=columns * (TONES + 1)).reshape(columns, TONES + 1)
        covered = counts.cumsum(axis=1)
        result[:, row] = ((covered * 510 + samples) // (2 * samples)).T
    return result


def hash_numbers(x: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """Hash numbers evenly over 32 bits, the same on every machine and with every numpy.

    Chris Wellons's lowbias32, "Prospecting for Hash Functions" (2018).
    """
    x = (x ^ (x >> np.uint32(16))) * np.uint32(0x7FEB352D)
    x = (x ^ (x >> np.uint32(15))) * np.uint32(0x846CA68B)
    return x ^ (x >> np.uint32(16))


class Windows:
    """The grain of a strip.

    Every cell of the picture shows a window that begins anywhere in the emulsion's period, as a hash of
    the cell says.  Along its upper and its left seam it goes over into the window of the cell before, with
    shares whose squares add up to 1: two deviations that know nothing of each other keep their variance.
    """

    def __init__(self, emulsion: Emulsion, x: NDArray[np.int64], contrast: float) -> None:
        """x: (width,) places of the strip's columns, in pixels of the emulsion;  contrast: between silver and none."""
        self.emulsion = emulsion
        self.step = np.float32(contrast / 255)
        levels = nearest_tones(LUMAS)
        self.layers, self.means = levels * emulsion.layer, emulsion.means[levels] * self.step
        local = x % emulsion.cell
        self.seam = np.flatnonzero(local < emulsion.seam)
        self.own, self.other = emulsion.shares(local[self.seam])
        self.columns, self.left_columns = Columns(emulsion, x, 0), Columns(emulsion, x[self.seam], 1)

    def deviations(self, luma: Floats, y: NDArray[np.int64]) -> Floats:
        """Return each pixel's deviation from the mean of its tone, (rows, width), up to contrast either way.

        luma: (rows, width), 0..1;  y: (rows,) their places, rising.
        """
        known = (luma * np.float32(LUMAS - 1) + np.float32(0.5)).astype(np.intp)
        layers, means = self.layers.take(known), self.means.take(known)
        result = self.row_of_cells(layers, means, y, 0)
        local = y % self.emulsion.cell
        seam = np.flatnonzero(local < self.emulsion.seam)
        if len(seam):
            upper = self.row_of_cells(layers[seam], means[seam], y[seam], 1)
            own, other = self.emulsion.shares(local[seam])
            result[seam] = result[seam] * own[:, None] + upper * other[:, None]
        return result

    def row_of_cells(self, layers: Indices, means: Floats, y: NDArray[np.int64], above: int) -> Floats:
        """Return the deviations of pixels in their own row of cells, or in the one above."""
        result = self.window(layers, means, y, above, self.columns)
        if len(self.seam):
            left = self.window(layers[:, self.seam], means[:, self.seam], y, above, self.left_columns)
            result[:, self.seam] = result[:, self.seam] * self.own + left * self.other
        return result

    def window(self, layers: Indices, means: Floats, y: NDArray[np.int64], above: int, columns: Columns) -> Floats:
        """Return the deviations as in the window of the columns, so many cells above each pixel's own."""
        film = self.emulsion
        index = layers + ((y % film.cell + above * film.cell) * film.side)[:, None]
        rows = y // film.cell - above
        for row in np.unique(rows):
            index[slice(*np.searchsorted(rows, (row, row + 1)))] += columns.starts(int(row))
        result: Floats = film.coverage.take(index).astype(np.float32)
        result *= self.step
        result -= means
        return result


class Columns:
    """First pixels of the windows of columns in an emulsion."""

    def __init__(self, emulsion: Emulsion, x: NDArray[np.int64], before: int) -> None:
        """x: (width,) places, rising;  before: how many cells before each column's own its window begins."""
        cells, cell_of = np.unique(x // emulsion.cell - before, return_inverse=True)
        offsets = x % emulsion.cell + before * emulsion.cell

        # No method: a cache that refers to its owner would keep both, and the emulsion, until Python collects garbage.
        @lru_cache(maxsize=2)  # a strip's blocks go on in the row of cells of the one before
        def starts(row: int) -> Indices:
            """Return (width,) indices of the columns in the first row of the windows of a row of cells."""
            result: Indices = emulsion.starts(np.array([row]), cells)[0][cell_of] + offsets
            return result

        self.starts = starts
