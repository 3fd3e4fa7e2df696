"""What cannot be done or is cancelled: a sentence, and an image that is as it was."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from applying import AUTHENTIC, run
from gimps import RealGimp
from open_gimp import OpenGimp


@pytest.mark.parametrize(
    ("setup", "arguments", "sentence"),
    [
        ("", {"look": "leica-autentic"}, "did you mean 'leica-authentic'?"),
        ("", {"look": ""}, "needs either a look's id or a LUT file, found none"),
        ("layer(image).set_lock_content(True)", {}, "is locked against changes to its pixels"),
        (
            "group = Gimp.GroupLayer.new(image, 'g'); image.insert_layer(group, None, 0); "
            "image.reorder_item(image.get_layers()[1], group, 0)",
            {},
            "“g” is a layer group: select the layers in it, or choose a new layer or a look layer",
        ),
        ("image.convert_grayscale()", {}, "Xiaomi × Leica · Authentic changes colors, and “Background” is grayscale"),
        ("image.convert_grayscale()", {"look": "sony-se"}, "gives the picture a tone of color"),
        ("image.convert_indexed(0, 0, 16, False, False, '')", {}, "is not in RGB"),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(
    open_gimp: OpenGimp, tmp_path: Path, setup: str, arguments: dict[str, Any], sentence: str
) -> None:
    done = run(open_gimp, tmp_path, setup, **{"look": AUTHENTIC.id, **arguments})
    assert sentence in done.result["said"]
    assert (done.after == done.before).all() and len(done.result["layers"]) == 1


@contextlib.contextmanager
def another_engine(gimp: RealGimp, folder: Path, script: str) -> Iterator[None]:
    """engine.json names a shell script in the engine's place."""
    record = gimp.folder / "engine.json"
    original = record.read_text(encoding="utf-8")
    fake = folder / "engine"
    fake.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    fake.chmod(0o755)
    try:
        record.write_text(f'{{"python": "{fake}"}}', encoding="utf-8")
        yield
    finally:
        record.write_text(original, encoding="utf-8")


GREET = """read line; echo '{"id": 1, "protocol": 1, "pid": 0}'"""


@pytest.mark.parametrize("new_layer", [False, True])
def test_cancel_in_the_middle_leaves_the_image_as_it_was(
    gimp: RealGimp, open_gimp: OpenGimp, tmp_path: Path, new_layer: bool
) -> None:
    """GIMP's Cancel kills the plug-in; here a thread does, while the engine takes its time with the first strip."""
    setup = """
import os, signal, threading, time

def cancel():
    while not Path(folder, "strip").exists():
        time.sleep(0.05)
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        if b"camera-looks.py" in entry.read_bytes():
            os.kill(int(entry.parent.name), signal.SIGKILL)
            result["cancelled"] = True

threading.Thread(target=cancel).start()
"""
    slow = f"""{GREET}; read line; echo '{{"id": 2}}'; read line; echo '{{"id": 3}}'; read line
touch {tmp_path}/strip; cat >/dev/null; touch {tmp_path}/ended"""
    afterwards = """
deadline = time.monotonic() + 600
while not Path(folder, "ended").exists() and time.monotonic() < deadline:
    time.sleep(0.05)
result["engine ended"] = Path(folder, "ended").exists()
result["left"] = [path.name for path in Path("/dev/shm").glob("camera-looks-*")]
"""
    with another_engine(gimp, tmp_path, slow):
        done = run(open_gimp, tmp_path, setup, afterwards=afterwards, new_layer=new_layer)
    assert done.result["cancelled"] and done.result["said"] != ""
    assert (done.after == done.before).all() and len(done.result["layers"]) == 1
    assert done.result["engine ended"]
    assert done.result["left"] == [], "the killed plug-in's pixels are still in memory"
