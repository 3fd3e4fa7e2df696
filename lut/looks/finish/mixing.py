"""Mix the result of a look with the picture: only its colors or its lightness, only in some tones.

Blend modes work in CIELAB under D50 (ICC.1:2022, section 7.2.16; white adapted by Bradford's transform), as GIMP's
layer modes *LCh color* and *LCh lightness* do: what is computed here is what a layer in that mode shows.  "color" takes
L* from the picture and a*, b* from the look; "luminosity" the other way round.  W3C's modes of these names (Compositing
and Blending Level 1) take a weighted sum of codes for lightness: 0.11 for pure blue, as in a gray of L* 10, where blue
has an L* of 30, and other sums in each color profile.

Tones are told apart by L* of the picture before the look.  ``tone_weights`` says how much of the look each gets.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ...color.chromaticities import D50, SRGB
from ...color.lab import INTERCEPT, JOINT, SLOPE
from ...color.space import Floats
from ...color.srgb import linear_to_srgb, srgb_to_linear
from ...errors import LutError
from ...kernel.blending import CODE_MAX
from ...kernel.threads import default_threads, spread
from ...shared.amounts import BLENDS, SOFTNESS, TONES, UNMIXED
from ..smooth_curves import smoothstep
from .pixel_strips import Pixels, row_blocks

if TYPE_CHECKING:
    from ..gain_map_adaption import Into

TO_RATIOS = np.array(SRGB.to_xyz_d50()) / np.array(D50)[:, None]  # linear sRGB to X, Y and Z as parts of white's
FROM_RATIOS = np.linalg.inv(TO_RATIOS)
DARK, BRIGHT = 1 / 3, 2 / 3  # of L*, where shadows end and highlights begin: sRGB codes 79 and 162 of gray
WIDEST = 1 / 3  # of L*, to each side of these, for a softness of 1
SHARPEST = 1e-4  # of L*, for a softness of 0


@dataclass(frozen=True)
class Mixing:
    """blend: one of ``BLENDS``;  tones: one of ``TONES``;  softness: 0..1, how gradually these begin and end."""

    blend: str = "normal"
    tones: str = "all"
    softness: float = SOFTNESS

    @classmethod
    def of(cls, blend: str | None = None, tones: str | None = None, softness: float | None = None) -> Mixing | None:
        """Return a mixing; None where it changes nothing.  None stands for what does so.  Raises LutError."""
        given = {"blend": blend, "tones": tones, "softness": softness}
        found = cls(**{**UNMIXED, **{name: value for name, value in given.items() if value is not None}})  # type: ignore[arg-type]
        for name, value, known in (("blend mode", found.blend, BLENDS), ("tonal range", found.tones, TONES)):
            if value not in known:
                raise LutError(f"expected a {name} of {', '.join(known)}, found {value!r:.100}")
        if not 0 <= found.softness <= 1:
            raise LutError(f"expected a softness from 0 to 1, found {found.softness:g}")
        return found if found.blend != UNMIXED["blend"] or found.tones != UNMIXED["tones"] else None

    def mix(self, before: Pixels, after: Pixels) -> Pixels:
        """Mix the look's pixels with those before it, in place, and return them; alpha stays.

        before, after: (rows, width, 3 or 4) of one kind, as of ``Strip``.  Integers are rounded and clamped; floats may
        leave sRGB, as colors of one picture with the lightness of another can.  Where the mixture is not a number, the
        look's pixel stays.
        """
        code_max = np.float32(CODE_MAX[after.dtype])

        def work(rows: slice) -> None:
            with np.errstate(over="ignore", invalid="ignore"):
                mixed = self.mix_colors(before[rows], after[rows]) * code_max
            if after.dtype != np.float32:
                np.clip(np.rint(mixed, out=mixed), 0, code_max, out=mixed)
            for channel, codes in enumerate(mixed):
                there = after[rows][..., channel]
                codes = codes.reshape(there.shape)
                np.copyto(there, codes, where=np.isfinite(codes), casting="unsafe")

        spread(work, list(row_blocks(after)), default_threads())
        return after

    def mix_colors(self, before: Pixels, after: Pixels) -> Floats:
        """Return the mixture of pixels as codes, (3, P), 0..1 and beyond."""
        base_light = decode(before)
        base_root = cube_root(weigh(TO_RATIOS[1], base_light))
        if self.blend == UNMIXED["blend"]:
            look = read_codes(after)
        else:
            look_light = decode(after)
            look_root = cube_root(weigh(TO_RATIOS[1], look_light))
            colored, shift = (look_light, base_root - look_root)
            if self.blend == "luminosity":
                colored, shift = (base_light, look_root - base_root)
            ratios = [cube(cube_root(weigh(row, colored)) + shift) for row in TO_RATIOS]
            look = linear_to_srgb(np.stack([weigh(row, ratios) for row in FROM_RATIOS]))
        if self.tones == UNMIXED["tones"]:
            return look
        base = read_codes(before)
        result: Floats = base + self.weigh_tones(base_root) * (look - base)
        return result

    def weigh_tones(self, roots: Floats) -> Floats:
        """Return the look's share for pixels with these ``cube_root`` of Y."""
        return tone_weights(np.float32(1.16) * roots - np.float32(0.16), self.tones, self.softness)

    def draw_weights(self, before: Pixels, target: Pixels) -> None:
        """Write how much of the look each pixel gets, as gray; alpha stays.  before, target: as of ``mix``."""
        code_max = np.float32(CODE_MAX[target.dtype])

        def work(rows: slice) -> None:
            with np.errstate(invalid="ignore"):
                roots = cube_root(weigh(TO_RATIOS[1], decode(before[rows])))
                weights = np.nan_to_num(self.weigh_tones(roots)) * code_max
            there = target[rows][..., :3]
            there[...] = (weights if target.dtype == np.float32 else np.rint(weights)).reshape(*there.shape[:2], 1)

        spread(work, list(row_blocks(target)), default_threads())


