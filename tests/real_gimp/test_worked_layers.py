"""Which layers a call works on in a real GIMP: an active mask means its layer, and what is no layer is told."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from applying import PORTRAIT
from open_gimp import OpenGimp

import lut

MASK = """
image = load(photo)
photograph = layer(image)
mask = photograph.create_mask(Gimp.AddMaskType.WHITE)
photograph.add_mask(mask)
assert image.get_selected_drawables() == [mask]
before, white = pixels(photograph), pixels(mask)
settings = {"look": "zeiss-vivid", "vignette": 0.0}
result["by name"] = call("camera-looks-browse", image, [mask], **settings)
Path(folder, "before").write_bytes(before)
Path(folder, "after").write_bytes(pixels(photograph))
result["mask is white"] = pixels(mask) == white
result["as selected"] = call("camera-looks-zeiss-vivid", image, [], strength=50.0)
result["all images"] = call("camera-looks-apply-to-images", image, [], look="zeiss-vivid", new_layer=True)
result["copies"] = len(image.get_layers())

image.select_rectangle(Gimp.ChannelOps.REPLACE, 0, 0, 100, 100)
result["look layer"] = call("camera-looks-browse", image, [mask], output="look-layer", **settings)
made = image.get_selected_layers()[0]
result["its mask"] = [made.get_mask() is not None, made.get_edit_mask(), image.get_selected_drawables() == [made]]
made.set_edit_mask(True)
result["edit"] = call("camera-looks-edit-look-layer", image, [], look="zeiss-natural")
result["refresh"] = call("camera-looks-refresh-look-layers", image, [])
result["edited"] = made.get_name()

result["create"] = call("camera-looks-create-from-hald", image, [mask], name="x")
channel = Gimp.Selection.save(image)
result["channel"] = [
    call("camera-looks-apply", image, [channel], look="zeiss-vivid"),
    call("camera-looks-browse", image, [channel], look="zeiss-vivid", output="look-layer"),
    call("camera-looks-edit-look-layer", image, [channel], look="zeiss-vivid"),
    call("camera-looks-create-from-hald", image, [channel], name="x"),
]
result["with a channel"] = call("camera-looks-refresh-look-layers", image, [channel])
"""


def test_an_active_mask_means_its_layer_and_a_channel_is_told(open_gimp: OpenGimp, tmp_path: Path) -> None:
    found = open_gimp.run(MASK, photo=PORTRAIT, folder=tmp_path).result
    done = ("by name", "as selected", "all images", "look layer", "edit", "refresh", "with a channel")
    assert [found[name] for name in done] == [""] * len(done)
    before, after = (np.fromfile(tmp_path / name, np.uint8).reshape(512, 512, 4) for name in ("before", "after"))
    expected = lut.apply(before, lut.looks.load("zeiss-vivid").bake())
    assert np.abs(after.astype(int) - expected).max() <= 1 and found["mask is white"]
    assert found["copies"] == 2
    assert found["its mask"] == [True, False, True]
    assert found["edited"] == "vivo × ZEISS · Natural Color"
    assert "Hald" in found["create"]  # the layer was read, which is no Hald picture
    told = "is a channel or a mask without a layer: select a layer in the Layers dialog first"
    assert all(told in sentence for sentence in found["channel"])


GROUP = """
image = load(photo)
photograph = layer(image)
outer, group = (Gimp.GroupLayer.new(image, name) for name in ("outer", "group"))
image.insert_layer(outer, None, 0)
image.insert_layer(group, outer, 0)
image.reorder_item(photograph, group, 0)
photograph.append_filter(Gimp.DrawableFilter.new(photograph, "gegl:invert-gamma", "in"))
group.append_filter(Gimp.DrawableFilter.new(group, "gegl:invert-gamma", "on it"))
group.set_opacity(70.0)
empty = Gimp.GroupLayer.new(image, "empty")
image.insert_layer(empty, None, 0)
Path(folder, "before").write_bytes(pixels(photograph))

settings = {"look": "zeiss-vivid", "vignette": 0.0}
result["new layer"] = call("camera-looks-browse", image, [group], output="new-layer", **settings)
copy = outer.get_children()[0]
Path(folder, "new-layer").write_bytes(pixels(copy))
result["copy"] = [copy.get_name(), copy.is_group(), round(copy.get_opacity()), len(copy.get_filters())]
image.remove_layer(copy)

group.set_opacity(100.0)
result["look layer"] = call("camera-looks-browse", image, [group], output="look-layer", **settings)
made = outer.get_children()[0]
Path(folder, "look-layer").write_bytes(pixels(made))
result["places"] = [item.get_name() for item in outer.get_children()]
result["menu"] = call("camera-looks-zeiss-vivid", image, [group], new_layer=True)

