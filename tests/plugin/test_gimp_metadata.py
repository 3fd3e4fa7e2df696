"""What the plug-in takes of the text that GIMP keeps of an image's metadata."""

from __future__ import annotations

import pytest

from plugin.engine.exif_capture import read_capture

# As GIMP 2.10.34 and 3.0.4 write it, in part.
METADATA = """<?xml version='1.0' encoding='UTF-8'?>
<metadata>
  <tag name="Exif.Image.ExifTag">26</tag>
  <tag name="Exif.Image.XResolution">300/1</tag>
  <tag name="Exif.Photo.BrightnessValue">-12/10</tag>
  <tag name="Exif.Photo.ExposureTime">1/60</tag>
  <tag name="Exif.Photo.FNumber">14/5</tag>
  <tag name="Exif.Photo.Flash">16</tag>
  <tag name="Exif.Photo.ISOSpeedRatings">800</tag>
  <tag name="Exif.Photo.LightSource">3</tag>
  <tag name="Exif.Photo.SceneCaptureType">0</tag>
  <tag name="Xmp.tiff.Orientation">1</tag>
</metadata>
"""


def test_numbers_by_name() -> None:
    assert read_capture(METADATA) == {
        "time": pytest.approx(1 / 60),
        "aperture": 2.8,
        "iso": 800,
        "brightness": -1.2,
        "source": 3,
        "flash": 16,
        "type": 0,
    }


@pytest.mark.parametrize(
    ("old", "new", "gone"),
    [
        ("1/60", "1/0", "time"),
        ("1/60", "soon", "time"),
        ("1/60", "1/60&lt;", "time"),
        ("14/5", "9" * 30, "aperture"),
        (">800<", "><b>800</b><", "iso"),
        (">800<", ' encoding="base64">ODAw<', "iso"),
    ],
)
def test_what_is_no_number_is_left_out(old: str, new: str, gone: str) -> None:
    found = read_capture(METADATA.replace(old, new))
    assert gone not in found and len(found) == 6


def test_a_large_iso_is_elsewhere() -> None:
    index = '  <tag name="Exif.Photo.RecommendedExposureIndex">102400</tag>\n</metadata>'
    text = METADATA.replace(">800<", ">65535<").replace("</metadata>", index)
    assert read_capture(text)["iso"] == 102400
    assert read_capture(text.replace("102400", "x"))["iso"] == 65535


@pytest.mark.parametrize("text", [None, "", "<metadata>", '<tag name="Exif.Photo.Flash">' * 1000])
def test_no_metadata(text: str | None) -> None:
    assert read_capture(text) == {}
