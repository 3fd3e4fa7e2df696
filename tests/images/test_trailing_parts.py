"""The parts behind a JPEG's picture: every byte is in one of them, whatever the bytes are, and in linear time."""

from __future__ import annotations

import struct
import sys
from collections.abc import Callable
from types import FrameType

import phone_jpegs as phone
import pytest
from hypothesis import given
from hypothesis import strategies as st
from phone_jpegs import FILM, GAIN_MAP, PREVIEW, UNHURRIED

from lut.images import jpeg, jpeg_segments, multi_picture, samsung, trailing_parts, xmp_parts
from lut.images.trailing_parts import find_parts, keep_true_parts, name_parts

PICTURE = phone.jpeg()
SAMSUNG = phone.samsung((0x0A01, "Image_UTC_Data", b"17000"), (0x0A30, "MotionPhoto_Data", FILM), (1, "x", PREVIEW))
KINDS: list[tuple[str, bytes]] = [
    ("film", FILM),
    ("HDR gain map", GAIN_MAP),
    ("further picture", PREVIEW),
    ("padding", bytes(100)),
    ("trailer", b"a maker's trailer"),
    ("depth map", b"\x56\xe9edof" + bytes(60)),
    ("further picture", b"\0\0\0\x14ftypheic\0\0\0\0heic"),
]


@pytest.mark.parametrize(("kind", "data"), KINDS)
def test_kinds(kind: str, data: bytes) -> None:
    (part,) = find_parts(PICTURE + data, {})
    assert (part.kind, part.data) == (kind, data)


@pytest.mark.fuzz
@UNHURRIED
@given(st.lists(st.sampled_from(KINDS[:4])))
def test_parts_are_told_apart_in_any_order(chosen: list[tuple[str, bytes]]) -> None:
    found = find_parts(PICTURE + b"".join(data for _, data in chosen), {})
    alone = [part.kind for part in found if part.kind != "padding"]
    assert alone == [kind for kind, _ in chosen if kind != "padding"]


def test_samsungs_blocks() -> None:
    found = find_parts(PICTURE + SAMSUNG, {})
    assert [part.kind for part in found] == ["trailer", "film", "further picture", "trailer"]
    assert found[1].data[found[1].header :] == FILM
    left = [part for part in keep_true_parts(found) if part]
    expected = phone.samsung((0x0A01, "Image_UTC_Data", b"17000"), (0x0A30, "MotionPhoto_Data", FILM))
    assert b"".join(part.data for part in left) == expected


def test_names() -> None:
    found = find_parts(PICTURE + FILM + GAIN_MAP + PREVIEW + PREVIEW, {})
    assert name_parts(found) == "a film, an HDR gain map and 2 further pictures"
    assert name_parts([]) == ""


def test_an_end_marker_among_a_films_bytes_is_none() -> None:
    film = FILM.replace(b"mdat", b"mdat\xff\xd9", 1)
    found = find_parts(PICTURE[:-2] + film, {})
    assert [part.kind for part in found if part.kind == "film"] == ["film"]
    assert b"".join(part.data for part in found) == film


def test_pixels_that_look_like_a_film_are_none() -> None:
    """Five bytes of one may well come up in a large folder."""
    at = len(PICTURE) - 40
    pixels = PICTURE[:at] + b"\0\0\1\x42ftyp" + PICTURE[at + 8 :]
    assert trailing_parts.measure_picture(pixels) == trailing_parts.measure_picture(PICTURE)
    assert find_parts(pixels, {}) == ()


def test_data_behind_an_unfinished_picture_is_a_fragment() -> None:
    """Where it begins can't be told: its first bytes may have been taken for pixels."""
    found = find_parts(PICTURE[:-2] + b"\xff\x42 a trailer", {})
    assert [(part.kind, part.data) for part in found] == [(trailing_parts.FRAGMENT, b"\xff\x42 a trailer")]
    assert keep_true_parts(found) == [None]


PIECES = [b"\xff\xd8\xff\xe0\0\4ab", b"\xff\xda\0\2", b"\xff\xd9", b"\xff\xd0", b"\xff\0", b"\xff\x42", b"\xff\xff"]
PIECES += [b"\0\0\0\x08ftyp", b"\0\0\0\x01mdat", b"\0\0\0\0free", b"SEFH", b"SEFT", b"edof", bytes(9), b"\xff\xe2\0\6"]
PIECES += [FILM, SAMSUNG, GAIN_MAP]
RAW = st.one_of(st.binary(), st.lists(st.one_of(st.sampled_from(PIECES), st.binary())).map(b"".join))


