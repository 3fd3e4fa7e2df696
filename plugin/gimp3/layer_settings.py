"""The settings of a look layer as text: written and read with care, since images come from anywhere."""

from __future__ import annotations

import json
from typing import Any

from lut.shared.amounts import BLENDS, TONES, UNMIXED
from lut.shared.printable import printable

from ..engine.json_input import check_fields, is_amount, is_flag, is_text, or_none, read_object
from ..menu.amounts import NAMES

PARASITE = "camera-looks-layer"  # where GIMP keeps them
VERSION = 1
KEPT = ("look", "scene", *NAMES, *UNMIXED)  # of the engine's job
FIELDS = {
    "look": ("text", is_text),
    "title": ("text", is_text),
    "own-numbers": ("true or false", is_flag),
    "scene": ("text", or_none(is_text)),
    **dict.fromkeys(NAMES, ("a number from 0 to 1", or_none(is_amount))),
    "blend": (f"one of {', '.join(BLENDS)}", or_none(BLENDS.__contains__)),
    "tones": (f"one of {', '.join(TONES)}", or_none(TONES.__contains__)),
    "softness": ("a number from 0 to 1", or_none(is_amount)),
    "pixels": ("text", or_none(is_text)),  # layer_digest.py
    "copy": (
        "an object of texts",
        or_none(lambda value: isinstance(value, dict) and all(map(is_text, value.values()))),
    ),
}

Settings = dict[str, Any]


class OtherVersion(Exception):
    """Another version of Camera Looks has written the settings: ``found``."""

    def __init__(self, found: object) -> None:
        self.found = found
        super().__init__(f"expected version {VERSION}, found {found}")


def write_settings(settings: Settings) -> bytes:
    return json.dumps({**settings, "version": VERSION}).encode()


def read_settings(data: bytes) -> Settings:
    """Parse what a look layer remembers.

    Raises NotUnderstood for what is damaged, OtherVersion for what another version of Camera Looks has written.
    """
    settings: Settings = read_object(data)
    version = settings.get("version")
    if isinstance(version, int) and version != VERSION:
        raise OtherVersion(version)
    check_fields(settings, {"version": ("a whole number", lambda value: value == VERSION), **FIELDS})
    # Without an amount it was made before there was one.
    return {**dict.fromkeys(NAMES, 0.0), **UNMIXED, **settings, "title": printable(settings["title"])}
