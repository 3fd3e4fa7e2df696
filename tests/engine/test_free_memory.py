"""What an engine has freed goes back to the system, whatever lies between."""

from __future__ import annotations

import os
import platform
import socket
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest

from lut.engine import socket_server
from lut.engine.socket_server import SocketServer
from tests.waiting import wait_until

ROOT = Path(__file__).parents[2]
GLIBC_ONLY = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="Other C libraries have no malloc_trim.")
UNIX_ONLY = pytest.mark.skipif(sys.platform == "win32", reason="On Windows an engine does not wait for other calls.")

# 40 MB in blocks that are freed, each with a small one behind it that stays; prints kB before, with them, and after.
HOLES = """
from pathlib import Path
from lut.engine.socket_server import return_free_memory

def used():
    return int(Path("/proc/self/status").read_text().split("RssAnon:")[1].split()[0])

before = used()
large, small = 100_000, 1000
blocks = [(b"x" * large, b"x" * small) for _ in range(400)]
kept = [block for _, block in blocks]
del blocks
print(before, used(), end=" ")
return_free_memory()
print(used())
"""


@GLIBC_ONLY
def test_free_pages_between_what_is_kept_go_back() -> None:
    done = subprocess.run(
        [sys.executable, "-c", HOLES], cwd=ROOT, capture_output=True, check=True, encoding="utf-8", timeout=600
    )
    before, freed, returned = map(int, done.stdout.split())
    assert freed > before + 30_000, "glibc gave the blocks back by itself: this test shows nothing"
    assert returned < before + 8_000


@UNIX_ONLY
def test_memory_goes_back_once_the_thread_of_a_conversation_has_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not before: its work arrays go with it."""
    threads: list[threading.Thread] = []
    alive: list[bool] = []
    monkeypatch.setattr(socket_server, "return_free_memory", lambda: alive.append(threads[0].is_alive()))
    with tempfile.TemporaryDirectory(prefix="cl-") as short:  # a socket's path has little room
        place = Path(short, "engine")
        linger = SocketServer(place, os.getpid(), lambda requests, replies: threads.append(threading.current_thread()))
        waiting = threading.Thread(target=linger.wait_for_end)
        waiting.start()
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(place))
        wait_until(lambda: alive, "memory that was given back")
        place.unlink()  # as another engine that takes the place does
        waiting.join()
    assert alive == [False]
