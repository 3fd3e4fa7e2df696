"""Call Camera Looks on an image inside GIMP 2.10, and look at the pixels before and after."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from applying import AUTHENTIC, PORTRAIT
from gimp2 import Gimp2
from PIL import Image

# Prepares an image as `setup` says, writes its pixels before and after a call to files, and tells what the call said.
SCRIPT = """
import gimp
from gimpfu import *

image = pdb.gimp_file_load(photo, photo)
layer = image.active_layer
kind = "R'G'B'A float" if precise else "R'G'B'A u8"

def pixels(drawable, kind=kind):
    return backend.read(drawable.ID, 0, 0, drawable.width, drawable.height, kind)

exec(setup)
Path(folder, "before").write_bytes(pixels(layer))
result["before"] = [layer.height, layer.width]
names = [parameter[1].replace("-", "_") for parameter in pdb["python-fu-camera-looks-" + procedure].params[3:]]
values = dict(dict.fromkeys(names, 0), strength=100, look="", lut_file="", vignette=-1, grain=-1, glow=-1)
values.update(arguments)
try:
    pdb["python-fu-camera-looks-" + procedure](image, layer, *(values[name] for name in names))
    result["said"] = ""
except gimp.error as error:
    result["said"] = str(error)
result["layers"] = [layer.name for layer in image.layers]
Path(folder, "after").write_bytes(pixels(image.layers[0]))
Path(folder, "below").write_bytes(pixels(layer))
result["size"] = [layer.height, layer.width]
exec(afterwards)
"""


class Done:
    """What came of a call: pixels before and after as arrays, and what the script found."""

    def __init__(self, folder: Path, result: dict[str, Any], precise: bool) -> None:
        self.result = result
        dtype = np.float32 if precise else np.uint8
        sizes = {"before": result["before"], "after": result["size"], "below": result["size"]}
        self.before, self.after, self.below = (
            np.fromfile(folder / name, dtype).reshape(*size, 4) for name, size in sizes.items()
        )


def run(
    gimp: Gimp2,
    tmp: Path,
    setup: str = "",
    procedure: str = "apply",
    precise: bool = False,
    afterwards: str = "",
    photo: Path = PORTRAIT,
    **arguments: Any,
) -> Done:
    if procedure == "apply" and not arguments.keys() & {"look", "lut_file"}:
        arguments |= {"look": AUTHENTIC.id, "scene": 1}  # day
    code = {"setup": setup, "procedure": procedure, "precise": precise, "afterwards": afterwards}
    outcome = gimp.run(SCRIPT, photo=photo, folder=tmp, arguments=arguments, **code)
    return Done(tmp, outcome.result, precise)


def small(pixels: np.ndarray) -> np.ndarray:
    """A thumbnail such as GIMP makes, by another program."""
    image = Image.fromarray(pixels)
    image.thumbnail((256, 256), Image.Resampling.BOX)
    return np.asarray(image)
