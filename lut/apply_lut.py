"""Apply a LUT to the pixels of an image."""

from __future__ import annotations

import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from functools import partial
from math import ceil
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from .errors import PixelError
from .kernel import interpolation as kernel
from .kernel import threads as parallel
from .kernel.blending import CODE_MAX, Blend
from .kernel.interpolation import Floats
from .kernel.palette import Palette
from .table import Lut

if TYPE_CHECKING:
    from .kernel.cells import Cells
    from .kernel.operators import Operator

Pixels = NDArray[Any]

PALETTE_PIXELS = 1 << 20  # fewer 8-bit pixels are computed one by one: touching a new palette takes 6 ms
CHAIN_PALETTE_PIXELS = 1 << 16  # the same for operators, which take longer than a table
CODES_PIXELS = 1 << 18  # fewer 16-bit pixels do without a table of all codes
CELLS_PIXELS = 1 << 21  # fewer other pixels do without Cells, which take as long to make as they save
BAND = 1 << 20  # pixels that are packed together where they don't lie next to each other
FEWEST_PIXELS = 1 << 13  # per thread: handing work to another one takes as long as computing so many

Value = TypeVar("Value")
Key = tuple[weakref.ref[Any], Hashable]  # a LUT and settings


class LutCache(Generic[Value]):
    """The values of the ``most`` (LUT, settings) used last; a value goes when its LUT goes."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._values: OrderedDict[Key, Value] = OrderedDict()
        self._lock = threading.RLock()  # a LUT may go, and call forget, while this very thread holds it

    def get(self, lut: object, settings: Hashable, make: Callable[[], Value]) -> Value:
        """Return the value, made now if it isn't there."""
        with self._lock:
            found = self.find(lut, settings)
            if found is None:
                while len(self._values) >= self.most:
                    self._values.popitem(last=False)
                found = self._values[weakref.ref(lut, self._forget), settings] = make()
            return found

    def find(self, lut: object, settings: Hashable) -> Value | None:
        """Return the value if it is there."""
        key = (weakref.ref(lut), settings)
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
            return self._values.get(key)

    def _forget(self, gone: weakref.ref[Any]) -> None:
        with self._lock:
            for key in [key for key in self._values if key[0] is gone]:
                del self._values[key]


interpolators: LutCache[kernel.Interpolator] = LutCache(8)  # 3 MB each for a LUT of 33³, 18 MB for 65³, 0 above
cells: LutCache[Cells] = LutCache(2)  # 11 MB for 33³, 20 MB at most
palettes: LutCache[Palette] = LutCache(2)  # 64 MB each


def apply(pixels: Pixels, lut: Lut, strength: float = 1.0, interpolation: str | None = None) -> Pixels:
    """Look every pixel up in a LUT.

    Parameters
    ----------
    pixels : (H, W, 3) or (H, W, 4) uint8, uint16 or float32
        Full range: 255, 65535 or 1.0 is white. Any strides. Never changed.
    lut : Lut
        A table or a chain of operators. Pixels must be coded as it expects them: sRGB for the library's looks.
    strength : float
        0 to 1, mix with the original: ``x + strength · (lut(x) - x)``.
    interpolation : {"tetrahedral", "trilinear", "nearest"}, optional
        How colors between lattice points are found; by default as operators have it, and tetrahedral for a table.

    Returns
    -------
    ndarray
        A new array of the same shape and dtype. Alpha is bit-identical; with strength 0 everything is. Integers are
        rounded to the nearest and clamped. Floats outside the LUT's domain are looked up at its edge, and keep as much
        of their excess as the strength leaves them; operators clamp only what they say. NaN is looked up as the
        domain's minimum, for operators as 0; at strengths below 1 NaN stays NaN and infinity infinite.

    Raises
    ------
    PixelError
        Another shape, dtype or strength.
    LutError
        Another interpolation.

    Examples
    --------
    >>> darker = lut.Lut(lut.Lut.identity(5).table / 2)
    >>> lut.apply(np.full((1, 1, 3), 200, np.uint8), darker).tolist()
    [[[100, 100, 100]]]
    >>> lut.apply(np.full((1, 1, 3), 200, np.uint8), darker, strength=0.5).tolist()
    [[[150, 150, 150]]]
    """
    pixels = np.asarray(pixels)
    check_pixels(pixels)
    result = np.empty(pixels.shape, pixels.dtype)
    Applier(lut, strength, interpolation).into(pixels, result)
    return result


