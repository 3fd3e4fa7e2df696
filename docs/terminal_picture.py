"""Draw what a program printed as an SVG picture of a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

COLUMNS = 112
CHARACTER, LINE, MARGIN = 7.8, 18, 16  # pixels, for letters of 13
PAGE = """\
<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height}" viewBox="0 0 {width:.0f} {height}">
<rect width="100%" height="100%" rx="8" fill="#1e1e1e"/>
<g font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="13" fill="#d8d8d8" xml:space="preserve">
{lines}
</g>
</svg>
"""


def wrap(line: str) -> Iterator[str]:
    """Break a line where a terminal of that width does."""
    yield from (line[start : start + COLUMNS] for start in range(0, max(len(line), 1), COLUMNS))


def draw_terminal(command: str, printed: str) -> str:
    """Return the SVG of a command and what it printed."""
    lines = [f"$ {command}", "", *printed.rstrip().splitlines()]
    rows = [row for line in lines for row in wrap(line)]
    texts = [
        f'<text x="{MARGIN}" y="{MARGIN + LINE * (index + 0.8):.1f}">{escape(row)}</text>'
        for index, row in enumerate(rows)
        if row
    ]
    size = {"width": 2 * MARGIN + COLUMNS * CHARACTER, "height": 2 * MARGIN + LINE * len(rows)}
    return PAGE.format(**size, lines="\n".join(texts))
