"""Names of LUTs as people have them, and the spaces in them."""

from __future__ import annotations

import pytest

from lut.looks.space_suggestion.named_spaces import read_name, split_words

# input:output; "?" behind an input that the table must agree with; an output without an input says nothing.
NAMES = {
    "AlexaV3_EI0800_LogC2Video_Classic709_CC_EE_nuke3d": "logc3:rec709",
    "ARRI LogC3-to-Gamma24_Rec709-D65_v1-33": "logc3:rec709-2.4",
    "ALEXA_LogC_to_Rec709 (K1S1)": "logc3:rec709",
    "ARRI_LogC4_to_LogC3": "logc4:logc3",
    "Blackmagic 4.6K Film to Rec709 v3": ":",
    "Blackmagic Gen 5 Film to Extended Video": "bmd-film-gen5:rec709",
    "Blackmagic Pocket 4K Film to Video v4": ":",
    "Sony SLog2 to Rec709": "s-log2:rec709",
    "Sony S-Log3 to Rec709": "s-log3-cine:rec709",
    "S-Gamut3.Cine_S-Log3_to_LC709": "s-log3-cine:rec709",
    "SL3SG3Ctos709": "s-log3-cine:",
    "1_SGamut3CineSLog3_To_LC-709": "s-log3-cine:rec709",
    "4_SGamut3CineSLog3_To_Cine+709": "s-log3-cine:rec709",
    "Canon Log to Rec709": "c-log:rec709",
    "CinemaGamut_CanonLog3-to-Canon709_33_Ver.1.0": "c-log3:rec709",
    "CinemaGamut_CanonLog2-to-CanonLog_65_Ver.1.0": "c-log2:c-log",
    "Varicam35_V-Log_to_V-709": "v-log:rec709",
    "VLog-VGamut_to_Rec709": "v-log:rec709",
    "GH5 VLOG to Rec709 - Neumann Films": "v-log:rec709",
    "DJI_X9_DLOG2REC709": "d-log:rec709",
    "DJI Mini 4 Pro D-Log M to Rec.709 V1": "d-log-m:rec709",
    "DJI_Air3_DLogM_Rec709": "d-log-m:rec709",
    "DLOG-M_TO_709": "d-log-m:rec709",
    "DJI Avata 2 D-Log M to Rec.709 V1": "d-log-m:rec709",
    "GoPro HERO12 GP-Log to Rec709": ":",
    "GoPro Protune Flat to Rec709": "protune:rec709",
    "Insta360_X4_I-Log_to_Rec.709": "i-log:rec709",
    "Apple_Log_to_Rec709_Gamma2.4": "apple-log:rec709-2.4",
    "iPhone 15 Pro Log": "apple-log:",
    "Leica_L-Log_to_Rec709_Natural": "l-log:rec709",
    "LEICA SL3 L-Log Natural 33": "l-log:",
    "Samsung_Log_to_Rec709": "samsung-log:rec709",
    "[Phantom LUTs] ARRI Look A7SIII SLog3": "s-log3-cine:",
    "Gamut.io - Cine Kodak SLog3": "s-log3-cine:",
    "Tropic Colour - S-Log3 → 709": "s-log3-cine:rec709",
    "M31 - Rec.709": "rec709:rec709",
    "Delta - Log": ":",
    "Delta - Rec709": "rec709:rec709",
    "K-Tone LUT (SLog2)": "s-log2:",
    "LC - CLog - Creme": "c-log:",
    "Crimson (Rec709)": "rec709:rec709",
    "Hollywood S-Log3": "s-log3-cine:",
    "Log to Rec709": ":",
    "X-T3_FLOG_FGAMUT_to_WDR_BT.709": "f-log:rec709",
    "X100VI F-Log2 to REALA ACE": "f-log2:",
    "F-Log2_F-Gamut_to_ETERNA-BB_65grid": "f-log2:",
    "BT2020_CanonLog3-to-BT709_WideDR_33_FF": "c-log3:rec709",
    "N-Log to Rec709 (Z9)": "n-log:rec709",
    "RWG_Log3G10_to_REC709_BT1886_LOW_CONTRAST_R_4_Very_Soft": "log3g10:rec709-2.4",
    "REDLogFilm to Rec709": ":",
    "V-Log to Linear": "v-log:linear-srgb",
    "V-Log to ARRI LogC3": "v-log:logc3",
    "SLog3_to_Cineon": "s-log3-cine:cineon",
    "Kodak 2383 from LogC": "logc3:",
    "FilmLook_ARRILogC3": "logc3:",
    "Teal&Orange_SLOG3": "s-log3-cine:",
    "ACES_ACEScct_to_Rec709": "acescct:rec709",
    "ACEScg to sRGB": "acescg:srgb",
    "lin_srgb_to_srgb": "linear-srgb?:srgb",
    "Cinestyle to Rec709": ":",
    "HLG to Rec709": ":",
    "HLG3_to_SLog3": ":",
    "Rec2020 to Rec709": "rec2020:rec709",
    "P3-D65 to Rec709": "display-p3:rec709",
    "sRGB to Rec709": "srgb:rec709",
    "Rec709 to sRGB": "rec709:srgb",
    "Rec.709 to V-Log": "rec709:v-log",
    "Rec709 to LogC": "rec709:logc3",
    "Vintage (Adobe RGB)": "adobe-rgb:adobe-rgb",
    "AdobeRGB1998 Fuji Velvia 50": "adobe-rgb:adobe-rgb",
    "Velvia_50_sRGB": ":",
    "Vlog Cinematic Pack 3": "v-log?:",
    "My Slog": "s-log3-cine?:",
    "Backlog": ":",
    "Vlogging 101": ":",
    "Weblog teal": ":",
    "Dogs and logs": ":",
    "Apple pie warm": ":",
    "Red rose": ":",
    "Film to Video": ":",
    "Canon 5D warm": ":",
    "Linear gradient": ":",
    "DI look": ":",
    "Nlogged": ":",
    "Mi Log Cabin": "mi-log:",
    "Analog V": ":",
    "Wood log": ":",
    "C log fire": "c-log:",
    "Apple Logo": ":",
    "Samsung Logo style": ":",
}


@pytest.mark.parametrize("name", NAMES)
def test_spaces_in_names(name: str) -> None:
    found = read_name(name)
    space, _, out = NAMES[name].partition(":")
    assert found.spaces[:1] == ((space.rstrip("?"),) if space else ())
    if space:
        assert (found.out, found.sure) == (out, not space.endswith("?"))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("SLog3SGamut3.CineToLC-709", "s log3 s gamut3 cine to lc 709"),
        ("AlexaV3_K1S1_LogC2Video", "alexa v3 k1 s1 log c to video"),
        ("Apple Log 2 - Rec709", "apple log 2 rec709"),
        ("DaVinci → sRGB", "davinci to srgb"),
        ("vlogtorec709", "vlog to rec709"),
        ("胶片 V-Log", "胶片 v log"),
        ("", ""),
    ],
)
def test_words(name: str, words: str) -> None:
    assert split_words(name) == words
