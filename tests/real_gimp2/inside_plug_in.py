#!/usr/bin/env python3
"""Runs a test's script in a plug-in's process: camera-looks-test RUN-MODE FOLDER.

The folder holds the script and the values that are its global names; the verdict goes there, as RealGimp reads it.
camera-looks-echo returns what it gets, a value of every type.
"""

import json
import traceback
from pathlib import Path

from gimp_backends import current
from gimp_backends.contract import Parameter, PlugIn, Procedure
from gimp_backends.fields import (
    PDB_COLORARRAY,
    PDB_INT32,
    PDB_INT32ARRAY,
    PDB_SELECTION,
    PDB_STATUS,
    PDB_STRING,
    PDB_STRINGARRAY,
)

NAME, ECHO = "camera-looks-test", "camera-looks-echo"
PARAMETERS = (Parameter(PDB_INT32, "run-mode", "How"), Parameter(PDB_STRING, "folder", "Where the script lies"))


def every_type():
    for kind in range(PDB_STATUS + 1):
        if PDB_INT32ARRAY <= kind <= PDB_STRINGARRAY or kind == PDB_COLORARRAY:
            yield Parameter(PDB_INT32, f"length-{kind}", "Of the next")
        if kind != PDB_SELECTION:  # GIMP has one for each image and gives it to nobody by this type
            yield Parameter(kind, f"value-{kind}", f"Of type {kind}")


def query():
    about = ("Runs a test's script", "", "", "", "")
    current().install(Procedure(NAME, *about, 1, PARAMETERS, ()))
    current().install(Procedure(ECHO, *about, 1, tuple(every_type()), tuple(every_type())))


def run(name, values):
    if name == ECHO:
        return 3, values
    folder = Path(values[1])
    verdict = {"result": {}}
    scope = {"result": verdict["result"], "Path": Path, "backend": current(), "__name__": "script"}
    scope.update(json.loads((folder / "values").read_text(encoding="utf-8")))
    try:
        exec(compile((folder / "script").read_text(encoding="utf-8"), str(folder / "script"), "exec"), scope)
    except BaseException:
        verdict["failure"] = traceback.format_exc()
    (folder / "verdict.part").write_text(json.dumps(verdict), encoding="utf-8")
    (folder / "verdict.part").replace(folder / "verdict")
    return 3, []


current().main(PlugIn(None, None, query, run))
