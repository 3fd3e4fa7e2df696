"""Camera Raw profiles with RGB tables.

Format: against a writer of the tests' own (adobe.py), and a table from a public program.  Colors: against Little CMS,
which goes to the table's RGB space, through the table as a device link, and back.
"""

from __future__ import annotations

import re

import adobe
import numpy as np
import profiles
import pytest
from adobe import embedded, grid, packed_table, profile
from samples import colors

from lut import LutFormatError
from lut.color import chromaticities
from lut.formats import rgb_table, xmp_profile

TABLE = grid(5)
PLAIN = profile(packed_table(TABLE))


def test_a_table_for_srgb_is_taken_as_it_is() -> None:
    lut = xmp_profile.read(PLAIN)
    assert (lut.title, lut.notes, lut.size) == ("Warm", (), 5)
    assert np.abs(lut.table - TABLE).max() < 0.51 / 65535


def test_curves() -> None:
    curves = np.linspace(0, 1, 33)[:, None] ** (0.7, 1, 1.4)
    lut = xmp_profile.read(profile(packed_table(curves)))
    assert lut.is_curves
    assert np.abs(lut.shaper.values - curves).max() < 0.51 / 65535


def test_a_table_that_another_program_wrote() -> None:
    """The identity of 2 points a side with amounts 0 to 1.5, from the tests of a public reader of such profiles."""
    table = rgb_table.parse(rgb_table.unpack("71000rtKmwBRLy1{X$/w9'=(bLC9YEvFE(9%a0@fg0"))
    assert np.array_equal(table.values, np.stack(np.meshgrid([0, 1], [0, 1], [0, 1], indexing="ij"), axis=-1))
    assert (table.primaries, table.gamma, table.amounts) == (0, 1, (0.0, 1.5))


