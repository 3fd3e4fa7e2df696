"""Stay for the next call: other conversations over a socket, until the editor ends or nobody asks.

An editor starts a new process for every call of a plug-in.  The engine that the first call started
keeps its looks and its tables of 8-bit colors; later calls find it at a socket in a folder that only
this user can enter.  POSIX only: Windows has no such sockets in Python, and starts an engine a call.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import queue
import socket  # noqa: TID251  (a socket without an address)
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO

from ..shared.processes import is_alive

IDLE_SECONDS = 300.0
POLL_SECONDS = 2.0
RETRY_SECONDS = 0.1
M_ARENA_MAX = -8  # of glibc's malloc.h; mallopt(3)


class SocketServer:
    """Listens at ``path`` in the background; ``wait_for_end`` returns when the engine should end.

    owner: the process id of the editor, without which the engine has no reason to be.  serve: holds a conversation.
    """

    def __init__(self, path: Path, owner: int, serve: Callable[[IO[bytes], IO[bytes]], None]) -> None:
        self.path = path
        self.owner = owner
        self.serve = serve
        self.conversations = 0
        self.last_use = time.monotonic()
        self.lock = threading.Lock()
        self.ended: queue.SimpleQueue[threading.Thread] = queue.SimpleQueue()  # those that have held a conversation
        self.socket = make_local_socket()
        # Bound under another name and renamed: whoever finds the socket finds it listening.
        own = path.with_name(f"{path.name}.{os.getpid()}")
        try:
            self.socket.bind(str(own))
            self.socket.listen()
            self.identity = own.stat().st_ino
            own.replace(path)
        except OSError:
            self.socket.close()
            with contextlib.suppress(OSError):
                own.unlink()
            raise
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                if self.socket.fileno() < 0:
                    return  # closed
                time.sleep(RETRY_SECONDS)  # too many open files, or a caller who has gone: others will call
                continue
            try:
                threading.Thread(target=self._converse, args=(connection,), daemon=True).start()
            except RuntimeError:  # no thread can be had: this caller starts an engine of its own
                connection.close()

    def _converse(self, connection: socket.socket) -> None:
        try:
            with connection, connection.makefile("rb") as requests, connection.makefile("wb") as replies:
                self.converse(requests, replies)
        finally:
            self.ended.put(threading.current_thread())

    def converse(self, requests: IO[bytes], replies: IO[bytes]) -> None:
        """Hold one conversation; the engine does not end while one is going on."""
        with self.lock:
            self.conversations += 1
        try:
            with contextlib.suppress(OSError):  # the other side has gone
                self.serve(requests, replies)
        finally:
            with self.lock:
                self.conversations -= 1
                self.last_use = time.monotonic()

    def wait_for_end(self) -> None:
        """Wait until the editor has ended, or nobody has asked for a while, or another engine took the place."""
        while self._wanted():
            with contextlib.suppress(queue.Empty):
                self.ended.get(timeout=POLL_SECONDS).join()  # its work arrays go with it
                return_free_memory()
        if self._in_place():
            self.path.unlink()
        self.socket.close()

    def _wanted(self) -> bool:
        if not is_alive(self.owner):
            return False
        with self.lock:
            if self.conversations:
                return True
            return self._in_place() and time.monotonic() - self.last_use < IDLE_SECONDS

    def _in_place(self) -> bool:
        try:
            return self.path.stat().st_ino == self.identity
        except OSError:
            return False


def make_local_socket() -> socket.socket:
    """Make a socket that has a place in a folder; OSError on Windows."""
    if sys.platform == "win32":
        raise OSError(errno.EAFNOSUPPORT, os.strerror(errno.EAFNOSUPPORT))
    return socket.socket(socket.AF_UNIX)


def use_one_arena() -> None:
    """Have all threads allocate from one heap.  To be called before threads start.

    glibc keeps several, so that threads need not wait for each other.  Every conversation is another thread, and
    would leave some 10 MB in one heap or the other: with one alone, a thousand leave what the first does.
    """
    _call_glibc("mallopt", M_ARENA_MAX, 1)


def return_free_memory() -> None:
    """Give the system all pages on which nothing lies: some milliseconds, in which no thread can allocate.

    Freed blocks of megabytes stay in the heap, since tables that are kept lie behind them.  How many and where depends
    on which thread was faster, so that an engine in use all day would grow by jumps.
    """
    _call_glibc("malloc_trim", 0)


def _call_glibc(name: str, *numbers: int) -> None:
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):  # another C library
            getattr(ctypes.CDLL(None), name)(*numbers)
