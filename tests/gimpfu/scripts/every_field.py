#!/usr/bin/env python3
"""A parameter of every type, which the function writes down."""

from gimpfu import *

NAMES = (
    "int8 int16 int32 float string value color item display image layer channel drawable vectors toggle slider "
    "spinner font file brush pattern gradient radio text palette filename dirname option"
).split(" ")


def write_down(*values):
    described = []
    for name, value in zip(NAMES, values):
        described.append("%s=%s %r" % (name, type(value).__name__, value))
    gimp.attach_new_parasite("every-field", 0, "\n".join(described))


register(
    "every_field",
    "Takes everything",
    "",
    "",
    "",
    "",
    "Every field",
    None,
    [
        (PF_INT8, "int8", "Int8", 200),
        (PF_INT16, "int16", "Int16", -300),
        (PF_INT32, "int32", "Int32", 70000),
        (PF_FLOAT, "float", "Float", 2.5),
        (PF_STRING, "string", "String", "text"),
        (PF_VALUE, "value", "Value", "1 + 1"),
        (PF_COLOUR, "color", "Colour", "red"),
        (PF_ITEM, "item", "Item", None),
        (PF_DISPLAY, "display", "Display", None),
        (PF_IMAGE, "image", "Image", None),
        (PF_LAYER, "layer", "Layer", None),
        (PF_CHANNEL, "channel", "Channel", None),
        (PF_DRAWABLE, "drawable", "Drawable", None),
        (PF_VECTORS, "vectors", "Vectors", None),
        (PF_BOOL, "toggle", "Toggle", 1),
        (PF_SLIDER, "slider", "Slider", 3, (0, 10, 0.1)),
        (PF_ADJUSTMENT, "spinner", "Spinner", 4, (1, 9, 1)),
        (PF_FONT, "font", "Font", "Sans"),
        (PF_FILE, "file", "File", "/tmp/a"),
        (PF_BRUSH, "brush", "Brush", None),
        (PF_PATTERN, "pattern", "Pattern", "Pine"),
        (PF_GRADIENT, "gradient", "Gradient", "FG to BG (RGB)"),
        (PF_RADIO, "radio", "Radio", "b", (("First", "a"), ("Second", "b"))),
        (PF_TEXT, "text", "Text", "line\nline"),
        (PF_PALETTE, "palette", "Palette", ""),
        (PF_FILENAME, "filename", "Filename", ""),
        (PF_DIRNAME, "dirname", "Dirname", "/tmp"),
        (PF_OPTION, "option", "Option", 1, ["one", "two", "three"]),
    ],
    [],
    write_down,
    menu="<Toolbox>/Test",
)

main()
