"""The pixels' memory, shared with the engine: private, without a name once it is in use, never sparse."""

from __future__ import annotations

import contextlib
import mmap
import os
import secrets
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from lut.shared import folders

from ..language import _
from .client import Engine, EngineError, Message


class SharedMemory:
    """``bytes`` of memory that the engine has mapped, too; ``view`` is a writable memoryview.

    use: "pixels" to change, or "material" that a look is made of.  answered: called with the engine's reply, in the
    thread that reads; without it the reply is waited for.  It is a file whose name is gone from the file system once
    the engine has opened it, so that nothing is left behind however the two processes end.
    """

    def __init__(
        self, engine: Engine, size: int, use: str = "pixels", answered: Callable[[Message], None] | None = None
    ) -> None:
        self.size = size
        self.path: Path | None = None
        if sys.platform == "win32":
            self._map, tag = tagged(size)
            fields = {"tag": tag, "bytes": size, "use": use}
        else:
            self._map, self.path = create(size)
            fields = {"path": str(self.path), "bytes": size, "use": use}
        self.view = memoryview(self._map)
        if answered is None:
            try:
                engine.request("memory", **fields)
            finally:
                self._unlink()
            return

        def mapped(reply: Message) -> None:
            self._unlink()
            answered(reply)

        engine.post("memory", mapped, **fields)

    def _unlink(self) -> None:
        if self.path is not None:
            self.path.unlink(missing_ok=True)

    def close(self) -> None:
        self._unlink()
        # After an exception its traceback may still hold windows: the memory then goes with them.
        with contextlib.suppress(BufferError):
            self.view.release()
            self._map.close()
        self._unlink()

    def __enter__(self) -> SharedMemory:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


def tagged(size: int) -> tuple[mmap.mmap, str]:
    """Memory with a name and no file: Windows deletes no file that is mapped, but this with its last user."""
    tag = f"camera-looks-{secrets.token_hex(16)}"
    try:
        return mmap.mmap(-1, size, tagname=tag), tag
    except OSError as error:
        raise no_space(size, str(error.strerror)) from None


def create(size: int) -> tuple[mmap.mmap, Path]:
    """A mapped file of that many bytes, readable by this user only (mkstemp's mode 0600)."""
    places = [folder for folder in (folders.scratch(), Path(tempfile.gettempdir())) if folder]
    for folder in places:
        try:
            descriptor, name = tempfile.mkstemp(prefix="camera-looks-", dir=folder)
        except OSError as error:  # a sandbox shows /dev/shm and does not let one write there
            reason = error.strerror
            continue
        try:
            reserve(descriptor, size)
            return mmap.mmap(descriptor, size), Path(name)
        except OSError as error:
            Path(name).unlink()
            reason = error.strerror
        finally:
            os.close(descriptor)
    raise no_space(size, f"{', '.join(map(str, places))}: {reason}")


def no_space(size: int, reason: str) -> EngineError:
    return EngineError(
        _(
            "Camera Looks needs {size} MB of temporary space and could not have it ({reason}); the image is unchanged."
        ).format(size=-(-size // 10**6), reason=reason)
    )


def reserve(descriptor: int, size: int) -> None:
    """Take the space now: a sparse file on a full disk would end both processes with SIGBUS later."""
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(descriptor, 0, size)
        return
    block = bytes(1 << 20)
    for start in range(0, size, len(block)):
        os.write(descriptor, block[: size - start])
