# -*- coding: utf-8 -*-
"""The short name of a look, in layers and in Edit ▸ Undo.  In every host, so valid in Python 2.7, too."""

from __future__ import unicode_literals

from lut.shared.look_names import OWN

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping  # noqa: F401 - in type comments
    from typing import Any  # noqa: F401

PARTNERS = " × "


def short_title(look):
    # type: (Mapping[str, str]) -> str
    """Return the camera's name and the look's, such as Leica Vivid.  look: its entry in a catalog.

    Where two partnerships have a camera's name, the phone's maker is in the id of one, and comes first.
    """
    if look["id"].startswith(OWN):
        return look["name"]
    partners = look["maker"].split(PARTNERS)
    told_by_maker = look["id"].startswith(partners[0].lower() + "-")
    words = " ".join(partners if told_by_maker else partners[-1:]).split()
    name = look["name"].split()
    if words[-1:] == name[:1]:  # Leica Vivid of Leica
        words.pop()
    return " ".join(words + name)
