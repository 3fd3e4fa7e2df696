"""A GIMP 2.10 in memory: for tests of plug-ins, and for writing them without GIMP.

It does what `calls` lists, and answers the rest with a value of the right type, which it records and tells at the end.
It keeps what was registered, shown, said and progressed, so that a test can ask: README.md shows how.
"""

from __future__ import annotations

import runpy  # noqa: TID251  (scripts of the caller of a test)
import sys
from itertools import takewhile
from pathlib import Path
from typing import Any, Sequence

from gimp_backends import use
from gimp_backends.contract import Field, Procedure
from gimpenums import (
    PDB_CHANNEL,
    PDB_DRAWABLE,
    PDB_IMAGE,
    PDB_INT32,
    PDB_LAYER,
    RUN_INTERACTIVE,
    RUN_WITH_LAST_VALS,
)

from gimp_in_memory.backend import Calls
from gimp_in_memory.model import Drawable

TYPES = ("RGB", "RGBA", "GRAY", "GRAYA", "INDEXED", "INDEXEDA")  # as image types of menu entries are written


class Memory(Calls):
    """Implements contract.Backend.  To make one is to use it."""

    def __init__(self, strict: bool = False) -> None:
        """strict: what is not done raises NotImplementedError, instead of being answered and told at the end."""
        super().__init__(strict)
        self._answers: list[dict[str, Any] | None] = []
        self.dialogs: list[tuple[str, str, str, list[Field], list[Any]]] = []
        use(self)

    def load(self, script: str | Path) -> list[str]:
        """Run a plug-in's file, as GIMP does to learn of it; the names of the procedures that it registered."""
        before = set(self.installed)
        path = list(sys.path)
        sys.path.insert(0, str(Path(script).parent))
        try:
            runpy.run_path(str(script), run_name="__main__")
        finally:
            sys.path[:] = path
        return [name for name in self.installed if name not in before]

    def choose(self, procedure: str, drawable: Any = None, run_mode: int = RUN_INTERACTIVE) -> list[Any]:
        """Choose the procedure's menu entry, with the drawable active: its plain results.

        ValueError if the entry would be gray; ProcedureError if the plug-in fails or is cancelled.
        """
        known = self.signature(procedure)
        description = self.installed[known.name]
        given: list[Any] = [run_mode]
        if drawable is not None:
            item = self.items[getattr(drawable, "ID", drawable)]
            assert isinstance(item, Drawable)
            given += [item.image.ID, item.ID]
        self._sensitive(description, drawable is not None and TYPES[item.type])
        wanted = zip(known.parameters, ((PDB_INT32,), (PDB_IMAGE,), (PDB_DRAWABLE, PDB_LAYER, PDB_CHANNEL)))
        fitting = takewhile(lambda pair: pair[0].type in pair[1], wanted)
        return self._run_installed(known.name, [value for value, _ in zip(given, fitting)])

    @staticmethod
    def _sensitive(description: Procedure, type: str | bool) -> None:
        wanted = [part.strip() for part in (description.image_types or "").split(",") if part.strip()]
        if not wanted:
            return
        found = any(type and (part == "*" or part == type or part == f"{str(type).rstrip('A')}*") for part in wanted)
        if not found:
            raise ValueError(f"{description.name}: its menu entry is for {', '.join(wanted)}, not for {type or 'none'}")

    def repeat(self, procedure: str, drawable: Any = None) -> list[Any]:
        """Filters, Repeat: as `choose`, with the values of the last time and without a dialog."""
        return self.choose(procedure, drawable, RUN_WITH_LAST_VALS)

    def will_answer(self, **values: Any) -> None:
        """In the next dialog, fields get these values, by the parameters' names; others stay as they are shown."""
        self._answers.append(values)

    def will_cancel(self) -> None:
        """The next dialog is cancelled."""
        self._answers.append(None)

    def undo_last(self, image: Any) -> bool:
        """Edit, Undo: take back the last change or group of changes; False if there is none."""
        return self.undo(self.images[getattr(image, "ID", image)])

    def ask(
        self, procedure: str, title: str, blurb: str, fields: Sequence[Field], values: Sequence[Any]
    ) -> list[Any] | None:
        procedure = procedure.replace("_", "-")
        self.dialogs.append((procedure, title, blurb, list(fields), list(values)))
        if not self._answers:
            raise RuntimeError(
                f"the dialog of '{procedure}' is open and nobody answers: use will_answer or will_cancel"
            )
        answers = self._answers.pop(0)
        if answers is None:
            return None
        unknown = set(answers) - {field.name for field in fields}
        if unknown:
            raise RuntimeError(f"the dialog of '{procedure}' has no field {', '.join(sorted(unknown))}")
        return [answers.get(field.name, value) for field, value in zip(fields, values)]
