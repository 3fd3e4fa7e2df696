# -*- coding: utf-8 -*-
"""The color space of a LUT file as parameters of a dialog: the numbers of two entries of a list."""

from __future__ import absolute_import

import io

from gimpfu import PF_OPTION

from ..language import _, native
from ..menu.lut_spaces import AS_IT_IS, AUTOMATIC, join_choice, read_spaces

NAMES = ("made_for", "gives")


def list_spaces(catalog):
    """List the spaces in a catalog's file, each an id and a name; empty where it cannot be read."""
    try:
        with io.open(catalog, "rb") as file:
            return [space for _label, spaces in read_spaces(file.read()) for space in spaces]
    except EnvironmentError:
        return []


def space_parameters(catalog):
    """Return the parameters of a LUT file's space and of its results'."""
    spaces = [native(name) for _identifier, name in list_spaces(catalog)]
    lists = ((_("_Made for"), AS_IT_IS), (_("Giv_es"), AUTOMATIC))
    return [(PF_OPTION, name, label, 0, [first] + spaces) for name, (label, first) in zip(NAMES, lists)]


def chosen_space(settings, catalog):
    """Return what a procedure's arguments choose, as the engine's jobs have it; by its id where a script gives it."""
    if "lut_space" in settings:
        return settings["lut_space"]
    numbers = [int(settings.get(name, 0)) for name in NAMES]
    spaces = [""] + [identifier for identifier, _name in list_spaces(catalog)] if any(numbers) else [""]
    return join_choice(*(spaces[number] for number in numbers))
