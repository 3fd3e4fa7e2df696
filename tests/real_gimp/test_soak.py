"""Many looks in a row in one running GIMP: memory, open files and temporary files stay as they are.

CAMERA_LOOKS_SOAK says how many (100; a thousand take some five minutes).
"""

from __future__ import annotations

import os
from itertools import cycle, islice

import pytest
from applying import PORTRAIT
from gimps import RealGimp

import lut

LOOKS = int(os.environ.get("CAMERA_LOOKS_SOAK", "100"))
SETTLED = 0.4  # share of the looks after which every one has been used and all caches are full
MOST_MEMORY = 40_000  # kB more, which allocators may keep for a while; a leak of one picture a look is 60,000
MOST_FILES = 2  # conversations that are just ending

SOAK = """
import os

def of(process):
    status = Path("/proc", process, "status").read_text()
    return [int(status.split("VmRSS:")[1].split()[0]), len(list(Path("/proc", process, "fd").iterdir()))]

def state():
    found = {"files": len([path for place in ("/dev/shm", "/tmp") for path in Path(place).rglob("*")])}
    for entry in Path("/proc").glob("[0-9]*"):
        words = Path(entry, "cmdline").read_bytes()
        name = "GIMP" if words.startswith(b"gimp") else "engine" if b"lut.engine.server" in words else None
        if name:
            found[name] = of(entry.name)
    return found

image = load(photo)
image.undo_disable()
drawable = layer(image)
original = pixels(drawable)
place = Gegl.Rectangle.new(0, 0, drawable.get_width(), drawable.get_height())
result["said"] = []
for number, look in enumerate(looks):
    drawable.get_buffer().set(place, "R'G'B'A u8", original)
    result["said"].append(call("camera-looks-apply", image, look=look))
    if number + 1 == settled:
        result["settled"] = state()
result["end"] = state()
"""


def test_nothing_grows(gimp: RealGimp, capsys: pytest.CaptureFixture[str]) -> None:
    looks = list(islice(cycle(look.id for look in lut.looks.all_looks()), LOOKS))
    settled = round(SETTLED * LOOKS)
    found = gimp.run(SOAK, timeout=60 + 5 * LOOKS, photo=PORTRAIT, looks=looks, settled=settled).result
    with capsys.disabled():
        print(f"\n{gimp.version}: after {settled} looks {found['settled']}, after {LOOKS} {found['end']}")
    assert set(found["said"]) == {""}
    settled_state, end = found["settled"], found["end"]
    assert end["files"] == settled_state["files"]
    for process in ("GIMP", "engine"):
        (memory, files), (memory_now, files_now) = settled_state[process], end[process]
        assert memory_now < memory + MOST_MEMORY and files_now <= files + MOST_FILES, process