@pytest.mark.parametrize("length", range(1, 12))
def test_any_length_of_text(length: int) -> None:
    data = bytes(range(200, 200 + length))
    digits = adobe.base85(data)
    assert len(digits) == length + -(-length // 4)
    assert rgb_table.decode_base85(f" {digits[:3]}\n\t{digits[3:]}\n") == data


def test_whatever_the_length_of_the_stream() -> None:
    lengths = set()
    for seed in range(12):
        table = packed_table(grid(2, seed))
        lengths.add(len(embedded(table)) % 5)
        assert rgb_table.unpack(embedded(table)) == table
    assert len(lengths) == 4  # a rest of one digit cannot be


SPACES = {
    adobe.ADOBE_RGB: chromaticities.ADOBE_RGB,
    adobe.PROPHOTO: chromaticities.PROPHOTO,
    adobe.DISPLAY_P3: chromaticities.DISPLAY_P3,
    adobe.REC2020: chromaticities.BT2020,
    adobe.SRGB: chromaticities.SRGB,
}
# Codes to light, as ICC writes it; the gammas without the toe that Adobe gives them below ``TOES``.
ALPHA = 1.0992968268094429
CURVES = {
    adobe.LINEAR: (1.0,),
    adobe.SRGB_GAMMA: (2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045),
    adobe.GAMMA_1_8: (1.8,),
    adobe.GAMMA_2_2: (2.2,),
    adobe.REC2020_GAMMA: (1 / 0.45, 1 / ALPHA, 1 - 1 / ALPHA, 1 / 4.5, 4.5 * 0.0180539685108078),
}
COMBINATIONS = [
    (adobe.SRGB, adobe.LINEAR),
    (adobe.SRGB, adobe.GAMMA_1_8),
    (adobe.ADOBE_RGB, adobe.GAMMA_2_2),
    (adobe.PROPHOTO, adobe.GAMMA_1_8),
    (adobe.DISPLAY_P3, adobe.SRGB_GAMMA),
    (adobe.REC2020, adobe.REC2020_GAMMA),
    (adobe.REC2020, adobe.LINEAR),
]


@pytest.mark.slow("resamples a table each", but_first=True)
@pytest.mark.parametrize(("primaries", "gamma"), COMBINATIONS)
def test_tables_for_other_spaces(primaries: int, gamma: int) -> None:
    lcms = pytest.importorskip("littlecms", reason="the oracle is Little CMS, as a library of its own")
    link = profiles.profile({b"A2B0": profiles.multi_part([profiles.STRAIGHT] * 3, grid=TABLE)})
    lut = xmp_profile.read(profile(packed_table(TABLE, primaries, gamma)))
    points = np.random.default_rng(2).integers(0, lut.size, (4000, 3))
    chosen = points[(points > 0.2 * lut.size).all(axis=1)]  # above the toes
    expected = lcms.inside_space(
        link, chosen / (lut.size - 1), SPACES[primaries][:3], SPACES[primaries].white, CURVES[gamma]
    )
    found = lut.table[tuple(chosen.T)]
    shown = ((expected > 0.1) & (expected < 1)).all(axis=1)
    assert shown.sum() > 1000
    assert np.abs(found - expected)[shown].max() < 3e-4
    assert np.abs(found - chosen / (lut.size - 1)).mean() > 0.02  # it does something
    assert re.match(r"baked to \d+ points a side: off by .* at most 0\.\d+ for colors", lut.as_table.notes[0])
    assert lut.notes == ()
    assert np.abs(lut(chosen / (lut.size - 1)) - found).max() < 1e-6


def test_the_note_on_the_error_is_true() -> None:
    lut = xmp_profile.read(profile(packed_table(grid(9), adobe.ADOBE_RGB, adobe.GAMMA_2_2)))
    table = lut.as_table
    most = float(re.search(r"at most ([\d.e-]+)", table.notes[0])[1])
    rgb = np.clip(colors(), 0, 1).astype(np.float64)
    difference = np.abs(np.clip(table(rgb), 0, 1) - np.clip(lut(rgb), 0, 1)).max()
    assert 0.3 * most < difference < 1.25 * most


def test_gammas_there_and_back() -> None:
    codes = np.linspace(0, 1, 10001)
    for encode, decode in rgb_table.GAMMAS:
        assert np.abs(decode(encode(codes)) - codes).max() < 1e-6
        assert np.abs(encode(decode(codes)) - codes).max() < 1e-6


@pytest.mark.parametrize(
    ("encode", "x1", "y1", "slope"),
    [
        (rgb_table.GAMMA_1_8, 8.2118790552e-4, 0.019310851, 13.064306598),
        (rgb_table.GAMMA_2_2, 0.0034800731, 0.0763027458, 9.9661890075),
    ],
)
def test_toes_are_adobes(encode, x1: float, y1: float, slope: float) -> None:
    """The DNG SDK's ends of the cubic: value and slope where the power begins, slope 32 at black."""
    step = x1 * 1e-6
    assert encode(np.array(x1)) == pytest.approx(y1, abs=1e-9)
    assert (encode(np.array(x1)) - encode(np.array(x1 - step))) / step == pytest.approx(slope, rel=1e-4)
    assert encode(np.array(step)) / step == pytest.approx(32, rel=1e-4)


def test_amounts() -> None:
    expected = xmp_profile.read(PLAIN)
    half = xmp_profile.read(profile(packed_table(TABLE), 'RGBTableAmount="0.5"'))
    rgb = np.random.default_rng(0).random((500, 3)).astype(np.float32)
    assert np.abs(half(rgb) - (expected(rgb) + rgb) / 2).max() < 1e-6
    assert half.size == 5
    pinned = xmp_profile.read(profile(packed_table(TABLE, amounts=(0.25, 1.0)), 'RGBTableAmount="7"'))
    assert np.array_equal(pinned.table, expected.table)
    pinned = xmp_profile.read(profile(packed_table(TABLE, amounts=(0.5, 1.0)), 'RGBTableAmount="0.1"'))
    assert np.array_equal(pinned.table, half.table)
    more = xmp_profile.read(
        profile(packed_table(TABLE, amounts=(0, 4)), 'RGBTableAmount="4"')
    )  # clips, which 5 points can't hold
    assert np.abs(more(rgb) - np.clip(4 * expected(rgb) - 3 * rgb, 0, 1)).max() < 1e-5
    assert more.notes == ()
    assert np.abs(more.as_table(rgb) - more(rgb)).max() < 0.02
    assert "baked to 65 points a side: off by" in more.as_table.notes[0]


SEQUENCE = "<crs:{0}><rdf:Seq>{1}</rdf:Seq></crs:{0}>"


@pytest.mark.parametrize(
    ("more", "elements", "notes"),
    [
        ('Saturation="-27" Clarity2012="+20"', "", ("the profile's sliders are left out: Saturation, Clarity2012",)),
        ('Saturation="0" Clarity2012="+0.00" AutoTone="False" ToneCurveName2012="Linear"', "", ()),
        ("", SEQUENCE.format("ToneCurvePV2012", "<rdf:li>0, 0</rdf:li><rdf:li>255, 255</rdf:li>"), ()),
        (
            "",
            SEQUENCE.format("ToneCurvePV2012", "<rdf:li>0, 20</rdf:li><rdf:li>255, 255</rdf:li>"),
            ("the profile's sliders are left out: ToneCurvePV2012",),
        ),
        (
            " ".join(f'HueAdjustment{name}="5"' for name in "ABCDEFGH"),
            "",
            (
                "the profile's sliders are left out: HueAdjustmentA, HueAdjustmentB, HueAdjustmentC, HueAdjustmentD, "
                "HueAdjustmentE, HueAdjustmentF and 2 more",
            ),
        ),
        (
            'LookTable="00"',
            "",
            ("the profile's other table, for hue, saturation and value (crs:LookTable), is left out",),
        ),
    ],
)
def test_what_else_a_profile_does_is_said(more: str, elements: str, notes: tuple[str, ...]) -> None:
    assert xmp_profile.read(profile(packed_table(TABLE), more, elements)).notes == notes


def test_properties_as_elements() -> None:
    text = PLAIN.decode()
    name, table = re.search(r'crs:RGBTable="(\w+)"\s+crs:Table_\1="([^"]+)"', text).groups()
    apart = re.sub(r'crs:RGBTable="(\w+)"\s+crs:Table_\1="([^"]+)"', "", text)
    inner = f"<crs:RGBTable>{name}</crs:RGBTable>\n<crs:Table_{name}>{table}</crs:Table_{name}>\n<crs:Name>"
    assert np.array_equal(
        xmp_profile.read(apart.replace("<crs:Name>", inner).encode()).table, xmp_profile.read(PLAIN).table
    )


def test_a_profile_inside_of_a_preset() -> None:
    """What Lightroom writes beside a raw file: the profile's properties are in crs:Look, its table at the top."""
    text = PLAIN.decode()
    name = re.search(r'crs:RGBTable="(\w+)"', text)[1]
    look = f"""<crs:Look><rdf:Description crs:Name="Inner" crs:Amount="1"><crs:Parameters>
        <rdf:Description crs:RGBTable="{name}"/></crs:Parameters></rdf:Description></crs:Look></rdf:Description>"""
    text = re.sub(r"<crs:Name>.*?</crs:Name>", "", text, flags=re.DOTALL).replace(f'crs:RGBTable="{name}"', "")
    lut = xmp_profile.read(text.replace("</rdf:Description>", look, 1).encode())
    assert np.array_equal(lut.table, xmp_profile.read(PLAIN).table)
    assert lut.title == "Inner"


NAME = re.search(rb'crs:RGBTable="(\w+)"', PLAIN)[1]
REFUSED = [
    (
        PLAIN.replace(b"crs:RGBTable", b"crs:Other"),
        "expected a profile with an RGB table, found slider settings and no table",
    ),
    (PLAIN.replace(b"crs:RGBTable", b"crs:LookTable"), "found one for hue, saturation and value (crs:LookTable)"),
    (PLAIN.replace(b"camera-raw-settings", b"something"), "expected a profile with an RGB table, found other metadata"),
    (PLAIN.replace(b"Table_", b"Tafel_"), "in the file, found its name only: Adobe keeps its own apart"),
    (PLAIN.replace(b'Grayscale="False"', b'Grayscale="True"'), "found one that Camera Raw makes gray by sliders first"),
    (PLAIN.replace(b"Table_" + NAME + b'="', b"Table_" + NAME + b'="#####'), "bytes, found one of"),
    (re.sub(rb'(crs:Table_\w+=")[^"]*', rb"\g<1>", PLAIN), "expected an RGB table in base 85, found none"),
    (re.sub(rb'(crs:Table_\w+="[^"]{5})[^"]{8}', rb"\g<1>00000000", PLAIN), "packed by zlib, found damaged data"),
    (re.sub(rb'(crs:Table_\w+="[^"]{400})[^"]*', rb"\g<1>", PLAIN), "as it says, found"),
    (
        PLAIN.replace(b'crs:HasSettings="True"', b'crs:RGBTableAmount="much"'),
        "expected a number as crs:RGBTableAmount, found 'much'",
    ),
    (
        PLAIN.replace(b"<crs:Group>", b'<crs:Group crs:RGBTable="other">'),
        "expected one RGB table in a profile, found 2",
    ),
    (PLAIN.replace(b"<x:xmpmeta", b"<!DOCTYPE x><x:xmpmeta"), "expected XML without a document type"),
]


@pytest.mark.parametrize(("data", "sentence"), REFUSED, ids=[sentence[:50] for _, sentence in REFUSED])
def test_what_is_refused(data: bytes, sentence: str) -> None:
    with pytest.raises(LutFormatError, match=re.escape(sentence)):
        xmp_profile.read(data)


def changed(start: int, number: int) -> bytes:
    """The table with another integer at that byte; negative counts from the end."""
    table = bytearray(packed_table(TABLE))
    start %= len(table)
    table[start : start + 4] = number.to_bytes(4, "little")
    return bytes(table)


TABLES = [
    (changed(0, 0), "expected an RGB table, found a hue, saturation and value table"),
    (changed(0, 9), "expected an RGB table, found a table of kind 9"),
    (changed(4, 2), "expected version 1 of an RGB table, found 2"),
    (changed(8, 2), "expected an RGB table of 1 or 3 dimensions, found 2"),
    (changed(12, 33), "expected 2 to 32 points a side in an RGB table of 3D, found 33"),
    (changed(12, 1), "found 1"),
    (changed(12, 4), "expected 428 bytes in the RGB table, or 4 more, found 794"),
    (changed(-28, 5), "expected 0 to 4 as primaries of an RGB table, found 5"),
    (changed(-24, 5), "expected 0 to 4 as gamma of an RGB table, found 5"),
    (changed(-20, 2), "expected 0 to 1 as gamut of an RGB table, found 2"),
    (packed_table(TABLE, amounts=(0.0, 0.5)), "expected amounts around 1 in an RGB table, found 0 to 0.5"),
    (packed_table(TABLE, amounts=(float("nan"), 1.0)), "found nan to 1"),
]


@pytest.mark.parametrize(("table", "sentence"), TABLES, ids=[sentence[-40:] for _, sentence in TABLES])
def test_tables_that_are_refused(table: bytes, sentence: str) -> None:
    with pytest.raises(LutFormatError, match=re.escape(sentence)) as failure:
        xmp_profile.read(profile(table))
    assert failure.value.line == 4  # of the profile's element


def test_flags_may_follow() -> None:
    assert np.array_equal(
        xmp_profile.read(profile(packed_table(TABLE) + bytes(4))).table, xmp_profile.read(PLAIN).table
    )
