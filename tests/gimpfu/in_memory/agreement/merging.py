"""Layers over layers: every mode, masks, opacity, offsets; sizes, flips and turns; copies and pastes."""

from gimpfu import *

WIDTH, HEIGHT = 16, 12
MODES = [
    value for name, value in sorted(globals().items()) if name.startswith("LAYER_MODE_") and isinstance(value, int)
]


def paint(layer, shift, opaque=False):
    region = layer.get_pixel_rgn(0, 0, layer.width, layer.height)
    n, data = layer.bpp, []
    for y in range(layer.height):
        for x in range(layer.width):
            pixel = [(x * 16 + shift * 50) % 256, (y * 20 + shift * 90) % 256, (x * y + shift * 30) % 256]
            data += pixel + ([255 if opaque else (x * 30 + y * 40 + shift * 60) % 256] if n == 4 else [])
    region[:, :] = bytes(data)
    layer.flush()


def stack(mode, opacity=100.0, below=RGBA_IMAGE, opaque=False):
    image = gimp.Image(WIDTH, HEIGHT, RGB)
    for i, (type, kind) in enumerate(((below, LAYER_MODE_NORMAL), (RGBA_IMAGE, mode))):
        layer = gimp.Layer(image, f"Layer {i}", WIDTH, HEIGHT, type, opacity if i else 100.0, kind)
        image.add_layer(layer, 0)
        paint(layer, i, opaque)
    return image


def values(layer):
    region = layer.get_pixel_rgn(0, 0, layer.width, layer.height, False, False)
    return list(region[:, :])


def about(layer):
    return [layer.name, layer.width, layer.height, layer.offsets, layer.type, layer.opacity, layer.mode]


for mode in MODES:
    try:
        result[f"mode {mode}"] = values(stack(mode).merge_visible_layers(CLIP_TO_IMAGE))
        result[f"mode {mode} flattened"] = values(stack(mode, 60.0, RGB_IMAGE, True).flatten())
    except NotImplementedError:
        result[f"mode {mode}"] = "not in memory"

gimp.set_background(20, 120, 220)
image = stack(LAYER_MODE_NORMAL, 70.0)
flat = image.flatten()
result["flattened"] = [about(flat), values(flat)]
image = stack(LAYER_MODE_NORMAL_LEGACY, 70.0)
top = image.layers[0]
mask = top.create_mask(ADD_BLACK_MASK)
top.add_mask(mask)
region = mask.get_pixel_rgn(0, 0, WIDTH, HEIGHT)
region[:, :] = bytes((x * 17) % 256 for _ in range(HEIGHT) for x in range(WIDTH))
mask.flush()
top.set_offsets(3, -2)
image.layers[1].translate(-1, 4)
down = image.duplicate()
result["masked"] = [about(m) for m in (image.merge_visible_layers(EXPAND_AS_NECESSARY),)] + values(image.layers[0])
merged = down.merge_down(down.layers[0], EXPAND_AS_NECESSARY)
result["merged down"] = [about(merged), values(merged), len(down.layers)]

for title, call in (
    ("applied", lambda layer: layer.remove_mask(MASK_APPLY)),
    ("discarded", lambda layer: layer.remove_mask(MASK_DISCARD)),
):
    image = stack(LAYER_MODE_NORMAL)
    layer = image.layers[0]
    layer.add_mask(layer.create_mask(ADD_ALPHA_MASK if title == "applied" else ADD_COPY_MASK))
    result[f"mask {title} before"] = values(layer.mask)
    call(layer)
    result[f"mask {title}"] = [values(layer), layer.mask]

image = stack(LAYER_MODE_NORMAL, 100.0, RGB_IMAGE)
bottom = image.layers[1]
bottom.add_alpha()
result["alpha added"] = [bottom.type, values(bottom)]
bottom.resize(20, 14, 2, 1)
result["resized"] = [about(bottom), values(bottom)]
bottom.resize_to_image_size()
result["to image size"] = [about(bottom), values(bottom)]
bottom.scale(8, 6, False, INTERPOLATION_NONE)
result["scaled"] = [about(bottom), values(bottom)]
pdb.gimp_layer_flatten(image.layers[0])
result["layer flattened"] = values(image.layers[0])

for title, call in (
    ("scale", lambda image: image.scale(8, 18, INTERPOLATION_NONE)),
    ("crop", lambda image: image.crop(9, 7, 4, 2)),
    ("resize", lambda image: image.resize(30, 20, 5, -3)),
    ("rotate 90", lambda image: pdb.gimp_image_rotate(image, ROTATE_90)),
    ("rotate 180", lambda image: pdb.gimp_image_rotate(image, ROTATE_180)),
    ("rotate 270", lambda image: pdb.gimp_image_rotate(image, ROTATE_270)),
    ("flip", lambda image: pdb.gimp_image_flip(image, ORIENTATION_HORIZONTAL)),
    ("flip v", lambda image: pdb.gimp_image_flip(image, ORIENTATION_VERTICAL)),
    ("resize to layers", lambda image: image.resize_to_layers()),
):
    image = stack(LAYER_MODE_NORMAL)
    image.layers[0].set_offsets(2, -1)
    image.layers[1].resize(10, 8, -3, 0)
    pdb.gimp_image_select_rectangle(image, CHANNEL_OP_REPLACE, 2, 3, 5, 4)
    call(image)
    result[title] = [image.width, image.height, list(pdb.gimp_selection_bounds(image))] + [
        [about(layer), values(layer)] for layer in image.layers
    ]

image = stack(LAYER_MODE_NORMAL)
layer = image.layers[0]
result["turned"] = [about(pdb.gimp_item_transform_rotate_simple(layer, ROTATE_90, True, 0, 0)), values(layer)]
result["flipped"] = [about(layer.transform_flip_simple(ORIENTATION_VERTICAL, True, 0.0)), values(layer)]
layer.offset(True, OFFSET_TRANSPARENT, 3, -2)
result["offset"] = values(layer)
layer.offset(False, OFFSET_BACKGROUND, -4, 1)
result["offset to background"] = values(layer)

image = stack(LAYER_MODE_NORMAL)
pdb.gimp_image_select_rectangle(image, CHANNEL_OP_REPLACE, 2, 3, 6, 5)
result["copied"] = pdb.gimp_edit_copy(image.layers[0])
pdb.gimp_selection_none(image)
floating = pdb.gimp_edit_paste(image.layers[1], False)
result["floating"] = [about(floating), floating.is_floating_sel, image.floating_selection == floating, values(floating)]
pdb.gimp_floating_sel_anchor(floating)
result["anchored"] = [values(image.layers[1]), [layer.name for layer in image.layers]]
floating = pdb.gimp_edit_paste(image.layers[0], False)
pdb.gimp_floating_sel_to_layer(floating)
result["to layer"] = [layer.name for layer in image.layers]
new = pdb.gimp_edit_paste_as_new_image()
result["as new"] = [new.width, new.height, new.base_type, about(new.layers[0]), values(new.layers[0])]
other = gimp.Image(WIDTH, HEIGHT, RGB)
moved = pdb.gimp_layer_new_from_drawable(image.layers[-1], other)
result["from drawable"] = [about(moved), values(moved)]
seen = pdb.gimp_layer_new_from_visible(image, other, "Seen")
result["from visible"] = [about(seen), values(seen)]
