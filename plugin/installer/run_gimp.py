"""Start a GIMP without a window, and wait for its end."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from ..programs.run_program import Finished, TookTooLong
from .detect import Gimp
from .install_error import InstallError
from .machine import GIMP_ENCODING
from .runner import Runner

GIMP_SECONDS = 240
QUIET = ("--no-interface", "--no-data", "--no-fonts")


def make_profile(gimp: Gimp, runner: Runner) -> None:
    """Start GIMP once, so that it makes its profile.

    It takes the settings of an older version over at this first start only: the installer must not make the folder.
    """
    if gimp.two:
        start_gimp(gimp, [*QUIET, "-b", "(gimp-quit 0)"], {}, runner)
    else:
        run_script(gimp, "None", {}, runner)


def run_script(gimp: Gimp, script: str, variables: Mapping[str, str], runner: Runner) -> Finished:
    """Start a GIMP without a screen, have its Python run a line, and wait for its end."""
    batch = [*QUIET, "--batch-interpreter=python-fu-eval", "-b", script, "--quit"]
    return start_gimp(gimp, batch, variables, runner)


def start_gimp(gimp: Gimp, options: Sequence[str], variables: Mapping[str, str], runner: Runner) -> Finished:
    """Start a GIMP with these options, and these variables in its environment."""
    try:
        environment = {**desktop_environment(), **variables}
        return runner.run(gimp.start(options, variables), GIMP_SECONDS, None, environment, GIMP_ENCODING)
    except TookTooLong:
        raise InstallError(
            f"{gimp} did not finish within {GIMP_SECONDS // 60} minutes. "
            "Start it once by hand, close it, then run install.py again."
        ) from None
    except OSError as error:
        raise InstallError(f"{gimp.command[0]} could not be started: {error.strerror}. Reinstall GIMP.") from None


def desktop_environment() -> dict[str, str]:
    """Return the environment of a GIMP that starts from the desktop: no virtual environment, no Python settings."""
    environment = dict(os.environ)
    for name in ("PYTHONPATH", "PYTHONHOME"):
        environment.pop(name, None)
    active = environment.pop("VIRTUAL_ENV", None)
    if active:
        entries = environment.get("PATH", "").split(os.pathsep)
        environment["PATH"] = os.pathsep.join(entry for entry in entries if Path(entry).parent != Path(active))
    return environment
