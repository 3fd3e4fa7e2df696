"""Peak memory of an image that comes in strips, as the editor's engine gets it; each size in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SIZES = (20, 100, 400)  # megapixels
ROOT = Path(__file__).resolve().parents[2]

SCRIPT = """
import resource, sys
import numpy as np
from lut.apply_lut import Applier
from tests.bench.sections import table

def peak():
    try:  # what getrusage says begins, on Linux, with the peak of the process that started this one
        return int(open("/proc/self/status").read().split("VmHWM:")[1].split()[0]) / 1024
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)

megapixels, dtype = int(sys.argv[1]), np.dtype(sys.argv[2])
random, width, rows = np.random.default_rng(1), 8192, 256
waves = random.integers(0, 200, (rows // 8, width // 8, 4), np.uint8).repeat(8, 0).repeat(8, 1)
waves += random.integers(0, 56, (rows, width, 1), np.uint8)
strip = np.empty(waves.shape, dtype)
applier = Applier(table(), threads=2)
before = peak()
for top in range(0, megapixels * 1_000_000 // width, rows):
    np.divide(waves, 1 if dtype == np.uint8 else 255, out=strip, casting="unsafe")
    waves += 1
    applier.into(strip, strip)
print(before, peak())
"""


def measure() -> list[list[str]]:
    """Rows of dtype, megabytes before the first strip, and per size the peak after the last."""
    rows = []
    for dtype in ("uint8", "float32"):
        row = [dtype]
        for size in SIZES:
            command = [sys.executable, "-c", SCRIPT, str(size), dtype]
            result = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, encoding="utf-8")
            before, peak = (f"{float(number):.0f}" for number in result.stdout.split())
            row += [peak] if len(row) > 1 else [before, peak]
        rows.append(row)
    return rows
