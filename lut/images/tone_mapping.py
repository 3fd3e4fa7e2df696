"""Convert HDR photographs (PQ, HLG) to SDR.

Recommendation ITU-R BT.2100-3 says what light the codes stand for.  Report ITU-R BT.2408-7 puts SDR's white at 203
cd/m² of it (section 2), and gives the curve for highlights above (EETF, annex 5; until 2023 in BT.2390).  It is applied
to the largest of red, green and blue, and scales the three alike: hues stay.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..color import linear_to_srgb
from ..color.chromaticities import SRGB, Chromaticities
from ..kernel.blending import CODE_MAX

WHITE = 203.0  # cd/m², reference white of HDR, and white of the result
PQ_PEAK, HLG_PEAK = 10_000.0, 1_000.0  # cd/m² of the largest code; HLG's nominal display
M1, M2 = 2610 / 16384, 2523 / 4096 * 128  # BT.2100-3, table 4 (SMPTE ST 2084)
C1, C2, C3 = 3424 / 4096, 2413 / 4096 * 32, 2392 / 4096 * 32
HLG_A, HLG_B, HLG_C = 0.17883277, 0.28466892, 0.55991073  # table 5
HLG_GAMMA = 1.2  # of a display of 1000 cd/m²
LUMINANCE = np.array([0.2627, 0.6780, 0.0593])  # of BT.2020's red, green and blue
BRIGHTEST = 0.9999  # share of the pixels that are not brighter than the picture's peak
ROWS = 64  # at a time

Floats = NDArray[np.float64]


def pq_to_light(codes: Floats) -> Floats:
    """Convert codes from 0 to 1 to cd/m²."""
    power = np.clip(codes, 0, 1) ** (1 / M2)
    return PQ_PEAK * np.asarray((np.maximum(power - C1, 0) / (C2 - C3 * power)) ** (1 / M1))


def light_to_pq(light: Floats) -> Floats:
    """Convert cd/m² to codes from 0 to 1."""
    power = np.clip(light / PQ_PEAK, 0, 1) ** M1
    return np.asarray(((C1 + C2 * power) / (1 + C3 * power)) ** M2)


def hlg_to_light(codes: Floats) -> Floats:
    """Convert (…, 3) codes from 0 to 1 to cd/m² on a display of 1000 cd/m²."""
    codes = np.clip(codes, 0, 1)
    scene = np.where(codes <= 0.5, codes**2 / 3, (np.exp((codes - HLG_C) / HLG_A) + HLG_B) / 12)
    luminance = (scene @ LUMINANCE)[..., None]
    return np.asarray(HLG_PEAK * scene * np.maximum(luminance, 1e-9) ** (HLG_GAMMA - 1))


def compress_highlights(light: Floats, peak: float) -> Floats:
    """Map light from 0 to ``peak`` cd/m² onto 0 to WHITE, and leave the dark as it is."""
    if peak <= WHITE:
        return np.minimum(light, WHITE)
    top = float(light_to_pq(np.array(peak)))
    most = float(light_to_pq(np.array(WHITE))) / top
    knee = 1.5 * most - 0.5
    position = np.minimum(light_to_pq(light) / top, 1)
    t = np.maximum(position - knee, 0) / (1 - knee)
    curve = (2 * t**3 - 3 * t**2 + 1) * knee + (t**3 - 2 * t**2 + t) * (1 - knee) + (3 * t**2 - 2 * t**3) * most
    return pq_to_light(np.where(position < knee, position, curve) * top)


def convert_to_sdr(
    pixels: NDArray[np.generic], coding: str, space: Chromaticities, black: float = 0.0, white: float = 1.0
) -> tuple[NDArray[np.generic], float]:
    """Convert to sRGB.  Return the pixels, and the peak in cd/m² that became white.

    pixels: (H, W, 3 or 4) uint8, uint16 or float32; alpha stays.  coding: "PQ" or "HLG".  space: primaries.
    black, white: the codes of 0 and 1, as shares of the largest.  Colors beyond sRGB clip.
    """
    code_max = CODE_MAX[pixels.dtype]

    def light(top: int) -> Floats:
        codes = (pixels[top : top + ROWS, :, :3].astype(np.float64) / code_max - black) / (white - black)
        return pq_to_light(codes) if coding == "PQ" else hlg_to_light(np.nan_to_num(codes))

    tops = range(0, len(pixels), ROWS)
    brightest = np.concatenate([light(top).max(axis=-1).astype(np.float32).ravel() for top in tops])
    peak = max(float(np.quantile(brightest, BRIGHTEST)), WHITE)
    del brightest
    to_srgb = space.matrix_to(SRGB).T
    result = pixels.copy()
    for top in tops:
        found = light(top)
        strongest = found.max(axis=-1, keepdims=True)
        scale = compress_highlights(strongest, peak) / np.maximum(strongest, 1e-9)
        rgb = np.clip(linear_to_srgb(np.clip(found * scale / WHITE @ to_srgb, 0, 1).astype(np.float32)), 0, 1)
        codes = rgb if pixels.dtype == np.float32 else np.rint(rgb * np.float32(code_max))
        result[top : top + ROWS, :, :3] = codes
    return result, peak
