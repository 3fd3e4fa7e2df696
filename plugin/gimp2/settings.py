# -*- coding: utf-8 -*-
"""Read settings that a script gives by their names: ``"strength=80 protect-skin=50 scene=night new-layer=1"``.

What comes to Camera Looks later has a place here; a procedure's arguments cannot change, since Script-Fu refuses a call
with another number of them.
"""

from __future__ import absolute_import

from ..language import _
from .pixels import Refused


def read_settings(text, choices, ranges):
    """Return the given settings, by their names with underscores; a scene or another choice by its number.

    A LUT's space is text, which the engine checks.

    choices: what there is to choose, by the setting's name.  ranges: the lowest and the highest number of each other
    setting, by its name.
    Raises Refused.
    """
    settings = {}
    for part in text.split():
        name, _equals, value = part.partition("=")
        name = name.replace("-", "_")
        if name in choices:
            settings[name] = find_number(value, name, choices[name])
        elif name == "lut_space":
            settings[name] = value
        elif name in ranges:
            settings[name] = read_number(value, part, ranges[name])
        else:
            names = ", ".join(sorted(set(ranges) | set(choices) | {"lut_space"})).replace("_", "-")
            raise Refused(_("Expected one of the settings {names}; found “{found}”.").format(names=names, found=part))
    return settings


def find_number(value, name, known):
    if value not in known:
        sentence = _("Expected one of {names} as {setting}, found “{found}”.")
        raise Refused(sentence.format(names=", ".join(known), setting=name, found=value))
    return known.index(value)


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
