"""The procedural database: `pdb.gimp_image_new(...)`, `pdb["gimp-image-new"](...)`, `pdb.query(...)`."""

from __future__ import annotations

from typing import Any

from gimp_backends import current
from gimp_backends.contract import Procedure, UnknownProcedure
from gimpenums import RUN_NONINTERACTIVE

from gimp import _values
from gimp._call import results
from gimp._errors import NoProcedure


class PDBFunction:
    """A procedure: called with its parameters but the run mode, which `run_mode=` may tell."""

    def __init__(self, procedure: Procedure) -> None:
        self._procedure = procedure

    proc_name: str = property(lambda self: self._procedure.name)
    proc_blurb: str = property(lambda self: self._procedure.blurb or "")
    proc_help: str = property(lambda self: self._procedure.help or "")
    proc_author: str = property(lambda self: self._procedure.author or "")
    proc_copyright: str = property(lambda self: self._procedure.copyright or "")
    proc_date: str = property(lambda self: self._procedure.date or "")
    proc_type: int = property(lambda self: self._procedure.kind)
    params: tuple[tuple[int, str, str], ...] = property(
        lambda self: tuple(tuple(parameter) for parameter in self._procedure.parameters)
    )
    return_vals: tuple[tuple[int, str, str], ...] = property(
        lambda self: tuple(tuple(result) for result in self._procedure.results)
    )
    nparams: int = property(lambda self: len(self._procedure.parameters))
    nreturn_vals: int = property(lambda self: len(self._procedure.results))

    def __call__(self, *values: Any, **run: Any) -> Any:
        """The results: None for none, a single one, or a tuple; RuntimeError with GIMP's sentence if it fails."""
        if set(run) - {"run_mode"}:
            raise TypeError("only 'run_mode' keyword argument accepted")
        name, wanted = self._procedure.name, self._procedure.parameters
        values = values if wanted else ()  # as in the original, arguments to a procedure of none are ignored
        mode: list[Any] = []
        if wanted and wanted[0].name == "run-mode":
            mode, wanted = [int(run.get("run_mode", RUN_NONINTERACTIVE))], wanted[1:]
        found = results(name, *mode, *_values.all_plain(values, wanted, name))
        made = tuple(_values.made(value, result.type) for value, result in zip(found, self._procedure.results))
        return made if len(made) > 1 else made[0] if made else None

    def __repr__(self) -> str:
        return f"<pdb function '{self.proc_name}'>"


class PDB:
    def query(
        self,
        name: str | None = ".*",
        blurb: str | None = ".*",
        help: str | None = ".*",
        author: str | None = ".*",
        copyright: str | None = ".*",
        date: str | None = ".*",
        proc_type: str | None = ".*",
    ) -> list[str]:
        """The names of the procedures that match all of these regular expressions."""
        expressions = [part or ".*" for part in (name, blurb, help, author, copyright, date, proc_type)]
        return list(results("gimp-procedural-db-query", *expressions)[1])

    def __getattr__(self, name: str) -> PDBFunction:
        if name.startswith("_"):
            raise AttributeError(name)
        return self[name]

    def __getitem__(self, name: str) -> PDBFunction:
        if not isinstance(name, str):
            raise TypeError("Subscript must be a string")
        try:
            return PDBFunction(current().signature(name.replace("_", "-")))
        except UnknownProcedure as unknown:
            raise NoProcedure(f"procedure not found: {name}") from unknown

    def __dir__(self) -> list[str]:
        return ["query", *(name.replace("-", "_") for name in self.query())]

    def __repr__(self) -> str:
        return "<gimp procedural database>"


pdb = PDB()
