"""A gimpfu script, as people wrote them for the original, in a GIMP 2.10 that comes without any Python."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from applying import PORTRAIT
from gimp2 import Gimp2
from PIL import Image

SCRIPT = Path(__file__).parent / "invert_script.py"
LOAD = f'(image (car (gimp-file-load RUN-NONINTERACTIVE "{PORTRAIT}" "")))'
LOAD += "(layer (car (gimp-image-get-active-layer image)))"


@pytest.fixture(scope="module")
def gimp(gimp2: Gimp2) -> Iterator[Gimp2]:
    place = gimp2.add_plug_in(SCRIPT)
    yield gimp2
    place.unlink()


def test_it_is_called_from_script_fu_and_returns_values(gimp: Gimp2, tmp_path: Path) -> None:
    target = tmp_path / "out.png"
    output = gimp.script_fu(f"""
(let* ({LOAD}
       (found (begin (gimp-image-select-rectangle image CHANNEL-OP-REPLACE 100 150 200 70)
                     (python-fu-test-invert RUN-NONINTERACTIVE image layer 0.25 "größer"))))
  (gimp-message (string-append "note " (car found) " twice " (number->string (cadr found))))
  (gimp-message (caddar (gimp-image-get-parasite image "inverted")))
  (file-png-save RUN-NONINTERACTIVE image layer "{target}" "" 0 1 0 0 0 0 0))""")
    assert "note größer twice 0.5" in output
    assert "größer" in output.partition("twice")[2]
    before, after = (np.asarray(Image.open(path).convert("RGB")) for path in (PORTRAIT, target))
    inside = np.zeros((512, 512), bool)
    inside[150:220, 100:300] = True
    assert (after[inside] == 255 - before[inside]).all()
    assert (after[~inside] == before[~inside]).all()


def test_an_exception_reaches_the_caller_as_a_sentence(gimp: Gimp2) -> None:
    output = gimp.script_fu(f'(let* ({LOAD}) (python-fu-test-invert RUN-NONINTERACTIVE image layer 3.0 "x"))')
    assert (
        "Procedure execution of python-fu-test-invert failed: ValueError: share: expected at most 1, found 3" in output
    )
    assert "invert_script.py" in output, "no traceback for the script's author"


def test_it_is_in_the_menu_and_pdb_reaches_every_procedure(gimp: Gimp2) -> None:
    script = """
from gimpfu import pdb
paths, names = (backend.call("gimp-plugins-query", [""])[index] for index in (1, 11))
result["path"] = dict(zip(names, paths))["python-fu-test-invert"]
names = pdb.query()
result["count"] = len(names)
result["unreadable"] = [name for name in names if not pdb[name].proc_blurb and backend.signature(name) is None]
result["version"] = pdb.gimp_version()
"""
    found = gimp.run(script).result
    assert found["path"] == "<Image>/Filters/Test/Invert for a test..."
    assert found["count"] > 1300 and found["unreadable"] == []
    assert found["version"] == gimp.version
