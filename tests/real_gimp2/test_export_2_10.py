"""The export of a look for other programs in a real GIMP 2.10, by a script."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from gimp2 import Gimp2

import lut

EXPORT = """
import gimp
from gimpfu import *
try:
    pdb["python-fu-camera-looks-export"](look, "", 50, 0, 0, target, place, overwrite)
    result["said"] = ""
except gimp.error as error:
    result["said"] = str(error)
"""


def test_a_look_is_exported(gimp2: Gimp2, tmp_path: Path) -> None:
    given = {"look": "leica-sepia", "target": "resolve", "place": str(tmp_path), "overwrite": False}
    outcome = gimp2.run(EXPORT, **given)
    made = tmp_path / "Xiaomi x Leica Sepia.cube"
    assert outcome.result["said"] == ""
    assert f"{made} is written." in outcome.output and "Copy Xiaomi x Leica Sepia.cube to" in outcome.output
    half = lut.looks.load("leica-sepia").bake().blended(0.5)
    assert np.abs(lut.read(made).table - half.table).max() < 1e-6
    again = gimp2.run(EXPORT, **given).result["said"]
    assert again.endswith(f"{made} exists: choose another name, or overwrite it.")
    assert gimp2.run(EXPORT, **{**given, "overwrite": True}).result["said"] == ""
    assert "as target, found 'gimp'" in gimp2.run(EXPORT, **{**given, "target": "gimp"}).result["said"]
