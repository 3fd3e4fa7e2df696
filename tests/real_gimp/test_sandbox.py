"""install.py outside, a real GIMP inside: a root folder played as a Flatpak, with another Python that has no numpy.

What is played is the door alone, `flatpak run`.  Behind it are another file system, another Python and GIMP as it is;
the home folder is the same on both sides, as Flatpak shows it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from gimps import CHECKOUT, RealGimp

# Knows `flatpak run [--env=NAME=VALUE …] [--command=PROGRAM] org.gimp.GIMP WORDS…` and nothing else.
FLATPAK = """\
#!{python}
import os, sys
words = sys.argv[1:]
assert words.pop(0) == "run", sys.argv
program, variables = {console!r}, ["FLATPAK_ID=org.gimp.GIMP", "XDG_DATA_HOME={home}/.var/app/org.gimp.GIMP/data"]
while words[0].startswith("--"):
    kind, _, value = words.pop(0).partition("=")
    if kind == "--env":
        variables.append(value)
    else:
        assert kind == "--command", kind
        program = value
assert words.pop(0) == "org.gimp.GIMP", sys.argv
os.environ["PATH"] = {path!r}
os.execvp({door!r}[0], [*{door!r}, "env", *variables, program, *words])
"""
APPLY = "result['said'] = call('camera-looks-apply', load(photo), look='leica-authentic')"


@pytest.fixture
def ann(bare_gimp: RealGimp, tmp_path: Path) -> RealGimp:
    """A user who has GIMP from Flatpak and no other."""
    if bare_gimp.place.root is None:
        pytest.skip("This GIMP is the machine's own: there is no other file system around it.")
    ann = bare_gimp.at_home(tmp_path / "ann")
    (ann.home / ".local/share/flatpak/app/org.gimp.GIMP").mkdir(parents=True)
    door = ann.home / "bin/flatpak"
    door.parent.mkdir()
    values = {"python": sys.executable, "console": ann.place.console, "home": ann.home, "path": os.environ["PATH"]}
    door.write_text(FLATPAK.format(door=ann.command([]), **values))
    door.chmod(0o755)
    return ann


def install(ann: RealGimp, *options: str) -> subprocess.CompletedProcess[str]:
    """Outside: with this machine's Python, and on PATH only the door."""
    python = getattr(sys, "_base_executable", sys.executable)
    pip = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
    variables = {"HOME": str(ann.home), "PATH": str(ann.home / "bin"), "LANG": "C.UTF-8", **pip}
    command = [python, CHECKOUT / "install.py", *options]
    return subprocess.run(command, env=variables, capture_output=True, text=True, timeout=600)


def test_a_gimp_in_a_sandbox_gets_an_engine_inside_and_gives_the_right_pixels(ann: RealGimp) -> None:
    answer = install(ann)
    assert (answer.returncode, answer.stderr) == (0, ""), answer.stdout + answer.stderr
    assert f"GIMP {ann.version} from Flatpak" in answer.stdout and "gives the right pixels" in answer.stdout
    record = json.loads((ann.folder / "engine.json").read_text())
    assert sorted(record) == ["flatpak", "version"]
    assert record["flatpak"].startswith(f"{ann.home}/.var/app/org.gimp.GIMP/data/camera-looks/engine/python-3.")
    inside = ann.at_home(ann.home, FLATPAK_ID="org.gimp.GIMP")
    photo = CHECKOUT / "docs/photos/astronaut.png"
    assert inside.run(APPLY, photo=photo).result == {"said": ""}
    outside = ann.run(APPLY, photo=photo).result["said"]
    assert "found no Python that has numpy and Pillow. Run install.py" in outside, (
        "the engine's Python is the sandbox's"
    )
    assert install(ann, "--doctor").stdout.startswith("Nothing is wrong")
    assert install(ann, "--uninstall").returncode == 0
    assert not ann.folder.exists() and not (ann.home / ".var/app/org.gimp.GIMP/data/camera-looks/engine").exists()
