"""Peers that are Python packages: OpenColorIO, Pillow, SciPy, colour-science."""

from __future__ import annotations

import warnings
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from lut import Lut

from .programs import Missing
from .timing import Case, timed


def opencolorio(pixels: np.ndarray, one: Lut, threads: int) -> Case:
    """Tetrahedral, from one array into another, each thread with its rows."""
    try:
        import PyOpenColorIO as ocio
    except ImportError:
        raise Missing("OpenColorIO: pip install opencolorio") from None

    depths = {"uint8": ocio.BIT_DEPTH_UINT8, "uint16": ocio.BIT_DEPTH_UINT16, "float32": ocio.BIT_DEPTH_F32}
    depth = depths[pixels.dtype.name]
    transform = ocio.Lut3DTransform(gridSize=one.size)
    transform.setInterpolation(ocio.INTERP_TETRAHEDRAL)
    transform.setData(one.table.ravel())
    processor = ocio.Config.CreateRaw().getProcessor(transform)
    processor = processor.getOptimizedCPUProcessor(depth, depth, ocio.OPTIMIZATION_DEFAULT)
    target = np.zeros_like(pixels)
    height, width, channels = pixels.shape
    bounds = np.linspace(0, height, threads + 1).astype(int)
    pool = ThreadPoolExecutor(threads)

    def image(part: np.ndarray) -> object:
        sizes = (part.itemsize, channels * part.itemsize, width * channels * part.itemsize)
        return ocio.PackedImageDesc(part.reshape(-1), width, len(part), channels, depth, *sizes)

    def rows(number: int) -> None:
        part = slice(*bounds[number : number + 2])
        processor.apply(image(pixels[part]), image(target[part]))

    def work() -> None:
        list(pool.map(rows, range(threads))) if threads > 1 else rows(0)

    return Case("OpenColorIO", timed(work), height * width, str(threads))


def pillow(pixels: np.ndarray, one: Lut) -> Case:
    """``Color3DLUT`` on 8-bit RGB: trilinear, and of one thread."""
    from PIL import Image, ImageFilter

    table = np.ascontiguousarray(one.table.transpose(2, 1, 0, 3)).ravel()  # red varies fastest
    transform = ImageFilter.Color3DLUT(one.size, table.tolist())
    image = Image.fromarray(pixels[..., :3])
    return Case("Pillow Color3DLUT", timed(lambda: image.filter(transform)), pixels.shape[0] * pixels.shape[1])


def scipy(pixels: np.ndarray, one: Lut) -> Case:
    """``RegularGridInterpolator``, linear, on the floats of a piece of the photograph."""
    try:
        from scipy.interpolate import RegularGridInterpolator
    except ImportError:
        raise Missing("SciPy: pip install scipy") from None
    axis = np.linspace(0, 1, one.size)
    interpolate = RegularGridInterpolator((axis, axis, axis), one.table)
    piece = middle(pixels, 1000)
    return Case("SciPy RegularGridInterpolator", timed(lambda: interpolate(piece)), len(piece), most_rounds=3)


def colour(pixels: np.ndarray, one: Lut) -> Case:
    """``LUT3D.apply``, tetrahedral, on the floats of a piece of the photograph."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import colour as science
    except ImportError:
        raise Missing("colour-science: pip install colour-science") from None
    table = science.LUT3D(one.table.astype(float))
    piece = middle(pixels, 500)
    interpolator = science.algebra.table_interpolation_tetrahedral
    work = timed(lambda: table.apply(piece, interpolator=interpolator))
    return Case("colour-science LUT3D", work, len(piece), most_rounds=3)


def middle(pixels: np.ndarray, side: int) -> np.ndarray:
    """(P, 3) the colors of a square in the middle."""
    top, left = (max(length - side, 0) // 2 for length in pixels.shape[:2])
    return np.ascontiguousarray(pixels[top : top + side, left : left + side, :3]).reshape(-1, 3)
