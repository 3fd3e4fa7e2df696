"""What a phone writes: raw files of photographs, and its own pictures of them in a known look."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from PIL import Image, ImageFilter

import lut
from tests.create.pairs import locally_toned

sys.path.insert(0, str(Path(__file__).parent))
import dng_maker

SIZE = 1200, 1200  # at most
BLUR = 1.0  # pixels: a lens is no sharper, and demosaicing need not guess
PHOTOS = Path(__file__).parents[2] / "docs/photos"


def write_photos(folder: Path, look: lut.Lut, *names: str, inside: bool = False, stops: float = 0) -> Path:
    """Write a DNG and a JPEG for each photograph of docs/photos; with inside, the JPEG is in the DNG.

    stops: of a local step before the look, as ``locally_toned`` has them.
    """
    folder.mkdir(exist_ok=True)
    for name in names:
        with Image.open(PHOTOS / f"{name}.jpg") as photo:
            photo.thumbnail(SIZE)
            blurred = photo.convert("RGB").filter(ImageFilter.GaussianBlur(BLUR))
            codes = np.asarray(blurred)[: photo.height // 2 * 2, : photo.width // 2 * 2]
        rendered = lut.apply(locally_toned(codes, stops) if stops else codes, look)
        picture = rendered if inside else None
        (folder / f"{name}.dng").write_bytes(dng_maker.dng(codes / np.float32(255), rendering=picture))
        if not inside:
            Image.fromarray(rendered).save(folder / f"{name}.jpg", quality=95)
    return folder
