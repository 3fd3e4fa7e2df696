"""``apply``: a look onto photographs."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import LutFormatError
from . import source
from .command import Command, share, whole

if TYPE_CHECKING:
    from ..apply import Applier
    from ..looks.finishing import Finishing
    from .batch import Outcome
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
    parser.add_argument("--vignette", type=share, metavar="V", help="darker corners, 0 to 1 (default: the look's own)")
    parser.add_argument("--grain", type=share, metavar="G", help="film grain, 0 to 1 (default: the look's own)")
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
    from ..apply import Applier
    from ..looks.finishing import Finishing
    from . import batch, plan

    tasks = plan.tasks(arguments.inputs, arguments.out, EXTENSIONS.get(arguments.format))
    look, table = source.file(arguments.lut) if arguments.lut else source.look(arguments.look)
    strength = arguments.strength
    finishing = Finishing.of(look, strength, arguments.vignette, arguments.grain, crop=not arguments.no_crop)
    jobs = min(arguments.jobs or min(os.cpu_count() or 1, MAX_JOBS), len(tasks))
    applier = Applier(table, strength, threads=1 if jobs > 1 else None)

    def work(task: Task) -> Sequence[str] | None:
        return developed(task, applier, finishing, arguments)

    if len(tasks) == 1:
        notes = work(tasks[0])
        if not arguments.quiet:
            print(f"{tasks[0].target} " + ("written." if notes is not None else "exists and was left alone."))
            for note in notes or ():
                print(f"Note: {note}.", file=sys.stderr)
        return 0
    began = time.monotonic()
    outcome = batch.run(tasks, work, jobs, arguments.debug)
    return report(outcome, arguments, time.monotonic() - began)


def developed(
    task: Task, applier: Applier, finishing: Finishing, arguments: argparse.Namespace
) -> Sequence[str] | None:
    """Develop one picture; its notes, or None where the file was there already and is to be left alone."""
    from .. import images
    from ..images import formats
    from ..images.develop import develop

    formats.of_path(task.target)
    if occupied(task.target):
        if arguments.skip_existing:
            return None
        if not arguments.overwrite:
            which = "is IN itself" if task.target.resolve() == task.source.resolve() else "exists"
            raise LutFormatError(task.target, None, f"{which}; --overwrite replaces it")
    picture = images.read(task.source)
    task.target.parent.mkdir(parents=True, exist_ok=True)
    return picture.notes + images.write(develop(picture, applier, finishing), task.target, arguments.quality)


def occupied(path: Path) -> bool:
    """Whether there is something to lose: a file made empty to reserve its name (mktemp) is not."""
    return path.exists() and not (path.is_file() and path.stat().st_size == 0)


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
    "floating point and back. A folder is mirrored into OUT. No file is replaced unless --overwrite says so, and "
    "one picture's failure does not stop the others.",
    arguments,
    run,
    "camera-looks apply photo.jpg out.jpg --look leica-authentic\n"
    "camera-looks apply photo.tif out.tif --lut film.cube --strength 60%\n"
    "camera-looks apply holiday/ more/*.jpg developed/ --look hasselblad-natural --skip-existing",
)
