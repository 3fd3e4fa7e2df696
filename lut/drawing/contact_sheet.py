"""Contact sheets: one photograph in many looks, in one picture.

Thumbnails first, looks afterwards: a look on a thumbnail is what it is on the photograph, and costs
next to nothing.  Each group (a partnership) has a heading and rows of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray

from ..apply_lut import apply
from ..images.picture import Picture
from ..images.thumbnail import make_thumbnail
from ..looks.develop import NOTHING
from ..looks.finish import Strip
from ..looks.finishing import Finishing
from ..table import Lut
from .lettering import shorten_text, write_text

Pixels = NDArray[np.uint8]

BACKGROUND, INK, QUIET, LINE = (28, 28, 28), (240, 240, 240), (150, 150, 150), (70, 70, 70)
THUMBNAIL_AREA = 64_000  # pixels on a sheet of the standard width
STANDARD_WIDTH = 1920
MARGIN, GAP, HEADING, NAMES = 40, 16, 54, 62  # also on a sheet of the standard width


@dataclass(frozen=True)
class Entry:
    """One look on the sheet: its name, a second line in small print, the table, and what follows it."""

    name: str
    small: str
    table: Lut
    finishing: Finishing = NOTHING


@dataclass(frozen=True)
class Group:
    """Looks under one heading."""

    heading: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Layout:
    """Measures in pixels; ``px`` gives a length that is so long on a sheet of the standard width."""

    width: int
    columns: int
    cell: int
    height: int

    @classmethod
    def of(cls, width: int, aspect: float, count: int) -> Layout:
        """Return the layout for thumbnails of that aspect (width over height) and ``count`` looks."""
        margin, gap = round(MARGIN * width / STANDARD_WIDTH), round(GAP * width / STANDARD_WIDTH)
        inner = width - 2 * margin + gap
        wanted = inner / (round((THUMBNAIL_AREA * aspect) ** 0.5 * width / STANDARD_WIDTH) + gap)
        columns = min(max(3, round(wanted)), max(3, count))
        cell = max(1, inner // columns - gap)
        return cls(width, columns, cell, max(1, round(cell / aspect)))

    def px(self, standard: float) -> int:
        return max(1, round(standard * self.width / STANDARD_WIDTH))

    def left(self, column: int) -> int:
        return self.px(MARGIN) + column * (self.cell + self.px(GAP))


@dataclass(frozen=True)
class Row:
    """Thumbnails side by side, from the left; the first row of a group has its heading."""

    heading: str
    entries: tuple[Entry, ...]


def arrange_rows(groups: Sequence[Group], columns: int) -> list[Row]:
    """Arrange groups in order, each in as few rows as it fits into, of nearly one length."""
    result = []
    for group in groups:
        count = len(group.entries)
        length = ceil(count / max(1, ceil(count / columns)))
        for start in range(0, count, max(1, length)):
            result.append(Row("" if start else group.heading, group.entries[start : start + length]))
    return result


def draw_contact_sheet(
    photo: Picture, groups: Sequence[Group], title: str, width: int = STANDARD_WIDTH, note: str = ""
) -> Pixels:
    """Draw a sheet of every look on a photograph: (height, width, 3), sRGB.  note: small print below the title."""
    from PIL import Image, ImageDraw

    count = sum(len(group.entries) for group in groups)
    layout = Layout.of(width, photo.pixels.shape[1] / photo.pixels.shape[0], count)
    px = layout.px
    small = make_thumbnail(photo, layout.cell, layout.height, BACKGROUND)
    plan = arrange_rows(groups, layout.columns)
    tops, top = [], px(MARGIN) + layout.height + px(24)
    for row in plan:
        top += px(HEADING) if row.heading else 0
        tops.append(top)
        top += layout.height + px(NAMES)
    sheet = Image.new("RGB", (width, top + px(MARGIN) // 2), BACKGROUND)
    draw = ImageDraw.Draw(sheet)

    sheet.paste(Image.fromarray(small), (px(MARGIN), px(MARGIN)))
    left, middle = layout.left(1) + px(8), px(MARGIN) + layout.height // 2
    write_text(draw, (left, middle), shorten_text(title, px(38), width - left - px(MARGIN)), px(38), INK)
    for index, line in enumerate((f"The original, and {count} look{'s' * (count != 1)}", note)):
        place = (left, middle + px(34 + 28 * index))
        write_text(draw, place, shorten_text(line, px(20), width - left - px(MARGIN)), px(20), QUIET)
    for row, top in zip(plan, tops, strict=True):
        if row.heading:
            left, right, base = px(MARGIN), layout.left(layout.columns - 1) + layout.cell, top - px(26)
            write_text(draw, (left, base), shorten_text(row.heading, px(22), right - left), px(22), INK)
            draw.line((left, base + px(10), right, base + px(10)), LINE, px(1))
        for column, entry in enumerate(row.entries):
            left, base = layout.left(column), top + layout.height
            cut, pixels = develop_thumbnail(small, entry, photo.pixels.shape[1] / layout.cell)
            sheet.paste(Image.fromarray(pixels), (left + cut[1].start, top + cut[0].start))
            write_text(draw, (left, base + px(22)), shorten_text(entry.name, px(17), layout.cell), px(17), INK)
            write_text(draw, (left, base + px(40)), shorten_text(entry.small, px(13), layout.cell), px(13), QUIET)
    return np.asarray(sheet)


def develop_thumbnail(small: Pixels, entry: Entry, scale: float) -> tuple[tuple[slice, slice], Pixels]:
    """Crop and develop a thumbnail: its rows and columns that are left, and their pixels.

    scale: the photograph's size over the thumbnail's.
    """
    finishing = entry.finishing
    cut = finishing.box(small.shape[1], small.shape[0])
    result = apply(small[cut], entry.table)
    height, width = result.shape[:2]
    frame = (width * scale, height * scale)
    finishing.add_to(Strip(result, frame, scale=scale), finishing.light(result, frame))
    return cut, result
