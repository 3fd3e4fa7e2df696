"""install.py is ended while GIMP checks the new version: the last one that passed its check is what is there."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from fakes import gimp
from users import RIGHT, ROOT, User

from tests.processes import alive

if os.name != "posix":
    pytest.skip("signals to a process are POSIX's", allow_module_level=True)

SECONDS = 600  # for what takes a moment: other work on the machine makes no test fail
CODES = {signal.SIGINT: 130, signal.SIGTERM: 143, signal.SIGHUP: 129, signal.SIGKILL: -9}


class Check:
    """A run of install.py whose GIMP waits in the middle of the check."""

    def __init__(self, user: User) -> None:
        begun = user.home / "begun"
        begun.unlink(missing_ok=True)
        whole = f"Path({str(begun)!r} + '.part').write_text(str(os.getpid()), encoding='utf-8')"
        gimp(
            user.home / "bin/gimp",
            otherwise=f"{whole}; os.rename({str(begun)!r} + '.part', {str(begun)!r})\n    "
            "import time; time.sleep(3600)",
        )
        command = [sys.executable, user.checkout / "install.py", "--python", sys.executable]
        self.process = subprocess.Popen(
            command, env=user.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
        )
        wait_for(lambda: begun.exists() or self.process.poll() is not None)
        assert self.process.poll() is None, self.process.communicate()
        self.gimp = int(begun.read_text(encoding="utf-8"))

    def end(self, number: signal.Signals) -> tuple[int, str]:
        """End install.py; returns its exit code and what it said of it."""
        self.process.send_signal(number)
        _, errors = self.process.communicate(timeout=SECONDS)
        return self.process.returncode, errors

    def close(self) -> None:
        for pid in (self.process.pid, self.gimp):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def wait_for(happened: object) -> None:
    assert callable(happened)
    deadline = time.monotonic() + SECONDS
    while not happened():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.02)


@pytest.fixture
def checks() -> Iterator[list[Check]]:
    begun: list[Check] = []
    yield begun
    for check in begun:
        check.close()


def test_sigterm_and_sighup_are_handled_as_ctrl_c_is(with_old_version: User, checks: list[Check]) -> None:
    bob = with_old_version
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        checks.append(check := Check(bob))
        code, errors = check.end(number)
        assert code == CODES[number]
        assert "install.py: Interrupted; what was installed before is still there." in errors
        assert (bob.plug_ins / "camera-looks/old version").exists()
        assert [path.name for path in bob.plug_ins.iterdir()] == ["camera-looks"]
        assert not list(bob.data.glob("check-*"))
        wait_for(lambda check=check: not alive(check.gimp))


@pytest.mark.soak
def test_whatever_ends_it_over_any_number_of_runs(with_old_version: User, checks: list[Check]) -> None:
    bob = with_old_version
    for number in (signal.SIGKILL, signal.SIGKILL, signal.SIGTERM, signal.SIGKILL):
        checks.append(check := Check(bob))
        assert check.end(number)[0] == CODES[number]
        assert (bob.plug_ins / "camera-looks/old version").exists(), f"after {number.name}"
    gimp(bob.home / "bin/gimp", {"changed": True, "apart": 200})
    assert bob.install().returncode == 1
    assert (bob.plug_ins / "camera-looks/old version").exists()
    assert [path.name for path in bob.plug_ins.iterdir()] == ["camera-looks"]
    gimp(bob.home / "bin/gimp", RIGHT)
    assert bob.install().returncode == 0
    assert not (bob.plug_ins / "camera-looks/old version").exists()
    assert [path.name for path in bob.plug_ins.iterdir()] == ["camera-looks"]


@pytest.mark.slow("installs before each")
@pytest.mark.parametrize("option", ["--doctor", "--uninstall"])
def test_the_doctor_and_uninstalling_tidy_up_after_a_kill(with_gimp: User, checks: list[Check], option: str) -> None:
    ann = with_gimp
    assert ann.install().returncode == 0
    checks.append(check := Check(ann))
    check.end(signal.SIGKILL)
    assert (ann.plug_ins / ".camera-looks.new").is_dir()
    (ann.data / "install.json.part").write_text("{", encoding="utf-8")
    gimp(ann.home / "bin/gimp", RIGHT)
    answer = ann.install(option, *(["--mend"] if option == "--doctor" else []))
    assert answer.returncode == 0, answer.stdout + answer.stderr
    if option == "--doctor":
        assert f"{ann.plug_ins}/.camera-looks.new was left by an installation" in answer.stdout
        assert [path.name for path in ann.plug_ins.iterdir()] == ["camera-looks"]
    else:
        assert set(ann.everything()) == {"begun"}, "the note of the played GIMP"


def test_a_second_run_waits_for_the_first_and_says_so(with_old_version: User, checks: list[Check]) -> None:
    bob = with_old_version
    checks.append(first := Check(bob))
    gimp(bob.home / "bin/gimp", RIGHT)
    command = [sys.executable, bob.checkout / "install.py", "--uninstall"]
    second = subprocess.Popen(command, env=bob.environment(), stdout=subprocess.PIPE, encoding="utf-8")
    assert second.stdout is not None
    said = second.stdout.readline()
    who = f"another install.py (process {first.process.pid})"
    assert said == f"Wait      {who} is at work in {bob.data}; this one goes on after it.\n"
    assert second.poll() is None and (bob.plug_ins / "camera-looks/old version").exists()
    first.end(signal.SIGKILL)  # the lock is no file that stays
    output, _ = second.communicate(timeout=SECONDS)
    assert second.returncode == 0 and "Camera Looks is uninstalled." in output
    assert not (bob.plug_ins / "camera-looks").exists()


@pytest.mark.soak
def test_the_command_that_kills_it_at_random_moments() -> None:
    """A few runs of it; ``python -m tests.installer.kill_installer`` does a hundred."""
    command = [sys.executable, "-m", "tests.installer.kill_installer", "3"]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=SECONDS, encoding="utf-8")
    assert answer.returncode == 0, answer.stdout + answer.stderr
    assert "the last verified version was whole and in place 3 times\n" in answer.stdout
