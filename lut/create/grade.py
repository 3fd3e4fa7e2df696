"""A grade: a model of what cameras, film and editors do to color, with about 160 parameters whose prior mean is 0.

A lattice knows nothing of the colors that a picture does not have.  A grade does: each of its moves concerns many
colors, so that the reds of a picture tell about its missing greens.  In order:

    mix      channels mixed in linear light, as a white balance or a change of primaries does
    curves   one curve for all channels, and how each channel departs from it
    post     channels mixed as codes, as video's saturation and hue do
    shift    a color added by lightness, as color balance does
    gain, turn, light    of Oklab's chroma, hue and lightness, by hue, chroma and tone
    tint     a and b of muted colors, by tone

A monochrome grade mixes the channels into one, which the curves then tone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ..color import chroma, linear_to_oklab, linear_to_srgb, oklab_to_linear, srgb_to_linear, srgb_to_oklab
from ..color.space import Floats
from ..color.xyz import LUMINANCE
from ..looks.gamut import compress_gamut, gamut_reach

Doubles = NDArray[np.float64]


def cardinal_splines(knots: Doubles, x: Doubles) -> Doubles:
    """Return (len(x), K) weights of the K knots' values at x; straight beyond the first and the last."""
    count, width, unit = len(knots), np.diff(knots), np.eye(len(knots))
    system, right = np.eye(count), np.zeros((count, count))  # of second derivatives, 0 at both ends
    for i in range(1, count - 1):
        system[i, i - 1 : i + 2] = width[i - 1] / 6, (width[i - 1] + width[i]) / 3, width[i] / 6
    right[1:-1] = second_differences(knots)
    bend = np.linalg.solve(system, right)
    inside = np.clip(x, knots[0], knots[-1])
    part = np.clip(np.searchsorted(knots, inside, side="right") - 1, 0, count - 2)
    step, into = width[part, None], (inside - knots[part])[:, None]
    low, high = bend[part], bend[part + 1]
    rise = (unit[part + 1] - unit[part]) / step
    slope = rise - step * (2 * low + high) / 6
    result = unit[part] + into * (slope + into * (low / 2 + into * (high - low) / (6 * step)))
    ends = slope + into * low + into**2 * (high - low) / (2 * step)
    return result + (x - inside)[:, None] * ends


def second_differences(knots: Doubles) -> Doubles:
    """Return the (K - 2, K) matrix of changes of slope at the inner knots."""
    width = np.diff(knots)
    rows = np.zeros((len(knots) - 2, len(knots)))
    for i, row in enumerate(rows):
        row[i : i + 3] = 1 / width[i], -1 / width[i] - 1 / width[i + 1], 1 / width[i + 1]
    return rows


CODE_KNOTS = np.array([0, 0.06, 0.15, 0.3, 0.5, 0.7, 0.87, 1])
TONE_KNOTS = np.array([0, 0.25, 0.45, 0.65, 0.85, 1])
LOWEST, HIGHEST, STEP = -0.3, 1.3, 1 / 1024  # where curves are tabulated
GRID = np.arange(LOWEST, HIGHEST + STEP / 2, STEP)
CODE_BASIS = cardinal_splines(CODE_KNOTS, GRID)
TONE_BASIS = cardinal_splines(TONE_KNOTS, GRID).astype(np.float32)
HARMONICS = 6  # of hue

CHROMA_HALF = 0.15  # Oklab chroma at which the gain by chroma has half of its effect
TINT_CHROMA = 0.12  # Oklab chroma at which half of a tint is left
DARK = 0.3  # Oklab L below which hues turn less and less
MOST_LIGHT_CHROMA = 0.4  # Oklab chroma above which lightness changes no further

_WAVES = np.array([1, *np.repeat(1 / np.arange(1, HARMONICS + 1), 2)])  # smaller priors for quick changes with hue
_CODES, _TONES = np.ones(len(CODE_KNOTS)), np.ones(len(TONE_KNOTS))

