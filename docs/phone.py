"""Draw docs/phone.jpg, a phone's look learned from its raw file: ``python docs/phone.py``.

The phone is made: a DNG of a free photograph, and as its own rendering a look behind a bilateral compression of light
(Durand and Dorsey, 2002), which no LUT can hold.  The look and the local tone are learned from the first photograph, by
``camera-looks fit``, and applied to both raw files by ``camera-looks apply``.  Prints how far both are from the phone's
picture, before and after.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageOps

DOCS = Path(__file__).parent
sys.path.insert(0, str(DOCS.parent))

import lut
from lut import cli, images
from lut.color.difference import srgb_delta_e2000
from lut.drawing.lettering import write_text
from tests.bench.local_operators import bilateral_compression
from tests.images.dng_maker import dng

PHOTOS, LOOK = ("autumn.jpg", "mountain.jpg"), "hasselblad-radiance"
CELL, GAP, HEAD, SIZE, QUALITY = (420, 280), 6, 36, 18, 86
TITLES = ("The raw file, developed neutrally", "What the phone made of it", "The learned look on the raw file")
WHITE = (255, 255, 255)


def render_as_phone(neutral: np.ndarray, folder: Path) -> np.ndarray:
    """Compress the light locally, then apply a look, as phones do."""
    local = bilateral_compression([neutral], 0, folder)[0]
    return lut.apply(local, lut.looks.load(LOOK).bake())


def make_row(photo: str, folder: Path, learned: Path) -> list[Image.Image]:
    """Make a raw file with its rendering, learn the look if there is none yet, and return the three pictures."""
    with Image.open(DOCS / "photos" / photo) as image:
        neutral = np.asarray(ImageOps.fit(image.convert("RGB"), (1500, 1000), Image.Resampling.LANCZOS))
    phone = render_as_phone(neutral, folder)
    raw = folder / Path(photo).with_suffix(".DNG").name
    raw.write_bytes(dng(neutral / 255, rendering=phone))
    if not learned.exists():
        cli.main(["fit", str(raw), str(learned)])
    ours = folder / "ours.png"
    cli.main(["apply", str(raw), str(ours), "--look", str(learned), "--overwrite"])
    developed, made = ((images.read(path).pixels >> 8).astype(np.uint8) for path in (raw, ours))
    away = [
        srgb_delta_e2000(*(each[::4, ::4] / np.float32(255) for each in (one, phone))).mean()
        for one in (developed, made)
    ]
    print(f"{photo}: ΔE2000 {away[0]:.1f} before, {away[1]:.1f} after")
    parts = [developed, phone, made]
    return [Image.fromarray(part).resize(CELL, Image.Resampling.LANCZOS) for part in parts]


def draw() -> None:
    with tempfile.TemporaryDirectory() as name:
        rows = [make_row(photo, Path(name), Path(name, "phone.toml")) for photo in PHOTOS]
    width, height = 3 * CELL[0] + 2 * GAP, HEAD + len(rows) * (CELL[1] + GAP) - GAP
    sheet = Image.new("RGB", (width, height), (30, 30, 30))
    pen = ImageDraw.Draw(sheet)
    for column, title in enumerate(TITLES):
        write_text(pen, (column * (CELL[0] + GAP) + 8, HEAD - 10), title, SIZE, WHITE)
        for row, parts in enumerate(rows):
            sheet.paste(parts[column], (column * (CELL[0] + GAP), HEAD + row * (CELL[1] + GAP)))
    images.write(images.Picture(np.asarray(sheet)), DOCS / "phone.jpg", QUALITY)


if __name__ == "__main__":
    draw()
