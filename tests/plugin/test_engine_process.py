"""A real engine beside this process: streaming, cancelling, failing, waiting for the next call."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

import lut
from lut.engine.baked_looks import BAKED_SIZE
from lut.shared import folders
from plugin.engine import client, launch, shared_memory
from plugin.engine.client import Engine, EngineError
from plugin.engine.strips import Strip, memory_size, stream
from tests.processes import alive, freeze, kill, wait_for_end
from tests.user_folders import set_home

ROOT = Path(__file__).parents[2]
JOB = {"look": "leica-authentic", "strength": 1.0, "vignette": 0}


@pytest.fixture(autouse=True)
def private_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Caches, sockets and memory files of each test lie in its own folder."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    set_home(monkeypatch, tmp_path / "home")
    monkeypatch.setattr(folders, "scratch", lambda: scratch)
    with tempfile.TemporaryDirectory(prefix="cl-") as short:  # a socket's path has little room
        monkeypatch.setenv("XDG_RUNTIME_DIR", short)
        yield


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    with launch.start(sys.executable, ROOT, tmp_path / "engine.log", None) as engine:
        yield engine


def begin(engine: Engine, pixels: np.ndarray) -> None:
    height, width, channels = pixels.shape
    engine.request("job", **JOB, frame=[width, height], type=str(pixels.dtype), channels=channels)


def run(engine: Engine, pixels: np.ndarray, read: Callable[[Strip, memoryview], None] | None = None) -> np.ndarray:
    """What the hosts do, with an array in place of GIMP's buffers."""
    height, width, _ = pixels.shape
    result = np.zeros_like(pixels)

    def get(strip: Strip, window: memoryview) -> None:
        window[:] = pixels[strip.y : strip.y + strip.rows].tobytes()

    def put(strip: Strip, window: memoryview) -> None:
        rows = np.frombuffer(window, pixels.dtype).reshape(strip.rows, width, -1)
        result[strip.y : strip.y + strip.rows] = rows

    area, bytes_a_pixel = (0, 0, width, height), pixels.shape[2] * pixels.itemsize
    with shared_memory.SharedMemory(engine, memory_size(area, bytes_a_pixel)) as shared:
        begin(engine, pixels)
        stream(engine, shared, area, bytes_a_pixel, (0, 0), read or get, put, lambda fraction: None)
    return result


def photo(dtype: str, shape: tuple[int, int, int]) -> np.ndarray:
    values = np.random.default_rng(2).random(shape, dtype=np.float32)
    return (values * 255).astype(np.uint8) if dtype == "uint8" else values


@pytest.mark.slow("starts an engine each", but_first=True)
@pytest.mark.parametrize(
    ("dtype", "shape"), [("uint8", (1500, 2000, 4)), ("float32", (700, 900, 3)), ("uint8", (1, 1, 3))]
)
def test_strips_through_the_engine_equal_the_whole(engine: Engine, dtype: str, shape: tuple[int, int, int]) -> None:
    pixels = photo(dtype, shape)
    whole = lut.apply(pixels, lut.looks.load("leica-authentic").bake(BAKED_SIZE))
    assert (run(engine, pixels) == whole).all()


def test_an_error_of_the_engine_is_raised_with_its_own_sentence(engine: Engine) -> None:
    with pytest.raises(EngineError, match="nonesuch"):
        engine.request("job", **{**JOB, "look": "nonesuch"}, frame=[1, 1], type="uint8", channels=3)


def test_a_killed_engine_is_one_sentence_and_leaves_no_file(engine: Engine, tmp_path: Path) -> None:
    pixels = photo("uint8", (2000, 2000, 4))

    def kill_in_the_middle(strip: Strip, window: memoryview) -> None:
        if strip.y > 500:
            kill(engine.ready()["pid"])

    with pytest.raises(EngineError, match="ended unexpectedly; the image is unchanged"):
        run(engine, pixels, kill_in_the_middle)
    assert list((tmp_path / "scratch").iterdir()) == []


def test_a_cancel_leaves_no_file_and_an_engine_that_still_works(engine: Engine, tmp_path: Path) -> None:
    def cancel(strip: Strip, window: memoryview) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(engine, photo("uint8", (300, 300, 4)), cancel)
    assert list((tmp_path / "scratch").iterdir()) == []
    assert run(engine, photo("uint8", (9, 9, 3))).any()


