"""HEIC, AVIF and JPEG XL with damage anywhere: one sentence, or a picture; and boxes that ask for endless work."""

from __future__ import annotations

import struct
import warnings
from pathlib import Path

import imagecodecs
import numpy as np
import pytest
from heif_maker import avif, gradient, heic
from sample_photos import XMP, exif_block

from lut import images
from lut.errors import LutError, LutFormatError
from lut.images import jxl_header
from lut.images.heif_items import EXIF, Item, Items
from lut.images.heif_writing import make_full_box, make_meta
from lut.images.iso_boxes import make_box

TRIES = {"parser": 3000, "decoder": 150}
HEAD = make_box(b"ftyp", b"heic" + bytes(4) + b"heicmif1")


def make_sources(folder: Path) -> dict[str, bytes]:
    found = {}
    for name in ("avif", "jxl"):
        images.write(images.Picture(gradient(), metadata=images.Metadata(exif_block(), XMP)), folder / f"in.{name}")
        found[name] = (folder / f"in.{name}").read_bytes()
    found["bare.jxl"] = bytes(imagecodecs.jpegxl_encode(gradient(4), lossless=True, usecontainer=False))
    found["grid.avif"] = avif(gradient(4, 10), 10)
    return found


def damage(data: bytes, random: np.random.Generator, most: int) -> bytes:
    """Change some of the first bytes, or cut the file, or double a part of it."""
    changed = bytearray(data)
    for _change in range(random.integers(1, 6)):
        changed[random.integers(0, min(most, len(changed)))] = random.integers(0, 256)
    if random.random() < 0.2:
        changed = changed[: random.integers(1, len(changed))]
    if random.random() < 0.1:
        at = int(random.integers(0, len(changed)))
        changed[at:at] = changed[at : at + 40]
    return bytes(changed)


@pytest.mark.fuzz
def test_own_parsers_raise_nothing_else(tmp_path: Path) -> None:
    random = np.random.default_rng(1)
    read = refused = 0
    for data in make_sources(tmp_path).values():
        for _try in range(TRIES["parser"]):
            broken = damage(data, random, 600)
            try:
                if broken[4:8] == b"ftyp":
                    items = Items(broken)
                    for item in items.items.values():
                        items.content(item)
                    list(items.further_pictures())
                else:
                    jxl_header.parse_header(broken)
                read += 1
            except (ValueError, struct.error, LutError):
                refused += 1
    assert read > 100 and refused > 100


@pytest.mark.fuzz
@pytest.mark.parametrize("name", ["avif", "jxl", "bare.jxl", "grid.avif", "heic"])
def test_damage_is_one_sentence_or_a_picture(tmp_path: Path, name: str) -> None:
    if name == "heic":
        pytest.importorskip("pillow_heif")
        data = heic(gradient(), exif=b"Exif\0\0" + exif_block(), xmp=XMP)
    else:
        data = make_sources(tmp_path)[name]
    random = np.random.default_rng(2)
    path = tmp_path / "broken"
    refused = 0
    for _try in range(TRIES["decoder"]):
        path.write_bytes(damage(data, random, len(data)))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                picture = images.read(path)
                assert picture.pixels.ndim == 3
            except LutFormatError as error:
                refused += 1
                assert "\n" not in str(error) and "please report" not in str(error)
    assert refused > 10


def test_pieces_without_end_are_refused(tmp_path: Path) -> None:
    """Pieces that take no bytes in the file: 65535 of each of 10000 items, in 60 KB."""
    entries = b"".join(struct.pack(">HHH", 1, 0, 65535) for _entry in range(10_000))
    places = make_full_box(b"iloc", struct.pack(">HH", 0, 10_000) + entries)
    infos = make_full_box(
        b"iinf", struct.pack(">H", 1) + make_full_box(b"infe", struct.pack(">HH4s", 1, 0, b"hvc1"), 2)
    )
    meta = make_full_box(b"meta", make_full_box(b"pitm", struct.pack(">H", 1)) + infos + places)
    (tmp_path / "in.heic").write_bytes(HEAD + meta)
    with pytest.raises(LutFormatError, match="its items are in too many pieces"):
        images.read(tmp_path / "in.heic")


def test_an_item_is_no_larger_than_its_file() -> None:
    """Of pieces that are each the whole file."""
    item = Item(1, EXIF, extents=[])
    data = HEAD + make_meta(1, [(item, b"x")], [], 0) + make_box(b"mdat", bytes(1000))
    items = Items(data)
    items.primary.extents = [(0, 0)] * 1000
    with pytest.raises(ValueError, match="lies beyond its end"):
        items.content(items.primary)
