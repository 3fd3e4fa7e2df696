"""Log: plain logarithms, those with slopes and offsets, those of cameras, and CTF's older ones of scanned film."""

from __future__ import annotations

import numpy as np

from ...files.xml import Element
from ...operators import Log, Operator
from .elements import Depths, Version, known, parameters, style_of, triple

LOG_PARAMETERS = ("linSideSlope", "linSideOffset", "logSideSlope", "logSideOffset")
CAMERA_PARAMETERS = ("linSideBreak", "linearSlope")
CINEON_PARAMETERS = ("gamma", "refWhite", "refBlack", "highlight", "shadow")
PLAIN_LOGS = {"log10": 10.0, "antiLog10": 10.0, "log2": 2.0, "antiLog2": 2.0}
LOG_STYLES = (*PLAIN_LOGS, "linToLog", "logToLin", "cameraLinToLog", "cameraLogToLin")


def read(element: Element, depths: Depths, version: Version) -> list[Operator]:
    known(element, ("style",), ("LogParams",))
    style = style_of(element, LOG_STYLES)
    reverse = style.startswith("anti") or style.endswith("Lin")
    if style in PLAIN_LOGS:
        if element.named("LogParams"):
            element.refuse(f"expected no LogParams for style {style}, found some")
        one, zero = np.ones(3), np.zeros(3)
        return [Log(one * PLAIN_LOGS[style], one, zero, one, zero, reverse=reverse)]
    camera = style.startswith("camera")
    old = CINEON_PARAMETERS if version.is_ctf and not camera else ()
    names = ("base", *LOG_PARAMETERS, *(CAMERA_PARAMETERS if camera else ()), *old)
    given = parameters(element, "LogParams", names)
    if any(given[name] != [None] * 3 for name in old):
        return [cineon(element, given, reverse)]
    slope, offset, log_slope, log_offset = (
        triple(given[name], default) for name, default in zip(LOG_PARAMETERS, (1, 0, 1, 0), strict=True)
    )
    base = triple(given["base"], 2)
    breaks = linear = None
    if camera:
        if None in given["linSideBreak"]:
            element.refuse(f"expected linSideBreak of each channel for style {style}, found none")
        breaks = triple(given["linSideBreak"], 0)
        with np.errstate(all="ignore"):
            own = Log(base, slope, offset, log_slope, log_offset, breaks).slope
        linear = np.where([value is None for value in given["linearSlope"]], own, triple(given["linearSlope"], 0))
        if (slope * breaks + offset <= 0).any() or not np.isfinite(linear).all() or not linear.all():
            element.refuse("expected a linSideBreak where the logarithm has a slope, found one where it has none")
    if (base <= 0).any() or (base == 1).any() or not slope.all() or not log_slope.all():
        element.refuse("expected a base above 0 other than 1, and slopes other than 0, found another")
    return [Log(base, slope, offset, log_slope, log_offset, breaks, linear, reverse)]


def cineon(element: Element, given: dict[str, list[float | None]], reverse: bool) -> Operator:
    """CTF's older parameters, those of scanned film: codes of 10 bits, a density of 0.002 each."""
    if any(None in given[name] for name in CINEON_PARAMETERS) or any(
        values != [None] * 3 for name, values in given.items() if name not in CINEON_PARAMETERS
    ):
        element.refuse(f"expected {', '.join(CINEON_PARAMETERS)} of each channel in LogParams, found others")
    gamma, white, black, highlight, shadow = (triple(given[name], 0) for name in CINEON_PARAMETERS)
    if (gamma <= 0.01).any() or (white <= black).any() or (highlight <= shadow).any():
        element.refuse("expected gamma above 0.01, refWhite above refBlack and highlight above shadow, found others")
    density = 0.002 * 1023 / gamma  # of the whole range of codes
    dark = 10.0 ** np.minimum((black - white) / 1023 * density, -0.0001)
    gain = (highlight - shadow) / (1 - dark)
    return Log(np.full(3, 10.0), 1 / gain, (gain - highlight) / gain, 1 / density, white / 1023, reverse=reverse)
