"""What is measured: each section a list of cases, side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from lut import Lut
from lut.apply_lut import Applier
from lut.lattice import lattice
from lut.operators import Affine, Grid, Log
from lut.operators.lut_forms import make_lut

from . import libraries, programs
from .programs import Missing
from .timing import Case, timed

Make = Callable[[], Case]


def table() -> Lut:
    """A LUT of 33³ that bends everything a little, in every direction."""
    red, green, blue = np.moveaxis(lattice(33), -1, 0)
    rows = [red**1.2 * 0.9 + 0.05 * green, green**0.9 * 0.95 + 0.03 * blue * red, 0.1 * red + 0.85 * blue**1.1]
    return Lut(np.stack(rows, axis=-1).clip(0, 1), title="benchmark")


def chain() -> Lut:
    """A logarithm, a matrix and the table, one after another."""
    one = np.ones(3)
    log = Log(2 * one, 8 * one, one / 100, one / 10, one / 2, one / 64)
    matrix = Affine(np.array([[0.9, 0.1, 0], [0.05, 0.9, 0.05], [0, 0.1, 0.9]]), np.full(3, 0.01))
    return make_lut([log, matrix, Grid(table().table)])


def ours(name: str, pixels: np.ndarray, threads: int, known: Lut | None, make: Callable[[], Lut] = table) -> Case:
    """From one array into another, with a known LUT, or each time with one that was never seen before."""
    target = np.zeros_like(pixels)

    def run() -> float:
        applier = Applier(known or make(), threads=threads)
        return timed(lambda: applier.into(pixels, target))()

    return Case(name, run, pixels.shape[0] * pixels.shape[1], str(threads), ours=True)


def available(makes: list[Make], missing: set[str]) -> Iterator[Case]:
    for make in makes:
        try:
            yield make()
        except Missing as peer:
            missing.add(str(peer))


def eight_bits(photo: np.ndarray, cube: Path, threads: int, folder: Path) -> list[Make]:
    one, three, rgb = table(), chain(), np.ascontiguousarray(photo[..., :3])
    return [
        lambda: ours("Camera Looks, first use", photo, threads, None),
        lambda: ours("Camera Looks, three operators, first use", photo, threads, None, chain),
        lambda: ours("Camera Looks, again", photo, threads, one),
        lambda: ours("Camera Looks, three operators, again", photo, threads, three),
        lambda: ours("Camera Looks, first use, one thread", photo, 1, None),
        lambda: ours("Camera Looks, again, one thread", photo, 1, one),
        lambda: ours("Camera Looks, again, RGB", rgb, threads, one),
        lambda: libraries.opencolorio(photo, one, threads),
        lambda: named("OpenColorIO, one thread", libraries.opencolorio(photo, one, 1)),
        lambda: programs.ffmpeg(photo, cube, threads, folder),
        lambda: libraries.pillow(photo, one),
        lambda: programs.gmic(photo, cube, threads, folder),
    ]


def noise(photo: np.ndarray, cube: Path, threads: int, folder: Path) -> list[Make]:
    one = table()
    pixels = np.random.default_rng(1).integers(0, 256, (*photo.shape[:2], 4), dtype=np.uint8)
    pixels[..., 3] = 255
    floats = (pixels / np.float32(255)).astype(np.float32)
    return [
        lambda: ours("Camera Looks, first use", pixels, threads, None),
        lambda: ours("Camera Looks, again", pixels, threads, one),
        lambda: ours("Camera Looks, the same as floats", floats, threads, one),
        lambda: libraries.opencolorio(pixels, one, threads),
    ]


def floats(photo: np.ndarray, cube: Path, threads: int, folder: Path) -> list[Make]:
    one, three, pixels = table(), chain(), (photo / np.float32(255)).astype(np.float32)
    return [
        lambda: ours("Camera Looks", pixels, threads, one),
        lambda: ours("Camera Looks, three operators", pixels, threads, three),
        lambda: ours("Camera Looks, one thread", pixels, 1, one),
        lambda: libraries.opencolorio(pixels, one, threads),
        lambda: named("OpenColorIO, one thread", libraries.opencolorio(pixels, one, 1)),
        lambda: programs.ffmpeg(pixels, cube, threads, folder),
        lambda: libraries.scipy(pixels, one),
        lambda: libraries.colour(pixels, one),
    ]


def sixteen_bits(photo: np.ndarray, cube: Path, threads: int, folder: Path) -> list[Make]:
    one, three, pixels = table(), chain(), photo.astype(np.uint16) * 257
    return [
        lambda: ours("Camera Looks", pixels, threads, one),
        lambda: ours("Camera Looks, three operators", pixels, threads, three),
        lambda: ours("Camera Looks, one thread", pixels, 1, one),
        lambda: libraries.opencolorio(pixels, one, threads),
        lambda: named("OpenColorIO, one thread", libraries.opencolorio(pixels, one, 1)),
        lambda: programs.ffmpeg(pixels, cube, threads, folder),
    ]


def named(name: str, case: Case) -> Case:
    case.name = name
    return case


SECTIONS: dict[str, tuple[str, Callable[[np.ndarray, Path, int, Path], list[Make]]]] = {
    "8bit": ("8-bit photograph, RGBA", eight_bits),
    "noise": ("8-bit noise, every pixel another color", noise),
    "float": ("Float photograph, RGBA", floats),
    "16bit": ("16-bit photograph, RGBA", sixteen_bits),
}

# Section, ours, peer, how many times the peer's time is the goal.
GOALS = [
    ("8bit", "Camera Looks, first use", "OpenColorIO", 1.0),
    ("8bit", "Camera Looks, again", "OpenColorIO", 0.6),
    ("8bit", "Camera Looks, three operators, first use", "Camera Looks, first use", 1.3),
    ("8bit", "Camera Looks, three operators, again", "Camera Looks, again", 1.3),
    ("8bit", "Camera Looks, first use, one thread", "OpenColorIO, one thread", 1.0),
    ("8bit", "Camera Looks, again, one thread", "OpenColorIO, one thread", 0.6),
    ("8bit", "Camera Looks, first use", "FFmpeg lut3d", 0.5),
    ("8bit", "Camera Looks, first use, one thread", "Pillow Color3DLUT", 0.3),
    ("8bit", "Camera Looks, first use", "G'MIC map_clut", 0.2),
    ("noise", "Camera Looks, first use", "Camera Looks, the same as floats", 1.5),
    ("float", "Camera Looks", "OpenColorIO", 3.0),
    ("float", "Camera Looks, one thread", "OpenColorIO, one thread", 3.0),
    ("float", "Camera Looks, one thread", "SciPy RegularGridInterpolator", 0.05),
    ("float", "Camera Looks, one thread", "colour-science LUT3D", 0.05),
    ("16bit", "Camera Looks", "OpenColorIO", 3.0),
]
