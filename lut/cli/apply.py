"""``apply``: a look onto photographs."""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..shared.amounts import AMOUNTS
from . import amounts, crop, photo, scene
from .command import Command, share, whole
from .terminal import say
from .terminal import warn as told

if TYPE_CHECKING:
    from .batch import Outcome
    from .developing import Developed, Settings
    from .plan import Plan, Task
    from .targets import Targets

MAX_JOBS = 8  # a picture in the works takes some ten bytes a pixel, thirty where it has 16 bits
MOST_JOBS = 60  # that Windows can wait for
EXTENSIONS = {"jpg": ".jpg", "png": ".png", "tif": ".tif", "webp": ".webp"}


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("inputs", nargs="+", metavar="IN", help="photographs, or folders of them")
    parser.add_argument("out", metavar="OUT", help="the file to write, or the folder for several")
    look = parser.add_mutually_exclusive_group(required=True)
    look.add_argument("--look", metavar="ID", help="a look of `camera-looks list`, or a recipe file (.toml)")
    look.add_argument("--lut", metavar="FILE", help="a LUT file of any supported format")
    parser.add_argument("--strength", type=share, default=1.0, metavar="S", help="0 to 1, or 0%% to 100%% (default: 1)")
    scene.automatic(parser)
    for amount in AMOUNTS:
        amounts.option(parser, amount)
    crop.arguments(parser)
    parser.add_argument("--format", choices=EXTENSIONS, help="of the files in the folder OUT (default: as each was)")
    parser.add_argument(
        "--quality", type=whole(1, 100), metavar="Q", help="1 to 100, JPEG and WebP (default: as fine as the source)"
    )
    photo.ignore_profile(parser)
    existing = parser.add_mutually_exclusive_group()
    existing.add_argument(
        "--overwrite",
        action="store_true",
        help="replace files that exist, IN itself among them; again at every run, unless with --resume",
    )
    existing.add_argument("--skip-existing", action="store_true", help="leave files that exist, whatever they are")
    parser.add_argument(
        "--resume",
        action="store_true",
        help="leave what an earlier run made of the same photographs with the same settings, and make the rest; IN "
        "itself is replaced with --overwrite only, and then once",
    )
    parser.add_argument(
        "--jobs",
        type=whole(1, MOST_JOBS),
        metavar="N",
        help=f"pictures at a time, each in a process of its own (default: one per core, up to {MAX_JOBS})",
    )
    parser.add_argument("--quiet", "-q", action="store_true", help="say nothing unless something fails")
    parser.set_defaults(misused=parser.error)


