"""Draw docs/lut-spaces.jpg: LUTs for other color spaces, looked up by sRGB's numbers and in their own space.

The LUTs are made here from the makers' published formulas: neutral conversions with a mild look on top, and one look
for Rec.709.  No maker's own table is used.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageOps

DOCS = Path(__file__).parent
sys.path.insert(0, str(DOCS.parent))

import lut
from lut.color import delta_e2000, srgb_to_lab
from lut.color.encodings import ENCODINGS
from lut.drawing.lettering import write_text
from lut.lattice import lattice
from lut.looks.lut_space import parse_lut_space
from lut.table import Lut

Doubles = np.ndarray
REC709 = ENCODINGS["rec709"]
LUMA = np.array([0.2126, 0.7152, 0.0722])
ROWS = (  # photo, part that is shown of it, space of the LUT, its name
    ("astronaut.png", (0.5, 0.2), "v-log:rec709", "V-Log to Rec.709"),
    ("mountain.jpg", (0.5, 0.5), "s-log3-cine:rec709", "S-Log3 to Rec.709"),
    ("autumn.jpg", (0.5, 0.5), "rec709", "look for Rec.709"),
)
TITLES = "original", "taken for sRGB", "in its own space"
CELL, GAP, HEAD, FOOT, SIZE, QUALITY = (330, 220), 6, 30, 24, 16, 88
BACKGROUND, INK, GRAY = (28, 28, 28), (235, 235, 235), (165, 165, 165)


def render_scene(light: Doubles, contrast: float) -> Doubles:
    """Turn linear light with Rec.709's primaries into its codes: a sigmoid over stops around middle gray, 0.4."""
    stops = np.log2(np.maximum(light, 1e-6) / 0.18)

    def sigmoid(x: Doubles | float) -> Doubles:
        return np.asarray(1 / (1 + 1.5 * np.exp(-contrast * np.asarray(x))))

    return np.asarray(np.clip((sigmoid(stops) - sigmoid(-10)) / (sigmoid(7) - sigmoid(-10)), 0, 1))


def grade(codes: Doubles, saturation: float, shadows: Doubles, highlights: Doubles) -> Doubles:
    """Change the saturation, and tint shadows and highlights."""
    luma = (codes @ LUMA)[:, None]
    tint = 4 * luma * (1 - luma) * ((1 - luma) * shadows + luma * highlights)
    return np.asarray(np.clip(luma + saturation * (codes - luma) + tint, 0, 1))


def make_camera_lut(space: str, contrast: float, look: Callable[[Doubles], Doubles]) -> Lut:
    """Make a neutral conversion from a log to Rec.709 with a look on top."""
    log, points = ENCODINGS[space], lattice(33)
    matrix = log.chromaticities.matrix_to(REC709.chromaticities)
    codes = render_scene(log.decode(points.reshape(-1, 3)) @ matrix.T, contrast)
    return Lut(look(codes).reshape(points.shape))


def make_luts() -> dict[str, Lut]:
    warm, cool = np.array([0.03, 0.0, -0.03]), np.array([-0.03, 0.005, 0.03])
    film = lattice(33).reshape(-1, 3).astype(np.float64)
    film = grade(film + 0.12 * np.sin(2 * np.pi * (film - 0.5)) / np.pi, 0.9, cool, warm)
    return {
        "v-log:rec709": make_camera_lut("v-log", 0.58, lambda codes: grade(codes, 1.05, cool / 2, warm)),
        "s-log3-cine:rec709": make_camera_lut("s-log3-cine", 0.62, lambda codes: grade(codes, 1.1, cool, warm / 2)),
        "rec709": Lut(film.reshape(33, 33, 33, 3)),
    }


def draw_spaces(out: Path) -> None:
    luts, (width, height) = make_luts(), CELL
    down = height + FOOT
    sheet = Image.new("RGB", (GAP + 3 * (width + GAP), HEAD + len(ROWS) * down), BACKGROUND)
    draw = ImageDraw.Draw(sheet)
    for column, title in enumerate(TITLES):
        write_text(draw, (GAP + column * (width + GAP), HEAD - 10), title, SIZE, INK)
    for row, (name, part, space, words) in enumerate(ROWS):
        with Image.open(DOCS / "photos" / name) as image:
            photo = np.asarray(ImageOps.fit(image.convert("RGB"), CELL, Image.Resampling.LANCZOS, centering=part))
        table = luts[space]
        cells = photo, lut.apply(photo, table), lut.apply(photo, parse_lut_space(space).place(table))
        top = HEAD + row * down
        lab = srgb_to_lab(photo / 255)
        for column, cell in enumerate(cells):
            place = GAP + column * (width + GAP)
            sheet.paste(Image.fromarray(cell), (place, top))
            moved = delta_e2000(lab, srgb_to_lab(cell / 255)).mean()
            caption = words if column == 0 else f"color difference {moved:.1f}"
            write_text(draw, (place, top + height + FOOT - 7), caption, SIZE - 3, GRAY)
            print(f"{words}: {TITLES[column]}: mean code {cell.mean() / 255:.2f}, ΔE2000 {moved:.1f}")
    sheet.save(out, quality=QUALITY)


if __name__ == "__main__":
    draw_spaces(DOCS / "lut-spaces.jpg")
