"""libgimp's structures (libgimp/gimp.h, libgimpbase/gimpparasite.h, libgimpcolor/gimpcolortypes.h, gegl-types.h)."""

from __future__ import annotations

import ctypes
from ctypes import POINTER, Structure, Union, c_char_p, c_double, c_int, c_int16, c_int32, c_uint8, c_uint32, c_void_p

# GimpPDBStatusType
EXECUTION_ERROR, CALLING_ERROR, PASS_THROUGH, SUCCESS, CANCEL = range(5)


class Color(Structure):
    _fields_ = [(name, c_double) for name in ("r", "g", "b", "a")]


class Parasite(Structure):
    _fields_ = [("name", c_char_p), ("flags", c_uint32), ("size", c_uint32), ("data", c_void_p)]


class ParamDef(Structure):
    _fields_ = [("type", c_int), ("name", c_char_p), ("description", c_char_p)]


class Data(Union):
    _fields_ = [
        ("int32", c_int32),
        ("int16", c_int16),
        ("int8", c_uint8),
        ("float", c_double),
        ("string", c_void_p),
        ("array", c_void_p),
        ("color", Color),
        ("parasite", Parasite),
    ]


class Param(Structure):
    _fields_ = [("type", c_int), ("data", Data)]


class Rectangle(Structure):
    _fields_ = [(name, c_int) for name in ("x", "y", "width", "height")]


class PixelRegion(Structure):
    _fields_ = [
        ("data", c_void_p),
        ("drawable", c_void_p),
        *((name, c_int) for name in ("bpp", "rowstride", "x", "y", "w", "h")),
        ("flags", ctypes.c_uint),
        ("process_count", c_int),
    ]


Event = ctypes.CFUNCTYPE(None)
Run = ctypes.CFUNCTYPE(None, c_char_p, c_int, POINTER(Param), POINTER(c_int), POINTER(POINTER(Param)))


class PlugInInfo(Structure):
    _fields_ = [("init", Event), ("quit", Event), ("query", Event), ("run", Run)]
