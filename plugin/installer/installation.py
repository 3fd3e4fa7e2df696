"""One run of ``install.py``: what is done, in which order, and what the user is told."""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from .. import folders
from ..interpreter import Interpreter, dotted
from . import build, bundle, demo, detect, environment, first_start, interpreter, python_for_gimp2, record, verify
from .build import Engine
from .channels import CHANNELS, Channel
from .detect import Gimp
from .errors import InstallError
from .machine import Machine, this_machine
from .report import Report, short
from .runner import Runner
from .swap import replaced

LOSSLESS_PHOTO = "docs/photos/astronaut.png"
DEMO_PHOTO = "docs/photos/mountain.jpg"
REPORT_SECONDS = 60
WHEELS = "wheels"  # a bundle has this folder


class Installation:
    """Into every GIMP of this machine; without one, the command line alone."""

    def __init__(self, report: Report, runner: Runner, options: argparse.Namespace, checkout: Path) -> None:
        self.report = report
        self.runner = runner
        self.options = options
        self.checkout = checkout
        self.machine = this_machine()
        self.data = folders.data()
        self.version = version_of(checkout)
        self.record = record.read(self.data)
        self.failures: list[str] = []

    def run(self) -> int:
        self.report.say(f"Camera Looks {self.version}\n")
        profiles = self.find()
        if self.options.dry_run:
            self.tell(profiles)
            return 0
        for folder in (self.data, folders.cache(), folders.user_looks()):
            self.record.make(folder)
        self.runner.begin()
        try:
            return self.into_gimps(profiles) if profiles else self.without_gimp()
        finally:
            record.write(self.record, self.data)

    def make_archive(self) -> int:
        """The plug-in's folder as a zip file, for people who copy folders by hand."""
        file = Path(self.options.archive or self.checkout / "dist" / f"{build.NAME}-{self.version}.zip")
        try:
            engine = self.engine(CHANNELS[self.machine.system][0])
        finally:
            if self.record.made:
                record.write(self.record, self.data)
        bundle.make_archive(self.checkout, file, self.version, engine, self.report, self.runner)
        return 0

    def write_report(self) -> int:
        """What `camera-looks report` tells, by the first engine that can run it, with the GIMPs that are here now."""
        for channel in CHANNELS[self.machine.system]:
            chosen = self.ready_engine(channel)
            if chosen is not None:
                break
        else:
            raise InstallError("No Python here can run Camera Looks: python3 install.py --doctor finds out why.")
        found = detect.survey(self.machine).gimps
        words = [word for gimp in found for word in ("--gimp", f"{gimp}: {' '.join(gimp.command)}")]
        if self.options.report:
            words += ["-o", str(Path(self.options.report).absolute())]
        place = self.data / record.NAME
        told = Engine(channel, chosen.python).run(
            self.checkout, self.runner, REPORT_SECONDS, "report", "--record", place, *words
        )
        self.report.say(told.rstrip())
        return 0

    def find(self) -> dict[Path, list[Gimp]]:
        """The GIMPs by the profile that they share."""
        if self.machine.system not in CHANNELS:
            raise InstallError(f"Camera Looks knows no GIMP on {self.machine.system}: `python -m lut` works here.")
        if sys.platform == "win32" and interpreter.of_the_store(interpreter.running()):
            raise InstallError(
                "This is the Microsoft Store's Python, which Windows keeps from writing where GIMP looks. "
                f"{interpreter.GET_PYTHON}"
            )
        found = detect.survey(self.machine, self.options.gimp)
        self.record.gimps = [f"{gimp}: {' '.join(gimp.command)}" for gimp in found.gimps]
        profiles: dict[Path, list[Gimp]] = {}
        for gimp in found.gimps:
            if gimp.two and not (self.checkout / build.START_TWO).exists():
                self.report.line("Note", f"{gimp} is not served by this version: it needs GIMP 3.")
                continue
            self.report.line("Found", f"{gimp}: {' '.join(gimp.command)}")
            profiles.setdefault(Path(gimp.profile), []).append(gimp)
        for sentence in found.others:
            self.report.line("Note", sentence)
        if os.environ.get("SUDO_USER") and hasattr(os, "geteuid") and os.geteuid() == 0:
            self.report.line("Note", f"this installs for root, not for {os.environ['SUDO_USER']}: run it without sudo.")
        return profiles

    def tell(self, profiles: dict[Path, list[Gimp]]) -> None:
        """What would be done."""
        line = self.report.line
        channels = {gimp.channel.key: gimp.channel for gimps in profiles.values() for gimp in gimps}
        for channel in channels.values() or CHANNELS[self.machine.system][:1]:
            chosen = self.ready_engine(channel)
            line("Engine", described(chosen) if chosen else f"new environment in {short(self.engines(channel))}")
        for profile, gimps in profiles.items():
            line("Install", short(plugin_folder(profile)))
            for gimp in gimps:
                line("Check", f"a look on {Path(LOSSLESS_PHOTO).name} in {gimp}")
        if not profiles:
            line("Install", f"{short(self.data / 'program')}: no GIMP was found")
            line("Pictures", short(demo.place(self.checkout, self.data)))
        self.report.say("\nNothing was changed: this was a dry run.")

    def home(self, channel: Channel) -> Path:
        """The folder of ours that a channel's GIMPs see, too."""
        return home(self.machine, channel)

    def engines(self, channel: Channel) -> Path:
        return self.home(channel) / "engine"

    def ready_engine(self, channel: Channel) -> Interpreter | None:
        """An interpreter for the engine that needs nothing made."""
        if channel.sandbox:
            return environment.existing(self.engines(channel), self.runner, channel)
        if self.options.python:
            return interpreter.given(self.options.python, self.runner)
        system = interpreter.choose(interpreter.system_pythons(), self.runner)
        return system or environment.existing(self.engines(channel), self.runner)

    def engine(self, channel: Channel) -> Engine:
        """What computes for the GIMPs of a channel; its environment is made when there is none."""
        chosen = self.ready_engine(channel)
        if chosen is None:
            inside = channel.sandbox
            base = interpreter.sandboxed(channel, self.runner) if inside else interpreter.base(self.runner)
            self.record.make(self.engines(channel))
            bundle = self.checkout / WHEELS
            source = "the bundle's" if bundle.is_dir() else "some 60 MB of"
            with self.report.step("Engine", f"making a Python environment with {source} numpy and Pillow"):
                chosen = environment.make(
                    self.engines(channel), base, self.runner, bundle if bundle.is_dir() else None, channel
                )
        self.report.line("Engine", described(chosen))
        if missing := " and ".join(chosen.misses()):
            self.report.line("Note", f"picture files with more than 8 bits per channel would need {missing} as well.")
        return Engine(channel, chosen.python)

    def into_gimps(self, profiles: dict[Path, list[Gimp]]) -> int:
        """Install into each, whatever becomes of the others."""
        engines: dict[str, Engine] = {}
        channels = {gimp.channel.key: gimp.channel for gimps in profiles.values() for gimp in gimps}
        for key, channel in channels.items():
            try:
                engines[key] = self.engine(channel)
            except InstallError as error:
                if len(channels) == 1:
                    raise
                self.failed(error)
        done = [profile for profile, gimps in profiles.items() if self.into_profile(gimps, engines)]
        self.tidy(engines)
        if done:
            self.report.say("\nReady. Open a photo in GIMP and choose Filters ▸ Camera Looks.")
            self.report.say("A GIMP that is open now shows the menu when it is started again.")
            self.last_words([gimp.channel for profile in done for gimp in profiles[profile]])
        for sentence in self.failures:
            self.report.fail(sentence)
        return 1 if self.failures else 0

    def failed(self, error: InstallError) -> None:
        self.failures.append(f"{error}\nDetails: {short(self.runner.log or '')}")

    def into_profile(self, gimps: list[Gimp], known: dict[str, Engine]) -> bool:
        """Install into the profile that these GIMPs share; whether one of them has proved that it works."""
        gimps = [gimp for gimp in gimps if gimp.channel.key in known]
        if not gimps:
            return False
        engines = {gimp.channel.key: known[gimp.channel.key] for gimp in gimps}
        try:
            self.place(self.existing_profile(gimps[0]), gimps, engines)
        except InstallError as error:
            if str(error) not in (sentence.splitlines()[0] for sentence in self.failures):
                self.failed(error)
            return False
        return True

    def existing_profile(self, gimp: Gimp) -> Path:
        """That GIMP's profile, which it makes itself where there is none."""
        profile = Path(gimp.profile)
        if profile.exists():
            return profile
        with self.report.step("Profile", f"starting {gimp} for the first time, so that it makes its profile"):
            self.record.make(profile.parent)
            first_start.start_once(gimp, self.runner)
            profile = Path(detect.profile_of(self.machine, gimp.channel, gimp.version))
            profile.mkdir(parents=True, exist_ok=True)
            self.record.first_starts[str(profile)] = first_start.inventory(profile)
        return profile

    def place(self, profile: Path, gimps: list[Gimp], engines: dict[str, Engine]) -> None:
        """Put the plug-in there; it stays if one of the GIMPs gives the right pixels with it."""
        folder = plugin_folder(profile)
        self.record.make(folder.parent)
        two = gimps[0].two  # all of a profile are of one version

        def fill(fresh: Path) -> None:
            build.plugin(self.checkout, fresh, self.version, list(engines.values()), self.runner, two)

        errors = []
        with replaced(folder, fill), self.scripts_run(profile, gimps, engines):
            self.report.line("Install", short(folder))
            for gimp in gimps:
                try:
                    self.check(gimp, folder, engines[gimp.channel.key])
                except InstallError as error:
                    errors.append(error)
            if len(errors) == len(gimps):
                raise errors[0]
        for error in errors:
            self.failed(error)
        self.record.add_folder(folder)
        record.write(self.record, self.data)

    @contextlib.contextmanager
    def scripts_run(self, profile: Path, gimps: list[Gimp], engines: dict[str, Engine]) -> Iterator[None]:
        """A GIMP 2.10 without Python runs scripts from here on; as before when what follows fails."""
        bare = [gimp for gimp in gimps if gimp.two and not gimp.gimpfu]
        if not bare:
            yield
            return
        files = python_for_gimp2.files(engines[bare[0].channel.key].python)
        before = {profile / path: contents(profile / path) for path in files}
        for path, text in files.items():
            self.record.make((profile / path).parent)
            (profile / path).write_text(text, encoding="utf-8")
        try:
            yield
        except BaseException:
            for path, text in before.items():
                path.unlink() if text is None else path.write_text(text, encoding="utf-8")
            raise

    def check(self, gimp: Gimp, folder: Path, engine: Engine) -> None:
        photo = self.checkout / LOSSLESS_PHOTO
        with self.report.step("Check", f"a look on {photo.name} in {gimp}") as done:
            name = verify.verify(gimp, folder, engine, photo, self.home(gimp.channel), self.runner)
            done(f"{name} gives the right pixels")

    def without_gimp(self) -> int:
        engine = self.engine(CHANNELS[self.machine.system][0])
        folder = self.data / "program"
        photo = self.checkout / DEMO_PHOTO

        def fill(fresh: Path) -> None:
            build.library(self.checkout, fresh, self.version, [engine], self.runner)
            build.launcher(fresh, folder, engine.python)

        with replaced(folder, fill):
            self.report.line("Install", short(folder))
            target = demo.place(self.checkout, self.data)
            self.record.make(target)
            with self.report.step("Check", f"the looks on {photo.name}"):
                pictures = demo.make(target, folder, engine, photo, self.runner)
        self.record.add_folder(folder)
        for picture in pictures:
            self.record.add_file(picture)
        self.tidy({engine.channel.key: engine})
        look = build.looks(folder)[0]["id"]
        self.report.say("\nReady, but without a menu: there is no GIMP here. These pictures show the looks:")
        for picture in pictures:
            self.report.say(f"  {short(picture)}")
        self.report.say("This gives one to a photo of yours:")
        self.report.say(f"  {short(folder / build.NAME)} apply photo.jpg out.jpg --look {look}")
        self.report.say("Once GIMP is installed, run python3 install.py again to get the menu.")
        self.last_words([engine.channel])
        return 0

    def tidy(self, engines: dict[str, Engine]) -> None:
        """Remove the engine's environments that no installation uses any more."""
        used = {engine.python for engine in engines.values()} | record.interpreters(self.record)
        for channel in CHANNELS[self.machine.system]:
            environment.tidy(self.engines(channel), used)

    def last_words(self, channels: list[Channel]) -> None:
        for place in dict.fromkeys(user_looks(self.machine, channel) for channel in channels):
            self.report.say(f"For looks of your own, kept by upgrades and uninstalling: {short(place)}")
        self.report.say("To remove everything again: python3 install.py --uninstall")


def contents(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


def plugin_folder(profile: Path) -> Path:
    return profile / "plug-ins" / build.NAME


def home(machine: Machine, channel: Channel) -> Path:
    """The folder of ours that a channel's GIMPs see at the same path."""
    return Path(next(detect.expanded(machine, [channel.data]))) if channel.data else folders.data()


def user_looks(machine: Machine, channel: Channel) -> Path:
    """Where a channel's GIMPs look for the user's own looks."""
    return Path(next(detect.expanded(machine, [channel.looks]))) if channel.looks else folders.user_looks()


def described(python: Interpreter) -> str:
    """What computes: Python 3.13.5 with numpy 2.2.4 and Pillow 11.1.0 (/usr/bin/python3)."""
    modules = " and ".join(f"{name} {version}" for name, version in python.has().items())
    return f"Python {dotted(python.version)} with {modules} ({short(python.python)})"


def version_of(checkout: Path) -> str:
    found = re.search(r'^version = "(.+)"', (checkout / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    if found is None:
        raise InstallError(f"{checkout / 'pyproject.toml'} names no version: download Camera Looks again.")
    return found[1]
