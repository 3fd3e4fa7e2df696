"""Matrix."""

from __future__ import annotations

import numpy as np

from ...files.xml import Element
from ...operators import Affine, Operator
from ..xml_numbers import few
from .elements import Depths, Version, array_of, known, refused_dimensions

SHAPES = ((3, 3), (3, 4), (4, 4), (4, 5))
OPAQUE = 1e-6  # how far from 1 a factor may be that leaves alpha alone


def read(element: Element, depths: Depths, version: Version) -> list[Operator]:
    known(element, (), ("Array",))
    array, dimensions = array_of(element)
    shape = dimensions[:2]
    if shape not in SHAPES or len(dimensions) > 3 or dimensions[2:] not in ((), shape[:1], (3,)):
        refused_dimensions(array, ", ".join(f"'{rows} {columns}'" for rows, columns in SHAPES))
    rows = np.array(few(array.text, array.line, shape[0] * shape[1], f"a matrix of {shape[0]} × {shape[1]}"))
    rows = rows.reshape(shape)
    if shape == (4, 4) and version.has_square_offsets:
        rows = rows[:3]
    offset = rows[:, -1] if rows.shape in ((3, 4), (4, 5)) else np.zeros(len(rows))
    factors = rows[:, : len(rows)] * (depths.ahead / depths.behind)
    if len(rows) == 4:
        alpha = np.concatenate([factors[3], factors[:, 3], offset[3:]]) - [0, 0, 0, 1, 0, 0, 0, 1, 0]
        if np.abs(alpha).max() > OPAQUE:
            array.refuse("expected a matrix that leaves alpha alone, found one that changes it, or uses it")
    return [Affine(factors[:3, :3], offset[:3] / depths.behind)]
