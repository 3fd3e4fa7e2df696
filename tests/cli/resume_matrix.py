"""Runs of ``apply`` that end in every way, and the run after: what becomes of each file, as a table.

    python -m tests.cli.resume_matrix

Three photographs are developed with the look "film". The run is stopped at the second one, or not at all. Then comes
one more run. A cell tells what the files are after it, and its exit code. Each run is a process of its own; "killed" is
a SIGKILL that it gets from itself. ``right`` says what each cell has to be, from the rules alone.

Letters: . nothing there; o the original; f film, made of the original; e what an earlier look made; F film made of what
the earlier look made in place; x a stranger's file; ff film twice.
"""

from __future__ import annotations

import errno
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from multiprocessing import forkserver, get_context
from pathlib import Path
from typing import Any, Generic, NoReturn, TypeVar

import numpy as np

from tests.user_folders import variables

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT)] if str(ROOT) not in sys.path else []

import lut  # noqa: E402 - from this checkout
from lut import images  # noqa: E402
from lut.cli import main  # noqa: E402
from lut.cli.batch import develop_photo, run_batch, targets  # noqa: E402
from lut.cli.batch.workers import attempt_task  # noqa: E402

T = TypeVar("T")
NAMES = ("1.png", "2.png", "3.png")
STOP = NAMES[1]
BEFORE = ("absent", "earlier look", "foreign")
PLACES = ("elsewhere", "elsewhere, links to files", "in place", "in place, OUT a link", "in place, IN a link")
ENDS = ("ok", "fails", "disk full", "killed before", "killed after", "Ctrl+C")
AFTER = ("again", "--resume", "--resume --overwrite")


@dataclass(frozen=True)
class Row:
    """place, before: where results go, and what is there.  end: of the first run."""

    place: str
    before: str
    end: str

    @property
    def in_place(self) -> bool:
        return self.place.startswith("in place")

    @property
    def first(self) -> list[str]:
        """Options of the first run: it does nothing without --overwrite where something is in its way."""
        return ["--overwrite"] if self.in_place or self.before != "absent" else []

    def second(self, after: str) -> list[str]:
        return self.first if after == "again" else after.split()


@dataclass(frozen=True)
class Cell:
    """A letter for each file, and the exit code of the run before."""

    files: tuple[str, ...]
    code: int

    def __str__(self) -> str:
        return f"{' '.join(self.files)} {self.code}"


Cells = dict[str, Cell]  # after the first run (""), and after each second one

ROWS = tuple(
    Row(*row)
    for row in product(PLACES, BEFORE, ENDS)
    if not (row[0].startswith("in place") and row[1] == "foreign")  # in place, whatever is there is the original
)


def right(row: Row) -> Cells:
    """What has to come out, by the rules: this order's results are kept, strangers' files are replaced only with
    --overwrite, and so are originals, once where a run goes on."""
    untouched = {"absent": "o" if row.in_place else ".", "earlier look": "e", "foreign": "x"}[row.before]
    film = "F" if row.in_place and row.before == "earlier look" else "f"
    between = {
        "ok": (film,) * 3,
        "fails": (film, untouched, film),
        "disk full": (film, untouched, film),
        "killed before": (film, untouched, untouched),
        "killed after": (film, film, untouched),
        "Ctrl+C": (film, untouched, untouched),
    }[row.end]
    code = {"ok": 0, "fails": 1, "disk full": 1, "Ctrl+C": 130}.get(row.end, -signal.SIGKILL)
    return {"": Cell(between, code)} | {after: right_after(row, after, between, film) for after in AFTER}


def right_after(row: Row, after: str, between: tuple[str, ...], film: str) -> Cell:
    resume, overwrite = "--resume" in row.second(after), "--overwrite" in row.second(after)
    files, refused = [], False
    for letter in between:
        if resume and letter == film:
            files.append(letter)
        elif overwrite:
            files.append(letter + "f" if row.in_place and letter == film else film)
        elif letter == "." or (resume and letter == "e" and not row.in_place):
            files.append(film)
        else:
            files.append(letter)
            refused = True
    return Cell(tuple(files), int(refused))


def run(row: Row, base: Path) -> Cells:
    """Do the first run in an empty folder, and each second run behind it."""
    folder, saved = base / "now", base / "saved"
    folder.mkdir()
    inside, out = set_up(row, folder)
    command = ["apply", str(inside), str(out), "--lut", str(folder / "film.cube"), "--quiet", "--jobs", "1"]
    code = process(folder, [*command, *row.first], row.end)
    cells = {"": Cell(letters(row, out), code)}
    folder.rename(saved)
    for after in AFTER:
        shutil.copytree(saved, folder, symlinks=True)
        code = process(folder, [*command, *row.second(after)], "ok")
        leftovers = tuple(path.name for path in folder.rglob("*.part"))
        cells[after] = Cell(letters(row, out) + leftovers, code)
        shutil.rmtree(folder)
    return cells


def set_up(row: Row, folder: Path) -> tuple[Path, Path]:
    """The photographs, what is there before, and the folders IN and OUT as the command names them."""
    for name in ("film", "earlier"):
        lut.write(look(name), folder / f"{name}.cube")
    inside, out = folder / "in", folder / ("in" if row.in_place else "out")
    inside.mkdir()
    out.mkdir(exist_ok=True)
    for seed, name in enumerate(NAMES):
        (inside / name).write_bytes(photograph(seed))
    if row.place == "elsewhere, links to files":
        (folder / "far").mkdir()
        for name in NAMES:
            (out / name).symlink_to(folder / "far" / name)
    if row.before == "foreign":
        for name in NAMES:
            (out / name).write_bytes(foreign())
    if row.before == "earlier look":
        earlier = ["apply", str(inside), str(out), "--lut", str(folder / "earlier.cube"), "--quiet", "--overwrite"]
        assert process(folder, earlier, "ok") == 0
    if row.place in ("in place, OUT a link", "in place, IN a link"):
        (folder / "link").symlink_to(inside)
        return (inside, folder / "link") if row.place == "in place, OUT a link" else (folder / "link", inside)
    return inside, out


