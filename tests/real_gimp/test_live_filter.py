"""A look as a live filter, with a stand-in for the operation of others that it needs; without it, it is not offered."""

from __future__ import annotations

import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from applying import AUTHENTIC, PORTRAIT, SIZE, levels_apart
from gimps import CHECKOUT, RealGimp

import lut
from lut.looks.finish.mixing import Mixing

SOURCE = CHECKOUT / "tests/real_gimp/color_lookup.c"
NATURAL = lut.looks.load("zeiss-natural")


@pytest.fixture(scope="module")
def module(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The stand-in, compiled against this machine's GEGL: operations work in all versions of 0.4."""
    for program in ("gcc", "pkg-config"):
        if not shutil.which(program):
            pytest.skip(f"There is no {program} to compile an operation of GEGL's with.")
    found = subprocess.run(["pkg-config", "--cflags", "gegl-0.4"], capture_output=True, encoding="utf-8")
    if found.returncode:
        pytest.skip("There is no libgegl-dev to compile an operation of GEGL's with.")
    built = tmp_path_factory.mktemp("operation") / "color-lookup.so"
    options = ["-shared", "-fPIC", "-Wall", "-Werror", '-DGETTEXT_PACKAGE="gegl-0.4"', f"-I{SOURCE.parent}"]
    subprocess.run(["gcc", *options, *shlex.split(found.stdout), SOURCE, "-o", built], check=True)
    return built


@pytest.fixture
def operation(gimp: RealGimp, module: Path) -> Iterator[None]:
    """Installed, as its user would."""
    place = gimp.home / ".local/share/gegl-0.4/plug-ins"
    place.mkdir(parents=True, exist_ok=True)
    installed = Path(shutil.copy(module, place))
    yield
    installed.unlink()


def can_have(gimp: RealGimp) -> bool:
    """GIMP 3.0 has no way for a plug-in to choose an operation's file."""
    return not gimp.version.startswith("3.0")


SCRIPT = """
for name in ("camera-looks-browse", "camera-looks-browse-images", "camera-looks-apply-file"):
    (output,) = [each for each in Gimp.get_pdb().lookup_procedure(name).get_arguments() if each.name == "output"]
    result[name] = Gimp.param_spec_choice_get_choice(output).list_nicks()

def look(image, **settings):
    return call("camera-looks-browse", image, output="live-filter", look="zeiss-natural", **settings)

def keep(image, name):
    layer(image).merge_filters()
    Path(folder, name).write_bytes(pixels(layer(image)))

image = load(photo)
Path(folder, "before").write_bytes(pixels(layer(image)))
exec(steps)
"""


def run(gimp: RealGimp, folder: Path, steps: str) -> dict[str, Any]:
    return gimp.run(SCRIPT, photo=PORTRAIT, folder=folder, steps=steps).result


def kept(folder: Path, name: str) -> np.ndarray:
    return np.fromfile(folder / name, np.uint8).reshape(SIZE, SIZE, 4)


def test_it_is_offered_only_where_the_operation_is(gimp: RealGimp, tmp_path: Path) -> None:
    offered = [values for name, values in run(gimp, tmp_path, "").items()]
    assert offered == 3 * [["this", "new-layer", "look-layer"]]


@pytest.mark.usefixtures("operation")
def test_pixels_strength_selection_and_saving(gimp: RealGimp, tmp_path: Path) -> None:
    """The stand-in interpolates trilinearly."""
    (gimp.folder / "camera-looks.py").touch()  # the menu is asked for anew, as after installing
    steps = """
if "live-filter" in result["camera-looks-browse"]:
    result["said"] = look(image, strength=60.0)
    (effect,) = layer(image).get_filters()
    result["effect"] = [effect.get_name(), effect.get_operation_name(), effect.get_opacity(), effect.get_visible()]
    result["path"] = effect.get_config().get_property("path")
    result["raw"] = pixels(layer(image)) == Path(folder, "before").read_bytes()
    save(image, folder + "/saved.xcf")
    keep(image, "sixty")
    keep(load(folder + "/saved.xcf"), "loaded")
    image = load(photo)
    image.select_rectangle(Gimp.ChannelOps.REPLACE, 100, 150, 201, 77)
    result["selected"] = look(image)
    Gimp.Selection.none(image)
    keep(image, "selected")
    image = load(photo)
    image.convert_color_profile(
        Gimp.ColorProfile.new_rgb_adobe(), Gimp.ColorRenderingIntent.RELATIVE_COLORIMETRIC, False
    )
    Path(folder, "adobe").write_bytes(pixels(layer(image)))
    result["in another space"] = look(image)
    keep(image, "converted")
    image = load(photo)
    result["scene"] = call("camera-looks-browse", image, output="live-filter", look="leica-authentic", scene="night",
                           vignette=50.0)
    keep(image, "night")
    image = load(photo)
    result["blended"] = look(image, blend="luminosity", tones="shadows")
    result["mode"] = layer(image).get_filters()[0].get_blend_mode() == Gimp.LayerMode.LCH_LIGHTNESS
    keep(image, "blended")
    group = Gimp.GroupLayer.new(image, "g")
    image.insert_layer(group, None, 0)
    image.reorder_item(image.get_layers()[1], group, 0)
    result["group"] = look(image)
    result["on the group"] = len(group.get_filters())
    image.convert_grayscale()
    result["gray"] = look(image)
    result["file"] = call("camera-looks-apply-file", load(photo), output="live-filter",
                          lut_file=Gio.File.new_for_path(result["path"]))
"""
    found = run(gimp, tmp_path, steps)
    offered = ["this", "new-layer", "look-layer"]
    if not can_have(gimp):
        assert found["camera-looks-browse"] == offered
        return
    assert found["camera-looks-browse"] == found["camera-looks-apply-file"] == [*offered, "live-filter"]
    assert all(found[call] == "" for call in ("said", "selected", "in another space", "scene", "group", "file"))
    name, operation, opacity, visible = found["effect"]
    assert (name, operation, visible) == (f"{NATURAL.maker} · {NATURAL.name}", "lut:color-lookup", True)
    assert abs(opacity - 0.6) < 0.005 and found["raw"]
    assert Path(found["path"]).parent == gimp.home / ".local/share/camera-looks/filters"

    def looked(pixels: np.ndarray, look: lut.looks.Look = NATURAL, strength: float = 1.0, **scene: Any) -> np.ndarray:
        return lut.apply(pixels, look.bake(**scene), strength, interpolation="trilinear")

    before = kept(tmp_path, "before")
    assert found["blended"] == "" and found["mode"]
    light = Mixing("luminosity").mix(before, looked(before))
    assert levels_apart(kept(tmp_path, "blended"), light) <= 1 < levels_apart(light, looked(before))
    # GIMP mixes by opacity in another precision than the library: a level.
    assert levels_apart(kept(tmp_path, "sixty"), looked(before, strength=0.6)) <= 1
    assert (kept(tmp_path, "loaded") == kept(tmp_path, "sixty")).all()
    inside = np.zeros((SIZE, SIZE), bool)
    inside[150:227, 100:301] = True
    selected = kept(tmp_path, "selected")
    assert (selected[~inside] == before[~inside]).all()
    assert levels_apart(selected[inside], looked(before)[inside]) <= 1
    # 8 bits of another space are not 8 bits of sRGB: rounded twice.
    assert levels_apart(kept(tmp_path, "converted"), looked(kept(tmp_path, "adobe"))) <= 3
    night = looked(before, AUTHENTIC, scene={"night": 1.0})
    assert levels_apart(kept(tmp_path, "night"), night) <= 1, "a vignette is nothing that a LUT holds"
    assert found["on the group"] == 1
    assert "is grayscale" in found["gray"]
