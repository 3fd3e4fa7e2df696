"""Log spaces of cinema and still cameras, and of grading: light of a scene, in which middle gray is 0.18.

Codes are those of tables: 1 is the largest integer of the camera's files, as 1023 of 10 bits, whatever "IRE" or "legal
range" the maker's formula counts in.
"""

from __future__ import annotations

import math

from ..chromaticities import BT2020, SRGB, Chromaticities
from .curve import LINEAR, Curve, Line, Log, Power, join
from .encoding import Encoding
from .gamuts import (
    AP1,
    ARRI_WIDE_GAMUT_3,
    ARRI_WIDE_GAMUT_4,
    BLACKMAGIC_WIDE_GAMUT,
    CINEMA_GAMUT,
    D_GAMUT,
    DAVINCI_WIDE_GAMUT,
    F_GAMUT_C,
    PROTUNE_NATIVE,
    RED_WIDE_GAMUT,
    S_GAMUT,
    S_GAMUT3_CINE,
    V_GAMUT,
)

TEN_BITS = 1023
REFLECTION = 1 / 0.9  # formulas in which a white of 90 % is 1


def log_with_line(
    a: float, b: float, c: float, d: float, e: float, f: float, cut: float, code: float | None = None
) -> Curve:
    """Make c · log10(a · x + b) + d, and e · x + f below a cut: the letters of most white papers."""
    return join(Line(e, f), Log(c, d, b, a), cut, code)


def make_s_log2() -> Curve:
    code, black = 876 / TEN_BITS, 64 / TEN_BITS  # of 100 % and 0 % IRE
    toe = 0.030001222851889303
    line, log = Line(5.0 * code, toe * code + black), Log(0.432699 * code, 0.646596 * code + black, 0.037584)
    return join(line, log, 0.0, toe * code + black, 155 / 219 * REFLECTION)


def make_s_log3() -> Curve:
    end = 171.2102946929
    line = Line((end - 95) / 0.01125 / TEN_BITS, 95 / TEN_BITS)
    return join(line, Log(261.5 / TEN_BITS, 420 / TEN_BITS, 0.01 / 0.19, 1 / 0.19), 0.01125, end / TEN_BITS)


def make_log_c4() -> Curve:
    a, b, c = (2**18 - 16) / 117.45, (TEN_BITS - 95) / TEN_BITS, 95 / TEN_BITS
    slope = 7 * math.log(2) * 2 ** (7 - 14 * c / b) / (a * b)
    begin = (2 ** (14 * (-c / b) + 6) - 64) / a
    return join(Line(1 / slope, -begin / slope), Log(b / 14, c - 6 * b / 14, 64, a, 2), begin, 0.0)


def make_canon_log(gain: float, offset: float, slope: float) -> Curve:
    """Make the log of Canon Log and Canon Log 2, which below black is its own mirror image."""
    return join(Log(-gain, offset, 1, -slope), Log(gain, offset, 1, slope), 0.0, offset, REFLECTION)


def make_d_log2() -> Curve:
    a, k1, b1, k2, b2 = 16.285770761945304, 0.059439938321493, 0.304985337243402, 2.960935245492250, 0.148314799066323
    middle, dark = 0.18, 0.028961695254132
    pieces = (
        Line(k2, b2 - k2 * dark),
        Log(k1, b1 - k1 * math.log2(middle), base=2),
        Log(1 / a, 0, 1, (2**a - 1) / 475, 2),
    )
    return Curve(pieces, ((dark, b2), (middle, b1)))


def make_d_log_m() -> Curve:
    shift, offset, scale, middle = -2.428226947784424, 0.9327186346054077, 5.612990379333496, 0.18 / 12.4054
    slope, slope2, intercept, cut = 1.0151796340942383, 1.8734303712844849, 0.5178895592689514, 0.6034245491027832
    low = Log(1 / scale, -offset / scale, -shift - intercept / slope, 1 / (middle * slope), 2)
    return join(low, Log(1 / scale, -offset / scale, -shift, 1 / (middle * slope2), 2), middle * slope2 * cut)


