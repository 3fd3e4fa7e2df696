"""A LUT in the color space that it is made for: by a script, and in the dialog, which suggests it and does no more."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from applying import PORTRAIT, SCRIPT, Done, levels_apart
from gimps import CHECKOUT, RealGimp
from open_gimp import OpenGimp
from test_dialog import WATCH, Session

import lut
from lut.color.encodings import ENCODINGS
from lut.looks.lut_space import parse_lut_space

PHOTO = CHECKOUT / "docs/photos/mountain.jpg"
NAME = "Größe 胶片 VLog_to_709.cube"
FILE = """
arguments["lut_file"] = Gio.File.new_for_path(arguments["lut_file"])
before = pixels(layer(image))
"""
DIALOG = """
procedure = Gimp.get_pdb().lookup_procedure("camera-looks-apply-file")
config = procedure.create_config()
config.set_property("run-mode", Gimp.RunMode.INTERACTIVE)
config.set_property("image", image)
config.set_core_object_array("drawables", [layer(image)])
config.set_property("lut-file", Gio.File.new_for_path(lut_file))
answers = {Gimp.PDBStatusType.SUCCESS: "success", Gimp.PDBStatusType.CANCEL: "cancel"}
result["status"] = answers.get(procedure.run(config).index(0), "error")
"""


@pytest.fixture
def v_log(tmp_path: Path) -> Path:
    """A LUT from V-Log to Rec.709, as a camera's maker has them: the light of diffuse white is compressed."""
    source, target = ENCODINGS["v-log"], ENCODINGS["rec709"]
    light = np.maximum(source.decode(lut.Lut.identity(17).table), 0)
    light = np.maximum(light @ source.chromaticities.matrix_to(target.chromaticities).T, 0)
    table = np.clip(target.encode(1.06 * light * (1 + light / 36) / (1 + light)), 0, 1)
    lut.write(lut.Lut(table.astype(np.float32)), tmp_path / NAME)
    return tmp_path / NAME


def test_a_script_names_the_space(open_gimp: OpenGimp, tmp_path: Path, v_log: Path) -> None:
    def run(**arguments: str) -> Done:
        values = {"folder": tmp_path, "setup": FILE, "afterwards": "", "precise": False, "photo": PORTRAIT}
        outcome = open_gimp.run(SCRIPT, procedure="camera-looks-apply", arguments=arguments, **values)
        return Done(tmp_path, outcome.result, False)

    table = lut.read(v_log)
    found = run(lut_file=str(v_log), lut_space="v-log:rec709")
    assert found.result["said"] == ""
    wanted = lut.apply(found.before, parse_lut_space("v-log:rec709").place(table))
    assert levels_apart(found.after, wanted) == 0
    assert levels_apart(found.after, lut.apply(found.before, table)) > 40
    for space, sentence in (
        ("vlog", "did you mean 'v-log'?"),
        ("v-log:", "expected a color space as NAME or NAME:OUT"),
    ):
        refused = run(lut_file=str(v_log), lut_space=space)
        assert sentence in refused.result["said"]
        assert (refused.after == refused.before).all()


def test_a_look_has_its_own_space(open_gimp: OpenGimp, tmp_path: Path) -> None:
    script = 'result["said"] = call("camera-looks-apply", load(photo), look="leica-authentic", lut_space="v-log")'
    said = open_gimp.run(script, photo=PORTRAIT).result["said"]
    assert said.endswith(" needs a LUT file with its color space, found v-log and the look leica-authentic.")


def test_the_dialog_suggests_a_space_and_leaves_the_choice(gimp: RealGimp, tmp_path: Path, v_log: Path) -> None:
    with gimp.window(PHOTO, script=WATCH, folder=tmp_path, dialog=DIALOG, lut_file=v_log) as window:
        session = Session(window, tmp_path)
        before = session.file("before")
        table = lut.read(v_log)
        session.focus("Apply LUT File")
        session.press("alt+1")  # single pixels
        session.shows(before, lut.apply(before, table))  # as it is
        in_space = lut.apply(before, parse_lut_space("v-log:rec709").place(table))
        session.press("alt+u")  # Use V-Log
        session.shows(before, in_space)
        session.press("alt+o")
        window.gone("Apply LUT File")
        session.pixels_once(lambda found: bool((found == in_space).all()), "applied")
        assert session.end() == {"status": "success", "layers": ["mountain.jpg"]}
