"""A server that has baked nothing yet, and one to ask."""

from __future__ import annotations

from pathlib import Path

import pytest
from engine_requests import forget

from lut.engine.server import Server
from tests.user_folders import set_home


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A user of their own, for whom nothing is baked."""
    set_home(monkeypatch, tmp_path / "home")
    forget()


@pytest.fixture
def server(tmp_path: Path) -> Server:
    """A server with 64 kB of memory mapped and no job yet."""
    (tmp_path / "memory").write_bytes(bytes(1 << 16))
    server = Server()
    assert server.answer({"id": 1, "do": "memory", "path": str(tmp_path / "memory"), "bytes": 1 << 16}) == {"id": 1}
    return server
