"""A look applied by the installed plug-in inside a real GIMP, compared with the library on the same pixels."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from applying import AUTHENTIC, PORTRAIT, SCRIPT, SIZE, Done, levels_apart, run, save_with_exif
from gimps import CHECKOUT
from open_gimp import OpenGimp
from PIL import Image

import lut
from lut.looks import finish
from lut.looks.finishing import Finishing


def expected(
    pixels: np.ndarray, strength: float = 1.0, vignette: float | None = None, place: tuple[int, int] = (0, 0)
) -> np.ndarray:
    """What the library makes of the same pixels."""
    result = lut.apply(pixels, AUTHENTIC.bake(), strength)
    amount = (AUTHENTIC.amount("vignette") if vignette is None else vignette) * strength
    return finish.vignette(finish.Strip(result, (SIZE, SIZE), *place), amount) if amount else result


def test_a_look_from_the_menu_with_its_own_settings(open_gimp: OpenGimp, tmp_path: Path) -> None:
    done = run(open_gimp, tmp_path, procedure="camera-looks-leica-authentic", scene="day")
    assert done.result["said"] == ""
    assert levels_apart(done.after, expected(done.before)) == 0
    assert levels_apart(done.after, done.before) > 20, "the look changed nothing"


def test_strength_and_vignette_from_a_script(open_gimp: OpenGimp, tmp_path: Path) -> None:
    done = run(open_gimp, tmp_path, strength=60.0, vignette=80.0)
    assert levels_apart(done.after, expected(done.before, 0.6, 0.8)) == 0


def test_strength_0_changes_nothing(open_gimp: OpenGimp, tmp_path: Path) -> None:
    done = run(open_gimp, tmp_path, strength=0.0)
    assert done.result["said"] == "" and (done.after == done.before).all()


@pytest.mark.parametrize(
    "precision", ["U16_NON_LINEAR", "HALF_LINEAR", "FLOAT_LINEAR", "FLOAT_NON_LINEAR", "U8_LINEAR"]
)
def test_every_precision(open_gimp: OpenGimp, tmp_path: Path, precision: str) -> None:
    """float32 is exact; the others round the result to what they can hold (in linear light where they are linear)."""
    setup = f"image.convert_precision(Gimp.Precision.{precision})"
    done = run(open_gimp, tmp_path, setup, precise=True, vignette=0.0)
    assert done.result["said"] == ""
    difference = np.abs(done.after - expected(done.before, vignette=0.0))
    if precision == "U8_LINEAR":  # 8 bits of linear light are coarse in the shadows: judged in linear light
        held = lut.color.srgb_to_linear
        difference = np.abs(held(done.after[..., :3]) - held(expected(done.before, vignette=0.0)[..., :3]))
    step = {"U16": 1 / 65535, "HALF": 2**-11, "FLOAT": 2e-6, "U8": 1 / 255}[precision.split("_")[0]]
    assert difference.max() <= step


def test_alpha_is_kept_to_the_bit(open_gimp: OpenGimp, tmp_path: Path) -> None:
    setup = """
