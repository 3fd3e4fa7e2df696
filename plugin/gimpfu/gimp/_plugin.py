"""Being a plug-in: what GIMP is told of it, and how its calls reach the script."""

from __future__ import annotations

import sys
import traceback
from functools import partial
from typing import Any, Callable, Sequence

from gimp_backends import contract, current
from gimpenums import PDB_CANCEL, PDB_EXECUTION_ERROR, PDB_SUCCESS, TEMPORARY

from gimp import _cache, _values
from gimp._call import call
from gimp._errors import CancelError, error

Run = Callable[[str, tuple], Any]


def main(
    init: Callable[[], Any] | None,
    quit: Callable[[], Any] | None,
    query: Callable[[], Any] | None,
    run: Callable[[str, tuple[Any, ...]], Any] | None,
) -> None:
    """Hand the process over to GIMP, which calls these functions."""
    global _run
    if query is None:
        raise error("a query procedure must be provided")
    if not all(function is None or callable(function) for function in (init, quit, query, run)):
        raise error("arguments must be callable")
    _run = run
    current().main(contract.PlugIn(init, quit, query, partial(answer, run)))


_run: Run | None = None


def answer(run: Run | None, name: str, values: list[Any]) -> tuple[int, list[Any]]:
    """Run a procedure of the script: its status, and its results or the sentence that says what went wrong.

    The one place where a script's errors end; the traceback goes where GIMP's own messages go.
    """
    try:
        procedure = current().signature(name.replace("_", "-"))
        if run is None:
            raise error(f"{name}: the plug-in has no function for running")
        result = run(name, _values.all_made(values, procedure))
        _cache.flush()
        return PDB_SUCCESS, _values.returned(result, procedure)
    except CancelError:
        return PDB_CANCEL, []
    except SystemExit as stop:  # gimp.quit()
        _cache.flush()
        return (PDB_SUCCESS, []) if not stop.code else (PDB_EXECUTION_ERROR, [f"{name}: exit {stop.code}"])
    except Exception as problem:
        traceback.print_exc(file=sys.stderr)
        return PDB_EXECUTION_ERROR, [sentence(problem)]


def sentence(problem: Exception) -> str:
    """GIMP's own sentences as they are, Python's with their kind before them."""
    text = str(problem) or type(problem).__name__
    known = type(problem) is RuntimeError or (
        isinstance(problem, RuntimeError) and not isinstance(problem, NotImplementedError)
    )
    return text if known else f"{type(problem).__name__}: {text}" if str(problem) else text


def _procedure(
    name: str,
    blurb: str,
    help: str,
    author: str,
    copyright: str,
    date: str,
    menu_path: str | None,
    image_types: str | None,
    type: int,
    params: Sequence[tuple[int, str, str]],
    return_vals: Sequence[tuple[int, str, str]],
) -> contract.Procedure:
    parts = [
        tuple(contract.Parameter(int(kind), part, text) for kind, part, text in some) for some in (params, return_vals)
    ]
    return contract.Procedure(name, blurb, help, author, copyright, date, type, *parts, menu_path, image_types)


def install_procedure(*description: Any) -> None:
    """(name, blurb, help, author, copyright, date, menu_path, image_types, type, params, return_vals)"""
    current().install(_procedure(*description))


def install_temp_proc(*description: Any) -> None:
    """As install_procedure, for as long as this process runs; calls go to the `run` that `main` was given."""
    current().install_temporary(_procedure(*description)._replace(kind=TEMPORARY), partial(answer, _run))


def uninstall_temp_proc(name: str) -> None:
    current().uninstall_temporary(name)


def extension_ack() -> None:
    current().extension_ack()


def extension_process(timeout: int) -> None:
    current().extension_process(int(timeout))


def menu_register(name: str, path: str) -> None:
    call("gimp-plugin-menu-register", name, path)


def domain_register(name: str, path: str | None = None) -> None:
    call("gimp-plugin-domain-register", name, path)


def register_magic_load_handler(name: str, extensions: str, prefixes: str, magics: str) -> None:
    call("gimp-register-magic-load-handler", name, extensions, prefixes, magics)


def register_load_handler(name: str, extensions: str, prefixes: str) -> None:
    call("gimp-register-load-handler", name, extensions, prefixes)


def register_save_handler(name: str, extensions: str, prefixes: str) -> None:
    call("gimp-register-save-handler", name, extensions, prefixes)


def quit() -> None:
    """End the plug-in."""
    raise SystemExit(0)


def exit(force: bool = False) -> None:
    """End GIMP."""
    call("gimp-quit", int(force))
