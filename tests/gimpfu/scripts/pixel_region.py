#!/usr/bin/env python3
"""Pixels through regions, struct and array, into the shadow, with a parasite and an error."""

import array
import struct

from gimpfu import *


def swap(image, drawable, strength):
    if strength > 1.0:
        fail("too strong")
    x1, y1, x2, y2 = drawable.mask_bounds
    width, height = x2 - x1, y2 - y1
    gimp.tile_cache_ntiles(2 * (1 + drawable.width // gimp.tile_width()))
    source = drawable.get_pixel_rgn(x1, y1, width, height, False, False)
    target = drawable.get_pixel_rgn(x1, y1, width, height, True, True)
    gimp.progress_init("Swapping...")
    for row in range(y1, y2):
        pixels = array.array("B", source[x1:x2, row])
        for i in range(0, len(pixels), drawable.bpp):
            red, green, blue = struct.unpack("BBB", pixels[i : i + 3].tobytes())
            pixels[i : i + 3] = array.array("B", (blue, green, red))
        target[x1:x2, row] = pixels.tobytes()
        gimp.progress_update((row - y1 + 1.0) / height)
    drawable.flush()
    drawable.merge_shadow(True)
    drawable.update(x1, y1, width, height)
    drawable.attach_new_parasite("swapped", PARASITE_PERSISTENT, struct.pack("<d", strength))
    return drawable


register(
    "python-fu-swap",
    "Swaps red and blue",
    "",
    "",
    "",
    "",
    "S_wap",
    "RGB, RGBA",
    [
        (PF_IMAGE, "image", "Image", None),
        (PF_DRAWABLE, "drawable", "Drawable", None),
        (PF_SPINNER, "strength", "Strength", 1, (0, 5, 1)),
    ],
    [(PF_DRAWABLE, "result", "The drawable")],
    swap,
    menu="<Image>/Filters/Test",
    on_run=lambda: gimp.message("on run"),
    on_query=lambda: gimp.menu_register("python-fu-swap", "<Layers>"),
)

main()
