"""ASC CDL: color corrections that sets and labs exchange, alone (.cc), in collections (.ccc) or decision lists (.cdl).

    <ColorCorrection id="shot 12">
      <SOPNode>
        <Slope>1.1 1.0 0.9</Slope>
        <Offset>0.0 0.01 0.02</Offset>
        <Power>1.0 1.0 1.1</Power>
      </SOPNode>
      <SatNode>
        <Saturation>0.9</Saturation>
      </SatNode>
    </ColorCorrection>

ASC Color Decision List 1.2 (2009): per channel, (slope · x + offset) clamped to 0..1, to the power; then saturation
around Rec. 709's luma, clamped again. Slope and saturation are at least 0, power is above 0; either node may be
missing. Programs that work in scene-linear light leave the clamps out; pictures here are display-referred, so they are
kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from ..files import xml
from ..files.xml import Element
from ..operators import Affine, Clamp, Operator, Power
from ..operators.lut_forms import make_lut
from ..table import Lut, join_lines
from .format import Format, Several, quote
from .xml_numbers import read_few

ROOTS = ("ColorCorrection", "ColorCorrectionCollection", "ColorDecisionList")
INSIDE = {
    "ColorCorrectionCollection": ("ColorCorrection",),
    "ColorDecisionList": ("ColorDecision",),
    "ColorDecision": ("ColorCorrection",),
}
SAT_NODES = ("SatNode", "SATNode")
METADATA = ("Description", "InputDescription", "ViewingDescription", "MediaRef")
LUMA = np.array([0.2126, 0.7152, 0.0722])


@dataclass(frozen=True, eq=False)
class Correction:
    """slope, offset and power: (3,); saturation: 1 leaves it."""

    slope: NDArray[np.float64]
    offset: NDArray[np.float64]
    power: NDArray[np.float64]
    saturation: float

    @property
    def saturate(self) -> Affine:
        return Affine(self.saturation * np.eye(3) + (1 - self.saturation) * LUMA, np.zeros(3))

    def operators(self, clamp: bool = True) -> list[Operator]:
        """List its operators.  clamp: as the ASC has it; else powers leave negative numbers as they are."""
        ends: list[Operator] = [Clamp()] if clamp else []
        power = Power(self.power, "zero" if clamp else "pass")
        return [Affine.diagonal(self.slope, self.offset), *ends, power, self.saturate, *ends]

    def inverse(self, clamp: bool = True) -> list[Operator]:
        """List the operators that undo it, if slope and saturation are above 0."""
        ends: list[Operator] = [Clamp()] if clamp else []
        power = Power(1 / self.power, "zero" if clamp else "pass")
        desaturate = replace(self, saturation=1 / self.saturation).saturate
        return [*ends, desaturate, *ends, power, Affine.diagonal(1 / self.slope, -self.offset / self.slope), *ends]


def read_correction(element: Element) -> Correction:
    """Read the SOPNode and the SatNode of an element."""
    slope, offset, power, saturation = np.ones(3), np.zeros(3), np.ones(3), 1.0
    for node in element.children:
        if node.name == "SOPNode":
            slope, offset, power = (read_numbers(node, name, 3) for name in ("Slope", "Offset", "Power"))
        elif node.name in SAT_NODES:
            saturation = float(read_numbers(node, "Saturation", 1)[0])
        elif node.name not in METADATA:
            node.refuse(f"expected SOPNode or SatNode in {element.name}, found {quote(node.name)}")
    for name in ("SOPNode", SAT_NODES):
        found = element.named(*([name] if isinstance(name, str) else name))
        if len(found) > 1:
            found[1].refuse(f"expected one {found[1].name} in {element.name}, found another on line {found[0].line}")
    return Correction(slope, offset, power, saturation)


def read_numbers(node: Element, name: str, count: int) -> NDArray[np.float64]:
    """Read the numbers of a node's child of that name; only an Offset may be below 0."""
    unknown = [
        child for child in node.children if child.name not in ("Slope", "Offset", "Power", "Saturation", *METADATA)
    ]
    if unknown:
        unknown[0].refuse(f"expected {name} in {node.name}, found {quote(unknown[0].name)}")
    found = node.only(name)
    values = np.array(read_few(found.text, found.line, count, name))
    if (name != "Offset" and values.min() < 0) or (name == "Power" and values.min() == 0):
        least = "above 0" if name == "Power" else "from 0 on"
        found.refuse(f"expected numbers {least} in {name}, found {values.min():g}")
    return values


def read(data: bytes) -> Lut:
    """Read a file's first correction; a note says how many there are."""
    elements = find_corrections(data)
    first = make_correction_lut(elements[0])
    if len(elements) == 1:
        return first
    return first.noted(f"the first of {len(elements):,} color corrections in the file")


def read_all(data: bytes) -> Several:
    """Read every correction, by its id, or its place in the file where it has none."""
    readers: dict[str, Callable[[], Lut]] = {}
    for count, element in enumerate(find_corrections(data), 1):
        name = find_title(element) or str(count)
        while name in readers:
            name += f" ({count})"
        readers[name] = partial(make_correction_lut, element)
    return Several(readers)


def make_correction_lut(element: Element) -> Lut:
    return make_lut(read_correction(element).operators(), find_title(element))


def find_title(element: Element) -> str:
    return join_lines(element.attributes.get("id", ""))


def find_corrections(data: bytes) -> list[Element]:
    """List a file's corrections, at least one."""
    root = xml.parse_xml(data)
    if root.name not in ROOTS:
        root.refuse(f"expected {', '.join(ROOTS)}; found {quote(root.name)}")
    found = list(walk_corrections(root))
    if not found:
        root.refuse("expected a ColorCorrection, found none")
    return found


def walk_corrections(element: Element) -> Iterator[Element]:
    """Yield the corrections in an element, in the file's order."""
    if element.name == "ColorCorrection":
        yield element
        return
    expected = INSIDE[element.name]
    for child in element.children:
        if child.name in expected:
            yield from walk_corrections(child)
        elif child.name not in METADATA:
            child.refuse(f"expected {' or '.join(expected)} in {element.name}, found {quote(child.name)}")


def sniff(head: bytes) -> bool:
    return xml.root_name(head) in ROOTS


FORMAT = Format("ASC CDL", (".cdl", ".ccc", ".cc"), read, None, sniff, read_all=read_all)
