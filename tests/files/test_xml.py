"""XML: what a document says, on which line; and that it can't make us expand, fetch or pile up anything."""

from __future__ import annotations

import contextlib
import tracemalloc
from collections.abc import Callable

import pytest

from lut import LutFormatError
from lut.files import xml

MEGABYTE = 1 << 20


def test_a_tree() -> None:
    root = xml.parse_xml(b'<?xml version="1.0"?>\n<a x="1">\n one\n <b/>\n <c>two</c>\n <b y="&lt;&#65;"/>\n</a>')
    assert (root.name, root.namespace, root.line, root.attributes) == ("a", "", 2, {"x": "1"})
    assert root.text.split() == ["one"]
    assert [(child.name, child.line) for child in root.children] == [("b", 4), ("c", 5), ("b", 6)]
    assert root.children[1].text == "two"
    assert [child.attributes for child in root.named("b")] == [{}, {"y": "<A"}]


def test_namespaces() -> None:
    root = xml.parse_xml(b'<x:a xmlns:x="urn:x" xmlns="urn:y" x:k="1" k="2"><b/></x:a>')
    assert (root.name, root.namespace) == ("a", "urn:x")
    assert (root.children[0].name, root.children[0].namespace) == ("b", "urn:y")
    assert root.attributes == {"{urn:x}k": "1", "k": "2"}


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_of_text_can_be_counted(end: str) -> None:
    """From the line it begins on, whatever is between: what ends on line 9 has 4 line ends before it."""
    text = '<a>\n\n<b\n x="1"\n>1 2\n3 <!-- 4\n5 --> 6\n<![CDATA[7\n8]]></b></a>'
    element = xml.parse_xml(text.replace("\n", end).encode()).children[0]
    assert element.line == 3
    assert element.text_line == 5
    assert [line.split() for line in element.text.split("\n")] == [["1", "2"], ["3"], ["6"], ["7"], ["8"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_encodings(encoding: str) -> None:
    declared = encoding.removesuffix("-sig")
    text = f'<?xml version="1.0" encoding="{declared}"?><süß x="é">ß</süß>'
    root = xml.parse_xml(text.encode(encoding))
    assert (root.name, root.attributes, root.text) == ("süß", {"x": "é"}, "ß")
    assert xml.root_name(text.encode(encoding)) == "süß"


LAUGHS = "\n".join(
    ['<?xml version="1.0"?>', "<!DOCTYPE lolz [", '<!ENTITY l0 "lol">']
    + [f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)]
    + ["]>", "<lolz>&l9;</lolz>"]
)

REFUSED = {
    "billion laughs": (LAUGHS, 2, "expected XML without a document type, found <!DOCTYPE lolz>"),
    "external entity": (
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>\n<a>&x;</a>',
        1,
        "expected XML without a document type, found <!DOCTYPE a>",
    ),
    "external document type": (
        '<!DOCTYPE a SYSTEM "http://localhost/a.dtd">\n<a/>',
        1,
        "expected XML without a document type, found <!DOCTYPE a>",
    ),
    "unknown entity": ("<a>\n&x;</a>", 2, "expected well-formed XML, found: undefined entity"),
    "open tag": ("<a>\n<b>\n</a>", 3, "expected well-formed XML, found: mismatched tag"),
    "no end": ("<a>\n", 2, "expected well-formed XML, found: no element found"),
    "two roots": ("<a/>\n<a/>", 2, "expected well-formed XML, found: junk after document element"),
    "prefix without namespace": ("<x:a/>", 1, "expected well-formed XML, found: unbound prefix"),
    "no XML": ("LUT_3D_SIZE 2\n", 1, "expected well-formed XML, found: syntax error"),
    "nothing": ("", 1, "expected well-formed XML, found: no element found"),
    "unknown encoding": (
        '<?xml version="1.0" encoding="utf-7"?><a/>',
        1,
        "expected XML in UTF-8, found another encoding; save it as UTF-8",
    ),
    "deep": ("<a>\n" * 65, 65, "expected XML elements at most 64 deep, found more"),
    "very deep": ("<a>" * MEGABYTE, 1, "expected XML elements at most 64 deep, found more"),
    "many": ("<a>" + "<b/>" * MEGABYTE, 1, "expected at most 100,000 XML elements, found more"),
    "attributes": (
        "<a " + " ".join(f'a{n}=""' for n in range(300_001)) + "/>",
        None,
        "expected XML with at most 300,000 attributes, found more",
    ),
}


@pytest.mark.parametrize(("text", "line", "sentence"), REFUSED.values(), ids=REFUSED.keys())
def test_refusals(text: str, line: int | None, sentence: str) -> None:
    with pytest.raises(LutFormatError) as failure:
        xml.parse_xml(text.encode())
    assert (failure.value.line, failure.value.sentence) == (line, sentence)


SIZE = 3 * MEGABYTE
HEAVY = {
    "deep": lambda: b"<a>" * (SIZE // 3),
    "many": lambda: b"<a>" + b"<b/>" * (SIZE // 4),
    "too many attributes": lambda: b"<a " + b" ".join(b'a%d=""' % n for n in range(SIZE // 11)) + b"/>",
    "attributes": lambda: b"<a " + b" ".join(b'a%06d="%s"' % (n, b"x" * 23) for n in range(SIZE // 35)) + b"/>",
    "comments": lambda: b"<a>" + b"<!--\n\n-->" * (MEGABYTE // 9) + b"</a>",
    "instructions": lambda: b"<a>" + b"<?a?>" * (MEGABYTE // 5) + b"</a>",
    "line feeds": lambda: b"<a>" + b"\n" * MEGABYTE + b"</a>",
    "a long name": lambda: b"<" + b"a" * MEGABYTE + b"/>",
    "a long attribute": lambda: b'<a a="' + b"a" * MEGABYTE + b'"/>',
}


@pytest.mark.fuzz(but_first=True)
@pytest.mark.parametrize("made", HEAVY.values(), ids=HEAVY.keys())
def test_memory_is_bounded(made: Callable[[], bytes]) -> None:
    """The limits on elements and attributes come before 100 MB; all else takes a few times a file's size."""
    data = made()
    tracemalloc.start()
    try:
        with contextlib.suppress(LutFormatError):
            xml.parse_xml(data)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 100 * MEGABYTE


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (b"<a", ""),
        (b'<?xml version="1.0"?>\n<!-- <b/> -->\n<a>', "a"),
        (b'<x:a xmlns:x="urn:x" ', ""),
        (b'<x:a xmlns:x="urn:x">', "a"),
        (b"<!DOCTYPE x:a [", "a"),
        (b"a <a>", ""),
        (b"", ""),
        (bytes(range(256)), ""),
    ],
)
def test_the_root_shows_in_a_files_beginning(head: bytes, name: str) -> None:
    assert xml.root_name(head) == name
