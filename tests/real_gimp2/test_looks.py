"""Camera Looks in GIMP 2.10: every number in its menu entries, and every pixel of what it does."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from applying import AUTHENTIC, PORTRAIT, SIZE, levels_apart, save_with_exif
from applying2 import Done, run, small
from gimp2 import Gimp2
from gimps import CHECKOUT
from PIL import Image

import lut
from lut.looks.basis import describe_basis, describe_remarks
from lut.looks.finish import Strip
from lut.looks.finishing import Finishing
from lut.looks.interest import interesting_center
from lut.looks.lut_space import parse_lut_space
from lut.looks.skin import protect

sys.path.insert(0, str(CHECKOUT / "tests/images"))
import icc_maker


def expected(before: np.ndarray, vignette: float | None = None) -> np.ndarray:
    """The library's own result."""
    after = lut.apply(before, AUTHENTIC.bake()).copy()
    Finishing.of(AUTHENTIC, vignette=vignette).add_to(Strip.whole(after))
    return after


def test_every_look_is_in_the_menu(gimp2: Gimp2) -> None:
    script = """
paths, names = (backend.call("gimp-plugins-query", [""])[index] for index in (1, 11))
result["entries"] = dict(zip(names, paths))
result["heading"] = backend.call("gimp-procedural-db-proc-info", ["python-fu-camera-looks-hasselblad-emerald"])[0]
"""
    found = gimp2.run(script).result
    entries = found["entries"]
    menu = "<Image>/Filters/Camera Looks"
    looks = {look.id: entries[f"python-fu-camera-looks-{look.id}"] for look in lut.looks.all_looks()}
    for look in lut.looks.all_looks():
        assert looks[look.id].startswith(f"{menu}/{look.maker}/") and looks[look.id].endswith(f"{look.name}…")
    assert len({entry.rpartition("/")[2] for entry in looks.values()}) == len(looks)  # for GIMP's search
    assert entries["python-fu-camera-looks-apply-file"].startswith(f"{menu}/Apply")
    for way in ("layers", "photos"):
        assert entries[f"python-fu-camera-looks-create-from-{way}"].startswith(f"{menu}/Create/")
    emerald = lut.looks.load("hasselblad-emerald")
    assert found["heading"] == " ".join((emerald.character, describe_basis(emerald), *describe_remarks(emerald)))


def test_every_8_bit_value(gimp2: Gimp2, tmp_path: Path) -> None:
    done = run(gimp2, tmp_path)
    assert done.result["said"] == ""
    assert levels_apart(done.after, expected(done.before)) == 0
    assert levels_apart(done.after, done.before) > 5


@pytest.mark.parametrize(("precision", "step"), [(250, 1 / 65535), (600, 2e-6)])  # 16 bits, linear float
def test_more_than_8_bits_are_kept(gimp2: Gimp2, tmp_path: Path, precision: int, step: float) -> None:
    setup = f"""
pdb.gimp_image_convert_precision(image, {precision})
spread = memoryview(bytearray(pixels(layer))).cast("f")
for index in range(len(spread)):
    spread[index] *= 0.9371
backend.write(layer.ID, 0, 0, layer.width, layer.height, kind, spread)
"""
    done = run(gimp2, tmp_path, setup, precise=True, vignette=0)
    assert done.result["said"] == ""
    assert len(np.unique(done.before)) > 256 or precision == 600
    assert np.abs(done.before * 255 - np.rint(done.before * 255)).max() > 0.3, "the picture has 8 bits only"
    assert np.abs(done.after - expected(done.before, vignette=0.0)).max() <= step


def test_alpha_and_selection_are_kept_and_a_layer_off_the_corner_has_the_images_vignette(
    gimp2: Gimp2, tmp_path: Path
) -> None:
    setup = """
layer.add_alpha()
pdb.gimp_image_select_ellipse(image, CHANNEL_OP_REPLACE, 100, 100, 300, 300)
pdb.gimp_selection_feather(image, 60)
pdb.gimp_drawable_edit_clear(layer)
layer.resize(400, 450, -112, -62)
layer.set_offsets(112, 62)
pdb.gimp_image_select_rectangle(image, CHANNEL_OP_REPLACE, 200, 212, 201, 77)
"""
    done = run(gimp2, tmp_path, setup, vignette=100)
    inside = np.zeros(done.before.shape[:2], bool)
    inside[150:227, 88:289] = True
    assert len(np.unique(done.before[..., 3])) > 50, "the picture has no soft alpha to keep"
    assert (done.after[..., 3] == done.before[..., 3]).all()
    assert (done.after[~inside] == done.before[~inside]).all()
    wanted = lut.apply(done.before, AUTHENTIC.bake()).copy()
    Finishing.of(AUTHENTIC, vignette=1.0).add_to(Strip(wanted, (SIZE, SIZE), 112, 62))
    assert levels_apart(done.after[inside], wanted[inside]) == 0


