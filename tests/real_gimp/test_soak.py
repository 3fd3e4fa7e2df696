"""Many looks in a row in one running GIMP: memory, open files and temporary files stay as they are.

CAMERA_LOOKS_SOAK says how many times each look (4; 30 of them, a thousand looks, take some five minutes).
"""

from __future__ import annotations

import os

import pytest
from applying import PORTRAIT
from gimps import RealGimp

import lut
from tests.waiting import HANG_SECONDS

ROUNDS = int(os.environ.get("CAMERA_LOOKS_SOAK", "4"))
GROWTH = 1.1  # times as much memory, which allocators may keep
MOST_FILES = 2  # more
IDLE_SECONDS = 20  # in which the engine gives back a conversation's memory

SOAK = """
import contextlib
import os
import time

def of(process):
    status = Path("/proc", process, "status").read_text(encoding="utf-8")
    memory, shared = (int(status.split(f"Rss{kind}:")[1].split()[0]) for kind in ("Anon", "Shmem"))
    return {"kB": memory, "shared kB": shared, "files": len(list(Path("/proc", process, "fd").iterdir()))}

def state():  # once the last conversation has ended, what it shared with GIMP is gone, and its memory given back
    deadline = time.monotonic() + idle
    before, found = None, states()
    while (found != before or found["engine"]["shared kB"]) and time.monotonic() < deadline:
        time.sleep(1)
        before, found = found, states()
    return found

def states():
    found = {"temporary files": len([path for place in ("/dev/shm", "/tmp") for path in Path(place).rglob("*")])}
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # it has ended since
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
result["said"], result["states"] = [], []
for _ in range(rounds):
    for look in looks:
        drawable.get_buffer().set(place, "R'G'B'A u8", original)
        result["said"].append(call("camera-looks-apply", image, look=look))
    result["states"].append(state())
"""


@pytest.mark.once
def test_nothing_grows(gimp: RealGimp, capsys: pytest.CaptureFixture[str]) -> None:
    """After two rounds all caches are full: some keep what is used a second time."""
    looks = [look.id for look in lut.looks.all_looks()]
    timeout = HANG_SECONDS + 5 * ROUNDS * len(looks)
    found = gimp.run(SOAK, timeout=timeout, photo=PORTRAIT, looks=looks, rounds=ROUNDS, idle=IDLE_SECONDS).result
    _, first, *others = found["states"]
    with capsys.disabled():
        print(f"\n{gimp.version}: after {2 * len(looks)} looks {first}, after {ROUNDS * len(looks)} {others[-1]}")
        print("The engine's kB after each round:", *(state["engine"]["kB"] for state in found["states"]))
    assert set(found["said"]) == {""}
    for state in others:
        assert state["temporary files"] == first["temporary files"]
        for process in ("GIMP", "engine"):
            assert state[process]["kB"] < GROWTH * first[process]["kB"], process
            assert state[process]["shared kB"] == first[process]["shared kB"], process
            assert state[process]["files"] <= first[process]["files"] + MOST_FILES, process
