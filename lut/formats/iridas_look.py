"""Iridas and SpeedGrade .look: layers of adjustments, and the lattice that they were baked into.

    <?xml version="1.0" ?>
    <look>
      <shaders></shaders>
      <LUT>
        <size>"2"</size>
        <data>"
          000000000000000000000000 0000803F0000000000000000 (and so on)
        "</data>
      </LUT>
    </look>

Each number is eight hexadecimal digits, the bytes of a little-endian float32; red varies fastest. The layers (shaders)
say how the lattice was made, so they are passed over; a mask, which limits them to a part of a picture, is refused.
Programs write both values in quotes.
"""

from __future__ import annotations

import re

import numpy as np

from ..files import xml
from ..files.xml import Element
from ..lattice import MAX_SIZE, MAX_VALUE, MIN_SIZE
from ..table import Lut
from .codes import decode_codes
from .format import Format, quote

QUOTES = dict.fromkeys(map(ord, " \t\r\n\"'"))  # for str.translate, which takes no memory for each of them
DIGITS = 8  # of a number
OTHER = re.compile(r"[^0-9A-Fa-f]")


def read(data: bytes) -> Lut:
    root = xml.parse_xml(data)
    if root.name != "look":
        root.refuse(f"expected the element look, found {quote(root.name)}")
    for mask in root.named("mask"):
        if mask.children or mask.text.strip(" \t\n\"'"):
            mask.refuse("expected a look without a mask, found one: a LUT has the same effect all over a picture")
    table = root.only("LUT")
    size, digits = read_size(table.only("size")), table.only("data")
    text = digits.text.translate(QUOTES)
    wanted = f"expected {size**3 * 3 * DIGITS:,} hexadecimal digits for size {size}"
    other = OTHER.search(text)
    if other:
        digits.refuse(f"{wanted}, found {quote(text[other.start() :])}")
    if len(text) != size**3 * 3 * DIGITS:
        digits.refuse(f"{wanted}, found {len(text):,}")
    numbers = np.frombuffer(bytes.fromhex(text), "<f4").astype(np.float32)
    if not (np.abs(numbers) <= MAX_VALUE).all():
        found = numbers[~(np.abs(numbers) <= MAX_VALUE)][0]
        digits.refuse(f"expected numbers up to {MAX_VALUE:g}, found {found:g}")
    return decode_codes(Lut(numbers.reshape(size, size, size, 3).transpose(2, 1, 0, 3)))  # file: red varies fastest


def read_size(element: Element) -> int:
    text = element.text.translate(QUOTES)
    if not re.fullmatch("[0-9]{1,9}", text) or not MIN_SIZE <= int(text) <= MAX_SIZE:
        element.refuse(f"expected a size from {MIN_SIZE} to {MAX_SIZE}, found {quote(text)}")
    return int(text)


def sniff(head: bytes) -> bool:
    return xml.root_name(head) == "look"


FORMAT = Format("Iridas look", (".look",), read, None, sniff)
