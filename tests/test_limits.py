"""What else from outside costs at most: pictures, packs, recipes, XML, the engine's pipe. See SECURITY.md.

Each in a child process, by the kernel's account of it.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.measured import UNIX_ONLY, cost

pytestmark = UNIX_ONLY
MEGABYTE = 1 << 20
MAX_SECONDS, MAX_MEGABYTES = 2.0, 200.0

# Reads a file that is to be refused; what is imported and cached at first use is not the file's.
READ = """
import sys
from pathlib import Path
from lut.errors import LutError
{imports}
def refused(path):
    try:
        {call}
    except LutError as error:
        print(str(error).replace("\\n", " (and a second line) "))
    else:
        raise SystemExit("was not refused")
refused(sys.argv[1])
"""


def assert_refused_cheaply(path: Path, plain: Path, imports: str, call: str, sentence: str, megabytes: float) -> None:
    """Refused in one sentence.  plain: a small file that is refused, too, before anything is counted."""
    found = cost(READ.format(imports=imports, call=call), "refused(sys.argv[2])", plain, path)
    assert len(found.lines) == 1 and sentence in found.lines[0], found.lines
    assert "(and a second line)" not in found.lines[0], found.lines
    assert found.seconds <= MAX_SECONDS and found.megabytes <= megabytes, found


def png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, bits: int, pixels: bytes) -> bytes:
    head = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + png_chunk(b"IDAT", zlib.compress(pixels, 1)) + png_chunk(b"IEND", b"")


def jpeg(width: int, height: int) -> bytes:
    frame = struct.pack(">BHHB", 8, height, width, 3) + b"\1\x11\0\2\x11\0\3\x11\0"
    return b"\xff\xd8\xff\xc0" + struct.pack(">H", len(frame) + 2) + frame + b"\xff\xd9"


def tiff(width: int, height: int) -> bytes:
    entries = [(256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, 16), (259, 3, 1, 1), (262, 3, 1, 1)]
    entries += [(273, 4, 1, 8), (277, 3, 1, 1), (278, 4, 1, height), (279, 4, 1, 1 << 31)]
    body = struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", *entry) for entry in entries) + bytes(4)
    return b"II*\0" + struct.pack("<I", 8) + body


PICTURES = {
    "PNG": lambda: png(60000, 60000, 8, bytes(MEGABYTE)),
    "PNG of 16 bits": lambda: png(60000, 60000, 16, bytes(MEGABYTE)),
    "JPEG": lambda: jpeg(65000, 65000),
    "TIFF": lambda: tiff(60000, 60000),
}


@pytest.mark.parametrize("made", PICTURES.values(), ids=PICTURES)
def test_a_pictures_size_is_checked_before_its_pixels_are_decoded(tmp_path: Path, made: Callable[[], bytes]) -> None:
    """3.6 gigapixels in a file of some kilobytes."""
    path, plain = tmp_path / "large", tmp_path / "plain.png"
    path.write_bytes(made())
    plain.write_bytes(png(2, 2, 8, b""))
    assert_refused_cheaply(path, plain, "from lut import images", "images.read(Path(path)).pixels", "large: ", 20)


def zipped(files: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return file.getvalue()


def lying(data: bytes) -> bytes:
    """A pack whose list of files says that they are small."""
    at = data.index(b"PK\1\2")
    return data[: at + 24] + struct.pack("<I", 1000) + data[at + 28 :]


PACKS = {
    "zeros": lambda: zipped({f"{number}.cube": bytes(16 * MEGABYTE) for number in range(20)}),
    "more than it says": lambda: lying(zipped({"a.cube": bytes(400 * MEGABYTE)})),
    "names alone": lambda: b"PK\3\4" + b"PK\1\2" * 2_000_000,
    "packs in packs": lambda: zipped({f"{number}.zip": zipped({"a.cube": bytes(MEGABYTE)}) for number in range(500)}),
}


@pytest.mark.parametrize("made", PACKS.values(), ids=PACKS)
def test_a_pack_is_bounded_before_it_is_unpacked(tmp_path: Path, made: Callable[[], bytes]) -> None:
    path, plain = tmp_path / "large.zip", tmp_path / "plain.zip"
    path.write_bytes(made())
    plain.write_bytes(zipped({"a.cube": b"LUT_3D_SIZE 2\n"}))
    call = "dict(formats.read_all(Path(path)))"
    assert_refused_cheaply(path, plain, "from lut import formats", call, "expected ", MAX_MEGABYTES)


RECIPES = {
    "brackets": lambda: b"steps = " + b"[" * (MEGABYTE - 20),
    "tables": lambda: b"steps = " + b"{a=" * (MEGABYTE // 3 - 10),
    "keys with points": lambda: b"a" + b".a" * (MEGABYTE // 2 - 10) + b" = 1",
    "digits": lambda: b"steps = " + b"9" * (MEGABYTE - 10),
    "steps": lambda: b"steps = [" + b"{tone={mid=0.1}}," * (MEGABYTE // 17 - 1) + b"]",
    "sections": lambda: b"[a]\n" * (MEGABYTE // 4),
    "a long text": lambda: b'name = "' + b"a" * (MEGABYTE - 10) + b'"',
    "more than a megabyte": lambda: b"#" * (50 * MEGABYTE),
}


@pytest.mark.parametrize("made", RECIPES.values(), ids=RECIPES)
def test_a_recipe_is_bounded(tmp_path: Path, made: Callable[[], bytes]) -> None:
    path, plain = tmp_path / "large.toml", tmp_path / "plain.toml"
    path.write_bytes(made())
    plain.write_bytes(b"steps = [{ tone = { mid = 99 } }]")
    imports = "from lut.looks import read_recipe"
    assert_refused_cheaply(path, plain, imports, "read_recipe(Path(path)).bake(5)", "large.toml", MAX_MEGABYTES)


TEN = 10_000_000
DOCUMENTS = {
    "entities": lambda: b'<!DOCTYPE a [<!ENTITY b "' + b"b" * TEN + b'">]><a>' + b"&b;" * 1000 + b"</a>",
    "deep": lambda: b"<a>" * (TEN // 3),
    "many": lambda: b"<a>" + b"<b/>" * (TEN // 4),
    "attributes": lambda: b"<a " + b" ".join(b'a%d=""' % number for number in range(TEN // 12)) + b"/>",
    "a long name": lambda: b"<" + b"a" * TEN,
    "a long comment": lambda: b"<a><!--" + b"a" * TEN,
}


@pytest.mark.parametrize("made", DOCUMENTS.values(), ids=DOCUMENTS)
def test_xml_is_bounded(tmp_path: Path, made: Callable[[], bytes]) -> None:
    path, plain = tmp_path / "large.xml", tmp_path / "plain.xml"
    path.write_bytes(made())
    plain.write_bytes(b"<a>")
    call = "xml.parse_xml(Path(path).read_bytes())"
    assert_refused_cheaply(path, plain, "from lut.files import xml", call, "expected ", MAX_MEGABYTES)


ENGINE = """
import sys
from lut.engine import server
"""
HELLO = b'{"id": 1, "do": "hello"}\n'
MESSAGES = {
    "a line without an end": lambda: HELLO + b"x" * 60 * MEGABYTE,
    "zeros": lambda: HELLO + bytes(60 * MEGABYTE),
    "many unknown ones": lambda: HELLO + b'{"id": 2, "do": "unknown"}\n' * 5000,
    "a long number": lambda: HELLO + b'{"id": ' + b"9" * 1_000_000 + b"}\n",
    "a large memory": lambda: HELLO + b'{"id": 2, "do": "memory", "path": "/dev/zero", "bytes": 99999999999999}\n',
}


@pytest.mark.parametrize("made", MESSAGES.values(), ids=MESSAGES)
def test_messages_on_the_engines_pipe_are_bounded(tmp_path: Path, made: Callable[[], bytes]) -> None:
    """Whatever the other side sends, the engine does not grow."""
    (tmp_path / "sent").write_bytes(made())
    found = cost(ENGINE, "server.main([])", stdin=tmp_path / "sent")
    assert '"protocol"' in found.lines[0]
    assert found.seconds <= MAX_SECONDS and found.megabytes <= 20, found
