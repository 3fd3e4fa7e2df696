"""contract.Backend over what a GIMP in memory holds: looking calls up, checking them, running them."""

from __future__ import annotations

import struct
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any, Callable, Sequence

from gimp_backends.contract import Area, PlugIn, Procedure, ProcedureError, UnknownProcedure
from gimpenums import (
    PDB_CALLING_ERROR,
    PDB_CANCEL,
    PDB_CHANNEL,
    PDB_DISPLAY,
    PDB_DRAWABLE,
    PDB_IMAGE,
    PDB_ITEM,
    PDB_LAYER,
    PDB_SELECTION,
    PDB_SUCCESS,
    PDB_VECTORS,
)

from gimp_in_memory import answers, calls, formats
from gimp_in_memory.calls import context, drawables, palettes, session
from gimp_in_memory.model import COMPONENTS, Channel, Drawable, Image, Item, Layer, Vectors
from gimp_in_memory.signatures import Known, all_known, check, old_names
from gimp_in_memory.world import World

KINDS = {
    PDB_ITEM: Item,
    PDB_LAYER: Layer,
    PDB_CHANNEL: Channel,
    PDB_DRAWABLE: Drawable,
    PDB_SELECTION: Channel,
    PDB_VECTORS: Vectors,
}
GONE = "Most likely a plug-in is trying to work on something that doesn't exist any longer."
Run = Callable[[str, "list[Any]"], "tuple[int, list[Any]]"]


