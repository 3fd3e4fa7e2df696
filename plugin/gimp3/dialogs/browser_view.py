"""How the user has arranged the browser: kept for the next time."""

from __future__ import annotations

import contextlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from lut.shared.atomic_write import write_atomically

from ...engine.json_input import NotUnderstood, read_object
from .tile_shape import SIZES, USUAL

DIVIDER = 0.43  # of the window's width, at first
LEAST, MOST = 0.1, 0.9


@dataclass(frozen=True)
class BrowserView:
    """size: of the tiles, an index of SIZES.  divider: how much of the window's width is the tiles'."""

    size: int = USUAL
    divider: float = DIVIDER


def load_view(path: Path) -> BrowserView:
    """Read what was kept; the usual in place of what is not there or makes no sense."""
    try:
        kept = read_object(path.read_bytes())
    except (OSError, NotUnderstood):
        return BrowserView()
    return BrowserView(
        int(number_in(kept.get("size"), 0, len(SIZES) - 1, USUAL)),
        float(number_in(kept.get("divider"), LEAST, MOST, DIVIDER)),
    )


def number_in(found: Any, low: float, high: float, usual: float) -> float:
    """Return a number if it lies in a range, or else the usual one."""
    return found if type(found) in (int, float) and low <= found <= high else usual


def save_view(view: BrowserView, path: Path) -> None:
    """Write it; where that cannot be, the browser is as it was the next time."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, json.dumps(asdict(view)).encode())
