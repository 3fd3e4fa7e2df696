"""Tables for live filters: a .cube file each, in the user's data, named after what it holds.

An image names the file for as long as it has the filter: none is ever changed or taken away.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from ..formats import save_lut_file
from ..formats.fitting import fit_to_format
from ..shared import folders
from ..table import Lut

DIGITS = 32  # of the hash


def kept(lut: Lut, title: str) -> tuple[Path, tuple[str, ...]]:
    """The file of a table, and what was changed for its format.  Raises LutError."""
    fitting = fit_to_format(replace(lut, title=title), Path("filter.cube"))
    place = folders.data() / "filters" / f"{hashlib.sha256(fitting.data).hexdigest()[:DIGITS]}.cube"
    if not place.exists():
        place.parent.mkdir(parents=True, exist_ok=True)
        save_lut_file(fitting.data, place)
    return place, fitting.changes
