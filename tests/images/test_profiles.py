"""What a picture's profile or gamma makes of its pixels."""

from __future__ import annotations

import struct
from pathlib import Path

import icc_maker
import numpy as np
from PIL import Image
from sample_photos import RGB, pixels, saved, with_chunk

from lut import images
from lut.images import icc


def test_the_usual_gamma_is_srgb(tmp_path: Path) -> None:
    path = tmp_path / "in.png"
    path.write_bytes(with_chunk(saved("PNG", RGB), b"gAMA", struct.pack(">I", 45455)))
    assert images.read(path).profile is None


def test_a_profile_of_tables_becomes_srgb(tmp_path: Path) -> None:
    """What littleCMS makes of it.  The profile is one that it wrote itself, with tables instead of a matrix."""
    path = tmp_path / "in.png"
    Image.fromarray(pixels()).save(path, icc_profile=table_profile())
    picture = images.read(path)
    assert picture.profile is None
    assert "converted to sRGB" in picture.notes[0]
    assert icc.parse(picture.metadata.icc).is_srgb
    # The tables hold CIELAB of gamma-1.8 sRGB primaries: every code gets brighter, white and black stay.
    assert (picture.pixels.astype(int) >= pixels().astype(int) - 2).all()
    assert picture.pixels.mean() > pixels().mean() + 5


def table_profile() -> bytes:
    """An RGB profile with a 2 × 2 × 2 table to XYZ (lut16Type, ICC.1:2022 10.10), input curves of gamma 1.8."""
    ramp = np.linspace(0, 1, 256)
    inputs = np.rint(np.tile(ramp**1.8, 3) * 65535).astype(">u2").tobytes()
    outputs = np.rint(np.tile(np.linspace(0, 1, 2), 3) * 65535).astype(">u2").tobytes()
    corners = np.stack(np.meshgrid([0, 1], [0, 1], [0, 1], indexing="ij"), axis=-1).reshape(8, 3)
    xyz = corners @ icc_maker.matrix_d50(icc_maker.SRGB).T
    table = np.rint(xyz * 32768).astype(">u2").tobytes()
    identity = icc_maker.fixed(1, 0, 0, 0, 1, 0, 0, 0, 1)
    head = b"mft2\0\0\0\0" + bytes([3, 3, 2, 0]) + identity + struct.pack(">HH", 256, 2)
    return icc_maker.profile({b"A2B0": head + inputs + table + outputs}, version=2)
