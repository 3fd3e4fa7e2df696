"""What every look can be given, in a real GIMP: protected skin, finishing steps, blend modes and tones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from applying import levels_apart, run
from gimps import CHECKOUT
from open_gimp import OpenGimp
from PIL import Image

import lut
from lut.looks.finish import Strip
from lut.looks.finish.mixing import Mixing
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
        own = [step for step in ("vignette", "grain", "glow") if step in arguments[: arguments.index("own-numbers")]]
        later += [step for step in ("vignette", "grain", "glow") if step not in own]
        later += ["blend", "tones", "softness"]
        later += ["output"] if "new-layer" in arguments else []
        assert arguments[arguments.index("own-numbers") + 1 :] == later, name


def test_finishing_steps_of_looks_and_files_that_bring_none(open_gimp: OpenGimp, tmp_path: Path) -> None:
    lut.write(EMERALD, tmp_path / "emerald.cube")
    file = {"lut_file": str(tmp_path / "emerald.cube")}
    for procedure, arguments, setup in (("hasselblad-emerald", {}, ""), ("apply-file", file, FILE)):
        name = f"camera-looks-{procedure}"
        done = run(open_gimp, tmp_path, setup, name, photo=SUNSET, vignette=50.0, grain=40.0, **arguments)
        wanted = lut.apply(done.before, EMERALD)
        Finishing(vignette=0.5, grain=0.4).add_to(Strip.whole(wanted))
        assert done.result["said"] == "" and levels_apart(done.after, wanted) <= 1


MIXED = """
for number, (asked, selected) in enumerate(cases):
    image = load(photo)
    if selected:
        image.select_rectangle(Gimp.ChannelOps.REPLACE, 20, 10, 100, 80)
    below = layer(image)
    Path(folder, "before").write_bytes(pixels(below))
    said = call("camera-looks-browse", image, look="hasselblad-emerald", output="new-layer", **asked)
    made, mask = layer(image), layer(image).get_mask()
    seen = Gimp.Layer.new_from_visible(image, image, "seen")
    Path(folder, f"layers{number}").write_bytes(pixels(seen))
    Path(folder, f"pixels{number}").write_bytes(pixels(made))
    Path(folder, f"mask{number}").write_bytes(pixels(mask, "Y u8") if mask else b"")
    modes = {name: getattr(Gimp.LayerMode, name) for name in ("NORMAL", "LCH_COLOR", "LCH_LIGHTNESS")}
    mode = next(name for name, value in modes.items() if made.get_mode() == value)
    result[f"layer{number}"] = [said, mode, made.get_edit_mask()]
    image.remove_layer(made)
    said = call("camera-looks-browse", image, [below], look="hasselblad-emerald", **asked)
    Path(folder, f"baked{number}").write_bytes(pixels(below))
    result[f"baked{number}"] = said
    result["size"] = [below.get_height(), below.get_width()]
    image.delete()
"""
CASES: list[tuple[dict[str, Any], bool]] = [
    ({"blend": "color"}, False),
    ({"blend": "luminosity", "strength": 70.0}, False),
    ({"tones": "shadows", "softness": 80.0}, False),
    ({"blend": "color", "tones": "midtones"}, True),
    ({"blend": "luminosity", "tones": "highlights", "softness": 0.0}, False),
]


def test_a_new_layers_mode_and_mask_show_what_is_baked_into_this_layer(open_gimp: OpenGimp, tmp_path: Path) -> None:
    """GIMP's own layer modes and masks are the independent computation."""
    found = open_gimp.run(MIXED, photo=SUNSET, folder=tmp_path, cases=CASES).result
    shape = (*found["size"], 4)

    def read(name: str) -> np.ndarray:
        return np.fromfile(tmp_path / name, np.uint8).reshape(shape)

    before = read("before")
    for number, (asked, selected) in enumerate(CASES):
        mode = {"color": "LCH_COLOR", "luminosity": "LCH_LIGHTNESS"}.get(asked.get("blend", ""), "NORMAL")
        assert found[f"layer{number}"] == ["", mode, False] and found[f"baked{number}"] == ""
        baked, layers = read(f"baked{number}"), read(f"layers{number}")
        plain = lut.apply(before, EMERALD, asked.get("strength", 100) / 100)
        mixing = Mixing.of(asked.get("blend"), asked.get("tones"), asked.get("softness", 50) / 100)
        assert mixing is not None
        wanted = mixing.mix(before, plain.copy())
        if selected:
            inside = np.zeros(shape[:2], bool)
            inside[10:90, 20:120] = True
            wanted[~inside] = before[~inside]
        assert levels_apart(baked, wanted) <= 1
        assert levels_apart(layers, baked) <= 1, asked
        assert levels_apart(baked, plain) > 5 and levels_apart(baked, before) > 5
        assert levels_apart(read(f"pixels{number}"), plain) <= 1
        mask = np.fromfile(tmp_path / f"mask{number}", np.uint8)
        assert mask.size == (shape[0] * shape[1] if "tones" in asked else 0)


def test_a_look_layer_remembers_how_it_is_mixed(open_gimp: OpenGimp, tmp_path: Path) -> None:
    script = """
import json
image = load(photo)
Path(folder, "before").write_bytes(pixels(layer(image)))
asked = dict(look="hasselblad-emerald", blend="color", tones="highlights", softness=20.0, grain=10.0)
result["said"] = call("camera-looks-browse", image, output="look-layer", **asked)
made = layer(image)
made.fill(Gimp.FillType.WHITE)
result["refreshed"] = call("camera-looks-refresh-look-layers", image)
result["mode"] = made.get_mode() == Gimp.LayerMode.NORMAL
Path(folder, "mixed").write_bytes(pixels(made))
settings = json.loads(bytes(made.get_parasite("camera-looks-layer").get_data()))
result["kept"] = [settings.pop(name) for name in ("blend", "tones", "softness")]
made.attach_parasite(Gimp.Parasite.new("camera-looks-layer", 1, list(json.dumps(settings).encode())))
result["older"] = call("camera-looks-refresh-look-layers", image)
Path(folder, "older").write_bytes(pixels(made))
"""
    found = open_gimp.run(script, photo=SUNSET, folder=tmp_path).result
    kept = ["color", "highlights", 0.2]
    assert found == {"said": "", "refreshed": "", "mode": True, "kept": kept, "older": ""}
    height, width = Image.open(SUNSET).size[::-1]
    before, mixed, older = (
        np.fromfile(tmp_path / name, np.uint8).reshape(height, width, 4) for name in ("before", "mixed", "older")
    )
    grainy = lut.apply(before, EMERALD)
    Finishing(grain=0.1).add_to(Strip.whole(grainy))
    assert levels_apart(older, grainy) <= 1
    assert levels_apart(mixed, Mixing("color", "highlights", 0.2).mix(before, grainy.copy())) <= 1
