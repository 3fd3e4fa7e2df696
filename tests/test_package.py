"""The package as programs meet it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import lut

ROOT = Path(lut.__file__).parent.parent


def test_everything_promised_is_there() -> None:
    for name in lut.__all__:
        assert getattr(lut, name) is not None
    with pytest.raises(AttributeError, match="module 'lut' has no attribute 'lutt'"):
        lut.lutt  # noqa: B018


def test_importing_is_light() -> None:
    """The engine starts with the editor's user waiting: pictures and recipes come when they are needed."""
    code = (
        "import sys, lut; print(*(name for name in sys.modules if name.split('.')[0] in ('PIL', 'tomllib', 'tomli')))"
    )
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, encoding="utf-8")
    assert found.stdout.split() == []
    code = "import sys, lut; print(*(name for name in sys.modules if name.startswith(('lut.looks', 'lut.images'))))"
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True, encoding="utf-8")
    assert found.stdout.split() == []
