"""``apply``: apply a look or a LUT to photographs."""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ...shared.amounts import AMOUNTS
from ..command import Command, repeat_command
from ..options import add_amount, add_ignore_profile, add_lut_space, add_mixing, parse_share, whole_number
from ..scene_option import add_scene
from ..space_note import describe_lut_space
from ..terminal import say, warn

if TYPE_CHECKING:
    from ..batch.develop_photo import Developed, Settings
    from ..batch.plan import Plan, Task
    from ..batch.run_batch import Outcome
    from ..batch.targets import Targets

MAX_JOBS = 8  # a picture in the works takes some ten bytes a pixel, thirty where it has 16 bits
MOST_JOBS = 60  # that Windows can wait for
EXTENSIONS = {name: f".{name}" for name in ("jpg", "png", "tif", "webp", "avif", "jxl")}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("inputs", nargs="+", metavar="IN", help="photographs, or folders of them")
    parser.add_argument("out", metavar="OUT", help="the file to write, or the folder for several")
    look = parser.add_mutually_exclusive_group(required=True)
    look.add_argument("--look", metavar="ID", help="a look of `camera-looks list`, or a recipe file (.toml)")
    look.add_argument("--lut", metavar="FILE", help="a LUT file of any supported format")
    add_lut_space(parser)
    parser.add_argument(
        "--strength", type=parse_share, default=1.0, metavar="S", help="0 to 1, or 0%% to 100%% (default: 1)"
    )
    add_scene(parser)
    for amount in AMOUNTS:
        add_amount(parser, amount)
    add_mixing(parser)
    frame = parser.add_mutually_exclusive_group()
    frame.add_argument(
        "--no-crop", action="store_true", help="the whole picture, where the look has a frame of its own"
    )
    frame.add_argument(
        "--crop-center",
        type=parse_center,
        metavar="X,Y",
        help="where in the picture the middle of the look's frame is, from the left and from the top, as in 50%%,30%% "
        "(default: where the picture's interest is)",
    )
    parser.add_argument("--format", choices=EXTENSIONS, help="of the files in the folder OUT (default: as each was)")
    parser.add_argument(
        "--quality",
        type=whole_number(1, 100),
        metavar="Q",
        help="1 to 100, JPEG, WebP, AVIF and JPEG XL (default: as fine as the source)",
    )
    add_ignore_profile(parser)
    parser.add_argument(
        "--sdr",
        action="store_true",
        help="convert HDR pictures (PQ, HLG) to SDR first, their highlights compressed as ITU-R BT.2408 has it",
    )
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
        type=whole_number(1, MOST_JOBS),
        metavar="N",
        help=f"pictures at a time, each in a process of its own (default: one per core, up to {MAX_JOBS})",
    )
    parser.add_argument("--quiet", "-q", action="store_true", help="say nothing unless something fails")
    parser.set_defaults(misused=parser.error)


def parse_center(text: str) -> tuple[float, float]:
    """Parse X,Y: each 0 to 1, or 0% to 100%."""
    try:
        x, y = map(parse_share, text.replace(" ", "").split(","))
    except (ValueError, argparse.ArgumentTypeError):
        raise argparse.ArgumentTypeError(
            f"expected X,Y, each from 0 to 1 or from 0% to 100%, as in 50%,30%, found {text!r}"
        ) from None
    return x, y


