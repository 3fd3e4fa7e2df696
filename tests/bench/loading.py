"""How long a ``.cube`` takes to load, for each reader here; milliseconds."""

from __future__ import annotations

import itertools
import shutil
import statistics
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np

import lut
from lut import Lut
from lut.lattice import lattice

from .timing import timed

Reader = Callable[[Path], object]


def readers(missing: set[str]) -> dict[str, Reader]:
    found: dict[str, Reader] = {"Camera Looks": lut.read}
    try:
        import PyOpenColorIO as ocio

        raw = ocio.Config.CreateRaw()
        found["OpenColorIO"] = lambda path: raw.getProcessor(ocio.FileTransform(src=str(path)))
    except ImportError:
        missing.add("OpenColorIO: pip install opencolorio")
    try:
        import pillow_lut

        found["pillow-lut"] = lambda path: pillow_lut.load_cube_file(str(path))
    except ImportError:
        missing.add("pillow-lut: pip install pillow-lut")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import colour

        found["colour-science"] = lambda path: colour.read_LUT(str(path))
    except ImportError:
        missing.add("colour-science: pip install colour-science")
    return found


def measure(folder: Path, rounds: int, missing: set[str]) -> list[list[str]]:
    """Rows of name, then per size the median; each first reading is one of a file that nobody has seen."""
    names, rows = readers(missing), {}
    numbers = itertools.count()
    for size in (33, 65):
        noise = np.random.default_rng(size).normal(0, 1e-4, (size, size, size, 3))
        original = folder / f"{size}.cube"
        lut.write(Lut((lattice(size) ** 1.1 + noise).clip(0, 1)), original)
        seconds: dict[str, list[float]] = {}
        for _ in range(rounds):
            for name, read in names.items():
                fresh = folder / f"{size}-{next(numbers)}.cube"
                shutil.copy(original, fresh)
                first = timed(lambda read=read, fresh=fresh: read(fresh))
                seconds.setdefault(name, []).append(first())
                if name == "Camera Looks":
                    seconds.setdefault("Camera Looks, again", []).append(first())
                fresh.unlink()
        for name, values in seconds.items():
            rows.setdefault(name, [name]).append(f"{statistics.median(values) * 1e3:.2f}")
    return list(rows.values())