# Standard deviations of the priors.  With these, fits on one of the photographs in docs/photos came nearest on the
# others, over looks of the library and of other programs (tests/bench/fitting.py).
COLOR = {
    "mix": 0.3 * np.ones(9),
    "curve": 0.15 * _CODES,
    "channels": 0.08 * np.tile(_CODES, 3),
    "post": 0.2 * np.ones(9),
    "shift": 0.075 * np.repeat(_TONES, 3),
    "gain": 0.2 * _WAVES,
    "gain_by_chroma": 0.2 * _WAVES,
    "gain_by_tone": 0.2 * _TONES,
    "turn": 0.1 * _WAVES,
    "turn_by_tone": 0.075 * _WAVES,
    "light": 0.35 * _WAVES,
    "light_by_tone": 0.3 * _WAVES,
    "tint": 0.05 * np.repeat(_TONES, 2),
}
MONOCHROME = {
    "weights": 0.3 * np.ones(3),
    "coded": np.ones(1),
    "curve": COLOR["curve"],
    "channels": COLOR["channels"],
}
LEARNED = Path(__file__).with_name("grade_prior.npy")
WIDER, UNLEARNED = 3.0, 0.8  # variance beyond that of random looks; deviations in directions that they do not take
BEND, CHANNEL_BEND = 0.6, 0.25  # standard deviations of the change of a curve's slope from knot to knot


@dataclass(frozen=True)
class Family:
    """The parameters of a kind of grade: their names and priors."""

    blocks: dict[str, Doubles]
    slices: dict[str, slice] = field(init=False)

    def __post_init__(self) -> None:
        ends = np.cumsum([0, *map(len, self.blocks.values())])
        slices = {name: slice(*ends[i : i + 2]) for i, name in enumerate(self.blocks)}
        object.__setattr__(self, "slices", slices)

    @property
    def count(self) -> int:
        return sum(map(len, self.blocks.values()))

    def expectations(self) -> Doubles:
        """Return (rows, count): each row times the parameters is expected to be 0, give or take 1."""
        rows = [np.diag(1 / np.concatenate(list(self.blocks.values())))]
        bends = second_differences(CODE_KNOTS)
        for name, size in (("curve", BEND), ("channels", CHANNEL_BEND)):
            first, last = self.slices[name].start, self.slices[name].stop
            for start in range(first, last, len(CODE_KNOTS)):
                row = np.zeros((len(bends), self.count))
                row[:, start : start + len(CODE_KNOTS)] = bends / size
                rows.append(row)
        return np.concatenate(rows)

    def prior(self) -> Doubles:
        """Return (count, count): as ``expectations``, with what random looks have taught of color grades."""
        return learned_prior() if self is COLOR_FAMILY else self.expectations()


@cache
def learned_prior() -> Doubles:
    """Return rows for color grades: parameters vary together as in random looks, and a little beside that.

    ``python -m tests.bench.learn_prior`` wrote the directions in which they do, and how far.
    """
    expected = COLOR_FAMILY.expectations()
    lower = np.linalg.cholesky(expected.T @ expected)  # parameters @ lower have the covariance 1
    directions = np.load(LEARNED).astype(np.float64)
    covariance = WIDER * directions.T @ directions + UNLEARNED**2 * np.eye(COLOR_FAMILY.count)
    result: Doubles = np.linalg.cholesky(np.linalg.inv(covariance)).T @ lower.T
    return result


COLOR_FAMILY, MONOCHROME_FAMILY = Family(COLOR), Family(MONOCHROME)


