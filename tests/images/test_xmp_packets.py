"""XMP packets are edited byte by byte: what is not meant stays as it was, in every form that RDF has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from phone_jpegs import UNHURRIED, packet

from lut.images import extended_xmp, xmp_packet, xmp_parts
from lut.images.metadata import TIFF_PROPERTIES, update_geometry
from lut.images.picture import Metadata

UNUSUAL = """\ufeff<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x='adobe:ns:meta/'><!-- <a:b>, > and "quotes" -->
 <r:RDF xmlns:r='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns:cam="http://ns.google.com/photos/1.0/camera/">
  <r:Description r:about='' xmlns:t="http://ns.adobe.com/tiff/1.0/"
    cam:MotionPhoto = '0'
    t:Artist='Zoë &gt; "all" /&#62;'   t:Orientation
    = "6" >
   <dc:title xmlns:dc='http://purl.org/dc/elements/1.1/'><r:Alt><r:li xml:lang='de'>a &lt;b&gt;</r:li></r:Alt>
   </dc:title>
   <cam:BurstID><![CDATA[</cam:BurstID>]]></cam:BurstID>
  </r:Description>
 </r:RDF>
</x:xmpmeta>
<?xpacket end='w'?>\0\0"""


def found(data: bytes) -> dict[str, str]:
    rdf = xmp_packet.parse_packet(data)
    assert rdf is not None
    return {node.name[1]: node.value.strip() for node in xmp_packet.find_properties(rdf)}


def test_properties_are_found_in_every_form() -> None:
    assert found(UNUSUAL.encode()) == {
        "MotionPhoto": "0",
        "Artist": 'Zoë > "all" />',
        "Orientation": "6",
        "title": "",
        "BurstID": "</cam:BurstID>",
    }


@pytest.mark.parametrize(
    ("name", "cut"),
    [
        ("MotionPhoto", "\n    cam:MotionPhoto = '0'"),
        ("Artist", "\n    t:Artist='Zoë &gt; \"all\" /&#62;'"),
        ("Orientation", '   t:Orientation\n    = "6"'),
        ("BurstID", "\n   <cam:BurstID><![CDATA[</cam:BurstID>]]></cam:BurstID>"),
    ],
)
def test_a_property_is_cut_out_and_nothing_else(name: str, cut: str) -> None:
    assert UNUSUAL.count(cut) == 1
    assert (
        xmp_packet.remove_properties(UNUSUAL.encode(), lambda node: node.name[1] == name)
        == UNUSUAL.replace(cut, "").encode()
    )


def test_a_value_is_set_and_nothing_else() -> None:
    after = xmp_packet.set_values(UNUSUAL.encode(), {(TIFF_PROPERTIES, "Orientation"): "1"})
    assert after == UNUSUAL.replace('"6"', '"1"').encode()
    after = xmp_packet.set_values(UNUSUAL.encode(), {(TIFF_PROPERTIES, "Artist"): "<'&\">"})
    assert found(after)["Artist"] == "<'&\">"


def test_declarations_and_descriptions_go_when_nothing_needs_them() -> None:
    two = packet({"GCamera:MotionPhoto": "1"}).replace(
        b"</rdf:RDF>",
        b'<rdf:Description rdf:about="" xmlns:dc="urn:dc" dc:a="1"/></rdf:RDF>',
    )
    after = xmp_packet.remove_properties(two, lambda node: node.name[0].endswith(xmp_parts.CAMERA))
    assert b"GCamera" not in after
    assert after.count(b"rdf:Description") == 1
    assert xmp_packet.remove_properties(after, lambda node: True) == b""


@pytest.mark.parametrize(
    "data",
    [b"", b"<", b"<a/>", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', UNUSUAL.encode("utf-16"), b"\xff" + packet({})],
)
def test_what_cannot_be_parsed_is_left_alone(data: bytes) -> None:
    assert xmp_packet.parse_packet(data) is None
    assert xmp_packet.remove_properties(data, lambda node: True) == data
    assert update_geometry(Metadata(xmp=data), 1, 1).xmp == data


PIECES = ["<a", "<a>", "</a>", "/>", ">", " x='1'", ' y="', '"', "xmlns:b='c'", "<b:d", "<![CDATA[", "]]>", "&lt;"]
PIECES += [f"<r:RDF xmlns:r='{xmp_packet.RDF}'>", "</r:RDF>", "<r:Description>", "<!--", "-->", "<?p?>"]


@pytest.mark.fuzz
@UNHURRIED
@given(st.one_of(st.binary(), st.lists(st.sampled_from(PIECES)).map("".join).map(str.encode)))
def test_hostile_packets_raise_nothing(data: bytes) -> None:
    xmp_parts.correct_packet(data, (), ())
    xmp_parts.locate_parts(data, 1000)
    extended_xmp.split_packet(data, 10)
    extended_xmp.merge_packets(data, data)
    update_geometry(Metadata(xmp=data), 1, 1)


@pytest.mark.fuzz
@UNHURRIED
@given(st.data())
def test_hostile_changes_of_a_packet_raise_nothing(data: st.DataObject) -> None:
    whole = UNUSUAL.encode()
    at = data.draw(st.integers(0, len(whole)))
    changed = whole[:at] + data.draw(st.binary(max_size=4)) + whole[at + data.draw(st.integers(0, 9)) :]
    test_hostile_packets_raise_nothing.hypothesis.inner_test(changed)
