"""The engines for the GIMPs of each channel: an existing Python, or an environment that is made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ..engine.interpreter import Interpreter, dotted
from ..programs.commands import short
from . import choose_python, environment, phone_files, record
from .build import Engine
from .channels import CHANNELS, Channel
from .console import Report
from .installed_folders import data_folder, installed_folders
from .machine import Machine
from .runner import Runner
from .swap import list_leftovers

WHEELS = "wheels"  # a bundle has this folder


@dataclass(frozen=True)
class Engines:
    """The engines of one user.

    given: the interpreter that the user asks for.  record: gets the folders that are made.
    phone: whether the user asks for what reads phones' files and raw files.
    """

    machine: Machine
    checkout: Path
    given: str | None
    phone: bool
    record: record.Record
    report: Report
    runner: Runner

    def folder(self, channel: Channel) -> Path:
        """Return the folder of the environments for a channel's GIMPs."""
        return data_folder(self.machine, channel) / "engine"

    def folders(self) -> list[Path]:
        return [self.folder(channel) for channel in CHANNELS[self.machine.system]]

    def ready(self, channel: Channel) -> Interpreter | None:
        """Find an interpreter for the engine without making anything; None where one has to be made."""
        if self.given and not channel.sandbox:
            return choose_python.check_given(self.given, self.runner)
        made = environment.find_environment(self.folder(channel), self.runner, channel)
        system = None
        if not channel.sandbox:
            system = choose_python.choose_python(choose_python.system_pythons(), self.runner)
        able = [found for found in (system, made) if found is not None]
        chosen = min(able, key=lambda found: len(found.misses_phone()), default=None)
        return None if chosen is not None and self.phone and chosen.misses_phone() else chosen

    def get(self, channel: Channel) -> Engine:
        """Find or make the engine for the GIMPs of a channel."""
        chosen = self.ready(channel)
        if chosen is None:
            inside = channel.sandbox
            base = (
                choose_python.find_in_sandbox(channel, self.runner) if inside else choose_python.find_base(self.runner)
            )
            self.record.make(self.folder(channel))
            bundle = self.checkout / WHEELS
            source = "the bundle's" if bundle.is_dir() else "some 75 MB of"
            with self.report.step("Engine", f"making a Python environment with {source} numpy and Pillow"):
                chosen = environment.make_environment(
                    self.folder(channel), base, self.runner, bundle if bundle.is_dir() else None, channel
                )
        self.report.line("Engine", describe_python(chosen))
        if missing := " and ".join(chosen.misses()):
            self.report.line("Note", f"picture files with more than 8 bits per channel would need {missing} as well.")
        if unread := chosen.misses_phone():
            advise = phone_files.advise(self.checkout, self.phone, self.given)
            self.report.line("Note", phone_files.tell_missing(unread, advise))
        return Engine(channel, chosen.python)

    def tidy(self, used: Iterable[Engine]) -> None:
        """Remove the environments that no installation uses any more.  used: engines to keep in any case."""
        installed = [
            place
            for folder in installed_folders(self.machine, self.record)
            for place in (folder, *list_leftovers(folder))
        ]
        pythons = {engine.python for engine in used} | record.list_interpreters(installed)
        for folder in self.folders():
            environment.remove_unused(folder, pythons)


def describe_python(python: Interpreter) -> str:
    """Describe an interpreter: Python 3.13.5 with numpy 2.2.4 and Pillow 11.1.0 (/usr/bin/python3)."""
    modules = " and ".join(f"{name} {version}" for name, version in python.has().items())
    return f"Python {dotted(python.version)} with {modules} ({short(python.python)})"
