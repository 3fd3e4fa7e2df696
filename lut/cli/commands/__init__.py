"""The commands, one file each, named after the command.

A new command is a file with a ``COMMAND`` and a line in ``COMMANDS``, in the order of ``--help``.
"""

from __future__ import annotations

from ..command import Command
from . import (
    apply,
    bake,
    catalog,
    convert,
    export,
    fit,
    hald,
    import_looks,
    info,
    install,
    invert,
    list_looks,
    match,
    measure,
    mix,
    recipe,
    report,
    sheet,
    simplify,
    spaces,
)

COMMANDS: tuple[Command, ...] = (
    list_looks.COMMAND,
    apply.COMMAND,
    sheet.COMMAND,
    info.COMMAND,
    convert.COMMAND,
    export.COMMAND,
    import_looks.COMMAND,
    spaces.COMMAND,
    hald.COMMAND,
    bake.COMMAND,
    recipe.COMMAND,
    mix.COMMAND,
    invert.COMMAND,
    simplify.COMMAND,
    fit.COMMAND,
    match.COMMAND,
    measure.COMMAND,
    catalog.COMMAND,
    report.COMMAND,
    *install.COMMANDS,
)
