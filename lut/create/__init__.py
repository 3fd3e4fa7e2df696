"""Ways to make a LUT of one's own, and the algebra of LUTs: one file per way, imported when it is asked for."""

from __future__ import annotations

from importlib import import_module  # noqa: TID251  (names are a table of this package)
from typing import Any

PLACES = {
    "FittedLut": "fit_lut",
    "fit": "fit_lut",
    "fit_pairs": "fit_lut",
    "inverse": "inversion",
    "match": "matching",
    "mixed": "mixing",
    "simplified": "simplifying",
}

__all__ = ["FittedLut", "fit", "fit_pairs", "inverse", "match", "mixed", "simplified"]


def __getattr__(name: str) -> Any:
    if name in PLACES:
        return getattr(import_module(f"{__name__}.{PLACES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
