"""A 100-megapixel image raises neither process by more than 300 MB."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.waiting import HANG_SECONDS

ROOT = Path(__file__).parents[2]
LIMIT_KB = 300_000

HOST = """
import json, sys, tempfile
from pathlib import Path
from plugin.engine import launch
from plugin.engine.shared_memory import SharedMemory
from plugin.engine.strips import memory_size, stream

def peak(pid):
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return int(status.split("VmHWM:")[1].split()[0])

kind, width, height = sys.argv[2], 12000, 8400
pixel_bytes = {"uint8": 4, "float32": 16}[kind]
block = bytes(range(251)) * (width * pixel_bytes * 128 // 251 + 1)   # 251: rows differ

def read(strip, window):
    window[:] = block[: len(window)]

with launch.start(sys.executable, Path.cwd(), Path(sys.argv[1], "log"), None) as engine:
    pid = engine.ready()["pid"]
    before = peak("self"), peak(pid)
    job = {"look": "leica-authentic", "strength": 1.0, "vignette": 0.3, "frame": [width, height]}
    engine.request("job", **job, type=kind, channels=4)
    area = (0, 0, width, height)
    with SharedMemory(engine, memory_size(area, pixel_bytes)) as memory:
        stream(engine, memory, area, pixel_bytes, (0, 0), read, lambda strip, data: None, lambda fraction: None)
    print(json.dumps([after - start for after, start in zip((peak("self"), peak(pid)), before)]))
"""


@pytest.mark.slow("100 megapixels go through the engine", but_first=True)
@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is read from Linux's /proc")
@pytest.mark.parametrize("kind", ["uint8", "float32"])
def test_memory_stays_bounded(tmp_path: Path, kind: str) -> None:
    run = subprocess.run(
        [sys.executable, "-c", HOST, str(tmp_path), kind],
        cwd=ROOT,
        capture_output=True,
        timeout=HANG_SECONDS,
        encoding="utf-8",
    )
    assert run.returncode == 0, run.stderr
    host, engine = json.loads(run.stdout)
    assert host <= LIMIT_KB and engine <= LIMIT_KB, f"host {host} kB, engine {engine} kB"
