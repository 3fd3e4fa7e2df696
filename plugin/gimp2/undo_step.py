# -*- coding: utf-8 -*-
"""Name a step to undo: GIMP names it after the menu label of the procedure that makes it."""

from __future__ import absolute_import

import gimp
from gimpfu import PDB_INT32, TEMPORARY, pdb, register

from ..language import native

PROCEDURE = "python-fu-camera-looks-step"
ABOUT = ("", "", "Camera Looks", "Camera Looks, GPL-3.0-or-later", "2026")
waiting = []


def register_step():
    """Have gimpfu run the work that waits; GIMP knows of the procedure only while ``run_named`` does."""
    register(PROCEDURE, *(ABOUT + (None, "", [], [], run_waiting, None)))


def run_waiting():
    work, failed = waiting.pop()
    try:
        work()
    except Exception as error:  # GIMP passes a sentence on, and we need the error
        failed.append(error)


def run_named(title, work):
    """Do work whose step to undo has this title, in a procedure of its own with the title as its label."""
    failed = []
    waiting.append((work, failed))
    label = native(title).replace("_", " ").lstrip("<")  # _ would mark a key, and < begin a menu's path
    run_mode = [(PDB_INT32, "run-mode", "")]
    gimp.install_temp_proc(*((PROCEDURE,) + ABOUT + (label, None, TEMPORARY, run_mode, [])))
    try:
        pdb[PROCEDURE]()
    finally:
        gimp.uninstall_temp_proc(PROCEDURE)
        gimp.displays_flush()  # its answer comes after that: GIMP may not read on when a plug-in has ended
    if failed:
        raise failed[0]