class Calls(World):
    """All of contract.Backend but the dialog."""

    def __init__(self, strict: bool = False) -> None:
        super().__init__()
        self._strict = strict
        self._known: dict[str, Known] = all_known()
        self._old_names = old_names()
        self._settings = context.settings(self._known)
        context.set_defaults(self)
        self.palettes[palettes.HISTORY] = palettes.Palette()
        self._runs: dict[str, tuple[str, Run]] = {}
        self.installed: dict[str, Procedure] = {}
        self.called: Counter[str] = Counter()
        self.answered: Counter[str] = Counter()
        self.acknowledged = False
        self._lacking: NotImplementedError | None = None
        self.folder = Path(tempfile.gettempdir()) / "gimp-in-memory"

    def main(self, plug_in: PlugIn) -> int:
        if plug_in.query:
            self._installing = plug_in.run
            plug_in.query()
        if plug_in.init:
            plug_in.init()
        return 0

    def signature(self, name: str) -> Procedure:
        if name not in self._known:
            raise UnknownProcedure(f"there is no procedure '{name}'")
        return self._known[name].procedure

    def call(self, name: str, values: Sequence[Any]) -> list[Any]:
        procedure = self.signature(name)
        self.called[name] += 1
        check(self._known[name], values)
        if name in self._runs:
            return self._run_installed(name, values)
        name = self._old_names.get(name, name)
        if name == "gimp-procedural-db-query":
            found = session.query(self, {n: known.procedure for n, known in self._known.items()}, *values)
            return self._plain(found, procedure)
        if name == "gimp-procedural-db-proc-exists":
            return [int(values[0].replace("_", "-") in self._known)]
        function = calls.READS.get(name) or calls.CHANGES.get(name) or self._settings.get(name)
        objects = [self._object(value, i, procedure) for i, value in enumerate(values)]
        if function is None:
            return self._answer(procedure, objects, NotImplementedError(f"the memory backend does not do '{name}'"))
        if name in calls.CHANGES:
            for image in self._images_of(objects):
                self.histories[image.ID].before_change()
        try:
            return self._plain(function(self, *objects), procedure)
        except NotImplementedError as lacking:
            return self._answer(procedure, objects, lacking, str(lacking))

    def _answer(
        self, procedure: Procedure, objects: Sequence[Any], lacking: NotImplementedError, why: str = ""
    ) -> list[Any]:
        """What is not done is answered, recorded and told at the end; or it is an error, if this GIMP is strict."""
        if self._strict:
            self._lacking = lacking
            raise lacking
        self.answered[procedure.name] += 1
        return self._plain(answers.answer(self, procedure, objects, why), procedure)

    def _run_installed(self, name: str, values: Sequence[Any]) -> list[Any]:
        original, run = self._runs[name]
        status, results = run(original, list(values))
        lacking, self._lacking = self._lacking, None
        if status != PDB_SUCCESS and lacking:  # a test shall see what is missing, not that the plug-in failed
            raise lacking
        if status == PDB_CANCEL:
            raise ProcedureError(status, f"Procedure '{name}' was cancelled")
        if status != PDB_SUCCESS:
            raise ProcedureError(status, str(results[0]) if results else f"Procedure '{name}' failed")
        wanted = self._known[name].procedure.results
        check(Known(Procedure(f"{name}'s results", "", "", "", "", "", 0, wanted, ()), ()), results)
        return results

    def _object(self, value: Any, i: int, procedure: Procedure) -> Any:
        """An item or image for its number."""
        parameter = procedure.parameters[i]
        if parameter.type in (PDB_IMAGE, *KINDS) and not procedure.name.endswith("-is-valid"):
            if value == -1:
                return None
            found = self.images.get(value) if parameter.type == PDB_IMAGE else self.items.get(value)
            if not isinstance(found, KINDS.get(parameter.type, Image)):
                raise ProcedureError(
                    PDB_CALLING_ERROR,
                    f"Procedure '{procedure.name}' has been called with an invalid ID for argument "
                    f"'{parameter.name}'. {GONE}",
                )
            return found
        return (value if value >= 0 else None) if parameter.type == PDB_DISPLAY else value

    @staticmethod
    def _images_of(objects: Sequence[Any]) -> list[Image]:
        found = [thing if isinstance(thing, Image) else getattr(thing, "image", None) for thing in objects]
        return list(dict.fromkeys(image for image in found if image is not None))

    @staticmethod
    def _plain(result: Any, procedure: Procedure) -> list[Any]:
        """What a function returned, nothing, one value or a tuple of them, as the results of its procedure."""
        wanted = procedure.results
        results = [result] if len(wanted) == 1 and not isinstance(result, tuple) else list(result or ())
        assert len(results) == len(wanted), f"{procedure.name}: {results}"

        def plain(value: Any, kind: int) -> Any:
            if kind in (PDB_IMAGE, *KINDS):
                return -1 if value is None else value.ID
            return int(value) if isinstance(value, bool) else value

        return [plain(value, part.type) for value, part in zip(results, wanted)]

    def install(self, procedure: Procedure) -> None:
        self._install(procedure, self._installing)

    def install_temporary(self, procedure: Procedure, run: Run) -> None:
        self._install(procedure, run)

    def _install(self, procedure: Procedure, run: Run) -> None:
        name = procedure.name.replace("_", "-")
        parts = [
            tuple(part._replace(name=part.name.replace("_", "-")) for part in some)
            for some in (procedure.parameters, procedure.results)
        ]
        own = procedure._replace(name=name, parameters=parts[0], results=parts[1])
        self.installed[name] = own
        self._known[name] = Known(own._replace(label=None, image_types=None), ())
        self._runs[name] = (procedure.name, run)

    def uninstall_temporary(self, name: str) -> None:
        for known in (self.installed, self._known, self._runs):
            known.pop(name.replace("_", "-"), None)

    def extension_ack(self) -> None:
        self.acknowledged = True

    def extension_process(self, milliseconds: int) -> None:
        pass  # calls of temporary procedures are run at once

    def setting(self, name: str) -> Any:
        folders = ("directory", "data_directory", "locale_directory", "sysconf_directory", "plug_in_directory")
        settings: dict[str, Any] = {
            **{folder: str(self.folder / folder) for folder in folders},
            "icon_theme_dir": str(self.folder / "icons"),
            "progname": "gimp-in-memory",
            "wm_class": "Gimp",
            "display_name": "",
            "tile_width": 128,
            "tile_height": 128,
            "shm_ID": -1,
            "check_size": 1,
            "check_type": 1,
            "min_colors": 144,
            "monitor_number": 0,
            "timestamp": 0,
            "user_time": 0,
            "default_display": -1,
            "install_cmap": False,
            "show_tool_tips": True,
            "show_help_button": True,
            "gamma": 2.2,
            "version": session.VERSION,
        }
        return settings[name]

    def _pixels(self, drawable: int, area: Area, shadow: bool) -> tuple[Drawable, Any]:
        item = self.items.get(drawable)
        if not isinstance(item, Drawable):
            raise ProcedureError(PDB_CALLING_ERROR, f"there is no drawable {drawable}")
        pixels = drawables.shadow_of(item) if shadow else drawables.pixels_of(item)
        if pixels.inside(*area) != area:
            raise ValueError(f"the rectangle {area} is not inside of {pixels.width} × {pixels.height} pixels")
        return item, pixels

    def read(self, drawable: int, x: int, y: int, width: int, height: int, format: str, shadow: bool = False) -> bytes:
        item, pixels = self._pixels(drawable, (x, y, width, height), shadow)
        return formats.read(pixels.get(x, y, width, height), item.type, item.image.colormap, format)

    def read_into(
        self, drawable: int, area: Area, format: str, into: Any, shadow: bool = False, stride: int = 0
    ) -> None:
        data = self.read(drawable, *area, format, shadow)
        length = len(data) // area[3]
        target = memoryview(into).cast("B")
        for row in range(area[3]):
            start = row * (stride or length)
            target[start : start + length] = data[row * length : (row + 1) * length]

    def write(
        self, drawable: int, x: int, y: int, width: int, height: int, format: str, data: bytes, shadow: bool = False
    ) -> None:
        item, pixels = self._pixels(drawable, (x, y, width, height), shadow)
        old = pixels.get(x, y, width, height)
        parsed = formats.parsed(format)
        size = struct.calcsize(parsed.code) * parsed.components if parsed else COMPONENTS[item.type]
        if len(data) != width * height * size:
            raise ValueError(f"expected {width * height * size} bytes of pixels, found {len(data)}")
        if not shadow:
            self.histories[item.image.ID].before_change()
        pixels = drawables.shadow_of(item) if shadow else item.pixels
        pixels.put(x, y, width, height, formats.write(data, old, item.type, format))

    def write_from(
        self, drawable: int, area: Area, format: str, data: Any, shadow: bool = False, stride: int = 0
    ) -> None:
        source = memoryview(data).cast("B")
        length = len(source) // area[3] if not stride else self._row_bytes(drawable, area[2], format)
        rows = [source[row * (stride or length) : row * (stride or length) + length] for row in range(area[3])]
        self.write(drawable, *area, format, b"".join(rows), shadow)

    def _row_bytes(self, drawable: int, width: int, format: str) -> int:
        return len(self.read(drawable, 0, 0, 1, 1, format)) * width
