"""Every test of the command line runs in an empty folder, with a cache of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.user_folders import set_home


@pytest.fixture(autouse=True)
def here(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    set_home(monkeypatch, tmp_path_factory.mktemp("user"))
    monkeypatch.chdir(tmp_path)
    return tmp_path
