#!/usr/bin/env python2
# A gimpfu script as people wrote them: its first line asks for a Python that this machine does not have.
from gimpfu import *


def invert(image, drawable, share, note):
    gimp.progress_init("Inverting")
    source = drawable.get_pixel_rgn(0, 0, drawable.width, drawable.height, False, False)
    target = drawable.get_pixel_rgn(0, 0, drawable.width, drawable.height, True, True)
    for y in range(0, drawable.height, 64):
        rows = min(y + 64, drawable.height)
        data = bytearray(source[0 : drawable.width, y:rows])
        target[0 : drawable.width, y:rows] = bytes(bytearray(255 - value for value in data))
        gimp.progress_update(float(rows) / drawable.height)
    drawable.flush()
    drawable.merge_shadow(True)
    drawable.update(0, 0, drawable.width, drawable.height)
    image.attach_new_parasite("inverted", PARASITE_PERSISTENT, note.encode("utf-8"))
    if share > 1:
        raise ValueError("share: expected at most 1, found %g" % share)
    return image.parasite_find("inverted").data.decode("utf-8"), share * 2


register(
    "test-invert",
    "Inverts a layer",
    "Inverts a layer",
    "me",
    "me",
    "2026",
    "_Invert for a test...",
    "RGB*",
    [
        (PF_IMAGE, "image", "Image", None),
        (PF_DRAWABLE, "drawable", "Layer", None),
        (PF_SLIDER, "share", "Share", 0.5, (0, 1, 0.1)),
        (PF_STRING, "note", "Note", "none"),
    ],
    [(PF_STRING, "note", "What was noted"), (PF_FLOAT, "twice", "Twice the share")],
    invert,
    menu="<Image>/Filters/Test",
)
main()
