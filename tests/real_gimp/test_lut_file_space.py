"""A LUT in the color space that it is made for: by a script, and in the dialog, which suggests it and does no more."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from applying import PORTRAIT, SCRIPT, Done, levels_apart
from gimps import CHECKOUT, RealGimp
from open_gimp import OpenGimp
from PIL import Image
from seen import places
from test_dialog import WATCH, Session
from test_own_folder import WINDOW
from window import wait_for

import lut
from lut.color.encodings import ENCODINGS
from lut.looks.lut_space import parse_lut_space
from lut.looks.own_looks import slug

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


WRITE_PIXELS = """
Path(folder, "pixels").write_bytes(pixels(layer(Gimp.get_images()[0])))
"""
IMPORT = """
procedure = Gimp.get_pdb().lookup_procedure("camera-looks-import")
config = procedure.create_config()
config.set_property("files", files)
config.set_property("lut-space", "v-log")
result["imported"] = procedure.run(config).index(0) == Gimp.PDBStatusType.SUCCESS
"""
# A look layer of the imported look, made again when the look is no longer there.
LAYER = """
import shutil
image = load(photo)
Path(folder, "photo").write_bytes(pixels(layer(image)))
result["said"] = call("camera-looks-browse", image, output="look-layer", look=look)
made = image.get_selected_layers()[0]
Path(folder, "made").write_bytes(pixels(made))
shutil.rmtree(looks)
made.fill(Gimp.FillType.WHITE)  # taken for painting, of which a copy is kept
result["refreshed"] = call("camera-looks-refresh-look-layers", image)
Path(folder, "again").write_bytes(pixels(made))
"""


def test_an_imported_lut_keeps_its_space_and_so_does_its_look_layer(
    open_gimp: OpenGimp, looks: Path, tmp_path: Path, v_log: Path
) -> None:
    wanted = parse_lut_space("v-log:rec709").place(lut.read(v_log))
    assert open_gimp.run(IMPORT, files=[str(v_log)]).result["imported"]
    assert 'space = "v-log:rec709"' in (looks / NAME).with_suffix(".toml").read_text(encoding="utf-8")
    identifier = "my-" + slug(Path(NAME).with_suffix(""))
    values = {"folder": tmp_path, "looks": looks, "look": identifier}
    found = open_gimp.run(LAYER, photo=PORTRAIT, **values).result
    assert found["said"] == found["refreshed"] == ""
    photo, made, again = (
        np.fromfile(tmp_path / name, np.uint8).reshape(512, 512, 4) for name in ("photo", "made", "again")
    )
    assert levels_apart(made, lut.apply(photo, wanted)) == 0
    assert levels_apart(again, made) == 0


def test_the_import_dialog_suggests_spaces_and_leaves_the_choice(
    gimp: RealGimp, looks: Path, tmp_path: Path, v_log: Path
) -> None:
    """The picture is shown as it is, and by a key in the space that the LUT looks made for, which then is kept."""
    photo, plain, table = tmp_path / "photo.jpg", tmp_path / "Plain.cube", lut.read(v_log)
    with Image.open(PORTRAIT) as portrait:
        portrait.convert("RGB").resize((300, 300)).save(photo)
    lut.write(lut.Lut(lut.Lut.identity(5).table * np.float32(0.9)), plain)
    script = f"{WRITE_PIXELS}{WINDOW}"
    with gimp.window(photo, script=script, files=[str(v_log), str(plain)], folder=tmp_path) as window:
        session = Session(window, tmp_path)
        session.focus("Import LUTs")

        def shows(right: lut.Lut, *keys: str) -> bool:
            session.press(*keys)
            return bool(places(session.screen(), lut.apply(pixels, right)))

        pixels = np.fromfile(tmp_path / "pixels", np.uint8).reshape(300, 300, 4)
        wait_for(lambda: shows(table, "shift"), "the picture as it is", window)
        in_space = parse_lut_space("v-log:rec709").place(table)
        wait_for(lambda: shows(in_space, "alt+g"), "the picture in the space that is suggested", window)
        session.press("alt+i")
        window.gone("Import LUTs")
        session.focus("Browse Looks")
        session.press("Escape")
        window.outcome()
    assert sorted(path.name for path in looks.iterdir()) == sorted([NAME, f"{Path(NAME).stem}.toml", "Plain.cube"])
    assert 'space = "v-log:rec709"' in (looks / NAME).with_suffix(".toml").read_text(encoding="utf-8")
