"""Looks of one's own, made inside a real GIMP: in the user's folder, on other pictures, and in the menu."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from gimps import CHECKOUT, Outcome, RealGimp
from open_gimp import OpenGimp
from PIL import Image

import lut
from lut.color import delta_e2000, linear_to_srgb, srgb_to_lab, srgb_to_linear

PHOTOS = CHECKOUT / "docs/photos"
MOUNTAIN, AUTUMN, WINE = PHOTOS / "mountain.jpg", PHOTOS / "autumn.jpg", PHOTOS / "wine.jpg"

# Effects are (operation, settings, visible); what is made of the layer below them is tried on another picture.
SCRIPT = """
image = load(photo)
for operation, settings, visible in effects:
    effect = Gimp.DrawableFilter.new(layer(image), operation, "My " + operation.split(":")[1])
    for name, value in settings.items():
        effect.get_config().set_property(name, value)
    effect.update()
    layer(image).append_filter(effect)
    effect.set_visible(visible)
exec(setup)
for name in files:
    arguments[name] = Gio.File.new_for_path(arguments[name])
result["said"] = call(procedure, image, **arguments)
exec(afterwards)
"""
# The effects that are left, on another picture, merged by GIMP itself: the oracle.
MERGED = """
other = load(other)
for effect in [effect for effect in layer(image).get_filters() if effect.get_visible()][::-1]:
    twin = Gimp.DrawableFilter.new(layer(other), effect.get_operation_name(), "twin")
    for name, value in settings_of[effect.get_operation_name()].items():
        twin.get_config().set_property(name, value)
    twin.update()
    layer(other).append_filter(twin)
Path(folder, "before").write_bytes(pixels(layer(other)))
layer(other).merge_filters()
Path(folder, "after").write_bytes(pixels(layer(other)))
"""


def create(
    gimp: OpenGimp,
    way: str,
    effects: tuple[tuple[str, dict[str, Any], bool], ...] = (),
    photo: Path = MOUNTAIN,
    setup: str = "",
    afterwards: str = "",
    files: tuple[str, ...] = (),
    others: dict[str, Any] | None = None,
    **arguments: Any,
) -> Outcome:
    return gimp.run(
        SCRIPT,
        procedure=f"camera-looks-{way}",
        effects=effects,
        photo=photo,
        setup=setup,
        afterwards=afterwards,
        files=files,
        arguments=arguments,
        **others or {},
    )


def pixels(path: Path, like: Path) -> np.ndarray:
    width, height = Image.open(like).size
    return np.fromfile(path, np.uint8).reshape(height, width, 4)


def apart(one: np.ndarray, other: np.ndarray) -> float:
    """Mean ΔE2000 between two 8-bit pictures."""
    codes = (pixels[::7, ::7, :3].reshape(-1, 3).astype(np.float32) / 255 for pixels in (one, other))
    return float(delta_e2000(*(srgb_to_lab(rgb) for rgb in codes)).mean())


SATURATION = ("gegl:saturation", {"scale": 1.5}, True)
EXPOSURE = ("gegl:exposure", {"exposure": -0.6}, True)
BLUR = ("gegl:gaussian-blur", {"std-dev-x": 3.0}, True)
STRETCH = ("gegl:stretch-contrast", {}, True)


def test_a_layers_effects_become_a_look(open_gimp: OpenGimp, looks: Path, tmp_path: Path) -> None:
    """Oracle: GIMP's own filters, merged into a picture that the look was not made on."""
    effects = (SATURATION, EXPOSURE, (*BLUR[:2], False))  # what is hidden takes no part
    others = {"other": WINE, "folder": tmp_path, "settings_of": {name: values for name, values, _ in effects}}
    outcome = create(open_gimp, "create-from-effects", effects, afterwards=MERGED, others=others, name="Richer")
    assert outcome.result["said"] == ""
    table = lut.read(looks / "Richer.cube")
    assert table.title == "Richer"
    before, after = (pixels(tmp_path / name, WINE) for name in ("before", "after"))
    assert apart(before, after) > 4
    levels = np.abs(lut.apply(before, table).astype(int) - after.astype(int))
    assert levels.mean() < 0.1 and np.quantile(levels, 0.999) <= 1


@pytest.mark.parametrize(
    ("effects", "named"),
    [
        ((SATURATION, BLUR), "“My gaussian-blur” can't become a look"),
        ((STRETCH, EXPOSURE), "“My stretch-contrast” can't become a look"),
        ((BLUR, SATURATION, STRETCH), "“My stretch-contrast” and “My gaussian-blur” can't become a look"),
        ((), "“Background” has no visible effects"),
        (((*SATURATION[:2], False),), "“Background” has no visible effects"),
    ],
)
def test_effects_that_a_lut_cannot_hold_are_refused_by_name(
    open_gimp: OpenGimp, looks: Path, effects: Any, named: str
) -> None:
    outcome = create(open_gimp, "create-from-effects", effects, name="Never")
    assert named in outcome.result["said"] and not looks.exists()


