"""What computes for the GIMPs of each channel: a Python that is there, or an environment that is made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ..engine.interpreter import Interpreter, dotted
from ..programs.commands import short
from . import environment, interpreter, record
from .build import Engine
from .channels import CHANNELS, Channel
from .machine import Machine
from .places import home, places
from .report import Report
from .runner import Runner
from .swap import leftovers

WHEELS = "wheels"  # a bundle has this folder


@dataclass(frozen=True)
class Engines:
    """The engines of one user.

    given: the interpreter that the user asks for.  record: gets the folders that are made.
    """

    machine: Machine
    checkout: Path
    given: str | None
    record: record.Record
    report: Report
    runner: Runner

    def folder(self, channel: Channel) -> Path:
        """Where environments for a channel's GIMPs lie."""
        return home(self.machine, channel) / "engine"

    def folders(self) -> list[Path]:
        return [self.folder(channel) for channel in CHANNELS[self.machine.system]]

    def ready(self, channel: Channel) -> Interpreter | None:
        """An interpreter for the engine that needs nothing made."""
        if channel.sandbox:
            return environment.existing(self.folder(channel), self.runner, channel)
        if self.given:
            return interpreter.given(self.given, self.runner)
        system = interpreter.choose(interpreter.system_pythons(), self.runner)
        return system or environment.existing(self.folder(channel), self.runner)

    def get(self, channel: Channel) -> Engine:
        """What computes for the GIMPs of a channel; its environment is made when there is none."""
        chosen = self.ready(channel)
        if chosen is None:
            inside = channel.sandbox
            base = interpreter.sandboxed(channel, self.runner) if inside else interpreter.base(self.runner)
            self.record.make(self.folder(channel))
            bundle = self.checkout / WHEELS
            source = "the bundle's" if bundle.is_dir() else "some 60 MB of"
            with self.report.step("Engine", f"making a Python environment with {source} numpy and Pillow"):
                chosen = environment.make(
                    self.folder(channel), base, self.runner, bundle if bundle.is_dir() else None, channel
                )
        self.report.line("Engine", described(chosen))
        if missing := " and ".join(chosen.misses()):
            self.report.line("Note", f"picture files with more than 8 bits per channel would need {missing} as well.")
        return Engine(channel, chosen.python)

    def tidy(self, used: Iterable[Engine]) -> None:
        """Remove the environments that no installation uses any more, and none of these engines."""
        installed = [place for folder in places(self.machine, self.record) for place in (folder, *leftovers(folder))]
        pythons = {engine.python for engine in used} | record.interpreters(installed)
        for folder in self.folders():
            environment.tidy(folder, pythons)


def described(python: Interpreter) -> str:
    """What computes: Python 3.13.5 with numpy 2.2.4 and Pillow 11.1.0 (/usr/bin/python3)."""
    modules = " and ".join(f"{name} {version}" for name, version in python.has().items())
    return f"Python {dotted(python.version)} with {modules} ({short(python.python)})"
