"""XMP: profiles of Lightroom and Camera Raw that embed an RGB table ("enhanced profiles").

    <x:xmpmeta xmlns:x="adobe:ns:meta/">
     <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
      <rdf:Description xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/"
       crs:PresetType="Look"
       crs:RGBTable="9F7A…"
       crs:Table_9F7A…="71000rtKmwBRLy1{X$/w9'=(bLC9YEvFE(9%a0@fg0"
       crs:RGBTableAmount="0.5">
       <crs:Name><rdf:Alt><rdf:li xml:lang="x-default">Warm</rdf:li></rdf:Alt></crs:Name>
      </rdf:Description>
     </rdf:RDF>
    </x:xmpmeta>

crs:RGBTable names the table by its MD5 sum; rgb_table.py says what it is and does.  Each property may be an element
instead of an attribute, and a profile inside of a preset is in crs:Look.  crs:RGBTableAmount is how much of the table
counts when the profile's own slider is at 100, by default all of it.

What is written has the properties that published converters of .cube files write: a profile (PresetType="Look") with an
amount, for pictures in color and without, raw or not, named in its default language, in a group of ours.
ConvertToGrayscale is False for black-and-white looks, too, since it would make the picture gray by sliders ahead of the
table.  The table's name and the profile's UUID are MD5 sums, so that the same look is the same profile.

Profiles can set sliders besides, which only Camera Raw can follow: a note names them.  Presets that are sliders alone
are refused, and so are profiles that make the picture gray first, and tables that Adobe keeps apart from the file.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from html import escape

import numpy as np

from ..errors import LutError, LutFormatError
from ..files import xml
from ..files.xml import Element
from ..lattice import UNIT
from ..table import Lut
from . import rgb_table
from .format import Format, check_plain, quote

CRS = "http://ns.adobe.com/camera-raw-settings/1.0/"
ROOTS = ("xmpmeta", "xapmeta", "RDF")
MAX_BYTES = 1 << 26

NUMBER = re.compile(r"[+-]?[0-9]{1,6}(\.[0-9]{1,9})?")
NOTHING = re.compile(r"[+-]?0*(\.0*)?|false|linear", re.IGNORECASE)  # what a setting says that changes nothing
POINT = re.compile(r"\s*(\d+)\s*,\s*(\d+)\s*")
ABOUT = re.compile(  # properties that say what the profile is, and how it is listed
    r"Table_.*|RGBTable(Amount)?|LookTable|Supports.*|Requires.*|ShowIn.*|.*Version|CameraProfile.*|ToneCurveName.*|"
    r"PresetType|Cluster|UUID|CameraModelRestriction|Copyright|ContactInfo|HasSettings|Name|ShortName|SortName|Group|"
    r"Description|Stubbed|ConvertToGrayscale|Parameters|Parametric(Shadow|Midtone|Highlight)Split"
)
NAMED = 6  # settings that a note lists by name
LONG = 60  # characters of such a name; the specification's have up to 40
SLACK = 1e-6  # of the range: how far outside 0..1 a number may be by rounding
GROUP, UNNAMED = "Camera Looks", "LUT"
PROFILE = """\
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="Camera Looks">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/"
   crs:PresetType="Look"
   crs:Cluster=""
   crs:UUID="{identifier}"
   crs:SupportsAmount="True"
   crs:SupportsColor="True"
   crs:SupportsMonochrome="True"
   crs:SupportsHighDynamicRange="True"
   crs:SupportsNormalDynamicRange="True"
   crs:SupportsSceneReferred="True"
   crs:SupportsOutputReferred="True"
   crs:RequiresRGBTables="False"
   crs:CameraModelRestriction=""
   crs:Copyright=""
   crs:ContactInfo=""
   crs:Version="14.3"
   crs:ProcessVersion="11.0"
   crs:ConvertToGrayscale="False"
   crs:RGBTable="{name}"
   crs:Table_{name}="{table}"
   crs:HasSettings="True">
   <crs:Name>
    <rdf:Alt>
     <rdf:li xml:lang="x-default">{title}</rdf:li>
    </rdf:Alt>
   </crs:Name>
   <crs:ShortName>
    <rdf:Alt>
     <rdf:li xml:lang="x-default"/>
    </rdf:Alt>
   </crs:ShortName>
   <crs:SortName>
    <rdf:Alt>
     <rdf:li xml:lang="x-default"/>
    </rdf:Alt>
   </crs:SortName>
   <crs:Group>
    <rdf:Alt>
     <rdf:li xml:lang="x-default">{group}</rdf:li>
    </rdf:Alt>
   </crs:Group>
   <crs:Description>
    <rdf:Alt>
     <rdf:li xml:lang="x-default"/>
    </rdf:Alt>
   </crs:Description>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
