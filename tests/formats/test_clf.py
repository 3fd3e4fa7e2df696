"""Common LUT Format and CTF: every operator and style held against OpenColorIO."""

from __future__ import annotations

import re
from pathlib import Path

import agreement
import noted
import numpy as np
import pytest
from closeness import assert_luts_close
from process_lists import (
    AFFINE,
    UNIT_RANGE,
    array,
    asc_cdl,
    exponent,
    log,
    lut1d,
    lut3d,
    matrix,
    operator,
    process_list,
    ranges,
)

import lut
from lut.formats import clf

OFFSET = ".9 .2 -.1 .1 .05 .8 .1 -.2 0 .15 1.2 .3"
DIAGONAL = matrix("2 0 0 -.1 0 .5 0 .2 0 0 1 0", "3 4")
SLOPES = 'base="10" linSideSlope="5.5" linSideOffset="0.05" logSideSlope="0.25" logSideOffset="0.4"'
EACH = 'channel="R" linSideSlope="5" linSideOffset="1"', 'channel="G" logSideSlope="0.25" linSideOffset="1.5"'
CAMERA = 'base="2" logSideSlope="0.0570776255707763" logSideOffset="0.554794520547945" linSideBreak="0.0078125"'
CINEON = 'gamma="0.6" refWhite="685" refBlack="95" highlight="1" shadow="0.01"'
SRGB = 'exponent="2.4" offset="0.055"'
SMOOTH = lut3d(9, noise=0.03)

HALF_BITS = np.arange(1 << 16, dtype=np.uint16)
HALFS = HALF_BITS.view(np.float16).astype(np.float64)
with np.errstate(invalid="ignore"):
    BENT = np.sign(HALFS) * np.log1p(np.abs(HALFS))
    TURNING = BENT + np.where(np.abs(HALFS) < 40, np.sin(20 * HALFS) / 30, 0)
HALF_NUMBERS = "\n".join(f"{number:.7g}" for number in BENT)
TURNING_HALFS = "\n".join(f"{number:.7g}" for number in TURNING)
RAW_HALFS = "\n".join(map(str, BENT.astype(np.float16).view(np.uint16)))

