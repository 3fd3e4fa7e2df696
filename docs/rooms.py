"""Draw docs/rooms.svg, the picture of the rooms in docs/architecture.md: ``python docs/rooms.py``.

Each box is a folder or a file, with what is in it.  Imports go downwards only, which tests/test_rooms.py holds.
"""

from __future__ import annotations

from html import escape
from pathlib import Path

DOCS = Path(__file__).resolve().parent
PAGE = DOCS / "rooms.svg"
PLUGIN = (
    ("installer", "install.py: find GIMPs, install, verify"),
    ("gimp3", "host for GIMP 3: dialogs, layers, pixels"),
    ("gimp2", "host for GIMP 2.10"),
    ("gimpfu", "gimpfu for Python 3, over libgimp 2"),
    ("menu", "actions and parameters, declared once"),
    ("engine", "the client: find a Python, launch, talk, strips"),
    ("programs", "run other programs, and end them"),
)
LUT = (
    ("cli", "the commands"),
    ("engine", "answers the plug-in's requests"),
    ("drawing", "contact sheet, charts, spec sheet"),
    ("create", "fit, match, mix, invert, simplify"),
    ("looks", "recipes, steps, scenes, finishing"),
    ("formats", "a file per LUT format"),
    ("images", "a file per picture format; what pixels mean"),
    ("operators", "curves, matrices and grids that files list"),
    ("apply_lut", "a LUT on the pixels of an image"),
    ("color", "color spaces, ΔE, differences"),
    ("table", "the LUT as a value"),
    ("lattice", "what tables are made of"),
    ("kernel", "interpolation and what makes it fast"),
    ("files", "open, save, names, JSON, XML"),
)
BOTTOM = ("lut/shared", "standard library only: what both programs must agree on")
NOTES = (
    ("#b5542a", "Between the two: JSON lines, and a shared memory of pixel strips."),
    ("#505050", "In lut/, imports go downwards only. plugin/ imports of lut/ only lut/shared."),
)
WIDTH, BOX, STEP, TOP = 960, 32, 40, 92
LEFT, RIGHT, COLUMN = 24, 520, 416
WIDE = 'stroke-width="2"'
STYLE = (
    'font-family="DejaVu Sans, Helvetica, Arial, sans-serif" font-size="13" fill="#202020"',
    'fill="#eef3fa" stroke="#7a93b5"',
)


def box(x: int, y: int, width: int, name: str, words: str) -> str:
    return (
        f'<rect x="{x}" y="{y}" width="{width}" height="{BOX}" rx="4" {STYLE[1]}/>'
        f'<text x="{x + 10}" y="{y + 21}" font-weight="bold">{escape(name)}</text>'
        f'<text x="{x + 100}" y="{y + 21}">{escape(words)}</text>'
    )


def title(x: int, words: str, below: str) -> str:
    return (
        f'<text x="{x}" y="36" font-size="18" font-weight="bold">{escape(words)}</text>'
        f'<text x="{x}" y="60" fill="#505050">{escape(below)}</text>'
    )


def picture() -> str:
    bottom = TOP + STEP * len(LUT)
    middle = (LEFT + COLUMN + RIGHT) // 2
    client = TOP + STEP * [name for name, _ in PLUGIN].index("engine") + BOX // 2
    server = TOP + STEP * [name for name, _ in LUT].index("engine") + BOX // 2
    parts = [
        title(LEFT, "plugin/", "runs in GIMP's own Python: standard library and gi, no numpy"),
        title(RIGHT, "lut/", "runs in any Python ≥ 3.10 with numpy and Pillow"),
        *(box(LEFT, TOP + STEP * row, COLUMN, *each) for row, each in enumerate(PLUGIN)),
        *(box(RIGHT, TOP + STEP * row, COLUMN, *each) for row, each in enumerate(LUT)),
        box(LEFT, bottom, RIGHT + COLUMN - LEFT, *BOTTOM),
        f'<path d="M{LEFT + COLUMN} {client} H{middle} V{server} H{RIGHT}" fill="none" stroke="#b5542a" {WIDE}/>',
        *(
            f'<text x="{LEFT}" y="{TOP + STEP * len(PLUGIN) + 24 * (row + 1)}" fill="{color}">{escape(words)}</text>'
            for row, (color, words) in enumerate(NOTES)
        ),
    ]
    head = f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{bottom + STEP + 16}">'
    ground = '<rect width="100%" height="100%" fill="#ffffff"/>'
    return "\n".join([head, ground, f"<g {STYLE[0]}>", *parts, "</g>", "</svg>", ""])


if __name__ == "__main__":
    PAGE.write_text(picture(), encoding="utf-8")