@dataclass(frozen=True)
class MixedLook:
    """A look as it is mixed: of colors only, without finishing steps."""

    apply: Into
    mixing: Mixing

    def into(self, source: NDArray[Any], target: NDArray[Any]) -> None:
        before = source.copy()
        self.apply.into(source, target)
        self.mixing.mix(before, target)


def tone_weights(lightness: Floats, tones: str, softness: float = SOFTNESS) -> Floats:
    """Return the share of the look, 0..1, that colors of some lightness get.

    lightness: L* / 100.  Shadows have 1 in black and 0 in white, highlights 0 and 1; between them a smoothstep around
    1/3 and around 2/3 leads over, as wide to each side as a third of the softness.  Middle tones have what both leave:
    the three add up to 1 everywhere, for every softness.
    """
    if tones == UNMIXED["tones"]:
        return np.ones_like(lightness)
    reach = max(WIDEST * softness, SHARPEST)

    def rise(edge: float) -> Floats:
        return smoothstep((lightness - np.float32(edge - reach)) / np.float32(2 * reach))

    if tones == "shadows":
        return 1 - rise(DARK)
    if tones == "highlights":
        return rise(BRIGHT)
    return rise(DARK) - rise(BRIGHT)


def read_codes(pixels: Pixels) -> Floats:
    """Return the colors of pixels as codes from 0 to 1, (3, P).

    Planes without gaps: numpy's loops over strides round the last bit differently, and strips would show.
    """
    codes = np.ascontiguousarray(pixels[..., :3].reshape(-1, 3).T, dtype=np.float32)
    codes /= np.float32(CODE_MAX[pixels.dtype])
    return codes


def decode(pixels: Pixels) -> Floats:
    """Return the colors of pixels as linear light, (3, P)."""
    if pixels.dtype == np.float32:
        return srgb_to_linear(read_codes(pixels))
    result: Floats = np.take(decoded_codes(pixels.dtype), pixels[..., :3].reshape(-1, 3).T)
    return result


@lru_cache(maxsize=2)
def decoded_codes(dtype: np.dtype[Any]) -> Floats:
    """Return the linear light of every code of an integer type."""
    code_max = CODE_MAX[dtype]
    return srgb_to_linear(np.arange(code_max + 1, dtype=np.float32) / np.float32(code_max))


def weigh(weights: NDArray[np.float64], planes: Floats | list[Floats]) -> Floats:
    """Return the weighted sum of three planes: what a product of matrices rounds as the strip's size has it."""
    red, green, blue = (plane * np.float32(weight) for plane, weight in zip(planes, weights, strict=True))
    total: Floats = red + green + blue
    return total


def cube_root(ratios: Floats) -> Floats:
    """Return CIELAB's f of parts of white: of Y it is lightness, and differences between them are color."""
    roots: Floats = np.cbrt(ratios)
    np.copyto(roots, ratios * np.float32(SLOPE) + np.float32(INTERCEPT), where=ratios <= np.float32(JOINT**3))
    return roots


def cube(roots: Floats) -> Floats:
    """Return the parts of white whose ``cube_root`` is given."""
    ratios: Floats = roots * roots * roots
    np.copyto(ratios, (roots - np.float32(INTERCEPT)) / np.float32(SLOPE), where=roots <= np.float32(JOINT))
    return ratios
