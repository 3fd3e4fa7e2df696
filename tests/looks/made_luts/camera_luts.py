"""LUTs in the styles of camera makers: their names, curves, primaries and sizes, with renderings of our own.

Curves and primaries are colour-science's, which are independent of the library's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import colour
import numpy as np

from lut import Lut
from lut.lattice import lattice

from . import tones
from .tones import Doubles, Tone

VIDEO_BLACK, VIDEO_WHITE = 64 / 1023, 940 / 1023
SRGB_TO_LUMA = np.array([0.2126, 0.7152, 0.0722])


@dataclass(frozen=True)
class Source:
    """A camera's coding.  space: its id.  decode: codes → scene light.  primaries: colour-science's name of them."""

    space: str
    decode: Callable[[Doubles], Doubles]
    primaries: str


def log(space: str, curve: str, primaries: str) -> Source:
    return Source(space, lambda codes: np.asarray(colour.LOG_DECODINGS[curve](codes)), primaries)


def decode_samsung_log(codes: Doubles) -> Doubles:
    """Samsung Log White Paper: colour-science lacks it."""
    low = 0.016904 - 10 ** ((codes + 0.24597) / -0.20942)
    return np.where(codes < 0.206561909, low, 10 ** ((codes - 0.720504856) / 0.258984868) - 0.0003645)


SOURCES = {
    source.space: source
    for source in (
        log("v-log", "V-Log", "V-Gamut"),
        log("s-log2", "S-Log2", "S-Gamut"),
        log("s-log3", "S-Log3", "S-Gamut3"),
        log("s-log3-cine", "S-Log3", "S-Gamut3.Cine"),
        log("f-log", "F-Log", "F-Gamut"),
        log("f-log2", "F-Log2", "F-Gamut"),
        log("c-log", "Canon Log", "Cinema Gamut"),
        log("c-log2", "Canon Log 2", "Cinema Gamut"),
        log("c-log3", "Canon Log 3", "Cinema Gamut"),
        log("n-log", "N-Log", "N-Gamut"),
        log("logc3", "ARRI LogC3", "ARRI Wide Gamut 3"),
        log("logc4", "ARRI LogC4", "ARRI Wide Gamut 4"),
        log("d-log", "D-Log", "DJI D-Gamut"),
        log("l-log", "L-Log", "ITU-R BT.2020"),
        log("apple-log", "Apple Log Profile", "ITU-R BT.2020"),
        log("log3g10", "Log3G10", "REDWideGamutRGB"),
        log("acescct", "ACEScct", "ACEScct"),
        log("mi-log", "Mi-Log", "ITU-R BT.2020"),
        Source("samsung-log", decode_samsung_log, "ITU-R BT.2020"),
        Source("bmd-film-gen5", colour.models.oetf_inverse_BlackmagicFilmGeneration5, "Blackmagic Wide Gamut"),
        Source("davinci-intermediate", colour.models.oetf_inverse_DaVinciIntermediate, "DaVinci Wide Gamut"),
    )
}


@dataclass(frozen=True)
class Style:
    """What a LUT does behind the conversion.

    tone: scene light → display codes.  saturation: in light ahead of the tone curve.  tint: factors of light.  fade:
    where black comes to lie.  gray: makes it monochrome.  legal: outputs are video levels.
    """

    tone: Tone
    saturation: float = 1.0
    tint: tuple[float, float, float] = (1.0, 1.0, 1.0)
    fade: float = 0.0
    gray: bool = False
    legal: bool = False


@dataclass(frozen=True)
class CameraLut:
    """maker: whose style.  name: of the file, without ending.  space, out: what it is made for."""

    maker: str
    name: str
    space: str
    out: str
    size: int
    style: Style

    def make(self) -> Lut:
        """Bake the table; its title says nothing."""
        source = SOURCES[self.space]
        codes = lattice(self.size).reshape(-1, 3).astype(np.float64)
        with np.errstate(all="ignore"):
            light = np.nan_to_num(source.decode(codes), posinf=1e4)
        light = np.minimum(light, 1e4) @ to_709(source.primaries).T
        return Lut(render(light, self.style).reshape(self.size, self.size, self.size, 3))


def to_709(primaries: str) -> Doubles:
    spaces = colour.RGB_COLOURSPACES
    return np.asarray(colour.matrix_RGB_to_RGB(spaces[primaries], spaces["ITU-R BT.709"], "Bradford"))


def render(light: Doubles, style: Style) -> Doubles:
    """Linear light with BT.709's primaries (P, 3) → display codes (P, 3)."""
    luma = light @ SRGB_TO_LUMA
    light = luma[:, None] + (light - luma[:, None]) * (0.0 if style.gray else style.saturation)
    codes = style.tone(np.maximum(light * style.tint, 0))
    codes = style.fade + (1 - style.fade) * np.clip(codes, 0, 1)
    return VIDEO_BLACK + (VIDEO_WHITE - VIDEO_BLACK) * codes if style.legal else codes


