"""The constants of a libgimp-2.0, asked of the library as the original gimpenums did.

`python tests/gimpfu/libgimp_enums.py` prints plugin/gimpfu/gimpenums/__init__.py, which the tests compare with it.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

COMPATIBLE = b"gimp-compat-enum"  # where libgimp keeps an enumeration's old names

# What the original adds by hand: macros and enumerations without a type, from libgimp's headers.
BY_HAND = {
    "Parasites": {
        "PARASITE_PERSISTENT": 1,
        "PARASITE_UNDOABLE": 2,
        "PARASITE_ATTACH_PARENT": 0x80 << 8,
        "PARASITE_PARENT_PERSISTENT": 1 << 8,
        "PARASITE_PARENT_UNDOABLE": 2 << 8,
        "PARASITE_ATTACH_GRANDPARENT": 0x80 << 16,
        "PARASITE_GRANDPARENT_PERSISTENT": 1 << 16,
        "PARASITE_GRANDPARENT_UNDOABLE": 2 << 16,
    },
    "Units": {"UNIT_PIXEL": 0, "UNIT_INCH": 1, "UNIT_MM": 2, "UNIT_POINT": 3, "UNIT_PICA": 4},
    "Limits": {
        "MIN_IMAGE_SIZE": 1,
        "MAX_IMAGE_SIZE": 524288,
        "MIN_RESOLUTION": 0.005,
        "MAX_RESOLUTION": 1048576.0,
        "MAX_MEMSIZE": 1 << 42,
    },
    "Edges of a pixel fetcher": {
        "PIXEL_FETCHER_EDGE_NONE": 0,
        "PIXEL_FETCHER_EDGE_WRAP": 1,
        "PIXEL_FETCHER_EDGE_SMEAR": 2,
        "PIXEL_FETCHER_EDGE_BLACK": 3,
        "PIXEL_FETCHER_EDGE_BACKGROUND": 4,
    },
    "Export": {
        "EXPORT_CAN_HANDLE_RGB": 1,
        "EXPORT_CAN_HANDLE_GRAY": 2,
        "EXPORT_CAN_HANDLE_INDEXED": 4,
        "EXPORT_CAN_HANDLE_BITMAP": 8,
        "EXPORT_CAN_HANDLE_ALPHA": 16,
        "EXPORT_CAN_HANDLE_LAYERS": 32,
        "EXPORT_CAN_HANDLE_LAYERS_AS_ANIMATION": 64,
        "EXPORT_CAN_HANDLE_LAYER_MASKS": 128,
        "EXPORT_NEEDS_ALPHA": 256,
        "EXPORT_CANCEL": 0,
        "EXPORT_IGNORE": 1,
        "EXPORT_EXPORT": 2,
    },
    "Truth": {"TRUE": True, "FALSE": False},
}


class _Value(ctypes.Structure):
    _fields_ = (("value", ctypes.c_int), ("name", ctypes.c_char_p), ("nick", ctypes.c_char_p))


class _Class(ctypes.Structure):
    _fields_ = (
        ("gtype", ctypes.c_size_t),
        ("minimum", ctypes.c_int),
        ("maximum", ctypes.c_int),
        ("count", ctypes.c_uint),
        ("values", ctypes.POINTER(_Value)),
    )


def enumerations() -> Iterator[tuple[str, dict[str, int]]]:
    """Every enumeration of the library with its constants, as the original named them; OSError where there is none."""
    gimp, base, gobject, glib = (ctypes.CDLL(f"lib{name}-2.0.so.0") for name in ("gimp", "gimpbase", "gobject", "glib"))
    gimp.gimp_enums_get_type_names.restype = ctypes.POINTER(ctypes.c_char_p)
    gobject.g_type_from_name.restype = gobject.g_type_get_qdata.restype = ctypes.c_size_t
    gobject.g_type_get_qdata.argtypes = (ctypes.c_size_t, ctypes.c_uint)
    gobject.g_type_class_ref.restype = ctypes.POINTER(_Class)
    gobject.g_type_class_ref.argtypes = (ctypes.c_size_t,)
    gimp.gimp_enums_init()
    quark = glib.g_quark_from_static_string(COMPATIBLE)

    def constants(gtype: int) -> dict[str, int]:
        known = gobject.g_type_class_ref(gtype).contents
        values = (known.values[i] for i in range(known.count))
        return {value.name.decode().replace("GIMP_", "", 1): value.value for value in values}

    for name, function in (
        ("GimpCheckSize", base.gimp_check_size_get_type),
        ("GimpCheckType", base.gimp_check_type_get_type),
    ):
        function.restype = ctypes.c_size_t
        yield name, constants(function())
    count = ctypes.c_int()
    names = gimp.gimp_enums_get_type_names(ctypes.byref(count))
    for i in range(count.value):
        gtype = gobject.g_type_from_name(names[i])
        yield names[i].decode(), constants(gtype)
        old = gobject.g_type_get_qdata(gtype, quark)
        if old:
            yield f"{names[i].decode()}, by the old names", constants(old)


def module() -> str:
    blocks = [*enumerations(), *BY_HAND.items()]
    lines = ['"""The constants of GIMP 2.10 as the original named them: written by tests/gimpfu/libgimp_enums.py."""']
    for title, constants in blocks:
        lines += ["", f"# {title}", *(f"{name} = {value}" for name, value in constants.items())]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(module(), end="")
