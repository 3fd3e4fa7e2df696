"""Draw docs/hdr.jpg: an HDR photograph before and after a look, as libultrahdr renders it."""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path

import imagecodecs
import numpy as np
from PIL import Image, ImageCms, ImageDraw

DOCS = Path(__file__).parent
TESTS = DOCS.parent / "tests" / "images"
sys.path[:0] = [str(DOCS.parent), str(TESTS)]

from gain_map_maker import APPLE, Gain, decode, linear, pictures_in, ultra_hdr

from lut import images, looks
from lut.apply_lut import Applier
from lut.color import linear_to_srgb
from lut.drawing.lettering import text_width, write_text
from lut.looks.develop import develop

LOOK = "leica-teal"
HEADROOM = 8.0  # of the photograph, by its maker's note: three stops
DARKER = -2.0  # EV
WINDOW = (72, 12, 260, 412)  # what is seen of the photograph: left, top, right and bottom
GAP, MARGIN, TEXT = 6, 30, 17  # between cells, below them for their names, and of letters
QUALITY = 88
WHITE, BLACK = (255, 255, 255), (0, 0, 0)


def convert_to_ultra_hdr(apple: bytes) -> bytes:
    """Write Apple's gain map in Google's and ISO's form; the SDR picture stays, but for its JPEG's rounding."""
    primary, gain_map = pictures_in(apple)
    stops = np.log2(1 + (HEADROOM - 1) * linear(decode(gain_map)))
    gain = Gain(high=(float(np.log2(HEADROOM)),), sdr=(0.0,), hdr=(0.0,), headroom=float(np.log2(HEADROOM)))
    codes = np.rint(stops / gain.high[0] * 255).astype(np.uint8)
    with Image.open(io.BytesIO(primary)) as image:
        return ultra_hdr(np.asarray(image), codes, gain, quality=98, icc_profile=image.info["icc_profile"])


def apply_look(source: bytes, identifier: str) -> bytes:
    """Do what ``camera-looks apply`` does."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "photo.jpg"
        path.write_bytes(source)
        picture = develop(images.read(path), Applier(looks.load(identifier).bake()))
        data, notes = images.encode(picture, path)
    assert not picture.notes + notes
    return data


def draw_cell(light: np.ndarray, exposure: float, profile: bytes) -> Image.Image:
    """Draw linear light in the photograph's primaries, so many EV darker, for sRGB."""
    codes = np.rint(255 * np.clip(linear_to_srgb((light * 2**exposure).astype(np.float32)), 0, 1)).astype(np.uint8)
    srgb = ImageCms.createProfile("sRGB")
    cell = ImageCms.profileToProfile(Image.fromarray(codes), ImageCms.ImageCmsProfile(io.BytesIO(profile)), srgb)
    assert cell is not None
    return cell.crop(WINDOW)


def draw_hdr(out: str) -> None:
    source = convert_to_ultra_hdr(APPLE.read_bytes())
    with Image.open(io.BytesIO(source)) as image:
        profile = image.info["icc_profile"]
    result = apply_look(source, LOOK)
    cells, darker = [], f"{DARKER:g} EV"
    for name, file in (("before", source), (looks.load(LOOK).name, result)):
        sdr = linear(decode(pictures_in(file)[0]))
        hdr = imagecodecs.ultrahdr_decode(file)[..., :3].astype(float)
        cells += [(sdr, 0.0, f"SDR, {name}"), (sdr, DARKER, f"SDR, {darker}"), (hdr, DARKER, f"HDR, {darker}")]
    width, height = WINDOW[2] - WINDOW[0], WINDOW[3] - WINDOW[1]
    page = Image.new("RGB", (len(cells) * (width + GAP) - GAP, height + MARGIN), WHITE)
    draw = ImageDraw.Draw(page)
    for column, (light, exposure, called) in enumerate(cells):
        left = column * (width + GAP)
        page.paste(draw_cell(light, exposure, profile), (left, 0))
        place = left + (width - text_width(called, TEXT)) // 2
        write_text(draw, (place, height + MARGIN - 9), called, TEXT, BLACK)
    images.write(images.Picture(np.asarray(page)), DOCS / out, QUALITY)


if __name__ == "__main__":
    draw_hdr("hdr.jpg")
