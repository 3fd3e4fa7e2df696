"""The table of how far looks have moved since an earlier version."""

import subprocess

import numpy as np
import pytest

import lut
from lut import Lut, looks
from tests.looks.changes import ROOT, compare, main, read_photos


def test_a_look_that_did_not_change_is_at_zero():
    table = looks.load("leica-vivid").bake()
    change = compare(table, table, read_photos(64))
    assert (change.mean, change.worst) == pytest.approx((0, 0), abs=1e-12)
    assert change.old == change.new > 0.5


def test_distances_are_those_of_the_photographs():
    """Gray of L* 50 and of L* 60 are 9.4 apart in ΔE2000 (Sharma's S_L at L* 55: 1.066); black is further away."""
    fifty, sixty, black = (Lut(np.full((2, 2, 2, 3), code, np.float32)) for code in (0.46633, 0.56680, 0.0))
    photos = read_photos(32)
    assert len(photos) == 8
    assert compare(fifty, sixty, photos).mean == pytest.approx(10 / (1 + 0.015 * 25 / 45**0.5), abs=0.05)
    assert compare(black, fifty, photos).mean > 30
    worst = compare(Lut.identity(), black, photos)
    assert worst.worst > worst.mean == pytest.approx(worst.new)


def test_folder(tmp_path, capsys):
    lut.write(Lut.identity(), tmp_path / "sony-st.cube")
    lut.write(Lut.identity(), tmp_path / "no-such-look.cube")
    assert main([str(tmp_path), "--size", "32"]) == 0
    rows = {line.split()[0]: line for line in capsys.readouterr().out.splitlines()}
    assert "new" in rows["leica-vivid"] and "gone" in rows["no-such-look"]
    number, *_ = rows["sony-st"].split()[1:]
    assert float(number) == pytest.approx(
        compare(Lut.identity(), looks.load("sony-st").bake(), read_photos(32)).mean, abs=0.006
    )


@pytest.mark.parametrize("name", ["no-such-revision", ""])
def test_neither_folder_nor_revision(name, tmp_path, capsys):
    old = name or str(tmp_path)
    assert main([old]) == 1
    assert capsys.readouterr().err.startswith(f"{old}: expected .cube" if not name else f"{old} is neither a folder")


@pytest.mark.slow("bakes every look of a revision")
def test_revision(capsys):
    if subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, capture_output=True).returncode:
        pytest.skip("this copy of the project is no git repository")
    assert main(["HEAD", "--size", "32"]) == 0
    assert "looks compared" in capsys.readouterr().out
