"""HDR pictures as libultrahdr renders them: the independent program for gain maps."""

from __future__ import annotations

import sys

import imagecodecs
import numpy as np
import pytest


def rendered(file: bytes) -> np.ndarray:
    """The HDR picture of a JPEG with a gain map, in linear light, (H, W, 3)."""
    if sys.platform == "win32":
        pytest.skip("libultrahdr's decoder stops for ever in Wine now and then")
    return imagecodecs.ultrahdr_decode(file)[..., :3].astype(float)
