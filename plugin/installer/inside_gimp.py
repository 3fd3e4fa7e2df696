"""Runs inside GIMP: apply a look through the installed plug-in and compare with the engine's result.

The variable CAMERA_LOOKS_CHECK holds its settings as JSON: photo, expected, procedure, look, verdict.  The
verdict goes to a file, since GIMP's exit code says nothing.  Standard library and gi only.
"""

import json
import os
import traceback
from pathlib import Path

import gi

gi.require_version("Gimp", "3.0")
gi.require_version("Gegl", "0.4")
from gi.repository import Gegl, Gimp, Gio  # noqa: E402

SETTINGS: dict[str, str] = json.loads(os.environ["CAMERA_LOOKS_CHECK"])


def load(path: str) -> Gimp.Layer:
    image = Gimp.file_load(Gimp.RunMode.NONINTERACTIVE, Gio.File.new_for_path(path))
    return image.get_layers()[0]


def pixels(layer: Gimp.Layer) -> bytes:
    area = Gegl.Rectangle.new(0, 0, layer.get_width(), layer.get_height())
    return layer.get_buffer().get(area, 1.0, "R'G'B' u8", Gegl.AbyssPolicy.NONE)


def apply_look(layer: Gimp.Layer) -> str | None:
    """Apply the look; None when it succeeded, else a sentence."""
    procedure = Gimp.get_pdb().lookup_procedure(SETTINGS["procedure"])
    if procedure is None:
        return "GIMP has not loaded the plug-in"
    config = procedure.create_config()
    config.set_property("image", layer.get_image())
    config.set_core_object_array("drawables", [layer])
    config.set_property("look", SETTINGS["look"])
    answer = procedure.run(config)
    if answer.index(0) == Gimp.PDBStatusType.SUCCESS:
        return None
    return Gimp.get_pdb().get_last_error()


def check() -> dict[str, object]:
    layer = load(SETTINGS["photo"])
    before = pixels(layer)
    error = apply_look(layer)
    if error is not None:
        return {"error": error}
    after = pixels(layer)
    layer.get_image().delete()
    layer = load(SETTINGS["expected"])
    expected = pixels(layer)
    layer.get_image().delete()
    if not len(before) == len(after) == len(expected):
        return {"error": f"expected {len(expected)} bytes of pixels, found {len(after)}"}
    return {
        "changed": before != after,
        "apart": max(abs(one - other) for one, other in zip(after, expected, strict=True)),
    }


try:
    verdict = check()
except Exception as error:
    verdict = {"error": f"{type(error).__name__}: {error}", "traceback": traceback.format_exc()}
Path(SETTINGS["verdict"]).write_text(json.dumps(verdict), encoding="utf-8")