EXACT = {  # held to 1e-5, and no note but that colors far outside are clamped
    "Matrix": matrix(AFFINE),
    "Matrix with offset": matrix(OFFSET, "3 4"),
    "Matrix, three dimensions": matrix(AFFINE, "3 3 3"),
    "Matrix, offset, three dimensions": matrix(OFFSET, "3 4 3"),
    "Matrix between bit depths": matrix(".9 .2 -.1 10 .05 .8 .1 -20 0 .15 1.2 30", "3 4", "10i", "12i"),
    "Matrix from floats to integers": matrix("900 200 -100 50 800 100 0 150 1200", "3 3", "16f", "10i"),
    "Matrix of one channel each": DIAGONAL,
    "Matrix, falling": matrix("-1 0 0 1 0 -1 0 1 0 0 -.5 .5", "3 4"),
    "identity": matrix("1 0 0 0 1 0 0 0 1"),
    "LUT1D": lut1d(33, -0.2, 1.5),
    "LUT1D of one column": operator("LUT1D", array("5 1", "0 .1 .5 .6 1.2")),
    "LUT1D of integers": operator("LUT1D", array("3 3", "0 0 0 500 400 300 1023 1000 900"), "", "8i", "10i"),
    "LUT1D, linear": lut1d(9, attributes='interpolation="linear"'),
    "LUT1D, a constant": operator("LUT1D", array("2 1", ".5 .5")),
    "LUT1D of raw half floats": operator("LUT1D", array("3 1", "0 12000 15360"), 'rawHalfs="true"', "16f", "16f"),
    "LUT1D over the half floats, straight": operator(
        "LUT1D", array("65536 1", "\n".join(map(str, HALF_BITS))), 'halfDomain="true" rawHalfs="true"', "16f", "16f"
    ),
    "LUT3D": lut3d(5),
    "LUT3D, tetrahedral": lut3d(5, 'interpolation="tetrahedral"'),
    "LUT3D of integers": operator("LUT3D", array("2 2 2 3", " ".join(map(str, range(0, 4800, 200)))), "", "16f", "12i"),
    "Range": ranges(minInValue=0.1, maxInValue=0.9, minOutValue=0, maxOutValue=1),
    "Range, noClamp": ranges("noClamp", minInValue=0.1, maxInValue=0.9, minOutValue=-0.5, maxOutValue=2),
    "Range, minimums": ranges(minInValue=0.1, minOutValue=0.1),
    "Range, maximums": ranges("clamp", maxInValue=0.8, maxOutValue=0.8),
    "Range between bit depths": ranges("", "10i", "12i", minInValue=64, maxInValue=940, minOutValue=9, maxOutValue=999),
    "Range from far": ranges(minInValue=-2, maxInValue=222, minOutValue=0, maxOutValue=1),
    "Log antiLog2": log("antiLog2"),
    "Log antiLog10": log("ANTILOG10"),
    "Log linToLog": log("linToLog", SLOPES),
    "Log logToLin": log("logToLin", SLOPES),
    "Log linToLog of channels": log("linToLog", *EACH, 'channel="B" linSideOffset="2"'),
    "Log logToLin of channels": log("logToLin", *EACH),
    "Log cameraLinToLog": log("cameraLinToLog", CAMERA),
    "Log cameraLogToLin": log("cameraLogToLin", CAMERA),
    "Log cameraLinToLog, slope": log("cameraLinToLog", f'{CAMERA} linearSlope="9.5"'),
    "Log cameraLogToLin, slope": log("cameraLogToLin", f'{CAMERA} linearSlope="9.5"'),
    "Exponent basicFwd": exponent("basicFwd", 'exponent="2.2"'),
    "Exponent basicMirrorFwd": exponent("basicMirrorFwd", 'exponent="2.2"'),
    "Exponent basicPassThruFwd": exponent("basicPassThruFwd", 'exponent="2.2"'),
    "Exponent of channels": exponent("basicFwd", 'channel="R" exponent="2.2"', 'channel="B" exponent="1.3"'),
    "Exponent monCurveFwd": exponent("monCurveFwd", SRGB),
    "Exponent monCurveRev": exponent("monCurveRev", SRGB),
    "Exponent monCurveMirrorFwd": exponent("monCurveMirrorFwd", SRGB),
    "Exponent monCurveMirrorRev": exponent("monCurveMirrorRev", SRGB),
    "Exponent monCurveFwd, all line or all power": exponent(
        "monCurveFwd", 'channel="R" exponent="1" offset="0.05"', 'channel="G" exponent="2" offset="0"'
    ),
    "ASC_CDL Rev without saturation": asc_cdl("Rev", "1"),
    "ASC_CDL RevNoClamp without saturation": asc_cdl("RevNoClamp", "1"),
    "LUT1D and LUT3D": lut1d(65) + lut3d(5),
    "domains, LUT1D and LUT3D": DIAGONAL + lut1d(65, -1, 2) + DIAGONAL + lut3d(5),
    "Range and LUT3D": ranges(minInValue=-1, maxInValue=3, minOutValue=0, maxOutValue=1) + lut3d(4),
    "Range onto a part of LUT3D": ranges(minInValue=0, maxInValue=1, minOutValue=0.1, maxOutValue=0.8) + lut3d(4),
    "Log and LUT3D": log("cameraLinToLog", CAMERA) + SMOOTH,
    "LUT3D and Matrix": lut3d(5) + matrix(OFFSET, "3 4"),
    "LUT1D and Matrix": lut1d(17) + matrix(OFFSET, "3 4"),
    "Range and Matrix": UNIT_RANGE + matrix(AFFINE),
    "Matrices": matrix(AFFINE) + matrix(OFFSET, "3 4") + DIAGONAL,
    "what undoes itself": log("antiLog2") + log("log2"),
}  # fmt: skip

