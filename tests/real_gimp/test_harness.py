"""The way to the real GIMPs can itself fail, and says so."""

from __future__ import annotations

from pathlib import Path
from subprocess import CompletedProcess
from types import SimpleNamespace

import pytest
from gimps import CHECKOUT, RealGimp, ScriptError
from open_gimp import OpenGimp
from window import Window

pytestmark = pytest.mark.once
PHOTO = CHECKOUT / "docs/photos/fig.jpg"


def test_a_script_hands_back_what_it_found(bare_gimp: RealGimp) -> None:
    outcome = bare_gimp.run(
        "image = load(photo); result['size'] = [image.get_width(), image.get_height()]", photo=PHOTO
    )
    assert outcome.result == {"size": [1600, 1082]}


def test_a_script_that_raises_fails_the_test_with_its_traceback(bare_gimp: RealGimp) -> None:
    with pytest.raises(ScriptError, match=r"script.*line 2[\s\S]*ZeroDivisionError"):
        bare_gimp.run("1 + 1\n1 / 0")


def test_a_gimp_that_ends_or_hangs_is_told(bare_gimp: RealGimp) -> None:
    with pytest.raises(ScriptError, match="GIMP ended before the script was done"):
        bare_gimp.run("import os; os.kill(os.getppid(), 9); import time; time.sleep(60)")
    with pytest.raises(ScriptError, match="was not done after 3 s"):
        bare_gimp.run("import time; time.sleep(600)", timeout=3)


def test_a_gimp_that_stays_open_runs_each_script_as_a_new_one_would(bare_gimp: RealGimp) -> None:
    opened = OpenGimp(bare_gimp)
    script = "import os; result['open'] = len(Gimp.get_images()); load(photo); result['process'] = os.getpid()"
    try:
        first = opened.run(script, photo=PHOTO).result
        with pytest.raises(ScriptError, match=r"script.*line 1[\s\S]*NameError: .*'photo'"):
            opened.run("photo")
        assert opened.run(script, photo=PHOTO).result == first == {"open": 0, "process": first["process"]}
        with pytest.raises(ScriptError, match="GIMP ended before the script was done"):
            opened.run("import os; os.kill(os.getppid(), 9); import time; time.sleep(60)")
        with pytest.raises(ScriptError, match="was not done after 3 s"):
            opened.run("import time; time.sleep(600)", timeout=3)
        assert opened.run(script, photo=PHOTO).result["open"] == 0
    finally:
        opened.close()


def test_windows_are_looked_for_again_when_one_ends_meanwhile() -> None:
    """The numbers in xdotool's message are no windows."""
    error = "X Error of failed request:  BadWindow (invalid Window parameter)\n  Serial number of failed request:  18\n"
    said = iter([error, "2097276\n4194311\n"])
    gimp = SimpleNamespace(call=lambda arguments: CompletedProcess(arguments, 0, next(said)))
    assert Window(gimp, None, PHOTO, None).windows("GIMP") == ["2097276", "4194311"]


def test_nothing_of_the_root_can_reach_the_checkout(bare_gimp: RealGimp) -> None:
    if bare_gimp.place.root is None:
        pytest.skip("This GIMP is the machine's own: it sees the checkout as it is.")
    answer = bare_gimp.call(["touch", CHECKOUT / "touched"])
    assert answer.returncode and "Read-only" in answer.stdout


def test_gimp_has_no_numpy(bare_gimp: RealGimp) -> None:
    if bare_gimp.place.root is None:
        pytest.skip("This GIMP is the machine's own: it may have numpy.")
    with pytest.raises(ScriptError, match="No module named 'numpy'"):
        bare_gimp.run("import numpy")


def test_a_window_opens_a_photo_and_can_be_photographed(bare_gimp: RealGimp, tmp_path: Path) -> None:
    with bare_gimp.window(PHOTO) as window:
        window.find("fig.*GIMP")
        shot = window.screenshot(tmp_path / "shot.png")
    assert shot.stat().st_size > 10_000


def test_a_script_can_run_in_a_gimp_with_windows(bare_gimp: RealGimp) -> None:
    with bare_gimp.window(PHOTO, script="result['open'] = len(Gimp.get_images())") as window:
        assert window.outcome().result == {"open": 1}
