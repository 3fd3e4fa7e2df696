"""Look layers in a real GIMP: made from what lies below, remembered, edited, refreshed, saved."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from gimps import CHECKOUT
from open_gimp import OpenGimp
from PIL import Image

import lut

WINE = CHECKOUT / "docs/photos/wine.jpg"
NATURAL, VIVID = (lut.looks.load(name).bake() for name in ("zeiss-natural", "zeiss-vivid"))

# Each part of a test writes what can be seen of the image then.
SCRIPT = """
def seen(name, of=None):
    of = of or image
    layer_of_it = Gimp.Layer.new_from_visible(of, of, "seen")
    of.insert_layer(layer_of_it, None, 0)
    Path(folder, name).write_bytes(pixels(layer_of_it))
    of.remove_layer(layer_of_it)

def names():
    return [item.get_name() for item in image.get_layers()]

def browse(**settings):
    return call("camera-looks-browse", image, output="look-layer", **settings)

image = load(photo)
Path(folder, "photo").write_bytes(pixels(layer(image)))
exec(steps)
"""


def run(gimp: OpenGimp, tmp_path: Path, steps: str) -> dict[str, Any]:
    return gimp.run(SCRIPT, photo=WINE, folder=tmp_path, steps=steps).result


def picture(path: Path) -> np.ndarray:
    width, height = Image.open(WINE).size
    return np.fromfile(path, np.uint8).reshape(height, width, 4).astype(int)


def photo(tmp_path: Path) -> np.ndarray:
    """As GIMP has decoded it."""
    return picture(tmp_path / "photo").astype(np.uint8)


def test_its_opacity_is_its_strength(open_gimp: OpenGimp, tmp_path: Path) -> None:
    found = run(
        open_gimp,
        tmp_path,
        """
result["said"] = browse(look="zeiss-vivid", strength=40.0)
seen("forty")
result["layers"], result["opacity"] = names(), layer(image).get_opacity()
layer(image).set_opacity(100.0)
seen("all")
""",
    )
    assert found["said"] == "" and found["layers"] == ["vivo × ZEISS · Vivid", "Background"]
    assert abs(found["opacity"] - 40) < 0.5
    assert np.abs(picture(tmp_path / "all") - lut.apply(photo(tmp_path), VIVID)).max() <= 1
    assert (
        np.abs(picture(tmp_path / "forty") - lut.apply(photo(tmp_path), VIVID, 0.4)).max() <= 2
    )  # GIMP rounds once more


def test_edited_and_refreshed_it_follows_what_lies_below(open_gimp: OpenGimp, tmp_path: Path) -> None:
    """Two look layers, one on the other; the photograph is inverted by GIMP, and both are made again."""
    found = run(
        open_gimp,
        tmp_path,
        """
result["first"] = browse(look="zeiss-vivid")
result["second"] = call("camera-looks-browse", image, output="look-layer", look="zeiss-natural")
seen("both")
lower = image.get_layers()[1]
result["edit"] = call("camera-looks-edit-look-layer", image, [lower], look="zeiss-natural")
result["names"] = names()
image.get_layers()[2].invert(False)
result["refresh"] = call("camera-looks-refresh-look-layers", image)
seen("refreshed")
""",
    )
    assert found["first"] == found["second"] == found["edit"] == found["refresh"] == ""
    assert [name.split("#")[0].strip() for name in found["names"]] == 2 * ["vivo × ZEISS · Natural Color"] + [
        "Background"
    ]
    assert np.abs(picture(tmp_path / "both") - lut.apply(lut.apply(photo(tmp_path), VIVID), NATURAL)).max() <= 1
    inverted = photo(tmp_path).copy()
    inverted[..., :3] = 255 - inverted[..., :3]
    assert np.abs(picture(tmp_path / "refreshed") - lut.apply(lut.apply(inverted, NATURAL), NATURAL)).max() <= 1


def test_it_survives_saving_and_a_selection_becomes_its_mask_and_limits_no_refresh(
    open_gimp: OpenGimp, tmp_path: Path
) -> None:
    found = run(
        open_gimp,
        tmp_path,
        """
