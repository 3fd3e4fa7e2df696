"""Damage to files, as transfers, editors and attackers do it: whatever the format."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable
from random import Random

MAX_BYTES = 1 << 16
NUMBER = re.compile(rb"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?")
WORD = re.compile(rb"[A-Za-z_:]{3,}")
NUMBERS = (
    *(b"nan inf -inf 1e999 -1e999 1e-999 1e38 3.5e38 1e308 -0 0 1 -1 2 3 4 33 64 65 255 256 257 1023 4095".split()),
    *(b"65535 65536 65537 2147483647 2147483648 4294967295 4294967296 18446744073709551616 0x10 1_0 1e".split()),
    *(b"1e+ . + - 1.2.3 1,5 00000000000001 0.00000000000000000000000000000000000000000000000001".split()),
    b"",
    b"9" * 400,
    b"9" * 5000,  # more digits than Python makes an int of
    b"-" + b"9" * 5000,
    b"0" * 5000 + b"1",
    b"0." + b"3" * 5000,
    b"1e" + b"9" * 40,
    b"1e-" + b"9" * 5000,
    "\u0661".encode(),
)
INTEGERS = (0, 1, 2, 3, 127, 128, 255, 256, 32767, 32768, 65535, 65536, 1 << 24, (1 << 31) - 1, 1 << 31, (1 << 32) - 1)
FORMATS = ("<H", ">H", "<I", ">I", "B")

Mutation = Callable[[bytes, Random], bytes]


def span(data: bytes, random: Random, longest: int = 64) -> tuple[int, int]:
    """A stretch of the file."""
    start = random.randint(0, len(data))
    return start, min(len(data), start + random.randint(0, longest))


def flip(data: bytes, random: Random) -> bytes:
    result = bytearray(data)
    for _ in range(random.randint(1, 4)):
        if result:
            result[random.randrange(len(result))] ^= 1 << random.randrange(8)
    return bytes(result)


def cut(data: bytes, random: Random) -> bytes:
    return data[: random.randint(0, len(data))]


def insert(data: bytes, random: Random) -> bytes:
    at = random.randint(0, len(data))
    return data[:at] + random.randbytes(random.randint(1, 16)) + data[at:]


def fill(data: bytes, random: Random) -> bytes:
    start, stop = span(data, random)
    return data[:start] + bytes([random.choice((0, 32, 10, 34, 48, 255))]) * (stop - start) + data[stop:]


def remove(data: bytes, random: Random) -> bytes:
    start, stop = span(data, random)
    return data[:start] + data[stop:]


def repeat(data: bytes, random: Random) -> bytes:
    start, stop = span(data, random)
    return data[:stop] + data[start:stop] * random.choice((1, 2, 40)) + data[stop:]


def lines(data: bytes, random: Random) -> bytes:
    """Double, drop or swap lines."""
    found = data.splitlines(keepends=True)
    if len(found) < 2:
        return data
    first, second = random.randrange(len(found)), random.randrange(len(found))
    what = random.choice(("double", "drop", "swap", "join"))
    if what == "double":
        found.insert(first, found[second])
    elif what == "drop":
        del found[first]
    elif what == "swap":
        found[first], found[second] = found[second], found[first]
    else:
        found[first] = found[first].rstrip(b"\r\n")
    return b"".join(found)


def number(data: bytes, random: Random) -> bytes:
    """Another number in place of one that is written out."""
    found = list(NUMBER.finditer(data))
    if not found:
        return data
    match = random.choice(found[:20] if random.random() < 0.5 else found)
    return data[: match.start()] + random.choice(NUMBERS) + data[match.end() :]


def word(data: bytes, random: Random) -> bytes:
    """A word of the file in place of another one."""
    found = list(WORD.finditer(data))
    if not found:
        return data
    match, other = random.choice(found), random.choice(found)
    return data[: match.start()] + other.group() + data[match.end() :]


def integer(data: bytes, random: Random) -> bytes:
    """Another binary number, at a place where one could be."""
    form = random.choice(FORMATS)
    size = struct.calcsize(form)
    if len(data) < size:
        return data
    near = min(len(data), 200) if random.random() < 0.7 else len(data)
    at = random.randint(0, near - size) // size * size
    value = random.choice(INTEGERS) % (1 << 8 * size)
    return data[:at] + struct.pack(form, value) + data[at + size :]


MUTATIONS: tuple[Mutation, ...] = (
    flip,
    cut,
    insert,
    fill,
    remove,
    repeat,
    lines,
    number,
    number,
    word,
    integer,
    integer,
)


def damaged(data: bytes, random: Random) -> bytes:
    """The file after one to four kinds of damage."""
    for _ in range(random.choice((1, 1, 2, 4))):
        data = random.choice(MUTATIONS)(data, random)[:MAX_BYTES]
    return data
