"""G'MIC's files as its ``output`` writes them, made by counting."""

from __future__ import annotations

import zlib

import numpy as np
from lut_pictures import film

KINDS = {"u1": "unsigned_char", "u2": "unsigned_short", "f4": "float", "f8": "double"}


def stored(pictures: list[np.ndarray], kind: str = "u1", names: tuple[str, ...] = (), packed: bool = True) -> bytes:
    """A file of pictures, each indexed [x, y, z, channel]; with names, one for each."""
    if names:
        listed = b"GMZ\0" + b"".join(name.encode() + b"\0" for name in names)
        pictures = [*pictures, np.frombuffer(listed, np.uint8).reshape(1, -1, 1, 1)]
    result = f"{len(pictures)} {KINDS[kind]} little_endian\n".encode()
    for picture in pictures:
        data = np.ascontiguousarray(picture.transpose(3, 2, 1, 0)).astype(f"<{kind}").tobytes()
        head = " ".join(map(str, picture.shape))
        data, head = (zlib.compress(data), f"{head} #{len(zlib.compress(data))}") if packed else (data, head)
        result += head.encode() + b"\n" + data
    return result


def keypoints(count: int, falling: bool = False, gray: bool = False, seed: int = 3) -> np.ndarray:
    """Keypoints (1, N, 1, 6) of a bent look with some noise, sorted as G'MIC's ``compress_clut`` does."""
    random = np.random.default_rng(seed)
    corners = np.stack(np.meshgrid(*[[0, 255]] * 3), axis=-1).reshape(-1, 3)
    places = np.unique(np.concatenate([corners, random.integers(0, 256, (count - 8, 3))]), axis=0)
    colors = film(33)(places / 255) * 255 + random.normal(0, 3, places.shape)
    rows = np.concatenate([places, np.rint(colors[:, :1] if gray else colors).clip(0, 255)], axis=1)
    return rows[:: -1 if falling else 1].reshape(1, len(rows), 1, -1)


def table(size: int) -> np.ndarray:
    """A dense CLUT [red, green, blue, channel] of 8 bits."""
    return np.rint(film(size).table * 255)


SAMPLES = [
    stored([keypoints(12)], names=("Film",)),
    stored([keypoints(9), keypoints(20, gray=True)], names=("Film", "Gray")),
    stored([table(5)], names=("Table",)),
    stored([table(2), table(4).reshape(8, 8, 1, 3, order="F")], "f4", packed=False),
]
