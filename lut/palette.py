"""8-bit pixels: every color is computed once, and every pixel is one look-up.

A photograph of 20 million pixels has some 250 thousand colors. A palette holds the result for each of the 2**24
that 8 bits can say, and is filled as colors turn up: the first pass over a photograph costs little more than the
later ones.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from .scratch import Scratch

Bytes = NDArray[np.uint8]
Words = NDArray[np.uint32]
Compute = Callable[[Bytes], None]

WORD = np.dtype("<u4")  # a pixel's bytes R, G, B, A as one number, A on top, on any machine
COLORS = 1 << 24
OPAQUE = np.uint32(0xFF000000)
RGB = np.uint32(0x00FFFFFF)
CHUNK = 1 << 18  # pixels per call: in nearly each some color is new, and computing one takes as long as a thousand
PROBE = 1 << 14  # pixels that tell noise from a photograph
MOST_BYPASSED = 64 * CHUNK
SLOTS = 1 << 16
FEW = 1 << 12  # colors that are computed faster than searched for doubles

scratch = Scratch()


class Palette:
    """The results of one computation for 8-bit colors.

    64 MB, of which the operating system provides what is touched.  Threads may share a palette without a lock.
    An entry goes from 0 (not computed; a result has alpha 255) to its result in one aligned 32-bit write, so that
    another thread reads one or the other.  Two threads that miss the same color both compute it, and write the
    same number, since a color's result depends on nothing but the color.  The same holds for processors that
    order writes loosely: the number is all there is to see, it announces no other memory.
    """

    def __init__(self) -> None:
        self.table: Words = np.zeros(COLORS, WORD)
        # Of noise, where most pixels' colors are new, only a probe comes here now and then, and the rest is computed
        # directly: less often the longer it lasts.  These numbers steer time, not results, and threads may race.
        self._doubtful = True
        self._bypass = 0  # pixels that won't come here before the next probe
        self._bypassed = 2 * CHUNK  # pixels that won't after the next probe of noise

    def into(self, source: Bytes, target: Bytes, compute: Compute) -> None:
        """Write the results for source (P, 3 or 4) to target; both contiguous, and they may be the same array.

        compute: the same at every call; overwrites the colors of pixels (P, 3 or 4) with their results, each by itself.
        """
        start = 0
        if self._doubtful and self._bypass <= 0:
            start = min(PROBE, len(source))
            self._look_up(source[:start], target[:start], compute)
        if self._bypass > 0:
            self._bypass -= len(source)
            np.copyto(target[start:], source[start:])
            compute(target[start:])
        else:
            self._look_up(source[start:], target[start:], compute)

    def _look_up(self, source: Bytes, target: Bytes, compute: Compute) -> None:
        if not len(source):
            return
        if source.shape[1] == 4:
            computed = self._rgba(source.view(WORD)[:, 0], target.view(WORD)[:, 0], compute)
        else:
            computed = self._rgb(source, target, compute)
        self._doubtful = computed > len(source) * 3 // 4
        if self._doubtful:
            self._bypass = self._bypassed
            self._bypassed = min(2 * self._bypassed, MOST_BYPASSED)

    def _rgba(self, source: Words, target: Words, compute: Compute) -> int:
        index = scratch("index", source.shape, np.intp)
        if source.min() >= OPAQUE:
            # Read as signed, an opaque pixel is its color - 2**24, which wraps round to the color.
            np.copyto(index, source.view("<i4"))
            return self._take(index, target, compute)
        alpha = np.bitwise_or(source, RGB, out=scratch("alpha", source.shape, WORD))
        np.copyto(index, np.bitwise_and(source, RGB, out=scratch("color", source.shape, WORD)))
        computed = self._take(index, target, compute)
        np.bitwise_and(target, alpha, out=target)
        return computed

    def _rgb(self, source: Bytes, target: Bytes, compute: Compute) -> int:
        count = len(source)
        index = scratch("index", (count,), np.intp)
        # Four bytes from each pixel's first on hold the pixel and the next one's red; the last pixel has no next.
        words: Words = np.ndarray((count - 1,), WORD, source, strides=(3,))
        color = scratch("color", (count,), WORD)
        np.bitwise_and(words, RGB, out=color[:-1])
        color[-1:].view(np.uint8)[:] = *source[-1], 0
        np.copyto(index, color)
        computed = self._take(index, color, compute)
        for channel, result in enumerate(target.T):
            np.copyto(result, color.view(np.uint8)[channel::4])
        return computed

    def _take(self, index: NDArray[np.intp], result: Words, compute: Compute) -> int:
        """Write the results of colors, counted from 0 or from -2**24 on; returns how many had to be computed."""
        self.table.take(index, out=result, mode="wrap")
        computed = 0
        if result.min() >= OPAQUE:
            return computed
        missing = np.flatnonzero(result == 0)
        while len(missing):
            colors = index[missing] & int(RGB)
            chosen = one_each(colors) if len(colors) > FEW else colors
            values = chosen.astype(WORD) | OPAQUE
            compute(values.view(np.uint8).reshape(-1, 4))
            self.table[chosen] = values
            found = self.table[colors]
            result[missing] = found
            missing = missing[found == 0]
            computed += len(chosen)
        return computed


def one_each(colors: NDArray[np.intp]) -> NDArray[np.intp]:
    """Some of the colors, none of them twice, and at least one."""
    # The last one to enter a slot stays: its number is read back by itself alone.
    slot = (colors ^ (colors >> 7)) & (SLOTS - 1)
    numbers = np.arange(len(colors))
    slots = scratch("slots", (SLOTS,), np.intp)
    slots[slot] = numbers
    chosen: NDArray[np.intp] = colors[slots[slot] == numbers]
    return chosen
