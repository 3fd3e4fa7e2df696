"""The original's gimpshelf: values that GIMP keeps, by name, for as long as it runs."""

from __future__ import annotations

import pickle  # noqa: TID251  (GIMP keeps these while it runs; only plug-ins write there)
from typing import Any

import gimp

_NOTHING = b"\0"  # GIMP forgets nothing, and keeps nothing of no length; no pickle starts with this


class _Shelf:
    """Anything that pickles; images, layers and the like are kept by their number, and are None once they are gone."""

    def has_key(self, key: str) -> bool:
        return key in self

    def __contains__(self, key: str) -> bool:
        try:
            return gimp.get_data(key) != _NOTHING
        except gimp.error:
            return False

    def __getitem__(self, key: str) -> Any:
        if key not in self:
            raise KeyError(key)
        return pickle.loads(gimp.get_data(key))  # noqa: S301

    def __setitem__(self, key: str, value: Any) -> None:
        gimp.set_data(key, pickle.dumps(value))

    def __delitem__(self, key: str) -> None:
        gimp.set_data(key, _NOTHING)


shelf = _Shelf()
