"""What a fitted recipe must not do, as numbers for least squares: leave its row, turn skin, bend sharply."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lut.color import linear_to_srgb
from lut.color.space import Floats
from lut.lattice import lattice
from lut.looks.gamut import compress_gamut
from lut.looks.look import Step, to_oklab_and_reach
from lut.looks.measurements import measure
from lut.looks.rules import BEND_SIZE, SHARPEST_BEND, SKIN_SHIFT, SKIN_TURN, skin_turns
from lut.looks.skin import find_skin, protect_colors

from .skin_tones import (
    IN_DAYLIGHT,
    IN_LAMPLIGHT,
    ProtectedLimits,
    is_too_bright,
    skin_changes,
    skin_in_daylight,
    skin_in_lamplight,
)
from .specification import Row

Doubles = NDArray[np.float64]
OUTSIDE_WEIGHT = 40.0  # of a figure that is off by the width of its range
SKIN_MARGIN = 0.2  # of each limit for protected skin


class Direct:
    """Steps as a LUT would apply them, without the LUT: what ``measure`` asks of it.

    known: arrays of codes that will be asked for, which are rendered together.
    """

    def __init__(self, steps: list[Step], known: KnownCodes | None = None) -> None:
        self.steps = steps
        self.rendered = known.rendered(steps) if known else {}

    def __call__(self, codes: Any) -> Any:
        codes = np.asarray(codes, np.float32)
        found = self.rendered.get(codes.tobytes())
        if found is None:
            found = linear_to_srgb(rendered(self.steps, *to_oklab_and_reach(codes.reshape(-1, 3))))
        return found.reshape(codes.shape)


class KnownCodes:
    """Codes that are asked for with every change of the steps, in one array that is graded once."""

    def __init__(self, ask: Callable[[Any], Any]) -> None:
        """ask: asks a table for them."""
        self.keys: list[tuple[bytes, int]] = []
        self.codes: list[NDArray[np.float32]] = []
        ask(self.note)
        self.source = to_oklab_and_reach(np.concatenate(self.codes))

    def note(self, codes: Any) -> Any:
        codes = np.asarray(codes, np.float32)
        self.keys.append((codes.tobytes(), codes.size // 3))
        self.codes.append(codes.reshape(-1, 3))
        return codes

    def rendered(self, steps: list[Step]) -> dict[bytes, NDArray[np.float32]]:
        codes = linear_to_srgb(rendered(steps, *self.source))
        parts = np.split(codes, np.cumsum([count for _, count in self.keys])[:-1])
        return {key: part for (key, _), part in zip(self.keys, parts, strict=True)}


def rendered(steps: list[Step], lab: NDArray[np.float32], source: NDArray[np.float32]) -> NDArray[np.float32]:
    """Linear light of ``to_oklab_and_reach`` colors after the steps, (P, 3)."""
    for step in steps:
        lab = step(lab)
    return compress_gamut(lab, source)


def outside(row: Row, look: Callable[[Any], Any]) -> list[float]:
    """How far each figure of the row is from the inner part of its range, with a weight that makes it count."""
    figures = measure(look)
    found = []
    for name, (low, high) in row.figures.items():
        if figures.get(name) is None:  # no hue, or not one of these figures
            found.append(0.0)
        else:
            margin = 0.15 * (high - low) if np.isfinite(high - low) else 0.0
            away = max(low + margin - figures[name], 0.0) + min(high - margin - figures[name], 0.0)
            width = high - low if np.isfinite(high - low) else 1.0
            found.append(OUTSIDE_WEIGHT * away / width)
    return found


def sharpness(look: Callable[[Any], Any], lines: NDArray[np.float32]) -> Doubles:
    """How far a table would bend beyond the rule for all looks, with a weight that makes it count.

    lines: (3, N, 3) codes, points of a lattice and their two neighbors along an axis.
    """
    return np.maximum(bends(look, lines) - 0.85 * SHARPEST_BEND, 0) / (0.1 * SHARPEST_BEND)


def sharpest_bend(look: Direct, lines: NDArray[np.float32]) -> float:
    return float(bends(look, lines).max())


def bends(look: Callable[[Any], Any], lines: NDArray[np.float32]) -> Doubles:
    """The second difference of the table along each line, the largest of its three channels."""
    before, middle, after = look(lines).astype(np.float64)
    found: Doubles = np.abs(before - 2 * middle + after).max(axis=-1)
    return found


def sharpest_lines(look: Direct) -> NDArray[np.float32]:
    """The lines of ``sharpness`` in which the look's table bends too much, at most a thousand, (3, N, 3)."""
    codes = lattice(BEND_SIZE)
    table = look(codes.reshape(-1, 3)).reshape(codes.shape).astype(np.float64)
    found = []
    for axis in range(3):
        bent = np.moveaxis(np.abs(np.diff(table, 2, axis=axis)).max(axis=-1), axis, 0)
        points = np.moveaxis(codes, axis, 0)
        at = np.argwhere(bent > 0.9 * SHARPEST_BEND)
        worst = at[np.argsort(bent[tuple(at.T)])[-340:]]
        found.append(np.stack([points[worst[:, 0] + offset, worst[:, 1], worst[:, 2]] for offset in range(3)]))
    return np.concatenate(found, axis=1)


