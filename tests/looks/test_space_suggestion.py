"""What a LUT looks made for: by its name, its comments, its input range and its table."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import lut
from lut import Lut, Shaper
from lut.color.chromaticities import SRGB
from lut.color.encodings import ENCODINGS
from lut.kernel.operators import Operator
from lut.lattice import lattice
from lut.looks.space_suggestion import Suggestion, suggest_file_space, suggest_space
from lut.looks.space_suggestion.named_spaces import read_comment, read_name
from lut.operators.affine import Affine
from lut.operators.space_conversion import Decode, Encode
from lut.table import Chain

CAMERAS = {
    "VLog_to_709": "v-log",
    "Panasonic V-Log to Rec.709": "v-log",
    "vlogl to rec709": "v-log",
    "SLog3SGamut3.CineToLC-709": "s-log3-cine",
    "SLog3SGamut3_to_709": "s-log3",
    "slog3torec709": "s-log3-cine",
    "SLog2SGamutToLC-709_": "s-log2",
    "FLog2_to_ETERNA": "f-log2",
    "F-Log2C to PROVIA": "f-log2-c",
    "XT4_FLog_FGamut_to_WDR_BT.709_33grid_V.1.01": "f-log",
    "CLog3 CinemaGamut": "c-log3",
    "CinemaGamut_CanonLog2-to-BT709_WideDR_33_FF_Ver.2.0": "c-log2",
    "N-Log_BT2020_to_REC709_BT1886": "n-log",
    "RED_Achromic_Rec2020_N-Log_to_Rec709": "n-log",
    "Arri Alexa LogC to Rec709": "logc3",
    "AlexaV3_K1S1_LogC2Video_Rec709_EE": "logc3",
    "LogC4": "logc4",
    "DJI_Phantom4_DLOG2Rec709": "d-log",
    "DJI_DLogM_to_Rec709": "d-log-m",
    "D-Log M to Rec.709 vivid": "d-log-m",
    "L-Log to Rec.709": "l-log",
    "AppleLogToRec709": "apple-log",
    "Apple Log 2 - Rec709": "apple-log2",
    "Samsung Log to Rec.709": "samsung-log",
    "Xiaomi MiLog to 709": "mi-log",
    "RWG_Log3G10 to REC709_BT1886 with MEDIUM_CONTRAST": "log3g10",
    "Blackmagic Gen 5 Film to Video": "bmd-film-gen5",
    "DaVinci Intermediate to Rec.709": "davinci-intermediate",
    "ACEScct to sRGB": "acescct",
}
INNOCENT = (
    "Vlogger warm",
    "Slogan",
    "catalog",
    "LogCabin",
    "prologue",
    "Dialog",
    "Analog dreams",
    "Fog Log",
    "Epilog",
    "Moody P3",
    "Video look",
    "sRGB warm",
    "Kodak Gold 200",
    "C100 fade",
    "S-Curve 3",
    "V look",
)


def in_rec709(space: str, size: int = 33) -> Lut:
    """A plain conversion from a camera's log, its brightest light clipped: BT.709's camera curve."""
    camera = ENCODINGS[space]
    light = camera.decode(lattice(size)) @ camera.chromaticities.matrix_to(SRGB).T
    return Lut(np.clip(ENCODINGS["rec709"].encode(np.clip(light, 0, 1)), 0, 1))


def warm() -> Lut:
    return Lut(Lut.identity(17).table ** np.array([0.85, 1.0, 1.2], np.float32))


def suggested(table: Lut, name: str, *comments: str) -> str:
    found = suggest_space(table, name, comments)
    return found.choice if found else ""


@pytest.mark.parametrize("name", CAMERAS)
def test_names_as_makers_and_users_write_them(name: str) -> None:
    assert read_name(name).spaces[0] == CAMERAS[name]
    assert suggested(in_rec709(CAMERAS[name], 17), name).split(":")[0] == CAMERAS[name]


@pytest.mark.parametrize("name", INNOCENT)
def test_names_that_only_contain_such_letters(name: str) -> None:
    assert read_name(name).spaces == ()
    assert suggested(warm(), name) == ""


@pytest.mark.parametrize("name", ["VLOG", "Vlog warm", "Travel vlog 02", "CLOG"])
def test_words_that_mean_something_else_as_often_need_a_table_that_agrees(name: str) -> None:
    assert suggested(warm(), name) == ""
    space = "c-log3" if name == "CLOG" else "v-log"
    assert suggested(in_rec709(space), name) == f"{space}:rec709"


def test_folders_do_not_count(tmp_path: Path) -> None:
    folder = tmp_path / "V-Log to Rec709"
    folder.mkdir()
    lut.write(warm(), folder / "warm.cube")
    assert suggest_file_space(folder / "warm.cube") is None


@pytest.mark.parametrize(
    ("name", "choice"),
    [
        ("V-Log to sRGB", "v-log:srgb"),
        ("V-Log to Rec.709 Gamma 2.4", "v-log:rec709-2.4"),
        ("ARRI_LogC4-to-Gamma24_Rec709-D65_v1-33", "logc4:rec709-2.4"),
        ("SLog3SGamut3ToSLog2-709", "s-log3:rec709"),  # for a display: what S-Log2 would look like on one
        ("V-Log", "v-log:rec709"),
        ("V-Log to P3-D65", "v-log:display-p3"),
    ],
)
def test_outputs(name: str, choice: str) -> None:
    assert suggested(in_rec709(choice.split(":")[0]), name) == choice


def test_a_name_is_believed_and_its_table_described() -> None:
    found = suggest_space(in_rec709("v-log"), "film V-Log")
    assert found is not None
    assert found.describe() == (
        "looks made for V-Log / V-Gamut (its name says so; it makes black of codes below 0.15; "
        f"it raises contrast {measured_contrast(in_rec709('v-log'))} times)"
    )


def measured_contrast(table: Lut) -> str:
    """Steepness between 30 % and 70 % of the output, by a search along the grays of 8 bits and more."""
    codes = np.linspace(0, 1, 4096)
    grays = table(codes[:, None].repeat(3, axis=1)).mean(axis=1)
    shares = (grays - grays.min()) / np.ptp(grays)
    low, high = (codes[np.argmax(shares >= share)] for share in (0.3, 0.7))
    return f"{0.4 / (high - low):.1f}"


def test_a_table_that_keeps_the_log_gives_a_log() -> None:
    look = Lut(Lut.identity(33).table * np.array([1.0, 0.98, 0.96], np.float32) + np.float32(0.01))
    found = suggest_space(look, "V-Log film")
    assert found is not None
    assert found.choice == "v-log:v-log"
    assert "its result is in the log, too" in found.describe()
    assert suggested(look, "SLog3 to LogC") == "s-log3-cine:logc3"
    assert suggested(look, "film") == ""


def test_two_logs_in_a_name_of_a_table_for_a_display() -> None:
    assert suggested(in_rec709("v-log"), "FLog2C_to_ACROS_VLog") == "v-log:rec709"
    assert suggested(in_rec709("f-log2-c"), "FLog2C_to_ACROS_VLog") == "f-log2-c:rec709"


@pytest.mark.parametrize("space", ["v-log", "s-log3-cine", "c-log3", "logc3", "n-log", "apple-log", "log3g10"])
def test_the_table_alone(space: str) -> None:
    found = suggest_space(in_rec709(space), "film 01")
    assert found is not None
    assert space in (found.space, *found.also)
    assert found.out == "rec709"


def test_close_spaces_are_named_as_well() -> None:
    table = in_rec709("d-log", 17)
    faded = Lut(0.05 + 0.9 * table.table ** np.array([0.95, 1.0, 1.06], np.float32))
    found = suggest_space(faded, "film 01")
    assert found is not None
    assert {"d-log", "logc3"} <= {found.space, *found.also}
    assert "would fit nearly as well" in found.describe()


@pytest.mark.parametrize(
    ("name", "choice"),
    [
        ("REC709_Kodak", "rec709:rec709"),
        ("Warm for Rec.709 footage", "rec709:rec709"),
        ("Teal Rec709", "rec709:rec709"),
        ("Natural to Rec709", ""),  # from what, nobody says
        ("Portra AdobeRGB", "adobe-rgb:adobe-rgb"),
        ("Velvia (ProPhoto RGB)", "prophoto:prophoto"),
        ("Film Display P3", "display-p3:display-p3"),
        ("Adobe RGB to sRGB", "adobe-rgb:srgb"),
    ],
)
def test_spaces_of_pictures(name: str, choice: str) -> None:
    assert suggested(warm(), name) == choice


def test_rec709_in_the_name_of_a_table_for_a_log_is_its_output() -> None:
    assert suggested(in_rec709("v-log"), "Teal Rec709") == "v-log:rec709"


@pytest.mark.parametrize(
    ("line", "spaces", "out"),
    [
        ("Input: V-Log/V-Gamut", ("v-log",), ""),
        ("Input color space: Rec.709", ("rec709",), "rec709"),
        ("Output: sRGB", (), "srgb"),
        ("Display: ITU-Rec.709, Gamma 2.4", (), "rec709-2.4"),
        ("Created from S-Log3 to Rec.709 by hand", ("s-log3-cine", "s-log3"), "rec709"),
        ("My V-Log notes", (), ""),
        ("https://example.org/logc", (), ""),
    ],
)
def test_comments(line: str, spaces: tuple[str, ...], out: str) -> None:
    assert (read_comment(line).spaces, read_comment(line).out) == (spaces, out)


def test_comments_of_files(tmp_path: Path) -> None:
    lut.write(in_rec709("v-log", 17), tmp_path / "film.cube")
    text = (tmp_path / "film.cube").read_text(encoding="utf-8")
    (tmp_path / "film.cube").write_text(f"# Input: V-Log\n# Display: Rec.709, gamma 2.4\n{text}", encoding="utf-8")
    found = suggest_file_space(tmp_path / "film.cube")
    assert found is not None
    assert found.choice == "v-log:rec709-2.4"
    assert found.reasons[0] == "a comment in it says so"
    lut.write(warm(), tmp_path / "film.clf")
    text = (tmp_path / "film.clf").read_text(encoding="utf-8")
    described = "<InputDescriptor>ACEScct</InputDescriptor><OutputDescriptor>sRGB &amp; more</OutputDescriptor>"
    place = text.index(">", text.index("<ProcessList")) + 1
    (tmp_path / "film.clf").write_text(text[:place] + described + text[place:], encoding="utf-8")
    assert suggest_file_space(tmp_path / "film.clf").choice == "acescct:srgb"


def test_a_title_counts_behind_the_name() -> None:
    table = Lut(in_rec709("v-log").table, title="S-Log2 to Rec709")
    assert suggested(table, "V-Log to Rec709") == "v-log:rec709"
    assert suggested(table, "film") == "s-log2:rec709"


def test_input_ranges_of_linear_light() -> None:
    reach = np.array([[0, 0, 0], [16, 16, 16]], np.float32)
    shaper = Shaper(np.linspace(0, 1, 4096)[:, None].repeat(3, axis=1) ** (1 / 3), reach)
    points = lattice(33).astype(np.float64) ** 3 * 16
    table = ENCODINGS["srgb"].encode(np.clip(points * (1 + points / 256) / (1 + points), 0, 1))
    found = suggest_space(Lut(table, shaper=shaper), "film")
    assert found is not None
    assert found.choice == "linear-srgb:srgb"
    assert found.reasons == ("its input range runs up to 16",)


def test_curves_from_linear_light() -> None:
    steps = np.linspace(0, 1, 4096)[:, None].repeat(3, axis=1)
    to_srgb = Lut.from_shaper(Shaper(ENCODINGS["srgb"].encode(steps)))
    assert suggested(to_srgb, "film") == "linear-srgb:srgb"
    assert suggested(to_srgb, "Linear to Rec709") == "linear-srgb:rec709"
    assert suggested(warm(), "Linear contrast") == ""


@pytest.mark.parametrize(
    ("name", "comments", "choice"),
    [
        ("Rec709 Kodak 2383 D65", ("Input: Cineon Log", "Display: ITU-Rec.709, Gamma 2.4"), "cineon:rec709-2.4"),
        ("Rec709 Kodak 2383 D65", (), "cineon:rec709"),
        ("DCI-P3 Fujifilm 3513DI D55", (), "cineon:display-p3"),
        ("Cineon to Rec709", (), "cineon:rec709"),
        ("Cinema 2383", (), "cineon:rec709"),
    ],
)
def test_film_for_prints_takes_cineon(name: str, comments: tuple[str, ...], choice: str) -> None:
    light = np.clip(ENCODINGS["cineon"].decode(lattice(33)), 0, None)
    curve = light**1.3 / (light**1.3 + 0.35)
    table = Lut(0.01 + 0.95 * curve ** (1 / 2.4) * np.array([1.0, 0.98, 0.93]))
    assert suggested(table, name, *comments) == choice
    if not comments and "Cineon" not in name:  # for pictures, as many collections have it
        assert not suggested(warm(), name).startswith("cineon")


def test_suggestions_are_of_spaces_that_there_are() -> None:
    for space, out in ((read_name(name).spaces[0], read_name(name).out or "rec709") for name in CAMERAS):
        assert space in ENCODINGS
        assert out in ENCODINGS
        assert Suggestion(space, out, ()).choice == f"{space}:{out}"


def test_operators_are_judged_without_baking_them() -> None:
    camera = ENCODINGS["v-log"]
    to_light = Affine(camera.chromaticities.matrix_to(SRGB), np.zeros(3))
    show = Encode(ENCODINGS["rec709"].curve)  # negative light mirrored, nothing clipped

    def bake(operators: tuple[Operator, ...], size: int) -> Lut:
        raise AssertionError("asked for a table")

    chain = Lut(Chain((Decode(camera.curve), to_light, show), bake))
    assert suggested(chain, "V-Log to 709") == "v-log:rec709"
    assert suggested(chain, "film").startswith("v-log:")


def test_tables_that_hold_nothing_to_judge() -> None:
    for table in (Lut(np.zeros((2, 2, 2, 3))), Lut(np.full((5, 5, 5, 3), 1e9)), Lut(1 - Lut.identity(2).table)):
        assert suggested(table, "film") == ""
