"""Figures files: what was measured on a maker's own rendering of a look, in JSON.

    {"looks": {"leica-vivid": {
        "confidence": "high",
        "curve_ev": {"0.02": -0.06, "0.18": 0.22},
        "tints_ab": {"0.02": [0, 0], "0.18": [0, 0]},
        "black_L": 0, "white_L": 100,
        "patches": {"light skin": [0.95, 0.3]},
        "chart_lab": {"-1 EV": {"light skin": [52.5, 10.2, 14.6]}, "+0.7 EV": {"orange": null}}}},
     "monochrome_weights_on_codes_RGB": {"leica-bw-natural": [0.28, 0.72, 0]}}

A key is a look's id, or ``id/where`` for one of several phones, lights or scenes: ``leica-authentic/12S night``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from os import PathLike
from typing import Any

from ..boundary import explain_errors
from ..color import checker
from ..errors import LutFormatError
from ..files.json_input import TEXT, Kind, check_fields, list_of, number_in, object_of, optional, read_object
from ..files.regular import read_bytes
from ..shared.look_names import SCENES

PHONE_SCENES = {"common": "day", "human": "people", "sunrise_sunset": "sunset"}  # the phones' words for our scenes
MOST_BYTES = 16 * 1024 * 1024
CHROMATIC = checker.NAMES[checker.CHROMATIC]
WEIGHTS, PATCHES = "monochrome_weights_on_codes_RGB", "patches_srgb"
ANY_OBJECT = object_of({}, "an object")
ENTRY = {
    "confidence": optional(TEXT),
    "curve_ev": ANY_OBJECT,
    "tints_ab": optional(ANY_OBJECT),
    "black_L": number_in(-1, 101),
    "white_L": number_in(-1, 101),
    "patches": optional(ANY_OBJECT),
    "chart_lab": optional(ANY_OBJECT),
}
FILE = {"what": optional(TEXT), "looks": ANY_OBJECT, WEIGHTS: optional(ANY_OBJECT), PATCHES: optional(ANY_OBJECT)}
STOPS = number_in(-30, 30)
TINT = list_of(number_in(-200, 200), 2)
CHANGE = list_of(number_in(-1000, 1000), 2)
LAB = optional(list_of(number_in(-200, 200), 3))
SHARES = list_of(number_in(-2, 2), 3)

Triple = tuple[float, float, float]


@dataclass(frozen=True)
class Figures:
    """The figures of one rendering of a look, for display-referred sRGB codes in and out.

    key: the look's id, or ``id/where``.  curve_ev: EV that grays gain, by their luminance Y, 0..1, in rising order.
    tints_ab: CIELAB (a*, b*) of those grays.  black_L, white_L: CIELAB L* of codes 0 and 1.  patches: Oklab C/L after
    ÷ before and the turn of Oklab hue in degrees, by the patch of the ColorChecker; empty for a monochrome look.
    chart_lab: CIELAB (D65) of the rendered patches, by their exposure before the look in EV; patches that leave sRGB
    are left out.  weights: of R, G and B codes in a monochrome look, where they were measured.
    """

    key: str
    confidence: str
    curve_ev: Mapping[float, float]
    tints_ab: Mapping[float, tuple[float, float]]
    black_L: float
    white_L: float
    patches: Mapping[str, tuple[float, float]]
    chart_lab: Mapping[float, Mapping[str, Triple]]
    weights: Triple | None = None

    @property
    def look(self) -> str:
        """The look's id."""
        return self.key.partition("/")[0]

    @property
    def where(self) -> str:
        """The phone, scene or light of this rendering; empty if there is one for all."""
        return self.key.partition("/")[2]

    @property
    def scene(self) -> str | None:
        """The scene of ours that this rendering is for: the last word of ``where``, if that is a scene."""
        word = self.where.rpartition(" ")[2]
        scene = PHONE_SCENES.get(word, word)
        return scene if scene in SCENES else None


def read_figures(path: str | PathLike[str]) -> dict[str, Figures]:
    """Read a figures file: renderings by key, in the file's order.

    Raises LutFormatError for files that cannot be read, that are not JSON, and whose keys or values are not those of
    a figures file.
    """
    with explain_errors(path):
        return parse_figures(read_bytes(path, MOST_BYTES))


def parse_figures(text: bytes | str) -> dict[str, Figures]:
    """Parse the content of a figures file.  Errors have no path."""
    found = read_object(text)
    check_keys(found, FILE)
    looks = found["looks"]
    if not looks:
        raise LutFormatError("", None, "expected looks in 'looks', found none")
    check_patches(found.get(PATCHES))
    weights = found.get(WEIGHTS) or {}
    with name_place(repr(WEIGHTS)):
        check_fields(weights, dict.fromkeys(weights, SHARES))
        shares = {matching_key(name, looks): as_triple(values) for name, values in weights.items()}
    return {key: parse_entry(key, entry, shares.get(key)) for key, entry in looks.items()}


