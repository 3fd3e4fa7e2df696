"""Fit a LUT to what a format can hold: unchanged if it can, else with the smallest change that will do, reported."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np

from ..errors import LutError
from ..language import _
from ..table import Lut
from . import choose_format, encode

BAKED_SIZE = 33  # the least that a shaper is baked to


@dataclass(frozen=True)
class Fitted:
    """A file's content; the LUT it was made of; and what was changed for it, in words."""

    data: bytes
    lut: Lut
    changes: tuple[str, ...]


class Attempt(NamedTuple):
    lut: Lut
    changes: tuple[str, ...]


def fit_to_format(lut: Lut, place: Path, kind: str | None = None, size: int | None = None) -> Fitted:
    """Make the file of that name, and kind (see ``formats.write``), that comes nearest to a LUT.

    size: of the lattice to write, by default the LUT's own or, where the format has no such, its next larger one.
    Raises LutError for what the format can't hold even so.
    """
    chosen = choose_format(place, kind)
    next_size, key = chosen.next_size, kind or chosen.key
    table = lut.as_table if size is None or not lut.operators else lut.resized(size)
    told = table.notes[len(lut.notes) :]
    nearest = {own: own if size or next_size is None else next_size(own, key) for own in (table.size, BAKED_SIZE)}
    first: LutError | None = None
    for attempt in list_attempts(lut, table, size or nearest[table.size], size or max(nearest.values())):
        try:
            return Fitted(encode(attempt.lut, place, kind), attempt.lut, (*told, *attempt.changes))
        except LutError as error:
            first = first or error
    assert first is not None
    raise first


def list_attempts(lut: Lut, table: Lut, size: int, baked_size: int) -> Iterator[Attempt]:
    """Yield LUTs to try, the most faithful first.

    table: the LUT itself, or the table of its operators.  size, baked_size: of the lattice as it is, and over 0..1
    alone.
    """
    ways = [resample(table, size)]
    if not table.is_plain:
        ways.append(bake(lut, table, baked_size))
    for way in ways:
        yield way
        low, high = float(way.lut.table.min()), float(way.lut.table.max())
        if low < 0 or high > 1:
            inside = replace(way.lut, table=np.clip(way.lut.table, 0, 1))
            clipped = _("clipped to 0 to 1, from {low:.4g} to {high:.4g}").format(low=low, high=high)
            yield Attempt(inside, (*way.changes, clipped))


def resample(lut: Lut, size: int) -> Attempt:
    if size == lut.size:
        return Attempt(lut, ())
    change = _("resampled from {old} to {new} lattice points a side").format(old=lut.size, new=size)
    return Attempt(lut.resized(size), (change,))


def bake(lut: Lut, table: Lut, size: int) -> Attempt:
    change = _("shaper and domain baked into a lattice over 0 to 1 of {size} points a side")
    if table.is_unit:
        change = _("shaper baked into a lattice over 0 to 1 of {size} points a side")
    elif table.shaper is None:
        change = _("domain baked into a lattice over 0 to 1 of {size} points a side")
    return Attempt(lut.baked(size), (change.format(size=size),))
