"""Make a look: read from GIMP what it is made of, send that to the engine, save the draft that the engine has then."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from gi.repository import Gimp, Gio

from lut.shared.printable import printable

from ..engine.client import Engine
from ..engine.shared_memory import SharedMemory
from ..engine.strips import rows_per_strip, split
from ..language import _
from .errors import HostError
from .layer_effects import send_through_effects
from .message import announce
from .pixels import Format, material_format, read_strip

Fields = dict[str, Any]
KEEP = "keep-local-tone"
TAKE_LONG = ("photos",)  # ways whose progress the engine tells
MADE_OF_THIS = ("reference", "effects", "hald")  # ways whose material is the layer itself


class Material:
    """Layers in the memory that the engine makes looks of; the same layers again are not sent again."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.memory: SharedMemory | None = None
        self.layers: list[Gimp.Drawable] = []
        self.places: list[Fields] = []

    def copy_layers(self, *layers: Gimp.Drawable) -> list[Fields]:
        """Copy the layers into the memory.  Returns where each one's pixels are."""
        if self.memory is None or list(layers) != self.layers:
            self.close()
            formats = [material_format(layer) for layer in layers]
            sizes = [layer.get_width() * layer.get_height() for layer in layers]
            starts = [0]
            for size, travel in zip(sizes, formats, strict=True):
                starts.append(starts[-1] + -(-size * travel.pixel_bytes // 16) * 16)
            self.memory = SharedMemory(self.engine, starts[-1], "material")
            self.layers = list(layers)
            self.places = [
                copy_layer(layer, travel, self.memory, start)
                for layer, travel, start in zip(layers, formats, starts[:-1], strict=True)
            ]
        return self.places

    def close(self) -> None:
        if self.memory is not None:
            self.memory.close()
        self.memory = None


def copy_layer(layer: Gimp.Drawable, travel: Format, memory: SharedMemory, start: int) -> Fields:
    """Copy a layer's own pixels, without its effects and its mask, into the memory."""
    width, height = layer.get_width(), layer.get_height()
    buffer = layer.get_buffer()
    for strip in split(0, 0, width, height, rows_per_strip(width, travel.pixel_bytes)):
        begin = start + strip.y * width * travel.pixel_bytes
        read_strip(buffer, strip, travel, memory.view[begin : begin + strip.rows * width * travel.pixel_bytes])
    return {"source": start, "width": width, "rows": height, "type": travel.type, "channels": travel.channels}


class Maker:
    """One way of making a look, from a procedure's arguments: ``way`` is a key of ``dispatch.RUN``.

    drawable: the one that is worked on; None where no image is open, which the ways in NEED_NO_IMAGE allow.
    """

    def __init__(self, engine: Engine, way: str, drawable: Gimp.Drawable | None, config: Gimp.ProcedureConfig) -> None:
        self.engine = engine
        self.way = way
        self.drawable = drawable
        self.config = config
        self.material = Material(engine)

    def read_fields(self) -> Fields:
        """Read the fields of the ``create`` message.

        Raises HostError for what the user has yet to choose, and for what cannot be.
        """
        readers = {
            "photos": self._read_photos,
            "pairs": self._read_pairs,
            "reference": self._read_reference,
            "effects": self._read_effects,
            "hald": self._read_hald,
            "file": self._read_file,
        }
        return {"way": self.way, **readers[self.way]()}

    def close(self) -> None:
        self.material.close()

    def shown_layer(self) -> Gimp.Drawable | None:
        """Choose the layer on which the look is tried: for a pair, the one that is to become like the other."""
        before = self.config.get_property("before") if self.way == "pairs" else None
        return before or self.drawable

    def check_drawable(self) -> None:
        """Raise HostError if the look is to be made of a layer of which none can be."""
        if self.way in MADE_OF_THIS:
            self._check(self.drawable)

    def _read_photos(self) -> Fields:
        files = self.config.get_property("files")
        if not files:
            raise HostError(_("Choose raw files of your phone, or a folder of them."))
        return {"files": absolute_paths(files)}

    def _read_pairs(self) -> Fields:
        sides = [(self.config.get_property(side), self._path(f"{side}-file")) for side in ("before", "after")]
        chosen = [layer for layer, path in sides if layer is not None and path is None]
        missing = (
            _("Choose the picture before: a layer or a file."),
            _("Choose the picture after: a layer or a file."),
        )
        for sentence, (layer, path) in zip(missing, sides, strict=True):
            if layer is None and path is None:
                raise HostError(sentence)
        if len(chosen) == 2 and chosen[0] == chosen[1]:
            raise HostError(_("Choose two different layers for before and after."))
        for layer in chosen:
            self._check(layer)
        places = iter(self.material.copy_layers(*chosen) if chosen else ())
        return {"pictures": [{"file": path} if path is not None else next(places) for _layer, path in sides]}

    def _read_reference(self) -> Fields:
        path = self._path("reference")
        if path is None:
            raise HostError(_("Choose a reference photograph."))
        self._check(self.drawable)
        photo = self.material.copy_layers(self.drawable)
        return {"pictures": [*photo, {"file": path}], "strength": self.config.get_property("degree") / 100}

    def _read_effects(self) -> Fields:
        self._check(self.drawable)
        return send_through_effects(self.engine, self.drawable)

    def _read_hald(self) -> Fields:
        self._check(self.drawable)
        return {"pictures": self.material.copy_layers(self.drawable)}

    def _read_file(self) -> Fields:
        path = self._path("file")
        if path is None:
            raise HostError(_("Choose a recipe or a LUT file."))
        return {"file": path}

    def _path(self, name: str) -> str | None:
        file: Gio.File | None = self.config.get_property(name)
        if file is None:
            return None
        path = file.get_path()
        if path is None:
            raise HostError(
                _("{address} is not a file on this machine: copy it here first.").format(address=file.get_uri())
            )
        return str(path)

    def _check(self, layer: Gimp.Drawable) -> None:
        if layer.is_group():
            raise HostError(_("“{layer}” is a layer group: choose a layer.").format(layer=layer.get_name()))
        if not layer.is_rgb():
            raise HostError(_("“{layer}” is not in RGB: a look is made of colors.").format(layer=layer.get_name()))


def absolute_paths(files: Sequence[str]) -> list[str]:
    return [str(Path(file).absolute()) for file in files]


def suggest_name(made: str, drawable: Gimp.Drawable | None) -> str:
    """Suggest a name for a look without one: as its source says, else after the picture."""
    if made or drawable is None:
        return made
    file = drawable.get_image().get_file() or drawable.get_image().get_imported_file()
    picture = printable(Path(file.get_basename()).stem) if file else drawable.get_name()
    return _("{picture} look").format(picture=picture)


def given_name(config: Gimp.ProcedureConfig) -> str:
    return (config.get_property("name") or "").strip()  # a script may have set none


def save_draft(engine: Engine, config: Gimp.ProcedureConfig, suggested: str) -> str:
    """Save the draft under the name that was given, or the suggested one.  Returns the path of the look's file."""
    export = config.get_property("export")
    kept = {"local_tone": config.get_property(KEEP)} if config.find_property(KEEP) else {}
    name, path = given_name(config) or suggested, export.get_path() if export else None
    answer = engine.request("save", name=name, export=path, **kept)
    if answer["changes"]:
        changes = "; ".join(answer["changes"])
        announce(_("Exported with changes that the format needs: {changes}.").format(changes=changes))
    return str(answer["path"])
