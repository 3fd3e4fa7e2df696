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
