"""OpenColorIO's Python wheel as the independent program: what does it make of pixels with this table?"""

from __future__ import annotations

import numpy as np
import pytest

OCIO = pytest.importorskip("PyOpenColorIO", reason="the oracle of these tests is PyPI's opencolorio")

DEPTHS = {"uint8": OCIO.BIT_DEPTH_UINT8, "uint16": OCIO.BIT_DEPTH_UINT16, "float32": OCIO.BIT_DEPTH_F32}
INTERPOLATIONS = {"tetrahedral": OCIO.INTERP_TETRAHEDRAL, "trilinear": OCIO.INTERP_LINEAR}


def applied(table: np.ndarray, pixels: np.ndarray, interpolation: str = "tetrahedral") -> np.ndarray:
    """The pixels (H, W, 3 or 4) after a look-up in the table (N, N, N, 3)."""
    transform = OCIO.Lut3DTransform(gridSize=len(table))
    transform.setInterpolation(INTERPOLATIONS[interpolation])
    transform.setData(np.ascontiguousarray(table, np.float32).ravel())  # both index [r, g, b]
    depth = DEPTHS[pixels.dtype.name]
    processor = OCIO.Config.CreateRaw().getProcessor(transform)
    result = np.ascontiguousarray(pixels).copy()
    height, width, channels = result.shape
    image = OCIO.PackedImageDesc(
        result.reshape(-1),
        width,
        height,
        channels,
        depth,
        result.itemsize,
        channels * result.itemsize,
        result[0].nbytes,
    )
    processor.getOptimizedCPUProcessor(depth, depth, OCIO.OPTIMIZATION_LOSSLESS).apply(image)
    return result
