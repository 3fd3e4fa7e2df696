"""Peers that are programs: FFmpeg and G'MIC.

Each is run twice, applying the LUT a few times and many times: the difference is free of starting the program and of
reading the photograph.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from .timing import Case


class Missing(Exception):
    """A peer that is not here; the message says how to get it."""


def elapsed(command: Sequence[str], threads: int) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "OMP_NUM_THREADS": str(threads)})
    return time.perf_counter() - start


def ffmpeg(pixels: np.ndarray, cube: Path, threads: int, folder: Path) -> Case:
    """``lut3d``, tetrahedral, in planes: the arrangement that its assembler is for."""
    if not shutil.which("ffmpeg"):
        raise Missing("FFmpeg: apt-get install ffmpeg")
    source, target = {
        "uint8": ("rgba", "gbrp"),
        "uint16": ("rgba64le", "gbrp16le"),
        "float32": ("gbrpf32le", "gbrpf32le"),
    }[pixels.dtype.name]
    raw = folder / f"photo.{source}"
    # FFmpeg reads floats as planes only: green, blue, red.
    np.moveaxis(pixels[..., [1, 2, 0]], -1, 0).tofile(raw) if source == target else pixels.tofile(raw)
    height, width = pixels.shape[:2]

    def times(count: int) -> float:
        filters = f"format={target},loop=loop={count}:size=1,lut3d=file={cube}:interp=tetrahedral"
        command = ["ffmpeg", "-v", "error", "-f", "rawvideo", "-pix_fmt", source, "-s", f"{width}x{height}"]
        command += ["-i", str(raw), "-filter_threads", str(threads), "-vf", filters, "-f", "null", "-"]
        return elapsed(command, threads)

    return Case("FFmpeg lut3d", lambda: (times(7) - times(2)) / 5, height * width, str(threads))


def gmic(pixels: np.ndarray, cube: Path, threads: int, folder: Path) -> Case:
    """``map_clut`` on 8-bit pixels."""
    if not shutil.which("gmic"):
        raise Missing("G'MIC: apt-get install gmic")
    from PIL import Image

    photo = folder / "photo.ppm"
    Image.fromarray(pixels[..., :3]).save(photo)

    def times(count: int) -> float:
        repeat = ["repeat", str(count), "+map_clut[0]", "[1]", "rm.", "done"]
        return elapsed(["gmic", "-v", "0", str(photo), "input_cube", str(cube), *repeat], threads)

    return Case("G'MIC map_clut", lambda: (times(3) - times(1)) / 2, pixels.shape[0] * pixels.shape[1], str(threads))
