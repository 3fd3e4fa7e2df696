"""OpenColorIO's Python wheel as the independent reader: what does it do with a file?"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

OCIO = pytest.importorskip("PyOpenColorIO", reason="the oracle of these tests is PyPI's opencolorio")

LINEAR, TETRAHEDRAL, NEAREST = OCIO.INTERP_LINEAR, OCIO.INTERP_TETRAHEDRAL, OCIO.INTERP_NEAREST
Refusal = OCIO.Exception


def applied(path: Path, rgb: np.ndarray, interpolation: object = LINEAR) -> np.ndarray:
    """The colors (P, 3) float32 after OpenColorIO's look-up in a file; raises Refusal."""
    OCIO.ClearAllCaches()
    transform = OCIO.FileTransform(src=str(path), interpolation=interpolation)
    processor = OCIO.Config.CreateRaw().getProcessor(transform)
    result = np.ascontiguousarray(rgb, dtype=np.float32).copy()
    processor.getOptimizedCPUProcessor(OCIO.OPTIMIZATION_LOSSLESS).applyRGB(result)
    return result
