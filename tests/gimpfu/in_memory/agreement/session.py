"""Data, parasites, palettes, gradients, files, undo and the shelf."""

import os

import gimpshelf
from gimpfu import *

gimp.set_data("camera-looks-test", b"\x00bytes")
result["data"] = list(gimp.get_data("camera-looks-test"))
image = gimp.Image(6, 4, RGB)
layer = gimp.Layer(image, "Layer", 6, 4, RGB_IMAGE)
image.add_layer(layer)
gimpshelf.shelf["camera-looks-shelf"] = {"image": image, "layer": layer, "color": gimpcolor.RGB(1, 2, 3), "n": [1, 2.5]}
kept = gimpshelf.shelf["camera-looks-shelf"]
result["shelf"] = [kept["image"] == image, kept["layer"] == layer, kept["color"][:], kept["n"]]
result["has key"] = [gimpshelf.shelf.has_key("camera-looks-shelf"), gimpshelf.shelf.has_key("camera-looks-none")]
del gimpshelf.shelf["camera-looks-shelf"]
result["deleted"] = gimpshelf.shelf.has_key("camera-looks-shelf")
try:
    gimp.get_data("camera-looks-none")
except gimp.error as problem:
    result["no data"] = isinstance(problem, RuntimeError)
gimp.attach_new_parasite("camera-looks-parasite", 0, b"abc")
result["parasite"] = [
    list(gimp.parasite_find("camera-looks-parasite").data),
    "camera-looks-parasite" in gimp.parasite_list(),
]
gimp.parasite_detach("camera-looks-parasite")
result["detached"] = gimp.parasite_find("camera-looks-parasite")

palette = pdb.gimp_palette_new("Camera Looks Test")
numbers = [pdb.gimp_palette_add_entry(palette, name, color) for name, color in (("a", (1, 2, 3)), ("", (255, 0, 128)))]
result["palette"] = [numbers, pdb.gimp_palette_get_info(palette), pdb.gimp_palette_entry_get_name(palette, 1)]
pdb.gimp_palette_entry_set_name(palette, 0, "first")
pdb.gimp_palette_entry_set_color(palette, 0, (9, 8, 7))
result["entries"] = [
    [pdb.gimp_palette_entry_get_name(palette, i), pdb.gimp_palette_entry_get_color(palette, i)[:]] for i in (0, 1)
]
count, colors = pdb.gimp_palette_get_colors(palette)
result["colors"] = [count, [color[:] for color in colors]]
copy = pdb.gimp_palette_duplicate(palette)
result["copy"] = [copy, pdb.gimp_palette_is_editable(copy), list(pdb.gimp_palettes_get_list("Camera Looks"))]
pdb.gimp_palette_delete_entry(palette, 0)
result["left"] = pdb.gimp_palette_get_info(palette)
for name in (palette, copy):
    pdb.gimp_palette_delete(name)

gradient = pdb.gimp_gradient_new("Camera Looks Gradient")
pdb.gimp_gradient_segment_range_split_uniform(gradient, 0, 0, 2)
pdb.gimp_gradient_segment_set_left_color(gradient, 0, (255, 0, 0), 100)
pdb.gimp_gradient_segment_set_right_color(gradient, 0, (0, 255, 0), 50)
pdb.gimp_gradient_segment_set_left_color(gradient, 1, (0, 0, 255), 100)
result["gradient"] = [
    pdb.gimp_gradient_get_number_of_segments(gradient),
    [pdb.gimp_gradient_segment_get_left_pos(gradient, i) for i in (0, 1)],
    [pdb.gimp_gradient_segment_get_right_pos(gradient, i) for i in (0, 1)],
]
color, opacity = pdb.gimp_gradient_segment_get_right_color(gradient, 0)
result["right"] = [color[:], opacity]
result["samples"] = [[round(part, 4) for part in sample] for sample in gimp.gradient_get_uniform_samples(gradient, 6)]
result["reversed"] = [
    [round(part, 4) for part in sample] for sample in gimp.gradient_get_custom_samples(gradient, [0.1, 0.9], True)
]
pdb.gimp_gradient_delete(gradient)

region = layer.get_pixel_rgn(0, 0, 6, 4)
region[:, :] = bytes(range(100, 172))
layer.flush()
path = os.path.join(folder, "picture.png")
pdb.file_png_save(image, layer, path, path, False, 9, False, False, False, True, False)
loaded = pdb.gimp_file_load(path, path)
region = loaded.layers[0].get_pixel_rgn(0, 0, 6, 4)
result["loaded"] = [loaded.width, loaded.height, loaded.layers[0].name, loaded.layers[0].type, list(region[:, :])]
result["file"] = [loaded.name, os.path.basename(loaded.filename), loaded.uri.startswith("file:///"), loaded.dirty]
result["file resolution"] = [round(value, 2) for value in loaded.resolution]
single = pdb.gimp_file_load_layer(image, path)
result["layer of a file"] = [single.name, single.type]
ppm = os.path.join(folder, "picture.ppm")
pdb.file_ppm_save(image, layer, ppm, ppm, True)
with open(ppm, "rb") as file:
    result["ppm"] = list(file.read()[-72:])
try:
    pdb.gimp_file_load("/none.png", "/none.png")
except RuntimeError as problem:
    result["no file"] = "none.png" in str(problem)

image.undo_group_start()
layer.fill(WHITE_FILL)
image.undo_group_end()
result["undo"] = [image.undo_is_enabled(), image.undo_freeze(), image.undo_is_enabled(), image.undo_thaw()]
result["disabled"] = [image.disable_undo(), image.undo_is_enabled(), image.enable_undo(), image.undo_is_enabled()]
result["query"] = pdb.query("^gimp-image-new$")
result["kinds"] = [len(pdb.query("^gimp-image-n", "", "", "", "", "", kind)) for kind in ("Internal", "Extension")]
result["version"] = [pdb.gimp_version().split(".")[:2], list(gimp.version[:2])]
result["settings"] = [gimp.tile_width(), gimp.tile_height(), isinstance(gimp.directory, str)]
gimp.progress_init("Working")
gimp.progress_update(0.5)
