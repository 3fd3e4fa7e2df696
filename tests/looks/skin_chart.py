"""Draw skin before and after each look, with and without protection.

    python -m tests.looks.skin_chart OUT.png [ID …]

Three rows to a look: the skin itself, after the look, and after the look with all of its skin protection.  Columns: the
ten tones of Monk's scale, measured skin of the literature (each box's middle and corners), Monk's tones in lamplight
corrected by half, and two stops down.
"""

from __future__ import annotations

import argparse
import sys

import numpy as np
from PIL import Image, ImageDraw

from lut import looks
from lut.color import lab_to_linear, linear_to_srgb
from lut.color.space import Floats
from lut.looks import Look
from lut.looks.skin import protect

from .skin_tones import LAMP, LITERATURE, TYPOLOGY, monk, relit

PATCH, ROW, NAME, GAP = 26, 16, 210, 10  # pixels


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.looks.skin_chart", description="Draw skin after each look.")
    parser.add_argument("out", metavar="OUT.png")
    parser.add_argument("look", nargs="*", metavar="ID", help="these looks only; by default all in color")
    chosen = parser.parse_args(arguments)
    drawn = [looks.load(identifier) for identifier in chosen.look] or [
        look for look in looks.all_looks() if not look.monochrome
    ]
    chart(drawn).save(chosen.out)
    return 0


def groups() -> list[Floats]:
    """The chart's columns, in groups, as sRGB codes."""
    boxes = [box[:: max(1, len(box) // 5)][:5] for box in (*LITERATURE.values(), *TYPOLOGY.values())]
    measured = lab_to_linear(np.array([color for box in boxes for color in box]))
    return [linear_to_srgb(colors) for colors in (monk(), measured, relit(monk(), LAMP, 0.5), monk() / 4)]


def chart(drawn: list[Look]) -> Image.Image:
    columns = groups()
    width = NAME + sum(len(group) * PATCH + GAP for group in columns)
    picture = Image.new("RGB", (width, len(drawn) * (3 * ROW + GAP) + GAP), (128, 128, 128))
    draw = ImageDraw.Draw(picture)
    for number, look in enumerate(drawn):
        lut = look.bake()
        top = GAP + number * (3 * ROW + GAP)
        draw.text(
            (6, top), f"{look.id}{' (colors skin)' if look.colors_skin else ''}\n  the look\n  protected", "white"
        )
        for row, table in enumerate((None, lut, protect(lut, 1))):
            left = NAME
            for group in columns:
                for code in group if table is None else table(group):
                    corner = (left, top + row * ROW)
                    draw.rectangle(
                        (*corner, left + PATCH - 1, corner[1] + ROW - 1), tuple(np.rint(code * 255).astype(int))
                    )
                    left += PATCH
                left += GAP
    return picture


if __name__ == "__main__":
    sys.exit(main())