def process(folder: Path, command: list[str], end: str) -> int:
    """Run a command in a process of its own that ends so; its exit code, negative for a signal."""
    child = context().Process(target=run_child, args=(str(folder), command, end))
    child.start()
    child.join()
    assert child.exitcode is not None
    return child.exitcode


@cache
def context() -> Any:
    """Processes that are forked off one that has everything imported, and no threads."""
    found = get_context("forkserver")
    found.set_forkserver_preload(["imagecodecs", "lut.cli.batch.run_batch", "lut.looks.develop", "lut.looks.finishing"])
    paths = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(ROOT), paths]))
    try:
        forkserver.ensure_running()
    finally:
        del os.environ["PYTHONPATH"]
        os.environ |= {"PYTHONPATH": paths} if paths else {}
    return found


def run_child(folder: str, command: list[str], end: str) -> NoReturn:
    os.environ |= variables(Path(folder) / "home")
    run_batch.Workers = Inside  # type: ignore[misc, assignment]
    save, fsync, develop = targets.save_file, os.fsync, develop_photo.Developer.__call__
    writing: list[str] = []

    def stop_at(name: str, ends: dict[str, Callable[[], object]]) -> None:
        if name == STOP and end in ends:
            ends[end]()

    def saved(data: bytes, path: Path) -> None:
        writing.append(path.name)
        try:
            save(data, path)
        finally:
            writing.clear()
        stop_at(path.name, {"killed after": kill})

    def synced(descriptor: int) -> None:  # the file is written, and has not got its name yet
        fsync(descriptor)
        stop_at("".join(writing), {"killed before": kill, "Ctrl+C": interrupt, "disk full": full})

    def developed(self: develop_photo.Developer, task: Any) -> Any:
        stop_at(task.source.name, {"fails": fail})
        return develop(self, task)

    targets.save_file, os.fsync = saved, synced  # type: ignore[assignment]
    develop_photo.Developer.__call__ = developed  # type: ignore[method-assign]
    sys.stderr = sys.stdout = open(Path(folder) / "said.txt", "a", encoding="utf-8")  # noqa: SIM115, PTH123
    raise SystemExit(main(command))


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def interrupt() -> None:
    signal.raise_signal(signal.SIGINT)


def full() -> NoReturn:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def fail() -> NoReturn:
    raise lut.LutFormatError(STOP, None, "expected a picture, found none")


class Inside(Generic[T]):
    """``Workers`` without processes, so that a signal reaches all of the run."""

    def __init__(self, prepare: Callable[[Any], Callable[[Any], Any]], settings: Any) -> None:
        self.work = prepare(settings)

    def __enter__(self) -> Inside[T]:
        return self

    def __exit__(self, *exception: object) -> None:
        pass

    def answers(self, tasks: Any, jobs: int) -> Iterator[Any]:
        for task in tasks:
            yield task, attempt_task(self.work, task)


@cache
def look(name: str) -> lut.Lut:
    gamma = {"film": (0.8, 1.0, 1.3), "earlier": (1.2, 0.7, 1.0)}[name]
    return lut.Lut(lut.Lut.identity(5).table ** np.array(gamma, np.float32))


@cache
def pixels(seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (6, 8, 3), dtype=np.uint8)


def photograph(seed: int) -> bytes:
    return images.encode(images.Picture(pixels(seed)), "photo.png")[0]


def foreign() -> bytes:
    return photograph(99)


@cache
def known(seed: int) -> dict[bytes, str]:
    """The letter of each picture that may be there, by its pixels: looks are put on with the library alone."""
    original = pixels(seed)
    film, earlier = (lut.apply(original, look(name)) for name in ("film", "earlier"))
    after = lut.apply(earlier, look("film"))
    found = {"o": original, "f": film, "e": earlier, "F": after, "x": pixels(99)}
    found |= {"ff": lut.apply(film, look("film")), "Ff": lut.apply(after, look("film"))}
    return {picture.tobytes(): letter for letter, picture in found.items()}


def letters(row: Row, out: Path) -> tuple[str, ...]:
    """What each file is; "?" for anything else, and a link that has become a file."""
    found = []
    for seed, name in enumerate(NAMES):
        path = out / name
        kept = path.is_symlink() == (row.place == "elsewhere, links to files")
        letter = known(seed).get(images.read(path).pixels.tobytes(), "?") if path.exists() else "."
        found.append(letter if kept or letter == "." else "?")
    return tuple(found)


def table() -> int:
    """Print all cells; returns the number of wrong ones."""
    wrong = 0
    columns = ("", *AFTER)
    print(f"{'place':28}{'before':14}{'first run':15}" + "".join(f"{name:22}" for name in columns))
    for row in ROWS:
        with tempfile.TemporaryDirectory() as folder:
            found, expected = run(row, Path(folder)), right(row)
        wrong += sum(found[name] != expected[name] for name in columns)
        cells = [f"{found[name]!s:13}{'right' if found[name] == expected[name] else 'WRONG':9}" for name in columns]
        print(f"{row.place:28}{row.before:14}{row.end:15}" + "".join(cells), flush=True)
    print(f"{len(ROWS) * len(columns)} cells, {wrong} wrong.")
    return wrong


if __name__ == "__main__":
    raise SystemExit(min(table(), 1))
