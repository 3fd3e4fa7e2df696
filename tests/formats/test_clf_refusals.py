"""What is refused of a ProcessList, and in which words."""

from __future__ import annotations

import pytest
from process_lists import (
    AFFINE,
    UNIT_RANGE,
    asc_cdl,
    exponent,
    log,
    lut1d,
    lut3d,
    matrix,
    process_list,
)

from lut import Lut, LutError
from lut.formats import clf

SLOPES = 'linSideSlope="5.5" linSideOffset="0.05"'
CINEON = 'gamma="0.6" refWhite="685" refBlack="95" highlight="1" shadow="0.01"'

# A valid file, then one thing broken

VALID = process_list(
    matrix(AFFINE, ahead="10i") + lut1d(3) + lut3d(2) + UNIT_RANGE + exponent("basicFwd", 'exponent="2"') + asc_cdl()
)
KNOWN = "expected one of Matrix, LUT1D, LUT3D, Range, Log, Exponent, ASC_CDL, Gamma, InverseLUT1D"
COMMON = "expected the attributes id, name, inBitDepth, outBitDepth"
DEPTHS = 'inBitDepth="32f" outBitDepth="32f"'
RANGE = "minInValue, maxInValue, minOutValue, maxOutValue"
STYLES = (
    "expected a style of Exponent (basicFwd, basicRev, basicMirrorFwd, basicMirrorRev, basicPassThruFwd, "
    "basicPassThruRev, monCurveFwd, monCurveRev, monCurveMirrorFwd, monCurveMirrorRev)"
)
SECOND_ROW = "0.707107 0.500000 0.250000"
MATRIX = "expected 9 numbers in a matrix of 3 × 3"

