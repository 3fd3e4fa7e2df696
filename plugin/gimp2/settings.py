# -*- coding: utf-8 -*-
"""Read settings that a script gives by their names: ``"strength=80 protect-skin=50 scene=night new-layer=1"``.

What comes to Camera Looks later has a place here; a procedure's arguments cannot change, since Script-Fu refuses a call
with another number of them.
"""

from __future__ import absolute_import

from ..language import _
from .pixels import Refused


def read_settings(text, scenes, ranges):
    """Return the given settings, by their names with underscores; a scene by its number.

    A LUT's space is text, which the engine checks.

    scenes: their ids.  ranges: the lowest and the highest number of each other setting, by its name.
    Raises Refused.
    """
    settings = {}
    for part in text.split():
        name, _equals, value = part.partition("=")
        name = name.replace("-", "_")
        if name == "scene":
            settings[name] = scene_number(value, scenes)
        elif name == "lut_space":
            settings[name] = value
        elif name in ranges:
            settings[name] = read_number(value, part, ranges[name])
        else:
            names = ", ".join(sorted(set(ranges) | {"scene", "lut_space"})).replace("_", "-")
            raise Refused(_("Expected one of the settings {names}; found “{found}”.").format(names=names, found=part))
    return settings


def scene_number(scene, scenes):
    if scene not in scenes:
        names = ", ".join(scenes)
        raise Refused(_("Expected one of {names} as the scene, found “{found}”.").format(names=names, found=scene))
    return scenes.index(scene)


def read_number(text, part, limits):
    """Parse a number within limits.  part: the whole setting, for the message.  Raises Refused."""
    low, high = limits
    try:
        found = float(text)
    except ValueError:
        found = None
    if found is None or not low <= found <= high:
        sentence = _("Expected a number from {low} to {high}, found “{found}”.")
        raise Refused(sentence.format(low=low, high=high, found=part))
    return found