layer(image).add_alpha()
image.select_ellipse(Gimp.ChannelOps.REPLACE, 100, 100, 300, 300)
Gimp.Selection.feather(image, 60)
layer(image).edit_clear()
Gimp.Selection.none(image)
"""
    done = run(open_gimp, tmp_path, setup)
    assert len(np.unique(done.before[..., 3])) > 50, "the picture has no soft alpha to keep"
    assert (done.after[..., 3] == done.before[..., 3]).all()
    # GIMP clears by making pixels transparent; whatever color they keep is looked up like any other.
    assert levels_apart(done.after, expected(done.before)) == 0


def test_the_selection_is_honored(open_gimp: OpenGimp, tmp_path: Path) -> None:
    done = run(open_gimp, tmp_path, "image.select_rectangle(Gimp.ChannelOps.REPLACE, 100, 150, 201, 77)")
    inside = np.zeros((SIZE, SIZE), bool)
    inside[150:227, 100:301] = True
    assert (done.after[~inside] == done.before[~inside]).all()
    assert levels_apart(done.after[inside], expected(done.before)[inside]) == 0


def test_a_layer_off_the_corner_has_the_vignette_of_the_image(open_gimp: OpenGimp, tmp_path: Path) -> None:
    setup = "item = layer(image); item.resize(200, 150, -300, -200); item.set_offsets(300, 200)"
    done = run(open_gimp, tmp_path, setup, vignette=100.0)
    assert done.result["size"] == [150, 200]
    assert levels_apart(done.after, expected(done.before, vignette=1.0, place=(300, 200))) == 0


def test_a_new_layer_leaves_the_old_one_alone(open_gimp: OpenGimp, tmp_path: Path) -> None:
    done = run(open_gimp, tmp_path, new_layer=True)
    assert len(done.result["layers"]) == 2 and "Authentic" in done.result["layers"][0]
    assert (done.below == done.before).all()
    assert levels_apart(done.after, expected(done.before)) == 0


@pytest.mark.parametrize("new_layer", [False, True])
def test_a_layers_own_effects_come_after_the_look_and_before_it_on_a_new_layer(
    open_gimp: OpenGimp, tmp_path: Path, new_layer: bool
) -> None:
    """As GIMP changes a layer's own pixels; a new layer is what is seen of the old one, with the look."""
    setup = """
for name, visible in (("gegl:invert-gamma", True), ("gegl:gaussian-blur", False)):
    effect = Gimp.DrawableFilter.new(layer(image), name, name)
    layer(image).append_filter(effect)
    effect.set_visible(visible)
"""
    afterwards = "result['effects'] = [len(one.get_filters()) for one in image.get_layers()]"
    done = run(open_gimp, tmp_path, setup, afterwards=afterwards, new_layer=new_layer)
    assert done.result["said"] == ""
    assert done.result["effects"] == ([0, 2] if new_layer else [2])
    if new_layer:
        assert (done.below == done.before).all()
        seen = np.concatenate([255 - done.before[..., :3], done.before[..., 3:]], axis=-1)
        assert levels_apart(done.after, expected(seen)) <= 1  # GIMP rounds what it merges
    else:
        assert levels_apart(done.after, expected(done.before)) == 0


@pytest.mark.parametrize("own_mask", ["", "layer(image).add_mask(layer(image).create_mask(Gimp.AddMaskType.BLACK))"])
def test_a_selection_becomes_the_new_layers_mask(open_gimp: OpenGimp, tmp_path: Path, own_mask: str) -> None:
    """A mask that the layer has already keeps its say: what it hides stays hidden."""
    setup = f"{own_mask}\nimage.select_rectangle(Gimp.ChannelOps.REPLACE, 100, 150, 201, 77)"
    afterwards = """Path(folder, "mask").write_bytes(pixels(layer(image).get_mask(), "Y u8"))"""
    done = run(open_gimp, tmp_path, setup, afterwards=afterwards, new_layer=True)
    assert done.result["said"] == ""
    mask = np.fromfile(tmp_path / "mask", np.uint8).reshape(SIZE, SIZE)
    inside = np.zeros((SIZE, SIZE), np.uint8)
    inside[150:227, 100:301] = 0 if own_mask else 255
    assert (mask == inside).all()


