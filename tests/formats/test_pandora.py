"""Pandora's .mga and .m3d: numbered rows held against OpenColorIO, plain ones against FFmpeg."""

from __future__ import annotations

from pathlib import Path

import agreement
import ffmpeg
import numpy as np
import opencolorio as ocio
import pytest
from closeness import assert_close
from samples import colors, levels, numbered

import lut
from lut import LutError

HEAD = """\
# Pandora
channel 3d
in 27
out 4096
format lut
values red green blue
"""
FILM = HEAD + numbered(levels(27, 4095))

DIALECTS = {
    "12 bits": FILM,
    "8 bits": HEAD.replace("4096", "256") + numbered(levels(27, 255)),
    "above white": HEAD.replace("4096", "256") + numbered(levels(27, 300)),
    "upper case, tabs, CRLF": FILM.upper().replace(" ", "\t").replace("\n", "\r\n"),
    "fewest words": f"in 8\nout 1024\nvalues red green blue\n{numbered(levels(8, 1023))}",
    "a comment ahead of each row": HEAD + "".join(f"# row\n{row}\n" for row in numbered(levels(27, 4095)).splitlines()),
}


@pytest.mark.parametrize("extension", ["mga", "m3d"])
@pytest.mark.parametrize("text", DIALECTS.values(), ids=DIALECTS.keys())
def test_means_what_it_means_in_opencolorio(text: str, extension: str, tmp_path: Path) -> None:
    agreement.assert_means_the_same(agreement.saved(tmp_path, f"film.{extension}", text))


@ffmpeg.needed
@pytest.mark.parametrize("values", ["red green blue", "blue green red"])
def test_rows_without_numbers_mean_what_they_mean_in_ffmpeg(values: str, tmp_path: Path) -> None:
    """Of columns in any other order, FFmpeg takes the wrong ones: it swaps by the inverse of the order."""
    path = agreement.saved(tmp_path, "film.m3d", HEAD.replace("red green blue", values) + levels(27, 4095))
    rgb = np.random.default_rng(1).integers(0, 65536, (500, 3))
    expected = lut.read(path)(rgb / 65535, "trilinear")
    assert_close(ffmpeg.applied(path, rgb) / 65535, expected, 3e-5, "colors")


def test_rows_may_be_numbered_from_1() -> None:
    from_1 = numbered("\n" + levels(27, 4095)).partition("\n")[2]
    read = lut.formats.pandora.read
    assert np.array_equal(read(HEAD + from_1).table, read(FILM).table)


LAST = FILM.splitlines()[-1]
BROKEN = [
    ("channel 3d", "channel 1d",
     ":2: expected channel 3d, in, out, format lut or values red green blue, found 'channel 1d'"),
    ("format lut", "format cdl",
     ":5: expected channel 3d, in, out, format lut or values red green blue, found 'format cdl'"),
    ("values red green blue", "values cyan magenta yellow",
     ":6: expected channel 3d, in, out, format lut or values red green blue, found 'values cyan magenta yellow'"),
    ("values red green blue\n", "",
     ":6: expected channel 3d, in, out, format lut or values red green blue, found '"),
    ("in 27\n", "", ": expected in, found none"),
    ("out 4096\n", "", ": expected out, found none"),
    ("in 27", "in 28", ":3: expected a cube's number of rows (8, 27, 64 …), found 28"),
    ("in 27", "in 1", ":3: expected in from 8 to 16,777,216, found '1'"),
    ("in 27", "in 16777216", ":33: expected 16,777,216 rows for in, found 27"),
    ("in 27", "in 27\nin 27", ":4: expected in once, found it on line 3 too"),
    ("out 4096", "out 1", ":4: expected out from 2 to 16,777,216, found '1'"),
    ("out 4096", "out 4095.5", ":4: expected out from 2 to 16,777,216, found '4095.5'"),
    (LAST, "26 4095 4095 0.5", ":33: expected whole numbers, found '26 4095 4095 0.5'"),
    (LAST, "25 4095 4095 0", ":33: expected row number 26, found '25 4095 4095 0'"),
    (LAST, "26 4095 4095", ":33: expected 4 numbers, found 3: '26 4095 4095'"),
    (LAST, "", ":32: expected 27 rows for in, found 26"),
    (FILM[len(HEAD):], "", ": expected 27 rows for in, found none"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "message"), BROKEN)
def test_what_is_broken_is_said(old: str, new: str, message: str, tmp_path: Path) -> None:
    if message.endswith("'"):
        found = FILM.splitlines()[6]
        message += f"{found}'" if message.endswith("found '") else ""
    agreement.assert_refused(tmp_path / "film.mga", FILM, old, new, message)


def test_rows_out_of_order_are_refused_by_us_alone(tmp_path: Path) -> None:
    """OpenColorIO doesn't look at the numbers, and would mix the colors up."""
    path = agreement.saved(tmp_path, "film.mga", HEAD + "\n".join(FILM.splitlines()[:5:-1]) + "\n")
    ocio.applied(path, colors())
    with pytest.raises(LutError, match=r":7: expected row number 0, found '26 4095 4095 4095'"):
        lut.read(path)
