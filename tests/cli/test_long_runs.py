"""``camera-looks apply`` on a folder, as a shell starts it: interrupted, killed, watched, and out of room."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import lut

ROOT = Path(lut.__file__).parent.parent
COUNT = 8
SECONDS = 60.0
posix = pytest.mark.skipif(os.name != "posix", reason="signals and process groups are POSIX's")


@pytest.fixture(scope="module")
def photos(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Noise, which takes a while."""
    folder = tmp_path_factory.mktemp("photos")
    for number in range(COUNT):
        pixels = np.random.default_rng(number).integers(0, 256, (700, 1000, 3), dtype=np.uint8)
        Image.fromarray(pixels).save(folder / f"{number}.png", compress_level=1)
    return folder


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "out"


def command(photos: Path, out: Path, *options: str) -> list[str]:
    return [sys.executable, "-m", "lut", "apply", str(photos), str(out), "--look", "leica-vibrant", *options]


def environment(out: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "XDG_CACHE_HOME": str(out.parent / "cache")}


def run(photos: Path, out: Path, *options: str, **more: object) -> subprocess.CompletedProcess[str]:
    line = command(photos, out, *options)
    return subprocess.run(line, capture_output=True, text=True, env=environment(out), check=False, **more)


@pytest.fixture(scope="module")
def at_once(photos: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a run that nobody disturbs makes of them."""
    folder = tmp_path_factory.mktemp("undisturbed") / "out"
    assert run(photos, folder).returncode == 0
    return folder


@pytest.fixture
def begun(photos: Path, out: Path) -> Iterator[subprocess.Popen[str]]:
    """A run in a process group of its own that has finished a picture, and is stopped until ``go_on``."""
    with subprocess.Popen(
        command(photos, out, "--jobs", "2"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(out),
        start_new_session=True,
    ) as process:
        wait_until(lambda: any(out.glob("*.png")))
        os.killpg(process.pid, signal.SIGSTOP)
        yield process
        if alive(process.pid):
            os.killpg(process.pid, signal.SIGKILL)


def go_on(process: subprocess.Popen[str]) -> None:
    os.killpg(process.pid, signal.SIGCONT)


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


@pytest.mark.slow("develops a folder twice, interrupted", but_first=True)
@posix
@pytest.mark.parametrize("way", ["Ctrl-C", "SIGTERM to one"])
def test_an_interrupted_run_leaves_whole_files_and_goes_on(
    photos: Path, out: Path, at_once: Path, begun: subprocess.Popen[str], way: str
) -> None:
    if way == "Ctrl-C":
        os.killpg(begun.pid, signal.SIGINT)
    else:
        begun.send_signal(signal.SIGTERM)
    go_on(begun)
    said = begun.communicate(timeout=SECONDS)[1]
    assert begun.returncode == 130
    written = left(out)
    assert 1 <= len(written) < COUNT and all(name.endswith(".png") for name in written)
    to_go = f"{COUNT - len(written)} picture" + ("s" if COUNT - len(written) > 1 else "")
    head, advice = said.splitlines()
    assert head == f"camera-looks: Interrupted, {to_go} to go. This goes on from here:"
    wait_until(lambda: not alive(begun.pid))

    first = {name: (out / name).stat().st_mtime_ns for name in written}
    result = subprocess.run(advice, shell=True, capture_output=True, text=True, env=environment(out), check=False)
    assert (result.returncode, result.stderr) == (0, "")
    assert f", {len(written)} left alone." in result.stdout
    assert {name: (out / name).stat().st_mtime_ns for name in written} == first
    for path in photos.iterdir():
        assert (out / path.name).read_bytes() == (at_once / path.name).read_bytes()


@posix
def test_when_the_parent_is_killed_nobody_goes_on_without_it(
    photos: Path, out: Path, begun: subprocess.Popen[str]
) -> None:
    begun.send_signal(signal.SIGKILL)
    begun.wait(SECONDS)
    go_on(begun)
    wait_until(lambda: not alive(begun.pid))
    written = left(out)
    assert len(written) < COUNT and all(name.endswith(".png") for name in written)
    result = run(photos, out, "--resume")
    assert (result.returncode, result.stderr) == (0, "")
    assert f", {len(written)} left alone." in result.stdout
    assert left(out) == {path.name for path in photos.iterdir()}


@posix
def test_a_worker_that_is_killed_costs_its_picture(photos: Path, out: Path, begun: subprocess.Popen[str]) -> None:
    """As Linux does where memory runs out."""
    workers = subprocess.run(
        ["ps", "-ww", "-o", "pid=,args=", "--ppid", str(begun.pid)], capture_output=True, text=True
    )
    pids = [int(line.split()[0]) for line in workers.stdout.splitlines() if "spawn_main" in line]
    assert len(pids) == 2
    half = out / f".{pids[0]:x}-12345678.part"  # what it may have begun to write
    half.touch()
    os.kill(pids[0], signal.SIGKILL)
    go_on(begun)
    said = begun.communicate(timeout=SECONDS)[1]
    assert begun.returncode == 1
    head, failure = said.splitlines()
    assert head == "camera-looks: 1 picture failed:"
    assert failure.endswith(".png: the process that worked on it was killed, as systems do when memory runs out")
    its = Path(failure.split(": ")[0].strip()).name  # which may be there, whole, if death came just behind it
    assert left(out) | {its} == {path.name for path in photos.iterdir()} and not half.exists()


@pytest.mark.slow("develops a folder")
@posix
def test_a_disk_that_is_full_fails_with_the_pictures_names(photos: Path, out: Path) -> None:
    import resource

    def small() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, resource.RLIM_INFINITY))

    result = run(photos, out, preexec_fn=small)
    assert result.returncode == 1
    assert result.stdout.startswith(f"0 pictures written to {out}")
    lines = result.stderr.splitlines()
    assert lines[0] == f"camera-looks: {COUNT} pictures failed:"
    assert lines[1:] == [f"  {out / f'{number}.png'}: File too large" for number in range(COUNT)]
    assert left(out) == set()


@posix
def test_a_terminal_shows_a_bar_and_keeps_the_summary(photos: Path, out: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command(photos, out), stdout=theirs, stderr=theirs, env={**environment(out), "PYTHONIOENCODING": "utf-8"}
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
    assert summary.startswith(f"{COUNT} pictures written to {out} in 0:")
