"""JPEG XL: ISO/IEC 18181-1 (codestream) and 18181-2:2024 (container); 8 to 16 bits and floating point.

imagecodecs (libjxl) decodes the pixels.  It gives no metadata, which lie in boxes of the container, and no color
profile, which pillow-jxl-plugin reads.  jxl_writing.py writes.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..color import linear_to_srgb
from ..color.chromaticities import BT2020, DISPLAY_P3, SRGB
from ..language import _
from . import cicp, exif, heif, icc_profile, jxl_header, jxl_writing, matrix_profile, trailing_parts, xmp_parts
from .color_tags import ColorTags
from .heif_color import CODE_POINTS
from .jxl_boxes import CODESTREAM, COMPRESSED, EXIF, PART_NUMBER, XMP, is_jxl, read_boxes
from .optional_packages import import_package
from .picture import NO_CREDENTIALS, Deep, Metadata, PictureFormat, make_refused
from .trailing_parts import Part

CREDENTIALS, GAIN_MAP = b"jumb", b"jhgm"
MAX_METADATA = 1 << 24  # bytes, unpacked
DISPLAYED_GAMMA = 2.6  # of DCI's transfer: SMPTE RP 431-2
LINEAR = 8  # transfer of ITU-T H.273
WIDE = {9: BT2020, 12: DISPLAY_P3, 1: SRGB}  # primaries by code points


def parse_header(data: bytes) -> jxl_header.Header:
    for name, content in read_boxes(data):
        start = content[PART_NUMBER:] if name == b"jxlp" else content
        if name in (b"jxlc", b"jxlp") and start.startswith(CODESTREAM):
            return jxl_header.parse_header(start)
    raise ValueError(_("it has no codestream"))


def open_deep(data: bytes) -> Deep | None:
    if not is_jxl(data):
        return None
    header = parse_header(data)
    size = header.width, header.height
    if header.animated:
        return make_refused(size, _("expected one picture, found moving ones; save them one by one first"))
    if header.premultiplied or any(kind != jxl_header.ALPHA for kind in header.extra) or len(header.extra) > 1:
        sentence = _("expected RGB or gray, found {mode}; convert it to RGB first")
        found = _("premultiplied alpha") if header.premultiplied else _("further channels")
        return make_refused(size, sentence.format(mode=found))
    import_package("imagecodecs", _("is a JPEG XL picture"))
    if header.has_profile:
        import_package("pillow_jxl", _("is a JPEG XL picture with a color profile"))
    sample_bytes = 4 if header.exponent_bits else 2 if header.bits > 8 else 1
    return Deep(size, sample_bytes * (4 if header.extra else 3), lambda: decode(data, header))


def decode(data: bytes, header: jxl_header.Header) -> NDArray[Any]:
    """Decode (H, W, 1…4) uint8, uint16 or float32; libjxl turns it upright.

    Linear light, as which programs store more than 8 bits, gets sRGB's curve: no other format holds it in few bits.
    """
    samples = import_package("imagecodecs", _("is a JPEG XL picture")).jpegxl_decode(data, numthreads=1)
    if samples.dtype == np.float16:
        samples = samples.astype(np.float32)
    if samples.dtype == np.float32:
        samples = samples if samples.ndim == 3 else samples[..., None]
    else:
        samples = heif.expand_codes(samples, header.bits)
    return encode_light(samples) if header.transfer == LINEAR and not header.has_profile else samples


def encode_light(samples: NDArray[Any]) -> NDArray[Any]:
    """Encode linear light by sRGB's curve.  Alpha stays; 8 bits become 16."""
    if samples.dtype == np.uint8:
        samples = samples.astype(np.uint16) * np.uint16(257)
    colors = samples.shape[2] - (samples.shape[2] % 2 == 0)
    result = samples.copy()
    codes = np.rint(linear_to_srgb(np.linspace(0, 1, 65536, dtype=np.float32)) * 65535).astype(np.uint16)
    for source, target in zip(samples, result, strict=True):
        light = source[:, :colors]
        target[:, :colors] = linear_to_srgb(light) if samples.dtype == np.float32 else codes.take(light)
    return result