CANON_LOG3 = Curve(
    (Log(-0.36726845, 0.12783901, 1, -14.98325), Line(1.9754798, 0.12512219), Log(0.36726845, 0.12240537, 1, 14.98325)),
    ((-0.014, 0.097465473), (0.014, 0.15277891)),
    REFLECTION,
)
F_LOG2 = log_with_line(5.555556, 0.064829, 0.245281, 0.384316, 8.799461, 0.092864, 0.000889, 0.100686685370811)
ACESCC = join(
    Log(1 / 17.52, 9.72 / 17.52, 2**-16, 0.5, 2), Log(1 / 17.52, 9.72 / 17.52, base=2), 2**-15, (9.72 - 15) / 17.52
)
ACESCCT = join(
    Line(10.5402377416545, 0.0729055341958355), Log(1 / 17.52, 9.72 / 17.52, base=2), 0.0078125, 0.155251141552511
)

CINEON_BLACK = 10 ** ((95 - 685) / 300)

SONY = "Sony: Technical Summary for S-Gamut3.Cine/S-Log3 and S-Gamut3/S-Log3, V1.00"
CANON = "Canon: Canon Log Gamma Curves, white paper; Input Transform Version 202007 for EOS C300 Mark II"
MEASURED = (
    "not published by DJI; measured by Thatcher Freeman on an Osmo Pocket 3: "
    "github.com/thatcherfreeman/dwg-transforms, DJI Pocket 3 D-Log M to DWG. Other cameras of DJI differ a little"
)

