"""The one boundary: everything below raises, this turns that into a sentence and an exit code."""

from __future__ import annotations

import argparse
from pathlib import Path

from .. import folders
from . import bundle, suite
from .doctor import examine
from .errors import InstallError
from .installation import Installation, version_of
from .machine import this_machine
from .report import Report, short
from .runner import Runner
from .uninstall import uninstall

DONE, FAILED, INTERRUPTED = 0, 1, 130


def main(options: argparse.Namespace, checkout: Path) -> int:
    report = Report()
    try:
        if options.test:
            return suite.run(checkout, options.all, options.oldest, options.tests)
        if options.uninstall:
            return remove(report, options.dry_run)
        log = None if options.dry_run else options.log or folders.cache() / "install.log"
        runner = Runner(log, options.verbose)
        if options.bundle is not None:
            return make_bundle(report, runner, options, checkout)
        if options.doctor:
            return doctor(report, runner, options, checkout)
        installation = Installation(report, runner, options, checkout)
        if options.report is not None:
            return installation.write_report()
        return installation.run() if options.archive is None else installation.make_archive()
    except InstallError as error:
        return report.fail(str(error), FAILED)
    except PermissionError as error:
        return report.fail(f"{error.filename} cannot be written: make it yours, then run install.py again.", FAILED)
    except OSError as error:
        where = error.filename or "The disk"
        return report.fail(f"{where}: {error.strerror}. Mend that, then run install.py again.", FAILED)
    except KeyboardInterrupt:
        sentence = "Interrupted; what was installed before is still there. Run install.py again to go on."
        return report.fail(sentence, INTERRUPTED)


def doctor(report: Report, runner: Runner, options: argparse.Namespace, checkout: Path) -> int:
    """Tell what is wrong and, if the user agrees, mend it."""
    machine, version = this_machine(), version_of(checkout)
    findings = list(examine(machine, checkout, version, Runner()))
    for finding in findings:
        report.line("Wrong", finding.sentence)
        if finding.advice:
            report.line("", finding.advice)
    if not findings:
        report.say("Nothing is wrong with Camera Looks here. If GIMP was open while it was installed, start it again.")
        return DONE
    ours = [finding for finding in findings if not finding.advice]
    if not ours:
        return FAILED
    if not (options.mend or report.agree("\nMend this now?")):
        report.say("\nNothing was changed. To mend it: python3 install.py --doctor --mend")
        return FAILED
    for finding in ours:
        if finding.mend is not None:
            finding.mend()
            report.line("Mended", finding.sentence)
    if any(finding.mend is None for finding in ours):
        report.say()
        return Installation(report, runner, options, checkout).run()
    report.say("\nDone. Start GIMP again.")
    return DONE


def make_bundle(report: Report, runner: Runner, options: argparse.Namespace, checkout: Path) -> int:
    version = version_of(checkout)
    file = Path(options.bundle or checkout / "dist" / f"camera-looks-{version}-bundle.zip")
    bundle.make_bundle(checkout, file, version, bundle.targets(options.platforms, runner), report, runner)
    return DONE


def remove(report: Report, dry: bool) -> int:
    removed, kept = uninstall(this_machine(), dry)
    for path in removed:
        report.line("Remove" if dry else "Removed", short(path))
    for looks in kept:
        report.line("Kept", f"{short(looks)}: your own looks")
    if dry:
        report.say("\nNothing was changed: this was a dry run.")
    elif removed:
        report.say("\nCamera Looks is uninstalled. A GIMP that is open shows its menu until you close it.")
    else:
        report.say("Camera Looks is not installed.")
    return DONE