NEARLY = {  # off as far as a note says
    "LUT1D of more points than a shaper's": lut1d(70000),
    "LUT1D over the half floats": operator("LUT1D", array("65536 1", HALF_NUMBERS), 'halfDomain="true"', "16f", "32f"),
    "LUT1D over raw half floats": operator(
        "LUT1D", array("65536 1", RAW_HALFS), 'halfDomain="true" rawHalfs="true"', "16f", "16f"
    ),
    "Log log2": log("log2"),
    "Log log10": log("log10"),
    "Exponent basicRev": exponent("basicRev", 'exponent="2.2"'),
    "Exponent basicMirrorRev": exponent("basicMirrorRev", 'exponent="2.2"'),
    "Exponent basicPassThruRev": exponent("basicPassThruRev", 'exponent="2.2"'),
    "ASC_CDL": asc_cdl(),
    "ASC_CDL Fwd": asc_cdl("Fwd", "1"),
    "ASC_CDL FwdNoClamp": asc_cdl("FwdNoClamp"),
    "LUT3D, trilinear": lut3d(5, 'interpolation="trilinear"'),
}

UNCLAMPED = {  # a clamp at the end is left to the picture
    "ASC_CDL, more saturated": asc_cdl("Fwd", "1.3"),
    "LUT3D and Range": lut3d(5) + UNIT_RANGE,
    "Matrix and Range": matrix(AFFINE) + UNIT_RANGE,
    "Matrix and Range of minimums": matrix(AFFINE) + ranges(minInValue=0, minOutValue=0) + UNIT_RANGE,
}

BAKED = {
    "ASC_CDL Rev": asc_cdl("Rev"),
    "ASC_CDL RevNoClamp": asc_cdl("RevNoClamp", "1.3"),
    "linear light": exponent("monCurveFwd", SRGB) + matrix(AFFINE) + exponent("monCurveRev", SRGB),
    "encoding": matrix(".8 .1 .1 .1 .8 .1 .1 .1 .8") + exponent("basicRev", 'exponent="2.2"'),
    "Matrix, Log and LUT3D": matrix(AFFINE) + log("cameraLinToLog", CAMERA) + SMOOTH,
    "LUT1D, LUT3D and LUT1D": lut1d(33) + SMOOTH + lut1d(33),
    "two LUT3Ds": SMOOTH + lut3d(4, noise=0.05),
    "ASC_CDL and Exponent": asc_cdl("Fwd", "1.3") + exponent("basicFwd", 'exponent="1.5"'),
}