BROKEN = {
    "newer CLF": ('compCLFversion="3.0"', 'compCLFversion="4.0"', "2: expected compCLFversion up to 3, found '4.0'"),
    "newer CTF": ('compCLFversion="3.0"', 'version="3.0"', "2: expected version up to 2, found '3.0'"),
    "no version": ('compCLFversion="3.0"', 'version="x"', "2: expected version up to 2, found 'x'"),
    "no depth": ('inBitDepth="10i"', "", "3: expected inBitDepth in Matrix, found none"),
    "other depth": (
        'inBitDepth="10i"',
        'inBitDepth="9i"',
        "3: expected inBitDepth 8i, 10i, 12i, 16i, 16f, 32f; found '9i'",
    ),
    "depths that don't meet": (
        'inBitDepth="10i" outBitDepth="32f"',
        'inBitDepth="10i" outBitDepth="16f"',
        "8: expected inBitDepth '16f', the outBitDepth of the operator before it, found '32f'",
    ),
    "unknown operator": (
        "<ASC_CDL",
        f'<FixedFunction {DEPTHS} style="RGB_TO_HSV"/><ASC_CDL',
        f"36: {KNOWN}; found 'FixedFunction', which is not supported",
    ),
    "too few numbers": ("1.2\n</Array>", "\n</Array>", f"4: {MATRIX}, found '.9 .2 -.1 .05 .8 .1 0 .15'"),
    "too many numbers": ("1.2\n</Array>", "3 4\n</Array>", f"4: {MATRIX}, found '.9 .2 -.1 .05 .8 .1 0 .15 3 4'"),
    "NaN": ("1.2\n</Array>", "nan\n</Array>", f"4: {MATRIX}, found '.9 .2 -.1 .05 .8 .1 0 .15 nan'"),
    "other dim": (
        '<Array dim="3 3">\n.9',
        '<Array dim="3 5">\n.9',
        "4: expected dim '3 3', '3 4', '4 4', '4 5', found '3 5'",
    ),
    "no dim": (
        '<Array dim="3 3">\n.9',
        "<Array>\n.9",
        "4: expected dim, up to four whole numbers, found ''",
    ),
    "another word": (SECOND_ROW, "0.707107 x 0.25", "11: expected numbers, found 'x'"),
    "a number too few": (SECOND_ROW, "0.707107 0.5", "9: expected 9 numbers for dim 3 3, found 8"),
    "a huge number": (SECOND_ROW, "0 1e31 0", "9: expected numbers up to 1e+30 for dim 3 3, found 1e+31"),
    "NaN in a table": (SECOND_ROW, "0 nan 0", "9: expected numbers up to 1e+30 for dim 3 3, found nan"),
    "infinity": (SECOND_ROW, "0 -inf 0", "9: expected numbers up to 1e+30 for dim 3 3, found -inf"),
    "unequal sides": (
        'dim="2 2 2 3"',
        'dim="2 2 3 3"',
        "16: expected dim 'N N N 3' with N from 2 to 256, found '2 2 3 3'",
    ),
    "a huge dim": (
        'dim="2 2 2 3"',
        'dim="999999999 999999999 999999999 3"',
        "16: expected dim 'N N N 3' with N from 2 to 256, found '999999999 999999999 999999999 3'",
    ),
    "declared, not there": (
        'dim="2 2 2 3"',
        'dim="256 256 256 3"',
        "16: expected 50,331,648 numbers for dim 256 256 256 3, found 24",
    ),
    "another order": (
        'dim="2 2 2 3">',
        'dim="2 2 2 3" order="x">',
        "16: expected dim and numbers in Array, found more",
    ),
    "an IndexMap in CLF 3": (
        '<Array dim="2 2 2 3">',
        '<IndexMap dim="2">0@0 1@1</IndexMap><Array dim="2 2 2 3">',
        "16: expected Array in LUT3D, found 'IndexMap'",
    ),
    "half a range": (
        "<minInValue>0</minInValue>\n",
        "",
        f"27: expected minimum, maximum or both, each of in and out in Range, found {RANGE[12:]}",
    ),
    "an empty range": (
        "<minInValue>0</minInValue>",
        "<minInValue>2</minInValue>",
        "27: expected minimums below the maximums in Range, found 2 to 1",
    ),
    "no number": (
        "<minInValue>0</minInValue>",
        "<minInValue>x</minInValue>",
        "28: expected a number in minInValue, found 'x'",
    ),
    "unknown element": (
        "<minInValue>0</minInValue>",
        "<middle>0</middle>",
        f"28: expected {RANGE} in Range, found 'middle'",
    ),
    "other style": ('style="basicFwd"', 'style="basic"', f"33: {STYLES}, found 'basic'"),
    "no style": ('style="basicFwd"', "", "33: expected a style in Exponent, found none"),
    "exponent 0": ('exponent="2"', 'exponent="0"', "33: expected exponent from 0.01 to 100, found [0.0, 0.0, 0.0]"),
    "offset": (
        'exponent="2"',
        'exponent="2" offset="1"',
        "34: expected exponent in ExponentParams, found 'offset'",
    ),
    "alpha": (
        'exponent="2"',
        'exponent="2" channel="A"',
        "34: expected channel R, G or B in ExponentParams, found 'A'",
    ),
    "slope of two": (
        "<Slope>1.1 .9 1</Slope>",
        "<Slope>1.1 .9</Slope>",
        "38: expected 3 numbers in Slope, found '1.1 .9'",
    ),
    "slope below 0": (
        "<Slope>1.1 .9 1</Slope>",
        "<Slope>1.1 .9 -1</Slope>",
        "38: expected numbers from 0 on in Slope, found -1",
    ),
    "power 0": (
        "<Power>1.2 .8 1</Power>",
        "<Power>1.2 .8 0</Power>",
        "40: expected numbers above 0 in Power, found 0",
    ),
    "no power": ("<Power>1.2 .8 1</Power>\n", "", "37: expected Power once in SOPNode, found it 0 times"),
    "tags": ("<SatNode>", "<SaturationNode>", "42: expected well-formed XML, found: mismatched tag"),
    "document type": (
        "<ProcessList",
        '<!DOCTYPE ProcessList [<!ENTITY a "b">]>\n<ProcessList',
        "2: expected XML without a document type, found <!DOCTYPE ProcessList>",
    ),
}

LUT1D = {
    'mode="x"': f"8: {COMMON}, interpolation, halfDomain, rawHalfs, hueAdjust in LUT1D, found 'mode'",
    'bypass="true"': f"8: {COMMON}, interpolation, halfDomain, rawHalfs, hueAdjust in LUT1D, found 'bypass'",
    'interpolation="cubic"': "8: expected interpolation linear in LUT1D, found 'cubic'",
    'halfDomain="true"': "9: expected dim '65536 3' or '65536 1' for halfDomain, found '3 3'",
    'halfDomain="1"': "8: expected halfDomain true or false, found '1'",
    'rawHalfs="true"': "9: expected whole numbers from 0 to 65535 for rawHalfs, found 0.707107",
    'hueAdjust="x"': "8: expected hueAdjust dw3 in LUT1D, found 'x'",
}
BROKEN |= {text: ("<LUT1D", f"<LUT1D {text}", message) for text, message in LUT1D.items()}
LUT3D = {'interpolation="nearest"': "15: expected interpolation trilinear or tetrahedral in LUT3D, found 'nearest'"}
BROKEN |= {text: ("<LUT3D", f"<LUT3D {text}", message) for text, message in LUT3D.items()}


