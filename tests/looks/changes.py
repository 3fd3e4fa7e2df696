"""Print how far each look is from its earlier version, in ΔE2000 on the photographs of docs/photos.

    python -m tests.looks.changes v1.0.0                  # a git revision: its looks are baked by its own code
    python -m tests.looks.changes baked/ [--size 256]     # a folder with a LUT file per look, named after its id

Looks are compared as by day, without what follows their tables.
"""

from __future__ import annotations

import argparse
import io
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from PIL import Image

import lut
from lut import Lut, LutError, looks
from lut.color import delta_e2000, srgb_to_lab

ROOT = Path(__file__).resolve().parents[2]
PHOTOS = ROOT / "docs/photos"
SIZE = 256  # of a photograph's longer side
BAKE = """
import sys
import lut
from lut import looks
for look in looks.all_looks():
    lut.write(look.bake(), f"{sys.argv[1]}/{look.id}.cube")
"""


class Change(NamedTuple):
    """ΔE2000, means over a look's photographs.  worst: on one photograph, and its name;  old, new: from no look."""

    mean: float
    worst: float
    photo: str
    old: float
    new: float


def bake_revision(revision: str, folder: Path) -> None:
    """Bake the looks of a git revision into .cube files, with its own code.  Raises LutError."""
    source = folder / "source"
    archive = subprocess.run(["git", "archive", "--format=zip", revision, "lut"], cwd=ROOT, capture_output=True)
    if archive.returncode:
        raise LutError(f"{revision} is neither a folder nor a git revision: {archive.stderr.decode().strip()}")
    with zipfile.ZipFile(io.BytesIO(archive.stdout)) as files:
        files.extractall(source)
    subprocess.run([sys.executable, "-c", BAKE, str(folder)], cwd=source, check=True)


def read_tables(folder: Path) -> dict[str, Lut]:
    """The LUT files of a folder, by name.  Raises LutError where there are none."""
    tables = {path.stem: lut.read(path) for path in sorted(folder.glob("*.cube"))}
    if not tables:
        raise LutError(f"{folder}: expected .cube files named after looks, found none")
    return tables


def read_photos(size: int) -> dict[str, np.ndarray]:
    """The photographs, (P, 3) sRGB codes each, by name."""
    found = {}
    for path in sorted(PHOTOS.iterdir()):
        if path.suffix in (".jpg", ".png"):
            with Image.open(path) as image:
                image = image.convert("RGB")
                image.thumbnail((size, size), Image.Resampling.BOX)
                found[path.name] = np.asarray(image, np.float32).reshape(-1, 3) / 255
    return found


def in_lab(codes: np.ndarray) -> np.ndarray:
    return srgb_to_lab(np.clip(codes, 0, 1))


def compare(old: Lut, new: Lut, photos: dict[str, np.ndarray]) -> Change:
    rows = []
    for name, codes in photos.items():
        none, before, after = in_lab(codes), in_lab(old(codes)), in_lab(new(codes))
        apart = (delta_e2000(before, after), delta_e2000(none, before), delta_e2000(none, after))
        rows.append((*(float(part.mean()) for part in apart), name))
    worst = max(rows)
    mean, from_old, from_new = (float(np.mean([row[column] for row in rows])) for column in range(3))
    return Change(mean, worst[0], worst[3], from_old, from_new)


def lines(tables: dict[str, Lut], size: int) -> Iterator[str]:
    photos = read_photos(size)
    yield f"{'look':26}{'changed by':>11}{'at most':>9}  {'on':14}{'was from none':>14}{'is from none':>14}"
    changes = {}
    for look in looks.all_looks():
        if look.id not in tables:
            yield f"{look.id:26}{'new':>11}"
            continue
        changes[look.id] = change = compare(tables[look.id], look.bake(), photos)
        amounts = f"{change.mean:11.2f}{change.worst:9.2f}  {change.photo:14}{change.old:14.2f}{change.new:14.2f}"
        yield f"{look.id:26}{amounts}"
    for name in sorted(tables.keys() - {look.id for look in looks.all_looks()}):
        yield f"{name:26}{'gone':>11}"
    mean = np.mean([change.mean for change in changes.values()]) if changes else 0
    yield f"{len(changes)} looks compared, mean ΔE2000 {mean:.2f} on {len(photos)} photographs"


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.looks.changes", description="How far the looks have moved.")
    parser.add_argument("old", metavar="REVISION|FOLDER", help="a git revision, or a folder of baked .cube files")
    parser.add_argument("--size", type=int, default=SIZE, help="longer side of the photographs (default: %(default)s)")
    chosen = parser.parse_args(arguments)
    try:
        with tempfile.TemporaryDirectory(prefix="looks-") as temporary:
            folder = Path(chosen.old)
            if not folder.is_dir():
                folder = Path(temporary)
                bake_revision(chosen.old, folder)
            tables = read_tables(folder)
        for line in lines(tables, chosen.size):
            print(line)
    except LutError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
