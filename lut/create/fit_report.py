"""What a fit found out about its pair, in figures and in sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ..errors import PixelError
from ..spaces import chroma, delta_e2000, linear_to_lab, linear_to_oklab, srgb_to_linear
from ..spaces.space import Floats
from ..table import Lut, lattice
from .pair import Pair
from .register import blurred
from .remainder import corners
from .samples import Samples

MOST_LOCAL = 2.0  # L*, root mean square of what whole areas are off after the best LUT
MOST_AREAS = 0.9  # share of them that counts
LOCAL_SIZE = 12  # of these areas in a picture's longer side
FLAT_WEIGHT = 0.25  # of areas that residuals are reported for
COMMON_CHROMA = 0.12  # Oklab
KNOWN = 0.3  # density from which on a lattice point has data
NEARNESS = (0.3, 0.8, 1.0, 0.8, 0.3)  # of the lattice points from two steps below to two above

NOTABLE_SHIFT, NOTABLE_SCALE, NOTABLE_TURN = 0.3, 0.0005, 0.05  # pixels, share, degrees
POOR_COVERAGE, NOTABLE_RESIDUAL, NOTABLE_LOCAL = 0.35, 1.5, 0.8


@dataclass(frozen=True)
class Residual:
    """How far the fitted LUT's colors are from the pair's own, over its flat areas: ΔE2000."""

    mean: float
    percentile_95: float


@dataclass(frozen=True)
class Coverage:
    """Shares, 0..1, of colors that the pair has, or has near: of the whole lattice, and of its common colors."""

    lattice: float
    common: float


@dataclass(frozen=True)
class Registration:
    """How a pair's pictures lie on each other.

    shift: (right, down) of the picture after, in its own pixels.  scale: of it, beside the one before, in pixels.
    turn: in degrees, clockwise.  correlation: of details, 0..1.  vignette: the share of light that the corners lose,
    before and after, as found and undone; 0 where there is none.  local: root mean square of what whole areas are
    off after the best LUT, in L*.
    """

    shift: tuple[float, float]
    scale: float
    turn: float
    correlation: float
    vignette: tuple[float, float]
    local: float

    @property
    def sentences(self) -> tuple[str, ...]:
        found = []
        moved = []
        if max(map(abs, self.shift)) >= NOTABLE_SHIFT:
            moved.append(f"shifted by {self.shift[0]:+.1f} and {self.shift[1]:+.1f} pixels")
        if abs(self.scale - 1) >= NOTABLE_SCALE:
            moved.append(f"scaled by {self.scale:.4f}")
        if abs(self.turn) >= NOTABLE_TURN:
            moved.append(f"turned by {self.turn:+.2f}°")
        if moved:
            found.append(f"The picture after is {', '.join(moved)} beside the one before; that was undone.")
        for name, loss in zip(("before", "after"), self.vignette, strict=True):
            if loss:
                found.append(f"The picture {name} has a vignette that takes {loss:.0%} of the corners' light; undone.")
        if self.local >= NOTABLE_LOCAL:
            found.append(
                f"Areas of the picture are off by {self.local:.1f} L* after the best LUT: "
                "there is some local tone mapping, which no LUT can hold."
            )
        return tuple(found)


@dataclass(frozen=True, eq=False)
class FitReport:
    """residual, coverage: of all pairs together.  registrations: one per pair.

    where: (N, N, N) how much data there was near each lattice point, 0..1; for drawing.
    """

    residual: Residual
    coverage: Coverage
    registrations: tuple[Registration, ...]
    monochrome: bool
    where: Floats = field(repr=False)

    @property
    def sentences(self) -> tuple[str, ...]:
        several = len(self.registrations) > 1
        found = [
            f"Residual: ΔE2000 {self.residual.mean:.2f} in the mean, {self.residual.percentile_95:.2f} for 95 %.",
            f"Coverage: {self.coverage.common:.0%} of common colors, {self.coverage.lattice:.0%} of all; "
            "the others follow from what looks are made of.",
        ]
        if self.monochrome:
            found.append("The look is monochrome.")
        for number, registration in enumerate(self.registrations, 1):
            found += [f"Pair {number}: {each}" if several else each for each in registration.sentences]
        if self.residual.mean >= NOTABLE_RESIDUAL:
            found.append("The residual is high: noise, or something that a LUT cannot hold, such as grain or clarity.")
        if self.coverage.common < POOR_COVERAGE:
            found.append("Few colors are covered: another pair, of other colors, would make the LUT surer.")
        return tuple(found)


def report(lut: Lut, samples: Samples, pairs: Sequence[Pair], monochrome: bool) -> FitReport:
    """What was found out; raises PixelError for a pair that no LUT can explain."""
    errors, registrations = [], []
    for number, pair in enumerate(pairs, 1):
        made = lut(pair.before)
        local = local_difference(pair, made)
        if local > MOST_LOCAL:
            where = f"pair {number}: " if len(pairs) > 1 else ""
            raise PixelError(
                f"{where}expected a look that is the same all over the picture, found local tone mapping: after the "
                f"best LUT whole areas are still off by {local:.1f} L*, where at most {MOST_LOCAL:g} can pass"
            )
        flat = pair.weight > FLAT_WEIGHT
        errors.append(differences(made[flat], pair.after[flat]))
        registrations.append(registration(pair, local))
    error = np.concatenate([*errors, [0.0]] if not sum(map(len, errors)) else errors)
    where_known = density(samples, lut.size)
    known = where_known > KNOWN
    common = chroma(linear_to_oklab(srgb_to_linear(lattice(lut.size)))) <= COMMON_CHROMA
    return FitReport(
        Residual(float(error.mean()), float(np.percentile(error, 95))),
        Coverage(float(known.mean()), float(known[common].mean())),
        tuple(registrations),
        monochrome,
        where_known,
    )


def differences(first: Floats, second: Floats) -> NDArray[np.float64]:
    """(P,) ΔE2000 between sRGB codes (P, 3)."""
    return delta_e2000(linear_to_lab(srgb_to_linear(first)), linear_to_lab(srgb_to_linear(second)))


def registration(pair: Pair, local: float) -> Registration:
    at, (own, width) = pair.placement, pair.widths
    shift = (at.shift[0] * width, at.shift[1] * width)
    losses = (max(pair.vignette[0].loss, 0.0), max(pair.vignette[1].loss, 0.0))
    return Registration(shift, at.scale * width / own, float(np.degrees(at.angle)), at.correlation, losses, local)


def local_difference(pair: Pair, made: Floats) -> float:
    """How far whole areas of the picture are off in lightness: L*, root mean square.

    The worst are left out: a caption, or somebody who moved, is no tone mapping.
    """
    lights = [linear_to_lab(srgb_to_linear(codes))[:, 0] for codes in (made, pair.after)]
    weight = np.sqrt(pair.weight).reshape(pair.shape)
    off = (lights[1] - lights[0]).reshape(pair.shape)
    radius = max(max(pair.shape) // (2 * LOCAL_SIZE), 1)
    total = np.maximum(blurred(weight, radius), np.float32(1e-6))
    squares = (blurred(off * weight, radius) / total) ** 2
    most = squares <= np.quantile(squares, MOST_AREAS)
    return float(np.sqrt(np.average(squares[most], weights=total[most])))


def density(samples: Samples, size: int) -> Floats:
    """(N, N, N) from 0 to 1: how much data lies within some two lattice steps of each point."""
    index, share = corners(samples.before, size)
    amount = share * np.minimum(samples.weight, 1).astype(np.float32)[:, None]
    near = np.bincount(index.ravel(), amount.ravel(), size**3).reshape(size, size, size)
    for axis in range(3):
        padded = np.pad(near, [(2, 2) if i == axis else (0, 0) for i in range(3)])
        near = np.stack([part * padded.take(np.arange(size) + i, axis) for i, part in enumerate(NEARNESS)]).sum(axis=0)
    result: Floats = (near / (near + 0.5)).astype(np.float32)
    return result