def test_what_is_broken_below_was_whole() -> None:
    assert isinstance(clf.read(VALID.encode()), Lut)


@pytest.mark.parametrize(("old", "new", "message"), BROKEN.values(), ids=BROKEN.keys())
def test_broken_files_are_refused(old: str, new: str, message: str) -> None:
    assert VALID.replace("</", "").count(old.replace("</", "")) == 1
    with pytest.raises(LutError) as failure:
        clf.read(VALID.replace(old, new, 1).encode())
    assert str(failure.value) == f"line {message}"


CTF = 'id="x" version="2.0"'
REFUSED = {
    "no operators": (process_list("<Description/>"), "line 2: expected operators in the ProcessList, found none"),
    "another root": ("<List/>", "line 1: expected a ProcessList, found 'List'"),
    "too many": (process_list(UNIT_RANGE * 25), "line 147: expected at most 24 operators, found 25"),
    "alpha": (
        process_list(matrix("1 0 0 .1 0 1 0 0 0 0 1 0 0 0 0 1", "4 4")),
        "line 4: expected a matrix that leaves alpha alone, found one that changes it, or uses it",
    ),
    "InverseLUT3D": (
        process_list(lut3d(2).replace("LUT3D", "InverseLUT3D"), CTF),
        f"line 3: {KNOWN}; found 'InverseLUT3D', which is not supported",
    ),
    "ASC_CDL Rev of slope 0": (
        process_list(asc_cdl("Rev").replace("1.1 .9 1", "1.1 0 1")),
        "line 3: expected slopes and a saturation above 0 for style Rev, found 0",
    ),
    "Log without a break": (
        process_list(log("cameraLinToLog", SLOPES)),
        "line 3: expected linSideBreak of each channel for style cameraLinToLog, found none",
    ),
    "Log of base 1": (
        process_list(log("linToLog", 'base="1"')),
        "line 3: expected a base above 0 other than 1, and slopes other than 0, found another",
    ),
    "plain Log with parameters": (
        process_list(log("log2", SLOPES)),
        "line 3: expected no LogParams for style log2, found some",
    ),
    "parameters of old CTF in CLF": (
        process_list(log("linToLog", CINEON)),
        "line 4: expected base, linSideSlope, linSideOffset, logSideSlope, logSideOffset in LogParams, found 'gamma'",
    ),
    "too few parameters of old CTF": (
        process_list(log("linToLog", 'gamma="0.6"'), CTF),
        "line 3: expected gamma, refWhite, refBlack, highlight, shadow of each channel in LogParams, found others",
    ),
    "monitor curve without offset": (
        process_list(exponent("monCurveFwd", 'exponent="2.4"')),
        "line 3: expected exponent and offset in ExponentParams for style monCurveFwd, found one of them",
    ),
    "IndexMap of three": (
        process_list(lut1d(3).replace("<Array", "<IndexMap>0@0 1@1 2@2</IndexMap><Array"), 'id="x" compCLFversion="2"'),
        "line 4: expected one IndexMap of two inputs, found another kind, which is not supported",
    ),
    "numbers without end, then tables": (
        process_list(
            exponent("basicFwd", 'exponent="100"')
            + matrix("1e30 0 0 0 1e30 0 0 0 1e30")
            + exponent("basicFwd", 'exponent="100"')
            + matrix("1 -1 0 0 1 -1 0 0 1")
            + lut1d(5)
            + lut3d(2)
            + lut1d(5, attributes='hueAdjust="dw3"')
        ),
        "expected operators that give numbers up to 1e+30 for colors from 0 to 1, found larger",
    ),
    "numbers without end": (
        process_list(matrix("1e30 0 0 0 1 0 0 0 1") + matrix("1e30 .1 0 0 1 0 0 0 1")),
        "expected operators that give numbers up to 1e+30 for colors from 0 to 1, found larger",
    ),
}


@pytest.mark.parametrize(("text", "message"), REFUSED.values(), ids=REFUSED.keys())
def test_refusals(text: str, message: str) -> None:
    with pytest.raises(LutError) as failure:
        clf.read(text.encode())
    assert str(failure.value) == message
