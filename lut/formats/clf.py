"""Common LUT Format (.clf) and Autodesk's Color Transform Format (.ctf): lists of operators, as XML.

    <?xml version="1.0" encoding="UTF-8"?>
    <ProcessList id="warm" name="Warm" compCLFversion="3.0" xmlns="urn:AMPAS:CLF:v3.0">
      <LUT1D inBitDepth="32f" outBitDepth="32f"><Array dim="2 1">0 1</Array></LUT1D>
      <LUT3D inBitDepth="32f" outBitDepth="32f" interpolation="tetrahedral">
        <Array dim="2 2 2 3">
          0.00 0.00 0.00
          0.00 0.00 0.90
          0.05 1.00 0.00
          0.05 1.00 0.90
          1.00 0.05 0.00
          1.00 0.05 0.90
          1.00 1.00 0.00
          1.00 1.00 0.90
        </Array>
      </LUT3D>
    </ProcessList>

The Academy's S-2014-006 (CLF 3; 2 differs in an operator's IndexMap and a matrix' third dimension), and what Autodesk's
help and OpenColorIO say on CTF: more operators, and older spellings of the same ones. Numbers between operators are
those of a bit depth, which each declares; here they are always 0..1. In a LUT3D blue varies fastest.

What changes colors and isn't known here is refused by its name, be it an operator, an attribute or a style. Only names,
descriptions and the attributes of the list itself are passed over.
"""

from __future__ import annotations

import html
import re
import uuid

import numpy as np

from ..files import xml
from ..files.xml import Element
from ..lattice import UNIT, Floats
from ..operators import Operator
from ..operators.lut_forms import make_lut
from ..table import Lut, join_lines
from . import decimals
from .clf_elements import Depths, Version
from .clf_operators import READERS
from .format import Format, quote

BIT_DEPTHS = {"8i": 255.0, "10i": 1023.0, "12i": 4095.0, "16i": 65535.0, "16f": 1.0, "32f": 1.0}
METADATA = ("Description", "InputDescriptor", "OutputDescriptor", "Info", "Id", "Signature")
NEWEST = Version(3, 0), Version(2, 99)  # of CLF and CTF
SMPTE = "http://www.smpte-ra.org/ns/2136-1/"  # begins the namespace of CLF as SMPTE publishes it
VERSION = re.compile(r"(\d{1,3})(?:\.(\d{1,3}))?(?:\.\d{1,3})?")
SMPTE_VERSION = re.compile(r"ST2136-1:20\d\d")  # means 3
DESCRIPTION = re.compile(r"<(Description|InputDescriptor|OutputDescriptor)[^<>]*>([^<]{1,1000})</")
LABELS = {"InputDescriptor": "Input: ", "OutputDescriptor": "Output: "}
MAX_OPERATORS = 24  # of which each takes time at every point of a lattice
IDS = uuid.UUID("4c0a34f4-4d2f-5be5-a4f1-6f1c0b0f3c55")  # names what we write by its content


def read(data: bytes) -> Lut:
    root = xml.parse_xml(data)
    if root.name != "ProcessList":
        root.refuse(f"expected a ProcessList, found {quote(root.name)}")
    version = read_version(root)
    elements = [child for child in root.children if child.name not in METADATA]
    if not elements:
        root.refuse("expected operators in the ProcessList, found none")
    if len(elements) > MAX_OPERATORS:
        elements[MAX_OPERATORS].refuse(f"expected at most {MAX_OPERATORS} operators, found {len(elements):,}")
    operators: list[Operator] = []
    depth = None
    for element in elements:
        if element.name not in READERS:
            element.refuse(f"expected one of {', '.join(READERS)}; found {quote(element.name)}, which is not supported")
        depths = read_depths(element)
        if depth not in (None, element.attributes["inBitDepth"]):
            found = quote(element.attributes["inBitDepth"])
            element.refuse(f"expected inBitDepth {depth!r}, the outBitDepth of the operator before it, found {found}")
        depth = element.attributes["outBitDepth"]
        operators += READERS[element.name](element, depths, version)
    return make_lut(operators, find_title(root))