def parse_entry(key: str, entry: Any, weights: Triple | None) -> Figures:
    """Parse one rendering."""
    with name_place(f"look {key!r}"):
        if not isinstance(entry, dict):
            raise LutFormatError("", None, "expected an object with its figures, found another value")
        check_keys(entry, ENTRY)
        with name_place("'curve_ev'"):
            curve = keyed_by_number(entry["curve_ev"], STOPS, LUMINANCE)
            if not curve:
                raise LutFormatError("", None, "expected EV at one luminance or more, found none")
        with name_place("'tints_ab'"):
            tints = keyed_by_number(entry.get("tints_ab") or {}, TINT, LUMINANCE)
        with name_place("'patches'"):
            patches = keyed_by_patch(entry.get("patches") or {}, CHANGE)
        with name_place("'chart_lab'"):
            charts = keyed_by_number(entry.get("chart_lab") or {}, ANY_OBJECT, EXPOSURE)
            charts = {stops: keyed_by_patch(chart, LAB) for stops, chart in charts.items()}
        return Figures(
            key,
            entry.get("confidence") or "",
            curve,
            {y: (a, b) for y, (a, b) in tints.items()},
            entry["black_L"],
            entry["white_L"],
            {name: (ratio, turn) for name, (ratio, turn) in patches.items()},
            {
                stops: {name: as_triple(lab) for name, lab in chart.items() if lab is not None}
                for stops, chart in charts.items()
            },
            weights,
        )


@contextmanager
def name_place(place: str) -> Iterator[None]:
    """Name the place in the file in errors from within."""
    try:
        yield
    except LutFormatError as error:
        raise LutFormatError("", error.line, f"{place}: {error.sentence}") from None


def check_keys(found: Mapping[str, Any], fields: Mapping[str, Kind]) -> None:
    """Raise LutFormatError for unknown keys, and for missing or unfit values of known ones."""
    for name in found:
        if name not in fields:
            raise LutFormatError("", None, f"expected only the keys {', '.join(fields)}, found {name!r}")
    check_fields(found, fields)


class NumberKey:
    """Keys of an object that are numbers.  pattern: how they are written;  words: for messages."""

    def __init__(self, pattern: str, low: float, high: float, words: str) -> None:
        self.pattern, self.low, self.high, self.words = re.compile(pattern), low, high, words

    def parse(self, text: str) -> float:
        match = self.pattern.fullmatch(text)
        if not match or not self.low <= float(match[1]) <= self.high:
            raise LutFormatError("", None, f"expected {self.words}, found {text!r}")
        return float(match[1])


LUMINANCE = NumberKey(r"(\d*\.?\d+)", 1e-6, 1, "luminances above 0 and up to 1 as keys")
EXPOSURE = NumberKey(r"([+-]?\d*\.?\d+)(?: EV)?", -10, 10, "exposures such as '-1 EV' as keys")


def keyed_by_number(found: Mapping[str, Any], kind: Kind, key: NumberKey) -> dict[float, Any]:
    """Values by their key's number, in rising order."""
    numbers = {name: key.parse(name) for name in found}
    check_fields(found, dict.fromkeys(found, kind))
    return {numbers[name]: found[name] for name in sorted(found, key=numbers.__getitem__)}


def keyed_by_patch(found: Mapping[str, Any], kind: Kind) -> dict[str, Any]:
    """Values by their patch, in the ColorChecker's order."""
    for name in found:
        if name not in CHROMATIC:
            raise LutFormatError("", None, f"expected the ColorChecker's chromatic patches, found {name!r}")
    check_fields(found, dict.fromkeys(found, kind))
    return {name: found[name] for name in CHROMATIC if name in found}


def check_patches(found: Mapping[str, Any] | None) -> None:
    """Raise LutFormatError where figures were measured on other patches than ours."""
    for name, codes in (found or {}).items():
        ours = checker.PATCHES.get(name)
        if ours is None or codes != list(ours):
            expected = f"{list(ours)} for {name!r}" if ours else "patches of the ColorChecker"
            raise LutFormatError("", None, f"{PATCHES!r}: expected {expected}, found {codes if ours else repr(name)}")


def matching_key(name: str, keys: Mapping[str, Any]) -> str:
    """Return the key that a name stands for: ``sony-bw`` for "Sony BW", ``gr-monotone`` for "Ricoh GR Monotone".

    A note in brackets does not count.
    """
    plain = re.sub(r"\s*\(.*\)$", "", name).lower().replace("&", "")
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    for key in keys:
        if key == name or words == key or words.endswith(f"-{key}"):
            return key
    raise LutFormatError("", None, f"expected names of looks that are in 'looks', found {name!r}")


def as_triple(values: list[float]) -> Triple:
    first, second, third = values
    return first, second, third