@pytest.mark.parametrize("own_mask", ["", "layer.add_mask(layer.create_mask(ADD_BLACK_MASK))"])
def test_a_new_layer_leaves_the_old_one_alone_and_the_selection_becomes_its_mask(
    gimp2: Gimp2, tmp_path: Path, own_mask: str
) -> None:
    setup = f"{own_mask}\npdb.gimp_image_select_rectangle(image, CHANNEL_OP_REPLACE, 100, 150, 201, 77)"
    afterwards = """
Path(folder, "mask").write_bytes(pixels(image.layers[0].mask, "Y u8"))
result["edit mask"] = pdb.gimp_layer_get_edit_mask(image.layers[0])
"""
    done = run(gimp2, tmp_path, setup, afterwards=afterwards, new_layer=1)
    assert done.result["said"] == ""
    assert done.result["layers"] == ["Leica Authentic – Background", "Background"]
    assert (done.below == done.before).all()
    assert levels_apart(done.after, expected(done.before)) == 0
    mask = np.fromfile(tmp_path / "mask", np.uint8).reshape(SIZE, SIZE)
    inside = np.zeros((SIZE, SIZE), np.uint8)
    inside[150:227, 100:301] = 0 if own_mask else 255
    assert (mask == inside).all() and not done.result["edit mask"]


def test_an_active_mask_means_its_layer_and_a_channel_is_told(gimp2: Gimp2, tmp_path: Path) -> None:
    afterwards = """
mask = layer.create_mask(0)
layer.add_mask(mask)
channel = gimp.Channel(image, "c", image.width, image.height, 50.0, (0.0, 0.0, 0.0))
image.add_channel(channel)
before, white = pixels(layer), pixels(mask, "Y u8")
for drawable in (mask, channel):
    try:
        pdb["python-fu-camera-looks-apply"](image, drawable, *(values[name] for name in names))
    except gimp.error as error:
        result["channel"] = str(error)
result["changed"] = [pixels(layer) != before, pixels(mask, "Y u8") != white]
"""
    done = run(gimp2, tmp_path, afterwards=afterwards)
    assert "“c” is a channel or a mask without a layer: select a layer" in done.result["channel"]
    assert done.result["changed"] == [True, False]


def test_another_color_profile_is_converted_unless_it_is_to_be_ignored(gimp2: Gimp2, tmp_path: Path) -> None:
    """Adobe RGB: looked up as sRGB, within what 8 bits of Adobe RGB can hold; or its own numbers, exactly."""
    profile = tmp_path / "wide"
    profile.write_bytes(icc_maker.rgb(icc_maker.ADOBE_RGB, icc_maker.gamma(2.2)))
    setup = f"""
content = Path({str(profile)!r}).read_bytes()
pdb.gimp_image_set_color_profile(image, len(content), content)
"""
    afterwards = 'Path(folder, "own").write_bytes(pixels(layer, "own " + kind))'
    done = run(gimp2, tmp_path, setup + "pdb.gimp_image_convert_precision(image, 650)", precise=True, vignette=0)
    assert done.result["said"] == ""
    inside = expected(done.before, vignette=0.0)
    assert np.abs(done.after - inside)[(done.before >= 0).all(2) & (done.before <= 1).all(2)].max() < 1e-3
    original = np.asarray(Image.open(PORTRAIT).convert("RGBA"))
    run(gimp2, tmp_path, setup, afterwards=afterwards, own_numbers=1)
    own = np.fromfile(tmp_path / "own", np.uint8).reshape(SIZE, SIZE, 4)
    assert levels_apart(own, expected(original)) == 0


