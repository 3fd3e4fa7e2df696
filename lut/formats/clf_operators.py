"""Operators of a ProcessList: from an element to what it does.  Tables are in clf_tables.py.

READERS: by an element's name, (element, bit depths, version) → operators, or LutFormatError.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from ..files.xml import Element
from ..operators import Affine, Clamp, Log, MonitorCurve, Operator, Power
from .cdl import SAT_NODES, read_correction
from .clf_elements import (
    Depths,
    Version,
    check_known,
    fill_channels,
    find_array,
    read_parameters,
    read_style,
    refuse_dimensions,
)
from .clf_tables import read_inverse_lut1d, read_lut1d, read_lut3d, scale_range
from .xml_numbers import read_few

MATRIX_SHAPES = ((3, 3), (3, 4), (4, 4), (4, 5))
OPAQUE = 1e-6  # how far from 1 a factor may be that leaves alpha alone
RANGE_NAMES = ("minInValue", "maxInValue", "minOutValue", "maxOutValue")
LOG_PARAMETERS = ("linSideSlope", "linSideOffset", "logSideSlope", "logSideOffset")
CAMERA_PARAMETERS = ("linSideBreak", "linearSlope")
CINEON_PARAMETERS = ("gamma", "refWhite", "refBlack", "highlight", "shadow")
PLAIN_LOGS = {"log10": 10.0, "antiLog10": 10.0, "log2": 2.0, "antiLog2": 2.0}
LOG_STYLES = (*PLAIN_LOGS, "linToLog", "logToLin", "cameraLinToLog", "cameraLogToLin")
BASIC = {"basic": "zero", "basicMirror": "mirror", "basicPassThru": "pass"}
MONITOR = ("monCurve", "monCurveMirror")
GAMMA_STYLES = tuple(f"{kind}{way}" for kind in (*BASIC, *MONITOR) for way in ("Fwd", "Rev"))
CDL_STYLES = {  # which way, and whether it clamps; Autodesk's older names last
    "Fwd": ("Fwd", True),
    "Rev": ("Rev", True),
    "FwdNoClamp": ("Fwd", False),
    "RevNoClamp": ("Rev", False),
    "v1.2_Fwd": ("Fwd", True),
    "v1.2_Rev": ("Rev", True),
    "noClampFwd": ("Fwd", False),
    "noClampRev": ("Rev", False),
}


def read_matrix(element: Element, depths: Depths, version: Version) -> list[Operator]:
    check_known(element, (), ("Array",))
    array, dimensions = find_array(element)
    shape = dimensions[:2]
    if shape not in MATRIX_SHAPES or len(dimensions) > 3 or dimensions[2:] not in ((), shape[:1], (3,)):
        refuse_dimensions(array, ", ".join(f"'{rows} {columns}'" for rows, columns in MATRIX_SHAPES))
    rows = np.array(read_few(array.text, array.line, shape[0] * shape[1], f"a matrix of {shape[0]} × {shape[1]}"))
    rows = rows.reshape(shape)
    if shape == (4, 4) and version.has_square_offsets:
        rows = rows[:3]
    offset = rows[:, -1] if rows.shape in ((3, 4), (4, 5)) else np.zeros(len(rows))
    factors = rows[:, : len(rows)] * (depths.ahead / depths.behind)
    if len(rows) == 4:
        alpha = np.concatenate([factors[3], factors[:, 3], offset[3:]]) - [0, 0, 0, 1, 0, 0, 0, 1, 0]
        if np.abs(alpha).max() > OPAQUE:
            array.refuse("expected a matrix that leaves alpha alone, found one that changes it, or uses it")
    return [Affine(factors[:3, :3], offset[:3] / depths.behind)]


def read_range(element: Element, depths: Depths, version: Version) -> list[Operator]:
    check_known(element, ("style",), RANGE_NAMES)
    clamp = read_style(element, ("clamp", "noClamp"), "clamp") == "clamp"
    scales = {"In": depths.ahead, "Out": depths.behind}
    given = {}
    for name in RANGE_NAMES:
        if element.named(name):
            child = element.only(name)
            given[name] = read_few(child.text, child.line, 1, name)[0] / scales[name[3:-5]]
    complete = ({*RANGE_NAMES}, {RANGE_NAMES[0], RANGE_NAMES[2]}, {RANGE_NAMES[1], RANGE_NAMES[3]})
    if set(given) not in complete or (not clamp and len(given) < 4):
        found = ", ".join(given) or "none"
        wanted = "minimum, maximum or both, each of in and out" if clamp else "all four values for noClamp"
        element.refuse(f"expected {wanted} in {element.name}, found {found}")
    if len(given) < 4:
        least, end = next(iter(given.items()))
        if abs(given[least.replace("In", "Out")] - end) > 1e-6 * max(1, abs(end)):
            element.refuse(f"expected the same {least} and {least.replace('In', 'Out')}, found different ones")
        return [Clamp(end, np.inf) if least == "minInValue" else Clamp(-np.inf, end)]
    low, high, first, last = (given[name] for name in RANGE_NAMES)
    if not low < high or not first <= last:
        element.refuse(f"expected minimums below the maximums in {element.name}, found {low:g} to {high:g}")
    return scale_range(low, high, first, last, clamp)


def read_log(element: Element, depths: Depths, version: Version) -> list[Operator]:
    check_known(element, ("style",), ("LogParams",))
    style = read_style(element, LOG_STYLES)
    reverse = style.startswith("anti") or style.endswith("Lin")
    if style in PLAIN_LOGS:
        if element.named("LogParams"):
            element.refuse(f"expected no LogParams for style {style}, found some")
        one, zero = np.ones(3), np.zeros(3)
        return [Log(one * PLAIN_LOGS[style], one, zero, one, zero, reverse=reverse)]
    camera = style.startswith("camera")
    old = CINEON_PARAMETERS if version.is_ctf and not camera else ()
    names = ("base", *LOG_PARAMETERS, *(CAMERA_PARAMETERS if camera else ()), *old)
    given = read_parameters(element, "LogParams", names)
    if any(given[name] != [None] * 3 for name in old):
        return [make_cineon_log(element, given, reverse)]
    slope, offset, log_slope, log_offset = (
        fill_channels(given[name], default) for name, default in zip(LOG_PARAMETERS, (1, 0, 1, 0), strict=True)
    )
    base = fill_channels(given["base"], 2)
    breaks = linear = None
    if camera:
        if None in given["linSideBreak"]:
            element.refuse(f"expected linSideBreak of each channel for style {style}, found none")
        breaks = fill_channels(given["linSideBreak"], 0)
        with np.errstate(all="ignore"):
            own = Log(base, slope, offset, log_slope, log_offset, breaks).slope
        linear = np.where(
            [value is None for value in given["linearSlope"]], own, fill_channels(given["linearSlope"], 0)
        )
        if (slope * breaks + offset <= 0).any() or not np.isfinite(linear).all() or not linear.all():
            element.refuse("expected a linSideBreak where the logarithm has a slope, found one where it has none")
    if (base <= 0).any() or (base == 1).any() or not slope.all() or not log_slope.all():
        element.refuse("expected a base above 0 other than 1, and slopes other than 0, found another")
    return [Log(base, slope, offset, log_slope, log_offset, breaks, linear, reverse)]


def make_cineon_log(element: Element, given: dict[str, list[float | None]], reverse: bool) -> Operator:
    """CTF's older parameters, those of scanned film: codes of 10 bits, a density of 0.002 each."""
    if any(None in given[name] for name in CINEON_PARAMETERS) or any(
        values != [None] * 3 for name, values in given.items() if name not in CINEON_PARAMETERS
    ):
        element.refuse(f"expected {', '.join(CINEON_PARAMETERS)} of each channel in LogParams, found others")
    gamma, white, black, highlight, shadow = (fill_channels(given[name], 0) for name in CINEON_PARAMETERS)
    if (gamma <= 0.01).any() or (white <= black).any() or (highlight <= shadow).any():
        element.refuse("expected gamma above 0.01, refWhite above refBlack and highlight above shadow, found others")
    density = 0.002 * 1023 / gamma  # of the whole range of codes
    dark = 10.0 ** np.minimum((black - white) / 1023 * density, -0.0001)
    gain = (highlight - shadow) / (1 - dark)
    return Log(np.full(3, 10.0), 1 / gain, (gain - highlight) / gain, 1 / density, white / 1023, reverse=reverse)


