"""plugin/gimp2 over the original gimpfu, in a real Python 2.7 and in this one, against the library and GIMP 3's menu.

The original's modules are played by original/: they take what those take, bytes for text in Python 2, and no more.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import lut
from lut.looks.finish import Strip
from lut.looks.finish.mixing import Mixing
from lut.looks.finishing import Finishing
from lut.looks.lut_space import parse_lut_space
from lut.looks.skin import protect
from plugin.menu import actions
from plugin.menu.lut_spaces import read_spaces
from plugin.menu.parameters import LATER_OUTPUT
from tests.waiting import HANG_SECONDS

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
DEBIAN_11 = Path("/var/cache/camera-looks/python-2.7")  # as .ci/python2-root makes it
AUTHENTIC = lut.looks.load("leica-authentic")
WIDTH, HEIGHT = 300, 200


def python2() -> tuple[list[str], dict[str, str]] | None:
    """How to start a Python 2.7 of this machine: what is on PATH, or the one from Debian 11's packages."""
    libraries = [DEBIAN_11 / "lib/x86_64-linux-gnu", DEBIAN_11 / "usr/lib/x86_64-linux-gnu"]
    loader, program = libraries[0] / "ld-2.31.so", DEBIAN_11 / "usr/bin/python2.7"
    if program.exists() and loader.exists():
        path = os.pathsep.join(map(str, libraries))
        return [str(loader), "--library-path", path, str(program)], {"PYTHONHOME": str(DEBIAN_11 / "usr")}
    found = shutil.which("python2.7")
    works = found and subprocess.run([found, "-c", ""], capture_output=True).returncode == 0
    return ([found], {}) if found and works else None


PYTHON2 = python2()
WITHOUT = "No Python 2.7: `.ci/python2-root /var/cache/camera-looks/python-2.7` fetches the one of Debian 11."
EACH = [
    pytest.param(([sys.executable], {}), id="3"),
    pytest.param(PYTHON2, id="2.7", marks=[] if PYTHON2 else [pytest.mark.skip(reason=WITHOUT)]),
]


