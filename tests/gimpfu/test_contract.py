"""The border between the modules and their backends."""

from __future__ import annotations

import gimp_backends
import pytest


def test_a_process_that_gimp_did_not_start_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["script.py"])
    gimp_backends.use(None)
    with pytest.raises(RuntimeError, match="not started by GIMP: install the script as a plug-in"):
        gimp_backends.current()
