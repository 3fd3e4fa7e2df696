"""``camera-looks apply`` on a folder, as a shell starts it: interrupted, killed, watched, and out of room."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import lut
from tests.user_folders import variables

ROOT = Path(lut.__file__).parent.parent
COUNT = 8
NAMES = {f"{number}.png" for number in range(COUNT)}
STOPS = ("3.png", "4.png")  # of two processes
FINISHED = {"0.png", "1.png", "2.png"}  # when they get there
SECONDS = 600.0  # after which something hangs
posix = pytest.mark.skipif(os.name != "posix", reason="signals and process groups are POSIX's")


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("photos") / "Zoë's $HOME; photos"  # that a shell would take apart
    folder.mkdir()
    for number, name in enumerate(sorted(NAMES)):
        pixels = np.random.default_rng(number).integers(0, 256, (60, 100, 3), dtype=np.uint8)
        Image.fromarray(pixels).save(folder / name)
    lut.write(lut.Lut(lut.Lut.identity(5).table ** np.array([0.8, 1.0, 1.3], np.float32)), folder.parent / "film.cube")
    return folder


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def command(photos: Path, out: Path, *options: str) -> list[str]:
    table = str(photos.parent / "film.cube")
    return [sys.executable, "-m", "lut", "apply", str(photos), str(out), "--lut", table, "--jobs", "2", *options]


def environment(out: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), **variables(out.parent / "home")}


def run(photos: Path, out: Path, *options: str, **more: object) -> subprocess.CompletedProcess[str]:
    line = command(photos, out, *options)
    return subprocess.run(line, capture_output=True, env=environment(out), check=False, **more, encoding="utf-8")


@pytest.fixture(scope="module")
def at_once(photos: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a run that nobody disturbs makes of them."""
    folder = tmp_path_factory.mktemp("undisturbed") / "out"
    assert run(photos, folder).returncode == 0
    return folder


def stopping(line: list[str], out: Path, how: str, names: tuple[str, ...] = STOPS) -> subprocess.Popen[str]:
    """A run in a process group of its own, whose processes stop at those pictures."""
    found = environment(out)
    found["PYTHONPATH"] = os.pathsep.join([str(Path(__file__).parent / "stopping"), found["PYTHONPATH"]])
    found |= {"STOP_FOLDER": str(out.parent), "STOP_NAMES": ",".join(names), "STOP_HOW": how}
    pipe = subprocess.PIPE
    return subprocess.Popen(line, stdout=pipe, stderr=pipe, env=found, start_new_session=True, encoding="utf-8")


@contextmanager
def stopped(line: list[str], out: Path, how: str = "wait") -> Iterator[subprocess.Popen[str]]:
    """A run that has finished three pictures, and writes two, until ``go_on``."""
    with stopping(line, out, how) as process:
        try:
            wait_until(lambda: all((out.parent / f"{name}.reached").exists() for name in STOPS))
            yield process
        finally:
            if alive(process.pid):
                os.killpg(process.pid, signal.SIGKILL)


def go_on(out: Path) -> None:
    (out.parent / "go").touch()


def wait_until(happens: object) -> None:
    latest = time.monotonic() + SECONDS
    while not happens():  # type: ignore[operator]
        assert time.monotonic() < latest, "it did not happen"
        time.sleep(0.01)


def alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def left(out: Path) -> set[str]:
    """What there is, all of it whole."""
    for path in out.glob("*.png"):
        with Image.open(path) as image:
            image.load()
    return {path.name for path in out.iterdir()}


def check_whole(out: Path, at_once: Path) -> None:
    """Nothing is missing, nothing else is there, and each picture is what an undisturbed run makes."""
    assert left(out) == NAMES
    for name in NAMES:
        assert (out / name).read_bytes() == (at_once / name).read_bytes()


@pytest.mark.slow("develops a folder twice, interrupted", but_first=True)
@posix
@pytest.mark.parametrize("way", ["Ctrl-C", "SIGTERM to one"])
@pytest.mark.parametrize("in_place", [False, True])
def test_an_interrupted_run_leaves_whole_files_and_goes_on_as_it_says(
    photos: Path, out: Path, at_once: Path, way: str, in_place: bool
) -> None:
    if in_place:
        shutil.copytree(photos, out)
    before = {path.name: path.read_bytes() for path in out.glob("*")}
    line = command(photos, out)
    if in_place:
        line[line.index(str(photos))] = str(out)
        line.append("--overwrite")
    with stopped(line, out) as process:
        if way == "Ctrl-C":
            os.killpg(process.pid, signal.SIGINT)
        else:
            process.send_signal(signal.SIGTERM)
        said = process.communicate(timeout=SECONDS)[1]
    assert process.returncode == 130
    wait_until(lambda: not alive(process.pid))
    assert left(out) == (NAMES if in_place else FINISHED)
    for path in out.iterdir():
        assert path.read_bytes() == ((at_once / path.name).read_bytes() if path.name in FINISHED else before[path.name])
    head, advice = said.splitlines()
    assert head == "camera-looks: Interrupted, 5 pictures to go. This goes on from here:"

    first = {name: (out / name).stat().st_mtime_ns for name in FINISHED}
    for count in (3, 8):  # the advice may be followed twice
        result = subprocess.run(
            advice, shell=True, capture_output=True, env=environment(out), check=False, encoding="utf-8"
        )
        assert (result.returncode, result.stderr) == (0, "")
        assert f", {count} left alone." in result.stdout
    assert {name: (out / name).stat().st_mtime_ns for name in FINISHED} == first
    check_whole(out, at_once)


