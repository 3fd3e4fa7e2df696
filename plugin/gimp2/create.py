# -*- coding: utf-8 -*-
"""Create a look: from two layers, before and after a change; or from raw files and the pictures that a phone made."""

from __future__ import absolute_import

import os

import gimp
from gimpfu import pdb

from ..engine.shared_memory import SharedMemory
from ..engine.strips import rows_per_strip, split
from ..language import _, native
from . import pixels
from .pixels import Refused


def from_layers(engine, image, after, settings):
    """Save a look that turns the layer ``before`` into this one; without one it is the layer below, or above."""
    before = settings["before"]
    if before is None or before == after:
        before = find_neighbor(image, after)
    for layer in (before, after):
        if pdb.gimp_item_is_group(layer):
            raise Refused(_("“{layer}” is a layer group: choose a layer.").format(layer=layer.name))
        if not layer.is_rgb:
            raise Refused(_("“{layer}” is not in RGB: a look is made of colors.").format(layer=layer.name))
    gimp.progress_init(_("From Before and After"))
    made = engine.request("create", way="pairs", pictures=copy_material(engine, (before, after)))
    picture = os.path.splitext(os.path.basename(image.filename or ""))[0] or after.name
    save_draft(engine, settings, made["name"] or _("{picture} look").format(picture=picture))


def from_photos(engine, settings):
    """Save the look of a phone, learned from a folder of its raw files, or from one, and tell what was found."""
    chosen = [settings[name] for name in ("folder", "raw", "rendered")]
    files = [os.path.abspath(path) for path in chosen if path]
    if not files:
        raise Refused(_("Choose raw files of your phone, or a folder of them."))
    gimp.progress_init(_("From Your Phone's Photos"))
    found = engine.request("photos", files=files)
    made = engine.request("create", gimp.progress_update, way="photos", files=files)
    figures = ["", _("Details")] + made["details"] if made["details"] else []
    gimp.message("\n".join(native(sentence) for sentence in found["missing"] + made["report"] + figures))
    save_draft(engine, settings, made["name"])


def save_draft(engine, settings, suggested):
    """Save the draft under the name that was given, or the suggested one, and say where."""
    name = settings["name"].strip() or suggested
    kept = bool(settings["keep_local_tone"])
    saved = engine.request("save", name=name, export=settings["export"] or None, local_tone=kept)
    gimp.message(
        _("Your look is {path}: it is in the menu when GIMP is started again.").format(path=native(saved["path"]))
    )
    if saved["changes"]:
        changes = native("; ".join(saved["changes"]))
        gimp.message(_("Exported with changes that the format needs: {changes}.").format(changes=changes))


def find_neighbor(image, layer):
    """Return the layer beneath a layer, or above the lowest one.  Raises Refused where there is no other."""
    siblings = list(layer.parent.children if layer.parent else image.layers)
    position = siblings.index(layer)
    if len(siblings) < 2:
        raise Refused(_("Choose the picture before: a layer or a file."))
    return siblings[position + 1 if position + 1 < len(siblings) else position - 1]


def copy_material(engine, layers):
    """Copy layers' pixels into shared memory, and return where they lie, in the words of the engine's protocol."""
    sources = [pixels.open_pixels(layer, False, False) for layer in layers]
    sizes = [-(-layer.width * layer.height * source.pixel_bytes // 16) * 16 for layer, source in zip(layers, sources)]
    memory = SharedMemory(engine, sum(sizes), "material")
    places, start = [], 0
    for layer, source, size in zip(layers, sources, sizes):
        width, height = layer.width, layer.height
        row = width * source.pixel_bytes
        for strip in split(0, 0, width, height, rows_per_strip(width, source.pixel_bytes)):
            begin = start + strip.y * row
            source.read(strip, memory.view[begin : begin + strip.rows * row])
        place = {"source": start, "width": width, "rows": height}
        places.append(dict(place, type=source.type, channels=source.channels))
        start += size
    return places
