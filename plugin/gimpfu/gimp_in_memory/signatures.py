"""The names of GIMP 2.10's procedures and the types of their parameters, from GIMP's own list in procedures.txt.

Also what each accepts: the number of values, their types and ranges.  A mistake that GIMP refuses is refused here.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NamedTuple, Sequence

import gimpenums
from gimp_backends.contract import Parameter, Parasite, Procedure, ProcedureError
from gimpenums import PDB_CALLING_ERROR

HERE = Path(__file__).parent
KINDS = {"internal": 0, "plug-in": 1, "extension": 2, "temporary": 3}
ENTRY = re.compile(r"(?P<name>[^:]+):(?P<type>[A-Z0-9]+)(?:\[(?P<lower>[^]]*?)\.\.(?P<upper>[^]]*?)\])?$")

_TYPES: dict[int, tuple[type, ...]] = {
    gimpenums.PDB_FLOAT: (float, int),
    gimpenums.PDB_STRING: (str, type(None)),
    gimpenums.PDB_INT8ARRAY: (bytes,),
    gimpenums.PDB_COLOR: (tuple,),
    gimpenums.PDB_PARASITE: (Parasite,),
    **{getattr(gimpenums, f"PDB_{name}ARRAY"): (list,) for name in ("INT32", "INT16", "FLOAT", "STRING", "COLOR")},
}
_ARRAYS = [getattr(gimpenums, f"PDB_{name}ARRAY") for name in ("INT32", "INT16", "INT8", "FLOAT", "STRING", "COLOR")]


class Known(NamedTuple):
    procedure: Procedure
    ranges: tuple[tuple[float, float], ...]


def _limit(text: str | None, default: float) -> float:
    return float(text) if text else default


def _known(line: str) -> Known:
    kind, name, *rest = line.split(" ")
    arrow = rest.index("->")
    infinite = float("inf")
    sides: list[tuple[Parameter, ...]] = []
    ranges = []
    for entries in (rest[:arrow], rest[arrow + 1 :]):
        side = []
        for entry in entries:
            found = ENTRY.match(entry)
            assert found, f"procedures.txt: expected name:TYPE, found {entry!r} of {name}"
            side.append(Parameter(getattr(gimpenums, f"PDB_{found['type']}"), found["name"], ""))
            if not sides:
                ranges.append((_limit(found["lower"], -infinite), _limit(found["upper"], infinite)))
        sides.append(tuple(side))
    return Known(Procedure(name, "", "", "", "", "", KINDS[kind], *sides), tuple(ranges))


def all_known() -> dict[str, Known]:
    lines = (HERE / "procedures.txt").read_text(encoding="utf-8").splitlines()
    return {known.procedure.name: known for known in map(_known, lines)}


def old_names() -> dict[str, str]:
    """Names of procedures in earlier GIMPs, which GIMP 2.10 still answers to."""
    return dict(line.split() for line in (HERE / "old_names.txt").read_text(encoding="utf-8").splitlines())


def check(known: Known, values: Sequence[Any]) -> None:
    name, wanted = known.procedure.name, known.procedure.parameters
    if len(values) != len(wanted):
        raise ProcedureError(
            PDB_CALLING_ERROR, f"Procedure '{name}' has been called with {len(values)} values, it takes {len(wanted)}."
        )
    for i, (value, parameter) in enumerate(zip(values, wanted)):
        where = f"Procedure '{name}' has been called with {value!r} for argument '{parameter.name}' (#{i + 1})."
        if not isinstance(value, _TYPES.get(parameter.type, (int,))):
            raise ProcedureError(PDB_CALLING_ERROR, f"{where} This value is of the wrong type.")
        if parameter.type in _ARRAYS and len(value) != values[i - 1]:
            raise ProcedureError(PDB_CALLING_ERROR, f"{where} The length said before is {values[i - 1]!r}.")
        lower, upper = known.ranges[i] if known.ranges else (0, 0)
        if known.ranges and isinstance(value, (int, float)) and not lower <= value <= upper:
            raise ProcedureError(PDB_CALLING_ERROR, f"{where} This value is out of range.")
