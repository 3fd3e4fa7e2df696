"""Every test here runs once for each real GIMP 3 of this machine, and is skipped with a reason where there is none."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import faulty_engine
from faulty_engine import edited
from gimps import RealGimp
from open_gimp import OpenGimp
from places import Place, survey

PLACES, REASON = survey()
if PLACES:
    EACH = [pytest.param(place, id=str(place)) for place in PLACES]
else:
    EACH = [pytest.param(None, id="none", marks=pytest.mark.skip(reason=f"No real GIMP to test in: {REASON}."))]


@pytest.fixture(scope="session", params=EACH)
def bare_gimp(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> RealGimp:
    """A real GIMP without Camera Looks, in a home that stays without: use ``at_home`` before installing."""
    place: Place = request.param
    base = tmp_path_factory.getbasetemp()
    home = base / f"bare-{place}"
    home.mkdir()
    return RealGimp(place, base, home)


@pytest.fixture(scope="session")
def gimp(bare_gimp: RealGimp) -> RealGimp:
    """The same GIMP in a home where install.py has run; the tests share it and leave it as it is."""
    mine = bare_gimp.at_home(bare_gimp.base / f"installed-{bare_gimp.place}")
    answer = mine.install()
    assert answer.returncode == 0, answer.stdout
    return mine


@pytest.fixture(scope="session")
def open_gimp(gimp: RealGimp) -> Iterator[OpenGimp]:
    """The same GIMP, started once for all scripts that leave it as it was."""
    opened = OpenGimp(gimp)
    yield opened
    opened.close()


@pytest.fixture
def looks(gimp: RealGimp) -> Iterator[Path]:
    """The folder of the user's own looks, empty before and after, and the menu's list of it gone."""
    data = gimp.home / ".local/share/camera-looks"
    place = data / "looks"

    def clear() -> None:
        shutil.rmtree(place, ignore_errors=True)
        (data / "own-looks.json").unlink(missing_ok=True)

    clear()
    yield place
    clear()


@pytest.fixture
def faulty(gimp: RealGimp, tmp_path: Path) -> Iterator[Path]:
    """The folder whose ``fault`` file says what the engine does wrong."""
    record = gimp.folder / "engine.json"
    python = json.loads(record.read_text(encoding="utf-8"))["python"]
    with edited(record, json.dumps(python), json.dumps(str(faulty_engine.write(tmp_path, python)))):
        yield tmp_path