def run(arguments: argparse.Namespace) -> int:
    from ...kernel.threads import default_threads
    from ..batch.develop_photo import Settings
    from ..batch.journal import Journal
    from ..batch.plan import plan_tasks
    from ..batch.run_batch import ctrl_c_on_termination
    from ..batch.targets import Targets

    if arguments.resume and arguments.skip_existing:
        arguments.misused("argument --resume: not allowed with argument --skip-existing")
    if arguments.lut_space and not arguments.lut:
        arguments.misused("argument --lut-space: expected --lut with it; a recipe names the space of its base itself")
    plan = plan_tasks(arguments.inputs, arguments.out, EXTENSIONS.get(arguments.format), Journal("").is_result)
    cores = default_threads()
    jobs = min(arguments.jobs or min(cores, MAX_JOBS), max(len(plan.tasks), 1))
    settings = Settings.of(arguments, processes=jobs, threads=max(cores // jobs, 1))
    targets = Targets(Journal(settings.digest), arguments.overwrite, arguments.skip_existing, arguments.resume)
    if not arguments.quiet:
        for note in settings.notes:
            warn(f"Note on {arguments.lut or arguments.look}: {note.rstrip('.')}.")
        if arguments.lut and arguments.lut_space is None and (sentence := describe_lut_space(arguments.lut)):
            warn(f"Note: {sentence}")
    targets.remove_unfinished(plan.tasks)
    with ctrl_c_on_termination():
        if plan.single:
            return apply_to_one(plan.tasks[0], settings, targets, arguments.quiet)
        return apply_to_many(plan, settings, targets, jobs, arguments)


def apply_to_one(task: Task, settings: Settings, targets: Targets, quiet: bool) -> int:
    from ...errors import LutError
    from ..batch.develop_photo import prepare

    if targets.can_skip(task):
        report_single(task, None, quiet)
        return 0
    if refusal := targets.explain_refusal(task):
        raise LutError(refusal)
    report_single(task, prepare((settings, targets))(task), quiet)
    return 0


def apply_to_many(plan: Plan, settings: Settings, targets: Targets, jobs: int, arguments: argparse.Namespace) -> int:
    from ..batch import run_batch
    from ..batch.progress import Progress

    began = time.monotonic()
    rest = []
    with Progress(
        len(plan.tasks), sum(map(run_batch.estimate_cost, plan.tasks)), arguments.quiet or not arguments.resume
    ) as seen:
        for task in plan.tasks:  # to go on, photographs and results are read, which takes a while
            if not targets.can_skip(task):
                rest.append(task)
            seen.step(task.source.name, run_batch.estimate_cost(task))
    refused = [task for task in rest if targets.explain_refusal(task)]
    unwanted = set(refused)
    pending = [task for task in rest if task not in unwanted]
    progress = Progress(len(pending), sum(map(run_batch.estimate_cost, pending)), arguments.quiet)
    outcome = run_batch.run_tasks(pending, settings, targets, jobs, progress, arguments.debug)
    outcome.skipped, outcome.refused = len(plan.tasks) - len(rest), refused
    left = 0
    if outcome.interrupted:
        left = sum(not targets.journal.is_done(task) for task in pending if task not in outcome.failures)
    return report_many(plan, outcome, left, arguments, time.monotonic() - began)


def report_single(task: Task, done: Developed | None, quiet: bool) -> None:
    """Print the result of a single picture."""
    if quiet:
        return
    say(f"{task.target} " + ("written." if done else "exists and was left alone."))
    if done:
        if done.scene:
            say(f"Scene: {done.scene}")
        for note in done.notes:
            warn(f"Note: {note}.")


def report_many(plan: Plan, outcome: Outcome, left: int, arguments: argparse.Namespace, seconds: float) -> int:
    """Print the results of many pictures and return the exit code.  left: pictures that an interrupted run left."""
    from ..batch.progress import format_seconds

    if not arguments.quiet:
        alone = f", {outcome.skipped} left alone" if outcome.skipped else ""
        say(f"{count_pictures(outcome.written)} written to {arguments.out} in {format_seconds(seconds)}{alone}.")
        for note, tasks in outcome.notes.items():
            warn(f"Note on {count_pictures(len(tasks))} ({first_name(min(tasks).source, tasks)}): {note}.")
        for sentence in plan.linked:
            warn(f"Note: {sentence}.")
        if plan.others:
            kinds = ", ".join(f"{count} {kind}" for kind, count in plan.others.most_common())
            warn(f"Note: files of other kinds are left out: {kinds}.")
    for sentence in plan.unread:
        warn(f"camera-looks: {sentence}")
    if originals := [task for task in outcome.refused if task.in_place]:
        are = "is" if len(originals) == 1 else "are"
        some = f"{count_pictures(len(originals))} {are} IN itself ({first_name(originals[0].target, originals)})"
        warn(f"camera-looks: {some}: --overwrite --resume replaces each once.")
    if others := [task for task in outcome.refused if not task.in_place]:
        some = f"{count_pictures(len(others))} there already ({first_name(others[0].target, others)})"
        kept = "none that this command made" if arguments.resume else "--resume leaves alone what this command made"
        warn(f"camera-looks: {some}: {kept}, --overwrite replaces them.")
    if outcome.failures:
        warn(f"camera-looks: {count_pictures(len(outcome.failures))} failed:")
        for task in sorted(outcome.failures):
            warn(f"  {outcome.failures[task]}")
    if outcome.interrupted:
        warn(f"camera-looks: Interrupted, {count_pictures(left)} to go. This goes on from here:")
        warn(f"  {repeat_command(arguments.words, '' if arguments.skip_existing else '--resume')}")
        return 130
    return 1 if outcome.failures or outcome.refused or plan.unread else 0


def first_name(path: Path, tasks: Sequence[Task]) -> str:
    return path.name + (" …" if len(tasks) > 1 else "")


def count_pictures(number: int) -> str:
    return "1 picture" if number == 1 else f"{number} pictures"


COMMAND = Command(
    "apply",
    "a look or a LUT onto photographs",
    "Develop photographs with a look, or with a LUT file. Metadata and color profile are kept, 16 bits stay 16 bits, "
    "and the picture is turned upright. A look is made for sRGB: a picture with another profile is converted in "
    "floating point and back; HDR and broken profiles are refused. A LUT is taken to be made for sRGB, too, unless "
    "--lut-space says otherwise; a note tells what else it looks made for. With --ignore-profile, nothing is "
    "converted or refused, and the profile stays. A grayscale picture takes monochrome looks only, and stays gray "
    "unless the look tones it. A folder is mirrored into OUT, with the folders in it and linked ones; wildcards may "
    "be in quotes. No file is replaced unless --overwrite says so. One picture's failure does not stop the others: "
    "what failed, and why, comes last. Exit code: 0 all is done, 1 something failed or was refused, 2 not understood, "
    "130 interrupted.",
    add_arguments,
    run,
    "camera-looks apply photo.jpg out.jpg --look leica-authentic\n"
    "camera-looks apply photo.tif out.tif --lut film.cube --strength 60%\n"
    "camera-looks apply photo.jpg out.jpg --lut VLog_to_V709.cube --lut-space v-log:rec709\n"
    "camera-looks apply photo.jpg out.jpg --look hasselblad-xpan-color --crop-center 50%,30%\n"
    "camera-looks apply photo.jpg out.jpg --look sony-vv --blend color --tones shadows --grain 0.2\n"
    "camera-looks apply holiday/ more/*.jpg developed/ --look hasselblad-natural --resume\n"
    "camera-looks apply holiday/ holiday/ --look leica-authentic --overwrite --resume",
)