def read_version(root: Element) -> Version:
    """Read the version of CLF, or of CTF, which counts otherwise and is 1.2 where nothing is said."""
    given = [name for name in ("compCLFversion", "version") if name in root.attributes]
    if not given:
        return Version(3, 0) if root.namespace.startswith(SMPTE) else Version(1, 2, is_ctf=True)
    text = root.attributes[given[0]]
    match = VERSION.fullmatch(SMPTE_VERSION.sub("3", text.strip()))
    is_ctf = given[0] == "version"
    newest = NEWEST[is_ctf]
    version = Version(int(match[1]), int(match[2] or 0), is_ctf) if match else None
    if version is None or version[:2] > newest[:2]:
        root.refuse(f"expected {given[0]} up to {newest.major}, found {quote(text)}")
    return version


def read_depths(element: Element) -> Depths:
    """Read the numbers that stand for 1 ahead of an operator and behind it."""
    found = []
    for name in ("inBitDepth", "outBitDepth"):
        text = element.attributes.get(name)
        if text is None:
            element.refuse(f"expected {name} in {element.name}, found none")
        if text not in BIT_DEPTHS:
            element.refuse(f"expected {name} {', '.join(BIT_DEPTHS)}; found {quote(text)}")
        found.append(BIT_DEPTHS[text])
    return Depths(*found)


def find_title(root: Element) -> str:
    """Return the list's name, else its first description, else nothing: an id is for programs."""
    described = [child.text for child in root.named("Description")]
    return join_lines(root.attributes.get("name", "") or next(iter(described), ""))


def list_descriptions(head: bytes) -> list[str]:
    """List what a file's beginning says of itself, by its text: the rest of a large file is not parsed for it."""
    found = DESCRIPTION.findall(head.decode("utf-8", "replace"))
    return [f"{LABELS.get(name, '')}{html.unescape(join_lines(text))}" for name, text in found]


def write(lut: Lut) -> bytes:
    """Lut → a file. Float32 survives, and what is read again is the same LUT.

    Domains become a Matrix, the shaper a LUT1D, the lattice a LUT3D, which curves alone go without.
    """
    parts = []
    if lut.shaper is not None:
        parts += [
            write_matrix(lut.shaper.domain),
            write_array("LUT1D", "", lut.shaper.values, (len(lut.shaper.values), 3)),
        ]
    if not lut.is_curves:
        interpolation = ' interpolation="tetrahedral"'
        parts += [
            write_matrix(lut.domain),
            write_array("LUT3D", interpolation, lut.table.reshape(-1, 3), lut.table.shape),
        ]
    body = "".join(parts)
    title = f' name="{html.escape(lut.title)}"' if lut.title else ""
    identity = f"urn:uuid:{uuid.uuid5(IDS, lut.title + body)}"
    head = f'<ProcessList xmlns="urn:AMPAS:CLF:v3.0" id="{identity}"{title} compCLFversion="3.0">'
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{head}\n{body}</ProcessList>\n'.encode()


def write_matrix(domain: Floats) -> str:
    """Write the Matrix that scales a domain to 0..1; nothing for 0..1 itself."""
    if np.array_equal(domain, UNIT):
        return ""
    low, high = domain.astype(np.float64)
    scale = 1 / (high - low)
    rows = np.concatenate([np.diag(scale), (-low * scale)[:, None]], axis=1)
    text = "".join(" ".join(f"{number:.17g}" for number in row) + "\n" for row in rows)
    return write_element("Matrix", "", "3 4", text)


def write_array(name: str, attributes: str, rows: Floats, shape: tuple[int, ...]) -> str:
    return write_element(name, attributes, " ".join(map(str, shape)), "".join(decimals.print_rows(rows)))


def write_element(name: str, attributes: str, dim: str, text: str) -> str:
    head = f'  <{name} inBitDepth="32f" outBitDepth="32f"{attributes}>\n    <Array dim="{dim}">\n'
    return f"{head}{text}    </Array>\n  </{name}>\n"


def sniff(head: bytes) -> bool:
    return xml.root_name(head) == "ProcessList"


FORMAT = Format("Common LUT Format", (".clf",), read, write, sniff, read_only=(".ctf",), comments=list_descriptions)