def test_what_the_camera_noted_decides(gimp2: Gimp2, tmp_path: Path) -> None:
    """A photograph with EXIF: by daylight at night, and as the picture shows where the EXIF cannot be."""
    for name, iso, scene in (("night", 3200, "night"), ("absurd", 0, "day")):
        save_with_exif(tmp_path / f"{name}.jpg", iso)
        done = run(gimp2, tmp_path, photo=tmp_path / f"{name}.jpg", vignette=0, look=AUTHENTIC.id)
        assert done.result["said"] == ""
        assert levels_apart(done.after, lut.apply(done.before, AUTHENTIC.bake(scene={scene: 1.0}))) <= 1


def test_a_black_and_white_look_on_gray_and_a_scene_that_the_picture_shows(gimp2: Gimp2, tmp_path: Path) -> None:
    look = lut.looks.load("leica-bw-high-contrast")
    done = run(gimp2, tmp_path, "pdb.gimp_image_convert_grayscale(image)", look=look.id)
    assert done.result["said"] == ""
    assert levels_apart(done.after, lut.apply(done.before, look.bake())) == 0

    vibrant = lut.looks.load("leica-vibrant")
    wine = run(gimp2, tmp_path, photo=CHECKOUT / "docs/photos/wine.jpg", vignette=0, look=vibrant.id)
    scene = lut.looks.measure_scene(wine.before)
    assert vibrant.weights(scene)["indoor"] > 0.5
    assert levels_apart(wine.after, lut.apply(wine.before, vibrant.bake(scene=scene))) <= 1


def test_a_crop_is_where_the_interest_is_or_where_a_script_places_it(gimp2: Gimp2, tmp_path: Path) -> None:
    xpan = lut.looks.load("hasselblad-xpan-color")
    cropped = run(gimp2, tmp_path, setup="before = pixels(layer)", procedure=xpan.id, crop=1)
    assert cropped.result["size"] == [189, 512]  # 65:24
    assert xpan.crop is not None
    found = wide_frame(cropped, xpan)
    _, top, _, _ = xpan.crop.box(SIZE, SIZE, interesting_center(small(cropped.before), xpan.crop, (SIZE, SIZE)))
    assert abs(found - top) <= 3  # GIMP scales its thumbnail in its own way

    settings = {"look": xpan.id, "settings": "crop=1 crop-x=10 crop-y=70"}
    placed = run(gimp2, tmp_path, setup="before = pixels(layer)", procedure="apply-with", **settings)
    assert wide_frame(placed, xpan) == xpan.crop.box(SIZE, SIZE, (0.1, 0.7))[1]


def wide_frame(done: Done, look: lut.looks.Look) -> int:
    """The top of the frame that the result is of."""
    whole = lut.apply(done.before, look.bake())
    height = done.after.shape[0]
    (found,) = [top for top in range(SIZE - height + 1) if levels_apart(done.after, whole[top : top + height]) == 0]
    return found


def test_a_lut_file(gimp2: Gimp2, tmp_path: Path) -> None:
    table = lut.Lut(lut.Lut.identity(9).table ** 2)
    lut.write(table, tmp_path / "dark ä.cube")
    done = run(gimp2, tmp_path, procedure="apply-file", lut_file=str(tmp_path / "dark ä.cube"), strength=50)
    assert done.result["said"] == ""
    assert levels_apart(done.after, lut.apply(done.before, table, strength=0.5)) == 0
    given = {"lut_file": str(tmp_path / "dark ä.cube"), "settings": "lut-space=v-log:rec709"}
    done = run(gimp2, tmp_path, procedure="apply-with", **given)
    assert done.result["said"] == ""
    assert levels_apart(done.after, lut.apply(done.before, parse_lut_space("v-log:rec709").place(table))) == 0


