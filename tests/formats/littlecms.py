"""Little CMS, in the library that Pillow brings, as the independent reader and maker of ICC profiles.

Pillow's own ImageCms knows neither device links nor abstract profiles, and works in 8 bits; the library is called
by ctypes, with numbers in double precision, and told to optimize nothing.
"""

from __future__ import annotations

import ctypes
import ctypes.util
from ctypes import POINTER, byref, c_char_p, c_double, c_int, c_uint32, c_void_p
from pathlib import Path

import numpy as np
import pytest


def found() -> str | None:
    """The file of Little CMS: of Pillow's wheel on Linux and macOS, else the system's."""
    import PIL

    package = Path(PIL.__file__).parent
    for folder in (package.parent / "pillow.libs", package.parent / "Pillow.libs", package / ".dylibs"):
        for path in sorted(folder.glob("liblcms2*")):
            return str(path)
    return ctypes.util.find_library("lcms2")


PATH = found()
if PATH is None:
    pytest.skip("the oracle of these tests is Little CMS, as a library of its own", allow_module_level=True)
LCMS = ctypes.CDLL(PATH)

NO_OPTIMIZATION, NO_CACHE, EIGHT_BITS = 0x0100, 0x0040, 0x0008
RELATIVE = 1  # colorimetric: black point compensation is never forced on it
RGB_DOUBLE = (1 << 22) | (4 << 16) | (3 << 3)  # TYPE_RGB_DBL
RGB_16 = (4 << 16) | (3 << 3) | 2  # TYPE_RGB_16


def function(name: str, result: object, *arguments: object) -> ctypes._CFuncPtr:
    entry = getattr(LCMS, name)
    entry.restype, entry.argtypes = result, list(arguments)
    return entry


open_profile = function("cmsOpenProfileFromMem", c_void_p, c_char_p, c_uint32)
close_profile = function("cmsCloseProfile", c_int, c_void_p)
save_profile = function("cmsSaveProfileToMem", c_int, c_void_p, c_void_p, POINTER(c_uint32))
srgb = function("cmsCreate_sRGBProfile", c_void_p)
hue_and_more = function("cmsCreateBCHSWabstractProfile", c_void_p, c_uint32, *[c_double] * 4, c_uint32, c_uint32)
create = function(
    "cmsCreateMultiprofileTransform", c_void_p, POINTER(c_void_p), c_uint32, c_uint32, c_uint32, c_uint32, c_uint32
)
transform = function("cmsDoTransform", None, c_void_p, c_void_p, c_void_p, c_uint32)
to_link = function("cmsTransform2DeviceLink", c_void_p, c_void_p, c_double, c_uint32)
delete = function("cmsDeleteTransform", None, c_void_p)


def applied(profile: bytes, rgb: np.ndarray, abstract: bool = False, assigned: bool = False) -> np.ndarray:
    """Colors (P, 3) through a device link; from sRGB through an abstract profile back to sRGB; or an input profile's,
    to sRGB."""
    handle = open_profile(profile, len(profile))
    assert handle, "Little CMS can't open the profile"
    chain = [srgb(), handle, srgb()] if abstract else [handle, srgb()] if assigned else [handle]
    joined = connected(chain, RGB_DOUBLE, NO_OPTIMIZATION | NO_CACHE)
    colors = np.ascontiguousarray(rgb, dtype=np.float64)
    result = np.empty_like(colors)
    transform(joined, colors.ctypes.data, result.ctypes.data, len(colors))
    delete(joined)
    return result


def connected(chain: list[int], pixels: int, flags: int) -> int:
    """A transform through profiles, which are closed."""
    handle = create((c_void_p * len(chain))(*chain), len(chain), pixels, pixels, RELATIVE, flags)
    assert handle, "Little CMS can't connect the profiles"
    for profile in chain:
        close_profile(profile)
    return handle


def linked(profiles: list[bytes], version: float, eight_bits: bool = False) -> bytes:
    """The device link of a chain of profiles, sRGB at both ends; version 2 makes lut8 or lut16, version 4 mAB."""
    chain = [srgb(), *(open_profile(profile, len(profile)) for profile in profiles), srgb()]
    joined = connected(chain, RGB_16, 0)
    link = saved(to_link(joined, version, EIGHT_BITS if eight_bits else 0))
    delete(joined)
    return link


class XyY(ctypes.Structure):
    _fields_ = (("x", c_double), ("y", c_double), ("Y", c_double))


build_curve = function("cmsBuildParametricToneCurve", c_void_p, c_void_p, c_int, POINTER(c_double))
rgb_profile = function("cmsCreateRGBProfile", c_void_p, POINTER(XyY), POINTER(XyY), POINTER(c_void_p))


def inside_space(
    link: bytes, rgb: np.ndarray, primaries: tuple, white: tuple[float, float], curve: tuple[float, ...]
) -> np.ndarray:
    """sRGB colors (P, 3) to another RGB space, through a device link there, and back.

    curve: a gamma, or the numbers of ICC's parametric curve of five numbers, codes to light.
    """
    numbers = (c_double * len(curve))(*curve)
    light = build_curve(None, 1 if len(curve) == 1 else 4, numbers)
    corners = (XyY * 3)(*(XyY(x, y, 1.0) for x, y in primaries))
    ends = [rgb_profile(byref(XyY(*white, 1.0)), corners, (c_void_p * 3)(light, light, light)) for _ in range(2)]
    # Little CMS connects a link to nothing but its own device; as a color space conversion it fits in between.
    chain = [srgb(), ends[0], open_profile(link, len(link)), ends[1], srgb()]
    joined = connected(chain, RGB_DOUBLE, NO_OPTIMIZATION | NO_CACHE)
    colors = np.ascontiguousarray(rgb, dtype=np.float64)
    result = np.empty_like(colors)
    transform(joined, colors.ctypes.data, result.ctypes.data, len(colors))
    delete(joined)
    return result


def abstract_profile(points: int, brightness: float, contrast: float, hue: float, saturation: float) -> bytes:
    """A profile for CIELAB, made by Little CMS."""
    return saved(hue_and_more(points, brightness, contrast, hue, saturation, 5000, 5000))


def saved(profile: int) -> bytes:
    assert profile
    size = c_uint32(0)
    assert save_profile(profile, None, byref(size))
    buffer = ctypes.create_string_buffer(size.value)
    assert save_profile(profile, buffer, byref(size))
    close_profile(profile)
    return buffer.raw[: size.value]