OLDER = {  # head, operators
    "CLF 2, IndexMap of a LUT1D": (
        'id="x" compCLFversion="2.0"',
        lut1d(33).replace("<Array", '<IndexMap dim="2">0.1@0 0.8@32</IndexMap><Array'),
    ),
    "CLF 2, IndexMap of integers": (
        'id="x" compCLFversion="1.2"',
        operator("LUT1D", f'<IndexMap dim="2">64@0 940@4</IndexMap>{array("5 1", "0 .1 .5 .6 1.2")}', "", "10i"),
    ),
    "CLF 2, IndexMap of a LUT3D": (
        'id="x" compCLFversion="2.0"',
        lut3d(5).replace("<Array", '<IndexMap dim="2">0.1@1 0.8@3</IndexMap><Array'),
    ),
    "CLF by SMPTE": ('xmlns="http://www.smpte-ra.org/ns/2136-1/2024"', matrix(AFFINE)),
    "CLF by SMPTE, its version": (
        'xmlns="http://www.smpte-ra.org/ns/2136-1/2024" id="x" compCLFversion="ST2136-1:2024"',
        f"<Id>urn:uuid:0</Id>{matrix(AFFINE)}",
    ),
    "CTF 1.2": ('id="x"', operator("Matrix", array("4 4 3", f"{OFFSET} 0 0 0 1"))),
    "CTF 1.3, 4 × 4": ('id="x" version="1.3"', matrix(".9 .2 -.1 0 .05 .8 .1 0 0 .15 1.2 0 0 0 0 1", "4 4 4")),
    "CTF 1.3, 4 × 5": ('id="x" version="1.3"', matrix(".9 .2 0 0 .1 0 .8 .1 0 -.2 0 0 1.2 0 .3 0 0 0 1 0", "4 5 4")),
    "CTF 1.3, linToLog": ('id="x" version="1.3"', log("linToLog", CINEON)),
    "CTF 1.3, logToLin": ('id="x" version="1.3"', log("logToLin", CINEON)),
    "CTF 2.0, linToLog": ('id="x" version="2.0"', log("linToLog", CINEON)),
    "CTF 1.3, ASC_CDL": ('id="x" version="1.3"', asc_cdl("v1.2_Fwd", "1")),
    "CTF 1.3, ASC_CDL without clamps": ('id="x" version="1.3"', asc_cdl("noClampRev", "1")),
    "CTF 1.5, Gamma": ('id="x" version="1.5"', exponent("basicFwd", 'gamma="2.2"', name="Gamma")),
    "CTF 1.5, Gamma of monitors": (
        'id="x" version="1.5"',
        exponent("moncurveRev", 'gamma="2.4" offset="0.055"', name="Gamma"),
    ),
    "CTF 2.0, Exponent": ('id="x" version="2.0"', exponent("monCurveMirrorRev", SRGB)),
    "CTF, InverseLUT1D": ('id="x" version="1.3"', lut1d(33, -0.1, 1.3, name="InverseLUT1D")),
    "CTF, InverseLUT1D of integers": (
        'id="x" version="1.3"',
        operator("InverseLUT1D", array("4 1", "0 300 600 1023"), "", "10i", "12i"),
    ),
    "CTF, InverseLUT1D, level": ('id="x" version="1.3"', operator("InverseLUT1D", array("6 1", ".1 .1 .5 .6 .9 .9"))),
    "CTF, InverseLUT1D, falling": ('id="x" version="1.3"', operator("InverseLUT1D", array("4 1", "1 .7 .2 0"))),
    "CTF, InverseLUT1D, turning": (
        'id="x" version="1.3"',
        operator("InverseLUT1D", array("7 1", "0 .3 .2 .6 .5 .9 .8")),
    ),
    "CTF, InverseLUT1D, falling and turning": (
        'id="x" version="1.3"',
        operator("InverseLUT1D", array("5 1", "1 .7 .8 .2 .3")),
    ),
    "CTF, InverseLUT1D over the half floats": (
        'id="x" version="1.5"',
        operator("InverseLUT1D", array("65536 1", HALF_NUMBERS), 'halfDomain="true"', "16f", "32f"),
    ),
    "CTF, InverseLUT1D over the half floats, turning": (
        'id="x" version="1.5"',
        operator("InverseLUT1D", array("65536 1", TURNING_HALFS), 'halfDomain="true"', "16f", "32f"),
    ),
    "CTF, hue kept": ('id="x" version="1.4"', operator("LUT1D", array("4 1", "0 .2 .7 1"), 'hueAdjust="dw3"')),
    "CTF, bypass": ('id="x" version="1.4"', matrix(AFFINE).replace("<Matrix", '<Matrix bypass="false"')),
}


def saved(folder: Path, text: str, name: str = "film.clf") -> Path:
    return agreement.saved(folder, name, text)


@pytest.mark.parametrize("body", EXACT.values(), ids=EXACT.keys())
def test_what_a_lut_holds_is_what_it_is_in_opencolorio(body: str, tmp_path: Path) -> None:
    path = saved(tmp_path, process_list(body))
    told = noted.assert_as_noted(path)
    assert told.dark == told.other == noted.EXACT
    assert not told.unclamped


