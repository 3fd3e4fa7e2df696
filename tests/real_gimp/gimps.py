"""A real GIMP to test in: a home of its own, scripts run headless, or a window to look at."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any

import window
from places import Place

from tests.waiting import HANG_SECONDS

CHECKOUT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
PIP_FILES = ("/etc/pip.conf", "/etc/xdg/pip", os.environ.get("PIP_CONFIG_FILE", ""))

# A GIMP with windows cannot read the list of plug-ins that it has written itself (3.0.4 and 3.2.6), and asks all 127 of
# them again at every start, four seconds long.  These are what tests need, in a list of their own.
FEW = ("file-jpeg", "file-png", "file-tiff", "file-webp", "help", "python-eval", "script-fu", "web-browser")
FEW_PLUG_INS = """\
(plug-in-path "{folder}:${{gimp_dir}}/plug-ins")
(pluginrc-path "${{gimp_dir}}/few-pluginrc")
"""

# What python-fu-eval executes around a test's script.  Its verdict is a file: GIMP's exit code says nothing.
AROUND = """
import json, sys, traceback
from pathlib import Path
sys.path.insert(0, {here!r})
verdict = {{"result": {{}}}}
scope = {{"result": verdict["result"], "Path": Path, "__name__": "script"}}
try:
    exec("from inside import *", scope)
    scope.update(json.loads(Path({values!r}).read_text(encoding="utf-8")))
    exec(compile(Path({script!r}).read_text(encoding="utf-8"), {script!r}, "exec"), scope)
except BaseException:
    verdict["failure"] = traceback.format_exc()
