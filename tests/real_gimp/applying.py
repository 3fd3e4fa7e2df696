"""Call the installed plug-in on an image inside a real GIMP, and look at the pixels before and after."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from gimps import CHECKOUT, RealGimp
from open_gimp import OpenGimp
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

import lut

PORTRAIT = CHECKOUT / "docs/photos/astronaut.png"
SIZE = 512
AUTHENTIC = lut.looks.load("leica-authentic")

# Prepares an image as `setup` says, writes its pixels before and after a call to files, and tells what the call said.
SCRIPT = """
image = load(photo)
exec(setup)
drawable = layer(image)
kind = "R'G'B'A float" if precise else "R'G'B'A u8"
Path(folder, "before").write_bytes(pixels(drawable, kind))
result["said"] = call(procedure, image, **arguments)
result["layers"] = [item.get_name() for item in image.get_layers()]
Path(folder, "after").write_bytes(pixels(layer(image), kind))
Path(folder, "below").write_bytes(pixels(drawable, kind))
result["size"] = [drawable.get_height(), drawable.get_width()]
exec(afterwards)
"""


class Done:
    """What came of a call: pixels before and after as arrays, and what the script found."""

    def __init__(self, folder: Path, result: dict[str, Any], precise: bool) -> None:
        self.result = result
        dtype = np.float32 if precise else np.uint8
        shape = (*result["size"], 4)
        self.before, self.after, self.below = (
            np.fromfile(folder / name, dtype).reshape(shape) for name in ("before", "after", "below")
        )


def run(
    gimp: RealGimp | OpenGimp,
    tmp: Path,
    setup: str = "",
    procedure: str = "camera-looks-apply",
    precise: bool = False,
    afterwards: str = "",
    photo: Path = PORTRAIT,
    **arguments: Any,
) -> Done:
    if procedure == "camera-looks-apply" and not arguments.keys() & {"look", "lut_file"}:
        arguments |= {"look": AUTHENTIC.id, "scene": "day"}
    outcome = gimp.run(
        SCRIPT,
        photo=photo,
        folder=tmp,
        setup=setup,
        afterwards=afterwards,
        procedure=procedure,
        precise=precise,
        arguments=arguments,
    )
    return Done(tmp, outcome.result, precise)


def levels_apart(one: np.ndarray, other: np.ndarray) -> int:
    return int(np.abs(one.astype(int) - other.astype(int)).max())


def save_with_exif(path: Path, iso: int) -> None:
    """Write a photograph by daylight, whose camera noted 1/8 s, f/1.8 and that sensitivity."""
    noted = Image.Exif()
    camera = noted.get_ifd(0x8769)
    camera[0x829A], camera[0x829D], camera[0x8827] = IFDRational(1, 8), IFDRational(18, 10), iso
    with Image.open(CHECKOUT / "docs/photos/mountain.jpg") as photo:
        photo.resize((300, 225)).save(path, exif=noted, quality=95)
