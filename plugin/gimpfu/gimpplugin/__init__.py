"""The original's gimpplugin: a plug-in as a class, with a method for each of its procedures."""

from __future__ import annotations

from typing import Any, Callable

import gimp


class plugin:
    def start(self) -> None:
        """Be this plug-in.  `init` and `quit` are told to GIMP only where a class has its own."""
        own = [self._own(name) for name in ("init", "quit")]
        gimp.main(*own, self.query, self._run)

    def _own(self, name: str) -> Callable[[], Any] | None:
        return getattr(self, name) if getattr(type(self), name) is not getattr(plugin, name) else None

    def init(self) -> None:
        pass

    def quit(self) -> None:
        pass

    def query(self) -> None:
        pass

    def _run(self, name: str, params: tuple[Any, ...]) -> Any:
        method = name.replace("-", "_")
        if not hasattr(self, method):
            raise AttributeError(name)
        return getattr(self, method)(*params)
