"""ASC_CDL: the color correction of .cc files."""

from __future__ import annotations

from ...files.xml import Element
from ...operators import Operator
from ..cdl import SAT_NODES, correction
from .elements import Depths, Version, known, style_of

STYLES = {  # which way, and whether it clamps; Autodesk's older names last
    "Fwd": ("Fwd", True),
    "Rev": ("Rev", True),
    "FwdNoClamp": ("Fwd", False),
    "RevNoClamp": ("Rev", False),
    "v1.2_Fwd": ("Fwd", True),
    "v1.2_Rev": ("Rev", True),
    "noClampFwd": ("Fwd", False),
    "noClampRev": ("Rev", False),
}


def read(element: Element, depths: Depths, version: Version) -> list[Operator]:
    known(element, ("style",), ("SOPNode", *SAT_NODES))
    way, clamp = STYLES[style_of(element, tuple(STYLES), "Fwd")]
    graded = correction(element)
    if way == "Fwd":
        return graded.operators(clamp)
    if not graded.slope.all() or not graded.saturation:
        element.refuse("expected slopes and a saturation above 0 for style Rev, found 0")
    return graded.inverse(clamp)