def skin_turned(look: Callable[[Any], Any]) -> list[float]:
    """How far the ten Monk tones are turned beyond what still is skin, with a margin."""
    turns, shifts, redness = (part.astype(np.float64) for part in skin_turns(look))
    beyond = np.maximum(np.abs(turns) - (SKIN_TURN - 2), 0) / 2 * np.maximum(shifts - (SKIN_SHIFT - 0.002), 0) / 0.002
    return [*(3 * np.sqrt(beyond)), *(np.maximum(0.5 - redness, 0) / 0.2)]


class ProtectedSkin:
    """Skin in one light under a protected look, without the protected table, which takes long to bake."""

    def __init__(self, linear: Floats, limits: ProtectedLimits) -> None:
        """linear: (P, 3) in linear light."""
        self.linear, self.limits = linear, limits
        self.skin, self.likeness = find_skin(linear_to_srgb(linear))

    def protecting(self, look: Callable[[Any], Any]) -> Callable[[Floats], Floats]:
        """Return the look protected, for these colors only."""

        def protecting(codes: Floats) -> Floats:
            found: Floats = look(codes).copy()
            kept = protect_colors(codes[self.skin], found[self.skin])
            found[self.skin] += self.likeness[:, None] * (kept - found[self.skin])
            return found

        return protecting

    def beyond(self, look: Callable[[Any], Any]) -> Doubles:
        """Return by how many margins each color exceeds its limits less a margin: turns (P,), then ratios (P,)."""
        lightness, turned, ratio = skin_changes(self.protecting(look), self.linear)
        bright = is_too_bright(self.linear, lightness)
        turn_limit = np.where(bright, self.limits.bright_turn, self.limits.turn)
        ratio_limit = np.where(bright, 1 - self.limits.bright_ratio, self.limits.ratio)
        used = np.concatenate((np.abs(turned) / turn_limit, np.abs(ratio - 1) / ratio_limit)).astype(np.float64)
        return np.maximum(used - (1 - SKIN_MARGIN), 0) / SKIN_MARGIN


PROTECTED_SKIN = (
    ProtectedSkin(skin_in_daylight(), IN_DAYLIGHT),
    ProtectedSkin(skin_in_lamplight(), IN_LAMPLIGHT),
)


def protected_skin(look: Callable[[Any], Any]) -> Doubles:
    """Return how far skin under the protected look comes near what it may change at most, with a weight."""
    return 3 * np.concatenate([skin.beyond(look) for skin in PROTECTED_SKIN])
