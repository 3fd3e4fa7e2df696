"""Views of images."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gimp._call import call
from gimp._items import Identified

if TYPE_CHECKING:
    from gimp._image import Image


class Display(Identified):
    def __init__(self, image: Image) -> None:
        self.ID = call("gimp-display-new", image.ID)

    def __repr__(self) -> str:
        return "<display>"

    def __reduce__(self) -> Any:
        import gimp

        return gimp._id2display, (self.ID,)
