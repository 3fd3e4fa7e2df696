"""Photographs to measure on: real ones, with a real one's many or few colors."""

from __future__ import annotations

import platform
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
CACHE = Path(tempfile.gettempdir()) / "camera-looks-bench"

# Free photographs of 20 and 13 megapixels, in packages of Debian and Ubuntu.
PACKAGES = {
    "lomiri-wallpapers-20.04": "Kleiber_by_Lukas_Baubkus.jpg",
    "lomiri-wallpapers-16.04": "Dragonfly_by_Bolly.jpg",
}
SAMPLE = ROOT / "docs/photos/mountain.jpg"
SAMPLE_WIDTH = 5500


def find() -> tuple[str, np.ndarray]:
    """The first photograph there is: its name, and its pixels (H, W, 4) uint8, opaque."""
    for package, name in PACKAGES.items():
        for folder in (Path("/usr/share/backgrounds"), CACHE / "usr/share/backgrounds"):
            if not (folder / name).exists() and folder.is_relative_to(CACHE):
                fetch(package)
            if (folder / name).exists():
                return read(folder / name)
    print(f"No {' or '.join(PACKAGES)} here; measuring on a sample enlarged with Lanczos, no real 20 megapixels.")
    return read(SAMPLE, SAMPLE_WIDTH)


def fetch(package: str) -> None:
    """Unpack a Debian package into the temporary folder, where that can be done without installing it."""
    if platform.system() != "Linux" or not shutil.which("apt-get") or not shutil.which("dpkg-deb"):
        return
    CACHE.mkdir(exist_ok=True)
    print(f"Fetching the photographs of Debian's {package} …", file=sys.stderr)
    subprocess.run(["apt-get", "-qq", "download", package], cwd=CACHE, stderr=subprocess.DEVNULL, check=False)
    for file in CACHE.glob(f"{package}_*.deb"):
        subprocess.run(["dpkg-deb", "-x", file.name, "."], cwd=CACHE, check=False)
        file.unlink()


def read(path: Path, width: int | None = None) -> tuple[str, np.ndarray]:
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None
    image = Image.open(path).convert("RGBA")
    if width is not None:
        image = image.resize((width, round(image.height * width / image.width)), Image.Resampling.LANCZOS)
    return path.stem.replace("_", " "), np.array(image)


def colors(pixels: np.ndarray) -> int:
    """How many different colors there are."""
    seen = np.zeros(1 << 24, bool)
    seen[pixels.view("<u4")[..., 0] & 0xFFFFFF] = True
    return int(np.count_nonzero(seen))
