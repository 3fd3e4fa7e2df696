"""``apply``: a look onto photographs."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from . import scene
from .command import Command, share, whole

if TYPE_CHECKING:
    from .batch import Outcome
    from .developing import Developed
    from .plan import Task

MAX_JOBS = 8  # a picture in the works takes some fifteen bytes a pixel
EXTENSIONS = {"jpg": ".jpg", "png": ".png", "tif": ".tif", "webp": ".webp"}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("inputs", nargs="+", metavar="IN", help="photographs, or folders of them")
    parser.add_argument("out", metavar="OUT", help="the file to write, or the folder for several")
    look = parser.add_mutually_exclusive_group(required=True)
    look.add_argument("--look", metavar="ID", help="a look of `camera-looks list`, or a recipe file (.toml)")
    look.add_argument("--lut", metavar="FILE", help="a LUT file of any supported format")
    parser.add_argument("--strength", type=share, default=1.0, metavar="S", help="0 to 1, or 0%% to 100%% (default: 1)")
    scene.automatic(parser)
    parser.add_argument("--vignette", type=share, metavar="V", help="darker corners, 0 to 1 (default: the look's own)")
    parser.add_argument("--grain", type=share, metavar="G", help="film grain, 0 to 1 (default: the look's own)")
    parser.add_argument("--glow", type=share, metavar="A", help="glow of highlights, 0 to 1 (default: the look's own)")
    parser.add_argument(
        "--no-crop", action="store_true", help="the whole picture, where the look has a frame of its own"
    )
    parser.add_argument("--format", choices=EXTENSIONS, help="of the files in the folder OUT (default: as each was)")
    parser.add_argument(
        "--quality", type=whole(1, 100), metavar="Q", help="1 to 100, JPEG and WebP (default: as fine as the source)"
    )
    existing = parser.add_mutually_exclusive_group()
    existing.add_argument("--overwrite", action="store_true", help="replace files that exist, IN itself among them")
    existing.add_argument("--skip-existing", action="store_true", help="leave files that exist, to resume a long run")
    parser.add_argument("--jobs", type=whole(1, 256), metavar="N", help="pictures at a time (default: one per core)")
    parser.add_argument("--quiet", "-q", action="store_true", help="say nothing unless something fails")


def run(arguments: argparse.Namespace) -> int:
    from . import batch, plan
    from .developing import Settings, developed

    tasks = plan.tasks(arguments.inputs, arguments.out, EXTENSIONS.get(arguments.format))
    jobs = min(arguments.jobs or min(os.cpu_count() or 1, MAX_JOBS), len(tasks))
    settings = Settings.of(arguments, threads=1 if jobs > 1 else None)
    if len(tasks) == 1:
        said(tasks[0], developed(tasks[0], settings), arguments.quiet)
        return 0

    def work(task: Task) -> Sequence[str] | None:
        done = developed(task, settings)
        return None if done is None else done.notes

    began = time.monotonic()
    outcome = batch.run(tasks, work, jobs, arguments.debug)
    return report(outcome, arguments, time.monotonic() - began)


def said(task: Task, done: Developed | None, quiet: bool) -> None:
    """Say what became of a single picture."""
    if quiet:
        return
    print(f"{task.target} " + ("written." if done else "exists and was left alone."))
    if done:
        if done.scene:
            print(f"Scene: {done.scene}")
        for note in done.notes:
            print(f"Note: {note}.", file=sys.stderr)


def report(outcome: Outcome, arguments: argparse.Namespace, seconds: float) -> int:
    """Say what became of many pictures; the exit code."""
    from .progress import clock

    if not arguments.quiet:
        print(f"{counted(outcome.written)} written to {arguments.out} in {clock(seconds)}", end="")
        print(f", {outcome.skipped} left alone." if outcome.skipped else ".")
        for note, tasks in outcome.notes.items():
            first = min(tasks).source.name + (" …" if len(tasks) > 1 else "")
            print(f"Note on {counted(len(tasks))} ({first}): {note}.", file=sys.stderr)
    if outcome.failures:
        print(f"camera-looks: {counted(len(outcome.failures))} failed:", file=sys.stderr)
        print("\n".join(f"  {outcome.failures[task]}" for task in sorted(outcome.failures)), file=sys.stderr)
    if outcome.interrupted:
        print("camera-looks: Interrupted; --skip-existing goes on where this run ended.", file=sys.stderr)
        return 130
    return 1 if outcome.failures else 0


def counted(number: int) -> str:
    return "1 picture" if number == 1 else f"{number} pictures"


COMMAND = Command(
    "apply",
    "a look or a LUT onto photographs",
    "Develop photographs with a look, or with a LUT file. Metadata and color profile are kept, 16 bits stay 16 bits, "
    "and the picture is turned upright. A look is made for sRGB: a picture with another profile is converted in "
    "floating point and back. A grayscale picture takes monochrome looks only, and stays gray unless the look tones "
    "it. A folder is mirrored into OUT. No file is replaced unless --overwrite says so, and "
    "one picture's failure does not stop the others.",
    arguments,
    run,
    "camera-looks apply photo.jpg out.jpg --look leica-authentic\n"
    "camera-looks apply photo.tif out.tif --lut film.cube --strength 60%\n"
    "camera-looks apply holiday/ more/*.jpg developed/ --look hasselblad-natural --skip-existing",
)