part = Path({verdict!r} + ".part")
part.write_text(json.dumps(verdict), encoding="utf-8")
part.replace({verdict!r})
"""


class ScriptError(AssertionError):
    """A script raised inside GIMP, or GIMP ended before it was done; the text is the evidence."""


@dataclass(frozen=True)
class Outcome:
    """What a script left behind: its ``result`` dictionary and everything that GIMP printed."""

    result: dict[str, Any]
    output: str


@dataclass(frozen=True)
class RealGimp:
    """One GIMP and one home folder.

    base: a folder that GIMP may write to, at the same path inside its root; tests' temporary folders
    lie below it, so paths mean the same on both sides.  The checkout can only be read there.
    """

    place: Place
    base: Path
    home: Path
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def version(self) -> str:
        return self.place.version

    @property
    def profile(self) -> Path:
        return self.home / ".config/GIMP" / ".".join(self.version.split(".")[:2])

    @property
    def folder(self) -> Path:
        """Where the plug-in is installed."""
        return self.profile / "plug-ins/camera-looks"

    def at_home(self, home: Path, **environment: str) -> RealGimp:
        """The same GIMP for another user, or with other variables."""
        home.mkdir(parents=True, exist_ok=True)
        return replace(self, home=home, environment={**self.environment, **environment})

    def command(self, arguments: Sequence[str | Path]) -> list[str]:
        """What to start on this machine so that the arguments run where this GIMP is."""
        variables = [f"{name}={value}" for name, value in self.variables().items()]
        inner = ["env", "-i", *variables, *map(str, arguments)]
        if self.place.root is None:
            return inner
        unshare = ["unshare", "--mount", "--pid", "--fork", "--kill-child"]
        mounts = ["--share", str(self.base), "--show", str(CHECKOUT), "--share", str(wheels())]
        for file in filter(None, PIP_FILES):
            mounts += ["--show", file] if Path(file).exists() else []
        return [*unshare, str(HERE / "enter-root"), str(self.place.root), *mounts, "--", *inner]

    def variables(self) -> dict[str, str]:
        """The whole environment of what is started."""
        # Where packages come from, and by which code OpenBLAS multiplies: others round otherwise, which shows in an
        # 8-bit color in the middle between two codes.
        passed = {name: value for name, value in os.environ.items() if name.startswith(("PIP_", "OPENBLAS_"))}
        display = {"DISPLAY": os.environ["DISPLAY"]} if self.place.root is None and "DISPLAY" in os.environ else {}
        return {
            "PATH": "/usr/local/bin:/usr/bin:/bin" if self.place.root else os.environ["PATH"],
            "HOME": str(self.home),
            "LANG": "C.UTF-8",
            "XDG_RUNTIME_DIR": "/tmp/runtime" if self.place.root else str(runtime(self.base)),
            "NO_AT_BRIDGE": "1",  # GTK looks for a screen reader's bus otherwise, and warns
            "PIP_CACHE_DIR": str(wheels()),
            **display,
            **passed,
            **self.environment,
        }

    def start(self, arguments: Sequence[str | Path], output: int | IO[str] = subprocess.PIPE) -> subprocess.Popen[str]:
        """Start a program where this GIMP is; standard output and errors go to output."""
        return subprocess.Popen(
            self.command(arguments),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            errors="replace",
            start_new_session=True,
            encoding="utf-8",
        )

    def call(self, arguments: Sequence[str | Path], timeout: float = HANG_SECONDS) -> subprocess.CompletedProcess[str]:
        """Run a program where this GIMP is; ``stdout`` holds standard output and errors in one text."""
        process = self.start(arguments)
        try:
            output, _ = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            end(process)
            output, _ = process.communicate()
            raise ScriptError(f"{arguments[0]} was not done after {timeout:.0f} s:\n{output}") from None
        return subprocess.CompletedProcess(list(arguments), process.returncode, output)

    def install(self, *options: str | Path) -> subprocess.CompletedProcess[str]:
        """Run install.py as this GIMP's user would."""
        return self.call(["python3", CHECKOUT / "install.py", *options])

    def run(self, script: str, timeout: float = HANG_SECONDS, first: str = "", **values: Any) -> Outcome:
        """Run a script inside this GIMP, headless.  values (JSON; paths become text) are its global names.

        first: a line for the shell that runs before GIMP, at the same place.
        """
        command, verdict = self.console(script, **values)
        if first:
            command = ["sh", "-c", f'{first}; exec "$@"', "sh", *command]
        return self.outcome(verdict, self.call(command, timeout).stdout)

    def console(self, script: str, **values: Any) -> tuple[list[str], Path]:
        """The command that runs a script inside this GIMP, as ``run`` does, and where its verdict will be."""
        name, verdict = self.write_script(script, values)
        batch = ["--batch-interpreter=python-fu-eval", "-b", f"exec(open({str(name)!r}).read())", "--quit"]
        return [self.place.console, "-idf", *batch], verdict

    def write_script(self, script: str, values: dict[str, Any]) -> tuple[Path, Path]:
        """The file for GIMP's Python to execute, and where the script's verdict will be."""
        folder = self.base / f"script-{time.monotonic_ns()}"
        folder.mkdir()
        names = {key: folder / key for key in ("values", "script", "verdict")}
        names["values"].write_text(json.dumps(values, default=str), encoding="utf-8")
        names["script"].write_text(script, encoding="utf-8")
        around = folder / "around.py"
        around.write_text(
            AROUND.format(here=str(HERE), **{key: str(name) for key, name in names.items()}), encoding="utf-8"
        )
        return around, names["verdict"]

    def outcome(self, verdict: Path, output: str) -> Outcome:
        """What became of a script, with what GIMP printed; raises ScriptError if it failed."""
        if not verdict.exists():
            raise ScriptError(f"GIMP ended before the script was done:\n{output}")
        found = json.loads(verdict.read_text(encoding="utf-8"))
        if "failure" in found:
            raise ScriptError(f"{found['failure']}\nGIMP printed:\n{output}")
        return Outcome(found["result"], output)

    @contextlib.contextmanager
    def window(
        self, *files: Path, script: str | None = None, every_plug_in: bool = False, **values: Any
    ) -> Iterator[window.Window]:
        """GIMP on a screen of its own, the files open, and perhaps a script running in it (as ``run`` does).

        every_plug_in: of GIMP's own, of which a few will do for most tests.
        """
        arguments: list[str | Path] = ["gimp", "--new-instance", *files]
        verdict = None
        if script is not None:
            name, verdict = self.write_script(script, values)
            arguments += ["--batch-interpreter=python-fu-eval", "-b", f"exec(open({str(name)!r}).read())"]
        for remembered in self.profile.glob("plug-in-settings/GimpProcedureConfigRun-*"):
            remembered.unlink()  # GIMP would open dialogs with these instead of what a script gives them
        gimprc = window.GIMPRC + ("" if every_plug_in else FEW_PLUG_INS.format(folder=self._few_plug_ins()))
        with window.opened(self, arguments, verdict, gimprc) as opened:
            yield opened
        (self.profile / "gimprc").unlink()

    def _few_plug_ins(self) -> Path:
        """A folder that has FEW of the plug-ins that came with this GIMP."""
        folder, root = self.base / f"few-{self.place}", self.place.root or Path("/")
        for found in root.glob("usr/lib/*/gimp/3.0/plug-ins/*"):
            if found.name in FEW and not (folder / found.name).is_symlink():
                folder.mkdir(exist_ok=True)
                (folder / found.name).symlink_to(Path("/") / found.relative_to(root))
        return folder


def end(process: subprocess.Popen[str]) -> None:
    """End a process and everything that it started, and wait until it is gone."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def runtime(base: Path) -> Path:
    folder = base / "runtime"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def wheels() -> Path:
    """Where pip keeps what it has downloaded, so that only the first run waits for it."""
    given = os.environ.get("PIP_CACHE_DIR")
    folder = Path(given) if given else Path.home() / ".cache/pip"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
