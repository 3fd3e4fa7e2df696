"""Read from a photograph's EXIF data, as GIMP keeps it, what the camera noted of the light.

GIMP's own text of an image's metadata has a line for each tag::

    <tag name="Exif.Photo.ExposureTime">1/60</tag>

A photograph's metadata may hold anything: only short numbers of a few tags are taken, and the engine judges them.
In every host, so valid in Python 2.7, too.
"""

import re

from lut.shared.protocol import CAPTURE_FIELDS, LARGE_ISO, RECOMMENDED_INDEX

FIELDS = {name: field for field, (_tag, name) in CAPTURE_FIELDS.items()}
TAG = re.compile(r'<tag name="Exif\.(?:Photo|Image)\.(\w{1,40})">\s{0,9}(-?\d{1,12})(?:/(\d{1,12}))?(?:\s[^<]*)?</tag>')
LARGEST = 1e9


def read_capture(text):
    # type: (str | None) -> dict[str, float]
    """Return numbers by the names of the engine's protocol, from GIMP's text of an image's metadata."""
    noted = {}  # type: dict[str, float]
    for name, numerator, denominator in TAG.findall(text or ""):
        below = int(denominator or 1)
        if below and abs(int(numerator)) <= LARGEST * below:
            noted.setdefault(name, int(numerator) / float(below))
    found = {FIELDS[name]: value for name, value in noted.items() if name in FIELDS}
    if found.get("iso") == LARGE_ISO:
        found["iso"] = noted.get(RECOMMENDED_INDEX[1]) or LARGE_ISO
    return found
