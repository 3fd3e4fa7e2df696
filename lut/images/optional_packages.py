"""Import packages that a Camera Looks may lack, or say in one sentence how to get them.

Only this file imports them, and only when a file needs one.
"""

from __future__ import annotations

import importlib  # noqa: TID251  (of the names below)
import sys
import sysconfig
from pathlib import Path
from typing import Any

from ..errors import LutFormatError
from ..language import _
from ..shared.shell import command

DEEP = {"imagecodecs": "imagecodecs", "tifffile": "tifffile"}
# The extra "phone" of pyproject.toml: modules, and the distributions that bring them.
PHONE = {"pillow_heif": "pillow-heif", "pillow_jxl": "pillow-jxl-plugin", "rawpy": "rawpy"}
ENVIRONMENT_MARKER = "complete"  # the file that install.py puts into an environment that it made for the engine


def import_package(module: str, reason: str) -> Any:
    """Import an optional package.

    module: a key of DEEP or PHONE.  reason: why the file needs it, for the error, as in "is a HEIC picture".
    Raises LutFormatError that says how to install it.  Of DEEP, all must be there: tifffile alone lacks half of the
    compressions.
    """
    needed = DEEP if module in DEEP else {module: PHONE[module]}
    for name, distribution in needed.items():
        try:
            importlib.import_module(name)
        except ImportError:
            raise LutFormatError("", None, describe_lack(reason, distribution, needed is DEEP)) from None
    return sys.modules[module]


def describe_lack(reason: str, distribution: str, required: bool) -> str:
    """Say that this Python lacks a distribution, and how to get it where it runs.

    required: whether each environment that install.py makes has it, or only those with the packages for phones.
    """
    packages = DEEP.values() if required else PHONE.values()
    if not required and (leaves_packages_to_the_system() or is_made_by_the_installer()):
        sentence = _("{reason}, for which {python} lacks {name}: run install.py --phone, which puts it there")
    elif leaves_packages_to_the_system():
        sentence = _(
            "{reason}, for which {python} lacks {name}: get that from your system’s packages, or use a Camera Looks "
            "in a virtual environment"
        )
    else:
        sentence = _("{reason}, for which {python} lacks {name}; run: {command}")
    install = command([sys.executable, "-m", "pip", "install", *packages])
    return sentence.format(reason=reason, python=sys.executable, name=distribution, command=install)


def leaves_packages_to_the_system() -> bool:
    """Return True where pip refuses to install: PEP 668."""
    marker = Path(sysconfig.get_path("stdlib"), "EXTERNALLY-MANAGED")
    return sys.prefix == sys.base_prefix and marker.exists()


def is_made_by_the_installer() -> bool:
    """Return True in an environment that install.py made for the engine: some have no pip."""
    return sys.prefix != sys.base_prefix and Path(sys.prefix, ENVIRONMENT_MARKER).exists()
