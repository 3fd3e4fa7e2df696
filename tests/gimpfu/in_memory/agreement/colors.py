"""Filling, the selection, and changes of color."""

from gimpfu import *

WIDTH, HEIGHT = 32, 24


def picture(type=RGBA_IMAGE):
    image = gimp.Image(WIDTH, HEIGHT, RGB if type < 2 else GRAY)
    layer = gimp.Layer(image, "Picture", WIDTH, HEIGHT, type)
    image.add_layer(layer)
    region = layer.get_pixel_rgn(0, 0, WIDTH, HEIGHT)
    n = layer.bpp
    for y in range(HEIGHT):
        row = []
        for x in range(WIDTH):
            pixel = [(x * 8 + y) % 256, (y * 10 + x * 3) % 256, (x * y * 2) % 256]
            row += pixel[: n - (n % 2 == 0)] if n > 2 else pixel[:1]
            row += [min(255, 90 + x * 7)] if n % 2 == 0 else []
        region[0:WIDTH, y] = bytes(row)
    layer.flush()
    return image, layer


def values(layer):
    region = layer.get_pixel_rgn(0, 0, layer.width, layer.height, False, False)
    return list(region[:, :])


for name, type in (("rgb", RGB_IMAGE), ("rgba", RGBA_IMAGE), ("gray", GRAYA_IMAGE)):
    for title, call in (
        ("invert", lambda layer: pdb.gimp_invert(layer)),
        ("invert linear", lambda layer: pdb.gimp_drawable_invert(layer, True)),
        ("levels", lambda layer: pdb.gimp_levels(layer, HISTOGRAM_VALUE, 20, 200, 1.7, 10, 240)),
        ("curves", lambda layer: pdb.gimp_curves_spline(layer, HISTOGRAM_VALUE, 8, [0, 0, 60, 30, 150, 200, 255, 255])),
        ("two points", lambda layer: pdb.gimp_curves_spline(layer, HISTOGRAM_VALUE, 4, [10, 250, 240, 0])),
        ("brightness", lambda layer: pdb.gimp_brightness_contrast(layer, 30, -40)),
        ("contrast", lambda layer: pdb.gimp_brightness_contrast(layer, -20, 60)),
        ("posterize", lambda layer: pdb.gimp_posterize(layer, 5)),
        ("threshold", lambda layer: pdb.gimp_threshold(layer, 80, 190)),
    ):
        image, layer = picture(type)
        call(layer)
        result[f"{title} {name}"] = values(layer)
        gimp.delete(image)

for mode in (DESATURATE_LIGHTNESS, DESATURATE_LUMA, DESATURATE_AVERAGE, DESATURATE_LUMINANCE, DESATURATE_VALUE):
    image, layer = picture()
    pdb.gimp_drawable_desaturate(layer, mode)
    result[f"desaturate {mode}"] = values(layer)

image, layer = picture()
pdb.gimp_levels(layer, HISTOGRAM_GREEN, 0, 128, 1.0, 0, 255)
pdb.gimp_curves_explicit(layer, HISTOGRAM_BLUE, 256, [255 - value for value in range(256)])
result["single channels"] = values(layer)
result["histogram"] = [
    [round(value, 3) for value in pdb.gimp_histogram(layer, channel, 10, 200)]
    for channel in (HISTOGRAM_VALUE, HISTOGRAM_RED, HISTOGRAM_BLUE, HISTOGRAM_ALPHA)
]
image, opaque = picture(RGB_IMAGE)
result["histogram of opaque"] = [round(value, 3) for value in pdb.gimp_histogram(opaque, HISTOGRAM_GREEN, 0, 255)]
result["histogram in parts"] = [
    round(value, 4) for value in pdb.gimp_drawable_histogram(opaque, HISTOGRAM_VALUE, 0.25, 0.75)
]

