#!/usr/bin/env python3
"""Two registrations in one file: a loop over layers in a group of undo, and a count with results."""

import gettext

from gimpfu import *

gettext.install("gimp20-python", gimp.locale_directory, unicode=True)


def shade_layers(image, drawable, amount, color, only_visible):
    image.undo_group_start()
    gimp.context_push()
    gimp.set_foreground(color)
    gimp.progress_init("Shading")
    layers = [layer for layer in image.layers if layer.visible or not only_visible]
    for i in xrange(len(layers)):
        shade = gimp.Layer(
            image, "shade of " + layers[i].name, image.width, image.height, RGBA_IMAGE, amount, NORMAL_MODE
        )
        image.add_layer(shade, image.layers.index(layers[i]))
        shade.fill(FOREGROUND_FILL)
        gimp.progress_update(float(i + 1) / len(layers))
    gimp.context_pop()
    image.undo_group_end()


def count_layers(image, drawable, prefix):
    names = [layer.name for layer in image.layers if layer.name.startswith(prefix)]
    return len(names), ", ".join(names)


register(
    "shade_layers",
    N_("Puts a shade over every layer"),
    "help",
    "author",
    "copyright",
    "2012",
    N_("_Shade layers..."),
    "RGB*",
    [
        (PF_IMAGE, "image", "Input image", None),
        (PF_DRAWABLE, "drawable", "Input drawable", None),
        (PF_SLIDER, "amount", N_("_Amount"), 50.0, (0, 100, 0.5)),
        (PF_COLOR, "color", "_Color", (255, 128, 0)),
        (PF_TOGGLE, "only_visible", "Only _visible layers", True),
    ],
    [],
    shade_layers,
    menu="<Image>/Filters/Test",
    domain=("gimp20-python", gimp.locale_directory),
)

register(
    "plug_in_count_layers",
    "Counts",
    "",
    "",
    "",
    "",
    "<Image>/Filters/Test/_Count layers",
    "*",
    [(PF_STRING, "prefix", "Prefix", "")],
    [(PF_INT, "count", "How many"), (PF_STRING, "names", "Which")],
    count_layers,
)

main()
