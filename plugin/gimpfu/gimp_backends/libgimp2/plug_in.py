"""The conversation with GIMP that a plug-in is: asked once what there is, and run when it is wanted."""

from __future__ import annotations

import ctypes
import sys
import traceback
from typing import Any, Callable, Sequence

from gimp_backends.contract import Parameter, PlugIn, Procedure
from gimp_backends.fields import PDB_STATUS, PDB_STRING
from gimp_backends.libgimp2 import structures
from gimp_backends.libgimp2.libraries import decoded, encoded, library
from gimp_backends.libgimp2.procedures import signature
from gimp_backends.libgimp2.structures import EXECUTION_ERROR, SUCCESS
from gimp_backends.libgimp2.values import Packed, unpacked

PLUGINS_ERRORS = 1  # GIMP_PDB_ERROR_HANDLER_PLUGIN: an error of a call is the plug-in's to tell, GIMP shows nothing
RunProcedure = Callable[[str, "list[Any]"], "tuple[int, list[Any]]"]


class Answering:
    """A function of Python's that GIMP calls with a procedure's values."""

    def __init__(self, run: RunProcedure, result_types: Callable[[str], Sequence[int]]) -> None:
        self._run = run
        self._result_types = result_types
        self._results: Packed | None = None  # GIMP reads them after the call
        self.callback = structures.Run(self._answer)

    def _answer(self, name: bytes, count: int, params: Any, result_count: Any, results: Any) -> None:
        try:
            self._results = self._packed(decoded(name), unpacked(params, count))
        except BaseException as error:  # ctypes would print it and let GIMP wait
            traceback.print_exc()
            sentence = f"{decoded(name)} failed unexpectedly ({type(error).__name__}: {error})."
            self._results = Packed([PDB_STATUS, PDB_STRING], [EXECUTION_ERROR, sentence])
        result_count[0] = len(self._results)
        results[0] = ctypes.cast(self._results.params, ctypes.POINTER(structures.Param))

    def _packed(self, name: str, values: list[Any]) -> Packed:
        status, results = self._run(name, values)
        types = self._result_types(name) if status == SUCCESS else [PDB_STRING] * len(results)
        if len(results) != len(types):
            raise ValueError(f"expected {len(types)} results, found {len(results)}")
        return Packed([PDB_STATUS, *types], [status, *results])


def main(plug_in: PlugIn, arguments: Sequence[str]) -> int:
    """Talk to GIMP until it is done with this process; the status to exit with."""
    failures: list[BaseException] = []

    def event(callback: Callable[[], None] | None) -> Any:
        def called() -> None:
            assert callback is not None
            try:
                callback()
            except BaseException as error:
                traceback.print_exc()
                failures.append(error)

        return structures.Event(called) if callback else structures.Event()

    def run(name: str, values: list[Any]) -> tuple[int, list[Any]]:
        library("gimp").gimp_plugin_set_pdb_error_handler(PLUGINS_ERRORS)
        return plug_in.run(name, values)

    answering = Answering(run, lambda name: types_of(signature(name).results))
    info = structures.PlugInInfo(event(plug_in.init), event(plug_in.quit), event(plug_in.query), answering.callback)
    given = (ctypes.c_char_p * (len(arguments) + 1))(*map(encoded, arguments), None)
    status = library("gimp").gimp_main(ctypes.byref(info), len(arguments), given)
    sys.stdout.flush()
    return 1 if failures else status


def install(procedure: Procedure) -> None:
    library("gimp").gimp_install_procedure(*described(procedure))


class Temporary:
    """Procedures that last as long as this process."""

    def __init__(self) -> None:
        self._kept: dict[str, Answering] = {}

    def install(self, procedure: Procedure, run: RunProcedure) -> None:
        types = types_of(procedure.results)
        answering = Answering(run, lambda name: types)
        library("gimp").gimp_install_temp_proc(*described(procedure), answering.callback)
        self._kept[procedure.name] = answering

    def uninstall(self, name: str) -> None:
        library("gimp").gimp_uninstall_temp_proc(encoded(name))
        self._kept.pop(name, None)


def described(procedure: Procedure) -> tuple[Any, ...]:
    """A procedure as the arguments of libgimp's functions that install one."""
    p = procedure
    texts = (p.name, p.blurb, p.help, p.author, p.copyright, p.date, p.label, p.image_types)
    counts = (len(p.parameters), len(p.results))
    lists = (definitions(p.parameters), definitions(p.results))
    return (*(None if text is None else encoded(text) for text in texts), p.kind, *counts, *lists)


def definitions(parameters: Sequence[Parameter]) -> Any:
    if not parameters:
        return None
    every = [structures.ParamDef(one.type, encoded(one.name), encoded(one.description)) for one in parameters]
    return (structures.ParamDef * len(every))(*every)


def types_of(parameters: Sequence[Parameter]) -> list[int]:
    return [parameter.type for parameter in parameters]
