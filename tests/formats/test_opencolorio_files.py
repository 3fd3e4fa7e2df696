"""The CLF, CTF and CDL files of OpenColorIO's own tests: each gives the same colors here and there."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import opencolorio as ocio
import pytest

import lut

DATA = Path(__file__).parent / "data/opencolorio"
FILES = sorted(path for path in DATA.iterdir() if path.suffix != ".md")
TOLERANCE = 1e-4  # of numbers up to 1, and of larger ones as a share
CORRECTIONS = (".cc", ".ccc", ".cdl")
FIRST = "color corrections in the file"

# OpenColorIO leaves out a correction and the next one if that undoes it, though both clamp.
TAKEN_LITERALLY = ("cdl_various.ctf",)


def expected_colors(path: Path, rgb: np.ndarray) -> np.ndarray:
    """What OpenColorIO makes of colors; of a CDL, in the style that the ASC describes."""
    ocio.OCIO.ClearAllCaches()
    transform = ocio.OCIO.FileTransform(src=str(path))
    if path.suffix in CORRECTIONS:
        transform.setCCCId("0")
        transform.setCDLStyle(ocio.OCIO.CDL_ASC)
    literally = path.name in TAKEN_LITERALLY
    kept = ocio.OCIO.OPTIMIZATION_NONE if literally else ocio.OCIO.OPTIMIZATION_LOSSLESS
    result = np.ascontiguousarray(rgb, np.float32).copy()
    ocio.OCIO.Config.CreateRaw().getProcessor(transform).getOptimizedCPUProcessor(kept).applyRGB(result)
    return result


def test_there_are_many() -> None:
    assert len(FILES) == 70


@pytest.mark.parametrize("path", FILES, ids=[path.name for path in FILES])
def test_colors_are_those_of_opencolorio(path: Path) -> None:
    film = lut.read(path)
    assert not [note for note in film.notes if FIRST not in note]
    random = np.random.default_rng(7)
    grays = np.linspace(-0.5, 2, 501)[:, None].repeat(3, axis=1)
    rgb = np.concatenate([random.random((4000, 3)), random.uniform(-0.5, 2, (4000, 3)), grays]).astype(np.float32)
    expected, found = expected_colors(path, rgb), film(rgb)
    defined = np.isfinite(expected)
    assert defined[((rgb >= 0) & (rgb <= 1)).all(axis=1)].all()
    with np.errstate(invalid="ignore"):
        off = np.where(defined, np.abs(found - expected) / np.maximum(1, np.abs(expected)), 0)
    worst = np.unravel_index(np.argmax(off), off.shape)
    assert off[worst] <= TOLERANCE, f"{rgb[worst[0]]}: {found[worst[0]]} instead of {expected[worst[0]]}"
