"""Memory that the editor's side and the engine share for pixels: a file, or on Windows memory with a name."""

from __future__ import annotations

import mmap
import os
import sys
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .messages import ProtocolError

TYPES: dict[str, np.dtype[Any]] = {
    name: np.dtype(name)
    for name in ("uint8", "uint16", "float32")  # uint16: for what a look is made of
}


class Memory:
    """Mapped memory; ``pixels`` gives windows into it that write through."""

    def __init__(self, size: int, path: str | None = None, tag: str | None = None) -> None:
        self.size = size
        if path is not None:
            descriptor = os.open(path, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0))
            try:
                found = os.fstat(descriptor).st_size
                if not 0 < size <= found:
                    raise ProtocolError(f"engine: expected a memory file of {size} bytes, found {found}")
                self._map = mmap.mmap(descriptor, size)
            finally:
                os.close(descriptor)
        elif tag is None:
            raise ProtocolError("engine: expected a 'path' or a 'tag' of the memory")
        elif sys.platform == "win32":
            self._map = mmap.mmap(-1, size, tagname=tag)
        else:
            raise ProtocolError("engine: expected a 'path' of the memory, found a 'tag', which is for Windows")

    def pixels(self, offset: int, rows: int, width: int, channels: int, dtype: np.dtype[Any]) -> NDArray[Any]:
        """Return the (rows, width, channels) pixels that start at a byte offset; ProtocolError outside the memory."""
        end = offset + rows * width * channels * dtype.itemsize
        if offset < 0 or rows < 1 or width < 1 or end > self.size or offset % dtype.itemsize:
            raise ProtocolError(f"engine: strip of {width} × {rows} at byte {offset} lies outside the memory file")
        return np.ndarray((rows, width, channels), dtype, self._map, offset)
