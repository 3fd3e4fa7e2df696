"""Operators on colors, as files have them in lists: functions of (P, 3) colors, one idea per module.

lut_forms.py makes the LUT that holds a list of them best.
"""

from ..kernel.operators import Operator, run
from .affine import Affine
from .chain import merge_operators
from .formulas import Clamp, Log, MonitorCurve, Parametric, Power
from .grid import Grid
from .tables import Channels, HalfTable, HueKept, InverseTable, Table

__all__ = [
    "Affine",
    "Channels",
    "Clamp",
    "Grid",
    "HalfTable",
    "HueKept",
    "InverseTable",
    "Log",
    "MonitorCurve",
    "Operator",
    "Parametric",
    "Power",
    "Table",
    "merge_operators",
    "run",
]
