"""Files that are whole or not there, and what killed processes leave."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from lut.formats.saving import computer, save, sweep


@pytest.mark.skipif(os.name != "posix", reason="Windows cannot ask for a process without ending it")
def test_what_dead_processes_of_this_computer_began_is_removed(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    dead, alive = f"{process.pid:x}", f"{os.getpid():x}"
    kept = {
        f".{alive}-{computer()}-12345678.part",
        f".{dead}-0-12345678.part",  # of another computer that writes into the same folder
        f".{'f' * 40}-{computer()}-12345678.part",
        f".words-{computer()}-12345678.part",
        f".{dead}-12345678.part",
        f"{dead}-{computer()}-12345678.part",
        "photo.part",
    }
    for name in (*kept, f".{dead}-{computer()}-12345678.part"):
        (tmp_path / name).touch()
    sweep(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == kept


def test_what_a_process_that_is_known_to_be_dead_began_is_removed_on_every_system(tmp_path: Path) -> None:
    part = tmp_path / f".{os.getpid():x}-{computer()}-12345678.part"
    part.touch()
    sweep(tmp_path, os.getpid())
    assert not part.exists()


def test_a_link_to_itself_is_not_replaced(tmp_path: Path) -> None:
    link = tmp_path / "loop.png"
    link.symlink_to(link)
    with pytest.raises(OSError) as raised:
        save(b"data", link)
    assert (raised.value.errno, raised.value.filename) == (errno.ELOOP, str(link))
    assert link.is_symlink()
