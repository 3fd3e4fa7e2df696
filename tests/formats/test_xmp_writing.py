"""Camera Raw profiles as they are written: against a decoder of the tests' own (adobe.py), and ExifTool."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import adobe
import numpy as np
import pytest
from adobe import unpacked_table
from lut_pictures import film

import lut
from lut import Lut, LutError, Shaper
from lut.cli import main
from lut.formats import xmp_profile

EMBEDDED = re.compile(r'crs:RGBTable="(\w+)"\s+crs:Table_\1="([^"]+)"')
CURVES = np.linspace(0, 1, 300)[:, None] ** (0.7, 1, 1.4)


def embedded_table(data: bytes) -> tuple[np.ndarray, tuple[int, ...], tuple[float, float], str]:
    """The table of a profile, whose name is its MD5 sum."""
    name, text = EMBEDDED.search(data.decode()).groups()
    found = unpacked_table(text)
    assert found[3] == name
    return found


@pytest.mark.parametrize("size", [2, 9, 32])
def test_a_table_is_in_the_profile(size: int) -> None:
    """Rounded to 16 bits, for sRGB and its curve, clipped, from none of it to twice as much."""
    codes, space, amounts, _ = embedded_table(xmp_profile.write(film(size)))
    assert np.abs(codes / 65535 - film(size).table).max() <= 0.5001 / 65535
    assert (space, amounts) == ((adobe.SRGB, adobe.SRGB_GAMMA, 0), (0.0, 2.0))


def test_curves_are_in_the_profile() -> None:
    data = xmp_profile.write(Lut.from_shaper(Shaper(CURVES)))
    assert np.abs(embedded_table(data)[0] / 65535 - CURVES).max() <= 0.5001 / 65535
    assert xmp_profile.read(data).is_curves


@pytest.mark.parametrize("length", range(1, 12))
def test_any_length_of_text(length: int) -> None:
    data = bytes(range(200, 200 + length))
    assert lut.formats.rgb_table.encode_base85(data) == adobe.base85(data)
    assert adobe.from_base85(adobe.base85(data)) == data


def test_what_is_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "film.xmp"
    lut.write(film(32, "Warm & “cold” <é>"), path)
    back = lut.read(path)
    assert (back.title, back.notes, back.size) == ("Warm & “cold” <é>", (), 32)
    assert np.abs(back.table - film(32).table).max() <= 0.5001 / 65535


@pytest.mark.skipif(shutil.which("exiftool") is None, reason="exiftool is not installed")
def test_as_exiftool_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "film.xmp"
    lut.write(film(9, "Wärm & cold"), path)
    command = ["exiftool", "-json", "-XMP-crs:all", str(path)]
    (found,) = json.loads(subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout)
    assert found["Name"] == "Wärm & cold"
    assert (found["PresetType"], found["Group"], found["ProcessVersion"]) == ("Look", "Camera Looks", 11)
    assert (found["SupportsAmount"], found["ConvertToGrayscale"]) == (True, False)
    assert re.fullmatch("[0-9A-F]{32}", found["UUID"])
    assert found["RGBTable"] == embedded_table(path.read_bytes())[3]


def test_a_profile_is_known_again() -> None:
    """The same look has the same UUID, so that Camera Raw does not list it twice; any other has its own."""
    luts = [film(9, "A"), film(9, "A"), film(9, "B"), film(17, "A")]
    names = [re.search(rb'UUID="(\w+)"', xmp_profile.write(each))[1] for each in luts]
    assert names[0] == names[1]
    assert len(set(names)) == 3


def test_a_lut_without_a_title_has_a_name() -> None:
    assert xmp_profile.read(xmp_profile.write(film(2))).title == "LUT"


REFUSED = [
    (film(33), "expected at most 32 points a side for a .xmp file, found 33"),
    (Lut.from_shaper(Shaper(np.linspace(0, 1, 4097)[:, None].repeat(3, axis=1))), "at most 4096 points"),
    (Lut(film(4).table * 1.2), "expected outputs from 0 to 1 for a .xmp file, found 0 to 1.164"),
    (Lut(film(4).table, domain=((0, 0, 0), (1, 1, 2))), "expected a table over 0…1 for a .xmp file, found the domain"),
    (Lut(film(4).table, shaper=Shaper(CURVES)), "found one with a shaper"),
    (Lut.from_shaper(Shaper(CURVES, domain=((0, 0, 0), (2, 2, 2)))), "found one with a shaper"),
]


@pytest.mark.parametrize(("table", "sentence"), REFUSED, ids=[sentence[-40:] for _, sentence in REFUSED])
def test_what_a_profile_cannot_hold_is_refused(table: Lut, sentence: str) -> None:
    with pytest.raises(LutError, match=re.escape(sentence)):
        xmp_profile.write(table)


def test_convert_makes_a_profile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    lut.write(film(65), "film.cube")
    assert main(["convert", "film.cube", "film.xmp", "--title", "Warm"]) == 0
    assert "Because: resampled from 65 to 32 lattice points a side" in capsys.readouterr().out
    assert np.abs(embedded_table(Path("film.xmp").read_bytes())[0] / 65535 - film(32).table).max() < 1e-3
