"""Read the parts of a ProcessList's operators: attributes, styles, arrays, parameters of channels."""

from __future__ import annotations

import re
from typing import NamedTuple, NoReturn

import numpy as np
from numpy.typing import NDArray

from ..files.xml import Element
from .format import quote
from .xml_numbers import read_few

Doubles = NDArray[np.float64]

COMMON = ("id", "name", "inBitDepth", "outBitDepth")
DIMENSION = re.compile(r"\s*\d{1,9}(?:[\s,]+\d{1,9}){0,3}\s*")
CHANNELS = "RGB"


class Depths(NamedTuple):
    """The numbers that stand for 1 ahead of an operator and behind it."""

    ahead: float
    behind: float


class Version(NamedTuple):
    major: int
    minor: int
    is_ctf: bool = False

    @property
    def has_index_maps(self) -> bool:
        """Until CLF 3 and CTF 2."""
        return self.major < (2 if self.is_ctf else 3)

    @property
    def has_square_offsets(self) -> bool:
        """Until CTF 1.2, the fourth column of a 4 × 4 matrix has the offsets."""
        return self.is_ctf and (self.major, self.minor) <= (1, 2)


def check_known(element: Element, attributes: tuple[str, ...], children: tuple[str, ...]) -> None:
    """Refuse what is none of these; other namespaces' attributes are their owners' notes."""
    for name, value in element.attributes.items():
        if name == "bypass" and value.strip().lower() == "false":
            continue
        if name not in attributes and name not in COMMON and not name.startswith("{"):
            expected = ", ".join((*COMMON, *attributes))
            element.refuse(f"expected the attributes {expected} in {element.name}, found {quote(name)}")
    for child in element.children:
        if child.name not in (*children, "Description"):
            child.refuse(f"expected {', '.join(children)} in {element.name}, found {quote(child.name)}")


def read_style(element: Element, styles: tuple[str, ...], default: str | None = None) -> str:
    """Read the style, in the spelling used here; the case of letters is free."""
    given = element.attributes.get("style", default)
    if given is None:
        element.refuse(f"expected a style in {element.name}, found none")
    found = next((style for style in styles if style.lower() == given.lower()), None)
    if found is None:
        element.refuse(f"expected a style of {element.name} ({', '.join(styles)}), found {quote(given)}")
    return found


def read_flag(element: Element, name: str) -> bool:
    text = element.attributes.get(name, "false").lower()
    if text not in ("true", "false"):
        element.refuse(f"expected {name} true or false, found {quote(text)}")
    return text == "true"


def find_array(element: Element) -> tuple[Element, tuple[int, ...]]:
    """Find an operator's Array, and read its dimensions."""
    array = element.only("Array")
    text = array.attributes.get("dim", "")
    if not DIMENSION.fullmatch(text):
        array.refuse(f"expected dim, up to four whole numbers, found {quote(text)}")
    if len(array.attributes) > 1 or array.children:
        array.refuse("expected dim and numbers in Array, found more")
    return array, tuple(int(word) for word in re.findall(r"\d+", text))


def refuse_dimensions(array: Element, expected: str) -> NoReturn:
    array.refuse(f"expected dim {expected}, found {quote(array.attributes['dim'])}")


def read_parameters(element: Element, name: str, attributes: tuple[str, ...]) -> dict[str, list[float | None]]:
    """By attribute, what each of the three channels has in the elements of that name; None where none has it."""
    given: dict[str, list[float | None]] = {attribute: [None] * 3 for attribute in attributes}
    for child in element.named(name):
        channel = child.attributes.get("channel", CHANNELS).upper()
        if channel not in ("RGB", "R", "G", "B"):
            child.refuse(f"expected channel R, G or B in {name}, found {quote(channel)}")
        for attribute, text in child.attributes.items():
            if attribute == "channel":
                continue
            if attribute not in attributes:
                child.refuse(f"expected {', '.join(attributes)} in {name}, found {quote(attribute)}")
            for letter in channel:
                given[attribute][CHANNELS.index(letter)] = read_few(text, child.line, 1, attribute)[0]
    return given


def fill_channels(given: list[float | None], default: float) -> Doubles:
    return np.array([default if value is None else value for value in given])
