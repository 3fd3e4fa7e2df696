"""Packs of LUTs, and packs as an attacker makes them."""

from __future__ import annotations

import io
import zipfile


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A .zip of files by name; the names are taken as they are."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name)
            entry.filename = name  # not as ZipInfo cleans it
            entry.compress_type = method
            archive.writestr(entry, data)
    return file.getvalue()


def cube(seed: int) -> bytes:
    """A LUT that is like no other."""
    numbers = [(seed * 7 + index * 3) % 11 / 10 for index in range(24)]
    rows = "".join("{} {} {}\n".format(*numbers[start : start + 3]) for start in range(0, 24, 3))
    return f'TITLE "number {seed}"\nLUT_3D_SIZE 2\n{rows}'.encode()


SAMPLES = [
    zipped(
        {
            "Film/Warm.cube": cube(1),
            "Film/Cold.cube": cube(2),
            "Read me.txt": b"Thanks.",
            "__MACOSX/Film/._Warm.cube": b"x",
        }
    ),
    zipped({"Warm.cube": cube(3)}, zipfile.ZIP_STORED),
]
