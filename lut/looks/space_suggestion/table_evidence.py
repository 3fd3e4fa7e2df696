"""Tell from a table which camera's space it expects: by how it mixes colors, and by where it puts black and white.

A table that turns a camera's log into display codes does three things: it undoes the log, brings the camera's primaries
to the display's by a matrix, and renders the light by some curve.  The rendering is unknown, but the table shows it in
what it does to grays, which no matrix changes.  So for each space that may be right, the table's own grays predict what
it does to colors, and the right space predicts best.  A table for display pictures is predicted best without a matrix.

Cameras with the same primaries differ little in that.  Then decides how likely the rendering is that each space
implies: scene black gives the darkest gray, and middle gray and white come out about where renderings put them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ...color.chromaticities import SRGB
from ...color.encodings import ENCODINGS, Encoding
from ...table import Lut
from .gray_ramp import Doubles, GrayRamp, look_up

MIDDLES = np.linspace(0.2, 0.62, 9)  # gray codes around which colors are tried: shadows to white in most logs
OFFSETS = (0.035, 0.07, 0.14)  # of codes from gray
DIRECTIONS = 24
INSIDE, FEWEST = 0.03, 20  # share of the range at its ends that is left out, and how many colors must be left
SATURATIONS = (0, 0.5, 0.65, 0.75, 0.85, 0.93, 1, 1.08, 1.16, 1.25, 1.4, 1.6)  # of looks on top
RENDERINGS = (0.0, 0.5, 1.0)  # from a curve for each channel to one for luminance alone
DISPLAY_GAMMA = 2.2
LUMA = np.array([0.2126, 0.7152, 0.0722])  # BT.709's
DARKEST, BRIGHTEST = 1e-6, 1e4  # of a scene's light that is reckoned with
LEVELS = 255

# What was learned from tables in the styles of five makers (tests/looks/made_luts): shares of the output's range, and
# the light that has them, in stops from middle gray, with its spread.
SHARES = (0.1, 0.5, 0.85)
STOPS, SPREAD = np.array([-3.8, 0.25, 2.5]), np.array([1.2, 0.45, 0.7])
WIDEST = 4.0  # spreads that count
RISE = 0.01  # share at which black ends
EARLY, LATE = 0.01, 0.02  # codes by which black may end too soon or too late, behind LATEST
LATEST = 0.045
WEIGHT = 0.15  # of what is unlikely about a rendering, beside the logarithm of the error
FLOOR = 0.7  # levels that are added to errors
SELDOM = 0.15  # for spaces that few tables are made for
SELDOM_SPACES = ("d-log2", "mi-log", "o-log", "i-log", "h-log", "vivo-log")
NO_TABLES = ("acescg", "acescc", "protune", "cineon")  # linear, black clipped, without a black, without primaries
STEEPEST_FOR_DISPLAY = 1.15  # contrast of tables that are certainly not for a log
CERTAIN = 0.2  # how far a camera's space must be ahead of none
CLOSE = 0.25  # how far behind the best one a space may be to be named as well


@dataclass(frozen=True)
class TableEvidence:
    """ranking: spaces of cameras with how badly they explain the table, the best first.  none: the same of display
    pictures."""

    ranking: tuple[tuple[str, float], ...]
    none: float

    @property
    def is_certain(self) -> bool:
        """True if a camera's space explains the table clearly better than display pictures do."""
        return bool(self.ranking) and self.none - self.ranking[0][1] >= CERTAIN

    def best_of(self, spaces: tuple[str, ...]) -> str:
        """Return the best of some spaces; the first of them where the table was not ranked."""
        return next((space for space, _ in self.ranking if space in spaces), spaces[0])

    def close(self) -> tuple[str, ...]:
        """Return the spaces that explain the table nearly as well as the best one, which is left out."""
        return tuple(space for space, score in self.ranking[1:] if score - self.ranking[0][1] <= CLOSE)


