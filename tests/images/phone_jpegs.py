"""JPEGs as phones and cameras write them, with more behind the picture than readers show."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import numpy as np
from hypothesis import HealthCheck, settings
from PIL import Image
from sample_photos import segment

FILM = (Path(__file__).parent / "data" / "film.mp4").read_bytes()  # ffmpeg -f lavfi -i testsrc=32x32:rate=5 -t 0.6
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # beside busy processes, too
XMP_HEAD = b"http://ns.adobe.com/xap/1.0/\0"
ISO_GAIN_MAP = b"urn:iso:std:iso:ts:21496:-1\0"
RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
GOOGLE = "http://ns.google.com/photos/1.0"
NAMESPACES = {
    "GCamera": f"{GOOGLE}/camera/",
    "Container": f"{GOOGLE}/container/",
    "Item": f"{GOOGLE}/container/item/",
    "GDepth": f"{GOOGLE}/depthmap/",
    "GImage": f"{GOOGLE}/image/",
    "hdrgm": "http://ns.adobe.com/hdr-gain-map/1.0/",
    "HDRGainMap": "http://ns.apple.com/HDRGainMap/1.0/",
    "apdi": "http://ns.apple.com/pixeldatainfo/1.0/",
    "depthData": "http://ns.apple.com/depthData/1.0/",
    "depthBlurEffect": "http://ns.apple.com/depthBlurEffect/1.0/",
    "Device": "http://ns.google.com/photos/dd/1.0/device/",
    "MiCamera": "http://ns.xiaomi.com/photos/1.0/camera/",
    "tiff": "http://ns.adobe.com/tiff/1.0/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "dc": "http://purl.org/dc/elements/1.1/",
}
Item = tuple[str, str, int | str]  # semantic, MIME type, length


def jpeg(
    *blocks: bytes, width: int = 24, height: int = 16, pixels: np.ndarray | None = None, **options: object
) -> bytes:
    """A picture with these segments."""
    if pixels is None:
        rows, columns = np.mgrid[:height, :width]
        pixels = np.stack([255 * rows // height, 255 * columns // width, rows * columns % 256], axis=-1)
    file = io.BytesIO()
    Image.fromarray(pixels.astype(np.uint8)).save(file, "JPEG", **{"quality": 90, "extra": b"".join(blocks), **options})
    return file.getvalue()


def packet(properties: dict[str, str], items: list[Item] | None = None, elements: bool = False) -> bytes:
    """XMP with properties (``prefix:name``) and a Container:Directory; elements: the form that ExifTool writes."""
    used = {name.partition(":")[0] for name in properties} | ({"Container", "Item"} if items else set())
    declared = " ".join(f'xmlns:{prefix}="{NAMESPACES[prefix]}"' for prefix in sorted(used))
    rows = []
    for semantic, mime, length in items or []:
        fields = {"Item:Mime": mime, "Item:Semantic": semantic, "Item:Length": str(length), "Item:Padding": "0"}
        if elements:
            inner = "".join(f"<{name}>{value}</{name}>" for name, value in fields.items())
            item = f'<Container:Item rdf:parseType="Resource">{inner}</Container:Item>'
        else:
            item = f"<Container:Item {written(fields)}/>"
        rows.append(f'<rdf:li rdf:parseType="Resource">{item}</rdf:li>')
    directory = f"<Container:Directory><rdf:Seq>{''.join(rows)}</rdf:Seq></Container:Directory>" if rows else ""
    if elements:
        directory += "".join(f"\n  <{name}>{value}</{name}>" for name, value in properties.items())
        properties = {}
    description = f'<rdf:Description rdf:about="" {declared} {written(properties)}>{directory}</rdf:Description>'
    return f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF {RDF}>{description}</rdf:RDF></x:xmpmeta>'.encode()


def written(fields: dict[str, str]) -> str:
    return " ".join(f'{name}="{value}"' for name, value in fields.items())


def xmp(*arguments: object, **options: object) -> bytes:
    return segment(0xE1, XMP_HEAD + packet(*arguments, **options))  # type: ignore[arg-type]


PRIMARY: Item = ("Primary", "image/jpeg", 0)
RANGE = {"hdrgm:GainMapMax": "2.3", "hdrgm:HDRCapacityMax": "2.3"}
GAIN_MAP = jpeg(xmp({"hdrgm:Version": "1.0", **RANGE}), segment(0xE2, ISO_GAIN_MAP + bytes(4)), width=12, height=8)
DAMAGED_MAP = jpeg(xmp({"hdrgm:Version": "1.0"}), segment(0xE2, ISO_GAIN_MAP + bytes(8)), width=12, height=8)
APPLE_GAIN_MAP = jpeg(
    xmp(
        {
            "HDRGainMap:HDRGainMapVersion": "65536",
            "apdi:AuxiliaryImageType": "urn:com:apple:photo:2020:aux:hdrgainmap",
        }
    ),
    width=8,
)
PREVIEW = jpeg(width=16)


def with_index(
    *pictures: tuple[int, bytes], blocks: tuple[bytes, ...] = (), tail: bytes = b"", **options: object
) -> bytes:
    """A JPEG with further pictures (type, file) and the MPF that lists them, as CIPA DC-007 has it.

    options: of ``jpeg``.
    """
    count = 1 + len(pictures)
    head = struct.pack(">2sHIH", b"MM", 42, 8, 3)
    head += struct.pack(">HHI4s", 0xB000, 7, 4, b"0100") + struct.pack(">HHII", 0xB001, 4, 1, count)
    head += struct.pack(">HHIII", 0xB002, 7, 16 * count, 50, 0)

    def index(first: int, offsets: list[int]) -> bytes:
        entries = struct.pack(">IIIHH", 0x030000, first, 0, 0, 0)
        for (kind, picture), offset in zip(pictures, offsets, strict=True):
            entries += struct.pack(">IIIHH", kind, len(picture), offset, 0, 0)
        return segment(0xE2, b"MPF\0" + head + entries)

    unnumbered = jpeg(*blocks, index(0, [0] * len(pictures)), **options)  # type: ignore[arg-type]
    size, start = len(unnumbered), unnumbered.index(b"MPF\0") + 4
    offsets, at = [], size - start
    for _, picture in pictures:
        offsets.append(at)
        at += len(picture)
    primary = jpeg(*blocks, index(size, offsets), **options)  # type: ignore[arg-type]
    return primary + b"".join(picture for _, picture in pictures) + tail


def samsung(*blocks: tuple[int, str, bytes]) -> bytes:
    """Samsung's trailer of blocks (type, name, data)."""
    parts = [struct.pack("<HHI", 0, kind, len(name)) + name.encode() + data for kind, name, data in blocks]
    directory = b"SEFH" + struct.pack("<II", 107, len(parts))
    for index, (kind, _, _) in enumerate(blocks):
        offset = sum(len(part) for part in parts[index:])
        directory += struct.pack("<HHII", 0, kind, offset, len(parts[index]))
    return b"".join(parts) + directory + struct.pack("<I", len(directory)) + b"SEFT"


