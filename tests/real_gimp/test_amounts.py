"""Amounts that every look has, in a real GIMP: protected skin and local tone, in layers, look layers and scripts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from applying import levels_apart, run
from gimps import CHECKOUT
from open_gimp import OpenGimp
from PIL import Image

import lut
from lut.looks.finish import Strip
from lut.looks.finishing import Finishing
from lut.looks.skin import protect

SKIN = [(229, 194, 152), (186, 138, 109), (115, 82, 68), (62, 43, 36)]
OTHERS = [(60, 110, 200), (80, 130, 50), (30, 60, 120), (90, 160, 230)]
SUNSET = CHECKOUT / "docs/photos/sunset.jpg"
FILE = 'arguments["lut_file"] = Gio.File.new_for_path(arguments["lut_file"])'
EMERALD = lut.looks.load("hasselblad-emerald").bake()
PROTECTED = protect(EMERALD, 1.0)


@pytest.fixture
def patches(tmp_path: Path) -> Path:
    """Skin on the left, other colors on the right, each 8 pixels wide."""
    row = np.repeat(np.array([*SKIN, *OTHERS], np.uint8), 8, axis=0)
    Image.fromarray(np.repeat(row[None], 32, axis=0)).save(tmp_path / "patches.png")
    return tmp_path / "patches.png"


@pytest.mark.parametrize(("procedure", "look"), [("apply", "hasselblad-emerald"), ("hasselblad-emerald", None)])
def test_skin_is_protected(
    open_gimp: OpenGimp, tmp_path: Path, patches: Path, procedure: str, look: str | None
) -> None:
    asked = {"look": look} if look else {}
    done = run(open_gimp, tmp_path, procedure=f"camera-looks-{procedure}", photo=patches, protect_skin=100.0, **asked)
    assert done.result["said"] == ""
    assert levels_apart(done.after, lut.apply(done.before, PROTECTED)) <= 1
    plain, skin = lut.apply(done.before, EMERALD), slice(0, 8 * len(SKIN))
    assert levels_apart(done.after[:, skin], plain[:, skin]) > 5
    assert levels_apart(done.after[:, skin.stop :], plain[:, skin.stop :]) <= 1


def test_by_default_no_look_protects_skin(open_gimp: OpenGimp, tmp_path: Path, patches: Path) -> None:
    for procedure, look in (("apply", {"look": "hasselblad-emerald"}), ("hasselblad-emerald", {})):
        done = run(open_gimp, tmp_path, procedure=f"camera-looks-{procedure}", photo=patches, **look)
        assert levels_apart(done.after, lut.apply(done.before, EMERALD)) <= 1


def test_skin_is_protected_from_a_lut_file(open_gimp: OpenGimp, tmp_path: Path, patches: Path) -> None:
    lut.write(EMERALD, tmp_path / "emerald.cube")
    arguments = {"lut_file": str(tmp_path / "emerald.cube"), "protect_skin": 50.0, "strength": 80.0}
    for procedure in ("camera-looks-apply", "camera-looks-apply-file"):
        done = run(open_gimp, tmp_path, FILE, procedure, photo=patches, **arguments)
        assert done.result["said"] == ""
        assert levels_apart(done.after, lut.apply(done.before, protect(EMERALD, 0.5), 0.8)) <= 1


def test_a_look_layer_remembers_it_and_one_of_before_has_none(
    open_gimp: OpenGimp, tmp_path: Path, patches: Path
) -> None:
    """Refreshed, the layer is as it was; without the amount among its settings it is as earlier versions made it."""
    script = """
import json
image = load(photo)
Path(folder, "before").write_bytes(pixels(layer(image)))
result["said"] = call("camera-looks-browse", image, output="look-layer", look="hasselblad-emerald", protect_skin=100.0)
made = layer(image)
made.fill(Gimp.FillType.WHITE)
result["refreshed"] = call("camera-looks-refresh-look-layers", image)
Path(folder, "protected").write_bytes(pixels(made))
settings = json.loads(bytes(made.get_parasite("camera-looks-layer").get_data()))
result["amount"] = settings.pop("protect_skin")
made.attach_parasite(Gimp.Parasite.new("camera-looks-layer", 1, list(json.dumps(settings).encode())))
result["older"] = call("camera-looks-refresh-look-layers", image)
Path(folder, "older").write_bytes(pixels(made))
result["edited"] = call("camera-looks-edit-look-layer", image, [made], look="hasselblad-emerald", protect_skin=100.0)
Path(folder, "edited").write_bytes(pixels(made))
"""
    found = open_gimp.run(script, photo=patches, folder=tmp_path).result
    assert found == {"said": "", "refreshed": "", "amount": 1.0, "older": "", "edited": ""}
    before, protected, older, edited = (
        np.fromfile(tmp_path / name, np.uint8).reshape(32, -1, 4) for name in ("before", "protected", "older", "edited")
    )
    assert levels_apart(protected, lut.apply(before, PROTECTED)) <= 1
    assert levels_apart(older, lut.apply(before, EMERALD)) <= 1
    assert (edited == protected).all()


def test_local_tone_from_the_thumbnail_that_gimp_makes(open_gimp: OpenGimp, tmp_path: Path) -> None:
    """Of a look that brings none, and of a LUT file: what is dark is lifted, what is bright is held."""
    finishing = Finishing(local_tone=1.0)
    lut.write(EMERALD, tmp_path / "emerald.cube")
    file = {"lut_file": str(tmp_path / "emerald.cube")}
    look = {"look": "hasselblad-emerald"}
    size = "0, 0, image.get_width(), image.get_height(), 256, 171"
    seen = f"""
Path(folder, "thumbnail").write_bytes(layer(image).get_sub_thumbnail_data({size})[0].get_data())
"""
    for procedure, arguments, setup in (
        ("apply", look, ""),
        ("hasselblad-emerald", {}, ""),
        ("apply", file, FILE),
        ("apply-file", file, FILE),
    ):
        name = f"camera-looks-{procedure}"
        done = run(open_gimp, tmp_path, seen + setup, name, photo=SUNSET, local_tone=100.0, **arguments)
        thumbnail = np.fromfile(tmp_path / "thumbnail", np.uint8).reshape(171, 256, 3)
        plain = lut.apply(done.before, EMERALD)
        wanted, (height, width) = plain.copy(), plain.shape[:2]
        light = finishing.light(lut.apply(thumbnail, EMERALD), (width, height))
        finishing.add_to(Strip.whole(wanted), light)
        assert done.result["said"] == "" and levels_apart(done.after, wanted) <= 1
        dark, bright = plain[..., :3].mean(axis=2) < 40, plain[..., :3].mean(axis=2) > 160
        assert done.after[dark].mean() > plain[dark].mean() + 5 and done.after[bright].mean() < plain[bright].mean()


def test_later_arguments_come_last_for_scripts_that_count_them(open_gimp: OpenGimp) -> None:
    script = """
for name in ("apply", "apply-file", "browse", "leica-authentic", "leica-teal"):
    arguments = Gimp.get_pdb().lookup_procedure("camera-looks-" + name).get_arguments()
    result[name] = [argument.name for argument in arguments]
"""
    found = open_gimp.run(script).result
    earlier = ["strength", "scene", "vignette", "grain", "glow", "new-layer", "own-numbers"]
    assert found["apply"][3:12] == ["look", "lut-file", *earlier]
    for name, arguments in found.items():
        later = ["protect-skin", "local-tone", *(["crop-x", "crop-y"] if name == "browse" else [])]
        later += ["lut-space"] if name.startswith("apply") else []
        assert arguments[arguments.index("own-numbers") + 1 :] == later, name
