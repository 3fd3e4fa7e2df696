"""Read from a photograph's EXIF data, as GIMP keeps it, what the camera noted of the light.

GIMP's own text of an image's metadata has a line for each tag::

    <tag name="Exif.Photo.ExposureTime">1/60</tag>

A photograph's metadata may hold anything: only short numbers of a few tags are taken, and the engine judges them.
In every host, so valid in Python 2.7, too.
"""

import re

TAGS = {
    "ExposureTime": "time",
    "FNumber": "aperture",
    "ISOSpeedRatings": "iso",
    "BrightnessValue": "brightness",
    "LightSource": "source",
    "Flash": "flash",
    "SceneCaptureType": "type",
    "RecommendedExposureIndex": "index",
}
TAG = re.compile(r'<tag name="Exif\.(?:Photo|Image)\.(\w{1,40})">\s{0,9}(-?\d{1,12})(?:/(\d{1,12}))?(?:\s[^<]*)?</tag>')
LARGE = 65535  # an ISO that EXIF's field cannot hold; the index has it
LARGEST = 1e9


def read_capture(text):
    # type: (str | None) -> dict[str, float]
    """Return numbers by the names of the engine's protocol, from GIMP's text of an image's metadata."""
    found = {}  # type: dict[str, float]
    for tag, numerator, denominator in TAG.findall(text or ""):
        below = int(denominator or 1)
        if tag in TAGS and below:
            value = int(numerator) / float(below)
            if abs(value) <= LARGEST:
                found.setdefault(TAGS[tag], value)
    index = found.pop("index", None)
    if index and found.get("iso") == LARGE:
        found["iso"] = index
    return found
