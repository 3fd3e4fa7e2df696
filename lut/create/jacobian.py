"""Jacobian of the fit residuals by the parameters of a grade.

Each parameter moves the result of one stage by a known derivative.  The stages after it are a function from three
numbers to three, whose derivatives are taken by differences.  So twelve evaluations serve all parameters.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..color import linear_to_srgb, oklab_to_srgb, srgb_to_oklab
from ..color.space import Floats
from ..color.xyz import LUMINANCE
from .grade import CODE_BASIS, COLOR_FAMILY, Features, Grade, color_features, look_up_rows, tone_weights

Doubles = NDArray[np.float64]
Residuals = Callable[[Floats], Doubles]

NUDGE = np.float32(2e-3)  # of codes and Oklab
LIGHT_NUDGE = np.float32(1e-4)  # of linear light
CURVES = CODE_BASIS.astype(np.float32)


@dataclass(frozen=True)
class Stages:
    """A grade's results for linear light (P, 3), stage by stage."""

    grade: Grade
    linear: Floats
    mixed: Floats
    curved: Floats
    balanced: Floats
    at: Features
    result: Floats

    @classmethod
    def of(cls, grade: Grade, linear: Floats) -> Stages:
        mixed = grade.mixed(linear)
        curved = grade.curved(mixed)
        balanced = grade.balanced(curved)
        at = color_features(balanced)
        return cls(grade, linear, mixed, curved, balanced, at, grade.colored(balanced, at))


def jacobian(stages: Stages, residuals: Residuals) -> Floats:
    """Return (P, 3, parameters): derivatives of ``residuals``, a function of Oklab (P, 3), by each parameter."""
    grade = stages.grade
    family = grade.family

    def from_balanced(lab: Floats) -> Doubles:
        return residuals(grade.colored(lab, color_features(lab)))

    def from_curved(codes: Floats) -> Doubles:
        return from_balanced(grade.balanced(codes))

    def from_mixed(codes: Floats) -> Doubles:
        return from_curved(grade.curved(codes))

    result = np.empty((len(stages.linear), 3, family.count), np.float32)

    def fill(name: str, values: Floats) -> None:
        result[:, :, family.slices[name]] = values

    by_mixed = numeric_derivatives(from_mixed, stages.mixed)
    by_curved = numeric_derivatives(from_curved, stages.curved)
    bases = [look_up_rows(CURVES, stages.mixed[:, i]) for i in range(3)]
    by_channel = [by_curved[:, :, i, None] * bases[i][:, None, :] for i in range(3)]
    fill("curve", by_channel[0] + by_channel[1] + by_channel[2])
    fill("channels", np.concatenate(by_channel, axis=2))
    if family is not COLOR_FAMILY:
        fill_monochrome(stages, by_mixed.sum(axis=2), fill)
        return result
    mix = np.eye(3, dtype=np.float32) + grade["mix"].reshape(3, 3)
    light = stages.linear @ mix
    steep = (linear_to_srgb(light + LIGHT_NUDGE) - stages.mixed) / LIGHT_NUDGE
    fill("mix", matrix_derivatives(by_mixed * steep[:, None, :], stages.linear))
    by_shifted = shift_derivatives(stages, residuals)
    fill("post", matrix_derivatives(by_shifted, stages.curved))
    fill("shift", matrix_derivatives(by_shifted, tone_weights(stages.curved)))
    fill_color(stages, numeric_derivatives(residuals, stages.result), fill)
    return result


def numeric_derivatives(function: Residuals, at: Floats) -> Floats:
    """Return (P, 3, 3): derivatives of a function's three results by its three arguments."""
    columns = []
    for i in range(3):
        nudge = np.zeros(3, np.float32)
        nudge[i] = NUDGE
        columns.append((function(at + nudge) - function(at - nudge)) / (2 * NUDGE))
    return np.stack(columns, axis=2).astype(np.float32)


def matrix_derivatives(slopes: Floats, inputs: Floats) -> Floats:
    """Return (P, 3, K · 3): derivatives by a matrix that mixes inputs (P, K) into channels of slopes (P, 3, 3)."""
    products: Floats = slopes[:, :, None, :] * inputs[:, None, :, None]
    return products.reshape(len(slopes), 3, -1)


def shift_derivatives(stages: Stages, residuals: Residuals) -> Floats:
    """Return (P, 3, 3): derivatives by the codes that ``Grade.balanced`` turns into Oklab."""
    grade = stages.grade

    def from_codes(codes: Floats) -> Doubles:
        lab = srgb_to_oklab(codes)
        return residuals(grade.colored(lab, color_features(lab)))

    return numeric_derivatives(from_codes, oklab_to_srgb(stages.balanced))


def fill_color(stages: Stages, by_result: Floats, fill: Callable[[str, Floats], None]) -> None:
    """Fill in the derivatives by the parameters of the last stage."""
    at, lab = stages.at, stages.balanced
    tint = stages.grade.moves(at)[3]
    a, b = (stages.result[:, 1:] - tint).T
    by_gain = by_result[:, :, 1] * a[:, None] + by_result[:, :, 2] * b[:, None]
    by_turn = (by_result[:, :, 2] * a[:, None] - by_result[:, :, 1] * b[:, None]) * at.visible[:, None]
    by_light = by_result[:, :, 0] * (lab[:, 0] * at.chroma)[:, None]
    waves = at.waves[:, None, :]
    for name, slopes, other, factor in (
        ("gain", by_gain, "gain_by_chroma", at.vividness),
        ("turn", by_turn, "turn_by_tone", at.brightness),
        ("light", by_light, "light_by_tone", at.brightness),
    ):
        by_wave = slopes[:, :, None] * waves
        fill(name, by_wave)
        fill(other, by_wave * factor[:, None, None])
    fill("gain_by_tone", by_gain[:, :, None] * at.tones[:, None, :])
    fill("tint", matrix_derivatives(by_result[:, :, 1:] * at.mutedness[:, None, None], at.tones))


def fill_monochrome(stages: Stages, by_gray: Floats, fill: Callable[[str, Floats], None]) -> None:
    """Fill in the derivatives by the parameters of the mix into one gray; by_gray: (P, 3)."""
    grade = stages.grade
    weights: Floats = LUMINANCE + grade["weights"]
    light = stages.linear @ weights
    coded = grade["coded"]
    steep = (linear_to_srgb(light + LIGHT_NUDGE) - linear_to_srgb(light)) / LIGHT_NUDGE
    codes = linear_to_srgb(stages.linear)
    by_weight = (1 - coded) * steep[:, None] * stages.linear + coded * codes
    fill("weights", by_gray[:, :, None] * by_weight[:, None, :])
    fill("coded", by_gray[:, :, None] * (codes @ weights - linear_to_srgb(light))[:, None, None])
