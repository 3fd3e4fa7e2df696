"""Paths and their strokes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Sequence

from gimpenums import CHANNEL_OP_REPLACE, VECTORS_STROKE_TYPE_BEZIER

from gimp import _items
from gimp._call import call, results
from gimp._parasite import HasParasites

if TYPE_CHECKING:
    from gimp._image import Image


class VectorsStroke:
    """A stroke of a path; `ID` is its number among the path's strokes."""

    ID: int
    vectors_ID: int

    def _call(self, procedure: str, *values: float) -> list[Any]:
        return results(f"gimp-vectors-{procedure}", self.vectors_ID, self.ID, *values)

    @property
    def points(self) -> tuple[list[float], bool]:
        """The control points, x and y by turns, and whether the stroke is closed."""
        _, _, points, closed = self._call("stroke-get-points")
        return list(points), bool(closed)

    def get_length(self, precision: float) -> float:
        return self._call("stroke-get-length", float(precision))[0]

    def get_point_at_dist(self, dist: float, precision: float) -> tuple[float, float, float, bool]:
        x, y, slope, valid = self._call("stroke-get-point-at-dist", float(dist), float(precision))
        return x, y, slope, bool(valid)

    def close(self) -> None:
        self._call("stroke-close")

    def translate(self, off_x: float, off_y: float) -> None:
        self._call("stroke-translate", int(off_x), int(off_y))

    def scale(self, scale_x: float, scale_y: float) -> None:
        self._call("stroke-scale", float(scale_x), float(scale_y))

    def rotate(self, center_x: float, center_y: float, angle: float) -> None:
        self._call("stroke-rotate", float(center_x), float(center_y), float(angle))

    def flip(self, flip_type: int, axis: float) -> None:
        self._call("stroke-flip", flip_type, float(axis))

    def flip_free(self, x1: float, y1: float, x2: float, y2: float) -> None:
        self._call("stroke-flip-free", float(x1), float(y1), float(x2), float(y2))

    def interpolate(self, precision: float) -> tuple[list[float], bool]:
        _, points, closed = self._call("stroke-interpolate", float(precision))
        return list(points), bool(closed)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, VectorsStroke):
            return NotImplemented
        return (self.vectors_ID, self.ID) == (other.vectors_ID, other.ID)

    def __hash__(self) -> int:
        return hash((self.vectors_ID, self.ID))

    def __repr__(self) -> str:
        path = call("gimp-item-get-name", self.vectors_ID)
        return f"<gimp.{type(self).__name__} {self.ID} of gimp.Vectors '{path}'>"


class VectorsBezierStroke(VectorsStroke):
    def __init__(self, vectors: Vectors, controlpoints: Sequence[float], closed: bool = False) -> None:
        points = [float(point) for point in controlpoints]
        self.vectors_ID = vectors.ID
        self.ID = call(
            "gimp-vectors-stroke-new-from-points",
            vectors.ID,
            VECTORS_STROKE_TYPE_BEZIER,
            len(points),
            points,
            int(closed),
        )

    @classmethod
    def _of(cls, vectors_ID: int, ID: int) -> VectorsBezierStroke:
        found = object.__new__(cls)
        found.vectors_ID, found.ID = vectors_ID, ID
        return found

    @classmethod
    def new_moveto(cls, vectors: Vectors, x0: float, y0: float) -> VectorsBezierStroke:
        return cls._of(vectors.ID, call("gimp-vectors-bezier-stroke-new-moveto", vectors.ID, float(x0), float(y0)))

    @classmethod
    def new_ellipse(
        cls, vectors: Vectors, x0: float, y0: float, radius_x: float, radius_y: float, angle: float
    ) -> VectorsBezierStroke:
        values = [float(value) for value in (x0, y0, radius_x, radius_y, angle)]
        return cls._of(vectors.ID, call("gimp-vectors-bezier-stroke-new-ellipse", vectors.ID, *values))

    def lineto(self, x0: float, y0: float) -> None:
        self._call("bezier-stroke-lineto", float(x0), float(y0))

    def conicto(self, x0: float, y0: float, x1: float, y1: float) -> None:
        self._call("bezier-stroke-conicto", float(x0), float(y0), float(x1), float(y1))

    def cubicto(self, x0: float, y0: float, x1: float, y1: float, x2: float, y2: float) -> None:
        self._call("bezier-stroke-cubicto", *(float(value) for value in (x0, y0, x1, y1, x2, y2)))


class Vectors(_items.Item, HasParasites):
    _parasites = "gimp-item"

    def __init__(self, image: Image, name: str) -> None:
        self.ID = call("gimp-vectors-new", image.ID, str(name))

    @property
    def strokes(self) -> list[VectorsBezierStroke]:
        return [VectorsBezierStroke._of(self.ID, ID) for ID in results("gimp-vectors-get-strokes", self.ID)[1]]

    def remove_stroke(self, stroke: int | VectorsStroke) -> None:
        call("gimp-vectors-remove-stroke", self.ID, getattr(stroke, "ID", stroke))

    def to_selection(
        self,
        operation: int = CHANNEL_OP_REPLACE,
        antialias: bool = True,
        feather: bool = False,
        feather_radius_x: float = 0.0,
        feather_radius_y: float = 0.0,
    ) -> None:
        call("gimp-context-push")
        try:
            call("gimp-context-set-antialias", int(antialias))
            call("gimp-context-set-feather", int(feather))
            call("gimp-context-set-feather-radius", float(feather_radius_x), float(feather_radius_y))
            call("gimp-image-select-item", call("gimp-item-get-image", self.ID), int(operation), self.ID)
        finally:
            call("gimp-context-pop")

    def __reduce__(self) -> Any:
        import gimp

        return gimp._id2vectors, (self.ID,)
