"""Operators between sRGB, in which pictures come and go, and the color space that a LUT is made for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ..color.chromaticities import SRGB, Chromaticities
from ..color.encodings import ENCODINGS, Curve, Encoding
from ..color.scene_tone import WHITE, compress_highlights, expand_highlights
from ..kernel.operators import Operator
from ..table import Lut
from .affine import Affine
from .lut_forms import place_between

Doubles = NDArray[np.float64]

DIGITS = 12  # of matrices: the same numbers with every version of numpy


@dataclass(frozen=True)
class Decode:
    """Codes into linear light by a curve."""

    curve: Curve
    separable = True

    def __call__(self, rgb: Doubles) -> Doubles:
        return self.curve.decode(rgb)


@dataclass(frozen=True)
class Encode:
    """Linear light into codes by a curve."""

    curve: Curve
    separable = True

    def __call__(self, rgb: Doubles) -> Doubles:
        return self.curve.encode(rgb)


@dataclass(frozen=True)
class ExpandHighlights:
    """A display's light into a scene's."""

    white: float
    separable = True

    def __call__(self, rgb: Doubles) -> Doubles:
        return expand_highlights(rgb, self.white)


@dataclass(frozen=True)
class CompressHighlights:
    """A scene's light into a display's."""

    white: float
    separable = True

    def __call__(self, rgb: Doubles) -> Doubles:
        return compress_highlights(rgb, self.white)


def place_in_space(lut: Lut, space: Encoding, out: Encoding, scene_light: bool = False) -> Lut:
    """Return a LUT that takes and gives sRGB codes, of one that takes codes of another space.

    space, out: of the LUT's input and output.  scene_light: the pictures' numbers are those of a scene, as raw files
    are developed, so that no tone curve stands between them and a log.

    Nothing is clipped on the way: colors outside sRGB have codes below 0 or above 1.
    """
    white = 1.0 if scene_light else find_white(lut, space if space.scene else out)
    return place_between(lut, convert_to_space(space, white), convert_from_space(out, white))


def find_white(lut: Lut, space: Encoding) -> float:
    """Return the scene light of a display's white: less than usual where the LUT's input does not reach so far."""
    if lut.operators:
        return WHITE
    top = (lut.domain if lut.shaper is None else lut.shaper.domain)[1].min()
    return float(np.clip(space.decode(top), 1, WHITE))


def convert_to_space(space: Encoding, white: float) -> Iterator[Operator]:
    """Yield operators from sRGB codes to a space's codes.  white: scene light of a display's white, 1 for no curve."""
    if space.id == "srgb":
        return
    yield Decode(ENCODINGS["srgb"].curve)
    yield convert_primaries(SRGB, space.chromaticities)
    if space.scene and white != 1:
        yield ExpandHighlights(white)
    yield Encode(space.curve)


def convert_from_space(space: Encoding, white: float) -> Iterator[Operator]:
    """Yield operators from a space's codes to sRGB codes."""
    if space.id == "srgb":
        return
    yield Decode(space.curve)
    if space.scene and white != 1:
        yield CompressHighlights(white)
    yield convert_primaries(space.chromaticities, SRGB)
    yield Encode(ENCODINGS["srgb"].curve)


def convert_primaries(source: Chromaticities, target: Chromaticities) -> Affine:
    if source == target:
        return Affine(np.eye(3), np.zeros(3))
    return Affine(source.matrix_to(target).round(DIGITS), np.zeros(3))