def test_another_color_profile_is_converted_and_kept(open_gimp: OpenGimp, tmp_path: Path) -> None:
    """Pixels are looked up as sRGB whatever the profile: Adobe RGB in float gives sRGB's result.

    The result is compared with what GIMP itself reads back after it has stored the expected sRGB
    values in the same profile: babl's conversion is exact to a thousandth only.
    """
    setup = """
image.convert_precision(Gimp.Precision.FLOAT_NON_LINEAR)
image.convert_color_profile(Gimp.ColorProfile.new_rgb_adobe(), Gimp.ColorRenderingIntent.RELATIVE_COLORIMETRIC, False)
"""
    afterwards = """
from gi.repository import Babl
result["kept"] = image.get_color_profile().is_equal(Gimp.ColorProfile.new_rgb_adobe())
Path(folder, "own").write_bytes(pixels(drawable, Babl.get_name(drawable.get_format())))
"""
    done = run(open_gimp, tmp_path, setup, precise=True, afterwards=afterwards, vignette=0.0)
    assert done.result["said"] == "" and done.result["kept"]
    own = np.fromfile(tmp_path / "own", np.float32).reshape(SIZE, SIZE, -1)[..., :3]
    assert np.abs(own - done.after[..., :3]).max() > 0.02, "the image was not in another space"

    store = """
image = load(photo)
exec(setup)
area = Gegl.Rectangle.new(0, 0, image.get_width(), image.get_height())
layer(image).get_buffer().set(area, "R'G'B' float", Path(folder, "expected").read_bytes())
Path(folder, "stored").write_bytes(pixels(layer(image), "R'G'B' float"))
"""
    expected(done.before, vignette=0.0)[..., :3].tofile(tmp_path / "expected")
    open_gimp.run(store, photo=PORTRAIT, folder=tmp_path, setup=setup)
    stored = np.fromfile(tmp_path / "stored", np.float32).reshape(SIZE, SIZE, 3)
    assert np.abs(done.after[..., :3] - stored).max() <= 1e-5


def test_the_images_own_numbers_on_request(open_gimp: OpenGimp, tmp_path: Path) -> None:
    """With own-numbers an image's profile makes no difference to its numbers."""
    setup = "image.set_color_profile(Gimp.ColorProfile.new_rgb_adobe())"
    afterwards = """
from gi.repository import Babl
Path(folder, "own").write_bytes(pixels(drawable, Babl.get_name(drawable.get_format())))
"""
    run(open_gimp, tmp_path, setup, afterwards=afterwards, own_numbers=True)
    own = np.fromfile(tmp_path / "own", np.uint8).reshape(SIZE, SIZE, -1)[..., :3]
    original = np.asarray(Image.open(PORTRAIT))
    assert levels_apart(own, expected(original)) == 0


def test_a_lut_file(open_gimp: OpenGimp, tmp_path: Path) -> None:
    table = lut.Lut(lut.Lut.identity(9).table ** 2)
    lut.write(table, tmp_path / "dark.cube")
    script = SCRIPT.replace("exec(setup)", 'arguments["lut_file"] = Gio.File.new_for_path(arguments["lut_file"])')
    outcome = open_gimp.run(
        script,
        photo=PORTRAIT,
        folder=tmp_path,
        afterwards="",
        procedure="camera-looks-apply",
        precise=False,
        arguments={"lut_file": tmp_path / "dark.cube"},
    )
    done = Done(tmp_path, outcome.result, False)
    assert done.result["said"] == ""
    assert levels_apart(done.after, lut.apply(done.before, table)) == 0


@pytest.mark.parametrize("precision", ["U8_NON_LINEAR", "FLOAT_LINEAR"])
def test_a_black_and_white_look_works_on_a_grayscale_image(open_gimp: OpenGimp, tmp_path: Path, precision: str) -> None:
    look = lut.looks.load("leica-bw-high-contrast")
    setup = f"image.convert_grayscale(); image.convert_precision(Gimp.Precision.{precision})"
    precise = precision.startswith("FLOAT")
    done = run(open_gimp, tmp_path, setup, precise=precise, look=look.id)
    assert done.result["said"] == ""
    wanted = lut.apply(done.before, look.bake())
    assert np.abs(done.after - wanted).max() <= 2e-6 if precise else levels_apart(done.after, wanted) == 0