def unpack(data: bytes) -> dict[bytes, bytes]:
    """Return the content of each kind of box; of several of one name, the first."""
    found: dict[bytes, bytes] = {}
    for name, content in read_boxes(data):
        if name == COMPRESSED:
            if content[:4] not in (EXIF, XMP) or content[:4] in found:
                found.setdefault(content[:4], b"")
                continue
            library = import_package("imagecodecs", _("is a JPEG XL picture"))
            name, content = content[:4], bytes(library.brotli_decode(content[4:], out=MAX_METADATA))
        found.setdefault(name, content)
    return found


def read_metadata(image: Any, data: bytes) -> Metadata:
    boxes, header = unpack(data), parse_header(data)
    block = exif.Block(b"")
    if EXIF in boxes:
        begin = 4 + int.from_bytes(boxes[EXIF][:4], "big")
        block = exif.Block(boxes[EXIF][begin:].removeprefix(b"Exif\0\0"))
        block.set_number(exif.ORIENTATION, 1)  # the codestream's counts, and has been applied
    left = list_left(boxes)
    packet, _notes = xmp_parts.correct_packet(boxes.get(XMP, b""), left, [None] * len(left))
    if header.has_profile:
        _jpeg, _info, _pixels, icc, *_more = import_package(
            "pillow_jxl", _("is a JPEG XL picture with a color profile")
        ).Decoder(num_threads=1)(data)
        return Metadata(bytes(block.data), packet, icc=bytes(icc))
    if header.transfer in icc_profile.HDR:
        primaries = next((number for number, space in WIDE.items() if header.space.is_near(space)), 1)
        tags = {CODE_POINTS: bytes((primaries, header.transfer or 0, 0, 1))}
        return Metadata(bytes(block.data), packet, color=ColorTags("JPEG XL", tags))
    return Metadata(bytes(block.data), packet, icc=make_profile(header))


def make_profile(header: jxl_header.Header) -> bytes:
    """Make the ICC profile of the space that a header names; empty for sRGB."""
    is_usual = header.transfer in (jxl_header.SRGB_TRANSFER, LINEAR)  # see ``decode``
    if is_usual and (header.gray or header.space.is_near(SRGB)):
        return matrix_profile.srgb_profile() if header.exponent_bits else b""
    if is_usual:
        curve = cicp.TRANSFERS[jxl_header.SRGB_TRANSFER]
    elif header.transfer is None:
        curve = matrix_profile.power_curve(1 / max(header.gamma, 1e-3))
    elif header.transfer == jxl_header.DCI_TRANSFER:
        curve = matrix_profile.power_curve(DISPLAYED_GAMMA)
    else:
        curve = cicp.TRANSFERS.get(header.transfer, cicp.TRANSFERS[jxl_header.SRGB_TRANSFER])
    if header.gray:
        return matrix_profile.gray_profile("Gray of a JPEG XL", curve)
    return matrix_profile.matrix_profile("Color space of a JPEG XL", header.space, [curve])


def list_left(boxes: dict[bytes, bytes]) -> list[Part]:
    return [Part(trailing_parts.GAIN_MAP, b"")] if GAIN_MAP in boxes else []


def read_notes(image: Any, data: bytes) -> tuple[str, ...]:
    boxes = unpack(data)
    left = trailing_parts.name_parts(list_left(boxes))
    notes = (f"the file holds more than the photograph; this is not kept: {left}",) if left else ()
    return (*notes, NO_CREDENTIALS) if CREDENTIALS in boxes else notes


def read_encoding(image: Any, data: bytes) -> dict[str, Any]:
    header = parse_header(data)
    packed_jpeg = any(name == b"jbrd" for name, _content in read_boxes(data))
    return {"bits": header.bits, "lossless": header.lossless and not packed_jpeg}


FORMAT = PictureFormat(
    "JXL",
    (".jxl",),
    read_metadata,
    jxl_writing.encode,
    carries=frozenset({"exif", "xmp", "icc"}),
    types=("uint8", "uint16", "float32"),
    prepare=jxl_writing.prepare,
    deep=open_deep,
    encoding=read_encoding,
    notes=read_notes,
    copies=10,
)
