"""The looks: recipes that tables are baked from, and what measures them.

Recipes are read when the first look is asked for.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from ..errors import LutError
from ..language import _
from ..on_demand import import_attribute
from ..shared.look_names import OWN, SCENES

if TYPE_CHECKING:
    from . import own_looks
    from .catalog_entries import own_catalog
    from .look import Look, Step, gray_result
    from .lut_space import in_space
    from .measurements import measure
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
    "in_space",
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

MODULES = {
    "PARTNERSHIPS": "recipe",
    "Look": "look",
    "Scene": "scene",
    "Step": "look",
    "all_looks": "recipe",
    "gray_result": "look",
    "in_space": "lut_space",
    "measure": "measurements",
    "measure_scene": "scene",
    "mix": "scene",
    "own_catalog": "catalog_entries",
    "own_looks": None,
    "read_recipe": "recipe",
    "skin_violations": "rules",
    "violations": "rules",
}

if not TYPE_CHECKING:
    __getattr__ = partial(import_attribute, __name__, MODULES)


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
    from . import own_looks
    from .parameter import nearest_name
    from .recipe import all_looks

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
    """List all looks that come with the library, and the color spaces of LUTs, for menus, ready for JSON."""
    from .catalog_entries import list_looks, list_spaces
    from .recipe import all_looks

    return list_looks(all_looks()) | {"spaces": list_spaces()}