TECHNICAL = Style(tones.video)
KNEE = Style(tones.knee)
FILMIC = Style(tones.sigmoid(1.2, 0.17), saturation=1.05)
WARM = Style(tones.sigmoid(1.1, 0.18), saturation=1.1, tint=(1.06, 1.0, 0.92))
COOL = Style(tones.knee, saturation=0.9, tint=(0.96, 1.0, 1.06))
PRINT = Style(tones.film_print, saturation=0.95, tint=(1.03, 1.0, 0.97))
SOFT = Style(tones.soft, saturation=0.85)
FADED = Style(tones.sigmoid(1.15, 0.16), saturation=0.8, fade=0.05)
RATIONAL = Style(tones.rational)
EXTENDED = Style(tones.extended, saturation=1.05)
STRONG = Style(tones.sigmoid(1.5, 0.15), saturation=1.2)
HABLE = Style(tones.two_power, saturation=1.05)
MONITORING = Style(tones.gray_scale, saturation=0.9)
LUMINANCE = Style(tones.by_luminance, saturation=0.95, tint=(1.02, 1.0, 0.97))
INSET = Style(tones.inset)
INSET_WARM = Style(tones.inset, saturation=1.1, tint=(1.05, 1.0, 0.95))
MONO = Style(tones.sigmoid(1.3, 0.17), gray=True)

