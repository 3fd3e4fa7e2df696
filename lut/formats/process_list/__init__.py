"""The operators of a ProcessList, one module for each kind: from an element to what it does.

READERS: by an element's name, (element, bit depths, version) → operators, or LutFormatError.
"""

from __future__ import annotations

from collections.abc import Callable

from ...files.xml import Element
from ...operators import Operator
from . import asc_cdl, exponent, log, matrix, ranges, tables
from .elements import Depths, Version

__all__ = ["READERS", "Depths", "Reader", "Version"]

Reader = Callable[[Element, Depths, Version], list[Operator]]

READERS: dict[str, Reader] = {
    "Matrix": matrix.read,
    "LUT1D": tables.lut1d,
    "LUT3D": tables.lut3d,
    "Range": ranges.read,
    "Log": log.read,
    "Exponent": exponent.read,
    "ASC_CDL": asc_cdl.read,
    "Gamma": exponent.read,
    "InverseLUT1D": tables.inverse_lut1d,
}