count = len(outer.get_children())
result["this layer"] = call("camera-looks-browse", image, [group], output="this", **settings)
result["several"] = call("camera-looks-browse", image, [group, photograph], output="this", **settings)
result["nothing in it"] = call("camera-looks-browse", image, [empty], output="new-layer", **settings)
result["edit"] = call("camera-looks-edit-look-layer", image, [group], look="zeiss-vivid")
result["create"] = call("camera-looks-create-from-effects", image, [group], name="x")
result["added"] = len(outer.get_children()) - count
"""


def test_a_group_gives_a_new_layer_and_a_look_layer_of_what_it_shows(open_gimp: OpenGimp, tmp_path: Path) -> None:
    """The photograph is inverted by an effect of its own, and inverted back by one of its group."""
    found = open_gimp.run(GROUP, photo=PORTRAIT, folder=tmp_path).result
    assert [found[name] for name in ("new layer", "look layer", "menu")] == ["", "", ""]
    before, *after = (
        np.fromfile(tmp_path / name, np.uint8).reshape(512, 512, 4) for name in ("before", "new-layer", "look-layer")
    )
    expected = lut.apply(before, lut.looks.load("zeiss-vivid").bake())
    for picture in after:
        assert np.abs(picture.astype(int) - expected).max() <= 1
    assert found["copy"] == ["ZEISS Vivid – group", False, 70, 0]
    assert found["places"] == ["vivo × ZEISS · Vivid", "group"]
    assert "“group” is a layer group: select the layers in it, or choose a new layer" in found["this layer"]
    assert "1 of 2 layers done. “group” is a layer group" in found["several"]
    assert "“empty” is a layer group with nothing in it" in found["nothing in it"]
    assert "“group” is no look layer" in found["edit"] and "“group” is a layer group" in found["create"]
    assert found["added"] == 0


LOOK_LAYER = """
image = load(photo)
photograph = layer(image)
Path(folder, "photo").write_bytes(pixels(photograph))
vivid, natural = ({"look": f"zeiss-{name}", "vignette": 0.0} for name in ("vivid", "natural"))
result["first"] = call("camera-looks-browse", image, output="look-layer", **vivid)
made = layer(image)
before = pixels(made)
result["this layer"] = [
    call("camera-looks-browse", image, [made], output="this", **natural),
    call("camera-looks-zeiss-natural", image, [made]),
    call("camera-looks-apply", image, [made], look="zeiss-natural"),
    call("camera-looks-apply-to-images", image, [], look="zeiss-natural"),
]
result["same"] = pixels(made) == before
result["above"] = call("camera-looks-browse", image, [made], output="new-layer", **natural)
above = layer(image)
result["refresh"] = call("camera-looks-refresh-look-layers", image, [])
result["plain"] = [above != made, above.get_parasite("camera-looks-layer") is None, len(image.get_layers())]
Path(folder, "above").write_bytes(pixels(above))
image.remove_layer(above)

# Ten pixels are painted; the image is saved and opened before the layer is made again.
result["not painted"] = call("camera-looks-edit-look-layer", image, [made], **vivid)
made.get_buffer().set(Gegl.Rectangle.new(100, 100, 10, 1), "R'G'B'A u8", bytes([255, 0, 255, 255]) * 10)
made.get_buffer().flush()
made.update(100, 100, 10, 1)
save(image, folder + "/painted.xcf")
image = load(folder + "/painted.xcf")
painted = pixels(layer(image))
for number, name in enumerate(("refresh", "edit")):
    made = image.get_layers()[number]
    made.get_buffer().set(Gegl.Rectangle.new(0, 0, 512, 512), "R'G'B'A u8", painted)
    made.get_buffer().flush()
    made.update(0, 0, 512, 512)
    result[f"painted, {name}"] = (
        call("camera-looks-refresh-look-layers", image, []) if name == "refresh" else
        call("camera-looks-edit-look-layer", image, [made], **vivid)
    )
    kept = image.get_layers()[number]
    parasite = kept.get_parasite("camera-looks-layer")
    result[f"kept, {name}"] = [kept.get_name(), pixels(kept) == painted, kept.get_visible(), parasite is None]
    result[f"made again, {name}"] = pixels(image.get_layers()[number + 1]) == before
result["again"] = [call("camera-looks-refresh-look-layers", image, []), len(image.get_layers())]
image.convert_precision(Gimp.Precision.U16_NON_LINEAR)
result["converted"] = [call("camera-looks-refresh-look-layers", image, []), len(image.get_layers())]
"""


def test_nothing_put_onto_a_look_layer_is_lost_when_it_is_made_again(open_gimp: OpenGimp, tmp_path: Path) -> None:
    found = open_gimp.run(LOOK_LAYER, photo=PORTRAIT, folder=tmp_path).result
    assert all("is a look layer, and what is put into it is lost" in said for said in found["this layer"])
    assert found["same"]
    assert found["first"] == found["above"] == found["refresh"] == "" and found["plain"] == [True, True, 3]
    photo, above = (np.fromfile(tmp_path / name, np.uint8).reshape(512, 512, 4) for name in ("photo", "above"))
    vivid, natural = (lut.looks.load(f"zeiss-{name}").bake() for name in ("vivid", "natural"))
    assert np.abs(above.astype(int) - lut.apply(lut.apply(photo, vivid), natural)).max() <= 1
    assert found["not painted"] == ""
    for name in ("refresh", "edit"):
        assert found[f"painted, {name}"] == ""
        title, same, visible, plain = found[f"kept, {name}"]
        assert title.startswith("vivo × ZEISS · Vivid") and "(as painted)" in title
        assert (same, visible, plain) == (True, False, True), name
        assert found[f"made again, {name}"]
    assert found["again"] == found["converted"] == ["", 4]