def run(arguments: argparse.Namespace) -> int:
    from ..kernel.threads import default_threads
    from .batch import terminable
    from .developing import Settings
    from .journal import Journal
    from .plan import planned
    from .targets import Targets

    if arguments.resume and arguments.skip_existing:
        arguments.misused("argument --resume: not allowed with argument --skip-existing")
    plan = planned(arguments.inputs, arguments.out, EXTENSIONS.get(arguments.format), Journal("").knows)
    cores = default_threads()
    jobs = min(arguments.jobs or min(cores, MAX_JOBS), max(len(plan.tasks), 1))
    settings = Settings.of(arguments, processes=jobs, threads=max(cores // jobs, 1))
    targets = Targets(Journal(settings.digest), arguments.overwrite, arguments.skip_existing, arguments.resume)
    if not arguments.quiet:
        for note in settings.notes:
            told(f"Note on {arguments.lut or arguments.look}: {note.rstrip('.')}.")
    targets.sweep(plan.tasks)
    with terminable():
        if plan.single:
            return single(plan.tasks[0], settings, targets, arguments.quiet)
        return several(plan, settings, targets, jobs, arguments)


def single(task: Task, settings: Settings, targets: Targets, quiet: bool) -> int:
    from ..errors import LutError
    from .developing import prepare

    if targets.leave(task):
        said(task, None, quiet)
        return 0
    if refusal := targets.refusal(task):
        raise LutError(refusal)
    said(task, prepare((settings, targets))(task), quiet)
    return 0


def several(plan: Plan, settings: Settings, targets: Targets, jobs: int, arguments: argparse.Namespace) -> int:
    from . import batch
    from .progress import Progress

    began = time.monotonic()
    rest = []
    with Progress(len(plan.tasks), sum(map(batch.weight, plan.tasks)), arguments.quiet or not arguments.resume) as seen:
        for task in plan.tasks:  # to go on, photographs and results are read, which takes a while
            if not targets.leave(task):
                rest.append(task)
            seen.step(task.source.name, batch.weight(task))
    refused = [task for task in rest if targets.refusal(task)]
    unwanted = set(refused)
    pending = [task for task in rest if task not in unwanted]
    progress = Progress(len(pending), sum(map(batch.weight, pending)), arguments.quiet)
    outcome = batch.run(pending, settings, targets, jobs, progress, arguments.debug)
    outcome.skipped, outcome.refused = len(plan.tasks) - len(rest), refused
    left = 0
    if outcome.interrupted:
        left = sum(not targets.journal.made(task) for task in pending if task not in outcome.failures)
    return report(plan, outcome, left, arguments, time.monotonic() - began)


def said(task: Task, done: Developed | None, quiet: bool) -> None:
    """Say what became of a single picture."""
    if quiet:
        return
    say(f"{task.target} " + ("written." if done else "exists and was left alone."))
    if done:
        if done.scene:
            say(f"Scene: {done.scene}")
        for note in done.notes:
            told(f"Note: {note}.")


def report(plan: Plan, outcome: Outcome, left: int, arguments: argparse.Namespace, seconds: float) -> int:
    """Say what became of many pictures; the exit code.  left: how many an interrupted run leaves to do."""
    from .advice import again
    from .progress import clock

    if not arguments.quiet:
        alone = f", {outcome.skipped} left alone" if outcome.skipped else ""
        say(f"{counted(outcome.written)} written to {arguments.out} in {clock(seconds)}{alone}.")
        for note, tasks in outcome.notes.items():
            told(f"Note on {counted(len(tasks))} ({first(min(tasks).source, tasks)}): {note}.")
        for sentence in plan.linked:
            told(f"Note: {sentence}.")
        if plan.others:
            kinds = ", ".join(f"{count} {kind}" for kind, count in plan.others.most_common())
            told(f"Note: files of other kinds are left out: {kinds}.")
    for sentence in plan.unread:
        told(f"camera-looks: {sentence}")
    if originals := [task for task in outcome.refused if task.in_place]:
        are = "is" if len(originals) == 1 else "are"
        some = f"{counted(len(originals))} {are} IN itself ({first(originals[0].target, originals)})"
        told(f"camera-looks: {some}: --overwrite --resume replaces each once.")
    if others := [task for task in outcome.refused if not task.in_place]:
        some = f"{counted(len(others))} there already ({first(others[0].target, others)})"
        kept = "none that this command made" if arguments.resume else "--resume leaves alone what this command made"
        told(f"camera-looks: {some}: {kept}, --overwrite replaces them.")
    if outcome.failures:
        told(f"camera-looks: {counted(len(outcome.failures))} failed:")
        for task in sorted(outcome.failures):
            told(f"  {outcome.failures[task]}")
    if outcome.interrupted:
        told(f"camera-looks: Interrupted, {counted(left)} to go. This goes on from here:")
        told(f"  {again(arguments.words, '' if arguments.skip_existing else '--resume')}")
        return 130
    return 1 if outcome.failures or outcome.refused or plan.unread else 0


def first(path: Path, tasks: Sequence[Task]) -> str:
    return path.name + (" …" if len(tasks) > 1 else "")


def counted(number: int) -> str:
    return "1 picture" if number == 1 else f"{number} pictures"


COMMAND = Command(
    "apply",
    "a look or a LUT onto photographs",
    "Develop photographs with a look, or with a LUT file. Metadata and color profile are kept, 16 bits stay 16 bits, "
    "and the picture is turned upright. A look is made for sRGB: a picture with another profile is converted in "
    "floating point and back; HDR and broken profiles are refused. With --ignore-profile, nothing is converted or "
    "refused, and the profile stays. A grayscale picture takes monochrome looks only, and stays gray unless the look "
    "tones it. A folder is mirrored into OUT, with the folders in it and linked ones; wildcards may be in quotes. No "
    "file is replaced unless --overwrite says so. One picture's failure does not stop the others: what failed, and "
    "why, comes last. Exit code: 0 all is done, 1 something failed or was refused, 2 not understood, 130 interrupted.",
    arguments,
    run,
    "camera-looks apply photo.jpg out.jpg --look leica-authentic\n"
    "camera-looks apply photo.tif out.tif --lut film.cube --strength 60%\n"
    "camera-looks apply photo.jpg out.jpg --look hasselblad-xpan-color --crop-center 50%,30%\n"
    "camera-looks apply holiday/ more/*.jpg developed/ --look hasselblad-natural --resume\n"
    "camera-looks apply holiday/ holiday/ --look leica-authentic --overwrite --resume",
)
