"""Write docs/looks.md: each look on three photographs, and what its recipe says of it.

``python docs/pictures.py`` calls it.
"""

from __future__ import annotations

import sys
from functools import cache
from itertools import groupby
from math import ceil
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

DOCS = Path(__file__).parent
sys.path[:0] = [str(DOCS), str(DOCS.parent)]

import charts

from lut import looks
from lut.drawing import contact_sheet
from lut.language import join_names
from lut.looks import Look
from lut.looks.basis import describe_basis, describe_remarks
from lut.looks.finishing import Finishing
from lut.shared.amounts import FINISHING

PAGE, FOLDER = DOCS / "looks.md", DOCS / "gallery"
# Sky, snow and grass; skin and vivid cloth; light from behind.  With the part that is shown of each: 0 is left or top.
PHOTOS = {"mountain.jpg": (0.5, 0.5), "astronaut.png": (0.5, 0.15), "dandelion.jpg": (0.3, 0.5)}
UNDER_LAMPS = {"wine.jpg": (0.5, 0.4)}
CELL, GAP, BACKGROUND = (296, 222), 6, 28
MOST_COLUMNS = 4
FULL_WIDTH = 1600  # of the photograph that a cell stands for: grain is finer the larger the picture
QUALITY = 86

INTRODUCTION = """\
# The looks

<!-- Made by docs/pictures.py from the looks' recipes: change those. -->

All {count} looks on the same three photographs, as strong as they come. *Chart* shows what a look does to grays, hues
and a ColorChecker. To use them, see [Using the looks](using.md).

Each look says what it rests on: figures that were measured on the maker's own rendering (tone curve, tints, a
ColorChecker), the words of makers and reviewers, or our interpretation. Recipes are made from these; no maker's table
is used. [How near the measured looks are](#how-near-the-looks-are) stands in the table below. Makers' names are
trademarks of theirs and only say what inspired a look; no maker made or endorsed any of them.

![The photographs as they were](gallery/original.jpg)

[The photographers](photos/ATTRIBUTION.md)
"""
SCENES = """
## Scene by scene

{names}: these looks are adaptive. They have a rendering for each scene that they tell apart, and a picture gets the
mixture that it asks for. Above they are as by day. Here is a room under lamps, as it was and in each scene:
"""


@cache
def photograph(name: str, part: tuple[float, float]) -> np.ndarray:
    """A photograph in a cell's format, (height, width, 3) uint8."""
    with Image.open(DOCS / "photos" / name) as image:
        return np.array(ImageOps.fit(image.convert("RGB"), CELL, Image.Resampling.LANCZOS, centering=part))


def cells(photos: dict[str, tuple[float, float]]) -> list[np.ndarray]:
    return [photograph(name, part) for name, part in photos.items()]


def developed(pixels: np.ndarray, look: Look, scene: str = "day") -> np.ndarray:
    """A cell in a look, with its finishing steps, in the look's own format."""
    entry = contact_sheet.Entry(look.name, look.id, look.bake(scene={scene: 1.0}), Finishing.of(look))
    return contact_sheet.develop_thumbnail(pixels, entry, FULL_WIDTH / CELL[0])[1]


def strip(pictures: list[np.ndarray]) -> np.ndarray:
    """Pictures of one size, side by side in as few rows as they fit into, the last one filled up with background."""
    count = ceil(len(pictures) / MOST_COLUMNS)
    columns = ceil(len(pictures) / count)
    height, width = pictures[0].shape[:2]
    size = (count * (height + GAP) - GAP, columns * (width + GAP) - GAP, 3)
    result = np.full(size, BACKGROUND, dtype=np.uint8)
    for index, picture in enumerate(pictures):
        top, left = index // columns * (height + GAP), index % columns * (width + GAP)
        result[top : top + height, left : left + width] = picture
    return result


def strips() -> dict[str, np.ndarray]:
    """Every picture of the page, by the name of its file."""
    found = {"original": strip(cells(PHOTOS))}
    for look in looks.all_looks():
        found[look.id] = strip([developed(cell, look) for cell in cells(PHOTOS)])
        if look.scenes:
            (room,) = cells(UNDER_LAMPS)
            found[f"{look.id}-scenes"] = strip([room, *(developed(room, look, scene) for scene in look.scenes)])
    return found


def page() -> str:
    """The page's text."""
    everything = looks.all_looks()
    parts = [INTRODUCTION.format(count=len(everything))]
    for maker, group in groupby(everything, key=lambda look: look.maker):
        parts.append(f"\n## {maker}\n")
        parts += [entry(look) for look in group]
    adaptive = [look for look in everything if look.scenes]
    parts.append(SCENES.format(names=join_names([look.name for look in adaptive])))
    parts += [scenes_entry(look) for look in adaptive]
    return "".join([*parts, charts.table()])


def scenes_entry(look: Look) -> str:
    """The picture of a look's scenes; as it was comes first."""
    order = ", ".join(["as it was", *look.scenes])
    return f"\n{look.name}: {order}.\n\n![{look.name} of a room, by scene](gallery/{look.id}-scenes.jpg)\n"


def entry(look: Look) -> str:
    since = ", ".join(str(part) for part in (look.phone, look.year) if part)
    known = " ".join((describe_basis(look), *describe_remarks(look)))
    return (
        f"\n### {look.name}\n\n![{look.name}](gallery/{look.id}.jpg)\n\n"
        f"{look.character} *{since}*  \n{known} `{look.id}`{finishing(look)} · [chart](charts/{look.id}.png)\n"
    )


def finishing(look: Look) -> str:
    """What follows the table, in words."""
    words = [step.words for step in FINISHING if look.amount(step.name)]
    words = ([f"a {look.crop} crop"] if look.crop else []) + words
    return f", with {' and '.join(words)}" if words else ""


def make() -> None:
    FOLDER.mkdir(exist_ok=True)
    pictures = strips()
    for path in FOLDER.glob("*.jpg"):
        if path.stem not in pictures:
            path.unlink()  # of a look that is gone
    for name, pixels in pictures.items():
        Image.fromarray(pixels).save(FOLDER / f"{name}.jpg", quality=QUALITY, optimize=True, progressive=True)
    PAGE.write_text(page(), encoding="utf-8")
    charts.make()


if __name__ == "__main__":
    make()