def test_a_pair_of_layers_becomes_a_look(open_gimp: OpenGimp, looks: Path, tmp_path: Path) -> None:
    setup = """
after = layer(image).copy()
image.insert_layer(after, None, 0)
assert call("camera-looks-apply", image, [after], look="sony-sh") == ""
"""
    outcome = create(
        open_gimp, "create-from-layers", setup=setup, name="Phone"
    )  # the two layers are found by themselves
    assert outcome.result["said"] == ""
    fitted, truth = lut.read(looks / "Phone.cube"), lut.looks.load("sony-sh").bake()
    unseen = np.asarray(Image.open(AUTUMN).convert("RGB"))
    wanted = lut.apply(unseen, truth)
    assert apart(unseen, wanted) > 4
    assert apart(lut.apply(unseen, fitted), wanted) < 1.5


def test_a_pair_of_files_becomes_a_look(open_gimp: OpenGimp, looks: Path, tmp_path: Path) -> None:
    truth = lut.looks.load("sony-fl").bake()
    photo = np.asarray(Image.open(MOUNTAIN).convert("RGB"))
    after = tmp_path / "after.jpg"
    Image.fromarray(lut.apply(photo, truth)).save(after, quality=92)
    pair = {"before_file": str(MOUNTAIN), "after_file": str(after)}
    outcome = create(open_gimp, "create-from-layers", photo=WINE, files=tuple(pair), name="Film", **pair)
    assert outcome.result["said"] == ""
    assert apart(lut.apply(photo, lut.read(looks / "Film.cube")), lut.apply(photo, truth)) < 1


def test_layers_that_are_no_pair_are_refused(open_gimp: OpenGimp, looks: Path) -> None:
    setup = f"other = Gimp.file_load_layer(Gimp.RunMode.NONINTERACTIVE, image, Gio.File.new_for_path({str(WINE)!r}))\n"
    setup += "image.insert_layer(other, None, 0)"
    outcome = create(open_gimp, "create-from-layers", setup=setup, name="Never")
    assert "same scene" in outcome.result["said"] and not list(looks.glob("*"))


def test_a_hald_picture_goes_out_and_comes_back(open_gimp: OpenGimp, looks: Path) -> None:
    """Oracle: GIMP's own Levels, which here is a power curve."""
    afterwards = """
hald = [image for image in Gimp.get_images() if image.get_width() == 216][0]
result["precision"] = hald.get_precision() == Gimp.Precision.U16_NON_LINEAR
layer(hald).levels(Gimp.HistogramChannel.RED, 0.0, 1.0, False, 2.0, 0.0, 1.0, False)
result["read"] = call("camera-looks-create-from-hald", hald, name="Red")
"""
    outcome = create(open_gimp, "new-hald", afterwards=afterwards, level=6, bits="16")
    assert outcome.result == {"said": "", "precision": True, "read": ""}
    table = lut.read(looks / "Red.cube")
    identity = lut.Lut.identity(table.size).table
    assert np.abs(table.table[..., 1:] - identity[..., 1:]).max() < 1e-4
    powered = linear_to_srgb(np.sqrt(srgb_to_linear(identity[:, :, :, 0])))  # Levels works in linear light here
    assert np.abs(table.table[..., 0] - powered).max() < 1e-4


def test_a_photograph_is_no_hald_picture(open_gimp: OpenGimp, looks: Path) -> None:
    outcome = create(open_gimp, "create-from-hald", name="Never")
    assert "Hald" in outcome.result["said"] and not looks.exists()


def test_a_reference_photo_gives_its_colors(open_gimp: OpenGimp, looks: Path) -> None:
    arguments = {"reference": str(WINE), "name": "Like wine", "degree": 100.0}
    outcome = create(open_gimp, "create-from-reference", files=("reference",), **arguments)
    assert outcome.result["said"] == ""
    photo, wine = (np.asarray(Image.open(path).convert("RGB")) for path in (MOUNTAIN, WINE))
    result = lut.apply(photo, lut.read(looks / "Like wine.cube"))

    def means(picture: np.ndarray) -> np.ndarray:
        return srgb_to_lab(picture[::7, ::7].reshape(-1, 3).astype(np.float32) / 255).mean(axis=0)

    # Deliberately mild: this reference is an ordinary photograph, so that most of what differs is the scene's.
    assert np.linalg.norm(means(result) - means(wine)) < 0.99 * np.linalg.norm(means(photo) - means(wine))


