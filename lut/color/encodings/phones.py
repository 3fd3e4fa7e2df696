"""Log spaces of phones and action cameras: light of a scene, in which middle gray is 0.18."""

from __future__ import annotations

import math

from ..chromaticities import BT2020, Chromaticities
from .cameras import log_with_line
from .curve import Curve, Log, Power, join
from .encoding import Encoding
from .gamuts import APPLE_WIDE_GAMUT, VIVO_WIDE_GAMUT


def log_with_parabola(start: float, cut: float, c: float, beta: float, gamma: float, delta: float) -> Curve:
    """Make gamma · log2(x + beta) + delta, and c · (x - start)² below a cut; light below start counts as start."""
    return join(Power(2, c, shift=-start), Log(gamma, delta, beta, base=2), cut, c * (cut - start) ** 2)


APPLE_LOG = log_with_parabola(-0.05641088, 0.01, 47.28711236, 0.00964052, 0.08550479, 0.69336945)

# id, name, primaries and white, curve, source
TABLE: tuple[tuple[str, str, Chromaticities, Curve, str], ...] = (
    ("apple-log", "Apple Log / BT.2020", BT2020, APPLE_LOG, "Apple: Apple Log Profile White Paper (2023)"),
    (
        "apple-log2",
        "Apple Log 2 / Apple Wide Gamut",
        APPLE_WIDE_GAMUT,
        APPLE_LOG,
        "Apple: Apple Log 2 White Paper (2025); ACES: CSC.Apple.AppleLog_AppleWG_to_ACES (a2.v1)",
    ),
    (
        "samsung-log",
        "Samsung Log / BT.2020",
        BT2020,
        join(
            Log(-0.20942, -0.24597, 0.016904, -1),
            Log(0.258984868, 0.720504856, 0.0003645),
            0.01,
            0.206561909,
        ),
        "Samsung: Samsung Log White Paper (developer.samsung.com/mobile/samsung-log-video.html)",
    ),
    (
        "mi-log",
        "Mi-Log / BT.2020",
        BT2020,
        log_with_parabola(-0.09023729, 0.01974185, 18.10531998, 0.01384578, 0.09271529, 0.67291850),
        "Xiaomi: Xiaomi Log Profile White Paper (December 2024)",
    ),
    (
        "o-log",
        "O-Log / BT.2020",
        BT2020,
        Curve((Log(0.139, 0.614, 0.019, base=math.e),)),
        "OPPO: O-Log Profile White Paper, V1 (2025), section 3.1",
    ),
    (
        "vivo-log",
        "vivo Log / vivo Wide Gamut",
        VIVO_WIDE_GAMUT,
        log_with_line(5.558556, 0.076581, 0.265817, 0.382516, 5.775961, 0.092813, 0.006132, 0.128231),
        "vivo, in ACES: CSC.vivo.vivoLog_vivoWG_to_ACES (a2.v1)",
    ),
    (
        "h-log",
        "H-Log / BT.2020",
        BT2020,
        log_with_line(5.555556, 0.035852, 0.290200, 0.470634, 7.624634, 0.092864, 0.01),
        "Huawei, in ACES: CSC.Huawei.ACES_to_H-Log (a2.v1)",
    ),
    (
        "i-log",
        "I-Log / BT.2020",
        BT2020,
        log_with_line(1, 0.01, 0.280055, 0.623992, 5.77837328, 0.09055934, 0.01104854, 0.154402),
        "Insta360: 10-bit I-Log White Paper",
    ),
)
PHONES = tuple(Encoding(*row, scene=True) for row in TABLE)
