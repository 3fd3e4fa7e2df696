"""Which backend the modules talk to: what a test chose with `use`, else the GIMP that started this process."""

from __future__ import annotations

import sys

from gimp_backends.contract import Backend

_current: Backend | None = None


def use(backend: Backend | None) -> None:
    """Talk to this backend from now on; None: decide again at the next call."""
    global _current
    _current = backend


def current() -> Backend:
    global _current
    if _current is None:
        if sys.argv[1:2] != ["-gimp"]:
            raise RuntimeError(
                "this process was not started by GIMP: install the script as a plug-in, or give it a GIMP in memory "
                "(gimp_backends.use(gimp_in_memory.Memory()))"
            )
        from gimp_backends.libgimp2 import LibGimp2

        _current = LibGimp2()
    return _current
