"""The looks that the menu has, ours and the user's own, and how new ones of the user's come into it."""

from __future__ import annotations

import contextlib
import os
from typing import Any

from lut.shared import folders

from ..engine.client import Engine
from ..menu.actions import load_looks
from ..menu.lut_spaces import read_spaces
from . import CATALOG, FOLDER

PATIENCE = 0.1  # seconds for the user's own looks: what is new to the engine takes as long as reading its file

Looks = dict[str, dict[str, Any]]  # entries of the catalog by their ids
Spaces = list[tuple[str, list[tuple[str, str]]]]  # in groups with a label: ids and names


def known_looks() -> Looks:
    """Read the catalogs: ours, then the user's own, in the menu's order."""
    return {look["id"]: look for look in load_looks(CATALOG, folders.own_catalog())}


def known_spaces() -> Spaces:
    """Read the color spaces that LUTs are made for; empty where the catalog cannot be read."""
    try:
        return read_spaces(CATALOG.read_bytes())
    except OSError:
        return []


def find_look(engine: Engine, look: str) -> None:
    """Have the engine read the user's folder until the look is found there, or all of it is read."""
    while engine.request("own", patience=PATIENCE)["waiting"] and look not in known_looks():
        pass
    if look in known_looks():
        renew_menu()


def renew_menu() -> None:
    """Have GIMP ask again for the menu at its next start: it compares the file's time."""
    with contextlib.suppress(OSError):  # a plug-in of the system's: its menu is its administrator's
        os.utime(FOLDER / f"{FOLDER.name}.py")
