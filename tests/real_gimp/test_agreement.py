"""The same pictures through the memory backend, GIMP 2.10 and GIMP 3 agree to one level."""

from __future__ import annotations

import itertools
import subprocess
import sys
from pathlib import Path

import applying
import numpy as np
import pytest
from applying import AUTHENTIC, levels_apart
from gimps import CHECKOUT
from open_gimp import OpenGimp
from PIL import Image

sys.path.append(str(CHECKOUT / "tests/real_gimp2"))
import applying2
import gimp2 as harness

from tests.waiting import HANG_SECONDS

ARGUMENTS = {"strength": 80, "vignette": 40}


@pytest.fixture(scope="module")
def gimp2(tmp_path_factory: pytest.TempPathFactory) -> harness.Gimp2:
    place, reason = harness.survey()
    if place is None:
        pytest.skip(f"No GIMP 2.10 to compare with: {reason}.")
    base = tmp_path_factory.getbasetemp()
    gimp = harness.Gimp2(place, base, base / "agreement-2.10")
    if not gimp.home.exists():
        gimp.furnish()
    return gimp


def in_memory(gimp2: harness.Gimp2, picture: np.ndarray, folder: Path) -> np.ndarray:
    picture.tofile(folder / "source")
    height, width = picture.shape[:2]
    values = [ARGUMENTS["strength"], 1, ARGUMENTS["vignette"], 0, 0]  # by day, in the layer itself
    # What dialogs ask for and scripts do not: no amount of four other kinds, all of the look's colors and tones.
    values += [0] * 4 + [0, 0, 50]
    words = [gimp2.plug_ins / "camera-looks", folder / "source", folder / "target", width, height]
    procedure = f"python-fu-camera-looks-{AUTHENTIC.id}"
    script = CHECKOUT / "tests/real_gimp2/in_memory.py"
    subprocess.run([sys.executable, *map(str, [script, *words, procedure, *values])], check=True, timeout=HANG_SECONDS)
    return np.fromfile(folder / "target", np.uint8).reshape(picture.shape)


@pytest.mark.parametrize("name", ["astronaut.png", "mountain.jpg"])
def test_they_agree(open_gimp: OpenGimp, gimp2: harness.Gimp2, tmp_path: Path, name: str) -> None:
    photo = Image.open(CHECKOUT / "docs/photos" / name).convert("RGBA").crop((0, 0, 500, 389))
    picture = np.array(photo)
    picture[..., 3] = np.linspace(0, 255, 500, dtype=np.uint8)
    plain = tmp_path / "plain.png"
    Image.fromarray(picture).save(plain)
    look = {"look": AUTHENTIC.id, **ARGUMENTS}
    of_2 = applying2.run(gimp2, tmp_path, photo=plain, scene=1, **look)
    of_3 = applying.run(open_gimp, tmp_path, photo=plain, scene="day", **look)
    assert of_2.result["said"] == of_3.result["said"] == ""
    for done in (of_2, of_3):
        assert levels_apart(done.before, picture) == 0
    results = [of_2.after, of_3.after, in_memory(gimp2, picture, tmp_path)]
    assert levels_apart(results[0], picture) > 5
    for one, other in itertools.combinations(results, 2):
        assert levels_apart(one, other) <= 1
