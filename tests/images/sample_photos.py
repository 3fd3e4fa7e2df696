"""Small photographs with every kind of metadata, and damaged ones."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import icc_maker
import numpy as np
from PIL import Image

from lut.images import tiff_directories
from lut.images.tiff_directories import Directory

XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
XMP += b'<rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:Rating="4"/></rdf:RDF></x:xmpmeta>'
IPTC = b"\x1c\x02\x19\x00\x04wine"
PHOTOSHOP = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(IPTC)) + IPTC + b"\0"
PROFILE = icc_maker.rgb(icc_maker.ADOBE_RGB, icc_maker.gamma(2.19921875))


def pixels(channels: int = 3) -> np.ndarray:
    """24 × 16, each corner another color."""
    rows, columns = np.mgrid[:16, :24]
    red, green, blue = 255 * columns // 23, 255 * rows // 15, 255 * (columns + rows) // 38
    return np.stack([red, green, blue, 255 - green][:channels], axis=-1).astype(np.uint8)


def exif_block(orientation: int = 1) -> bytes:
    nested: Directory = {
        0x9003: (2, b"2022:07:04 12:00:00\0"),
        0x829A: (5, struct.pack("<2I", 1, 120)),
    }
    return tiff_directories.make_block(
        {
            0x010F: (2, b"Xiaomi\0"),
            0x0112: tiff_directories.shorts(orientation),
            0x013B: (2, "Zoë\0".encode()),
            0x8769: nested,
            0x8825: {0x0001: (2, b"N\0"), 0x0002: (5, struct.pack("<6I", 48, 1, 12, 1, 0, 1))},
        }
    )


def segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def rich_jpeg(path: Path, orientation: int = 1, **options: object) -> Path:
    """A JPEG with every kind of metadata."""
    blocks = [b"Exif\0\0" + exif_block(orientation), b"http://ns.adobe.com/xap/1.0/\0" + XMP]
    extra = b"".join(segment(0xE1, block) for block in blocks)
    extra += segment(0xED, b"Photoshop 3.0\0" + PHOTOSHOP) + segment(0xFE, b"a comment")
    Image.fromarray(pixels()).save(
        path, "JPEG", quality=95, extra=extra, icc_profile=PROFILE, dpi=(300, 300), **options
    )
    return path


def saved(format_: str, image: Image.Image, **options: object) -> bytes:
    file = io.BytesIO()
    image.save(file, format_, **options)
    return file.getvalue()


def with_chunk(png: bytes, name: bytes, content: bytes) -> bytes:
    """A PNG with one more chunk behind its header."""
    chunk = struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))
    return png[:33] + chunk + png[33:]


RGB = Image.fromarray(pixels())
NOISE = Image.fromarray(np.random.default_rng(0).integers(0, 256, (64, 64, 3), dtype=np.uint8))
