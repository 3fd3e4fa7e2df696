"""``pip install camera-looks`` and ``camera-looks install`` where a real GIMP is, for a user with an empty home."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from gimps import CHECKOUT, RealGimp

PHOTO = CHECKOUT / "docs/photos/astronaut.png"
APPLY = (
    "image = load(photo)\n"
    "before = pixels(layer(image))\n"
    "result['said'] = call('camera-looks-apply', image, look='leica-authentic')\n"
    "result['changed'] = pixels(layer(image)) != before\n"
)


@pytest.mark.once
def test_a_wheel_brings_gimp_its_looks(bare_gimp: RealGimp, tmp_path: Path) -> None:
    build = [sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", tmp_path, CHECKOUT]
    subprocess.run(build, check=True, capture_output=True)
    [wheel] = tmp_path.glob("*.whl")
    user = bare_gimp.at_home(tmp_path / "home")
    python = user.home / "env/bin/python"
    assert user.call(["python3", "-m", "venv", python.parents[1]]).returncode == 0
    answer = user.call([python, "-m", "pip", "install", "--quiet", wheel])
    assert answer.returncode == 0, answer.stdout
    command = python.with_name("camera-looks")
    answer = user.call([command, "install"])
    assert answer.returncode == 0 and "gives the right pixels" in answer.stdout, answer.stdout
    engine = json.loads((user.folder / "engine.json").read_text(encoding="utf-8"))["python"]
    assert Path(engine).is_relative_to(user.home / ".local/share/camera-looks/engine"), "it outlives the wheel"
    assert user.run(APPLY, photo=PHOTO).result == {"said": "", "changed": True}
    assert user.call([command, "uninstall"]).returncode == 0
    assert not user.folder.exists()
