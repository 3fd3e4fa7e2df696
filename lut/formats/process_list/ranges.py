"""Range."""

from __future__ import annotations

import numpy as np

from ...files.xml import Element
from ...operators import Affine, Clamp, Operator
from ..xml_numbers import few
from .elements import Depths, Version, known, only, style_of

NAMES = ("minInValue", "maxInValue", "minOutValue", "maxOutValue")


def read(element: Element, depths: Depths, version: Version) -> list[Operator]:
    known(element, ("style",), NAMES)
    clamp = style_of(element, ("clamp", "noClamp"), "clamp") == "clamp"
    scales = {"In": depths.ahead, "Out": depths.behind}
    given = {}
    for name in NAMES:
        if element.named(name):
            child = only(element, name)
            given[name] = few(child.text, child.line, 1, name)[0] / scales[name[3:-5]]
    if set(given) not in ({*NAMES}, {NAMES[0], NAMES[2]}, {NAMES[1], NAMES[3]}) or (not clamp and len(given) < 4):
        found = ", ".join(given) or "none"
        wanted = "minimum, maximum or both, each of in and out" if clamp else "all four values for noClamp"
        element.refuse(f"expected {wanted} in {element.name}, found {found}")
    if len(given) < 4:
        least, end = next(iter(given.items()))
        if abs(given[least.replace("In", "Out")] - end) > 1e-6 * max(1, abs(end)):
            element.refuse(f"expected the same {least} and {least.replace('In', 'Out')}, found different ones")
        return [Clamp(end, np.inf) if least == "minInValue" else Clamp(-np.inf, end)]
    low, high, first, last = (given[name] for name in NAMES)
    if not low < high or not first <= last:
        element.refuse(f"expected minimums below the maximums in {element.name}, found {low:g} to {high:g}")
    return scaled(low, high, first, last, clamp)


def scaled(low: float, high: float, first: float, last: float, clamp: bool) -> list[Operator]:
    """low..high → first..last, and what lies outside too, or clamped."""
    scale = (last - first) / (high - low)
    affine = Affine.diagonal(scale, first - low * scale)
    return [Clamp(low, high), affine] if clamp else [affine]