def test_a_recipe_is_kept_as_it_is_exported_as_a_table_and_in_the_menu_at_the_next_start(
    open_gimp: OpenGimp, gimp: RealGimp, looks: Path, tmp_path: Path
) -> None:
    recipe = tmp_path / "evening.toml"
    recipe.write_text(
        'name = "Evening"\nsteps = [{ tone = { mid = -0.3 } }]\nfinish = [{ vignette = { amount = 0.4 } }]\n',
        encoding="utf-8",
    )
    arguments = {"file": str(recipe), "export": str(tmp_path / "evening.3dl")}
    outcome = create(open_gimp, "create-from-file", files=("file", "export"), **arguments)
    assert outcome.result["said"] == ""
    assert (looks / "Evening.toml").read_text(encoding="utf-8") == recipe.read_text(encoding="utf-8")
    baked = lut.looks.read_recipe(recipe).bake()
    assert np.abs(lut.read(tmp_path / "evening.3dl")(baked.table) - baked(baked.table)).max() < 0.01
    own = json.loads((looks.parent / "own-looks.json").read_text(encoding="utf-8"))
    assert [look["id"] for look in own["looks"]] == ["my-evening"]

    next_start = gimp.run(
        """
image = load(photo)
Path(folder, "before").write_bytes(pixels(layer(image)))
procedure = Gimp.get_pdb().lookup_procedure("camera-looks-my-evening")
result["menu"] = procedure.get_menu_paths(), procedure.get_menu_label()
result["vignette"] = procedure.find_argument("vignette").get_default_value()
result["said"] = call("camera-looks-my-evening", image, vignette=0.0)
Path(folder, "after").write_bytes(pixels(layer(image)))
""",
        photo=WINE,
        folder=tmp_path,
    ).result
    assert next_start["menu"] == [["<Image>/Filters/Camera Looks/My Looks"], "_Evening…"]
    assert next_start["vignette"] == 40.0 and next_start["said"] == ""
    before, after = (pixels(tmp_path / name, WINE) for name in ("before", "after"))
    assert np.abs(lut.apply(before, baked).astype(int) - after.astype(int)).max() <= 1


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("film", "already a look named “Film”"), ("...", "a name of 1 to 60 letters"), ("x" * 61, "1 to 60")],
)
def test_a_name_that_will_not_do_saves_nothing(
    open_gimp: OpenGimp, looks: Path, tmp_path: Path, name: str, sentence: str
) -> None:
    looks.mkdir(parents=True)
    for place in (looks / "Film.cube", tmp_path / "new.cube"):
        lut.write(lut.Lut.identity(3), place)
    export = tmp_path / "export.cube"
    arguments = {"file": str(tmp_path / "new.cube"), "export": str(export)}
    outcome = create(open_gimp, "create-from-file", files=("file", "export"), name=name, **arguments)
    assert sentence in outcome.result["said"]
    assert [path.name for path in looks.iterdir()] == ["Film.cube"] and not export.exists()


def test_a_new_recipe_is_a_look_at_once(open_gimp: OpenGimp, looks: Path, tmp_path: Path) -> None:
    outcome = create(open_gimp, "new-recipe", name="Sunday")
    assert outcome.result["said"] == ""
    assert lut.looks.read_recipe(looks / "Sunday.toml").name == "Sunday"
    assert create(open_gimp, "apply", look="my-sunday").result["said"] == ""


def test_a_new_recipe_needs_no_image(open_gimp: OpenGimp, looks: Path) -> None:
    script = """
procedure = Gimp.get_pdb().lookup_procedure("camera-looks-new-recipe")
config = procedure.create_config()
config.set_property("name", "Monday")
result["done"] = procedure.run(config).index(0) == Gimp.PDBStatusType.SUCCESS
"""
    assert open_gimp.run(script).result["done"]
    assert lut.looks.read_recipe(looks / "Monday.toml").name == "Monday"


def test_a_lut_file_is_applied_without_being_kept(open_gimp: OpenGimp, looks: Path, tmp_path: Path) -> None:
    table = lut.Lut(lut.Lut.identity(5).table / 2)
    lut.write(table, tmp_path / "half.spi3d")
    write = "Path({folder!r}, {name!r}).write_bytes(pixels(layer(image)))"
    setup, afterwards = (write.format(folder=str(tmp_path), name=name) for name in ("before", "after"))
    arguments = {"lut_file": str(tmp_path / "half.spi3d")}
    outcome = create(open_gimp, "apply-file", setup=setup, afterwards=afterwards, files=("lut_file",), **arguments)
    assert outcome.result["said"] == "" and not looks.exists()
    before, after = (pixels(tmp_path / name, MOUNTAIN) for name in ("before", "after"))
    assert (after == lut.apply(before, table)).all()
    assert create(open_gimp, "apply-file").result["said"] == "Choose a LUT file."
