"""GIMP's procedural database: what it says of a procedure, and calls."""

from __future__ import annotations

import ctypes
from ctypes import POINTER, byref, c_int, c_void_p
from functools import lru_cache
from typing import Any, Sequence

from gimp_backends.contract import Parameter, Procedure, ProcedureError, UnknownProcedure
from gimp_backends.libgimp2.libraries import decoded, encoded, library
from gimp_backends.libgimp2.structures import CALLING_ERROR, EXECUTION_ERROR, SUCCESS, Param, ParamDef
from gimp_backends.libgimp2.values import Packed, text_at, unpacked


@lru_cache(maxsize=None)
def signature(name: str) -> Procedure:
    """What the database knows of a procedure.  Raises UnknownProcedure."""
    gimp, glib = library("gimp"), library("glib")
    texts = [c_void_p() for _ in range(5)]
    kind, given, returned = c_int(), c_int(), c_int()
    parameters, results = POINTER(ParamDef)(), POINTER(ParamDef)()
    places = [byref(place) for place in (*texts, kind, given, returned, parameters, results)]
    if not gimp.gimp_procedural_db_proc_info(encoded(name), *places):
        raise UnknownProcedure(f"GIMP has no procedure {name}")
    try:
        described = [text_at(text.value) or "" for text in texts]
        return Procedure(name, *described, kind.value, copied(parameters, given), copied(results, returned))
    finally:
        for text in texts:
            glib.g_free(text)
        gimp.gimp_destroy_paramdefs(parameters, given)
        gimp.gimp_destroy_paramdefs(results, returned)


def copied(found: Any, count: c_int) -> tuple[Parameter, ...]:
    every = (found[index] for index in range(count.value))
    return tuple(Parameter(one.type, decoded(one.name or b""), decoded(one.description or b"")) for one in every)


def call(name: str, values: Sequence[Any]) -> list[Any]:
    """Run a procedure and return its results.  Raises ProcedureError, UnknownProcedure."""
    types = [parameter.type for parameter in signature(name).parameters]
    if len(values) != len(types):
        raise ProcedureError(CALLING_ERROR, f"{name}: expected {len(types)} values, found {len(values)}")
    gimp, packed, count = library("gimp"), Packed(types, values), c_int()
    found = gimp.gimp_run_procedure2(encoded(name), byref(count), len(packed), packed.params)
    results = ctypes.cast(found, POINTER(Param))
    try:
        status = results[0].data.int32 if found else EXECUTION_ERROR
        if status != SUCCESS:
            raise ProcedureError(status, decoded(gimp.gimp_get_pdb_error() or b""))
        return unpacked(results, count.value)[1:]
    finally:
        if found:
            gimp.gimp_destroy_params(results, count)
