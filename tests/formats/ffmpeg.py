"""FFmpeg's lut3d filter as an independent reader of .cube, .3dl, .m3d and .csp."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import numpy as np
import pytest

FFMPEG = shutil.which("ffmpeg")
needed = pytest.mark.skipif(FFMPEG is None, reason="the oracle of this test is ffmpeg")


def applied(path: Path, rgb: np.ndarray, interpolation: str = "trilinear") -> np.ndarray:
    """The colors (P, 3) of 16 bits after FFmpeg's look-up in a file, as (P, 3) uint16."""
    pixels = np.ascontiguousarray(rgb, np.uint16)
    raw = ["-f", "rawvideo", "-pix_fmt", "rgb48le"]
    size = ["-s", f"{len(pixels)}x1"]
    lookup = ["-vf", f"lut3d=file={path.name}:interp={interpolation}"]
    command = [str(FFMPEG), "-v", "error", *raw, *size, "-i", "-", *lookup, *raw, "-"]
    done = subprocess.run(command, input=pixels.tobytes(), capture_output=True, cwd=path.parent, check=False)
    assert done.returncode == 0, done.stderr.decode()
    return np.frombuffer(done.stdout, np.uint16).reshape(-1, 3)
