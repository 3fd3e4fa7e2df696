"""One run of ``install.py``: what is done, in which order, and what the user is told."""

from __future__ import annotations

import argparse
import json
import os
import re
from pathlib import Path

from .. import folders
from ..interpreter import Interpreter, dotted
from . import build, demo, detect, environment, first_start, interpreter, record, verify
from .detect import Gimp
from .errors import InstallError
from .machine import this_machine
from .report import Report, short
from .runner import Runner
from .swap import replaced

LOSSLESS_PHOTO = "docs/photos/astronaut.png"
DEMO_PHOTO = "docs/photos/mountain.jpg"
PLATFORMS = ("linux",)


class Installation:
    """Into every GIMP 3 of this machine; without one, the command line alone."""

    def __init__(self, report: Report, runner: Runner, options: argparse.Namespace, checkout: Path) -> None:
        self.report = report
        self.runner = runner
        self.options = options
        self.checkout = checkout
        self.data = folders.data()
        self.version = version_of(checkout)
        self.record = record.read(self.data)

    def run(self) -> int:
        self.report.say(f"Camera Looks {self.version}\n")
        gimps = self.find()
        if self.options.dry_run:
            self.tell(gimps)
            return 0
        for folder in (self.data, folders.cache(), folders.user_looks()):
            self.record.make(folder)
        self.runner.begin()
        try:
            python = self.engine()
            return self.into_gimps(gimps, python) if gimps else self.without_gimp(python)
        finally:
            record.write(self.record, self.data)

    def find(self) -> tuple[Gimp, ...]:
        machine = this_machine()
        if machine.system not in PLATFORMS:
            raise InstallError(
                f"install.py cannot install on this system ({machine.system}) yet: "
                "with numpy and Pillow, `python -m lut` works here."
            )
        found = detect.survey(machine, self.options.gimp)
        for gimp in found.gimps:
            self.report.line("Found", f"{gimp}: {gimp.program}")
        for sentence in found.others:
            self.report.line("Note", sentence)
        if os.environ.get("SUDO_USER") and os.geteuid() == 0:
            self.report.line("Note", f"this installs for root, not for {os.environ['SUDO_USER']}: run it without sudo.")
        return found.gimps

    def tell(self, gimps: tuple[Gimp, ...]) -> None:
        """What would be done."""
        line = self.report.line
        chosen = self.ready_engine()
        line("Engine", described(chosen) if chosen else f"new environment in {short(self.engines())}")
        for gimp in gimps:
            line("Install", short(plugin_folder(gimp)))
            line("Check", f"a look on {Path(LOSSLESS_PHOTO).name} in {gimp}")
        if not gimps:
            line("Install", f"{short(self.data / 'program')}: no GIMP 3 was found")
            line("Pictures", short(demo.place(self.checkout, self.data)))
        self.report.say("\nNothing was changed: this was a dry run.")

    def engines(self) -> Path:
        return self.data / "engine"

    def ready_engine(self) -> Interpreter | None:
        """An interpreter for the engine that needs nothing made."""
        if self.options.python:
            return interpreter.given(self.options.python, self.runner)
        system = interpreter.choose(interpreter.system_pythons(), self.runner)
        return system or environment.existing(self.engines(), self.runner)

    def engine(self) -> str:
        chosen = self.ready_engine()
        if chosen is None:
            base = interpreter.base(self.runner)
            with self.report.step("Engine", "making a Python environment with numpy and Pillow (some 25 MB)"):
                chosen = environment.make(self.engines(), base, self.runner)
        self.report.line("Engine", described(chosen))
        return chosen.python

    def into_gimps(self, gimps: tuple[Gimp, ...], python: str) -> int:
        """Install into each, whatever becomes of the others."""
        failures = []
        for gimp in gimps:
            try:
                self.into_gimp(gimp, python)
            except InstallError as error:
                failures.append(f"{error}\nDetails: {short(self.runner.log or '')}")
        self.tidy(python)
        if len(failures) < len(gimps):
            self.report.say("\nReady. Open a photo in GIMP and choose Filters ▸ Camera Looks.")
            self.report.say("A GIMP that is open now shows the menu when it is started again.")
            self.last_words()
        for sentence in failures:
            self.report.fail(sentence)
        return 1 if failures else 0

    def into_gimp(self, gimp: Gimp, python: str) -> None:
        profile, folder = Path(gimp.profile), plugin_folder(gimp)
        if not profile.exists():
            with self.report.step("Profile", f"starting {gimp} for the first time, so that it makes its profile"):
                self.record.make(profile.parent)
                self.record.first_starts[str(profile)] = first_start.make_profile(gimp, self.runner)
        self.record.make(folder.parent)

        def fill(fresh: Path) -> None:
            build.plugin(self.checkout, fresh, self.version, python, self.runner)

        with replaced(folder, fill):
            self.report.line("Install", short(folder))
            photo = self.checkout / LOSSLESS_PHOTO
            with self.report.step("Check", f"a look on {photo.name} in {gimp}") as done:
                name = verify.verify(gimp, folder, python, photo, self.data, self.runner)
                done(f"{name} gives the right pixels")
        self.record.add_folder(folder)
        record.write(self.record, self.data)

    def without_gimp(self, python: str) -> int:
        folder = self.data / "program"
        photo = self.checkout / DEMO_PHOTO

        def fill(fresh: Path) -> None:
            build.engine(self.checkout, fresh, self.version, python, self.runner)
            build.launcher(fresh, folder, python)

        with replaced(folder, fill):
            self.report.line("Install", short(folder))
            target = demo.place(self.checkout, self.data)
            self.record.make(target)
            with self.report.step("Check", f"the looks on {photo.name}"):
                pictures = demo.make(target, folder, python, photo, self.runner)
        self.record.add_folder(folder)
        for picture in pictures:
            self.record.add_file(picture)
        self.tidy(python)
        look = build.looks(folder)[0]["id"]
        self.report.say("\nReady, but without a menu: there is no GIMP 3 here. These pictures show the looks:")
        for picture in pictures:
            self.report.say(f"  {short(picture)}")
        self.report.say("This gives one to a photo of yours:")
        self.report.say(f"  {short(folder / build.NAME)} apply photo.jpg out.jpg --look {look}")
        self.report.say("Once GIMP 3 is installed, run python3 install.py again to get the menu.")
        self.last_words()
        return 0

    def tidy(self, python: str) -> None:
        """Remove the engine's environments that no installation uses any more."""
        used = {python}
        for folder in self.record.folders:
            try:
                used.add(json.loads((Path(folder) / "engine.json").read_text(encoding="utf-8"))["python"])
            except (OSError, ValueError, KeyError):
                continue
        environment.tidy(self.engines(), used)

    def last_words(self) -> None:
        self.report.say(f"For looks of your own, kept by upgrades and uninstalling: {short(folders.user_looks())}")
        self.report.say("To remove everything again: python3 install.py --uninstall")


def plugin_folder(gimp: Gimp) -> Path:
    return Path(gimp.profile) / "plug-ins" / build.NAME


def described(python: Interpreter) -> str:
    """What computes: Python 3.13.5 with numpy 2.2.4 and Pillow 11.1.0 (/usr/bin/python3)."""
    modules = " and ".join(f"{name} {version}" for name, version in python.has().items())
    return f"Python {dotted(python.version)} with {modules} ({short(python.python)})"


def version_of(checkout: Path) -> str:
    found = re.search(r'^version = "(.+)"', (checkout / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    if found is None:
        raise InstallError(f"{checkout / 'pyproject.toml'} names no version: download Camera Looks again.")
    return found[1]