# id, name, primaries and white, curve, source
TABLE: tuple[tuple[str, str, Chromaticities, Curve, str], ...] = (
    ("acescg", "ACEScg", AP1, LINEAR, "Academy: S-2014-004, ACEScg, a working space for CGI render and compositing"),
    ("acescc", "ACEScc", AP1, ACESCC, "Academy: S-2014-003, ACEScc, a logarithmic encoding of ACES data"),
    ("acescct", "ACEScct", AP1, ACESCCT, "Academy: S-2016-001, ACEScct, a quasi-logarithmic encoding of ACES data"),
    ("s-log2", "S-Log2 / S-Gamut", S_GAMUT, make_s_log2(), "Sony: S-Log2 Technical Paper, V1.0 (2012)"),
    ("s-log3", "S-Log3 / S-Gamut3", S_GAMUT, make_s_log3(), SONY),
    ("s-log3-cine", "S-Log3 / S-Gamut3.Cine", S_GAMUT3_CINE, make_s_log3(), SONY),
    (
        "v-log",
        "V-Log / V-Gamut",
        V_GAMUT,
        log_with_line(1, 0.00873, 0.241514, 0.598206, 5.6, 0.125, 0.01, 0.181),
        "Panasonic: VARICAM V-Log/V-Gamut Reference Manual (2014)",
    ),
    (
        "f-log",
        "F-Log / F-Gamut",
        BT2020,
        log_with_line(0.555556, 0.009468, 0.344676, 0.790453, 8.735631, 0.092864, 0.00089, 0.100537775223865),
        "Fujifilm: F-Log Data Sheet, Ver.1.1 (2022)",
    ),
    ("f-log2", "F-Log2 / F-Gamut", BT2020, F_LOG2, "Fujifilm: F-Log2 Data Sheet, Ver.1.0 (2022)"),
    ("f-log2-c", "F-Log2 C / F-Gamut C", F_GAMUT_C, F_LOG2, "Fujifilm: F-Log2C Data Sheet, Ver.1.0"),
    ("c-log", "Canon Log / Cinema Gamut", CINEMA_GAMUT, make_canon_log(0.45310179, 0.12512248, 10.1596), CANON),
    ("c-log2", "Canon Log 2 / Cinema Gamut", CINEMA_GAMUT, make_canon_log(0.24136077, 0.092864125, 87.09937546), CANON),
    ("c-log3", "Canon Log 3 / Cinema Gamut", CINEMA_GAMUT, CANON_LOG3, CANON),
    (
        "n-log",
        "N-Log / N-Gamut",
        BT2020,
        join(
            Power(1 / 3, 650 / TEN_BITS, shift=0.0075),
            Log(150 / TEN_BITS, 619 / TEN_BITS, base=math.e),
            0.328,
            452 / TEN_BITS,
        ),
        "Nikon: N-Log Specification Document, Version 1.0.0 (2018)",
    ),
    (
        "logc3",
        "ARRI LogC3 (EI 800) / Wide Gamut 3",
        ARRI_WIDE_GAMUT_3,
        log_with_line(5.555556, 0.052272, 0.247190, 0.385537, 5.367655, 0.092809, 0.010591),
        "ARRI: ALEXA Log C Curve, Usage in VFX (2012, 2017), EI 800, linear scene exposure factor",
    ),
    (
        "logc4",
        "ARRI LogC4 / Wide Gamut 4",
        ARRI_WIDE_GAMUT_4,
        make_log_c4(),
        "ARRI: LogC4 Logarithmic Color Space Specification (2022)",
    ),
    (
        "d-log",
        "D-Log / D-Gamut",
        D_GAMUT,
        log_with_line(0.9892, 0.0108, 0.256663, 0.584555, 6.025, 0.0929, 0.0078, 0.14),
        "DJI: White Paper on D-Log and D-Gamut of DJI Cinema Color System (2017)",
    ),
    (
        "d-log2",
        "D-Log2 / D-Gamut2",
        Chromaticities((0.7347, 0.2653), (0.16, 0.84), (0.09, -0.08), D_GAMUT.white),
        make_d_log2(),
        "DJI: D-Log2 and D-Gamut2 to ACES, DCTL; primaries from its matrix of four digits",
    ),
    (
        "d-log-m",
        "D-Log M (measured)",
        Chromaticities((0.74975796, 0.27494141), (0.23212818, 0.67973281), (0.14171257, -0.08093975), D_GAMUT.white),
        make_d_log_m(),
        MEASURED,
    ),
    (
        "l-log",
        "L-Log / BT.2020",
        BT2020,
        log_with_line(1.3, 0.0115, 0.27, 0.6, 8, 0.09, 0.006, 0.1380),
        "Leica: L-Log Reference Manual (2021)",
    ),
    (
        "davinci-intermediate",
        "DaVinci Intermediate / Wide Gamut",
        DAVINCI_WIDE_GAMUT,
        join(Line(10.44426855), Log(0.07329248, 7 * 0.07329248, 0.0075, base=2), 0.00262409, 0.02740668),
        "Blackmagic Design: DaVinci Resolve 17 Wide Gamut Intermediate (2020)",
    ),
    (
        "bmd-film-gen5",
        "Blackmagic Film Gen 5 / Wide Gamut",
        BLACKMAGIC_WIDE_GAMUT,
        join(
            Line(8.283605932402494, 0.09246575342465753),
            Log(0.08692876065491224, 0.5300133392291939, 0.005494072432257808, base=math.e),
            0.005,
            8.283605932402494 * 0.005 + 0.09246575342465753,
        ),
        "Blackmagic Design: Generation 5 Color Science, Technical Reference (2021)",
    ),
    (
        "log3g10",
        "Log3G10 / REDWideGamutRGB",
        RED_WIDE_GAMUT,
        join(Line(15.1927, 0.151927), Log(0.224282, 0, 2.55975327, 155.975327), -0.01, 0.0),
        "RED: White Paper on REDWideGamutRGB and Log3G10, 915-0187 (2017)",
    ),
    (
        "cineon",
        "Cineon / Rec.709",
        SRGB,
        Curve((Log(300 / TEN_BITS, 685 / TEN_BITS, CINEON_BLACK, 1 - CINEON_BLACK),)),
        "Kodak: Conversion of 10-bit Log Film Data to 8-bit Linear or Video Data (1995)",
    ),
    (
        "protune",
        "GoPro Protune Flat / Protune Native",
        PROTUNE_NATIVE,
        Curve((Log(1, 0, 1, 112, 113),)),
        "GoPro with H.-P. Duiker: OpenColorIO configuration of ACES 1.0.3, gopro.py (2016); no white paper",
    ),
)
CAMERAS = tuple(Encoding(*row, scene=True) for row in TABLE)
