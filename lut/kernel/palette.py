"""8-bit pixels: every color is computed once, and every pixel is one look-up.

A photograph of 20 million pixels has some 250 thousand colors. A palette holds the result for each of the 2**24
that 8 bits can say, and is filled as colors turn up: the first pass over a photograph costs little more than the
later ones.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from . import interpolation
from .threads import scratch, spread

Bytes = NDArray[np.uint8]
Words = NDArray[np.uint32]
Indices = NDArray[np.intp]
Compute = Callable[[Bytes], None]

WORD = np.dtype("<u4")  # a pixel's bytes R, G, B, A as one number, A on top, on any machine
COLORS = 1 << 24
OPAQUE = np.uint32(0xFF000000)
RGB = np.uint32(0x00FFFFFF)

CHUNK = 1 << 18  # pixels per thread and turn
PROBE = 1 << 14  # pixels at first, and of what may be noise
WINDOW = 1 << 22  # pixels between two turns of computing, at most
MOST_BYPASSED = 1 << 24
MOST_REMEMBERED = 1 << 20  # colors

spare: deque[Words] = deque(maxlen=1)  # the empty table of a palette that has gone: new memory takes longer than reuse


class Missed(NamedTuple):
    """Pixels (P, 3 or 4) of which some had colors that were not in the palette: which, and the colors."""

    pixels: Bytes
    where: Indices
    colors: Indices


class Palette:
    """The results of one computation for 8-bit colors.

    64 MB, of which the operating system provides what is touched.  Entries below OPAQUE are empty; a result has alpha
    255, is entered in one aligned 32-bit write, and stays.  So threads read without a lock while another one, holding
    the lock, enters results: they see a result or none, and no other memory hangs on it.  A thread that misses a color
    takes the lock and computes what is still missing.  A color's result depends on nothing but the color.
    """

    def __init__(self) -> None:
        try:
            self.table: Words = spare.pop()
        except IndexError:
            self.table = np.zeros(COLORS, WORD)
        self._entered: list[Words] | None = []  # the colors that have an entry; None if too many to remember
        self._lock = threading.Lock()  # held by the one that computes
        # These steer time, not results, and threads may race for them.
        self._window = PROBE
        self._bypass = 0  # pixels that won't come here before the next probe
        self._bypassed = MOST_BYPASSED >> 5  # pixels that won't after the next probe of noise

    def __del__(self, spare: deque[Words] = spare) -> None:  # at exit, the module's own names may be gone
        if self._entered is not None:
            for colors in self._entered:
                self.table[colors] = 0
            spare.append(self.table)

    def into(self, source: Bytes, target: Bytes, compute: Compute, threads: int) -> None:
        """Write the results for source (P, 3 or 4) to target; both contiguous, and they may be the same array.

        compute: the same at every call; overwrites the colors of pixels (P, 3 or 4) with their results, each by itself.

        Colors that are missing are computed all together after each window of pixels, since it takes many small steps,
        in which threads would hinder each other.  Windows are short while much is missing, and grow.  Of noise, where
        most pixels' colors are new, only a probe comes here now and then, and the rest is computed directly.
        """
        start = 0
        while start < len(source):
            bypass = self._bypass
            window = slice(start, min(start + (bypass if bypass > 0 else self._window), len(source)))
            if bypass > 0:
                self._bypass -= len(source[window])
                np.copyto(target[window], source[window])
                spread(compute, split_pixels(target[window], interpolation.CHUNK), threads)
            else:
                self._look_up(source[window], target[window], compute, threads)
            start = window.stop

    def _look_up(self, source: Bytes, target: Bytes, compute: Compute, threads: int) -> None:
        missed: list[Missed] = []
        take = self._rgba if source.shape[1] == 4 else self._rgb

        def work(chunk: tuple[Bytes, Bytes]) -> None:
            where, colors = take(*chunk)
            if len(where):
                missed.append(Missed(chunk[1], where, colors))

        count = len(source)
        size = min(CHUNK, -(-count // threads))
        spread(work, zip(split_pixels(source, size), split_pixels(target, size), strict=True), threads)
        computed = self._compute(np.concatenate([part.colors for part in missed]), compute) if missed else 0
        for part in missed:
            self._patch(*part)

        pixels_missed = sum(len(part.where) for part in missed)
        if computed > count * 3 // 4:
            self._window, self._bypass = PROBE, self._bypassed
            self._bypassed = min(2 * self._bypassed, MOST_BYPASSED)
        elif pixels_missed * 128 > count and self._window >= CHUNK * threads:
            self._window = CHUNK * threads
        else:
            self._window = min(2 * self._window, WINDOW)

    def _compute(self, colors: Indices, compute: Compute) -> int:
        """Compute and enter colors, which may repeat or have an entry already; returns how many were computed."""
        with self._lock:
            colors = colors[self.table[colors] < OPAQUE]  # a result, once entered, is never touched again
            # Each color's entry says, for a moment, which one of those that are alike is the one to compute.
            numbers = np.arange(len(colors), dtype=WORD)
            self.table[colors] = numbers
            chosen = colors[self.table[colors] == numbers]
            results = chosen.astype(WORD) | OPAQUE
            compute(as_bytes(results))
            self.table[chosen] = results
            if self._entered is not None:
                self._entered.append(chosen.astype(WORD))
                if sum(map(len, self._entered)) > MOST_REMEMBERED:
                    self._entered = None
        return len(chosen)

    def _patch(self, pixels: Bytes, where: Indices, colors: Indices) -> None:
        results = self.table[colors]
        if pixels.shape[1] == 4:
            pixels.view(WORD)[where, 0] |= results & RGB
        else:
            for channel in range(3):
                pixels[where, channel] = as_bytes(results)[:, channel]

    def _rgba(self, source: Bytes, target: Bytes) -> tuple[Indices, Indices]:
        """Write known results of pixels (P, 4), and their alpha; returns which are missing, and their colors."""
        words, results = source.view(WORD)[:, 0], target.view(WORD)[:, 0]
        index = scratch("index", words.shape, np.intp)
        if words.min() >= OPAQUE:
            # Read as signed, an opaque pixel is its color - 2**24, which wraps round to the color.
            np.copyto(index, words.view("<i4"))
            return self._take(index, results)
        alpha = np.bitwise_or(words, RGB, out=scratch("alpha", words.shape, WORD))
        np.copyto(index, np.bitwise_and(words, RGB, out=scratch("color", words.shape, WORD)))
        missing = self._take(index, results)
        np.bitwise_and(results, alpha, out=results)
        return missing

    def _rgb(self, source: Bytes, target: Bytes) -> tuple[Indices, Indices]:
        """Write known results of pixels (P, 3); returns which are missing, and their colors."""
        count = len(source)
        index, color = scratch("index", (count,), np.intp), scratch("color", (count,), WORD)
        # Four bytes from each pixel's first on hold the pixel and the next one's red; the last pixel has no next.
        words: Words = np.ndarray((count - 1,), WORD, source, strides=(3,))
        np.bitwise_and(words, RGB, out=color[:-1])
        color[-1:].view(np.uint8)[:] = *source[-1], 0
        np.copyto(index, color)
        missing = self._take(index, color)
        for channel, result in enumerate(target.T):
            np.copyto(result, color.view(np.uint8)[channel::4])
        return missing

    def _take(self, index: Indices, results: Words) -> tuple[Indices, Indices]:
        """Write the entries of colors, counted from 0 or from -2**24.

        Returns which are missing, black now, and which colors they are.
        """
        self.table.take(index, out=results, mode="wrap")
        if results.min() >= OPAQUE:
            return NONE, NONE
        missing = np.flatnonzero(results < OPAQUE)
        results[missing] = OPAQUE
        return missing, index[missing] & int(RGB)


NONE = np.empty(0, np.intp)


def as_bytes(words: Words) -> Bytes:
    """View words (P,) as pixels (P, 4)."""
    return words.view(np.uint8).reshape(-1, 4)


def split_pixels(pixels: Bytes, size: int) -> list[Bytes]:
    """Split pixels (P, C) into parts of that size."""
    return [pixels[start : start + size] for start in range(0, len(pixels), size)]