def motion_photo(elements: bool = False, tail: bytes = b"") -> bytes:
    """Google's Motion Photo, version 1."""
    items = [PRIMARY, ("MotionPhoto", "video/mp4", len(FILM + tail))]
    told = {"GCamera:MotionPhoto": "1", "GCamera:MotionPhotoVersion": "1", "xmp:Rating": "4"}
    return jpeg(xmp(told, items, elements=elements)) + FILM + tail


def micro_video(elements: bool = False, tail: bytes = b"") -> bytes:
    told = {"GCamera:MicroVideo": "1", "GCamera:MicroVideoOffset": str(len(FILM + tail)), "xmp:Rating": "4"}
    return jpeg(xmp(told, elements=elements)) + FILM + tail


def ultra_hdr(elements: bool = False, film: bytes = b"", tail: bytes = b"", gain_map: bytes = GAIN_MAP) -> bytes:
    """Google's Ultra HDR, with a film behind the gain map if one is given."""
    items = [PRIMARY, ("GainMap", "image/jpeg", len(gain_map))]
    told = {"hdrgm:Version": "1.0", "xmp:Rating": "4"}
    if film:
        items.append(("MotionPhoto", "video/mp4", len(film + tail)))
        told["GCamera:MotionPhoto"] = "1"
    iso = segment(0xE2, ISO_GAIN_MAP + bytes(4))
    return with_index((0, gain_map), blocks=(xmp(told, items, elements=elements), iso), tail=film + tail)