def read_exponent(element: Element, depths: Depths, version: Version) -> list[Operator]:
    """Exponent, and CTF's older Gamma."""
    name = "GammaParams" if element.named("GammaParams") else "ExponentParams"
    check_known(element, ("style",), (name,))
    style = read_style(element, GAMMA_STYLES)
    kind, reverse = style[:-3], style.endswith("Rev")
    power = "gamma" if name == "GammaParams" else "exponent"
    given = read_parameters(element, name, (power, "offset") if kind in MONITOR else (power,))
    powers = fill_channels(given[power], 1)
    if not element.named(name):
        element.refuse(f"expected {name} in {element.name}, found none")
    if kind in BASIC:
        if (powers < 0.01).any() or (powers > 100).any():
            element.refuse(f"expected {power} from 0.01 to 100, found {powers.tolist()}")
        return [Power(1 / powers if reverse else powers, BASIC[kind])]
    offsets = fill_channels(given["offset"], 0)
    if any((one is None) != (other is None) for one, other in zip(given[power], given["offset"], strict=True)):
        element.refuse(f"expected {power} and offset in {name} for style {style}, found one of them")
    if (powers < 1).any() or (powers > 10).any() or (offsets < 0).any() or (offsets > 0.9).any():
        element.refuse(f"expected {power} from 1 to 10 and offset from 0 to 0.9 for style {style}, found others")
    return [MonitorCurve(powers, offsets, reverse, kind == "monCurveMirror")]


def read_asc_cdl(element: Element, depths: Depths, version: Version) -> list[Operator]:
    check_known(element, ("style",), ("SOPNode", *SAT_NODES))
    way, clamp = CDL_STYLES[read_style(element, tuple(CDL_STYLES), "Fwd")]
    graded = read_correction(element)
    if way == "Fwd":
        return graded.operators(clamp)
    if not graded.slope.all() or not graded.saturation:
        element.refuse("expected slopes and a saturation above 0 for style Rev, found 0")
    return graded.inverse(clamp)


READERS: Mapping[str, Callable[[Element, Depths, Version], list[Operator]]] = {
    "Matrix": read_matrix,
    "LUT1D": read_lut1d,
    "LUT3D": read_lut3d,
    "Range": read_range,
    "Log": read_log,
    "Exponent": read_exponent,
    "ASC_CDL": read_asc_cdl,
    "Gamma": read_exponent,
    "InverseLUT1D": read_inverse_lut1d,
}
