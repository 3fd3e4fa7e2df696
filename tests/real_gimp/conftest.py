"""Every test here runs once for each real GIMP 3 of this machine, and is skipped with a reason where there is none."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from gimps import RealGimp
from places import Place, survey

PLACES, REASON = survey()
if PLACES:
    EACH = [pytest.param(place, id=str(place)) for place in PLACES]
else:
    EACH = [pytest.param(None, id="none", marks=pytest.mark.skip(reason=f"No real GIMP to test in: {REASON}."))]


@pytest.fixture(scope="session", params=EACH)
def gimp(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> RealGimp:
    """A real GIMP with an empty home: nothing of Camera Looks is installed.  Use ``at_home`` before changing that."""
    place: Place = request.param
    base = tmp_path_factory.getbasetemp()
    home = base / f"empty-home-{place}"
    home.mkdir()
    return RealGimp(place, base, home)


@pytest.fixture(scope="session")
def installed(gimp: RealGimp) -> RealGimp:
    """The same GIMP in a home where install.py has run; the tests share it."""
    mine = gimp.at_home(gimp.base / f"home-{gimp.place}")
    answer = mine.install()
    assert answer.returncode == 0, answer.stdout
    return mine
