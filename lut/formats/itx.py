"""itx: Iridas' text format for a lattice over 0…1: a cube's size and rows, and no other words.

    # anything
    LUT_3D_SIZE 2
    0.00 0.00 0.00
    1.00 0.05 0.00
    0.05 1.00 0.00
    1.00 1.00 0.00
    0.00 0.00 0.90
    1.00 0.05 0.90
    0.05 1.00 0.90
    1.00 1.00 0.90

Any .itx is a .cube of the same meaning, so it is read as one, and told by its name alone.
"""

from __future__ import annotations

from ..errors import LutError
from ..table import Lut
from . import cube, decimals
from .format import text_format


def write(lut: Lut) -> str:
    """Lut → a file's text. Float32 survives."""
    if not lut.is_plain:
        raise LutError(
            "expected a table over 0…1 for an .itx file, found a domain or a shaper; take its .baked() table"
        )
    rows = lut.table.transpose(2, 1, 0, 3).reshape(-1, 3)  # file: red varies fastest
    return f"LUT_3D_SIZE {lut.size}\n" + "".join(decimals.print_rows(rows))


FORMAT = text_format("itx", (".itx",), cube.read, write, lambda head: False)