@pytest.mark.fuzz
@UNHURRIED
@given(RAW, st.sampled_from([b"", PICTURE, PICTURE[:-2], PICTURE[:200]]))
def test_no_byte_is_lost_of_what_follows(data: bytes, picture: bytes) -> None:
    found = find_parts(picture + data, {len(picture): "preview"})
    whole = b"".join(part.data for part in found)
    assert (picture + data).endswith(whole)
    if picture == PICTURE:
        assert whole == data
    after = keep_true_parts(found)
    xmp_parts.correct_packet(phone.packet({"GCamera:MicroVideoOffset": "7"}), found, after)
    left = [part for part in after if part]
    assert not [part for part in left if part.kind in trailing_parts.PICTURES]
    usable = [part for part in found if part.kind == trailing_parts.GAIN_MAP]
    left = [part for part in keep_true_parts(found, usable) if part and part.kind in trailing_parts.PICTURES]
    assert left == usable


@pytest.mark.fuzz
@UNHURRIED
@given(RAW)
def test_hostile_segments_raise_nothing(data: bytes) -> None:
    jpeg_segments.Blocks(b"\xff\xd8" + data).pictures()
    multi_picture.read_index(data, 10)
    samsung.parse_trailer(data)
    jpeg.add_end_marker(PICTURE[:-2] + data)


@pytest.mark.fuzz
@UNHURRIED
@given(st.binary(max_size=80), st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1))
def test_hostile_directories_raise_nothing(entries: bytes, count: int, size: int) -> None:
    for length in (size, 12 + len(entries)):
        directory = b"SEFH" + struct.pack("<II", 107, count) + entries + struct.pack("<I", length) + b"SEFT"
        find_parts(PICTURE + bytes(40) + directory, {})


def lines_run(action: Callable[[], object]) -> int:
    """How many lines of Python run."""
    count = 0

    def trace(frame: FrameType, event: str, argument: object) -> Callable[..., object]:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        action()
    finally:
        sys.settrace(before)
    return count


UNIT = b"\xff\xe0\0\x16" + b"\xff\xd8\xff\xe0\0\2\xff\xda\0\2" + b"\xff\x42" + b"\0\0\0\x08ftyp"
HOSTILE = {
    "segments that jump over pictures": UNIT,
    "empty pictures": b"\xff\xd8\xff\xe0\0\2",
    "scans": b"\xff\xd8\xff\xe0\0\2\xff\xda\0\2\xff\x42",
    "films": b"\0\0\0\x08ftyp",
    "films without a size": b"\0\0\0\0ftyp",
    "films in pictures": b"\xff\xd8\xff\xe0\0\2\xff\xda\0\2\0\0\0\x08ftyp\xff\xe0\0\x12",
    "invalid markers": b"\xff\x42",
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("picture", [PICTURE, PICTURE[:-2]])
def test_time_is_linear(name: str, picture: bytes) -> None:
    once, twice = (
        lines_run(lambda count=count: keep_true_parts(find_parts(picture + HOSTILE[name] * count, {})))
        for count in (400, 800)
    )
    assert twice < 2.2 * once


def test_time_is_linear_for_items_of_xmp() -> None:
    def run(count: int) -> int:
        told = phone.packet({}, [phone.PRIMARY, *[("Depth", "image/jpeg", 5), ("x", "text/plain", 3)] * count])
        found = find_parts(PICTURE + (b"\xff\xd8\xff\xe0\0\2" + b"abc") * count, {})
        return lines_run(lambda: xmp_parts.correct_packet(told, found, keep_true_parts(found)))

    assert run(200) < 2.2 * run(100)


def test_time_is_linear_for_samsungs_blocks() -> None:
    def run(count: int) -> int:
        data = PICTURE + phone.samsung(*[(1, "a", b"text"), (2, "b", b"\xff\xd8\xff\xe0")] * count)
        return lines_run(lambda: keep_true_parts(find_parts(data, {})))

    assert run(200) < 2.2 * run(100)


@pytest.mark.parametrize(
    ("behind", "kinds"),
    [
        (b"\0\0\0\x0cbeamabcd", ["film"]),
        (b"\0\0\0\0mdat to the end of the file", ["film"]),
        (b"\0\0\0\1mdat\0\0\0\0\0\0\0\x14abcd", ["film"]),
        (b"\0\0\x10\0mdat, cut off", ["film"]),
        (b"\0\0\x10\0beam, cut off", ["film", "trailer"]),
        (b"vivo{}", ["film", "trailer"]),
        (FILM, ["film", "film"]),
    ],
)
def test_where_a_film_ends(behind: bytes, kinds: list[str]) -> None:
    found = find_parts(PICTURE + FILM + behind, {})
    assert [part.kind for part in found] == kinds
    assert b"".join(part.data for part in found) == FILM + behind
