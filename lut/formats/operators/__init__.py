"""Lists of color operators, as some files have them, and the LUTs that hold them: one idea per module."""

from .affine import Affine
from .chain import Operator, merged, run
from .forms import as_lut
from .pointwise import Clamp, Log, MonitorCurve, Power
from .tables import Cube, HalfTable, HueKept, InverseTable, Table

__all__ = [
    "Affine",
    "Clamp",
    "Cube",
    "HalfTable",
    "HueKept",
    "InverseTable",
    "Log",
    "MonitorCurve",
    "Operator",
    "Power",
    "Table",
    "as_lut",
    "merged",
    "run",
]
