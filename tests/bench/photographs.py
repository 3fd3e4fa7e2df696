"""Photographs of many kinds of scene: the project's own to tune on, and Debian's, kept aside, to measure on."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image

from . import photos

OWN = {path.stem: path for path in sorted((photos.ROOT / "docs/photos").glob("*.*g"))}

# Package of Debian, and its files that are photographs and no copies of the project's own.
DEBIAN = {
    "lomiri-wallpapers-16.04": (
        "Bridge_by_Sander_Klootwijk",
        "Dragonfly_by_Bolly",
        "free_by_Peter_Nerlich",
        "friends_by_Aitzol_Berasategi",
        "greentock_by_Peter_Nerlich",
        "life_by_Aitzol_Berasategi",
    ),
    "lomiri-wallpapers-20.04": ("Kleiber_by_Lukas_Baubkus",),
    "mate-backgrounds": (
        "Aqua",
        "Blinds",
        "Dune",
        "FreshFlower",
        "Garden",
        "GreenMeadow",
        "LadyBird",
        "RainDrops",
        "Storm",
        "YellowFlower",
    ),
}
FOLDERS = (Path("/usr/share/backgrounds"), photos.CACHE / "usr/share/backgrounds")


@cache
def kept_aside() -> dict[str, Path]:
    """Find Debian's photographs, fetching the packages where that can be done; those not found are named."""
    found, missing = {}, []
    for package, names in DEBIAN.items():
        if not all(search(name) for name in names):
            photos.fetch(package)
        for name in names:
            path = search(name)
            if path:
                found[name.partition("_by_")[0]] = path
            else:
                missing.append(f"{name} of {package}")
    if missing:
        print(f"Without these photographs, which are not here: {', '.join(missing)}")
    return found


def search(name: str) -> Path | None:
    return next((path for folder in FOLDERS for path in folder.rglob(f"{name}.jpg")), None)


@cache
def small(path: Path, across: int) -> np.ndarray:
    """(H, W, 3) uint8, the longer side at most that long."""
    with Image.open(path) as image:
        image.draft("RGB", (across, across))
        whole = image.convert("RGB")
        whole.thumbnail((across, across), Image.Resampling.BOX)
        return np.asarray(whole)
