"""Import what a package offers when it is first asked for (PEP 562)."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from importlib import import_module  # noqa: TID251 - of the names that a package lists
from typing import Any


def import_attribute(package: str, modules: Mapping[str, str | None], name: str) -> Any:
    """Import one of a package's names, and keep it there.

    package: dotted.  modules: the module that has each name, from the package on; None for a module itself.  No module
    may be called like something else that the package offers: once imported, it would take that one's place.
    """
    if name not in modules:
        raise AttributeError(f"module {package!r} has no attribute {name!r}")
    module = modules[name]
    found = import_module(f"{package}.{module or name}")
    if module is not None:
        found = getattr(found, name)
    setattr(sys.modules[package], name, found)
    return found
