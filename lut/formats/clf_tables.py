"""LUT1D, InverseLUT1D, LUT3D, and the IndexMap that older files have in them."""

from __future__ import annotations

import numpy as np

from ..files.xml import Element
from ..lattice import MAX_SIZE, MIN_SIZE, Floats
from ..operators import Affine, Clamp, Grid, HalfTable, HueKept, InverseTable, Operator, Table
from ..operators.tables import HALFS, ONE, ZERO, flatten_turns
from .clf_elements import Depths, Version, check_known, find_array, read_flag, refuse_dimensions
from .format import quote
from .xml_numbers import read_few, read_many

MAX_POINTS = 1 << 20  # of a LUT1D, OpenColorIO's limit
HALF_COUNT = 1 << 16
INTERPOLATIONS = {
    "trilinear": "trilinear",
    "tetrahedral": "tetrahedral",
    "4pt tetrahedral": "tetrahedral",
    "default": "trilinear",  # as Autodesk's help has it for CTF
}


def read_lut1d(element: Element, depths: Depths, version: Version) -> list[Operator]:
    curves, adjusted = read_table(element, depths.behind, ("IndexMap",) if version.has_index_maps else ())
    ahead = read_index_map(element, len(curves.values), depths)
    return [*ahead, HueKept(curves) if adjusted else curves]


def read_inverse_lut1d(element: Element, depths: Depths, version: Version) -> list[Operator]:
    """Read curves to be undone.  As in OpenColorIO, what turns back counts as level: from 0 on for half floats."""
    curves, adjusted = read_table(element, depths.ahead, ())
    if isinstance(curves, HalfTable):
        inverse = InverseTable(flatten_turns(curves.rising, ZERO, ONE), HALFS)
    else:
        inverse = InverseTable(flatten_turns(curves.values))
    return [HueKept(inverse) if adjusted else inverse]


def read_table(element: Element, scale: float, children: tuple[str, ...]) -> tuple[Table | HalfTable, bool]:
    """Read a LUT1D's curves.  The second value is True if they keep the hue."""
    check_known(element, ("interpolation", "halfDomain", "rawHalfs", "hueAdjust"), ("Array", *children))
    interpolation = element.attributes.get("interpolation", "linear")
    if interpolation not in ("linear", "default"):
        element.refuse(f"expected interpolation linear in {element.name}, found {quote(interpolation)}")
    adjust = element.attributes.get("hueAdjust", "none")
    if adjust not in ("none", "dw3"):
        element.refuse(f"expected hueAdjust dw3 in {element.name}, found {quote(adjust)}")
    half_domain, raw_halfs = read_flag(element, "halfDomain"), read_flag(element, "rawHalfs")
    array, dimensions = find_array(element)
    count = dimensions[0]
    if half_domain and count != HALF_COUNT:
        refuse_dimensions(array, f"'{HALF_COUNT} 3' or '{HALF_COUNT} 1' for halfDomain")
    if len(dimensions) != 2 or dimensions[1] not in (1, 3) or not MIN_SIZE <= count <= MAX_POINTS:
        refuse_dimensions(array, f"'N 3' or 'N 1' with N from {MIN_SIZE} to {MAX_POINTS:,}")
    numbers = read_many(array, count * dimensions[1], f"dim {array.attributes['dim']}", finite=not half_domain)
    if raw_halfs:
        numbers = decode_halfs(array, numbers)
    values = np.ascontiguousarray(np.broadcast_to(numbers.reshape(count, -1), (count, 3)))
    values = values if scale == 1 else (values.astype(np.float64) / scale).astype(np.float32)
    return (HalfTable(values) if half_domain else Table(values)), adjust == "dw3"


def decode_halfs(array: Element, numbers: Floats) -> Floats:
    """Decode half floats from the integers that their bits spell."""
    valid = (numbers >= 0) & (numbers < HALF_COUNT) & (numbers == np.floor(numbers))
    if not valid.all():
        found = numbers[~valid][0]
        array.refuse(f"expected whole numbers from 0 to {HALF_COUNT - 1} for rawHalfs, found {found:g}")
    return numbers.astype(np.uint16).view(np.float16).astype(np.float32)


def read_index_map(element: Element, count: int, depths: Depths) -> list[Operator]:
    """Read the domain of a table as older files have it: two inputs, and the table's points that they lie at."""
    found = element.named("IndexMap")
    if not found:
        return []
    text = found[0].text.replace("@", " ")
    if len(found) > 1 or len(text.split()) != 4:
        found[-1].refuse("expected one IndexMap of two inputs, found another kind, which is not supported")
    start, first, stop, last = read_few(text, found[0].line, 4, "IndexMap")
    if not start < stop or not 0 <= first < last <= count - 1:
        found[0].refuse(f"expected rising inputs and points of the table in IndexMap, found {quote(found[0].text)}")
    low, high = start / depths.ahead, stop / depths.ahead
    return scale_range(low, high, first / (count - 1), last / (count - 1), clamp=True)


def read_lut3d(element: Element, depths: Depths, version: Version) -> list[Operator]:
    check_known(element, ("interpolation",), ("Array", "IndexMap") if version.has_index_maps else ("Array",))
    interpolation = element.attributes.get("interpolation", "default")
    if interpolation not in INTERPOLATIONS:
        expected = "trilinear or tetrahedral"
        element.refuse(f"expected interpolation {expected} in {element.name}, found {quote(interpolation)}")
    array, dimensions = find_array(element)
    size = dimensions[0]
    if dimensions != (size, size, size, 3) or not MIN_SIZE <= size <= MAX_SIZE:
        refuse_dimensions(array, f"'N N N 3' with N from {MIN_SIZE} to {MAX_SIZE}")
    numbers = read_many(array, size**3 * 3, f"dim {array.attributes['dim']}")
    values = (numbers.astype(np.float64) / depths.behind).astype(np.float32) if depths.behind != 1 else numbers
    cube = Grid(values.reshape(size, size, size, 3), INTERPOLATIONS[interpolation])  # file: blue varies fastest
    return [*read_index_map(element, size, depths), cube]


def scale_range(low: float, high: float, first: float, last: float, clamp: bool) -> list[Operator]:
    """Map low..high to first..last; what lies outside goes on, or is clamped."""
    scale = (last - first) / (high - low)
    affine = Affine.diagonal(scale, first - low * scale)
    return [Clamp(low, high), affine] if clamp else [affine]
