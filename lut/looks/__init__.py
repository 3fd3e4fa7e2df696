"""The looks: recipes that tables are baked from, and what measures them.

Recipes are read when the first look is asked for.
"""

from __future__ import annotations

from typing import Any

from ..errors import LutError
from ..language import _
from ..shared.look_ids import OWN
from ..shared.scenes import SCENES
from . import own_looks
from .catalog import list_looks as listed
from .catalog import own_catalog
from .look import Look, Step, gray_result
from .measure import measure
from .parameter import nearest_name
from .recipe import PARTNERSHIPS, all_looks, read_recipe
from .rules import skin_violations, violations
from .scene import Scene, measure_scene, mix

__all__ = [
    "PARTNERSHIPS",
    "SCENES",
    "Look",
    "Scene",
    "Step",
    "all_looks",
    "catalog",
    "gray_result",
    "load",
    "measure",
    "measure_scene",
    "mix",
    "own_catalog",
    "own_looks",
    "read_recipe",
    "skin_violations",
    "violations",
]


def load(identifier: str) -> Look:
    """Return a look by its id.

    Parameters
    ----------
    identifier : str
        For example ``leica-authentic``. Ids of the user's own looks begin with ``my-``.

    Returns
    -------
    Look
        Its table is made by ``bake``.

    Raises
    ------
    LutError
        There is no such look; the sentence names the nearest one.

    Examples
    --------
    >>> lut.looks.load("leica-authentic").title
    'Xiaomi × Leica Authentic'
    """
    if identifier.startswith(OWN):
        return own_looks.load_own_look(identifier)
    for look in all_looks():
        if look.id == identifier:
            return look
    known = [look.id for look in all_looks()]
    near = nearest_name(identifier, known)
    sentence = (
        _("unknown look {look!r}: did you mean {near!r}?")
        if near
        else _("unknown look {look!r}: expected one of {known}")
    )
    raise LutError(sentence.format(look=identifier, near=near, known=", ".join(known)))


def catalog() -> dict[str, Any]:
    """List all looks that come with the library for menus, ready for JSON."""
    return listed(all_looks())
