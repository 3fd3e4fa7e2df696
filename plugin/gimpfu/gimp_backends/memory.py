"""The old name of gimp_in_memory, for tests that were written with it."""

from __future__ import annotations

from gimp_in_memory import Memory

__all__ = ["Memory"]
