"""Every test here runs in the GIMP 2.10 of this machine, and is skipped with a reason where there is none."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "real_gimp"))
sys.path.insert(0, str(Path(__file__).parent))

from gimp2 import Gimp2, survey

PLACE, REASON = survey()
if PLACE:
    EACH = [pytest.param(PLACE, id=str(PLACE))]
else:
    EACH = [pytest.param(None, id="none", marks=pytest.mark.skip(reason=f"No GIMP 2.10 to test in: {REASON}."))]


@pytest.fixture(scope="session", params=EACH)
def gimp2(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Gimp2:
    """A GIMP 2.10 in a home of its own, with Camera Looks and the plug-in that runs the tests' scripts."""
    base = tmp_path_factory.getbasetemp()
    gimp = Gimp2(request.param, base, base / "home-2.10")
    gimp.furnish()
    return gimp
