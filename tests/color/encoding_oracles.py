"""Compare the color spaces of LUTs with colour-science and OpenColorIO: curves and primaries.

Both are optional packages of the tests: functions return None where one is missing, or does not know a space.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lut.color.chromaticities import SRGB
from lut.color.encodings import ENCODINGS

Doubles = NDArray[np.float64]

CODES = np.linspace(0, 1, 65536)
STOPS = np.arange(-10, 12.001, 1 / 64)  # from middle gray
SCENE = np.concatenate([[0.0], 0.18 * 2**STOPS])
DISPLAY = np.linspace(0, 1, 65536)

# By id: colour-science's name of the curve, and of the RGB space.
COLOUR: dict[str, tuple[str, str]] = {
    "srgb": ("sRGB", "sRGB"),
    "rec709": ("ITU-R BT.709", "ITU-R BT.709"),
    "rec709-2.4": ("Gamma 2.4", "ITU-R BT.709"),
    "rec709-2.2": ("Gamma 2.2", "ITU-R BT.709"),
    "display-p3": ("sRGB", "Display P3"),
    "adobe-rgb": ("Adobe RGB (1998)", "Adobe RGB (1998)"),
    "prophoto": ("ROMM RGB", "ROMM RGB"),
    "rec2020": ("ITU-R BT.2020", "ITU-R BT.2020"),
    "linear-srgb": ("linear", "sRGB"),
    "linear-p3": ("linear", "Display P3"),
    "linear-adobe-rgb": ("linear", "Adobe RGB (1998)"),
    "linear-prophoto": ("linear", "ROMM RGB"),
    "linear-rec2020": ("linear", "ITU-R BT.2020"),
    "acescg": ("linear", "ACEScg"),
    "acescc": ("ACEScc", "ACEScc"),
    "acescct": ("ACEScct", "ACEScct"),
    "s-log2": ("S-Log2", "S-Gamut"),
    "s-log3": ("S-Log3", "S-Gamut3"),
    "s-log3-cine": ("S-Log3", "S-Gamut3.Cine"),
    "v-log": ("V-Log", "V-Gamut"),
    "f-log": ("F-Log", "F-Gamut"),
    "f-log2": ("F-Log2", "F-Gamut"),
    "f-log2-c": ("F-Log2", "F-Gamut C"),
    "c-log": ("Canon Log", "Cinema Gamut"),
    "c-log2": ("Canon Log 2", "Cinema Gamut"),
    "c-log3": ("Canon Log 3", "Cinema Gamut"),
    "n-log": ("N-Log", "N-Gamut"),
    "logc3": ("ARRI LogC3", "ARRI Wide Gamut 3"),
    "logc4": ("ARRI LogC4", "ARRI Wide Gamut 4"),
    "d-log": ("D-Log", "DJI D-Gamut"),
    "l-log": ("L-Log", "ITU-R BT.2020"),
    "davinci-intermediate": ("DaVinci Intermediate", "DaVinci Wide Gamut"),
    "bmd-film-gen5": ("Blackmagic Film Generation 5", "Blackmagic Wide Gamut"),
    "log3g10": ("Log3G10", "REDWideGamutRGB"),
    "cineon": ("Cineon", "sRGB"),
    "protune": ("Protune", "Protune Native"),
    "apple-log": ("Apple Log Profile", "ITU-R BT.2020"),
    "apple-log2": ("Apple Log Profile", ""),
    "mi-log": ("Mi-Log", "ITU-R BT.2020"),
    "o-log": ("O-Log", "ITU-R BT.2020"),
    "samsung-log": ("", "ITU-R BT.2020"),
    "h-log": ("", "ITU-R BT.2020"),
    "i-log": ("", "ITU-R BT.2020"),
}
# By id: OpenColorIO's transform to linear light under D65 or D60, of which a gray stays a gray.
OPENCOLORIO = {
    "acescct": "ACEScct_to_ACES2065-1",
    "acescc": "ACEScc_to_ACES2065-1",
    "s-log3": "SONY_SLOG3-SGAMUT3_to_ACES2065-1",
    "s-log3-cine": "SONY_SLOG3-SGAMUT3.CINE_to_ACES2065-1",
    "v-log": "PANASONIC_VLOG-VGAMUT_to_ACES2065-1",
    "c-log2": "CANON_CLOG2-CGAMUT_to_ACES2065-1",
    "c-log3": "CANON_CLOG3-CGAMUT_to_ACES2065-1",
    "logc3": "ARRI_ALEXA-LOGC-EI800-AWG_to_ACES2065-1",
    "logc4": "ARRI_LOGC4_to_ACES2065-1",
    "log3g10": "RED_LOG3G10-RWG_to_ACES2065-1",
    "apple-log": "APPLE_LOG_to_ACES2065-1",
    "apple-log2": "APPLE_LOG-APPLEWG_to_ACES2065-1",
    "acescg": "ACEScg_to_ACES2065-1",
}
# Displays, from light under D65 as XYZ to codes.
OPENCOLORIO_DISPLAYS = {
    "srgb": "DISPLAY - CIE-XYZ-D65_to_sRGB",
    "rec709-2.4": "DISPLAY - CIE-XYZ-D65_to_REC.1886-REC.709",
    "rec709-2.2": "DISPLAY - CIE-XYZ-D65_to_G2.2-REC.709",
    "display-p3": "DISPLAY - CIE-XYZ-D65_to_DisplayP3",
}
XYZ_OF_GRAY = (0.9504559270516716, 1.0, 1.0890577507598784)  # D65


@cache
def load_colour() -> Any:
    """Import colour-science; None where it is not installed, or not for these versions of Python and numpy."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of its own optional packages
            import colour
    except ImportError:
        return None
    return colour