"""


def read(data: bytes) -> Lut:
    """Read a profile's bytes, for sRGB."""
    elements = list(walk(xml.parse_xml(data)))
    tables = {
        name: text for element in elements for name, text in list_properties(element) if name.startswith("Table_")
    }
    holders = [element for element in elements if find_setting(element, "RGBTable")]
    if not holders:
        raise LutFormatError("", None, f"expected a profile with an RGB table, found {describe_content(elements)}")
    holder = holders[0]
    names = {find_setting(element, "RGBTable") for element in holders}
    if len(names) > 1:
        holders[1].refuse(f"expected one RGB table in a profile, found {len(names)}")
    text = tables.get(f"Table_{find_setting(holder, 'RGBTable')}")
    if text is None:
        name = quote(find_setting(holder, "RGBTable"))
        holder.refuse(f"expected the RGB table {name} in the file, found its name only: Adobe keeps its own apart")
    if find_setting(holder, "ConvertToGrayscale").lower() == "true":
        holder.refuse("expected a profile that is its RGB table, found one that Camera Raw makes gray by sliders first")
    try:
        lut = rgb_table.parse(rgb_table.unpack(text)).lut(read_amount(holder))
    except LutFormatError as error:
        raise LutFormatError("", holder.line, error.sentence) from error.__cause__
    return lut.labeled(find_title(elements)).noted(*describe_settings(holder))


def walk(root: Element) -> Iterator[Element]:
    """Yield an element and all inside of it, in the file's order."""
    waiting = [root]
    while waiting:
        element = waiting.pop()
        yield element
        waiting.extend(reversed(element.children))


def list_properties(element: Element) -> Iterator[tuple[str, str]]:
    """Yield the Camera Raw properties of an rdf:Description: attributes, and elements with nothing but text."""
    prefix = f"{{{CRS}}}"
    for name, value in element.attributes.items():
        if name.startswith(prefix):
            yield name.removeprefix(prefix), value
    for child in element.children:
        if child.namespace == CRS and not child.children:
            yield child.name, child.text


def find_setting(element: Element, name: str) -> str:
    """Return a property's text, empty where there is no such property."""
    return next((value.strip() for found, value in list_properties(element) if found == name), "")


def read_amount(holder: Element) -> float:
    """Read how much of the table counts."""
    text = find_setting(holder, "RGBTableAmount")
    if text and not NUMBER.fullmatch(text):
        holder.refuse(f"expected a number as crs:RGBTableAmount, found {quote(text)}")
    return float(text) if text else 1.0


def find_title(elements: list[Element]) -> str:
    """Find the profile's name: in its default language, or as an attribute."""
    for element in elements:
        if element.namespace == CRS and element.name == "Name":
            return next((each.text for each in walk(element) if each.text.strip()), "").strip()
    return next((name for element in elements if (name := find_setting(element, "Name"))), "")


def describe_content(elements: list[Element]) -> str:
    """Describe a file that holds no RGB table."""
    if any(find_setting(element, "LookTable") for element in elements):
        return "one for hue, saturation and value (crs:LookTable)"
    found = [name for element in elements for name, _ in list_properties(element)]
    return "slider settings and no table" if found else "other metadata"


def describe_settings(holder: Element) -> Iterator[str]:
    """Yield a sentence on what else the profile does to a picture in Camera Raw."""
    if find_setting(holder, "LookTable"):
        yield "the profile's other table, for hue, saturation and value (crs:LookTable), is left out"
    names = [name for name, value in list_properties(holder) if not NOTHING.fullmatch(value.strip())]
    names += [
        child.name for child in holder.children if child.namespace == CRS and child.children and changes_colors(child)
    ]
    names = [name for name in dict.fromkeys(names) if not ABOUT.fullmatch(name)]
    if names:
        more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
        yield f"the profile's sliders are left out: {', '.join(name[:LONG] for name in names[:NAMED])}{more}"


def changes_colors(curve: Element) -> bool:
    """Return True if a list of settings is anything but the points of a curve that changes nothing."""
    points = [POINT.fullmatch(element.text) for element in walk(curve) if not element.children]
    return not all(point and point[1] == point[2] for point in points)


def write(lut: Lut) -> bytes:
    """Write a profile with the LUT as its table, for sRGB.  Raises LutError for what such a table can't hold."""
    values = lut.table
    if lut.shaper is not None and lut.is_curves and np.array_equal(lut.shaper.domain, UNIT):
        values = lut.shaper.values
    else:
        check_plain(lut, ".xmp")
    limit = rgb_table.MAX_POINTS[values.ndim - 1]
    if len(values) > limit:
        raise LutError(f"expected at most {limit} points a side for a .xmp file, found {len(values)}")
    low, high = float(values.min()), float(values.max())
    if low < -SLACK or high > 1 + SLACK:
        raise LutError(f"expected outputs from 0 to 1 for a .xmp file, found {low:.4g} to {high:.4g}")
    table = rgb_table.build(np.clip(values, 0, 1))
    title = lut.title or UNNAMED
    profile = PROFILE.format(
        name=digest(table),
        table=rgb_table.pack(table),
        identifier=digest(table + title.encode("utf-8", "replace")),
        title=escape(title, quote=False),
        group=GROUP,
    )
    return profile.encode("utf-8", "replace")


def digest(data: bytes) -> str:
    """Return the MD5 sum as the format writes it, which is no protection from anything."""
    return hashlib.md5(data, usedforsecurity=False).hexdigest().upper()


def sniff(head: bytes) -> bool:
    """Return True if a file begins with XMP's elements."""
    return xml.root_name(head) in ROOTS


FORMAT = Format(
    "XMP profile",
    (".xmp",),
    read,
    write,
    sniff,
    MAX_BYTES,
    next_size=lambda size, kind: min(size, rgb_table.MAX_POINTS[3]),
)
