"""``info``: what a LUT file is."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np

from ..table import Lut
from .command import Command

MONOCHROME = 0.5 / 255  # channels that near are one gray in 8 bits
STEPS = 17  # colors along each axis that the difference is taken over


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="a LUT file of any supported format")
    parser.add_argument("--json", action="store_true", help="for programs")


def run(arguments: argparse.Namespace) -> int:
    from .. import formats

    facts = described(formats.read(arguments.file), arguments.file)
    if arguments.json:
        print(json.dumps(facts, indent=2))
        return 0
    for name, text in worded(facts).items():
        print(f"{name + ':':13}{text}")
    return 0


def described(lut: Lut, file: str) -> dict[str, Any]:
    """Plain numbers and texts.

    domain: [minimum, maximum] per channel.  output: the smallest and largest value of each channel in the table.
    difference: mean and largest ΔE2000 from the original, over the lattice's colors inside sRGB.
    """
    shaper = lut.shaper
    mean, largest = difference(lut)
    return {
        "file": file,
        "format": format_of(Path(file)),
        "title": lut.title,
        "size": lut.size,
        "domain": lut.domain.tolist(),
        "shaper": None if shaper is None else {"size": len(shaper.values), "domain": shaper.domain.tolist()},
        "output": [lut.table.min(axis=(0, 1, 2)).tolist(), lut.table.max(axis=(0, 1, 2)).tolist()],
        "monochrome": bool((np.ptp(lut.table, axis=-1) < MONOCHROME).all()),
        "difference": {"mean": mean, "largest": largest},
    }


def format_of(path: Path) -> str:
    from .. import formats
    from ..formats.base import HEAD_BYTES

    with path.open("rb") as file:
        return formats.recognized(path, file.read(HEAD_BYTES)).name


def difference(lut: Lut) -> tuple[float, float]:
    """Mean and largest ΔE2000 between sRGB colors before and after."""
    from ..kernel import lattice
    from ..spaces import delta_e2000, linear_to_lab, srgb_to_linear

    colors = lattice(STEPS).reshape(-1, 3)
    before, after = (linear_to_lab(srgb_to_linear(np.clip(rgb, 0, 1))) for rgb in (colors, lut(colors)))
    distance = delta_e2000(before, after)
    return float(distance.mean()), float(distance.max())


def worded(facts: dict[str, Any]) -> dict[str, str]:
    shaper, moved = facts["shaper"], facts["difference"]
    lines = {"File": Path(facts["file"]).name, "Format": facts["format"]}
    if facts["title"]:
        lines["Title"] = facts["title"]
    lines["Lattice"] = f"{facts['size']} × {facts['size']} × {facts['size']}"
    lines["Input"] = ranges(facts["domain"])
    if shaper:
        lines["Shaper"] = f"{shaper['size']} values for {ranges(shaper['domain'])}"
    lines["Output"] = ranges(facts["output"])
    lines["Colors"] = "one gray for each (monochrome)" if facts["monochrome"] else "in color"
    lines["Difference"] = f"ΔE2000 {moved['mean']:.2f} on average, {moved['largest']:.2f} at most, from the original"
    if moved["largest"] < 0.01:
        lines["Difference"] = "none: this LUT is the identity"
    return lines


def ranges(bounds: list[list[float]]) -> str:
    """``0 to 1``, or each channel's where they differ."""
    each = [f"{low:.4g} to {high:.4g}" for low, high in zip(*bounds, strict=True)]
    if len(set(each)) == 1:
        return each[0]
    return ", ".join(f"{channel} {text}" for channel, text in zip("RGB", each, strict=True))


COMMAND = Command(
    "info",
    "what a LUT file is",
    "Tell a LUT file's title, lattice, input range, shaper, output range, and how far it is from changing nothing.",
    arguments,
    run,
)
