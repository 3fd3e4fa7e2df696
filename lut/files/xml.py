"""Parse untrusted XML to a tree of elements; what makes XML dangerous is refused.

No document type: without one there are no entities to expand and nothing outside of the file to fetch. The depth,
the number of elements and the number of attributes are limited before anything is kept of them, so that a tree takes
a few times its file's size. Expat, the standard library's parser, does the rest.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat  # noqa: TID251  (document types and depth are refused here)

from ..errors import LutFormatError

MAX_DEPTH = 64
MAX_ELEMENTS = 100_000  # some ten thousand color corrections
MAX_EQUALS = 300_000  # equals signs: each attribute has one, and text has some
MAX_SHOWN = 40  # characters of a name in a message
TEXT_BUFFER = 1 << 20  # characters handed over at once
SEPARATOR = " "  # between namespace and name, where expat reports both; no namespace has a blank


@dataclass(slots=True)
class Element:
    """An element: its name and namespace ("" if it has none), the line of its tag, what is in it.

    attributes: by name, or by ``{namespace}name`` where there is a prefix.  text: all character data directly inside,
    with line feeds at line ends; a comment leaves its line feeds.  text_line: the line on which the text of an element
    without children begins.  start: of its tag in the document's bytes.  closing: of its closing tag; where it
    has none (``<a/>``), of what comes behind it.
    """

    name: str
    namespace: str
    line: int
    attributes: dict[str, str]
    children: list[Element] = field(default_factory=list)
    text: str = ""
    text_line: int = 0
    start: int = 0
    closing: int = 0

    def named(self, *names: str) -> list[Element]:
        """Return the children of these names, in the file's order."""
        return [child for child in self.children if child.name in names]

    def only(self, name: str) -> Element:
        """Return the one child of that name.  Raises LutFormatError where there is none, or several."""
        found = self.named(name)
        if len(found) != 1:
            self.refuse(f"expected {name} once in {self.name}, found it {len(found)} times")
        return found[0]

    def refuse(self, sentence: str) -> NoReturn:
        raise LutFormatError("", self.line, sentence)


class RootFound(Exception):
    """Ends the parsing of a document's beginning."""


def parse_xml(data: bytes) -> Element:
    """Parse a document to its root element.  Raises LutFormatError with the line."""
    if data.count(b"=") > MAX_EQUALS:
        raise LutFormatError("", None, f"expected XML with at most {MAX_EQUALS:,} attributes, found more")
    return Tree().parse(data)


class Tree:
    """Builds the tree from expat's events."""

    def __init__(self) -> None:
        parser = expat.ParserCreate(namespace_separator=SEPARATOR)
        parser.buffer_text = True
        parser.buffer_size = TEXT_BUFFER
        parser.StartDoctypeDeclHandler = self.doctype
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.text
        parser.CommentHandler = self.comment
        self.parser = parser
        self.root: Element | None = None
        self.open: list[tuple[Element, list[str]]] = []
        self.count = 0

    def parse(self, data: bytes) -> Element:
        try:
            self.parser.Parse(data, True)
        except expat.ExpatError as error:
            raise LutFormatError(
                "", error.lineno, f"expected well-formed XML, found: {describe_error(error)}"
            ) from None
        except (LookupError, ValueError) as error:  # an encoding that Python has no single-byte table for
            if isinstance(error, LutFormatError):
                raise
            raise LutFormatError("", 1, "expected XML in UTF-8, found another encoding; save it as UTF-8") from None
        finally:
            self.parser.StartElementHandler = self.parser.EndElementHandler = None  # a cycle that holds the tree
            self.parser.CharacterDataHandler = self.parser.CommentHandler = None
            self.parser.StartDoctypeDeclHandler = None
        assert self.root is not None  # expat refuses a document without an element
        return self.root

    def doctype(self, name: str, system: str | None, public: str | None, internal: bool) -> None:
        self.refuse(f"expected XML without a document type, found <!DOCTYPE {repr(name[:MAX_SHOWN])[1:-1]}>")

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.count += 1
        if self.count > MAX_ELEMENTS:
            self.refuse(f"expected at most {MAX_ELEMENTS:,} XML elements, found more")
        if len(self.open) == MAX_DEPTH:
            self.refuse(f"expected XML elements at most {MAX_DEPTH} deep, found more")
        namespace, _, local = name.rpartition(SEPARATOR)
        known = {clark_name(key): value for key, value in attributes.items()}
        element = Element(local, namespace, self.parser.CurrentLineNumber, known)
        element.start = self.parser.CurrentByteIndex
        if self.open:
            self.open[-1][0].children.append(element)
        else:
            self.root = element
        self.open.append((element, []))

    def end(self, name: str) -> None:
        element, pieces = self.open.pop()
        element.text = "".join(pieces)
        element.closing = self.parser.CurrentByteIndex
        element.text_line = self.parser.CurrentLineNumber - element.text.count("\n")

    def text(self, piece: str) -> None:
        self.open[-1][1].append(piece)

    def comment(self, text: str) -> None:
        if self.open and "\n" in text:
            self.text("\n" * text.count("\n"))

    def refuse(self, sentence: str) -> NoReturn:
        raise LutFormatError("", self.parser.CurrentLineNumber, sentence)


def clark_name(name: str) -> str:
    """Convert expat's ``namespace name`` to ``{namespace}name``."""
    namespace, found, local = name.rpartition(SEPARATOR)
    return f"{{{namespace}}}{local}" if found else local


def describe_error(error: expat.ExpatError) -> str:
    return expat.ErrorString(error.code) or "an error"


def root_name(head: bytes) -> str:
    """Return the root element's name, without namespace, from the beginning of a file; "" if none shows."""

    def doctype(name: str, *arguments: object) -> None:
        raise RootFound(name)  # whose reader refuses it

    def start(name: str, attributes: dict[str, str]) -> None:
        raise RootFound(name)

    parser = expat.ParserCreate(namespace_separator=SEPARATOR)
    parser.StartDoctypeDeclHandler, parser.StartElementHandler = doctype, start
    try:
        parser.Parse(head, False)
    except RootFound as found:
        return str(found).rpartition(SEPARATOR)[2].rpartition(":")[2]
    except (expat.ExpatError, LookupError, ValueError):
        return ""
    return ""
