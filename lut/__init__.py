"""Camera Looks: 3D color LUTs with a fast numpy kernel, and the looks that are made of them.

import lut

look = lut.looks.load("leica-authentic").bake()
lut.write(look, "authentic.cube")
pixels = lut.apply(pixels, lut.read("film.cube"), strength=0.8)

Importing the package loads nothing but this file: GIMP's own Python, which may be 2.7 and has no numpy, imports
``lut.shared`` from it.
"""

__version__ = "1.0.0"  # the one place: packages and install.py read it here

__all__ = [
    "Lut",
    "LutError",
    "LutFormatError",
    "PixelError",
    "RecipeError",
    "Shaper",
    "apply",
    "create",
    "fit",
    "formats",
    "images",
    "looks",
    "read",
    "write",
]

TYPE_CHECKING = False
if TYPE_CHECKING:
    from . import create, formats, images, looks
    from .apply_lut import apply
    from .create.fit_lut import fit
    from .errors import LutError, LutFormatError, PixelError, RecipeError
    from .formats import read, write
    from .lattice import Shaper
    from .table import Lut

MODULES = {
    "Lut": "table",
    "LutError": "errors",
    "LutFormatError": "errors",
    "PixelError": "errors",
    "RecipeError": "errors",
    "Shaper": "lattice",
    "apply": "apply_lut",
    "create": None,
    "fit": "create.fit_lut",
    "formats": None,
    "images": None,
    "looks": None,
    "read": "formats",
    "write": "formats",
}


if not TYPE_CHECKING:  # which would take any other name, too

    def __getattr__(name):
        from .on_demand import import_attribute

        return import_attribute(__name__, MODULES, name)
