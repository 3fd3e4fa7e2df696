"""Items of images: what layers, channels and paths share, and how an ID becomes the object of its kind."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING, Any, Tuple, TypeVar

from gimpenums import FILL_FOREGROUND

from gimp import _cache
from gimp._call import attribute, call, results
from gimp._errors import error
from gimp._parasite import HasParasites
from gimp._pixels import PixelRgn, Tile, pixel_bytes, whole
from gimp._transforms import Transforms

if TYPE_CHECKING:
    from gimp._image import Image
    from gimp._layer import Layer

Some = TypeVar("Some", bound="Identified")


class Identified:
    """Something that GIMP knows by a number, equal to everything with the same."""

    ID: int

    @classmethod
    def _of(cls: type[Some], ID: int) -> Some:
        found = object.__new__(cls)
        found.ID = ID
        return found

    def __eq__(self, other: object) -> bool:
        return self.ID == other.ID if isinstance(other, Identified) else NotImplemented

    def __hash__(self) -> int:
        return hash(self.ID)


class Item(Identified):
    """The original's gimp.Item: not made by scripts, but what layers, channels and vectors are."""

    def __init__(self, *_: Any) -> None:
        raise TypeError(f"gimp.{type(self).__name__} is made by GIMP only")

    @staticmethod
    def from_id(ID: int) -> Item | None:
        return item(ID)

    name: str = attribute("gimp-item-get-name", "gimp-item-set-name", str)
    visible: bool = attribute("gimp-item-get-visible", "gimp-item-set-visible", bool)
    linked: bool = attribute("gimp-item-get-linked", "gimp-item-set-linked", bool)
    tattoo: int = attribute("gimp-item-get-tattoo", "gimp-item-set-tattoo", int)

    @property
    def image(self) -> Image | Any:
        from gimp._image import Image

        ID = call("gimp-item-get-image", self.ID)
        return Image._of(ID) if ID >= 0 else None

    @property
    def parent(self) -> Layer | Any:
        return item(call("gimp-item-get-parent", self.ID))

    @property
    def children(self) -> list[Layer]:
        """The layers of a group, the top one first; none of anything else."""
        if not call("gimp-item-is-group", self.ID):
            return []
        return [item(ID) for ID in results("gimp-item-get-children", self.ID)[1]]

    def __repr__(self) -> str:
        return f"<gimp.{type(self).__name__} '{self.name}'>"

    def __reduce__(self) -> Any:
        import gimp

        return gimp._id2drawable, (self.ID,)


class Drawable(Item, HasParasites, Transforms):
    """Something with pixels: a layer, a channel, a mask or the selection."""

    _parasites = "gimp-item"

    width: int = attribute("gimp-drawable-width")
    height: int = attribute("gimp-drawable-height")
    has_alpha: bool = attribute("gimp-drawable-has-alpha", made=bool)
    is_rgb: bool = attribute("gimp-drawable-is-rgb", made=bool)
    is_gray: bool = attribute("gimp-drawable-is-gray", made=bool)
    is_grey = is_gray
    is_indexed: bool = attribute("gimp-drawable-is-indexed", made=bool)
    is_layer_mask: bool = attribute("gimp-item-is-layer-mask", made=bool)
    type: int = attribute("gimp-drawable-type")
    type_with_alpha: int = attribute("gimp-drawable-type-with-alpha")

    @property
    def bpp(self) -> int:
        """Bytes of a pixel in a region, whatever the image's precision: regions are 8-bit."""
        return (3, 4, 1, 2, 1, 2)[self.type]

    @property
    def offsets(self) -> tuple[int, int]:
        x, y = results("gimp-drawable-offsets", self.ID)
        return x, y

    @property
    def mask_bounds(self) -> tuple[int, int, int, int]:
        """(x1, y1, x2, y2): the selection's edges in the drawable, or the whole of it."""
        return tuple(results("gimp-drawable-mask-bounds", self.ID)[1:])

    @property
    def mask_intersect(self) -> _Intersection:
        """(x, y, width, height) of the selection in the drawable; empty, or raising if called, when it lies outside."""
        inside, *rectangle = results("gimp-drawable-mask-intersect", self.ID)
        return _Intersection(rectangle if inside else ())

    def flush(self) -> None:
        _cache.flush(self.ID)

    def update(self, x: int, y: int, width: int, height: int) -> None:
        call("gimp-drawable-update", self.ID, int(x), int(y), int(width), int(height))

    def merge_shadow(self, undo: bool = False) -> None:
        call("gimp-drawable-merge-shadow", self.ID, int(undo))

    def free_shadow(self) -> None:
        call("gimp-drawable-free-shadow", self.ID)

    def fill(self, fill: int = FILL_FOREGROUND) -> None:
        call("gimp-drawable-fill", self.ID, fill)

    def get_tile(self, shadow: bool, row: int, col: int) -> Tile:
        return Tile(self, shadow, row, col)

    def get_tile2(self, shadow: bool, x: int, y: int) -> Tile:
        return Tile(self, shadow, y // _cache.side(), x // _cache.side())

    def get_pixel_rgn(
        self, x: int, y: int, width: int, height: int, dirty: bool = True, shadow: bool = False
    ) -> PixelRgn:
        return PixelRgn(self, x, y, width, height, dirty, shadow)

    def get_data(self, format: str = "RGBA float") -> array[Any]:
        """All pixels in a format of babl, as an array of its components."""
        from gimp_backends import current

        _cache.flush(self.ID)
        kinds = {"double": "d", "float": "f", "u16": "H"}
        data = current().read(self.ID, 0, 0, self.width, self.height, format)
        return array(kinds.get(format.rpartition(" ")[2], "B"), data)

    def get_pixel(self, *place: Any) -> tuple[int, ...]:
        """`get_pixel(x, y)` or `get_pixel((x, y))`: the components of a pixel, 0..255."""
        x, y = map(whole, place[0] if len(place) == 1 else place)
        size = self.width, self.height
        if not (0 <= x < size[0] and 0 <= y < size[1]):
            raise IndexError(f"could not get pixel ({x}, {y}) of a drawable of {size[0]} × {size[1]}")
        return tuple(_cache.read(self.ID, size, False, x, y, 1, 1))

    def set_pixel(self, *place_and_pixel: Any) -> None:
        """`set_pixel(x, y, pixel)` or `set_pixel((x, y), pixel)`."""
        *place, pixel = place_and_pixel
        x, y = map(whole, place[0] if len(place) == 1 else place)
        data = pixel_bytes(pixel)
        call("gimp-drawable-set-pixel", self.ID, x, y, len(data), data)

    def offset(self, wrap_around: bool, fill_type: int, offset_x: int, offset_y: int) -> None:
        call("gimp-drawable-offset", self.ID, int(wrap_around), fill_type, offset_x, offset_y)


class _Intersection(Tuple[int, ...]):
    """The original documents `mask_intersect` as an attribute, and has it as a method: this is both."""

    def __call__(self) -> _Intersection:
        if not self:
            raise error("the selection does not intersect the drawable")
        return self


def item(ID: int) -> Any:
    """The object for an ID of any item; None if there is no such item."""
    from gimp._channel import Channel
    from gimp._vectors import Vectors

    if ID < 0 or not call("gimp-item-is-valid", ID):
        return None
    if call("gimp-item-is-layer", ID):
        return layer(ID)
    return (Vectors if call("gimp-item-is-vectors", ID) else Channel)._of(ID)


def layer(ID: int) -> Any:
    from gimp._layer import GroupLayer, Layer

    if ID < 0:
        return None
    return (GroupLayer if call("gimp-item-is-group", ID) else Layer)._of(ID)
