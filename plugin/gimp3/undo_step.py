"""Steps to undo, and their names: GIMP names a step after the menu label of the procedure that makes it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

from gi.repository import Gimp

PROCEDURE = "camera-looks-step"


@contextlib.contextmanager
def undo_step(image: Gimp.Image) -> Iterator[None]:
    image.undo_group_start()
    try:
        yield
    finally:
        image.undo_group_end()


def run_named(title: str, work: Callable[[], None]) -> None:
    """Do work whose steps to undo have this title.

    It is done in a procedure of its own, with the title as its label, that lasts as long; without one, and so under
    another name, where GIMP does not take it.
    """
    begun: list[bool] = []
    failed: list[BaseException] = []

    def run(procedure: Gimp.Procedure, *_arguments: Any) -> Gimp.ValueArray:
        begun.append(True)
        try:
            work()
        except BaseException as error:  # GIMP passes a sentence on, and we need the error
            failed.append(error)
        return procedure.new_return_values(Gimp.PDBStatusType.SUCCESS, None)

    plug_in = Gimp.get_plug_in()
    procedure = Gimp.Procedure.new(plug_in, PROCEDURE, Gimp.PDBProcType.TEMPORARY, run, None)
    label = title.replace("_", " ")  # which would mark a key
    procedure.set_menu_label(f"_{label}" if label.startswith("<") else label)  # GIMP takes <… for a menu's path
    plug_in.add_temp_procedure(procedure)
    try:
        called = Gimp.get_pdb().lookup_procedure(PROCEDURE)  # by GIMP: of itself, it would run without a name
        called.run(called.create_config())
    finally:
        plug_in.remove_temp_procedure(PROCEDURE)
        Gimp.getpid()  # its answer comes after the removal: GIMP may not read on when a plug-in has ended
    if failed:
        raise failed[0]
    if not begun:
        work()
