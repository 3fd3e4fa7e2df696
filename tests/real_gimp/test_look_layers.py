"""Look layers in a real GIMP: made from what lies below, remembered, edited, refreshed, saved."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from gimps import CHECKOUT, RealGimp
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


def run(gimp: RealGimp, tmp_path: Path, steps: str) -> dict[str, Any]:
    return gimp.run(SCRIPT, photo=WINE, folder=tmp_path, steps=steps).result


def picture(path: Path) -> np.ndarray:
    width, height = Image.open(WINE).size
    return np.fromfile(path, np.uint8).reshape(height, width, 4).astype(int)


def photo(tmp_path: Path) -> np.ndarray:
    """As GIMP has decoded it."""
    return picture(tmp_path / "photo").astype(np.uint8)


def test_its_opacity_is_its_strength(gimp: RealGimp, tmp_path: Path) -> None:
    found = run(
        gimp,
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


def test_edited_and_refreshed_it_follows_what_lies_below(gimp: RealGimp, tmp_path: Path) -> None:
    """Two look layers, one on the other; the photograph is inverted by GIMP, and both are made again."""
    found = run(
        gimp,
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
    gimp: RealGimp, tmp_path: Path
) -> None:
    found = run(
        gimp,
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


def test_in_a_group_and_with_a_look_that_is_gone(gimp: RealGimp, tmp_path: Path) -> None:
    found = run(
        gimp,
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
    assert "no look layers" in found["broken"]
    assert "is no look layer" in found["none"]
