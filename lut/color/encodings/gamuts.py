"""Primaries and white of cameras' color spaces; those of displays are in chromaticities.py.  Sources: the registry."""

from __future__ import annotations

from ..chromaticities import WHITE_D65, Chromaticities

AP1 = Chromaticities((0.713, 0.293), (0.165, 0.830), (0.128, 0.044), (0.32168, 0.33767))
APPLE_WIDE_GAMUT = Chromaticities((0.725, 0.301), (0.221, 0.814), (0.068, -0.076), WHITE_D65)
ARRI_WIDE_GAMUT_3 = Chromaticities((0.6840, 0.3130), (0.2210, 0.8480), (0.0861, -0.1020), WHITE_D65)
ARRI_WIDE_GAMUT_4 = Chromaticities((0.7347, 0.2653), (0.1424, 0.8576), (0.0991, -0.0308), WHITE_D65)
BLACKMAGIC_WIDE_GAMUT = Chromaticities(
    (0.7177215, 0.3171181), (0.2280410, 0.8615690), (0.1005841, -0.0820452), (0.3127170, 0.3290312)
)
CINEMA_GAMUT = Chromaticities((0.740, 0.270), (0.170, 1.140), (0.080, -0.100), WHITE_D65)
D_GAMUT = Chromaticities((0.71, 0.31), (0.21, 0.88), (0.09, -0.08), WHITE_D65)
DAVINCI_WIDE_GAMUT = Chromaticities((0.8000, 0.3130), (0.1682, 0.9877), (0.0790, -0.1155), WHITE_D65)
F_GAMUT_C = Chromaticities((0.7347, 0.2653), (0.0263, 0.9737), (0.1173, -0.0224), WHITE_D65)
PROTUNE_NATIVE = Chromaticities(
    (0.698480461493841, 0.193026445370121),
    (0.329555378387345, 1.024596624134644),
    (0.108442631407675, -0.034678569754016),
    WHITE_D65,
)
RED_WIDE_GAMUT = Chromaticities((0.780308, 0.304253), (0.121595, 1.493994), (0.095612, -0.084589), WHITE_D65)
S_GAMUT = Chromaticities((0.730, 0.280), (0.140, 0.855), (0.100, -0.050), WHITE_D65)  # and S-Gamut3
S_GAMUT3_CINE = Chromaticities((0.766, 0.275), (0.225, 0.800), (0.089, -0.087), WHITE_D65)
V_GAMUT = Chromaticities((0.730, 0.280), (0.165, 0.840), (0.100, -0.030), WHITE_D65)
VIVO_WIDE_GAMUT = Chromaticities((0.7063, 0.2957), (0.1913, 0.9623), (0.1115, -0.0492), WHITE_D65)
