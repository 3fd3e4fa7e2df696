"""Small pictures, in sRGB."""

from __future__ import annotations

import io

import icc_maker as maker
import numpy as np
import pytest
from PIL import Image, ImageCms

from lut.images import Picture, icc_profile
from lut.images.thumbnail import make_miniature, shrink_pixels


def smooth(width: int, height: int, channels: int = 3) -> np.ndarray:
    """Ramps, which no way of making smaller changes much."""
    x, y = np.meshgrid(np.linspace(40, 215, width), np.linspace(40, 215, height))
    return np.stack([x, y, 255 - x, np.full_like(x, 255)], axis=-1)[..., :channels].astype(np.uint8)


@pytest.mark.parametrize(
    ("size", "expected"),
    [((512, 384), (256, 192)), ((384, 512), (192, 256)), ((256, 10), (256, 10)), ((30, 20), (30, 20)),
     ((9000, 1), (256, 1)), ((1, 9000), (1, 256)), ((1, 1), (1, 1))],
)  # fmt: skip
def test_the_longer_side_is_256_at_most(size: tuple[int, int], expected: tuple[int, int]) -> None:
    width, height = size
    assert make_miniature(Picture(smooth(width, height))).shape == (expected[1], expected[0], 3)


@pytest.mark.parametrize(("dtype", "white"), [(np.uint8, 255), (np.uint16, 65535), (np.float32, 1)])
def test_what_is_small_already_stays(dtype: type, white: int) -> None:
    pixels = smooth(30, 20, 4)
    deep = (pixels.astype(np.float64) / 255 * white).astype(dtype)
    assert (make_miniature(Picture(deep)) == pixels).all()


def test_alpha_is_kept_and_hidden_colors_do_not_bleed() -> None:
    pixels = np.zeros((400, 400, 4), np.uint8)
    pixels[:, :201] = (200, 100, 50, 255)
    small = make_miniature(Picture(pixels))
    assert small.shape == (256, 256, 4)
    assert (small[:, 0, 3] == 255).all() and (small[:, -1, 3] == 0).all()
    seen = small[small[..., 3] > 128][:, :3].astype(int)
    assert np.abs(seen - (200, 100, 50)).max() <= 1


def test_a_profile_is_understood() -> None:
    data = maker.rgb(maker.ADOBE_RGB, maker.gamma(2.19921875))
    pixels = smooth(60, 40, 4)
    small = shrink_pixels(Picture(pixels, icc_profile.parse_profile(data)), 60, 40, Image.Resampling.BOX)
    embedded, srgb = ImageCms.ImageCmsProfile(io.BytesIO(data)), ImageCms.createProfile("sRGB")
    theirs = np.asarray(ImageCms.profileToProfile(Image.fromarray(pixels[..., :3]), embedded, srgb))
    assert np.abs(small[..., :3].astype(int) - theirs).max() <= 1
    assert (small[..., 3] == 255).all()
    assert np.abs(small[..., :3].astype(int) - pixels[..., :3]).max() > 5
