# -*- coding: utf-8 -*-
"""The pixels' memory, shared with the engine: private, without a name once it is in use, never sparse.

In every host, so valid in Python 2.7, too.
"""

import mmap
import os
import sys
import tempfile
import uuid

from lut.shared import folders

from ..language import PYTHON_2, _
from .client import EngineError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable  # noqa: F401 - in type comments

    from .client import Engine, Message  # noqa: F401


class SharedMemory(object):
    """``bytes`` of memory that the engine has mapped, too; ``view`` is a writable memoryview.

    use: "pixels" to change, or "material" that a look is made of.  answered: called with the engine's reply, in the
    thread that reads; without it the reply is waited for.  It is a file whose name is gone from the file system once
    the engine has opened it, so that nothing is left behind however the two processes end.
    """

    def __init__(self, engine, size, use="pixels", answered=None):
        # type: (Engine, int, str, Callable[[Message], None] | None) -> None
        self.size = size
        self.path = None  # type: str | None
        fields = {"bytes": size, "use": use}  # type: Message
        if sys.platform == "win32":
            self._map, tag = map_tagged(size)
            fields["tag"] = tag
        else:
            self._map, self.path = map_file(size)
            fields["path"] = self.path
        self.view = writable_view(self._map)
        if answered is None:
            try:
                engine.request("memory", **fields)
            finally:
                self._unlink()
            return

        def mapped(reply):
            # type: (Message) -> None
            self._unlink()
            answered(reply)

        engine.post("memory", mapped, **fields)

    def _unlink(self):
        # type: () -> None
        try:
            os.remove(self.path or "")
        except EnvironmentError:  # it is gone, or there never was one
            pass

    def close(self):
        # type: () -> None
        """Give the memory back; in Python 2 it goes with the last window."""
        self._unlink()
        if PYTHON_2:
            return
        try:
            self.view.release()
            self._map.close()
        except BufferError:  # after an exception its traceback may still hold windows: the memory goes with them
            pass

    def __enter__(self):
        # type: () -> SharedMemory
        return self

    def __exit__(self, *exception):
        # type: (object) -> None
        self.close()


def writable_view(mapped):
    # type: (mmap.mmap) -> memoryview
    """Return a view of mapped memory."""
    if not PYTHON_2:
        return memoryview(mapped)
    import ctypes  # Python 2's mmap has the older interface for buffers only

    return memoryview((ctypes.c_ubyte * len(mapped)).from_buffer(mapped))


def map_tagged(size):
    # type: (int) -> tuple[mmap.mmap, str]
    """Map memory with a name and no file: Windows deletes no file that is mapped, but this with its last user."""
    tag = "camera-looks-" + uuid.uuid4().hex
    try:  # type checkers know ``tagname`` on Windows alone
        return mmap.mmap(-1, size, tagname=tag), tag  # type: ignore[call-arg,unused-ignore]
    except EnvironmentError as error:
        raise no_space(size, str(error.strerror))


def map_file(size):
    # type: (int) -> tuple[mmap.mmap, str]
    """Map a file of that many bytes, readable by this user only (mkstemp's mode 0600)."""
    places = [str(folder) for folder in (folders.scratch(), tempfile.gettempdir()) if folder]
    for folder in places:
        try:
            descriptor, path = tempfile.mkstemp(prefix="camera-looks-", dir=folder)
        except EnvironmentError as error:  # a sandbox shows /dev/shm and does not let one write there
            reason = error.strerror
            continue
        try:
            reserve(descriptor, size)
            return mmap.mmap(descriptor, size), path
        except EnvironmentError as error:
            os.remove(path)
            reason = error.strerror
        finally:
            os.close(descriptor)
    raise no_space(size, "{0}: {1}".format(", ".join(places), reason))


def no_space(size, reason):
    # type: (int, str) -> EngineError
    return EngineError(
        _(
            "Camera Looks needs {size} MB of temporary space and could not have it ({reason}); the image is unchanged."
        ).format(size=-(-size // 10**6), reason=reason)
    )


def reserve(descriptor, size):
    # type: (int, int) -> None
    """Take the space now: a sparse file on a full disk would end both processes with SIGBUS later."""
    if hasattr(os, "posix_fallocate"):
        os.posix_fallocate(descriptor, 0, size)
        return
    block = b"\0" * (1 << 20)
    for start in range(0, size, len(block)):
        os.write(descriptor, block[: size - start])
