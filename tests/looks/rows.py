"""The looks beside their rows: every figure of the specification, measured on our renderings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from math import inf
from typing import NamedTuple

import numpy as np
from film_response import channel_response

from lut import LutError, looks
from lut.looks import Look
from lut.looks.measurements import code_weights

from .specification import ROWS, Row

IN_LINEAR_LIGHT = ("huawei-leica-monochrome",)  # their weights are a sensor's


class Figure(NamedTuple):
    """A figure of a look's row.  ours: None where our rendering has none, as a gray has no hue."""

    look: str
    name: str
    low: float
    high: float
    ours: float | None

    @property
    def inside(self) -> bool:
        return self.ours is not None and self.low <= self.ours <= self.high

    @property
    def interval(self) -> str:
        if self.low == -inf:
            return f"≤ {self.high:g}"
        return f"≥ {self.low:g}" if self.high == inf else f"{self.low:g} … {self.high:g}"


def find_look(identifier: str) -> Look | None:
    """The look of a row, None where the library has none of that id."""
    try:
        return looks.load(identifier)
    except LutError:
        return None


@cache
def measured_row(look: Look) -> dict[str, float | None]:
    """Every figure that a row may have, of the look's rendering by day."""
    table = look.bake()
    figures = looks.measure(table)
    a, b = figures["tint_mid"]
    weights = (channel_response if look.id in IN_LINEAR_LIGHT else code_weights)(table) if look.monochrome else None
    shares = dict(zip(("red", "green", "blue"), weights or (None,) * 3, strict=True))
    return (
        figures | shares | {"mid_chroma": float(np.hypot(a, b)), "mid_hue": float(np.degrees(np.arctan2(b, a)) % 360)}
    )


def row_figures(identifier: str) -> list[Figure]:
    """The figures of a look's row beside ours; without ours where the look is missing."""
    look = find_look(identifier)
    ours = measured_row(look) if look else {}
    return [
        Figure(identifier, name, low, high, ours.get(name)) for name, (low, high) in ROWS[identifier].figures.items()
    ]


def report(identifiers: Iterable[str], outside_only: bool = False) -> Iterator[str]:
    """The lines of the table, and a closing line with the counts."""
    rows = [(name, ROWS[name], row_figures(name)) for name in identifiers]
    for identifier, row, figures in rows:
        shown = [figure for figure in figures if not (outside_only and figure.inside)]
        if not shown:
            continue
        yield headline(identifier, row, figures)
        for figure in shown:
            ours = "–" if figure.ours is None else f"{figure.ours:.3f}"
            mark = "inside" if figure.inside else "OUTSIDE"
            yield f"    {figure.name:16}{figure.interval:>18}{ours:>10}  {mark}"
    held = sum(all(figure.inside for figure in figures) for *_, figures in rows)
    everything = [figure for *_, figures in rows for figure in figures]
    inside = sum(figure.inside for figure in everything)
    yield f"{held} of {len(rows)} rows inside; {inside} of {len(everything)} figures"


def headline(identifier: str, row: Row, figures: list[Figure]) -> str:
    if find_look(identifier) is None:
        return f"{identifier} [{row.basis}] {row.maker}, {row.name}: no look of this id"
    inside = sum(figure.inside for figure in figures)
    return f"{identifier} [{row.basis}] {row.maker}, {row.name}: {inside} of {len(figures)} inside"
