"""Ways to make a LUT of one's own, and the algebra of LUTs: one file per way, imported when it is asked for."""

from __future__ import annotations

from functools import partial

from ..on_demand import import_attribute

MODULES = {
    "FittedLut": "fit_lut",
    "fit": "fit_lut",
    "fit_pairs": "fit_lut",
    "inverse": "inversion",
    "match": "matching",
    "mixed": "mixing",
    "simplified": "simplifying",
}

__all__ = ["FittedLut", "fit", "fit_pairs", "inverse", "match", "mixed", "simplified"]

__getattr__ = partial(import_attribute, __name__, MODULES)
