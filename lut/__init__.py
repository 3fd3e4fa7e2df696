"""Camera Looks: 3D colour LUTs with a fast numpy kernel, and the looks that are made of them."""

from .apply import apply
from .errors import LutError, LutFormatError
from .formats import read, write
from .table import Lut, Shaper

__all__ = ["Lut", "LutError", "LutFormatError", "Shaper", "apply", "read", "write"]