@dataclass(frozen=True)
class Grade:
    """A family's parameters; called with linear light (P, 3) it returns Oklab (P, 3).

    soft: whether what leaves the gamut is brought back as by this library's looks, or clipped as by most programs.
    """

    family: Family
    values: Doubles
    soft: bool = False

    def __getitem__(self, name: str) -> Floats:
        return self.values[self.family.slices[name]].astype(np.float32)

    def __call__(self, linear: Floats) -> Floats:
        lab = self.balanced(self.curved(self.mixed(linear)))
        return self.colored(lab, color_features(lab))

    def mixed(self, linear: Floats) -> Floats:
        """Linear light (P, 3) to sRGB codes."""
        if self.family is COLOR_FAMILY:
            return linear_to_srgb(linear @ (np.eye(3, dtype=np.float32) + self["mix"].reshape(3, 3)))
        weights: Floats = LUMINANCE + self["weights"]
        light = linear_to_srgb(linear @ weights)
        codes: Floats = linear_to_srgb(linear) @ weights
        return np.repeat((light + self["coded"] * (codes - light))[:, None], 3, axis=1)

    def curved(self, codes: Floats) -> Floats:
        """Codes (P, 3) through the curves."""
        bends = CODE_BASIS @ (self["curve"][:, None] + self["channels"].reshape(3, -1).T)
        columns = (np.interp(codes[:, i], GRID, GRID + bends[:, i]) for i in range(3))
        out: Floats = np.stack(list(columns), axis=1).astype(np.float32)
        return out

    def balanced(self, codes: Floats) -> Floats:
        """Codes (P, 3), mixed once more and shifted, to Oklab."""
        if self.family is COLOR_FAMILY:
            post = np.eye(3, dtype=np.float32) + self["post"].reshape(3, 3)
            codes = codes @ post + tone_weights(codes) @ self["shift"].reshape(-1, 3)
        return srgb_to_oklab(codes)

    def colored(self, lab: Floats, at: Features) -> Floats:
        """Oklab (P, 3) to Oklab; at: features of it."""
        if self.family is not COLOR_FAMILY:
            return lab
        size, turn, light, tint = self.moves(at)
        cos, sin = size * np.cos(turn), size * np.sin(turn)
        a, b = lab[:, 1], lab[:, 2]
        result: Floats = np.stack((lab[:, 0] * (1 + light), a * cos - b * sin, a * sin + b * cos), axis=1)
        result[:, 1:] += tint
        return result

    def moves(self, at: Features) -> tuple[Floats, Floats, Floats, Floats]:
        """Return the factor of chroma, the turn of hue in radians, the gain of lightness, and the shift of a and b."""
        gain = at.waves @ self["gain"] + at.vividness * (at.waves @ self["gain_by_chroma"])
        gain += at.tones @ self["gain_by_tone"]
        turn = at.visible * (at.waves @ self["turn"] + at.brightness * (at.waves @ self["turn_by_tone"]))
        light = at.chroma * (at.waves @ self["light"] + at.brightness * (at.waves @ self["light_by_tone"]))
        tint = at.mutedness[:, None] * (at.tones @ self["tint"].reshape(-1, 2))
        return np.exp(np.clip(gain, -3, 2)), turn, light, tint


@dataclass(frozen=True)
class Features:
    """Features of Oklab colors for the last stage, (P, …) each."""

    waves: Floats
    tones: Floats
    chroma: Floats
    vividness: Floats
    brightness: Floats
    visible: Floats
    mutedness: Floats


def color_features(lab: Floats) -> Features:
    lightness, size = lab[:, 0], chroma(lab)
    angle = np.arctan2(lab[:, 2], lab[:, 1])
    waves = [np.ones_like(angle)]
    for order in range(1, HARMONICS + 1):
        waves += [np.cos(order * angle), np.sin(order * angle)]
    dark = np.clip(lightness / np.float32(DARK), 0, 1)
    return Features(
        np.stack(waves, axis=1),
        look_up_rows(TONE_BASIS, lightness),
        np.minimum(size, np.float32(MOST_LIGHT_CHROMA)),
        size / (size + np.float32(CHROMA_HALF)) - np.float32(0.4),
        2 * np.clip(lightness, 0, 1) - np.float32(1.2),
        dark * dark * (3 - 2 * dark),
        np.float32(1) / (1 + (size / np.float32(TINT_CHROMA)) ** 2),
    )


def tone_weights(codes: Floats) -> Floats:
    """Return (P, T) weights of the tones for codes (P, 3), by the middle of their highest and lowest channel."""
    return look_up_rows(TONE_BASIS, np.multiply(codes.max(axis=1) + codes.min(axis=1), np.float32(0.5)))


def look_up_rows(basis: Floats, values: Floats) -> Floats:
    """Rows of a table over GRID at (P,) values, the nearest ones; constant beyond it."""
    index = np.rint((np.nan_to_num(values) - np.float32(LOWEST)) * np.float32(1 / STEP)).astype(np.intp)
    rows: Floats = basis[np.clip(index, 0, len(basis) - 1)]
    return rows


def clip_to_gamut(lab: Floats, source: Floats, soft: bool) -> Floats:
    """Oklab (P, 3) to linear light in 0..1; source: ``gamut_reach`` of the colors they were made from."""
    return compress_gamut(lab, source) if soft else np.clip(oklab_to_linear(lab), 0, 1)


def apply_grade(grade: Grade, codes: Floats) -> Floats:
    """Apply a grade to sRGB codes (P, 3)."""
    linear = srgb_to_linear(codes)
    return linear_to_srgb(clip_to_gamut(grade(linear), linear_reach(linear), grade.soft))


def linear_reach(linear: Floats) -> Floats:
    """Return the gamut reach of linear light (P, 3) before it is graded."""
    return np.clip(gamut_reach(linear_to_oklab(linear)), -1, 1)


def neutral_grade(family: Family, soft: bool = False) -> Grade:
    """Return the grade that changes nothing, or takes nothing but the color away."""
    return Grade(family, np.zeros(family.count), soft)