@pytest.mark.slow("develops a folder")
@pytest.mark.slow("waits for processes that do not end, until they are killed")
@posix
def test_processes_that_do_not_end_leave_nothing_either(photos: Path, out: Path) -> None:
    with stopped(command(photos, out), out, "hang") as process:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=SECONDS)
    assert process.returncode == 130
    assert left(out) == FINISHED


@posix
@pytest.mark.slow("waits for processes to end; Ctrl+C is tried without it")
def test_when_the_parent_is_killed_nobody_goes_on_without_it(photos: Path, out: Path, at_once: Path) -> None:
    with stopped(command(photos, out), out) as process:
        process.send_signal(signal.SIGKILL)
        process.wait(SECONDS)
        go_on(out)
        wait_until(lambda: not alive(process.pid))
    assert left(out) == FINISHED | set(STOPS)
    result = run(photos, out, "--resume")
    assert (result.returncode, result.stderr) == (0, "")
    assert ", 5 left alone." in result.stdout
    check_whole(out, at_once)


@pytest.mark.slow("develops a folder twice")
@posix
def test_when_all_are_killed_what_they_were_writing_is_removed_by_the_next_run(
    photos: Path, out: Path, at_once: Path
) -> None:
    with stopped(command(photos, out), out) as process:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(SECONDS)
        wait_until(lambda: not alive(process.pid))
    assert len(left(out)) == len(FINISHED) + len(STOPS)
    assert sum(path.suffix == ".part" for path in out.iterdir()) == len(STOPS)
    result = run(photos, out, "--resume")
    assert (result.returncode, result.stderr) == (0, "")
    assert ", 3 left alone." in result.stdout
    check_whole(out, at_once)


@pytest.mark.slow("develops a folder; test_workers.py kills one, too")
@posix
def test_a_worker_that_is_killed_costs_its_picture(photos: Path, out: Path, at_once: Path) -> None:
    """As Linux does where memory runs out.  What it has begun to write is removed."""
    with stopping(command(photos, out), out, "die", ("3.png",)) as process:
        said = process.communicate(timeout=SECONDS)[1]
    assert process.returncode == 1
    assert said.splitlines() == [
        "camera-looks: 1 picture failed:",
        f"  {photos / '3.png'}: the process that worked on it was killed, as systems do when memory runs out",
    ]
    assert left(out) == NAMES - {"3.png"}
    assert run(photos, out, "--resume").returncode == 0
    check_whole(out, at_once)


@pytest.mark.slow("develops a folder")
@posix
def test_a_disk_that_is_full_fails_with_the_pictures_names(photos: Path, out: Path) -> None:
    import resource

    def small() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 13, resource.RLIM_INFINITY))

    result = run(photos, out, preexec_fn=small)
    assert result.returncode == 1
    assert result.stdout.startswith(f"0 pictures written to {out}")
    lines = result.stderr.splitlines()
    assert lines[0] == f"camera-looks: {COUNT} pictures failed:"
    assert lines[1:] == [f"  {out / f'{number}.png'}: File too large" for number in range(COUNT)]
    assert left(out) == set()


@pytest.mark.slow("develops a folder; test_progress.py has the bar")
@posix
def test_a_terminal_shows_a_bar_and_keeps_the_summary(photos: Path, out: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command(photos, out),
        stdout=theirs,
        stderr=theirs,
        env={**environment(out), "PYTHONIOENCODING": "utf-8"},
    ) as process:
        os.close(theirs)
        seen = b""
        try:
            while part := os.read(ours, 1 << 16):
                seen += part
        except OSError:  # how Linux says that nobody writes any more
            pass
        assert process.wait(SECONDS) == 0
    os.close(ours)
    text = seen.decode()
    drawn, _, summary = text.rpartition("\r\x1b[K")
    assert drawn.startswith("\r" + "─" * 24 + f" 0/{COUNT}")
    assert "━" * 24 + f" {COUNT}/{COUNT}" in drawn
    assert "\n" not in drawn
    assert summary.startswith(f"{COUNT} pictures written to {out} in ")
