"""The boundary: everything below raises, this turns that into a sentence and an exit code."""

from __future__ import annotations

import argparse
import contextlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

from lut.shared import folders
from lut.shared.signals import handle_signals

from ..programs.commands import short
from . import advice, archives, lock, origin, run_tests
from .console import Report, command_again
from .doctor import Finding, examine_files, find_served, try_looks
from .install_error import InstallError, describe_error
from .installation import Installation
from .machine import describe_machine
from .phone_files import examine_phone_files
from .runner import Runner
from .uninstall import AGAIN, uninstall

DONE, FAILED = 0, 1
INTERRUPTED = 130  # Ctrl+C


class Ended(KeyboardInterrupt):
    """A signal asked this program to end.  code: its exit code, by convention."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.code = 128 + number


@contextlib.contextmanager
def raise_signals() -> Iterator[None]:
    """Raise Ended at the first of these signals, and ignore the next ones while it is handled."""
    ended = False

    def end(number: int, _frame: FrameType | None) -> None:
        nonlocal ended
        if not ended:
            ended = True
            raise Ended(number)

    with handle_signals(end):
        yield


def main(options: argparse.Namespace, checkout: Path) -> int:
    report = Report(origin.program_name(checkout))
    try:
        if options.test:
            return run_tests.run_suite(checkout, options.all, options.oldest, options.tests)
        with raise_signals():
            return run(report, options, checkout)
    except InstallError as error:
        return report.fail(str(error), FAILED)
    except OSError as error:
        return report.fail(describe_error(error, AGAIN) if options.uninstall else describe_error(error), FAILED)
    except KeyboardInterrupt as error:
        what = "Interrupted; what was installed before is still there. Run install.py again to go on."
        if options.uninstall:
            what = "Interrupted. Run install.py --uninstall again to go on."
        return report.fail(what, error.code if isinstance(error, Ended) else INTERRUPTED)


def run(report: Report, options: argparse.Namespace, checkout: Path) -> int:
    log = None if options.dry_run or options.uninstall else options.log or folders.cache() / "install.log"
    runner = Runner(log, options.verbose)
    if options.bundle is not None:
        return make_bundle(report, runner, options, checkout)
    if options.report is not None:
        return Installation(report, runner, options, checkout).write_report()
    with run_alone(report, options) as made:
        if options.uninstall:
            return run_uninstall(report, options.dry_run, made)
        if options.doctor:
            return run_doctor(report, runner, options, checkout, made)
        installation = Installation(report, runner, options, checkout, made)
        return installation.run() if options.archive is None else installation.make_archive()


@contextlib.contextmanager
def run_alone(report: Report, options: argparse.Namespace) -> Iterator[list[Path]]:
    """Lock out other runs.  Gives the folders that were made for the lock."""
    try:
        home = Path.home()
    except RuntimeError:
        raise InstallError(f"This user has no home folder: {advice.advise_home(sys.platform)}") from None
    if not (home.is_absolute() and home.is_dir()):
        raise InstallError(f"The home folder {home} is not there: make it or {advice.advise_home(sys.platform)}")
    if options.dry_run:
        yield []
        return
    with lock.hold_lock(folders.data(), lambda text: report.line("Wait", text)) as made:
        yield made


def run_doctor(report: Report, runner: Runner, options: argparse.Namespace, checkout: Path, made: list[Path]) -> int:
    """Tell what is wrong and, if the user agrees, mend it."""
    machine, version = describe_machine(), origin.read_version(checkout)

    def tried() -> list[Finding]:
        gimps = find_served(machine, checkout)
        return [] if options.no_check else list(try_looks(machine, checkout, report, runner, gimps))

    findings = list(examine_files(machine, checkout, version, Runner(), report.keeper())) or tried()
    tell_findings(report, findings)
    if not findings:
        for told in examine_phone_files(find_served(machine, checkout), checkout, runner):
            report.line("Phone", told)
        report.say("Nothing is wrong with Camera Looks here. If GIMP was open while it was installed, start it again.")
        return DONE
    mendable = [finding for finding in findings if not finding.advice]
    if not mendable:
        return FAILED
    if not (options.mend or report.agree("\nMend this now?")):
        report.say(f"\nNothing was changed. To mend it: {command_again(checkout, '--doctor', '--mend')}")
        return FAILED
    for finding in mendable:
        if finding.mend is not None:
            finding.mend()
            report.line("Mended", finding.sentence)
    if any(finding.mend is None for finding in mendable):
        report.say()
        return Installation(report, runner, options, checkout, made).run()
    left = list(examine_files(machine, checkout, version, Runner(), report.keeper())) or tried()
    tell_findings(report, left)
    if left:
        return FAILED
    report.say("\nDone. Start GIMP again.")
    return DONE


def tell_findings(report: Report, findings: list[Finding]) -> None:
    for finding in findings:
        report.line("Wrong", finding.sentence)
        if finding.advice:
            report.line("", finding.advice)


def make_bundle(report: Report, runner: Runner, options: argparse.Namespace, checkout: Path) -> int:
    version = origin.read_version(checkout)
    file = Path(options.bundle or origin.results_folder(checkout) / f"camera-looks-{version}-bundle.zip")
    archives.make_bundle(checkout, file, version, archives.parse_targets(options.platforms, runner), report, runner)
    return DONE


def run_uninstall(report: Report, dry: bool, empty: list[Path]) -> int:
    """Uninstall.  empty: gets the folders that nobody needs any more."""
    outcome = uninstall(describe_machine(), dry, report.keeper())
    empty += outcome.empty
    for path in outcome.removed:
        report.line("Remove" if dry else "Removed", short(path))
    for path, why in outcome.kept.items():
        report.line("Kept", f"{short(path)}: {why}")
    if dry:
        report.say("\nNothing was changed: this was a dry run.")
    elif outcome.failed:
        for failure in outcome.failed:
            report.fail(failure)
        return FAILED
    elif outcome.removed:
        report.say("\nCamera Looks is uninstalled. A GIMP that is open shows its menu until you close it.")
    else:
        report.say("Camera Looks is not installed.")
    return DONE
