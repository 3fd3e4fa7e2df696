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

from . import parallel
from .scratch import Scratch

Bytes = NDArray[np.uint8]
Words = NDArray[np.uint32]
Compute = Callable[[Bytes], None]

WORD = np.dtype("<u4")  # a pixel's bytes R, G, B, A as one number, A on top, on any machine
COLORS = 1 << 24
OPAQUE = np.uint32(0xFF000000)
RGB = np.uint32(0x00FFFFFF)

CHUNK = 1 << 18  # pixels per turn
PROBE = 1 << 14  # pixels at first, and of what may be noise
MOST_BYPASSED = 1 << 24
WAITING = 3  # chunks with pixels whose colors another thread is to compute
SLOTS, FEW = 1 << 16, 1 << 12
MOST_REMEMBERED = 1 << 20  # colors

scratch = Scratch()
spare: deque[Words] = deque(maxlen=1)  # the empty table of a palette that has gone: new memory takes longer than reuse


class Missed(NamedTuple):
    """Pixels (P, 3 or 4) of which some had colors that were not in the palette: which, and the colors."""

    pixels: Bytes
    where: NDArray[np.intp]
    colors: Words


class Palette:
    """The results of one computation for 8-bit colors.

    64 MB, of which the operating system provides what is touched.  Threads may share a palette without a lock.
    An entry goes from 0 (not computed; a result has alpha 255) to its result in one aligned 32-bit write, so that
    another thread reads one or the other.  Two threads that miss the same color both compute it, and write the
    same number, since a color's result depends on nothing but the color.  The same holds for processors that
    order writes loosely: the number is all there is to see, it announces no other memory.
    """

    def __init__(self) -> None:
        try:
            self.table: Words = spare.pop()
        except IndexError:
            self.table = np.zeros(COLORS, WORD)
        self._entered: list[Words] | None = []  # the colors that have an entry; None if too many to remember
        # Of noise, where most pixels' colors are new, only a probe comes here now and then, and the rest is computed
        # directly: less often the longer it lasts.  These numbers steer time, not results, and threads may race.
        self._doubtful = True
        self._bypass = 0  # pixels that won't come here before the next probe
        self._bypassed = MOST_BYPASSED >> 5  # pixels that won't after the next probe of noise

    def __del__(self) -> None:
        if self._entered is not None:
            for colors in self._entered:
                self.table[colors] = 0
            spare.append(self.table)

    def into(self, source: Bytes, target: Bytes, compute: Compute, threads: int) -> None:
        """Write the results for source (P, 3 or 4) to target; both contiguous, and they may be the same array.

        compute: the same at every call; overwrites the colors of pixels (P, 3 or 4) with their results, each by itself.
        """
        missed: deque[Missed] = deque()
        filling = threading.Lock()

        def work(chunk: slice) -> None:
            start = chunk.start
            while start < chunk.stop:
                end = min(start + PROBE, chunk.stop) if self._doubtful and self._bypass <= 0 else chunk.stop
                self._turn(source[start:end], target[start:end], compute, missed, filling)
                start = end

        count = len(source)
        size = max(min(CHUNK, -(-count // threads)), 1)
        parallel.spread(work, [slice(at, min(at + size, count)) for at in range(0, count, size)], threads)
        self._fill(missed, compute)

    def _turn(
        self, source: Bytes, target: Bytes, compute: Compute, missed: deque[Missed], filling: threading.Lock
    ) -> None:
        if self._bypass > 0:
            self._bypass -= len(source)
            np.copyto(target, source)
            compute(target)
            return
        where, colors = (self._rgba if source.shape[1] == 4 else self._rgb)(source, target)
        if not len(where):
            return
        missed.append(Missed(target, where, colors))
        # Computing a few colors is done by one thread at a time, in many small steps, with which threads hinder each
        # other; meanwhile the others look up, in a few large ones.
        if filling.acquire(blocking=self._doubtful or len(missed) > WAITING):
            try:
                self._fill(missed, compute)
            finally:
                filling.release()

    def _fill(self, missed: deque[Missed], compute: Compute) -> None:
        """Compute the colors of all pixels that wait for it, and write them."""
        parts = []
        while missed:
            parts.append(missed.popleft())
        if not parts:
            return
        computed = self._compute(np.concatenate([part.colors for part in parts]), compute)
        for pixels, where, colors in parts:
            results = self.table[colors]
            if pixels.shape[1] == 4:
                pixels.view(WORD)[where, 0] |= results & RGB
            else:
                for channel in range(3):
                    pixels[where, channel] = as_bytes(results)[:, channel]
        self._doubtful = computed > sum(len(part.pixels) for part in parts) * 3 // 4
        if self._doubtful:
            self._bypass = self._bypassed
            self._bypassed = min(2 * self._bypassed, MOST_BYPASSED)

    def _compute(self, colors: Words, compute: Compute) -> int:
        """Enter these colors, of which some may be twice in here; returns how many were computed."""
        computed = 0
        while len(colors):
            chosen = one_each(colors) if len(colors) > FEW else colors
            results = chosen | OPAQUE
            compute(as_bytes(results))
            self.table[chosen] = results
            self._remember(chosen)
            colors = colors[self.table[colors] == 0]
            computed += len(chosen)
        return computed

    def _remember(self, colors: Words) -> None:
        entered = self._entered
        if entered is not None:
            entered.append(colors)
            if sum(map(len, entered)) > MOST_REMEMBERED:
                self._entered = None  # for good

    def _rgba(self, source: Bytes, target: Bytes) -> tuple[NDArray[np.intp], Words]:
        """Write what is known of pixels (P, 4), and their alpha; returns which are missing, and their colors."""
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

    def _rgb(self, source: Bytes, target: Bytes) -> tuple[NDArray[np.intp], Words]:
        """The same of pixels (P, 3)."""
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

    def _take(self, index: NDArray[np.intp], results: Words) -> tuple[NDArray[np.intp], Words]:
        """Write the entries of colors, counted from 0 or from -2**24; returns which are missing, black now, and which
        colors they are."""
        self.table.take(index, out=results, mode="wrap")
        if results.min() >= OPAQUE:
            return NONE, results[:0]
        missing = np.flatnonzero(results == 0)
        results[missing] = OPAQUE
        return missing, index[missing].astype(WORD) & RGB


NONE = np.empty(0, np.intp)


def as_bytes(words: Words) -> Bytes:
    """(P,) words as pixels (P, 4), the same memory."""
    return words.view(np.uint8).reshape(-1, 4)


def one_each(colors: Words) -> Words:
    """Some of the colors, none of them twice, and at least one."""
    # The last one to enter a slot stays: its number is read back by itself alone.
    slot = ((colors ^ (colors >> 7)) & (SLOTS - 1)).astype(np.intp)
    numbers = np.arange(len(colors))
    slots = scratch("slots", (SLOTS,), np.intp)
    slots[slot] = numbers
    chosen: Words = colors[slots[slot] == numbers]
    return chosen