def test_an_engine_that_does_not_answer_is_ended(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    engine.ready()
    monkeypatch.setattr(client, "ANSWER_SECONDS", 0.2)
    pid = engine.ready()["pid"]
    freeze(pid)
    with pytest.raises(EngineError, match="did not answer for 0 seconds and was ended; the image is unchanged"):
        engine.request("hello")
    wait_for_end(pid)


def test_a_wrong_interpreter_and_a_broken_engine_say_so(tmp_path: Path) -> None:
    log = tmp_path / "engine.log"
    with pytest.raises(EngineError, match=r"could not start its engine .*install Camera Looks again"):
        launch.start("/nonesuch/python", ROOT, log, None)
    with (
        launch.start(sys.executable, tmp_path, log, None) as broken,  # no lut package there
        pytest.raises(EngineError, match="ended unexpectedly"),
    ):
        broken.ready()
    assert "ModuleNotFoundError" in log.read_text(encoding="utf-8")


def test_no_room_for_pixels_is_a_sentence(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int, size: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(shared_memory, "reserve", full)
    with pytest.raises(EngineError, match=r"needs 1 MB of temporary space .*No space left on device.*unchanged"):
        run(engine, photo("uint8", (200, 200, 3)))


def test_the_memory_file_is_private_and_has_no_name_once_it_is_in_use(engine: Engine, tmp_path: Path) -> None:
    mapped, name = shared_memory.map_file(4096)
    path = Path(name)
    assert path.stat().st_mode & 0o777 == 0o600
    path.unlink()
    mapped.close()
    with shared_memory.SharedMemory(engine, 4096):
        assert list((tmp_path / "scratch").iterdir()) == []


# --- an engine that waits for the next call


@pytest.fixture
def installation(tmp_path: Path) -> Path:
    """A folder as install.py leaves it."""
    shutil.copytree(ROOT / "lut", tmp_path / "lut", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "catalog.json").write_text("{}", encoding="utf-8")
    return tmp_path


def test_the_next_call_finds_the_engine_of_the_first(installation: Path) -> None:
    pids = set()
    for _ in range(3):
        with launch.connect(sys.executable, installation, installation / "engine.log") as engine:
            pids.add(engine.ready()["pid"])
            assert run(engine, photo("uint8", (20, 20, 3))).any()
    assert len(pids) == 1
    kill(pids.pop())


@pytest.mark.slow("starts engines")
def test_two_calls_at_once_share_an_engine_and_do_not_mix_their_pixels(installation: Path) -> None:
    log = installation / "engine.log"
    pixels = [photo("uint8", (1400, 1500, 4)), photo("float32", (800, 1500, 3))]
    results: dict[int, np.ndarray] = {}
    pids: set[int] = set()

    def call(index: int) -> None:
        with launch.connect(sys.executable, installation, log) as engine:
            results[index] = run(engine, pixels[index])
            pids.add(engine.ready()["pid"])

    with launch.connect(sys.executable, installation, log) as first:
        first.ready()
        threads = [threading.Thread(target=call, args=(index,)) for index in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    table = lut.looks.load("leica-authentic").bake(BAKED_SIZE)
    assert all((results[index] == lut.apply(pixels[index], table)).all() for index in range(2))
    assert len(pids) == 1
    kill(pids.pop())


def test_a_killed_engine_is_replaced_by_the_next_call(installation: Path) -> None:
    log = installation / "engine.log"
    with launch.connect(sys.executable, installation, log) as engine:
        first = engine.ready()["pid"]
    kill(first)
    wait_for_end(first)
    with launch.connect(sys.executable, installation, log) as engine:
        second = engine.ready()["pid"]
    assert second != first
    kill(second)


def test_a_new_installation_gets_a_new_engine(installation: Path) -> None:
    before = launch.meeting_place(sys.executable, installation)
    os.utime(installation / "catalog.json", ns=(1, 1))
    assert launch.meeting_place(sys.executable, installation) != before


def test_the_engine_ends_with_its_editor(installation: Path) -> None:
    """A stand-in for GIMP starts an engine through a child of its own, as GIMP's plug-ins do, and is killed."""
    child = (
        "import sys; from pathlib import Path; from plugin.engine import launch\n"
        "with launch.connect(sys.executable, Path(sys.argv[1]), Path(sys.argv[1], 'log')) as e: print(e.ready()['pid'])"
    )
    editor = (
        f"import subprocess, sys, time; subprocess.run([sys.executable, '-c', {child!r}, sys.argv[1]]); time.sleep(60)"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", editor, str(installation)], cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8"
    )
    assert process.stdout is not None
    pid = int(process.stdout.readline())
    assert alive(pid)
    process.kill()
    process.wait()
    wait_for_end(pid)
