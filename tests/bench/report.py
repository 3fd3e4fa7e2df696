"""The figures as tables and as a chart."""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from lut.drawing.lettering import write_text

from .timing import Case

BACKGROUND, INK, QUIET, OURS, PEER = (28, 28, 28), (240, 240, 240), (150, 150, 150), (235, 150, 60), (95, 115, 140)
WIDTH, MARGIN, LABELS, ROW, BAR = 1200, 40, 380, 34, 20
LONGEST = 6  # times the median bar, in length: longer ones are cut off


def markdown(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def section(cases: Sequence[Case]) -> str:
    reference = cases[0].nanoseconds
    rows = [
        [
            case.name,
            case.threads,
            f"{case.nanoseconds:.2f}",
            f"{case.fastest:.2f}",
            f"{case.nanoseconds / reference:.2f} ×",
        ]
        for case in cases
    ]
    return markdown(["", "threads", "ns per pixel", "fastest", "of the first line"], rows)


def goals(found: dict[str, list[Case]], wanted: Sequence[tuple[str, str, str, float]]) -> str:
    rows = []
    for name, ours, peer, most in wanted:
        times = {case.name: case.nanoseconds for case in found.get(name, [])}
        if ours in times and peer in times:
            ratio = times[ours] / times[peer]
            rows.append([f"{name}: {ours}", peer, f"{ratio:.2f} ×", f"{most} ×", "yes" if ratio <= most else "no"])
    return markdown(["", "of the time of", "is", "goal", "reached"], rows)


def machine() -> str:
    versions = f"Python {platform.python_version()}, numpy {np.__version__}"
    return f"{processor()}, {os.cpu_count()} cores; {platform.system()}; {versions}"


def processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    if platform.system() == "Darwin":
        return subprocess.run(
            ["sysctl", "-n", "machdep.cpu.brand_string"], capture_output=True, check=False, encoding="utf-8"
        ).stdout.strip()
    return platform.processor() or platform.machine()


def chart(titles: dict[str, str], found: dict[str, list[Case]], subtitle: str, path: Path) -> None:
    """Bars of nanoseconds per pixel, section by section; ours in another color."""
    from PIL import Image, ImageDraw

    height = 110 + sum(60 + ROW * len(cases) for cases in found.values())
    picture = Image.new("RGB", (WIDTH, height), BACKGROUND)
    draw = ImageDraw.Draw(picture)
    write_text(draw, (MARGIN, 52), "Nanoseconds per pixel, shorter is better", 28, INK)
    write_text(draw, (MARGIN, 80), subtitle, 15, QUIET)
    y = 110
    for name, cases in found.items():
        write_text(draw, (MARGIN, y + 28), titles[name], 20, INK)
        y += 44
        times = [case.nanoseconds for case in cases]
        full = min(max(times), LONGEST * statistics.median(times))  # a far slower peer must not flatten the rest
        room = WIDTH - 2 * MARGIN - LABELS - 80
        for case in cases:
            label = case.name if case.threads in ("1", "") else f"{case.name}, {case.threads} threads"
            write_text(draw, (MARGIN, y + 20), label, 16, INK if case.ours else QUIET)
            share = min(max(case.nanoseconds / full, 0), 1)
            left = MARGIN + LABELS
            draw.rectangle((left, y + 6, left + max(share * room, 2), y + 6 + BAR), OURS if case.ours else PEER)
            text = f"{case.nanoseconds:.1f}" + (" …" if case.nanoseconds > full else "")
            write_text(draw, (left + share * room + 10, y + 21), text.replace("…", ">>"), 16, INK)
            y += ROW
        y += 16
    picture.save(path, optimize=True)
