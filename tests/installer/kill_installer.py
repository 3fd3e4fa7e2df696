"""End install.py at random moments, and count how often the last version that passed its check is what is there.

    python -m tests.installer.kill_installer [RUNS] [--seed N]

Every run installs another version, with a GIMP that is played by a program and finds it right or wrong, and is ended
by SIGKILL, SIGTERM and SIGHUP in turns.  Exit code: 0 when the right version was whole and in place every time.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from fakes import gimp
from users import ROOT, User, version_in

SIGNALS = (signal.SIGKILL, signal.SIGTERM, signal.SIGHUP)
# Files that tell the versions apart, wherever a walk through a folder begins and ends.
STAMPED = ("lut/__init__.py", "lut/table.py", "plugin/__init__.py", "plugin/gimp3/dialogs/viewport.py")
STAMP = "# version "
# The GIMP notes every version that it finds right before it says so, and so before install.py can know.
JUDGE = """
right = (Path.home() / "right").exists()
if right:
    with (Path.home() / "passed").open("a", encoding="utf-8") as passed:
        passed.write(json.loads((plugin.parent / "engine.json").read_text(encoding="utf-8"))["version"] + "\\n")
Path(settings["verdict"]).write_text(json.dumps({"changed": True, "apart": 0 if right else 200}), encoding="utf-8")
"""


@dataclass
class Trials:
    user: User
    usual_seconds: float = 0.0
    last: str = ""
    kept: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def begin(self, version: str, right: bool) -> subprocess.Popen[bytes]:
        """Start to install a version, which GIMP will find right or not."""
        package = self.user.checkout / "lut/__init__.py"
        text = re.sub(r'(?m)^__version__ = ".*"', f'__version__ = "{version}"', package.read_text(encoding="utf-8"))
        package.write_text(text, encoding="utf-8")
        for name in STAMPED:
            stamped = self.user.checkout / name
            stamped.write_text(
                f"{STAMP}{version}\n" + re.sub(rf"^{STAMP}.*\n", "", stamped.read_text(encoding="utf-8")),
                encoding="utf-8",
            )
        mark = self.user.home / "right"
        mark.touch() if right else mark.unlink(missing_ok=True)
        command = [sys.executable, self.user.checkout / "install.py", "--python", sys.executable]
        quiet = subprocess.DEVNULL
        return subprocess.Popen(command, env=self.user.environment(), stdin=quiet, stdout=quiet, stderr=quiet)

    def install_first(self) -> None:
        """Install a version undisturbed, which tells how long that takes, too."""
        began = time.monotonic()
        assert self.begin("0.1.0", right=True).wait() == 0
        self.usual_seconds = time.monotonic() - began
        self.last = self.found()
        assert self.last == "0.1.0", self.last

    def one(self, number: int, chance: random.Random) -> None:
        """Install another version, end that, and look."""
        version, right = f"0.1.{number}", chance.random() < 0.6
        ends_with, moment = SIGNALS[number % len(SIGNALS)], chance.uniform(0, 1.1) * self.usual_seconds
        process = self.begin(version, right)
        try:
            code = process.wait(timeout=moment)
            self.outcomes["ended by itself"] += 1
        except subprocess.TimeoutExpired:
            process.send_signal(ends_with)
            code = process.wait()
            self.outcomes[ends_with.name] += 1
        passed = self.user.home / "passed"
        may_be_new = passed.exists() and version in passed.read_text(encoding="utf-8").split()
        there = self.found()
        if there in ((version,) if may_be_new else ()) + ((self.last,) if code else ()):
            self.kept += 1
        else:
            self.wrong.append(
                f"run {number}, {ends_with.name} after {moment:.2f} s: {there!r} instead of {self.last!r}"
            )
        self.last = there

    def found(self) -> str:
        """The version that is there, or what is wrong with it."""
        folder = self.user.plug_ins / "camera-looks"
        try:
            version = version_in(folder)
            json.loads((folder / "catalog.json").read_text(encoding="utf-8"))
            for source in (self.user.checkout / "lut").rglob("*.py"):
                if not (name := folder / source.relative_to(self.user.checkout)).is_file():
                    return f"{version} without {name}"
            for name in STAMPED:
                if not (folder / name).read_text(encoding="utf-8").startswith(f"{STAMP}{version}\n"):
                    return f"{version} with the {name} of another"
        except (OSError, ValueError, KeyError) as error:
            return f"damaged: {error}"
        return version


def new_user(home: Path) -> User:
    """A user with the played GIMP and a download of his own, whose version can be changed."""
    checkout = home / "download"
    shutil.copytree(ROOT, checkout, ignore=shutil.ignore_patterns(".*", "__pycache__", "build", "tests"))
    gimp(home / "bin/gimp", otherwise=JUDGE.strip().replace("\n", "\n    "))
    return User(home, checkout)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    parser.add_argument("runs", type=int, nargs="?", default=100)
    parser.add_argument("--seed", type=int, default=16)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kill-installer-", ignore_cleanup_errors=True) as name:
        trials = Trials(new_user(Path(name)))
        trials.install_first()
        print(f"seed {options.seed}; an undisturbed run takes {trials.usual_seconds:.1f} s", flush=True)
        chance = random.Random(options.seed)
        for number in range(1, options.runs + 1):
            trials.one(number, chance)
            if number % 10 == 0:
                print(f"{number} runs: the last verified version in place {trials.kept} times", flush=True)
        code = trials.begin("0.2.0", right=True).wait()
        left = sorted(path.name for path in trials.user.plug_ins.iterdir())
        if trials.found() != "0.2.0" or left != ["camera-looks"]:
            trials.wrong.append(f"an undisturbed run after all: {code}, {trials.found()}, {left}")
    ended = ", ".join(f"{count} {what}" for what, count in sorted(trials.outcomes.items()))
    print(f"{options.runs} runs ({ended}): the last verified version was whole and in place {trials.kept} times")
    for sentence in trials.wrong:
        print(sentence)
    return 1 if trials.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