@cache
def load_opencolorio() -> Any:
    try:
        import PyOpenColorIO
    except ImportError:
        return None
    return PyOpenColorIO


def light_of(identifier: str) -> Doubles:
    """Return the range of light of a space."""
    return SCENE if ENCODINGS[identifier].scene else DISPLAY


def colour_curve(identifier: str, way: str) -> Callable[[Doubles], Doubles] | None:
    """Return colour-science's encoding or decoding function of a space ("encode" or "decode")."""
    colour, name = load_colour(), COLOUR.get(identifier, ("", ""))[0]
    if colour is None or not name:
        return None
    if name == "linear":
        return lambda values: values
    if name in ("Gamma 2.4", "Gamma 2.2"):
        exponent = float(name[-3:])
        return lambda values: colour.gamma_function(values, 1 / exponent if way == "encode" else exponent)
    if name in ("Adobe RGB (1998)", "sRGB"):
        space = colour.RGB_COLOURSPACES[name]
        return space.cctf_encoding if way == "encode" else space.cctf_decoding
    functions = colour.CCTF_ENCODINGS if way == "encode" else colour.CCTF_DECODINGS
    return functions.get(name)


def relative_error(found: Doubles, right: Doubles) -> float:
    """Return the largest difference of light, in shares of the light or of 1 % where it is darker."""
    return float((np.abs(found - right) / np.maximum(np.abs(right), 0.01)).max())


def curve_deviation(identifier: str) -> tuple[float, float] | None:
    """Return the largest difference from colour-science: of codes, and of light decoded from all codes (relative)."""
    encode, decode = colour_curve(identifier, "encode"), colour_curve(identifier, "decode")
    if encode is None or decode is None:
        return None
    ours, light = ENCODINGS[identifier], light_of(identifier)
    with np.errstate(all="ignore"):
        codes = float(np.abs(ours.encode(light) - np.asarray(encode(light))).max())
        return codes, relative_error(ours.decode(CODES), np.asarray(decode(CODES)))


def matrix_deviation(identifier: str) -> float | None:
    """Return the largest difference of the matrix to linear sRGB from colour-science's, adapted by Bradford's."""
    colour, name = load_colour(), COLOUR.get(identifier, ("", ""))[1]
    if colour is None or not name or name not in colour.RGB_COLOURSPACES:
        return None
    theirs, srgb = (colour.RGB_COLOURSPACES[one].copy() for one in (name, "sRGB"))
    for space in (theirs, srgb):
        space.use_derived_matrix_RGB_to_XYZ = space.use_derived_matrix_XYZ_to_RGB = True
    right = colour.matrix_RGB_to_RGB(theirs, srgb, "Bradford")
    return float(np.abs(ENCODINGS[identifier].chromaticities.matrix_to(SRGB) - right).max())


def opencolorio_deviation(identifier: str) -> float | None:
    """Return the largest difference of grays from OpenColorIO's transforms: of light (relative), or of codes."""
    ocio = load_opencolorio()
    if ocio is None or identifier not in {**OPENCOLORIO, **OPENCOLORIO_DISPLAYS}:
        return None
    if identifier in OPENCOLORIO_DISPLAYS:
        light = DISPLAY[:, None] * np.array(XYZ_OF_GRAY)
        codes = apply_builtin(OPENCOLORIO_DISPLAYS[identifier], light)[:, 1]
        return float(np.abs(ENCODINGS[identifier].encode(DISPLAY) - codes).max())
    right = apply_builtin(OPENCOLORIO[identifier], np.repeat(CODES[:, None], 3, axis=1))[:, 1]
    usable = right < 60000  # half floats end there, and ACEScc's formula with them
    return relative_error(ENCODINGS[identifier].decode(CODES)[usable], right[usable])


def apply_builtin(style: str, colors: Doubles, inverse: bool = False) -> Doubles:
    """Apply one of OpenColorIO's built-in transforms to (P, 3) colors."""
    ocio = load_opencolorio()
    way = ocio.TRANSFORM_DIR_INVERSE if inverse else ocio.TRANSFORM_DIR_FORWARD
    processor = ocio.Config.CreateRaw().getProcessor(ocio.BuiltinTransform(style, direction=way))
    rgb = np.ascontiguousarray(colors, np.float32)
    processor.getDefaultCPUProcessor().applyRGB(rgb)
    return rgb.astype(np.float64)
