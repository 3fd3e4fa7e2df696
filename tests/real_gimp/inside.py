"""Shortcuts for scripts that run inside a real GIMP: GIMP's own Python, standard library and gi only.

``RealGimp.run`` gives every script these names, ``Gimp``, ``Gegl``, ``Gio``, ``GLib``, ``Path``, the
values that the test passed, and ``result``, a dictionary that the test gets back.
"""

from __future__ import annotations

import gi

gi.require_version("Gimp", "3.0")
gi.require_version("Gegl", "0.4")
from gi.repository import Gegl, Gimp, Gio, GLib  # noqa: E402, F401


def load(path: str) -> Gimp.Image:
    return Gimp.file_load(Gimp.RunMode.NONINTERACTIVE, Gio.File.new_for_path(str(path)))


def save(image: Gimp.Image, path: str) -> None:
    assert Gimp.file_save(Gimp.RunMode.NONINTERACTIVE, image, Gio.File.new_for_path(str(path)), None)


def layer(image: Gimp.Image) -> Gimp.Layer:
    """The topmost layer."""
    return image.get_layers()[0]


def call(called: str, image: Gimp.Image, drawables: list[Gimp.Drawable] | None = None, **arguments: object) -> str:
    """Run a procedure on an image's topmost layer (or on drawables); "" when it succeeded, else its sentence.

    Arguments are named as in the procedure, with _ for -; a path for a file argument is a Gio.File.
    """
    procedure = Gimp.get_pdb().lookup_procedure(called)
    assert procedure is not None, f"no procedure {called}"
    config = procedure.create_config()
    config.set_property("run-mode", Gimp.RunMode.NONINTERACTIVE)
    config.set_property("image", image)
    config.set_core_object_array("drawables", [layer(image)] if drawables is None else drawables)
    for argument, value in arguments.items():
        config.set_property(argument.replace("_", "-"), value)
    answer = procedure.run(config)
    if answer.index(0) == Gimp.PDBStatusType.SUCCESS:
        return ""
    return str(Gimp.get_pdb().get_last_error())


def pixels(drawable: Gimp.Drawable, pixel_format: str = "R'G'B'A u8") -> bytes:
    """All of a drawable's pixels, row by row; a format without a space means sRGB."""
    area = Gegl.Rectangle.new(0, 0, drawable.get_width(), drawable.get_height())
    return drawable.get_buffer().get(area, 1.0, pixel_format, Gegl.AbyssPolicy.NONE)
