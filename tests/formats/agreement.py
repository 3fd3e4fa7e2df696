"""What a file means, held against OpenColorIO; and what is refused, one broken thing at a time."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import opencolorio as ocio
import pytest
from closeness import assert_close
from samples import colors

import lut
from lut import Lut, LutFormatError

TOLERANCE = 1e-5


def scale(film: Lut) -> float:
    """Float32 keeps digits, not places: the tolerance is that of the largest number, where that is above 1."""
    return max(1.0, float(np.abs(film.table).max()))


def saved(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_bytes(text.encode())
    return path


def assert_means_the_same(
    path: Path, domain: tuple[float, float] = (0.0, 1.0), same: Path | None = None, tolerance: float = TOLERANCE
) -> None:
    """That we see in a file what OpenColorIO sees in it (or in another one): inside the domain, on it, and outside."""
    film, rgb = lut.read(path), colors(domain)
    for interpolation, theirs in (("trilinear", ocio.LINEAR), ("tetrahedral", ocio.TETRAHEDRAL)):
        expected = ocio.applied(same or path, rgb, theirs)
        assert_close(film(rgb, interpolation), expected, tolerance * scale(film), f"colors, {interpolation},")


def assert_written_alike(film: Lut, path: Path, domain: tuple[float, float], tolerance: float = TOLERANCE) -> None:
    """That OpenColorIO, and we, see in the file that we write what the LUT says."""
    lut.write(film, path)
    rgb = colors(domain)
    assert_close(ocio.applied(path, rgb), film(rgb, "trilinear"), tolerance * scale(film), "OpenColorIO's colors")
    assert_close(lut.read(path)(rgb, "trilinear"), film(rgb, "trilinear"), tolerance * scale(film), "our colors")


def assert_refused(path: Path, text: str, old: str, new: str, message: str) -> None:
    """That a valid file becomes an invalid one, for this reason, when one thing in it is broken."""
    path.write_bytes(text.encode())
    lut.read(path)
    assert text.count(old) == 1, f"{old!r} {text.count(old)} times"
    path.write_bytes(text.replace(old, new).encode())
    with pytest.raises(LutFormatError) as failure:
        lut.read(path)
    found = str(failure.value).removeprefix(str(path))
    assert found == message, found