@pytest.mark.parametrize(
    ("setup", "arguments", "sentence"),
    [
        ("", {"look": "leica-autentic"}, "did you mean 'leica-authentic'?"),
        ("", {"look": ""}, "needs either a look's id or a LUT file, found none"),
        ("pdb.gimp_item_set_lock_content(layer, True)", {}, "is locked against changes to its pixels"),
        (
            "group = gimp.GroupLayer(image, 'g'); image.insert_layer(group); "
            "pdb.gimp_image_reorder_item(image, layer, group, 0); layer = group",
            {},
            "“g” is a layer group: select the layers in it instead",
        ),
        (
            "pdb.gimp_image_convert_grayscale(image)",
            {},
            "Xiaomi × Leica · Authentic changes colors, and “Background” is grayscale",
        ),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(
    gimp2: Gimp2, tmp_path: Path, setup: str, arguments: dict[str, Any], sentence: str
) -> None:
    done = run(gimp2, tmp_path, setup, **{"look": AUTHENTIC.id, **arguments})
    assert sentence in done.result["said"]
    assert (done.after == done.before).all() and len(done.result["layers"]) == 1


def test_a_look_is_made_from_two_layers(gimp2: Gimp2, tmp_path: Path) -> None:
    wanted = lut.looks.load("leica-vibrant").bake()
    before = np.asarray(Image.open(CHECKOUT / "docs/photos/mountain.jpg").convert("RGB").resize((800, 600)))
    Image.fromarray(before).save(tmp_path / "before.png")
    Image.fromarray(lut.apply(before, wanted)).save(tmp_path / "after.png")
    script = """
from gimpfu import *
image = pdb.gimp_file_load(folder + "/before.png", folder + "/before.png")
after = pdb.gimp_file_load_layer(image, folder + "/after.png")
pdb.gimp_image_insert_layer(image, after, None, 0)
pdb["python-fu-camera-looks-create-from-layers"](image, after, after, "Made in 2.10 ×", folder + "/export.cube")
"""
    outcome = gimp2.run(script, folder=tmp_path)
    made = gimp2.home / ".local/share/camera-looks/looks/Made in 2.10 ×.cube"
    assert "Made in 2.10 ×.cube: it is in the menu when GIMP is started again" in outcome.output
    for table in (lut.read(made), lut.read(tmp_path / "export.cube")):
        apart = np.abs(lut.apply(before, table).astype(int) - lut.apply(before, wanted))
        assert apart.mean() < 1
    names = gimp2.run('result["names"] = backend.call("gimp-procedural-db-query", [".*"] * 7)[1]').result["names"]
    assert any(name.startswith("python-fu-camera-looks-") and "made-in-2-10" in name for name in names)


def test_skin_is_protected_by_a_script_that_names_its_settings(gimp2: Gimp2, tmp_path: Path) -> None:
    settings = {"look": "hasselblad-emerald", "settings": "protect-skin=100 strength=80"}
    done = run(gimp2, tmp_path, procedure="apply-with", **settings)
    assert done.result["said"] == ""
    emerald = lut.looks.load("hasselblad-emerald").bake()
    assert levels_apart(done.after, lut.apply(done.before, protect(emerald, 1.0), 0.8)) <= 1
    assert levels_apart(done.after, lut.apply(done.before, emerald, 0.8)) > 5


def test_local_tone_follows_the_whole_picture(gimp2: Gimp2, tmp_path: Path) -> None:
    """Two programs scale the picture down, and agree on what is lifted to two levels."""
    settings = {"look": "hasselblad-natural", "settings": "local-tone=100"}
    done = run(gimp2, tmp_path, procedure="apply-with", **settings)
    assert done.result["said"] == ""
    natural, finishing = lut.looks.load("hasselblad-natural").bake(), Finishing(local_tone=1.0)
    plain = lut.apply(done.before, natural)
    wanted = plain.copy()
    light = finishing.light(lut.apply(small(done.before), natural), (SIZE, SIZE))
    finishing.add_to(Strip(wanted, (SIZE, SIZE)), light)
    assert levels_apart(done.after, wanted) <= 2
    assert levels_apart(done.after, plain) > 10


def test_a_call_with_the_arguments_of_the_first_version_is_taken(gimp2: Gimp2, tmp_path: Path) -> None:
    """Script-Fu refuses one with another number of them: image, layer, strength, scene, vignette, two switches."""
    script = """
result["looks"] = {}
for name, values in calls.items():
    image = pdb.gimp_file_load(photo, photo)
    pdb["python-fu-camera-looks-" + name](image, image.active_layer, *values)
    result["looks"][name] = [parameter[1] for parameter in pdb["python-fu-camera-looks-" + name].params[3:]]
"""
    calls = {"leica-authentic": [80, 1, 20, 0, 0], "sony-sh": [80, 5, 0, 0], "zeiss-vivid": [80, 0, 0]}
    found = gimp2.run("import gimp\nfrom gimpfu import *\n" + script, photo=PORTRAIT, calls=calls).result
    assert {name: len(arguments) for name, arguments in found["looks"].items()} == {
        name: len(values) for name, values in calls.items()
    }
