"""Find the color space of a TIFF or an EXIF block: TIFF 6.0, section 20 (RGB image colorimetry).

Read as Little CMS's ``tifficc`` does: primaries and white make a space, and where no TransferFunction is given, its
default is a gamma of 2.2.  Writers of sRGB (ImageMagick in every file) give sRGB's primaries alone: then it is sRGB.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..color.chromaticities import SRGB, WHITE_D65, Chromaticities
from ..errors import LutError
from ..language import _
from . import matrix_profile
from .color_tags import Declared
from .icc_profile import ProfileError
from .tiff_directories import NUMBERS, SHORT, Directory

TRANSFER_FUNCTION, WHITE_POINT, PRIMARIES, TRANSFER_RANGE = 301, 318, 319, 342
TAGS = (TRANSFER_FUNCTION, WHITE_POINT, PRIMARIES, TRANSFER_RANGE)
DEFAULT_GAMMA = 2.2
INTEGERS = {3: "<u2", 4: "<u4", 5: "<u4", 8: "<i2", 9: "<i4", 10: "<i4"}
FLOATS = {11: "<f4", 12: "<f8"}
RATIONALS = (5, 10)


def select_tags(entries: Directory, white_is_zero: bool) -> Directory:
    """Select the color tags; a TransferFunction is turned around where 0 is white, as the pixels are."""
    found = {tag: entries[tag] for tag in TAGS if tag in entries}
    curve = found.get(TRANSFER_FUNCTION)
    if white_is_zero and isinstance(curve, tuple) and curve[0] == SHORT:
        found[TRANSFER_FUNCTION] = (SHORT, np.frombuffer(curve[1], "<u2")[::-1].tobytes())
    return found


def resample_curves(tags: Mapping[int, Any], bits: int) -> Directory:
    """Fit the TransferFunction to samples of that many bits: an entry for each code.  Broken tags stay as they are."""
    try:
        curves = read_curves(tags)
    except ProfileError:
        return dict(tags)
    if curves is None or bits > 16 or curves.shape[1] == 1 << bits:
        return dict(tags)
    codes = np.linspace(0, 1, 1 << bits)
    resampled = [np.interp(codes, np.linspace(0, 1, curves.shape[1]), curve) for curve in curves]
    kept = {tag: value for tag, value in tags.items() if tag != TRANSFER_RANGE}
    return kept | {TRANSFER_FUNCTION: (SHORT, np.rint(np.stack(resampled) * 65535).astype("<u2").tobytes())}


def find_meaning(tags: Mapping[int, Any], gamma: float | None = None) -> Declared | None:
    """Return the space that the tags name; None if they name none.  gamma: used without a TransferFunction.

    Raises ProfileError.
    """
    white, primaries = read_numbers(tags.get(WHITE_POINT)), read_numbers(tags.get(PRIMARIES))
    curves = read_curves(tags)
    if primaries.size == 0 and curves is None:
        return None
    if primaries.size not in (0, 6) or white.size not in (0, 2):
        raise ProfileError(_("its TIFF tags for primaries and white have the wrong size"))
    space = SRGB
    if primaries.size:
        red, green, blue = ((float(x), float(y)) for x, y in primaries.reshape(3, 2))
        space = Chromaticities(red, green, blue, (float(white[0]), float(white[1])) if white.size else WHITE_D65)
    name = "colorimetry of a TIFF"
    try:
        if curves is None:
            return Declared(matrix_profile.power_profile(name, space, gamma or DEFAULT_GAMMA))
        return Declared(
            matrix_profile.matrix_profile(name, space, [matrix_profile.table_curve(curve) for curve in curves])
        )
    except LutError as error:
        raise ProfileError(
            _("its TIFF tags for primaries and white are broken ({reason})").format(reason=error)
        ) from error


def read_curves(tags: Mapping[int, Any]) -> NDArray[np.float64] | None:
    """Return (1 or 3, N): light from 0 to 1 for each code; None without a TransferFunction."""
    if TRANSFER_FUNCTION not in tags:
        return None
    values = read_numbers(tags[TRANSFER_FUNCTION])
    channels = 3 if values.size % 3 == 0 else 1
    count = values.size // channels
    if count < 2 or count & (count - 1) or count > 65536:
        sentence = _("its TIFF tag TransferFunction has {count} entries; expected one or three for each code")
        raise ProfileError(sentence.format(count=values.size))
    curves = values.reshape(channels, count)
    ends = np.clip(np.nan_to_num(read_numbers(tags.get(TRANSFER_RANGE))), 0, count - 1).astype(int)
    if ends.size != 6 or (ends.reshape(3, 2) == (0, count - 1)).all():
        return curves / 65535
    expanded = []
    for channel, (black, white) in enumerate(ends.reshape(3, 2)):
        curve = curves[channel % channels]
        first, last = curve[[black, white]]
        if first >= last:
            raise ProfileError(_("its TIFF tag TransferRange is broken"))
        shifted = curve[np.clip(np.arange(count) + black, 0, count - 1)]
        expanded.append(np.clip((shifted - first) / (last - first), 0, 1))
    return np.stack(expanded)


def read_numbers(value: Any) -> NDArray[np.float64]:
    """Return a tag's numbers; an empty array if it is missing or holds no numbers."""
    kind, content = value if isinstance(value, tuple) else (0, b"")
    form = {**INTEGERS, **FLOATS}.get(kind)
    if form is None or len(content) % (NUMBERS[kind] * (2 if kind in RATIONALS else 1)):
        return np.empty(0)
    found = np.frombuffer(content, form).astype(np.float64)
    if kind in RATIONALS:
        with np.errstate(divide="ignore", invalid="ignore"):
            found = found[::2] / found[1::2]
    return np.asarray(found)
