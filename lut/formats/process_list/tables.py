"""LUT1D, InverseLUT1D, LUT3D, and the IndexMap that older files have in them."""

from __future__ import annotations

import numpy as np

from ...files.xml import Element
from ...operators import Grid, HalfTable, HueKept, InverseTable, Operator, Table
from ...table import MAX_SIZE, MIN_SIZE, Floats
from ..format import shown
from ..xml_numbers import few, many
from .elements import Depths, Version, array_of, flag, known, refused_dimensions
from .ranges import scaled

MAX_POINTS = 1 << 20  # of a LUT1D, OpenColorIO's limit
HALFS = 1 << 16
INTERPOLATIONS = {
    "trilinear": "trilinear",
    "tetrahedral": "tetrahedral",
    "4pt tetrahedral": "tetrahedral",
    "default": None,
}


def lut1d(element: Element, depths: Depths, version: Version) -> list[Operator]:
    curves, adjusted = table(element, depths.behind, ("IndexMap",) if version.has_index_maps else ())
    ahead = index_map(element, len(curves.values), depths)
    return [*ahead, HueKept(curves) if adjusted else curves]


def inverse_lut1d(element: Element, depths: Depths, version: Version) -> list[Operator]:
    curves, adjusted = table(element, depths.ahead, ())
    if isinstance(curves, HalfTable):
        element.refuse(f"expected halfDomain false in {element.name}, found true, which is not supported")
    steps = np.diff(curves.values, axis=0)
    if any(steps[:, i].min() < 0 < steps[:, i].max() for i in range(3)):
        element.refuse(f"expected curves that rise or fall all along in {element.name}, found one that turns")
    inverse = InverseTable(curves.values)
    return [HueKept(inverse) if adjusted else inverse]


def table(element: Element, scale: float, children: tuple[str, ...]) -> tuple[Table | HalfTable, bool]:
    """A LUT1D's curves, and whether they keep the hue."""
    known(element, ("interpolation", "halfDomain", "rawHalfs", "hueAdjust"), ("Array", *children))
    interpolation = element.attributes.get("interpolation", "linear")
    if interpolation not in ("linear", "default"):
        element.refuse(f"expected interpolation linear in {element.name}, found {shown(interpolation)}")
    adjust = element.attributes.get("hueAdjust", "none")
    if adjust not in ("none", "dw3"):
        element.refuse(f"expected hueAdjust dw3 in {element.name}, found {shown(adjust)}")
    half_domain, raw_halfs = flag(element, "halfDomain"), flag(element, "rawHalfs")
    array, dimensions = array_of(element)
    count = dimensions[0]
    if half_domain and count != HALFS:
        refused_dimensions(array, f"'{HALFS} 3' or '{HALFS} 1' for halfDomain")
    if len(dimensions) != 2 or dimensions[1] not in (1, 3) or not MIN_SIZE <= count <= MAX_POINTS:
        refused_dimensions(array, f"'N 3' or 'N 1' with N from {MIN_SIZE} to {MAX_POINTS:,}")
    numbers = many(array, count * dimensions[1], f"dim {array.attributes['dim']}", finite=not half_domain)
    if raw_halfs:
        numbers = from_bits(array, numbers)
    values = np.ascontiguousarray(np.broadcast_to(numbers.reshape(count, -1), (count, 3)))
    values = values if scale == 1 else (values.astype(np.float64) / scale).astype(np.float32)
    return (HalfTable(values) if half_domain else Table(values)), adjust == "dw3"


def from_bits(array: Element, numbers: Floats) -> Floats:
    """Half floats from the integers that their bits spell."""
    valid = (numbers >= 0) & (numbers < HALFS) & (numbers == np.floor(numbers))
    if not valid.all():
        found = numbers[~valid][0]
        array.refuse(f"expected whole numbers from 0 to {HALFS - 1} for rawHalfs, found {found:g}")
    return numbers.astype(np.uint16).view(np.float16).astype(np.float32)


def index_map(element: Element, count: int, depths: Depths) -> list[Operator]:
    """Older files' domain of a table: which input lies at which of its points; linear between two of them."""
    found = element.named("IndexMap")
    if not found:
        return []
    text = found[0].text.replace("@", " ")
    if len(found) > 1 or len(text.split()) != 4:
        found[-1].refuse("expected one IndexMap of two inputs, found another kind, which is not supported")
    start, first, stop, last = few(text, found[0].line, 4, "IndexMap")
    if not start < stop or not 0 <= first < last <= count - 1:
        found[0].refuse(f"expected rising inputs and points of the table in IndexMap, found {shown(found[0].text)}")
    low, high = start / depths.ahead, stop / depths.ahead
    return scaled(low, high, first / (count - 1), last / (count - 1), clamp=True)


def lut3d(element: Element, depths: Depths, version: Version) -> list[Operator]:
    known(element, ("interpolation",), ("Array", "IndexMap") if version.has_index_maps else ("Array",))
    interpolation = element.attributes.get("interpolation", "default")
    if interpolation not in INTERPOLATIONS:
        expected = "trilinear or tetrahedral"
        element.refuse(f"expected interpolation {expected} in {element.name}, found {shown(interpolation)}")
    array, dimensions = array_of(element)
    size = dimensions[0]
    if dimensions != (size, size, size, 3) or not MIN_SIZE <= size <= MAX_SIZE:
        refused_dimensions(array, f"'N N N 3' with N from {MIN_SIZE} to {MAX_SIZE}")
    numbers = many(array, size**3 * 3, f"dim {array.attributes['dim']}")
    values = (numbers.astype(np.float64) / depths.behind).astype(np.float32) if depths.behind != 1 else numbers
    cube = Grid(values.reshape(size, size, size, 3), INTERPOLATIONS[interpolation])  # file: blue varies fastest
    return [*index_map(element, size, depths), cube]
