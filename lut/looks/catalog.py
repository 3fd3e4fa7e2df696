"""What a menu needs to know of looks, ready for JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..errors import LutError
from ..language import _
from . import own
from .gray import gray_result
from .look import Look

VERSION = 1


def catalog(looks: Iterable[Look]) -> dict[str, Any]:
    """Those looks and their partnerships, in the menu's order."""
    entries = [entry(look) for look in looks]
    makers = list(dict.fromkeys(found["maker"] for found in entries))
    return {"version": VERSION, "partnerships": makers, "looks": entries}


def own_catalog() -> dict[str, Any]:
    """The user's own looks; ``broken`` has a sentence for each recipe that is not one, and for each pack."""
    looks = []
    broken = [_("{pack}: a pack is not read where it lies: import it").format(pack=pack) for pack in own.packs()]
    for identifier, path in own.files().items():
        try:
            looks.append(own.read(identifier, path))
        except (LutError, OSError) as error:
            broken.append(str(error))
    return catalog(looks) | {"broken": broken}


def entry(look: Look) -> dict[str, Any]:
    """One look's facts, and the amounts of what it brings besides a table: null where it brings none."""
    return {
        "id": look.id,
        "name": look.name,
        "maker": look.maker,
        "phone": look.phone,
        "year": look.year,
        "character": look.character,
        "rests_on": look.rests_on,
        "monochrome": look.monochrome,
        "gray": gray_result(look) if look.works_on_grays else None,
        "vignette": look.vignette or None,
        "grain": look.grain and look.grain.amount,
        "glow": look.glow and look.glow.amount,
        "crop": look.crop and str(look.crop),
        "variants": list(look.scenes),
    }
