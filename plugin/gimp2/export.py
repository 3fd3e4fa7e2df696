# -*- coding: utf-8 -*-
"""Export a look for another program or a camera, from a script."""

from __future__ import absolute_import

import os

import gimp

from ..language import _, native
from .pixels import Refused


def export_look(engine, job, settings):
    """Write the file, and say how it is loaded and what it does not hold.

    job: of the look or the LUT file, with its settings.  settings: of the procedure.
    """
    if not settings["file"]:
        raise Refused(_("Name the file to write, or the folder for it."))
    names = ("look", "lut", "strength", "scene", "protect_skin")
    source = {name: job[name] for name in names if job.get(name) is not None}
    path = os.path.abspath(settings["file"])
    overwrite = bool(settings["overwrite"])
    answer = engine.request("export", target=settings["target"], path=path, overwrite=overwrite, **source)
    if "exists" in answer:
        sentence = _("{file} exists: choose another name, or overwrite it.")
        raise Refused(sentence.format(file=native(answer["exists"])))
    said = [_("{file} is written.").format(file=native(answer["path"]))]
    said += [_("Note: {sentence}.").format(sentence=native(note.rstrip("."))) for note in answer["notes"]]
    gimp.message("\n".join(said + [native(answer["loading"])]))
