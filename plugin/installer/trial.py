"""A look in a GIMP, in sight of the user."""

from __future__ import annotations

from pathlib import Path

from . import verify
from .machine import Machine
from .places import home
from .report import Report
from .runner import Runner

LOSSLESS_PHOTO = "docs/photos/astronaut.png"


def check(trial: verify.Trial, checkout: Path, machine: Machine, report: Report, runner: Runner) -> None:
    """Try a plug-in in a GIMP in sight of the user; InstallError if it does not give the right pixels."""
    photo = checkout / LOSSLESS_PHOTO
    with report.step("Check", f"a look on {photo.name} in {trial.gimp}") as done:
        name = verify.verify(trial, photo, home(machine, trial.gimp.channel), runner)
        done(f"{name} gives the right pixels")
