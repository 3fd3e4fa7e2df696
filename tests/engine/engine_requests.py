"""Messages to an engine's server, and the pixels that they are about."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from lut.engine import baked_looks
from lut.engine.server import Server


def forget() -> None:
    """What an engine that starts anew does not know."""
    baked_looks.library_looks.cache_clear()
    baked_looks.mix_tables.cache_clear()
    baked_looks.bake_scene.cache_clear()


def job(**changes: Any) -> dict[str, Any]:
    message = {"id": 2, "do": "job", "look": "hasselblad-natural", "strength": 1.0, "frame": [8, 4]}
    return {**message, "type": "uint8", "channels": 4, **changes}


def strip(**changes: Any) -> dict[str, Any]:
    message = {"id": 3, "do": "strip", "source": 0, "target": 0, "width": 8, "rows": 4}
    return {**message, "left": 0, "top": 0, "scale": 1.0, **changes}


def fill(server: Server, pixels: np.ndarray, offset: int = 0) -> None:
    server.memories["pixels"].pixels(offset, *pixels.shape, pixels.dtype)[...] = pixels


def colors(dtype: str, channels: int) -> np.ndarray:
    values = np.random.default_rng(4).random((4, 8, channels))
    return (values * 255).astype(np.uint8) if dtype == "uint8" else values.astype(np.float32)


def photo(name: str, size: tuple[int, int] = (80, 60)) -> np.ndarray:
    picture = Image.open(Path(__file__).parents[2] / "docs/photos" / name).convert("RGBA")
    return np.asarray(picture.resize(size, Image.Resampling.BOX))


PLACE = {"source": 20000, "width": 80, "rows": 60, "left": 0, "top": 0, "size": [8, 4]}
