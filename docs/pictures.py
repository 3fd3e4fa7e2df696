"""Draw the documents' pictures of looks, docs/looks.md and the charts: ``python docs/pictures.py``."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageOps

DOCS = Path(__file__).parent
sys.path.insert(0, str(DOCS.parent))

import gallery
import hdr

from lut import images, looks
from lut.apply_lut import Applier
from lut.cli.commands.sheet import sheet_groups
from lut.drawing.contact_sheet import draw_contact_sheet
from lut.drawing.lettering import text_width, write_text
from lut.looks.develop import develop
from lut.looks.finishing import Finishing

SIZE = (1200, 720)
QUALITY = 85
WHITE = (255, 255, 255)


def before_after(photo: str, identifier: str, out: str) -> None:
    """The left half as it was, the right half with the look, a line between them, and a name on each."""
    picture = images.read(DOCS / "photos" / photo)
    look = looks.load(identifier)
    after = develop(picture, Applier(look.bake()), Finishing.of(look))
    middle = picture.pixels.shape[1] // 2
    both = np.concatenate([picture.pixels[:, :middle], after.pixels[:, middle:]], axis=1)
    image = ImageOps.fit(Image.fromarray(both), SIZE, Image.Resampling.LANCZOS)
    width, height = SIZE
    draw = ImageDraw.Draw(image)
    draw.line((width // 2, 0, width // 2, height), WHITE, 2)
    name, size, edge = f"{look.maker} {look.name}", 24, 24
    write_text(draw, (edge, height - edge), "Before", size, WHITE)
    write_text(draw, (width - edge - text_width(name, size), height - edge), name, size, WHITE)
    images.write(images.Picture(np.asarray(image)), DOCS / out, QUALITY)


def sheet(photo: str, out: str) -> None:
    """All looks on one photograph."""
    pixels = draw_contact_sheet(images.read(DOCS / "photos" / photo), sheet_groups([]), photo, 1600)
    images.write(images.Picture(pixels), DOCS / out, QUALITY)


if __name__ == "__main__":
    before_after("mountain.jpg", "hasselblad-radiance", "before-after.jpg")
    sheet("mountain.jpg", "sheet.jpg")
    hdr.draw_hdr("hdr.jpg")
    gallery.make()
