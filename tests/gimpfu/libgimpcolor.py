"""libgimpcolor, GIMP's own arithmetic of colors, through ctypes: what gimpcolor is compared with."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence


class Color(ctypes.Structure):
    """GimpRGB, GimpHSV and GimpHSL are four numbers each; GimpCMYK has five."""

    _fields_ = tuple((name, ctypes.c_double) for name in ("a", "b", "c", "d", "e"))


def library() -> ctypes.CDLL | None:
    try:
        return ctypes.CDLL("libgimpcolor-2.0.so.0")
    except OSError:
        return None


def _numbers(color: Color, count: int) -> list[float]:
    return [getattr(color, name) for name, _ in Color._fields_][:count]


def converted(conversion: str, values: Sequence[float], count: int = 4) -> list[float]:
    """What `gimp_<conversion>` makes of a color, in a structure of its own."""
    function = getattr(library(), f"gimp_{conversion}")
    result = Color()
    between = (ctypes.c_double(1.0),) if conversion == "rgb_to_cmyk" else ()
    function(ctypes.byref(Color(*values)), *between, ctypes.byref(result))
    return _numbers(result, count)


def changed(change: str, values: Sequence[float], *more: Sequence[float] | float | int) -> list[float]:
    """What `gimp_<change>` does to a color in its place."""
    color = Color(*values)
    arguments = [
        ctypes.byref(Color(*value))
        if isinstance(value, (list, tuple))
        else value
        if isinstance(value, int)
        else ctypes.c_double(value)
        for value in more
    ]
    getattr(library(), f"gimp_{change}")(ctypes.byref(color), *arguments)
    return _numbers(color, 4)


def parsed(kind: str, text: str) -> list[float] | None:
    """`kind`: rgb_parse_name, rgb_parse_hex, rgb_parse_css or rgba_parse_css; None for what it refuses."""
    color = Color(0.0, 0.0, 0.0, 1.0)
    known = getattr(library(), f"gimp_{kind}")(ctypes.byref(color), text.encode(), -1)
    return _numbers(color, 4) if known else None


def names() -> dict[str, list[float]]:
    texts, colors = ctypes.POINTER(ctypes.c_char_p)(), ctypes.POINTER(ctypes.c_double * 4)()
    count = library().gimp_rgb_list_names(ctypes.byref(texts), ctypes.byref(colors))
    return {texts[i].decode(): list(colors[i]) for i in range(count)}