@pytest.mark.parametrize("name", ["wine.jpg", "sunset.jpg", "mountain.jpg"])
def test_the_scene_follows_the_picture(open_gimp: OpenGimp, tmp_path: Path, name: str) -> None:
    """GIMP's thumbnail and all of the pixels agree on the scene to five points, and a level of the result."""
    setup = """
whole = image.get_width(), image.get_height()
size = [max(round(side * 256 / max(whole)), 1) for side in whole]
shown = layer(image).get_sub_thumbnail_data(0, 0, *whole, *size)
Path(folder, "thumbnail").write_bytes(shown[0].get_data())
result["thumbnail"] = [*shown[1:]]
"""
    look = lut.looks.load("leica-vibrant")
    done = run(open_gimp, tmp_path, setup, photo=CHECKOUT / "docs/photos" / name, look=look.id, vignette=0.0)
    width, height, channels = done.result["thumbnail"]
    thumbnail = np.fromfile(tmp_path / "thumbnail", np.uint8).reshape(height, width, channels)
    seen, expected = (lut.looks.measure_scene(pixels).weights for pixels in (thumbnail, done.before))
    assert max(abs(seen[scene] - expected[scene]) for scene in expected) < 0.05
    weights = look.weights(lut.looks.measure_scene(done.before))
    assert (weights["indoor"] > 0.5) == (name == "wine.jpg")
    assert levels_apart(done.after, lut.apply(done.before, look.bake(scene=weights))) <= 1


def test_what_the_camera_noted_decides(open_gimp: OpenGimp, tmp_path: Path) -> None:
    """A photograph with EXIF: by daylight at night, and as the picture shows where the EXIF cannot be."""
    for name, iso, scene in (("night", 3200, "night"), ("absurd", 0, "day")):
        save_with_exif(tmp_path / f"{name}.jpg", iso)
        done = run(open_gimp, tmp_path, photo=tmp_path / f"{name}.jpg", look=AUTHENTIC.id, vignette=0.0)
        assert done.result["said"] == ""
        assert levels_apart(done.after, lut.apply(done.before, AUTHENTIC.bake(scene={scene: 1.0}))) <= 1


def test_glow(open_gimp: OpenGimp, tmp_path: Path) -> None:
    """Soft Highkey's own glow, from the thumbnail that GIMP makes."""
    look = lut.looks.load("sony-sh")
    finishing = Finishing.of(look)
    setup = """
shown = layer(image).get_sub_thumbnail_data(0, 0, image.get_width(), image.get_height(), 256, 171)
Path(folder, "thumbnail").write_bytes(shown[0].get_data())
"""
    done = run(open_gimp, tmp_path, setup, photo=CHECKOUT / "docs/photos/sunset.jpg", look=look.id)
    thumbnail = np.fromfile(tmp_path / "thumbnail", np.uint8).reshape(171, 256, 3)
    plain = lut.apply(done.before, look.bake())
    wanted, (height, width) = plain.copy(), plain.shape[:2]
    light = finishing.light(lut.apply(thumbnail, look.bake()), (width, height))
    finishing.add_to(finish.Strip.whole(wanted), light)
    assert levels_apart(done.after, wanted) == 0
    assert levels_apart(done.after, plain) > 3  # its highlights are held at L* 92 already


def test_the_xpan_look_crops_on_request(open_gimp: OpenGimp) -> None:
    script = """
for crop in (False, True):
    image = load(photo)
    said = call("camera-looks-hasselblad-xpan-color", image, crop=crop)
    result[str(crop)] = [said, image.get_width(), image.get_height()]
"""
    outcome = open_gimp.run(script, photo=PORTRAIT)
    assert outcome.result == {"False": ["", 512, 512], "True": ["", 512, 189]}  # 65:24


def test_looks_are_active_on_grayscale_images_and_say_what_they_need(open_gimp: OpenGimp) -> None:
    """A layer's mask is gray in images in color as well: what a look cannot have is told (test_failures.py)."""
    script = """
for name in names:
    entry = Gimp.get_pdb().lookup_procedure(name)
    result[name] = [entry.get_image_types(), entry.get_help(), entry.get_menu_paths(), entry.get_menu_label()]
"""
    names = [f"camera-looks-{look.id}" for look in lut.looks.all_looks()]
    for types, help_text, paths, label in open_gimp.run(script, names=names).result.values():
        assert types == "RGB*, GRAY*" and "Image ▸ Mode ▸ RGB" in help_text
        assert paths[0].startswith("<Image>/Filters/Camera Looks/") and label.endswith("…")