# Names as the makers and their users write them.
CAMERA_LUTS = (
    ("Panasonic", "VLog_to_V709_forV35_20141204", "v-log", 33, TECHNICAL),
    ("Panasonic", "VLog_to_709", "v-log", 17, KNEE),
    ("Panasonic", "V-Log Nicest 709 33pt", "v-log", 33, FILMIC),
    ("Panasonic", "Lumix S5 VLogL to Rec709 Warm", "v-log", 33, WARM),
    ("Panasonic", "PANASONIC_V-LOG_TO_REC709_FILM_65", "v-log", 65, PRINT),
    ("Panasonic", "VLOG_TO_REC709_LEGAL", "v-log", 33, replace(KNEE, legal=True)),
    ("Sony", "SLog3SGamut3.CineToLC-709", "s-log3-cine", 33, SOFT),
    ("Sony", "SLog3SGamut3.CineToLC-709TypeA", "s-log3-cine", 33, EXTENDED),
    ("Sony", "2_SGamut3CineSLog3_To_Cine+709", "s-log3-cine", 33, FILMIC),
    ("Sony", "SLog3SGamut3ToSLog2-709", "s-log3", 33, KNEE),
    ("Sony", "SLog2SGamutToLC-709_", "s-log2", 33, TECHNICAL),
    ("Sony", "Sony A7S3 - SLOG3 - Kodak look", "s-log3-cine", 65, PRINT),
    ("Sony", "From_SLog2SGamut_To_Cine+709", "s-log2", 17, FILMIC),
    ("Canon", "CinemaGamut_CanonLog3-to-BT709_WideDR_33_FF_Ver.2.0", "c-log3", 33, EXTENDED),
    ("Canon", "CinemaGamut_CanonLog2-to-BT709_WideDR_65_FF_Ver.2.0", "c-log2", 65, KNEE),
    ("Canon", "CLog3 CinemaGamut", "c-log3", 33, FILMIC),
    ("Canon", "C-Log2 to Rec.709 Teal", "c-log2", 33, COOL),
    ("Canon", "Canon R5 Clog3 - Wedding Soft", "c-log3", 33, SOFT),
    ("Canon", "CinemaGamut_CanonLog3-to-BT709_33_FN", "c-log3", 17, replace(TECHNICAL, legal=True)),
    ("ARRI", "Arri Alexa LogC to Rec709", "logc3", 33, FILMIC),
    ("ARRI", "AlexaV3_K1S1_LogC2Video_Rec709_EE_davinci3d", "logc3", 33, EXTENDED),
    ("ARRI", "ARRI_LogC4-to-Gamma24_Rec709-D65_v1-65", "logc4", 65, FILMIC),
    ("ARRI", "LogC4", "logc4", 33, KNEE),
    ("ARRI", "ARRI LogC3 Portra 400", "logc3", 33, WARM),
    ("ARRI", "LogC_B&W_Noir", "logc3", 33, MONO),
    ("DJI", "DJI_Phantom4_DLOG2Rec709", "d-log", 33, KNEE),
    ("DJI", "DJI Mavic 3 D-Log to Rec.709 V1", "d-log", 33, FILMIC),
    ("DJI", "DJI Inspire 3 D-Log to Rec.709 vivid V1", "d-log", 33, STRONG),
    ("DJI", "Mavic3_DLog_D-Gamut_709", "d-log", 17, TECHNICAL),
    ("DJI", "DLog warm film", "d-log", 33, WARM),
    ("Fujifilm", "XT4_FLog_FGamut_to_WDR_BT.709_33grid_V.1.01", "f-log", 33, HABLE),
    ("Fujifilm", "FLog2_to_ETERNA", "f-log2", 33, SOFT),
    ("Fujifilm", "X-H2S_FLog2_FGamut_to_ETERNA-BB_BT.709_65grid_V.1.00", "f-log2", 65, FADED),
    ("Fujifilm", "GFX100S_FLog_FGamut_to_ETERNA_BT.709_33grid_V.1.00", "f-log", 33, LUMINANCE),
    ("Fujifilm", "F-Log2 Classic Neg", "f-log2", 33, COOL),
    ("Fujifilm", "FLog_to_ACROS_BT.709", "f-log", 17, MONO),
    ("Nikon", "N-Log_BT2020_to_REC709_BT1886_size_33", "n-log", 33, TECHNICAL),
    ("Nikon", "NIKON_Z6_NLOG_REC709_V1", "n-log", 33, INSET),
    ("Nikon", "NLog2020 to 709", "n-log", 17, HABLE),
    ("Nikon", "RED_FilmBias_Rec2020_N-Log_to_Rec709_BT1886", "n-log", 33, PRINT),
    ("Nikon", "Z8 N-Log Vivid", "n-log", 65, STRONG),
    ("Leica", "L-Log to Rec.709", "l-log", 33, KNEE),
    ("Leica", "LLog_Rec709_Natural", "l-log", 33, LUMINANCE),
    ("Leica", "Leica SL2-S L-Log_to_Classic", "l-log", 65, WARM),
    ("Leica", "L_Log_BT2020_to_Rec709", "l-log", 33, INSET),
    ("Leica", "L-Log Monochrome", "l-log", 17, MONO),
    ("Apple", "AppleLogToRec709-v1.0", "apple-log", 33, HABLE),
    ("Apple", "Apple Log to Rec.709", "apple-log", 65, KNEE),
    ("Apple", "iPhone 15 Pro - AppleLog - Kodak", "apple-log", 33, PRINT),
    ("Apple", "APPLE_LOG_REC2020_to_SRGB", "apple-log", 33, RATIONAL),
    ("Apple", "Apple-Log Clean Warm", "apple-log", 17, INSET_WARM),
    ("RED", "RWG_Log3G10 to REC709_BT1886 with MEDIUM_CONTRAST and R_2_Medium size_33 v1.13", "log3g10", 33, LUMINANCE),
    ("RED", "RWG_Log3G10 to REC709_BT1886 with HIGH_CONTRAST and R_3_Soft size_33 v1.13", "log3g10", 33, STRONG),
    ("RED", "RED Log3G10 REDWideGamut Film", "log3g10", 33, INSET_WARM),
    ("RED", "IPP2_Log3G10_to_709_LowCon", "log3g10", 65, SOFT),
    ("RED", "Komodo LOG3G10 to Rec709", "log3g10", 17, RATIONAL),
    ("Blackmagic", "Blackmagic Gen 5 Film to Video", "bmd-film-gen5", 33, HABLE),
    ("Blackmagic", "BMDFilm Gen5 to Rec709", "bmd-film-gen5", 33, KNEE),
    ("Blackmagic", "BMPCC6K_Gen5_Film_to_Extended_Video_v2", "bmd-film-gen5", 17, MONITORING),
    ("Blackmagic", "DaVinci Intermediate WG to Rec709", "davinci-intermediate", 33, KNEE),
    ("Blackmagic", "DWG-DI to Rec.709 Film", "davinci-intermediate", 65, PRINT),
    ("Samsung", "Samsung Log to Rec.709", "samsung-log", 33, HABLE),
    ("Samsung", "SamsungLog_Rec709_v1", "samsung-log", 33, KNEE),
    ("Samsung", "S25 Ultra Log Cinematic", "samsung-log", 33, INSET_WARM),
    ("Xiaomi", "MiLog_to_Rec709", "mi-log", 33, LUMINANCE),
    ("Xiaomi", "Xiaomi Log to 709 Leica style", "mi-log", 65, PRINT),
    ("ACES", "ACEScct to Rec.709", "acescct", 33, RATIONAL),
    ("ACES", "AP1_ACEScct_Film_Look_Rec709", "acescct", 33, PRINT),
    ("ACES", "ACEScct_to_sRGB_D65", "acescct", 65, EXTENDED),
)
TUNED = ("Panasonic", "Sony", "Canon", "ARRI", "DJI")


