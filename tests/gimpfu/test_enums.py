"""gimpenums: the constants are those of the library."""

from __future__ import annotations

from pathlib import Path

import gimpenums
import libgimp_enums
import pytest


def test_the_list_is_the_librarys() -> None:
    try:
        module = libgimp_enums.module()
    except OSError as missing:
        pytest.skip(f"libgimp-2.0.so.0, to compare with, comes with GIMP 2.10: {missing}")
    assert Path(gimpenums.__file__).read_text(encoding="utf-8") == module
