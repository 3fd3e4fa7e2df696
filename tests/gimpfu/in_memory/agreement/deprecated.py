"""Procedures of earlier GIMPs that GIMP 2.10 still answers; pasting into lower layers, masks and selections."""

from gimpfu import *

WIDTH, HEIGHT = 16, 12


def values(item):
    return list(item.get_pixel_rgn(0, 0, item.width, item.height, False, False)[:, :])


def painted(layer, shift):
    region = layer.get_pixel_rgn(0, 0, layer.width, layer.height)
    n = layer.bpp
    region[:, :] = bytes((i * 7 + shift * 40) % 256 if n < 4 or i % 4 < 3 else 255 for i in range(WIDTH * HEIGHT * n))
    layer.flush()
    return layer


def names(image):
    return [[layer.name, layer.visible, layer.offsets] for layer in image.layers]


def picture():
    image = gimp.Image(WIDTH, HEIGHT, RGB)
    for i, name in enumerate(("Low", "Middle", "Top")):
        layer = pdb.gimp_layer_new(image, WIDTH, HEIGHT, RGBA_IMAGE, name, 100, LAYER_MODE_NORMAL_LEGACY)
        pdb.gimp_image_add_layer(image, layer, 0)
        painted(layer, i)
    return image


image = picture()
result["added"] = names(image)
below = pdb.gimp_layer_copy(image.layers[0], False)
pdb.gimp_image_add_layer(image, below, 2)
result["added below"] = names(image)
channel = gimp.Channel(image, "Channel", WIDTH, HEIGHT, 50.0, "red")
pdb.gimp_image_add_channel(image, channel, 0)
vectors = gimp.Vectors(image, "Path")
pdb.gimp_image_add_vectors(image, vectors, 0)
result["others"] = [[item.name for item in items] for items in (image.channels, image.vectors)]
top = image.layers[0]
mask = top.create_mask(ADD_BLACK_MASK)
pdb.gimp_image_add_layer_mask(image, top, mask)
result["masked"] = top.mask.name
pdb.gimp_image_remove_layer_mask(image, top, MASK_APPLY)
result["mask applied"] = [top.mask, values(top)[3::4]]
pdb.gimp_layer_scale_full(below, 8, 6, False, INTERPOLATION_NONE)
result["layer scaled"] = [below.width, below.height, pdb.gimp_context_get_interpolation()]
below.translate(3, 2)
pdb.gimp_selection_layer_alpha(below)
result["layer alpha"] = list(pdb.gimp_selection_bounds(image))
saved = pdb.gimp_selection_save(image)
pdb.gimp_rect_select(image, 0, 0, 5, 12, CHANNEL_OP_REPLACE, False, 0)
pdb.gimp_selection_combine(saved, CHANNEL_OP_INTERSECT)
result["combined"] = list(pdb.gimp_selection_bounds(image))
pdb.gimp_ellipse_select(image, 2, 1, 10, 8, CHANNEL_OP_REPLACE, False, False, 0)
result["ellipse"] = list(pdb.gimp_selection_bounds(image))
pdb.gimp_selection_none(image)
low = image.layers[-1]
result["flipped"] = [pdb.gimp_flip(low, ORIENTATION_HORIZONTAL) == low, values(low)]
turned = pdb.gimp_drawable_transform_flip_simple(low, ORIENTATION_VERTICAL, True, 0, False)
result["flipped by a transformation"] = [turned == low, values(low)]
pdb.gimp_image_scale_full(image, 8, 6, INTERPOLATION_NONE)
result["scaled"] = [image.width, image.height, low.width, low.height]

for into in (False, True):
    for selected in (False, True):
        image = picture()
        pdb.gimp_image_select_rectangle(image, CHANNEL_OP_REPLACE, 0, 0, 6, 5)
        pdb.gimp_edit_copy(image.layers[0])
        pdb.gimp_selection_none(image)
        if selected:
            pdb.gimp_image_select_rectangle(image, CHANNEL_OP_REPLACE, 8, 4, 4, 4)
        lower = image.layers[1]
        floating = pdb.gimp_edit_paste(lower, into)
        case = f"pasted {into} {selected}"
        result[case] = [names(image), image.active_layer == floating, list(pdb.gimp_selection_bounds(image))]
        pdb.gimp_floating_sel_anchor(floating)
        result[f"{case}, anchored"] = [names(image), image.active_layer.name, values(lower)]

image = picture()
pdb.gimp_image_select_rectangle(image, CHANNEL_OP_REPLACE, 0, 0, 6, 5)
pdb.gimp_edit_copy(image.layers[0])
pdb.gimp_selection_none(image)
lower = image.layers[1]
lower.add_mask(lower.create_mask(ADD_BLACK_MASK))
floating = pdb.gimp_edit_paste(lower.mask, False)
result["pasted into a mask"] = [names(image), image.active_layer == floating]
pdb.gimp_floating_sel_anchor(floating)
result["anchored on a mask"] = [names(image), image.active_layer.name, image.active_drawable == lower.mask]
result["history"] = [
    pdb.gimp_palette_is_editable("Color History"),
    "Color History" in pdb.gimp_palettes_get_list("")[1],
    pdb.gimp_context_get_palette(),
]
result["too many arguments"] = pdb.gimp_context_get_opacity(1, "two", image)