# The selection.
image, layer = picture()
result["none"] = [pdb.gimp_selection_is_empty(image), pdb.gimp_selection_bounds(image)]
pdb.gimp_image_select_rectangle(image, CHANNEL_OP_REPLACE, 4, 3, 10, 8)
pdb.gimp_image_select_rectangle(image, CHANNEL_OP_ADD, 12, 9, 10, 8)
pdb.gimp_image_select_rectangle(image, CHANNEL_OP_SUBTRACT, 6, 5, 2, 2)
result["bounds"] = [
    pdb.gimp_selection_bounds(image),
    pdb.gimp_selection_value(image, 6, 5),
    pdb.gimp_selection_value(image, 4, 3),
]
saved = pdb.gimp_selection_save(image)
result["saved"] = [saved.name, values(saved), [c.name for c in image.channels]]
gimp.set_foreground(200, 100, 50)
gimp.set_background((10, 20, 30))
pdb.gimp_edit_fill(layer, FOREGROUND_FILL)
result["filled"] = values(layer)
pdb.gimp_selection_invert(image)
pdb.gimp_invert(layer)
result["inverted selection"] = values(layer)
pdb.gimp_edit_clear(layer)
result["cleared"] = values(layer)
layer.fill(BACKGROUND_FILL)
result["drawable fill"] = values(layer)
pdb.gimp_selection_all(image)
pdb.gimp_edit_fill(layer, WHITE_FILL)
pdb.gimp_image_select_item(image, CHANNEL_OP_REPLACE, saved)
pdb.gimp_edit_bucket_fill(layer, FG_BUCKET_FILL, LAYER_MODE_NORMAL_LEGACY, 50, 0, False, 0, 0)
result["bucket"] = values(layer)
pdb.gimp_selection_none(image)
pdb.gimp_edit_bucket_fill(layer, BG_BUCKET_FILL, LAYER_MODE_NORMAL_LEGACY, 100, 0, False, 0, 0)
result["bucket by color"] = values(layer)

# A soft selection.
image, layer = picture()
soft = gimp.Channel(image, "Soft", WIDTH, HEIGHT, 100.0, (0, 0, 0))
image.add_channel(soft)
region = soft.get_pixel_rgn(0, 0, WIDTH, HEIGHT)
region[:, :] = bytes((x * 8) % 256 for _ in range(HEIGHT) for x in range(WIDTH))
soft.flush()
pdb.gimp_image_select_item(image, CHANNEL_OP_REPLACE, soft)
pdb.gimp_edit_fill(layer, FOREGROUND_FILL)
result["soft fill"] = values(layer)
pdb.gimp_invert(layer)
result["soft invert"] = values(layer)
shadow = layer.get_pixel_rgn(0, 0, WIDTH, HEIGHT, True, True)
shadow[:, :] = bytes([0, 128, 255, 255]) * (WIDTH * HEIGHT)
layer.flush()
layer.merge_shadow(True)
result["soft merge"] = values(layer)
pdb.gimp_edit_clear(layer)
result["soft clear"] = values(layer)
result["context"] = [gimp.get_foreground()[:], gimp.get_background()[:]]
gimp.context_push()
gimp.set_foreground("red")
inside = gimp.get_foreground()[:]
gimp.context_pop()
result["pushed"] = [inside, gimp.get_foreground()[:]]

# Gray and indexed images.
image, layer = picture(RGBA_IMAGE)
pdb.gimp_image_convert_grayscale(image)
result["to gray"] = [image.base_type, layer.type, values(layer)]
gimp.set_foreground(255, 0, 0)
layer.fill(FOREGROUND_FILL)
result["red in gray"] = values(layer)[:4]
pdb.gimp_image_convert_rgb(image)
result["to rgb"] = values(layer)[:8]

# Likeness of colors, and the context as GIMP has it at first.
pdb.gimp_context_push()
pdb.gimp_context_set_defaults()
settings = [
    "opacity paint_mode stroke_method line_width line_width_unit line_cap_style line_join_style line_miter_limit",
    "gradient_blend_color_space gradient_repeat_mode gradient_reverse antialias feather feather_radius sample_merged",
    "sample_criterion sample_threshold sample_transparent diagonal_neighbors interpolation transform_direction",
    "transform_resize transform_recursion foreground background",
]
for name in " ".join(settings).split():
    value = getattr(pdb, "gimp_context_get_" + name)()
    result["context " + name] = value[:] if isinstance(value, gimpcolor.RGB) else value
image, layer = picture()
for antialias in (False, True):
    for threshold in (0.0, 0.1, 0.3):
        pdb.gimp_context_set_antialias(antialias)
        pdb.gimp_context_set_sample_threshold(threshold)
        pdb.gimp_image_select_color(image, CHANNEL_OP_REPLACE, layer, layer.get_pixel(8, 9)[:3])
        result["likeness %s %s" % (antialias, threshold)] = values(image.selection)
pdb.gimp_context_pop()
