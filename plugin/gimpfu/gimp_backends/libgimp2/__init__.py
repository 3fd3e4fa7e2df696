"""The GIMP 2.10 that started this process, through its own C libraries: for GIMPs that come without any Python."""

from __future__ import annotations

import sys
from typing import Any, Callable, Sequence

from gimp_backends.contract import Area, Field, PlugIn, Procedure
from gimp_backends.libgimp2 import plug_in as plug_ins
from gimp_backends.libgimp2 import procedures
from gimp_backends.libgimp2.libraries import library
from gimp_backends.libgimp2.pixels import Pixels
from gimp_backends.libgimp2.settings import setting

# Procedures that neither look at pixels nor change them: what is kept of drawables may stay.
HARMLESS = ("gimp-progress-", "gimp-procedural-db-", "gimp-message")


class LibGimp2:
    """Implements contract.Backend."""

    def __init__(self) -> None:
        self._pixels: dict[int, Pixels] = {}
        self._temporary = plug_ins.Temporary()

    def main(self, plug_in: PlugIn) -> int:
        return plug_ins.main(plug_in, sys.argv)

    def signature(self, name: str) -> Procedure:
        return procedures.signature(name)

    def call(self, name: str, values: Sequence[Any]) -> list[Any]:
        if not name.startswith(HARMLESS):
            self._let_go()
        return procedures.call(name, values)

    def install(self, procedure: Procedure) -> None:
        plug_ins.install(procedure)

    def install_temporary(self, procedure: Procedure, run: Callable[[str, list[Any]], tuple[int, list[Any]]]) -> None:
        self._temporary.install(procedure, run)

    def uninstall_temporary(self, name: str) -> None:
        self._temporary.uninstall(name)

    def extension_ack(self) -> None:
        library("gimp").gimp_extension_ack()

    def extension_process(self, milliseconds: int) -> None:
        library("gimp").gimp_extension_process(milliseconds)

    def setting(self, name: str) -> Any:
        return setting(name)

    def read(self, drawable: int, x: int, y: int, width: int, height: int, format: str, shadow: bool = False) -> bytes:
        data = bytearray(width * height * self._of(drawable).layout(format).pixel_bytes)
        self.read_into(drawable, (x, y, width, height), format, data, shadow)
        return bytes(data)

    def read_into(
        self, drawable: int, area: Area, format: str, into: Any, shadow: bool = False, stride: int = 0
    ) -> None:
        self._of(drawable).read(area, format, into, shadow, stride)

    def write(
        self, drawable: int, x: int, y: int, width: int, height: int, format: str, data: bytes, shadow: bool = False
    ) -> None:
        self.write_from(drawable, (x, y, width, height), format, data, shadow)

    def write_from(
        self, drawable: int, area: Area, format: str, data: Any, shadow: bool = False, stride: int = 0
    ) -> None:
        self._of(drawable).write(area, format, data, shadow, stride)

    def ask(
        self, procedure: str, title: str, blurb: str, fields: Sequence[Field], values: Sequence[Any]
    ) -> list[Any] | None:
        from gimp_backends.libgimp2.dialog import NoDialog, ask

        try:
            return ask(procedure, title, blurb, fields, values)
        except NoDialog as why:
            self.call("gimp-message", [f"{title} runs as the last time, since its dialog cannot be shown: {why}."])
            return list(values)

    def _of(self, drawable: int) -> Pixels:
        if drawable not in self._pixels:
            self._pixels[drawable] = Pixels(drawable)
        return self._pixels[drawable]

    def _let_go(self) -> None:
        while self._pixels:
            self._pixels.popitem()[1].close()