def random_style(random: np.random.Generator) -> Style:
    """Make up a rendering with a mild look."""
    tone = tones.sigmoid(random.uniform(0.85, 1.5), random.uniform(0.12, 0.22), gamma=random.choice([2.2, 2.4]))
    known = (tones.video, tones.knee, tones.extended, tones.rational, tones.two_power, tones.by_luminance, tones.inset)
    return Style(
        known[random.integers(len(known))] if random.random() < 0.5 else tone,
        random.uniform(0.75, 1.25),
        tuple(random.normal(1, 0.03, 3)),
        random.choice([0, 0, random.uniform(0, 0.06)]),
        legal=bool(random.random() < 0.1),
    )


def random_luts(count: int) -> Iterator[CameraLut]:
    """Yield LUTs of all sources with made-up renderings: the same ones each time."""
    random = np.random.default_rng(7)
    spaces = list(SOURCES)
    for number in range(count):
        size = int(random.choice([17, 33, 65], p=[0.3, 0.5, 0.2]))
        yield CameraLut("random", f"film {number}", spaces[number % len(spaces)], "rec709", size, random_style(random))


def camera_luts() -> Iterator[CameraLut]:
    for maker, name, space, size, style in CAMERA_LUTS:
        out = "srgb" if "sRGB" in name or "SRGB" in name else "rec709"
        yield CameraLut(maker, name, space, out, size, style)
