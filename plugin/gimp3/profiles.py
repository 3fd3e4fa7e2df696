"""Color profiles that GIMP cannot convert to sRGB and back: told, instead of giving wrong colors."""

from __future__ import annotations

import itertools
import struct

import gi

gi.require_version("Babl", "0.1")
gi.require_version("Gimp", "3.0")
from gi.repository import Babl, Gimp, GLib

from ..language import _
from . import pixels
from .errors import HostError

LEVELS = (0.2, 0.5, 0.8)  # the probe: all mixtures of these in the image's own numbers
PROBE = [level for color in itertools.product(LEVELS, repeat=3) for level in color]
TOLERANCE = 1 / 255  # of a color that went to sRGB and came back; a sound profile stays below 1e-5
SRGB = "R'G'B' float"
FLOAT_BYTES = 12  # of a pixel


def check(image: Gimp.Image) -> None:
    """Raise HostError where pixels would not survive the way to sRGB, for which looks are made, and back.

    Babl knows profiles made of primaries and curves.  Of one made of tables GIMP gives a plug-in the bare
    numbers, and one whose primaries lie on a line, or whose curves do not rise, has no way back.
    """
    profile = image.get_color_profile()
    if profile is not None and not profile.is_gray() and not survives(profile):
        raise HostError(
            _(
                "The image's color profile “{profile}” cannot be converted to sRGB and back: choose Ignore the color "
                "profile, or convert the image by Image ▸ Color Management ▸ Convert to Color Profile… first."
            ).format(profile=profile.get_label())
        )


def survives(profile: Gimp.ColorProfile) -> bool:
    """Whether colors in the profile's own numbers come back from sRGB as they were."""
    try:
        space = profile.get_space(Gimp.ColorRenderingIntent.RELATIVE_COLORIMETRIC)
    except GLib.Error:
        return False
    own, numbers, count = Babl.get_name(Babl.format_with_space(SRGB, space)), f"{len(PROBE)}f", len(PROBE) // 3
    there = pixels.converted(struct.pack(numbers, *PROBE), own, SRGB, count, FLOAT_BYTES)
    back = struct.unpack(numbers, pixels.converted(there, SRGB, own, count, FLOAT_BYTES))
    return all(abs(after - before) <= TOLERANCE for before, after in zip(PROBE, back, strict=True))  # False for NaN
