"""A gain map that is damaged or hostile costs the HDR part and one note; the picture is done all the same."""

from __future__ import annotations

import io
import struct
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from random import Random

import numpy as np
import phone_jpegs as phone
import pytest
from gain_map_maker import Gain, photo, pictures_in, smooth_codes, ultra_hdr
from PIL import Image

from lut import LutFormatError, images
from lut.apply_lut import Applier
from lut.images.picture import Picture
from lut.images.trailing_parts import GAIN_MAP
from lut.looks import load
from lut.looks.develop import develop
from lut.looks.finish import Crop
from lut.looks.finishing import Finishing
from tests.fuzz.mutation import damaged

BASE, CODES = photo(48, 32), smooth_codes(24, 16, 3)
LOOK = Applier(load("leica-bw-natural").bake())
XMP, ISO = ultra_hdr(BASE, CODES, iso=False), ultra_hdr(BASE, CODES, xmp=False)
CLAIMS = (b"hdrgm", b"21496", b"MPF\0", b"GainMap")


def with_map(change: Callable[[bytes], bytes], source: bytes) -> bytes:
    primary, gain_map = pictures_in(source)
    return primary + change(gain_map)


def swap(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    def change(gain_map: bytes) -> bytes:
        assert gain_map.count(old) == 1, (old, gain_map.count(old))
        return gain_map.replace(old, new)

    return change


def iso_block(change: Callable[[bytes], bytes], gain: Gain | None = None) -> Callable[[bytes], bytes]:
    """A change to the block, whose segment keeps its length by bytes before its name's end."""
    block = (gain or Gain()).iso()

    def at_place(gain_map: bytes) -> bytes:
        head = gain_map.index(phone.ISO_GAIN_MAP)
        start, new = head + len(phone.ISO_GAIN_MAP), change(block)
        length = struct.pack(">H", 2 + len(phone.ISO_GAIN_MAP) + len(new))
        return gain_map[: head - 2] + length + phone.ISO_GAIN_MAP + new + gain_map[start + len(Gain().iso()) :]

    return at_place


def cmyk(gain_map: bytes) -> bytes:
    file = io.BytesIO()
    Image.new("CMYK", (24, 16)).save(file, "JPEG", extra=gain_map[2 : gain_map.index(b"\xff\xdb")])
    return file.getvalue()


def with_frame_size(width: int, height: int) -> Callable[[bytes], bytes]:
    return swap(struct.pack(">HH", 16, 24), struct.pack(">HH", height, width))


DAMAGE: dict[str, tuple[bytes, Callable[[bytes], bytes], str]] = {
    "no numbers": (XMP, swap(b"hdrgm:GainMapMax", b"hdrgm:GainMapNew"), "expected hdrgm:GainMapMax or an ISO 21496-1"),
    "no headroom": (XMP, swap(b"HDRCapacityMax", b"HDRCapacityNew"), "as hdrgm:HDRCapacityMax, found nothing"),
    "a word": (XMP, swap(b'GainMapMax="2.25"', b'GainMapMax="many"'), "1 or 3 numbers as hdrgm:GainMapMax, found many"),
    "two numbers": (XMP, swap(b'Gamma="1.0"', b'Gamma="1 1"'), "expected 1 or 3 numbers as hdrgm:Gamma, found 1 1"),
    "nan": (
        XMP,
        swap(b'OffsetSDR="0.015625"', b'OffsetSDR="nan"     '),
        "numbers as hdrgm:OffsetSDR, found nan",
    ),
    "too much": (XMP, swap(b'GainMapMax="2.25"', b'GainMapMax="2e25"'), "gain_max between -64 and 64, found 2e+25"),
    "upside down": (
        XMP,
        swap(b'GainMapMin="0.0"', b'GainMapMin="9.0"'),
        "expected a gain_min of at most gain_max, found 9",
    ),
    "gamma": (XMP, swap(b'Gamma="1.0"', b'Gamma="0.0"'), "expected a gamma of at least 1/64, found 0"),
    "little gamma": (XMP, swap(b'Gamma="1.0"', b'Gamma=".01"'), "expected a gamma of at least 1/64, found 0.01"),
    "iso cut": (ISO, iso_block(lambda block: block[:-1]), "expected 61 bytes in the ISO 21496-1 block, found 60"),
    "iso head": (ISO, iso_block(lambda block: block[:4] + b""), "expected hdrgm:GainMapMax or an ISO 21496-1 block"),
    "iso version": (ISO, iso_block(lambda block: b"\0\1" + block[2:]), "expected version 0 of ISO 21496-1"),
    "iso of three": (ISO, iso_block(lambda block: block[:4] + b"\xc0" + block[5:]), "expected 141 bytes in the ISO"),
    "iso zeros": (ISO, iso_block(lambda block: block[:5] + bytes(56)), "expected fractions in the ISO 21496-1 block"),
    "iso gamma": (ISO, iso_block(lambda block: block, Gain(gamma=(0.0,))), "expected a gamma of at least 1/64"),
    "iso far": (ISO, iso_block(lambda block: block, Gain(high=(99.0,))), "gain_max between -64 and 64, found 99"),
    "cut off": (XMP, lambda gain_map: gain_map[:-300], "expected a complete JPEG, found a damaged one"),
    "cmyk": (XMP, cmyk, "expected gray or RGB, found CMYK"),
    "huge": (XMP, with_frame_size(65000, 65000), "expected at most the picture's 48 × 32 pixels, found 65000 × 65000"),
    "empty": (XMP, with_frame_size(24, 0), "expected a complete JPEG, found a damaged one"),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_a_damaged_map_goes_with_one_note(tmp_path: Path, name: str) -> None:
    source, change, reason = DAMAGE[name]
    (tmp_path / "in.jpg").write_bytes(with_map(change, source))
    (tmp_path / "sdr.jpg").write_bytes(pictures_in(source)[0])
    picture = develop(images.read(tmp_path / "in.jpg"), LOOK)
    (note,) = picture.notes + images.write(picture, tmp_path / "out.jpg")
    assert note.startswith("the file holds more than the photograph; this is not kept: an HDR gain map (expected ")
    assert reason in note
    alone = develop(images.read(tmp_path / "sdr.jpg"), LOOK)
    assert (picture.pixels == alone.pixels).all()
    result = (tmp_path / "out.jpg").read_bytes()
    assert [claim for claim in CLAIMS if claim in result] == []
    assert len(pictures_in(result)) == 1


@pytest.mark.parametrize("source", [XMP, ISO], ids=["xmp", "iso"])
def test_what_the_damage_is_made_of_is_whole(tmp_path: Path, source: bytes) -> None:
    (tmp_path / "in.jpg").write_bytes(with_map(lambda gain_map: gain_map, source))
    assert images.read(tmp_path / "in.jpg").notes == ()
    (tmp_path / "in.jpg").write_bytes(with_map(iso_block(lambda block: block), ISO))
    assert images.read(tmp_path / "in.jpg").notes == ()


def test_a_map_behind_another_format_goes(tmp_path: Path) -> None:
    images.write(Picture(np.full((32, 48, 3), 12345, np.uint16)), tmp_path / "in.png")
    with (tmp_path / "in.png").open("ab") as file:
        file.write(pictures_in(XMP)[1])
    picture = develop(images.read(tmp_path / "in.png"), LOOK)
    (note,) = picture.notes + images.write(picture, tmp_path / "out.png")
    assert note.endswith("this is not kept: an HDR gain map (expected behind a JPEG, found behind PNG)")


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
def test_pixels_of_any_type_may_come_with_a_map(tmp_path: Path, dtype: type) -> None:
    """A picture in memory, whose pixels a program has replaced."""
    (tmp_path / "in.jpg").write_bytes(XMP)
    white = 1 if dtype == np.float32 else np.iinfo(dtype).max
    picture = replace(images.read(tmp_path / "in.jpg"), pixels=np.full((32, 48, 4), white, dtype))
    images.write(develop(picture, LOOK), tmp_path / "out.jpg")
    with Image.open(io.BytesIO(pictures_in((tmp_path / "out.jpg").read_bytes())[1])) as image:
        assert (image.mode, image.size) == ("L", (24, 16))


@pytest.mark.fuzz
@pytest.mark.parametrize("source", [XMP, ISO, ultra_hdr(BASE, CODES, Gain(low=(0.0, 0.1, 0.2)), tail=phone.FILM)])
def test_mutated_maps_raise_nothing_and_what_is_written_agrees(tmp_path: Path, source: bytes) -> None:
    """Mutations of the map, its numbers most of all; cropped and made gray, so that all of it is read."""
    random = Random(0)
    primary, *rest = pictures_in(source)
    kept = 0
    for _ in range(60):
        gain_map = b"".join(rest)
        cut = gain_map.index(b"\xff\xdb") if random.random() < 0.7 else len(gain_map)
        (tmp_path / "in.jpg").write_bytes(primary + damaged(gain_map[:cut], random) + gain_map[cut:])
        try:
            picture = images.read(tmp_path / "in.jpg")
        except LutFormatError:  # MPF or XMP of the picture itself, as Pillow reads them
            continue
        result = develop(picture, LOOK, Finishing(crop=Crop(1, 1), center=(0.5, 0.5)))
        images.write(result, tmp_path / "out.jpg")
        again = images.read(tmp_path / "out.jpg")
        assert again.notes == ()
        kept += any(part.kind == GAIN_MAP for part in again.metadata.following)
    assert 0 < kept < 60  # some of either kind
