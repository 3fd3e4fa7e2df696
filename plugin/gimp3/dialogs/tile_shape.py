"""How large the browser's tiles are, and how many of them have room beside each other."""

from __future__ import annotations

from dataclasses import dataclass

from ..crop import Area

SIZES = (88, 112, 140, 176, 220, 280, 360)  # of a picture's longer side, in GTK's pixels
USUAL = SIZES.index(140)
LEAST_WIDTH = 112  # of a tile, for the name
AROUND, NAME = 10, 40  # pixels: beside a tile's picture, and below it


@dataclass(frozen=True)
class TileShape:
    """Width and height of the picture in a tile, in GTK's pixels."""

    width: int
    height: int

    @property
    def column(self) -> int:
        """The width of a column of tiles."""
        return max(self.width, LEAST_WIDTH) + AROUND

    @property
    def row(self) -> int:
        """The height of a row, about: the names of some tiles take a second line."""
        return self.height + NAME

    def columns_in(self, width: int) -> int:
        """Return how many columns have room in a width, at least one."""
        return max(width // self.column, 1)


def shape_tiles(whole: Area, size: int) -> TileShape:
    """Give tiles the shape of the picture that they show, with a longer side of SIZES[size]."""
    side, longest = SIZES[size], max(whole[2:])
    width, height = (max(round(side * each / longest), 1) for each in whole[2:])
    return TileShape(width, height)