image.select_rectangle(Gimp.ChannelOps.REPLACE, 0, 0, image.get_width() // 2, image.get_height())
result["said"] = browse(look="zeiss-vivid")
seen("masked")
save(image, folder + "/saved.xcf")
image = load(folder + "/saved.xcf")
Gimp.Selection.none(image)
image.select_rectangle(Gimp.ChannelOps.REPLACE, 0, 0, 10, 10)
layer(image).get_mask().fill(Gimp.FillType.WHITE)
Gimp.Selection.none(image)
layer(image).get_mask().fill(Gimp.FillType.WHITE)
image.select_rectangle(Gimp.ChannelOps.REPLACE, 0, 0, 10, 10)
image.get_layers()[1].invert(False)
result["refresh"] = call("camera-looks-refresh-look-layers", image)
result["selected"] = Gimp.Selection.bounds(image)[2:]
result["channels"] = len(image.get_channels())
seen("refreshed")
""",
    )
    assert found["said"] == found["refresh"] == ""
    assert found["selected"] == [0, 0, 10, 10] and found["channels"] == 0
    masked, width = picture(tmp_path / "masked"), photo(tmp_path).shape[1]
    assert np.abs(masked[:, : width // 2] - lut.apply(photo(tmp_path), VIVID)[:, : width // 2]).max() <= 1
    assert (masked[:, width // 2 :] == photo(tmp_path)[:, width // 2 :]).all()
    below = photo(tmp_path).copy()
    below[:10, :10, :3] = 255 - below[:10, :10, :3]  # the selection limited GIMP's own Invert
    assert np.abs(picture(tmp_path / "refreshed") - lut.apply(below, VIVID)).max() <= 1


def test_in_a_group_and_with_a_look_that_is_gone(open_gimp: OpenGimp, tmp_path: Path) -> None:
    found = run(
        open_gimp,
        tmp_path,
        """
group = Gimp.GroupLayer.new(image, "group")
image.insert_layer(group, None, 0)
copy = image.get_layers()[1].copy()
image.insert_layer(copy, group, 0)
result["said"] = call("camera-looks-browse", image, [copy], output="look-layer", look="zeiss-vivid")
look = group.get_children()[0]
seen("grouped")
parasite = look.get_parasite("camera-looks-layer")
text = bytes(parasite.get_data()).decode().replace("zeiss-vivid", "my-lost-one")
look.attach_parasite(Gimp.Parasite.new("camera-looks-layer", 3, list(text.encode())))
before = pixels(look)
result["lost"] = call("camera-looks-refresh-look-layers", image)
result["unchanged"] = pixels(look) == before
text = text.replace('"version": 1', '"version": 99')
look.attach_parasite(Gimp.Parasite.new("camera-looks-layer", 3, list(text.encode())))
result["newer"] = call("camera-looks-refresh-look-layers", image)
look.attach_parasite(Gimp.Parasite.new("camera-looks-layer", 3, list(b"{")))
result["broken"] = call("camera-looks-refresh-look-layers", image)
result["none"] = call("camera-looks-edit-look-layer", image, [copy], look="zeiss-vivid")
""",
    )
    assert found["said"] == ""
    assert np.abs(picture(tmp_path / "grouped") - lut.apply(photo(tmp_path), VIVID)).max() <= 1
    assert "my-lost-one" in found["lost"] and found["unchanged"]
    assert "another version of Camera Looks (expected 1, found 99)" in found["newer"]
    assert "The settings of the look layer" in found["broken"] and "expected a JSON object" in found["broken"]
    assert "is no look layer" in found["none"]


def test_it_can_be_made_again_by_another_user(open_gimp: OpenGimp, tmp_path: Path) -> None:
    """A look of one's own travels with the image; one that has its name elsewhere is used there, and told."""
    film, other = (lut.Lut(lut.Lut.identity(5).table ** power) for power in (1.5, 0.7))
    place = open_gimp.gimp.home / ".local/share/camera-looks/looks/Film.cube"
    place.parent.mkdir(parents=True, exist_ok=True)
    lut.write(film, place)
    lut.write(other, tmp_path / "other.cube")
    try:
        found = run(
            open_gimp,
            tmp_path,
            f"""
place = Path({str(place)!r})
result["said"] = browse(look="my-film", vignette=0.0)
save(image, folder + "/saved.xcf")
place.unlink()
image = load(folder + "/saved.xcf")
image.get_layers()[1].invert(False)
result["refreshed"] = call("camera-looks-refresh-look-layers", image)
seen("elsewhere")
save(image, folder + "/again.xcf")
image = load(folder + "/again.xcf")
result["again"] = call("camera-looks-refresh-look-layers", image)
seen("again")
result["name"] = layer(image).get_name()
place.write_bytes(Path(folder, "other.cube").read_bytes())
result["other"] = call("camera-looks-refresh-look-layers", image)
seen("other")
""",
        )
    finally:
        place.unlink(missing_ok=True)
    assert [found[name] for name in ("said", "refreshed", "again", "other")] == 4 * [""]
    inverted = photo(tmp_path).copy()
    inverted[..., :3] = 255 - inverted[..., :3]
    for name in ("elsewhere", "again"):
        assert np.abs(picture(tmp_path / name) - lut.apply(inverted, film)).max() <= 1
    assert np.abs(picture(tmp_path / "other") - lut.apply(inverted, other)).max() <= 1
    assert found["name"].endswith("· Film")


def test_one_made_under_the_old_name_of_a_partnership_is_made_again_and_renamed(
    open_gimp: OpenGimp, tmp_path: Path
) -> None:
    """A layer that the user has named keeps that name, until it gets another look."""
    found = run(
        open_gimp,
        tmp_path,
        """
result["said"] = [browse(look="hasselblad-natural") for _ in range(2)]
for each, name in zip(image.get_layers(), ("OnePlus × Hasselblad · Natural Color", "Sky")):
    text = bytes(each.get_parasite("camera-looks-layer").get_data()).decode()
    text = text.replace("OPPO & OnePlus", "OnePlus")
    each.attach_parasite(Gimp.Parasite.new("camera-looks-layer", 3, list(text.encode())))
    each.set_name(name)
result["refresh"] = call("camera-looks-refresh-look-layers", image)
result["names"] = names()
result["edit"] = call("camera-looks-edit-look-layer", image, [image.get_layers()[1]], look="zeiss-natural")
result["edited"] = names()
""",
    )
    assert found["said"] == ["", ""] and found["refresh"] == found["edit"] == ""
    assert found["names"] == ["OPPO & OnePlus × Hasselblad · Natural Color", "Sky", "Background"]
    assert found["edited"][1] == "vivo × ZEISS · Natural Color"


def test_layers_above_and_hidden_ones_have_no_say_and_the_canvas_may_grow(open_gimp: OpenGimp, tmp_path: Path) -> None:
    """In 16 bits: a hidden layer below, a layer with a mode and an effect above, a duplicate, a larger canvas."""
    found = run(
        open_gimp,
        tmp_path,
        """
image.convert_precision(Gimp.Precision.U16_NON_LINEAR)
photograph = layer(image)
hidden = photograph.copy()
image.insert_layer(hidden, None, 0)
hidden.invert(False)
hidden.set_visible(False)
result["said"] = call("camera-looks-browse", image, [photograph], output="look-layer", look="zeiss-vivid")
look = image.get_layers()[1]
above = photograph.copy()
image.insert_layer(above, None, 0)
above.set_mode(Gimp.LayerMode.DIFFERENCE)
effect = Gimp.DrawableFilter.new(above, "gegl:invert-gamma", "")
above.append_filter(effect)
result["refresh"] = call("camera-looks-refresh-look-layers", image)
Path(folder, "look").write_bytes(pixels(look))
twin = look.copy()
image.insert_layer(twin, None, image.get_item_position(look))
twin.set_opacity(50.0)
result["modes"] = [look.get_mode() == Gimp.LayerMode.NORMAL, above.get_mode() == Gimp.LayerMode.DIFFERENCE]
image.resize(image.get_width() + 20, image.get_height() + 10, 20, 10)
photograph.invert(False)
result["grown"] = call("camera-looks-refresh-look-layers", image)
for name, each in (("lower", look), ("upper", twin)):
    width, height = photograph.get_width(), photograph.get_height()
    result[name] = [each.get_width() - width, each.get_height() - height, each.get_opacity()]
    area = Gegl.Rectangle.new(20, 10, width, height)
    Path(folder, name).write_bytes(each.get_buffer().get(area, 1.0, "R'G'B'A u8", Gegl.AbyssPolicy.NONE))
result["filters"] = len(above.get_filters())
""",
    )
    assert found["said"] == found["refresh"] == found["grown"] == ""
    assert np.abs(picture(tmp_path / "look") - lut.apply(photo(tmp_path), VIVID)).max() <= 1
    inverted = photo(tmp_path).copy()
    inverted[..., :3] = 255 - inverted[..., :3]
    once = lut.apply(inverted, VIVID)
    assert found["lower"][:2] == found["upper"][:2] == [20, 10] and found["upper"][2] == 50
    assert np.abs(picture(tmp_path / "lower") - once).max() <= 1
    assert np.abs(picture(tmp_path / "upper") - lut.apply(once, VIVID)).max() <= 2  # the lower one was rounded
    assert found["modes"] == [True, True] and found["filters"] == 1


def test_what_cannot_be_made_again_is_told_and_all_else_is_done(open_gimp: OpenGimp, tmp_path: Path) -> None:
    found = run(
        open_gimp,
        tmp_path,
        """
result["first"] = browse(look="zeiss-vivid")
result["second"] = browse(look="zeiss-natural")
upper, lower, photograph = image.get_layers()
lower.set_lock_content(True)
before = pixels(lower)
photograph.invert(False)
result["refresh"] = call("camera-looks-refresh-look-layers", image)
result["locked"] = pixels(lower) == before
Path(folder, "upper").write_bytes(pixels(upper))
gray = image.duplicate()
gray.convert_grayscale()
result["gray"] = call("camera-looks-browse", gray, [gray.get_layers()[2]], output="look-layer", look="zeiss-vivid")
""",
    )
    assert found["first"] == found["second"] == ""
    assert "1 of 2 look layers made again" in found["refresh"] and "locked against changes" in found["refresh"]
    assert found["locked"]
    assert np.abs(picture(tmp_path / "upper") - lut.apply(lut.apply(photo(tmp_path), VIVID), NATURAL)).max() <= 1
    assert "is grayscale" in found["gray"]


def test_a_layer_with_damaged_settings_keeps_no_other_from_being_made_again(
    open_gimp: OpenGimp, tmp_path: Path
) -> None:
    """Settings of 100,000 brackets, of numbers without end, of other kinds; the layers above and below are done."""
    found = run(
        open_gimp,
        tmp_path,
        """
for number in range(5):
    result[f"said {number}"] = browse(look="zeiss-vivid")
upper, brackets, digits, kinds, lower, photograph = image.get_layers()
text = bytes(upper.get_parasite("camera-looks-layer").get_data())
for each, data in (
    (brackets, b"[" * 100_000),
    (digits, text.replace(b'"version": 1', b'"version": ' + b"9" * 5000)),
    (kinds, text.replace(b'"zeiss-vivid"', b'["zeiss-vivid"]')),
):
    each.attach_parasite(Gimp.Parasite.new("camera-looks-layer", 3, list(data)))
    each.set_visible(False)
photograph.invert(False)
result["refresh"] = call("camera-looks-refresh-look-layers", image)
Path(folder, "lower").write_bytes(pixels(lower))
Path(folder, "upper").write_bytes(pixels(upper))
""",
    )
    assert [found[f"said {number}"] for number in range(5)] == 5 * [""]
    said = found["refresh"]
    assert "2 of 5 look layers made again" in said and said.count("are damaged (expected") == 3
    assert "Error" not in said and "expected text as look, found something else" in said
    inverted = photo(tmp_path).copy()
    inverted[..., :3] = 255 - inverted[..., :3]
    once = lut.apply(inverted, VIVID)
    assert np.abs(picture(tmp_path / "lower") - once).max() <= 1
    assert np.abs(picture(tmp_path / "upper") - lut.apply(once, VIVID)).max() <= 2  # the lower one was rounded
