"""One run of ``install.py``: the steps in their order, and what the user is told."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from lut.shared import folders

from ..programs.commands import program, short
from . import (
    advice,
    archives,
    build,
    choose_python,
    demo,
    detect,
    environment,
    origin,
    preferences,
    record,
    run_gimp,
    verify,
)
from .build import Engine
from .channels import CHANNELS, Channel
from .console import Report, command_again
from .detect import Gimp
from .engines import Engines, describe_python
from .install_error import InstallError, describe_error
from .installed_folders import PROGRAM, looks_folder, plugin_folder
from .machine import describe_machine
from .python_for_gimp2 import enable_scripts, settings_files
from .runner import Runner
from .swap import recover_folder, refuse_foreign, replace_folder
from .verify import LOSSLESS_PHOTO, check_look

DEMO_PHOTO = "docs/photos/mountain.jpg"
REPORT_SECONDS = 60


class Installation:
    """Installs into every GIMP of this machine; without one, the command line alone."""

    def __init__(
        self,
        report: Report,
        runner: Runner,
        options: argparse.Namespace,
        checkout: Path,
        made: Sequence[Path] = (),
    ) -> None:
        """made: folders that exist already for this run, to remove with all that is installed."""
        self.report = report
        self.runner = runner
        self.options = options
        self.checkout = checkout
        self.machine = describe_machine()
        self.data = folders.data()
        self.version = origin.read_version(checkout)
        self.record = record.load_record(self.data)
        self.record.remember_made(made)
        self.engines = Engines(self.machine, checkout, options.python, options.phone, self.record, report, runner)
        self.keeper = report.keeper()
        self.failures: list[str] = []

    def run(self) -> int:
        self.report.say(f"Camera Looks {self.version}\n")
        profiles = self.find()
        if self.options.dry_run:
            self.tell(profiles)
            return 0
        for folder in (self.data, folders.cache(), folders.user_looks()):
            self.record.make(folder)
        self.keep_record()
        self.runner.begin()
        environment.remove_unfinished(self.engines.folders())
        try:
            return self.into_gimps(profiles) if profiles else self.without_gimp()
        except BaseException:
            with contextlib.suppress(OSError):  # what ended the run is the news
                self.keep_record()
            raise

    def note(self, text: str) -> None:
        self.report.line("Note", text)

    def keep_record(self) -> None:
        record.save_record(self.record, self.data)

    def make_archive(self) -> int:
        """Zip the plug-in's folder, for people who copy folders by hand."""
        file = Path(self.options.archive or origin.results_folder(self.checkout) / f"{build.NAME}-{self.version}.zip")
        try:
            engine = self.engines.get(CHANNELS[self.machine.system][0])
        finally:
            if self.record.made:
                self.keep_record()
        archives.make_archive(self.checkout, file, self.version, engine, self.report, self.runner)
        return 0

    def write_report(self) -> int:
        """Run `camera-looks report` with the first engine that can, and with the GIMPs found now."""
        for channel in CHANNELS[self.machine.system]:
            chosen = self.engines.ready(channel)
            if chosen is not None:
                break
        else:
            why = command_again(self.checkout, "--doctor")
            raise InstallError(f"No Python here can run Camera Looks. To find out why, run: {why}")
        found = detect.find_gimps(self.machine).gimps
        words = [word for gimp in found for word in ("--gimp", f"{gimp}: {' '.join(gimp.command)}")]
        if self.options.report:
            words += ["-o", str(Path(self.options.report).absolute())]
        place = self.data / record.NAME
        with tempfile.TemporaryDirectory(prefix="camera-looks-") as name:
            build.copy_library(self.checkout, Path(name))  # beside a wheel's own lie modules of another Python
            told = Engine(channel, chosen.python).run(
                Path(name), self.runner, REPORT_SECONDS, "report", "--record", place, *words
            )
        self.report.say(told.rstrip())
        return 0

    def find(self) -> dict[Path, list[Gimp]]:
        """Find the GIMPs, by the profile that they share."""
        if self.machine.system not in CHANNELS:
            raise InstallError(f"Camera Looks knows no GIMP on {self.machine.system}: `python3 -m lut` works here.")
        if sys.platform == "win32" and choose_python.is_store_python(choose_python.running_python()):
            raise InstallError(
                "This is the Microsoft Store's Python, which Windows keeps from writing where GIMP looks. "
                f"{advice.advise_python(sys.platform)}"
            )
        found = detect.find_gimps(self.machine, self.options.gimp)
        self.record.gimps = [f"{gimp}: {' '.join(gimp.command)}" for gimp in found.gimps]
        profiles: dict[Path, list[Gimp]] = {}
        for gimp in found.gimps:
            if gimp.two and not (self.checkout / build.START_TWO).exists():
                self.report.line("Note", f"{gimp} is not served by this version: it needs GIMP 3.")
                continue
            self.report.line("Found", f"{gimp}: {' '.join(gimp.command)}")
            profiles.setdefault(Path(gimp.profile), []).append(gimp)
        for other in found.others:
            self.report.line("Note", other)
        if os.environ.get("SUDO_USER") and hasattr(os, "geteuid") and os.geteuid() == 0:
            self.report.line("Note", f"this installs for root, not for {os.environ['SUDO_USER']}: run it without sudo.")
        return profiles

    def tell(self, profiles: dict[Path, list[Gimp]]) -> None:
        """Tell what would be done."""
        line = self.report.line
        channels = {gimp.channel.key: gimp.channel for gimps in profiles.values() for gimp in gimps}
        for channel in channels.values() or CHANNELS[self.machine.system][:1]:
            chosen = self.engines.ready(channel)
            line(
                "Engine",
                describe_python(chosen) if chosen else f"new environment in {short(self.engines.folder(channel))}",
            )
        profiles = dict(self.open_to_us(profiles))
        for failure in self.failures:
            line("Note", failure)
        for profile, gimps in profiles.items():
            line("Install", short(plugin_folder(profile)))
            for gimp in gimps:
                line("Check", f"a look on {Path(LOSSLESS_PHOTO).name} in {gimp}")
        if not (profiles or self.failures):
            line("Install", f"{short(self.data / PROGRAM)}: no GIMP was found")
            line("Pictures", short(demo.demo_folder(self.checkout, self.data)))
        self.report.say("\nNothing was changed: this was a dry run.")

    def into_gimps(self, profiles: dict[Path, list[Gimp]]) -> int:
        """Install into each GIMP, whatever becomes of the others."""
        profiles = dict(self.open_to_us(profiles))
        engines: dict[str, Engine] = {}
        channels = {gimp.channel.key: gimp.channel for gimps in profiles.values() for gimp in gimps}
        for key, channel in channels.items():
            try:
                engines[key] = self.engines.get(channel)
            except InstallError as error:
                if len(channels) == 1:
                    raise
                self.failed(error)
        done = [profile for profile, gimps in profiles.items() if self.into_profile(gimps, engines)]
        self.engines.tidy(engines.values())
        self.keep_record()
        if done:
            self.report.say("\nReady. Open a photo in GIMP and choose Filters ▸ Camera Looks.")
            self.report.say("A GIMP that is open now shows the menu when it is started again.")
            self.last_words([gimp.channel for profile in done for gimp in profiles[profile]])
        for failure in self.failures:
            self.report.fail(failure)
        return 1 if self.failures else 0

    def open_to_us(self, profiles: dict[Path, list[Gimp]]) -> Iterator[tuple[Path, list[Gimp]]]:
        """Keep the profiles in which nothing prevents the plug-in from being put and found, before anything is made.

        Where an earlier run was ended, the version that passed its check last is back there.
        """
        for profile, gimps in profiles.items():
            try:
                preferences.require_search(gimps[0])
                refuse_foreign(plugin_folder(profile))
                if not self.options.dry_run:
                    recover_folder(plugin_folder(profile), self.keeper)
            except InstallError as error:
                self.failures.append(str(error))
            except OSError as error:
                self.failures.append(describe_error(error))
            else:
                yield profile, gimps

    def failed(self, error: InstallError) -> None:
        self.failures.append(f"{error}\nDetails: {self.runner.log or ''}")

    def into_profile(self, gimps: list[Gimp], known: dict[str, Engine]) -> bool:
        """Install into the profile that these GIMPs share.  Return True if one of them has proved that it works."""
        gimps = [gimp for gimp in gimps if gimp.channel.key in known]
        if not gimps:
            return False
        engines = {gimp.channel.key: known[gimp.channel.key] for gimp in gimps}
        try:
            self.place(self.existing_profile(gimps[0]), gimps, engines)
        except InstallError as error:
            if str(error) not in (known.splitlines()[0] for known in self.failures):
                self.failed(error)
            return False
        except OSError as error:
            self.failed(InstallError(describe_error(error)))
            return False
        return True

    def existing_profile(self, gimp: Gimp) -> Path:
        """Find that GIMP's profile, which it makes itself where there is none."""
        profile = Path(gimp.profile)
        if profile.exists():
            return profile
        with self.report.step("Profile", f"starting {gimp} for the first time, so that it makes its profile"):
            self.record.make(profile.parent)
            run_gimp.make_profile(gimp, self.runner)
            profile = Path(detect.find_profile(self.machine, gimp.channel, gimp.version))
            profile.mkdir(parents=True, exist_ok=True)
            self.record.first_starts[str(profile)] = record.list_inventory(profile)
            self.keep_record()
        return profile

    def place(self, profile: Path, gimps: list[Gimp], engines: dict[str, Engine]) -> None:
        """Install the plug-in into a profile if one of its GIMPs gives the right pixels with it."""
        folder = plugin_folder(profile)
        self.record.make(folder.parent)
        two = gimps[0].two  # all of a profile are of one version
        bare = [gimp for gimp in gimps if gimp.two and not gimp.gimpfu]
        settings = settings_files(engines[bare[0].channel.key].python) if bare else {}

        def fill(fresh: Path) -> None:
            self.report.line("Install", short(folder))
            build.fill_plugin(self.checkout, fresh, self.version, list(engines.values()), self.runner, two)

        in_place = not verify.can_link(self.data)
        with replace_folder(folder, fill, self.keeper, in_place, self.note) as fresh, contextlib.ExitStack() as undo:
            if in_place:
                undo.enter_context(enable_scripts(profile, settings, self.record))
            trials = [verify.Trial(gimp, fresh, engines[gimp.channel.key], settings) for gimp in gimps]
            self.check(trials)
            if not in_place:
                undo.enter_context(enable_scripts(profile, settings, self.record))
        self.record.add_folder(folder)
        self.keep_record()

    def check(self, trials: Sequence[verify.Trial]) -> None:
        """Try each; raise InstallError if all fail, else report the failures at the end."""
        errors = []
        for trial in trials:
            try:
                check_look(trial, self.checkout, self.machine, self.report, self.runner)
            except InstallError as error:
                errors.append(error)
        if len(errors) == len(trials):
            raise errors[0]
        for failure in errors:
            self.failed(failure)

    def without_gimp(self) -> int:
        engine = self.engines.get(CHANNELS[self.machine.system][0])
        folder = self.data / PROGRAM
        photo = self.checkout / DEMO_PHOTO
        launcher = f"{build.NAME}.cmd" if sys.platform == "win32" else build.NAME

        def fill(fresh: Path) -> None:
            build.fill_library(self.checkout, fresh, self.version, [engine], self.runner)
            build.write_launcher(fresh, folder, engine.python)

        with replace_folder(folder, fill, self.keeper, tell=self.note) as fresh:
            self.report.line("Install", short(folder))
            target = demo.demo_folder(self.checkout, self.data)
            self.record.make(target)
            with self.report.step("Check", f"the looks on {photo.name}"):
                pictures = demo.make_demo(target, fresh, engine, photo, self.runner)
        self.record.add_folder(folder)
        for picture in pictures:
            self.record.add_file(picture)
        self.engines.tidy([engine])
        self.keep_record()
        look = build.read_looks(folder)[0]["id"]
        self.report.say("\nReady, but without a menu: there is no GIMP here. These pictures show the looks:")
        for picture in pictures:
            self.report.say(f"  {short(picture)}")
        start = program(folder / launcher)
        self.report.say(f"This gives one to a photo of yours{advice.name_shell(start)}:")
        self.report.say(f"  {start} apply photo.jpg out.jpg --look {look}")
        self.report.say(f"Once GIMP is installed, run {command_again(self.checkout)} again to get the menu.")
        self.last_words([engine.channel])
        return 0

    def last_words(self, channels: list[Channel]) -> None:
        for place in dict.fromkeys(looks_folder(self.machine, channel) for channel in channels):
            self.report.say(f"For looks of your own, kept by upgrades and uninstalling: {short(place)}")
        self.report.say(f"To remove everything again: {command_again(self.checkout, '--uninstall')}")
