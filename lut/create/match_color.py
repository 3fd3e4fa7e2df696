"""The color field of a match: tints by tone, chroma by tone and hue, turns of hue, fitted to optimal transport.

Transport says of each cluster of the photo where it belongs in the reference.  The field that is fitted to that is
linear in its parameters, and these are found by least squares with the expectation that each is 0 (ridge regression):
what the pictures tell little of moves little, and colors that the photo does not have follow the others.  Each move
is limited, in a way that bends nowhere, and fades out towards black, white and pure colors; skin keeps its hue.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..color import chroma, relative_chroma
from ..color.space import Floats, as_floats
from ..looks.skin import skin_likeness
from ..looks.smooth_curves import smoothstep
from ..looks.steps import gamut_purity, visibility
from .optimal_transport import Cloud, Doubles, transport_displacement

LIGHT = 0.6  # what a difference in L counts beside one in a or b, where clusters seek their counterparts
BLUR, REACH = 0.03, 0.12  # in Oklab: what is one color, and what is too far to be its counterpart

TONES = (0.25, 0.55, 0.85)  # L of the knots between which tints and the gain of chroma change
HARMONICS = 3  # of hue, that turns and gains are made of
LARGEST_TINT = np.array((0.014, 0.033))  # a gray moves less, in a and b: light is amber or blue, but seldom green
LARGEST_TONING = np.array((0.07, 0.07))  # the same where the reference is monochrome: a sepia is meant
LARGEST_GAIN, LARGEST_DEVIATION = 0.35, 0.22  # of the logarithm of chroma: of all colors, and by tone and hue from that
LARGEST_TURN = 0.14  # radians of hue
# The share that skin gets of each; of a tint, what adds to its chroma or takes from it, and what turns its hue.
# Smoothing (matching.py) brings in what its neighbors get, hence a little of the opposite.
SKIN_GAIN, SKIN_TURN, SKIN_ALONG, SKIN_ACROSS = 0.6, 0.0, 0.0, -0.15

VIVID = 0.25  # chroma on which a tint does not show
ENRICHED, PURE = (0.35, 0.7), (0.2, 0.6)  # C/L over which enriching, and all but enriching, fades out
COLORED = 0.12  # chroma from which hue counts in full

# One standard deviation of each parameter.
EXPECTED_TINT = (0.01, 0.03)
EXPECTED_GAIN, EXPECTED_DEVIATION, EXPECTED_TURN = 0.25, 0.2, 0.1
NOISE = 0.02  # of where transport sends a cluster
EVIDENCE = 60.0  # clusters that a whole picture counts as
TONED, MOST_TONED = 0.007, 0.1  # chroma beside the mean at each tone, and in all, of a monochrome picture at most


@dataclass(frozen=True)
class Color:
    """tint: (K, 2) a and b at TONES.  gain: (1 + K + 2 H,) of the logarithm of chroma: of all, at TONES, by hue.

    turn: (2 H,) radians by hue.  monochrome: chroma goes, but for the tint.  share: of all moves that are made, 0..1.
    axis, draw: radians by which hues are drawn to the two opposite hues at the axis and beside, halfway at most.
    """

    tint: Doubles
    gain: Doubles
    turn: Doubles
    monochrome: bool = False
    share: float = 1.0
    axis: float = 0.0
    draw: float = 0.0

    @property
    def largest_tint(self) -> Doubles:
        return LARGEST_TONING if self.monochrome else LARGEST_TINT

    def __call__(self, lab: Floats) -> Floats:
        """Move (P, 3) Oklab colors."""
        if self.monochrome:
            lab = lab * np.array((1, 1 - self.share, 1 - self.share), dtype=np.float32)
        tones, waves, muted, skin = tone_weights(lab), hue_waves(lab), muted_share(lab), skin_likeness(lab)
        size = limit_size(self.gain[0], LARGEST_GAIN)
        size = size + muted * limit_size(np.hstack((tones, waves)) @ self.gain[1:], LARGEST_DEVIATION)
        size = np.where(size > 0, size * enrichable_share(lab), size) * (1 - (1 - SKIN_GAIN) * skin)
        turn = limit_size(waves @ self.turn, LARGEST_TURN)
        if self.draw:
            second = waves[:, 2:4]  # cosine and sine of twice the hue
            turn = turn + self.draw * (second @ (np.sin(2 * self.axis), -np.cos(2 * self.axis)))
        turn = muted * turn * (1 - (1 - SKIN_TURN) * skin)
        shift = limit_length(tones @ self.tint, self.largest_tint) * (tintable_share(lab) * muted)[:, None]
        along = lab[:, 1:] / np.maximum(chroma(lab), np.float32(1e-6))[:, None]
        inward = (shift * along).sum(axis=1, keepdims=True) * along
        shift += skin[:, None] * (SKIN_ALONG * inward + SKIN_ACROSS * (shift - inward) - shift)
        a, b = lab[:, 1], lab[:, 2]
        scale, cos, sin = np.exp(self.share * size), np.cos(self.share * turn), np.sin(self.share * turn)
        moved = np.column_stack((lab[:, 0], scale * (a * cos - b * sin), scale * (a * sin + b * cos)))
        moved[:, 1:] += self.share * shift
        return as_floats(moved)

    def amounts(self, cloud: Cloud) -> tuple[float, float, float, float]:
        """Return, on a cloud, the mean tint asked and given, and the mean change of log chroma asked and given."""
        lab = as_floats(cloud.points)
        tint = tone_weights(lab) @ self.tint
        gain = np.hstack((np.ones((len(lab), 1)), tone_weights(lab), hue_waves(lab))) @ self.gain
        given = limit_size(self.gain[0], LARGEST_GAIN) + limit_size(gain - self.gain[0], LARGEST_DEVIATION)
        lengths = (np.hypot(*tint.T), np.hypot(*limit_length(tint, self.largest_tint).T), np.abs(gain), np.abs(given))
        asked_tint, given_tint, asked_gain, given_gain = (float(cloud.weights @ length) for length in lengths)
        return asked_tint, self.share * given_tint, asked_gain, self.share * given_gain


def fit_color(photo: Cloud, reference: Cloud) -> Color:
    """Fit the field that takes the photo's colors, after its tone curve, towards the reference's."""
    monochrome = is_monochrome(reference)
    if monochrome:
        photo = Cloud(photo.points * (1, 0, 0), photo.weights)
    seen = np.array((LIGHT, 1, 1))
    moved, mass = transport_displacement(
        Cloud(photo.points * seen, photo.weights), Cloud(reference.points * seen, reference.weights), BLUR, REACH
    )
    lab = as_floats(photo.points)
    a, b = photo.points[:, 1:2], photo.points[:, 2:]
    muted = muted_share(lab)[:, None]
    tones, waves = tone_weights(lab), hue_waves(lab) * muted
    shown, unmoved = tones * tintable_share(lab)[:, None] * muted, np.zeros_like(tones)
    gains = np.hstack((np.ones_like(a), tones * muted, waves))
    rows = np.vstack(
        (np.hstack((shown, unmoved, gains * a, -waves * b)), np.hstack((unmoved, shown, gains * b, waves * a)))
    )
    # Large areas count more than small ones, but not by their whole area.
    trust = np.tile(np.sqrt(mass), 2) * EVIDENCE / (np.sqrt(mass).sum() * NOISE**2)
    system = rows.T @ (trust[:, None] * rows) + np.diag(expected_sizes(monochrome) ** -2.0)
    found = np.linalg.solve(system, rows.T @ (trust * moved[:, 1:].T.reshape(-1)))
    tint, gain, turn = np.split(found, np.cumsum((2 * len(TONES), gains.shape[1])))
    return Color(tint.reshape(2, -1).T, gain, turn, monochrome)


def expected_sizes(monochrome: bool) -> Doubles:
    """Return the usual size of each parameter in looks; higher harmonics are smaller."""
    order, knots = np.repeat(np.arange(1, HARMONICS + 1), 2), np.ones(len(TONES))
    tint = np.kron(LARGEST_TONING if monochrome else EXPECTED_TINT, knots)
    deviation = EXPECTED_DEVIATION * np.concatenate((knots, 1 / order))
    return np.concatenate((tint, (EXPECTED_GAIN,), deviation, EXPECTED_TURN / order))


def is_monochrome(cloud: Cloud) -> bool:
    """Return True if colors hardly differ but in tone."""
    tones = tone_weights(as_floats(cloud.points)) * np.sqrt(cloud.weights)[:, None]
    colors = cloud.points[:, 1:] * np.sqrt(cloud.weights)[:, None]
    rest = colors - tones @ np.linalg.lstsq(tones, colors, rcond=None)[0]
    return bool(np.sqrt((rest**2).sum()) < TONED and np.sqrt((colors**2).sum()) < MOST_TONED)


def tone_weights(lab: Floats) -> Doubles:
    """Return (P, K) weights of the knots of TONES, 1 in all, flat at each knot."""
    away = np.abs(np.interp(lab[:, 0], TONES, np.arange(len(TONES)))[:, None] - np.arange(len(TONES)))
    return smoothstep(as_floats(1 - away)).astype(np.float64)


def hue_waves(lab: Floats) -> Doubles:
    """Return (P, 2 H) cosines and sines of the multiples of hue, fading out towards gray, where there is none."""
    hue = np.arctan2(lab[:, 2], lab[:, 1]).astype(np.float64)
    clear = smoothstep(chroma(lab) / np.float32(COLORED)) * middle_tones(lab)
    return np.column_stack([clear * wave(m * hue) for m in range(1, HARMONICS + 1) for wave in (np.cos, np.sin)])


def muted_share(lab: Floats) -> Floats:
    """0 for pure colors, whose channels at 0 would leave it at once: a kink in the table."""
    return (1 - gamut_purity(lab)) * (1 - smoothstep(position_between(relative_chroma(lab), PURE)))


def enrichable_share(lab: Floats) -> Floats:
    return visibility(lab) * (1 - smoothstep(position_between(relative_chroma(lab), ENRICHED)))


def tintable_share(lab: Floats) -> Floats:
    return middle_tones(lab) * (1 - smoothstep(chroma(lab) / np.float32(VIVID)))


def middle_tones(lab: Floats) -> Floats:
    """0 for black and white, 1 for middle tones."""
    return smoothstep((lab[:, 0] - np.float32(0.1)) / np.float32(0.45)) * smoothstep((1 - lab[:, 0]) / np.float32(0.3))


def position_between(values: Floats, ends: tuple[float, float]) -> Floats:
    result: Floats = (values - np.float32(ends[0])) / np.float32(ends[1] - ends[0])
    return result


def limit_size(values: Doubles, most: float) -> Doubles:
    return most * np.tanh(values / most)


def limit_length(vectors: Doubles, most: Doubles) -> Doubles:
    """Return (P, 2) vectors in their directions, all inside the ellipse of half axes most."""
    result: Doubles = vectors / np.sqrt(1 + ((vectors / most) ** 2).sum(axis=1, keepdims=True))
    return result