@pytest.mark.parametrize("body", NEARLY.values(), ids=NEARLY.keys())
def test_what_a_lut_holds_nearly_is_noted(body: str, tmp_path: Path) -> None:
    path = saved(tmp_path, process_list(body))
    assert lut.read(path).as_table.notes
    assert not noted.assert_as_noted(path).baked


@pytest.mark.parametrize("body", UNCLAMPED.values(), ids=UNCLAMPED.keys())
def test_a_clamp_at_the_end_is_left_to_the_picture(body: str, tmp_path: Path) -> None:
    told = noted.assert_as_noted(saved(tmp_path, process_list(body)))
    assert told.unclamped
    assert not told.baked


def test_a_clamp_that_changes_nothing_needs_no_note(tmp_path: Path) -> None:
    path = saved(tmp_path, process_list(UNIT_RANGE + matrix(".8 .1 .1 .1 .8 .1 .1 .1 .8") + UNIT_RANGE))
    assert noted.assert_as_noted(path) == noted.Noted()


@pytest.mark.parametrize("body", BAKED.values(), ids=BAKED.keys())
def test_what_is_baked_is_as_near_as_noted(body: str, tmp_path: Path) -> None:
    path = saved(tmp_path, process_list(body))
    for seed in range(5):
        assert noted.assert_as_noted(path, seed=seed).baked


@pytest.mark.parametrize(("head", "body"), OLDER.values(), ids=OLDER.keys())
def test_older_versions_and_ctf(head: str, body: str, tmp_path: Path) -> None:
    noted.assert_as_noted(saved(tmp_path, process_list(body, head), "film.clf" if "CLF" in head else "film.ctf"))


def test_bit_depths_are_those_between_operators(tmp_path: Path) -> None:
    body = ranges("", "8i", "10i", minInValue=16, maxInValue=235, minOutValue=0, maxOutValue=1023)
    body += operator("LUT1D", array("3 1", "0 20000 65535"), "", "10i", "16i") + lut3d(3).replace("32f", "16i", 1)
    noted.assert_as_noted(saved(tmp_path, process_list(body)))


def test_layout_is_free() -> None:
    text = process_list(lut3d(3, noise=0.25))
    film = clf.read(text.encode())
    for other in (
        text.replace("\n", " "),
        text.replace("\n", "\r\n"),
        text.replace(" 0.", "\t\n 0."),
        text.replace(" 0.", " , +0."),
        text.replace(" 0.", " <!-- 1\n2 --> .").replace(" .", " 0."),
        text.replace('"', "'").replace("='32f'", " = '32f'\n"),
    ):
        assert_luts_close(clf.read(other.encode()), film)
    assert_luts_close(clf.read(text.replace("UTF-8", "UTF-16").encode("utf-16")), film)
    prefixed = re.sub("<(/?)([A-Z])", r"<\1clf:\2", text)
    prefixed = prefixed.replace("ProcessList id", 'ProcessList xmlns:clf="urn:AMPAS:CLF:v3.0" id')
    assert_luts_close(clf.read(prefixed.encode()), film)


def test_titles_and_metadata(tmp_path: Path) -> None:
    about = "<Info><Anything a='1'>b</Anything></Info><InputDescriptor>sRGB</InputDescriptor>"
    described = f"<Description>A  look\nby hand</Description><Description>two</Description>{about}"
    body = described + matrix(AFFINE).replace("<Array", "<Description>mix</Description><Array", 1)
    assert clf.read(process_list(body).encode()).title == "A look by hand"
    head = 'id="x" name="Süß &amp; warm" compCLFversion="3.0" inverseOf="y" xmlns:n="urn:n" n:anything="1"'
    path = saved(tmp_path, process_list(body, head))
    assert lut.read(path).title == "Süß & warm"
    noted.assert_as_noted(path)