NO_EVIDENCE = TableEvidence((), 0.0)


def probe_colors() -> Doubles:
    """Return codes (P, 3) around grays in all directions: the same ones each time."""
    directions = np.random.default_rng(1).normal(size=(DIRECTIONS, len(MIDDLES), 3))
    directions /= np.abs(directions).max(axis=-1, keepdims=True)
    offsets = np.resize(OFFSETS, (DIRECTIONS, len(MIDDLES), 1))
    return np.asarray(np.clip(MIDDLES[:, None] + directions * offsets, 0, 1).reshape(-1, 3))


PROBES = probe_colors()


def weigh_table(lut: Lut, ramp: GrayRamp) -> TableEvidence:
    """Rank the cameras' spaces by how well each explains a table."""
    if not ramp.rises or ramp.contrast < STEEPEST_FOR_DISPLAY:
        return NO_EVIDENCE
    results = look_up(lut, PROBES)
    low, high = ramp.grays.min(), ramp.grays.max()
    margin = INSIDE * (high - low)
    inside = ((results > low + margin) & (results < high - margin)).all(axis=1)
    if inside.sum() < FEWEST:
        return NO_EVIDENCE
    colors, results = PROBES[inside], results[inside]

    def score(encoding: Encoding) -> float:
        return float(np.log(prediction_error(encoding, ramp, colors, results) + FLOOR))

    cameras = [each for each in ENCODINGS.values() if each.scene and each.id not in NO_TABLES]
    ranking = [(each.id, score(each) + unlikelihood(each, ramp)) for each in cameras]
    return TableEvidence(tuple(sorted(ranking, key=lambda one: one[1])), score(ENCODINGS["srgb"]))


def prediction_error(encoding: Encoding, ramp: GrayRamp, colors: Doubles, results: Doubles) -> float:
    """Return how badly a table's grays predict its colors if it is made for that space, RMS in levels of 255.

    colors, results: (P, 3) codes, and what the table makes of them.  The saturation of a look and the kind of rendering
    are chosen as they fit best: a curve for each channel, a curve for luminance alone, or the middle of both.
    """
    with np.errstate(all="ignore"):
        light = np.clip(np.nan_to_num(encoding.decode(colors)), -BRIGHTEST, BRIGHTEST)
        light = light @ encoding.chromaticities.matrix_to(SRGB).T
        luma = np.maximum(light @ LUMA, DARKEST)[:, None]
        bright = np.maximum(ramp.predict(encoding.encode(luma.repeat(3, axis=1))), 0) ** DISPLAY_GAMMA
        smallest = np.inf
        for amount in SATURATIONS:
            graded = np.maximum(luma + (light - luma) * amount, 0)
            by_channel = ramp.predict(encoding.encode(graded))
            by_luminance = np.minimum(graded / luma * bright, 1) ** (1 / DISPLAY_GAMMA)
            for share in RENDERINGS:
                predicted = by_channel + share * (by_luminance - by_channel)
                smallest = min(smallest, float(np.mean((predicted - results) ** 2)))
    return float(np.sqrt(smallest)) * LEVELS


def unlikelihood(encoding: Encoding, ramp: GrayRamp) -> float:
    """Return how unlikely the rendering is that a table has if it is made for that space; 0 for the likeliest."""
    light = encoding.decode([ramp.code_of(share) for share in SHARES])
    stops = np.log2(np.maximum(light, 1e-5) / 0.18)
    tone = np.clip((stops - STOPS) / SPREAD, -WIDEST, WIDEST) ** 2
    behind = ramp.code_of(RISE) - float(encoding.encode(0.0))  # of the code of black
    early, late = max(-behind - ramp.step, 0) / EARLY, max(behind - LATEST, 0) / LATE
    toe = min(early**2, WIDEST**2) + min(late**2, WIDEST**2)
    return WEIGHT * (float(tone.sum()) + toe) + SELDOM * (encoding.id in SELDOM_SPACES)
