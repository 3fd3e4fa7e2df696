"""Export: what each target gets, and under which name."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

import lut
from lut import LutError, formats, looks
from lut.files.names import find_fault
from lut.looks.export_targets import TARGETS, Target, find_target
from lut.looks.exporting import (
    Rendering,
    check_name,
    choose_size,
    describe_left_out,
    make_ascii,
    make_file,
    name_file,
)
from lut.looks.look import FileLook
from lut.looks.skin import protect
from tests.markdown_pages import ROOT

LOOK = looks.load("leica-authentic")
FILES = [(target, file) for target in TARGETS for file in target.files]
EACH = [f"{target.id}{file.extension}" for target, file in FILES]
by_target = pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.id)


def read_back(data: bytes, extension: str) -> lut.Lut:
    return formats.require_format(Path(f"look{extension}"), data[: 1 << 16]).read(data)


@pytest.mark.parametrize(("target", "file"), FILES, ids=EACH)
def test_a_file_holds_the_look_in_the_targets_size(target: Target, file: object) -> None:
    """In whole numbers of 8 bits at the coarsest, at every lattice point."""
    size = choose_size(target, file, None)
    data, notes = make_file(LOOK, Rendering(), file, size)
    back = read_back(data, file.extension)
    assert back.size == size
    assert np.abs(back.table - LOOK.bake(size).table).max() < 0.51 / 255
    assert [bool(re.match(rf"{size} points a side hold", note)) for note in notes] == [True] * len(notes)


@by_target
def test_other_sizes_are_refused(target: Target) -> None:
    for file in target.files:
        assert [choose_size(target, file, size) for size in file.sizes] == list(file.sizes)
        with pytest.raises(LutError, match=f"lattice points a side in a {file.extension} for {target.name}, found 3$"):
            choose_size(target, file, 3)


@by_target
def test_every_look_gets_a_name_that_the_target_and_every_system_take(target: Target) -> None:
    odd = [FileLook("", name) for name in ("", "...", "CON", "胶片 01", "a/b:c", "é" * 300, "Film Rec2020", "x.y")]
    for look in [*looks.all_looks(), *odd]:
        name = name_file(look, target)
        assert name and target.find_name_fault(name) == ""
        assert find_fault(f"{name}{target.files[0].extension}", "win32") == ""
        assert len(name) <= target.longest + len(" sRGB")
        assert check_name(target, Path(name + target.files[0].extension)) is target.files[0]


@pytest.mark.parametrize(
    ("identifier", "look", "expected"),
    [
        ("resolve", LOOK, "Xiaomi x Leica Authentic"),
        ("resolve", looks.load("leica-sepia"), "Xiaomi x Leica Sepia"),
        ("lumix", LOOK, "Authenti"),
        ("ffmpeg", LOOK, "Xiaomi-x-Leica-Authentic"),
        ("unreal", LOOK, "Xiaomi_x_Leica_Authentic"),
        ("lumix", FileLook("", "胶片"), "LUT"),
        ("darktable", FileLook("", "胶片"), "胶片"),
        ("rawtherapee", FileLook("", "Film ProPhoto"), "Film ProPhoto sRGB"),
    ],
)
def test_names(identifier: str, look: looks.Look, expected: str) -> None:
    assert name_file(look, find_target(identifier)) == expected


@pytest.mark.parametrize(
    ("identifier", "name", "sentence"),
    [
        ("lumix", "My look.vlt", "My look.vlt: Lumix takes no ' ' in a name; expected a name such as Mylook.vlt"),
        ("lumix", "Authentic.vlt", "takes names of at most 8 letters; expected a name such as Authenti.vlt"),
        ("lumix", "Film.png", "Film.png: expected a name that ends in .vlt or .cube for Lumix, found '.png'"),
        ("lightroom", "Film", "Film: expected a name that ends in .xmp for Lightroom, Camera Raw, found ''"),
        ("rawtherapee", "A Rec2020.png", "a name that ends in 'Rec2020' for a LUT of that color space; expected"),
        ("unreal", "a-b.png", "Unreal Engine takes no '-' in a name; expected a name such as a_b.png"),
    ],
)
def test_names_that_a_target_does_not_take(identifier: str, name: str, sentence: str) -> None:
    with pytest.raises(LutError, match=re.escape(sentence)):
        check_name(find_target(identifier), Path(name))


@by_target
def test_one_sentence_says_how_to_load_it(target: Target) -> None:
    said = target.describe_loading("Film.cube")
    assert "Film.cube" in said and "{" not in said
    assert said[0].isupper() and not re.search(r"[.!?] [A-Z]", said.replace("Rec. 709", ""))
    assert target.id == "ffmpeg" or said.endswith(".")


def test_places_on_each_system(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APPDATA", "/roaming")
    monkeypatch.setenv("HOME", "/home/me")
    monkeypatch.setenv("USERPROFILE", "/home/me")
    camera_raw = find_target("lightroom")
    assert str(camera_raw.find_folder("win32")).replace("\\", "/") == "/roaming/Adobe/CameraRaw/Settings"
    expected = Path("/home/me/Library/Application Support/Adobe/CameraRaw/Settings")
    assert camera_raw.find_folder("darwin") == expected
    assert camera_raw.find_folder("linux") is None
    assert find_target("resolve").find_folder("linux") == Path("/opt/resolve/LUT")
    assert find_target("obs").find_folder() is None


def test_the_rendering_is_the_one_asked_for() -> None:
    file = find_target("resolve").files[0]

    def made(rendering: Rendering, size: int = 33) -> np.ndarray:
        return read_back(make_file(LOOK, rendering, file, size)[0], ".cube").table

    night = LOOK.bake(scene={"night": 1.0})
    assert np.abs(made(Rendering({"night": 1.0})) - night.table).max() < 1e-6
    assert np.abs(made(Rendering(strength=0.25)) - LOOK.bake().blended(0.25).table).max() < 1e-6
    skin = protect(LOOK.bake(), 0.8)
    assert np.abs(made(Rendering(protect_skin=0.8), 65) - skin.table).max() < 1e-6
    assert np.abs(skin.table - LOOK.bake(65).table).max() > 0.01


def test_a_lut_file_becomes_a_plain_table(tmp_path: Path) -> None:
    """Its shaper and domain baked, its outputs clipped; what that costs is told."""
    steep = lut.Shaper(np.linspace(0, 1, 256)[:, None].repeat(3, axis=1) ** (0.25, 0.5, 1))
    wide = lut.Lut(lut.Lut.identity(9).table * 1.3 - 0.1, shaper=steep)
    lut.write(wide, tmp_path / "film.cube")
    look = FileLook("", "film", path=tmp_path / "film.cube")
    data, notes = make_file(look, Rendering(), find_target("lumix").files[0], 17)
    back = read_back(data, ".vlt")
    assert np.abs(back.table - np.clip(wide(lut.Lut.identity(17).table), 0, 1)).max() < 0.51 / 4095
    assert any(note.startswith("17 points a side hold this look to ") for note in notes)


def test_text_formats_have_titles_in_ascii() -> None:
    assert make_ascii("Xiaomi × Leica Café 胶片") == "Xiaomi x Leica Cafe"
    assert b'TITLE "Xiaomi x Leica Authentic"' in make_file(LOOK, Rendering(), find_target("obs").files[1], 17)[0]
    profile = make_file(LOOK, Rendering(), find_target("lightroom").files[0], 32)[0]
    assert "Xiaomi × Leica Authentic" in profile.decode()


def test_what_a_table_cannot_hold_is_said() -> None:
    assert describe_left_out(looks.load("hasselblad-xpan-bw")) == "a LUT cannot hold the look's grain and crop"
    assert describe_left_out(looks.load("sony-st")) == ""


def test_the_page_lists_every_target() -> None:
    rows = []
    for target in TARGETS:
        files = "; ".join(f"`{file.extension}`: {', '.join(map(str, file.sizes))}" for file in target.files)
        names = f"; names of {target.longest} letters or digits" if target.longest < 20 else ""
        rows.append(f"| `{target.id}` | {target.name} | {files}{names} |")
    assert "\n".join(rows) in (ROOT / "docs/command-line.md").read_text(encoding="utf-8")


def test_an_unknown_target_is_refused() -> None:
    with pytest.raises(LutError, match=r"expected one of lumix, resolve, .* as target, found 'gimp'"):
        find_target("gimp")
