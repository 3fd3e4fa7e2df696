"""A real GIMP 2.10 without a Python of its own, with our modules in its profile."""

from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import window
from gimps import CHECKOUT, HERE, Outcome, RealGimp
from places import Place, version_of

from plugin.installer import python_for_gimp2
from tests.waiting import HANG_SECONDS

CONSOLE = "gimp-console-2.10"
INSIDE = Path(__file__).parent / "inside_plug_in.py"
GIMPRC = """\
(check-updates no)
(restore-session no)
(color-profile-policy keep)
"""


def survey() -> tuple[Place | None, str]:
    """This machine's GIMP 2.10, or why there is none to test in: a sentence for skipped tests."""
    if not shutil.which(CONSOLE):
        return None, f"{CONSOLE} is not on PATH: on Debian 12, `apt-get install gimp` brings it"
    version = version_of([CONSOLE])
    return (Place(version, CONSOLE, None), "") if version else (None, f"{CONSOLE} does not tell its version")


class Gimp2(RealGimp):
    """One GIMP 2.10 and one home folder.  ``run`` runs a script in a plug-in's process, with gimpfu's names."""

    @property
    def plug_ins(self) -> Path:
        return self.profile / "plug-ins"

    def furnish(self) -> None:
        """What install.py puts into the profile, and the plug-in that runs the tests' scripts."""
        folder = self.plug_ins / "camera-looks"
        folder.mkdir(parents=True)
        for name in ("lut", "plugin"):
            (folder / name).symlink_to(CHECKOUT / name)
        shutil.copyfile(CHECKOUT / "plugin/gimp2/camera-looks.py", folder / "camera-looks.py")
        (folder / "camera-looks.py").chmod(0o755)
        catalog = subprocess.run(
            [sys.executable, "-m", "lut", "catalog"], cwd=CHECKOUT, capture_output=True, check=True
        )
        (folder / "catalog.json").write_bytes(catalog.stdout)
        (folder / "engine.json").write_text(json.dumps({"python": sys.executable}), encoding="utf-8")
        for place, content in python_for_gimp2.settings_files(sys.executable).items():
            (self.profile / place).parent.mkdir()
            (self.profile / place).write_text(content, encoding="utf-8")
        (self.profile / "gimprc").write_text(GIMPRC, encoding="utf-8")
        self.add_plug_in(INSIDE)

    def add_plug_in(self, script: Path) -> Path:
        place = self.plug_ins / script.name
        shutil.copyfile(script, place)
        place.chmod(0o755)
        return place

    def script_fu(self, *expressions: str, timeout: float = HANG_SECONDS) -> str:
        """Run expressions headless; everything that GIMP and its plug-ins printed."""
        batch = [word for expression in (*expressions, "(gimp-quit 1)") for word in ("-b", expression)]
        return self.call([self.place.console, "-idf", *batch], timeout).stdout

    def run(self, script: str, timeout: float = HANG_SECONDS, **values: Any) -> Outcome:
        """Run a script inside a plug-in's process.  values (JSON; paths become text) are its global names."""
        expression, verdict = self.script_expression(script, values)
        return self.outcome(verdict, self.script_fu(expression, timeout=timeout))

    def script_expression(self, script: str, values: dict[str, Any], interactive: bool = False) -> tuple[str, Path]:
        """What Script-Fu has to evaluate to run a script, and where its verdict will be."""
        folder = self.base / f"script-{time.monotonic_ns()}"
        folder.mkdir()
        (folder / "values").write_text(json.dumps({**values, "here": str(HERE)}, default=str), encoding="utf-8")
        (folder / "script").write_text(script, encoding="utf-8")
        mode = "RUN-INTERACTIVE" if interactive else "RUN-NONINTERACTIVE"
        return f'(camera-looks-test {mode} "{folder}")', folder / "verdict"

    def window(
        self, *files: Path, script: str | None = None, **values: Any
    ) -> contextlib.AbstractContextManager[window.Window]:
        """GIMP on a screen of its own, the files open, and perhaps a script running in a plug-in's process."""
        arguments: list[str | Path] = ["gimp-2.10", "--new-instance", "--no-splash", *files]
        verdict = None
        if script is not None:
            expression, verdict = self.script_expression(script, values, interactive=True)
            arguments += ["-b", expression]
        return window.opened(self, arguments, verdict, gimprc=GIMPRC)
