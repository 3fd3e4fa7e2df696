"""What is kept for a LUT, as long as it is among those used last."""

from __future__ import annotations

import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

Value = TypeVar("Value")
Key = tuple[weakref.ref[Any], Hashable]


class PerLut(Generic[Value]):
    """The values of the ``most`` (LUT, settings) used last; a value goes when its LUT goes."""

    def __init__(self, most: int) -> None:
        self.most = most
        self._values: OrderedDict[Key, Value] = OrderedDict()
        self._lock = threading.RLock()  # a LUT may go, and call forget, while this very thread holds it

    def get(self, lut: object, settings: Hashable, make: Callable[[], Value]) -> Value:
        """The value, made now if it isn't there."""
        with self._lock:
            found = self.find(lut, settings)
            if found is None:
                while len(self._values) >= self.most:
                    self._values.popitem(last=False)
                found = self._values[weakref.ref(lut, self._forget), settings] = make()
            return found

    def find(self, lut: object, settings: Hashable) -> Value | None:
        """The value if it is there."""
        key = (weakref.ref(lut), settings)
        with self._lock:
            if key in self._values:
                self._values.move_to_end(key)
            return self._values.get(key)

    def _forget(self, gone: weakref.ref[Any]) -> None:
        with self._lock:
            for key in [key for key in self._values if key[0] is gone]:
                del self._values[key]