class Applier:
    """A LUT and its settings, for images that come in strips.

    Neither the number of threads nor the cutting into strips changes a bit of the result. What is found out about the
    LUT is kept for the few LUTs used last, and shared by all Appliers.

    Parameters
    ----------
    lut : Lut
        A table or a chain of operators.
    strength : float
        0 to 1, mix with the original.
    interpolation : {"tetrahedral", "trilinear", "nearest"}, optional
        As ``apply`` takes it.
    threads : int, optional
        How many work on a strip; by default as many as there are cores to use.

    Raises
    ------
    PixelError
        Another strength or number of threads.
    LutError
        Another interpolation.

    Examples
    --------
    >>> from lut.apply_lut import Applier
    >>> strip = np.full((1, 2, 3), 200, np.uint8)
    >>> Applier(lut.Lut(lut.Lut.identity(5).table / 2)).into(strip, strip)
    >>> strip.tolist()
    [[[100, 100, 100], [100, 100, 100]]]
    """

    def __init__(
        self, lut: Lut, strength: float = 1.0, interpolation: str | None = None, threads: int | None = None
    ) -> None:
        if not 0 <= strength <= 1:
            raise PixelError(f"expected a strength from 0 to 1, found {strength:g}")
        if threads is not None and threads < 1:
            raise PixelError(f"expected at least 1 thread, found {threads}")
        self.lut = lut
        self.strength = np.float32(strength)
        self.operators = lut.choose_operators(interpolation)
        self.interpolation = interpolation if self.operators else interpolation or "tetrahedral"
        self.interpolator = kernel.find_interpolator(interpolation)
        self.threads = threads or parallel.default_threads()
        self._seen = 0
        self._tabulated: dict[np.dtype[Any], tuple[Operator, ...]] = {}

    def into(self, source: Pixels, target: Pixels) -> None:
        """Write the look of source to target: both (H, W, 3 or 4) of one shape and dtype, of any strides.

        target may be source itself; otherwise they must not overlap.
        """
        check_pixels(source)
        if target.shape != source.shape or target.dtype != source.dtype:
            expected, found = f"{source.shape} of {source.dtype}", f"{target.shape} of {target.dtype}"
            raise PixelError(f"expected a target like the source, {expected}, found {found}")
        if self.strength == 0:
            np.copyto(target, source)
            return
        self._seen += source.shape[0] * source.shape[1]
        if source.flags.c_contiguous and target.flags.c_contiguous:
            self._contiguous(source, target)
            return
        for band in split_bands(source.shape):
            packed = source[band].copy()
            self._contiguous(packed, packed)
            np.copyto(target[band], packed)

    def _contiguous(self, source: Pixels, target: Pixels) -> None:
        if self.operators:
            from .kernel.operators import apply_operators

            mix = Blend(partial(apply_operators, self._operators(source.dtype)), self.strength)
        else:
            mix = Blend(partial(self.lut.look_up, interpolate=self._interpolator(source)), self.strength)
        palette = self._palette(source.dtype)
        pixels, result = (image.reshape(-1, image.shape[2]) for image in (source, target))
        if palette is not None:
            palette.into(pixels, result, mix, self.threads)
            return

        def work(chunk: slice) -> None:
            np.copyto(result[chunk], pixels[chunk])
            mix(result[chunk])

        parallel.spread(work, split_chunks(len(pixels), self.threads), self.threads)

    def _operators(self, dtype: np.dtype[Any]) -> tuple[Operator, ...]:
        """Return the fastest operators for pixels of this type; they agree in every bit."""
        if dtype == np.float32 or (dtype == np.uint16 and self._seen < CODES_PIXELS):
            return self.operators
        if dtype not in self._tabulated:
            from .kernel.operators import tabulate_codes

            self._tabulated[dtype] = tabulate_codes(self.operators, CODE_MAX[dtype])
        return self._tabulated[dtype]

    def _interpolator(self, source: Pixels) -> kernel.Interpolator:
        """Return the fastest for this image; they agree in every bit."""
        table = self.lut.table
        if self.interpolator is kernel.Tetrahedral and source.dtype != np.uint8:
            from .kernel.cells import LARGEST, Cells, are_faster_with_cells

            made = self._seen >= CELLS_PIXELS or cells.find(self.lut, None) is not None
            if made and self.lut.size <= LARGEST and are_faster_with_cells(sample_colors(source)):
                return cells.get(self.lut, None, lambda: Cells(table))
        return interpolators.get(self.lut, self.interpolation, lambda: self.interpolator(table, prepare=True))

    def _palette(self, dtype: np.dtype[Any]) -> Palette | None:
        """Return the palette to use, if any: it changes the time, and nothing else."""
        if dtype != np.uint8:
            return None
        settings = (self.interpolation, float(self.strength))
        if self._seen >= (CHAIN_PALETTE_PIXELS if self.operators else PALETTE_PIXELS):
            return palettes.get(self.lut, settings, Palette)
        return palettes.find(self.lut, settings)


def sample_colors(pixels: Pixels) -> Floats:
    """Sample some thousand colors (P, 3) from all over the image, 1.0 being white."""
    down, right = (max(ceil(length / 32), 1) for length in pixels.shape[:2])
    colors = pixels[::down, ::right, :3].reshape(-1, 3)
    return colors.astype(np.float32) / np.float32(CODE_MAX[pixels.dtype])


def split_chunks(count: int, threads: int) -> Iterator[slice]:
    """Yield slices that cover so many pixels: of one kernel's chunk at most, one for each thread where that pays."""
    parts = max(ceil(count / kernel.CHUNK), min(threads, count // FEWEST_PIXELS), 1)
    size = max(ceil(count / parts), 1)
    for start in range(0, count, size):
        yield slice(start, start + size)


def split_bands(shape: tuple[int, ...]) -> Iterator[tuple[slice, slice]]:
    """Yield rectangles that cover (H, W, …), of BAND pixels at most: whole rows, or parts of one."""
    height, width = shape[:2]
    rows, columns = max(BAND // max(width, 1), 1), min(max(width, 1), BAND)
    for top in range(0, height, rows):
        for left in range(0, width, columns):
            yield slice(top, top + rows), slice(left, left + columns)


def check_pixels(pixels: Pixels) -> None:
    if pixels.dtype not in CODE_MAX or pixels.ndim != 3 or pixels.shape[2] not in (3, 4):
        raise PixelError(
            f"expected pixels (H, W, 3 or 4) of uint8, uint16 or float32, found {pixels.shape} of {pixels.dtype}"
        )
