"""The gallery: each look on three photographs, and what its recipe says of it.  Made by ``python docs/pictures.py``."""

from __future__ import annotations

import sys
from functools import cache
from itertools import groupby
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps

DOCS = Path(__file__).parent
sys.path.insert(0, str(DOCS.parent))

from lut import apply, looks
from lut.language import listed
from lut.looks import Look, finish
from lut.looks.basis import basis_sentence, remark_sentences

PAGE, FOLDER = DOCS / "gallery.md", DOCS / "gallery"
# Sky, snow and grass; skin and vivid cloth; light from behind.  With the part that is shown of each: 0 is left or top.
PHOTOS = {"mountain.jpg": (0.5, 0.5), "astronaut.png": (0.5, 0.15), "dandelion.jpg": (0.3, 0.5)}
UNDER_LAMPS = {"wine.jpg": (0.5, 0.4)}
CELL, GAP, BACKGROUND = (296, 222), 6, 28
FULL_WIDTH = 1600  # of the photograph that a cell stands for: grain is finer the larger the picture
QUALITY = 82

INTRODUCTION = """\
# Gallery

<!-- Made by docs/pictures.py from the looks' recipes: change those. -->

All {count} looks on the same three photographs, as strong as they come. Their characters were taken from what makers
and reviewers wrote, and each look says what it rests on; no maker's table is used, and no maker made or endorsed any of
them. Makers' names are trademarks of theirs and only say what inspired a look.

![The photographs as they were](gallery/original.jpg)

[The photographers](photos/ATTRIBUTION.md)
"""
SCENES = """
## By day, indoors, at night

{names} are adaptive: they have a rendering for each of these scenes, and a picture gets the mixture that its
brightness, its deep shadows and the color of its light ask for. Above they are as by day. Here is a room under lamps,
as it was, by day, indoors and at night:
"""


@cache
def photograph(name: str, part: tuple[float, float], size: tuple[int, int] = CELL) -> np.ndarray:
    """A photograph in a cell's format, (height, width, 3) uint8."""
    with Image.open(DOCS / "photos" / name) as image:
        return np.array(ImageOps.fit(image.convert("RGB"), size, Image.Resampling.LANCZOS, centering=part))


def cells(photos: dict[str, tuple[float, float]], look: Look | None = None) -> list[np.ndarray]:
    """The photographs, in the look's own format."""
    size = look.crop.box(*CELL)[2:] if look and look.crop else CELL
    return [photograph(name, part, size) for name, part in photos.items()]


def developed(pixels: np.ndarray, look: Look, scene: str = "day") -> np.ndarray:
    """A cell in a look, with its finishing steps."""
    result = apply(pixels, look.bake(scene={scene: 1.0}))
    scale = FULL_WIDTH / CELL[0]
    frame = (result.shape[1] * scale, result.shape[0] * scale)
    if look.glow:
        finish.glow(result, look.glow.amount, finish.glow_map(result, look.glow.size), 0, 0, frame, scale)
    if look.vignette:
        finish.vignette(result, look.vignette, 0, 0, frame, scale)
    if look.grain:
        finish.grain(result, look.grain.amount, 0, 0, frame, scale, look.grain.size)
    return result


def strip(pictures: list[np.ndarray]) -> np.ndarray:
    """Pictures of one height in a row."""
    gap = np.full((len(pictures[0]), GAP, 3), BACKGROUND, dtype=np.uint8)
    return np.concatenate([part for picture in pictures for part in (picture, gap)][:-1], axis=1)


def strips() -> dict[str, np.ndarray]:
    """Every picture of the page, by the name of its file."""
    found = {"original": strip(cells(PHOTOS))}
    for look in looks.all_looks():
        found[look.id] = strip([developed(cell, look) for cell in cells(PHOTOS, look)])
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
    parts.append(SCENES.format(names=listed([look.name for look in adaptive])))
    parts += [f"\n![{look.name} of a room, by scene](gallery/{look.id}-scenes.jpg)\n" for look in adaptive]
    return "".join(parts)


def entry(look: Look) -> str:
    since = ", ".join(str(part) for part in (look.phone, look.year) if part)
    known = " ".join((basis_sentence(look), *remark_sentences(look)))
    return (
        f"\n### {look.name}\n\n![{look.name}](gallery/{look.id}.jpg)\n\n"
        f"{look.character} *{since}*  \n{known} `{look.id}`{finishing(look)}\n"
    )


def finishing(look: Look) -> str:
    """What follows the table, in words."""
    words = [name for name in ("vignette", "grain", "glow") if getattr(look, name)]
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


if __name__ == "__main__":
    make()