@pytest.fixture(scope="module", params=EACH)
def found(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Everything in one process: the registrations, and what came of the orders."""
    folder = tmp_path_factory.mktemp("original")
    installed = folder / "größe"
    installed.mkdir()
    for name in ("lut", "plugin"):
        (installed / name).symlink_to(ROOT / name)
    shutil.copyfile(ROOT / "plugin/gimp2/camera-looks.py", installed / "camera-looks.py")
    catalog = subprocess.run([sys.executable, "-m", "lut", "catalog"], cwd=ROOT, capture_output=True, check=True)
    (installed / "catalog.json").write_bytes(catalog.stdout)
    (installed / "engine.json").write_text(json.dumps({"python": sys.executable}), encoding="utf-8")
    orders = [order(folder, **entry) for entry in ORDERS]
    (folder / "orders").write_text(json.dumps(orders), encoding="utf-8")
    command, variables = request.param
    arguments = [HERE / "drive.py", installed, HERE / "original", folder / "orders", folder / "answers"]
    environment = {**os.environ, **variables}
    subprocess.run([*command, *map(str, arguments)], check=True, env=environment, timeout=HANG_SECONDS)
    answers: dict[str, Any] = json.loads((folder / "answers").read_text(encoding="utf-8"))
    answers["folder"] = folder
    return answers


TABLE, NAMED = "größe ×.cube", "größe V-Log to 709.cube"
AT_NIGHT = """<metadata>
  <tag name="Exif.Photo.ExposureTime">1/8</tag>
  <tag name="Exif.Photo.FNumber">18/10</tag>
  <tag name="Exif.Photo.ISOSpeedRatings">3200</tag>
</metadata>"""
ORDERS: list[dict[str, Any]] = [
    {"procedure": "leica-authentic", "values": {"scene": 1, "vignette": 40}, "bpp": 4},
    {"procedure": "leica-bw-high-contrast", "values": {"strength": 50}, "bpp": 2},
    {"procedure": "apply-file", "values": {"lut_file": TABLE}, "bpp": 3},
    {"procedure": "leica-authentic", "values": {"scene": 1, "new_layer": 1}, "bpp": 3},
    {"procedure": "leica-authentic", "values": {}, "bpp": 3, "profile": "Adobe RGB"},
    {"procedure": "apply", "values": {"look": "leica-autentic"}, "bpp": 3},
    {"procedure": "leica-authentic", "values": {"scene": 1}, "bpp": 3, "precision": 250},
    {
        "procedure": "apply-with",
        "values": {"look": "leica-authentic", "settings": "strength=50 protect-skin=70 scene=day vignette=0"},
        "bpp": 3,
    },
    *(
        {"procedure": "apply-with", "values": {"look": "leica-authentic", "settings": settings}, "bpp": 3}
        for settings in ("strenght=50", "strength=150", "grain=some", "scene=noon")
    ),
    {"procedure": "apply-file", "values": {"lut_file": TABLE, "made_for": "V-Log / V-Gamut"}, "bpp": 3},
    {"procedure": "apply-file", "values": {"lut_file": NAMED}, "bpp": 3},
    *(
        {"procedure": "apply-with", "values": {"settings": settings, **values}, "bpp": 3}
        for settings, values in (
            ("lut-space=v-log:rec709", {"lut_file": TABLE}),
            ("lut-space=vlog", {"lut_file": TABLE}),
            ("lut-space=v-log", {"look": "leica-authentic"}),
        )
    ),
    *(
        {"procedure": "apply-with", "values": {"look": "leica-teal", "settings": settings}, "bpp": 3}
        for settings in ("blend=color tones=midtones softness=80 vignette=30", "blend=hue")
    ),
    {"procedure": "leica-teal", "values": {"blend": 2, "tones": 3, "softness": 0}, "bpp": 3},
    {"procedure": "leica-authentic", "values": {"vignette": 0}, "bpp": 3, "metadata": AT_NIGHT},
]


def order(folder: Path, procedure: str, values: dict[str, Any], bpp: int, **image: Any) -> dict[str, Any]:
    number = len(list(folder.glob("picture-*")))
    data = np.random.default_rng(number).integers(0, 256, (HEIGHT, WIDTH, bpp), np.uint8)
    data.tofile(folder / f"picture-{number}")
    if "lut_file" in values:
        lut.write(lut.Lut(lut.Lut.identity(9).table ** 2), folder / values["lut_file"])
        values = {**values, "lut_file": str(folder / values["lut_file"])}
    if "made_for" in values:
        groups = read_spaces(json.dumps(lut.looks.catalog()).encode())
        names = [name for _label, spaces in groups for _id, name in spaces]
        values = {**values, "made_for": 1 + names.index(values["made_for"])}
    source = str(folder / f"picture-{number}")
    return {"procedure": procedure, "values": values, "size": [WIDTH, HEIGHT, bpp], "source": source, **image}


def pictures(found: dict[str, Any], number: int) -> list[np.ndarray]:
    bpp = ORDERS[number]["bpp"]
    names = (f"picture-{number}{kind}" for kind in ("", "-result", "-below"))
    return [np.fromfile(found["folder"] / name, np.uint8).reshape(HEIGHT, WIDTH, bpp) for name in names]


def selected(pixels: np.ndarray) -> np.ndarray:
    """original/ has a selection 3 pixels from the left, 5 from the top, 7 and 15 from the other edges."""
    return pixels[5 : HEIGHT - 15, 3 : WIDTH - 7].astype(int)


@pytest.mark.slow("starts GIMP 2.10's side in each Python", but_first=True)
def test_the_menu_is_that_of_gimp_3(found: dict[str, Any], tmp_path: Path) -> None:
    catalog = found["folder"] / "größe/catalog.json"
    declared = {name: action for name, action in actions.load_actions(catalog).items() if action.look is not None}
    for name, action in declared.items():
        label, menu, types, parameters = found["registered"][name]
        assert (label, menu, types) == (action.label, action.menu, "RGB*, GRAY*")
        wanted = [[one.name.replace("-", "_"), one.label] for one in action.parameters if one is not LATER_OUTPUT]
        found_here = [[argument, words.removesuffix(" (-1: by interest)")] for argument, words in parameters[2:]]
        assert sorted(found_here) == sorted(wanted), name  # GIMP 3's dialog has the frame to drag instead
    others = {
        f"camera-looks-{name}"
        for name in ("apply", "apply-with", "apply-file", "export", "create-from-layers", "create-from-photos")
    }
    assert found["registered"].keys() == declared.keys() | others | {"python-fu-camera-looks-step"}
    assert found["queried"].keys() == declared.keys() | others


def test_scripts_keep_the_arguments_of_the_first_version(found: dict[str, Any]) -> None:
    """Script-Fu refuses a call with one more or one less, so what came later is asked for in dialogs only."""
    both = ["image", "drawable"]
    first = {
        "apply": ["look", "lut_file", "strength", "scene", "vignette", "grain", "glow", "new_layer", "own_numbers"],
        "apply-file": ["lut_file", "strength", "new_layer", "own_numbers"],
        "leica-authentic": ["strength", "scene", "vignette", "new_layer", "own_numbers"],
        "leica-bw-natural": ["strength", "new_layer", "own_numbers"],
        "hasselblad-xpan-bw": ["strength", "grain", "crop", "new_layer", "own_numbers"],
        "sony-sh": ["strength", "glow", "new_layer", "own_numbers"],
    }
    assert {name: found["queried"][f"camera-looks-{name}"] for name in first} == {
        name: both + arguments for name, arguments in first.items()
    }
    for name in ("apply-file", "leica-authentic"):
        asked = [parameter[0] for parameter in found["registered"][f"camera-looks-{name}"][3]]
        assert asked[: 2 + len(first[name])] == both + first[name] and "protect_skin" in asked


def test_settings_by_their_names(found: dict[str, Any]) -> None:
    before, after, _ = pictures(found, 7)
    assert found["called"][7]["error"] == ""
    wanted = lut.apply(before, protect(AUTHENTIC.bake(), 0.7), strength=0.5).copy()
    Finishing.of(AUTHENTIC, 0.5, vignette=0).add_to(Strip.whole(wanted))
    assert np.abs(selected(after) - selected(wanted)).max() == 0
    unprotected = lut.apply(before, AUTHENTIC.bake(), strength=0.5)
    assert np.abs(selected(after) - selected(unprotected)).max() > 3


@pytest.mark.parametrize(
    ("number", "vignette", "mixing"),
    [(17, 0.3, Mixing("color", "midtones", 0.8)), (19, 0.0, Mixing("luminosity", "highlights", 0.0))],
)
def test_a_look_is_mixed(found: dict[str, Any], number: int, vignette: float, mixing: Mixing) -> None:
    before, after, _ = pictures(found, number)
    assert found["called"][number]["error"] == ""
    wanted = lut.apply(before, lut.looks.load("leica-teal").bake()).copy()
    Finishing(vignette=vignette, mixing=mixing).add_to(Strip.whole(wanted), before=before)
    assert np.abs(selected(after) - selected(wanted)).max() == 0
    assert np.abs(selected(after) - selected(before)).max() > 10


def test_a_look_on_a_selection_of_a_picture_with_alpha(found: dict[str, Any]) -> None:
    assert found["called"][0]["error"] == "" and found["called"][0]["undo"] == [["merge", "Leica Authentic"]]
    before, after, _ = pictures(found, 0)
    assert (after[:5] == before[:5]).all() and (after[..., 3] == before[..., 3]).all()
    wanted = lut.apply(before, AUTHENTIC.bake()).copy()
    Finishing.of(AUTHENTIC, vignette=0.4).add_to(Strip.whole(wanted))
    assert np.abs(selected(after) - selected(wanted)).max() == 0


def test_a_gray_picture(found: dict[str, Any]) -> None:
    before, after, _ = pictures(found, 1)
    look = lut.looks.load("leica-bw-high-contrast")
    color = np.dstack([before[..., :1]] * 3)
    wanted = lut.apply(np.ascontiguousarray(color), look.bake(), strength=0.5)[..., 0]
    assert found["called"][1]["error"] == ""
    assert np.abs(selected(after)[..., 0] - selected(wanted)).max() == 0
    assert (selected(after)[..., 1] == selected(before)[..., 1]).all()


def test_a_lut_file_whose_name_is_not_ascii(found: dict[str, Any]) -> None:
    before, after, _ = pictures(found, 2)
    assert found["called"][2]["error"] == ""
    wanted = lut.apply(before, lut.read(found["folder"] / TABLE))
    assert np.abs(selected(after) - selected(wanted)).max() == 0


@pytest.mark.parametrize("number", [12, 14])
def test_a_lut_file_in_its_color_space(found: dict[str, Any], number: int) -> None:
    """Chosen by its name in the dialog's list, or by its id in a script."""
    before, after, _ = pictures(found, number)
    assert found["called"][number]["error"] == ""
    wanted = lut.apply(before, parse_lut_space("v-log:rec709").place(lut.read(found["folder"] / TABLE)))
    assert np.abs(selected(after) - selected(wanted)).max() == 0
    assert np.abs(selected(after) - selected(lut.apply(before, lut.read(found["folder"] / TABLE)))).max() > 20


def test_a_space_that_a_file_looks_made_for_is_told(found: dict[str, Any]) -> None:
    (said,) = found["called"][13]["said"]
    assert said.startswith("“größe V-Log to 709” looks made for V-Log / V-Gamut (its name says so")
    assert said.endswith(". Choose it as “Made for” if its colors look wrong.")
    assert found["called"][2]["said"] == found["called"][14]["said"] == []


def test_a_new_layer(found: dict[str, Any]) -> None:
    before, after, below = pictures(found, 3)
    assert found["called"][3]["layers"] == ["Leica Authentic – Größe", "Größe"]
    assert found["called"][3]["undo"] == [["group", "Leica Authentic"]]
    assert (below == before).all()
    wanted = lut.apply(before, AUTHENTIC.bake()).copy()
    Finishing.of(AUTHENTIC).add_to(Strip.whole(wanted))
    assert np.abs(after.astype(int) - wanted).max() == 0


def test_that_8_bits_are_all_is_said(found: dict[str, Any]) -> None:
    assert found["called"][6]["error"] == ""
    assert found["called"][6]["said"] == ["The Python of this GIMP works in 8 bits a channel: the result has no more."]
    assert found["called"][0]["said"] == []


def test_what_the_camera_noted_decides(found: dict[str, Any]) -> None:
    number = len(ORDERS) - 1
    before, after, _ = pictures(found, number)
    wanted = lut.apply(before, AUTHENTIC.bake(scene={"night": 1.0}))
    assert found["called"][number]["error"] == ""
    assert np.abs(selected(after) - selected(wanted)).max() == 0


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (4, "that this GIMP’s Python cannot convert to sRGB"),
        (5, "did you mean 'leica-authentic'?"),
        (8, "scene, softness, strength, tones, vignette; found “strenght=50”."),
        (9, "Expected a number from 0 to 100, found “strength=150”."),
        (10, "Expected a number from 0 to 100, found “grain=some”."),
        (15, "unknown color space 'vlog': did you mean 'v-log'?"),
        (
            16,
            "camera-looks-apply-with needs a LUT file with its color space, found v-log and the look leica-authentic.",
        ),
        (11, "Expected one of auto, day, indoor, night, people, food, plants, sunset as scene, found “noon”."),
        (18, "Expected one of normal, color, luminosity as blend, found “hue”."),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(found: dict[str, Any], number: int, sentence: str) -> None:
    before, after, _ = pictures(found, number)
    assert sentence in found["called"][number]["error"]
    assert (after == before).all()


def test_its_first_line_names_what_every_gimp_with_gimpfu_starts() -> None:
    """GIMP looks it up in its ``pygimp.interp``, where all have this name, some python2, and none python3."""
    with (ROOT / "plugin/gimp2/camera-looks.py").open(encoding="utf-8") as script:
        assert script.readline() == "#!/usr/bin/env python\n"
