"""install.py --doctor: a healthy installation, and then one thing broken at a time."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path, PurePath

import pytest
from fakes import gimp
from users import RIGHT, User

import lut
from plugin.installer import locked_files, manifest
from plugin.installer.advice import advise_two_copies
from plugin.installer.console import Report
from plugin.installer.doctor import examine_files, examine_writable
from plugin.installer.environment import python_in
from plugin.installer.machine import describe_machine
from plugin.installer.runner import Runner
from plugin.installer.set_aside import Keeper

BETWEEN = r"\\" if sys.platform == "win32" else "/"
HEALTHY = "Nothing is wrong with Camera Looks here."


@pytest.fixture
def bob(with_old_version: User) -> User:
    """A user with a healthy installation that GIMP has seen."""
    bob = with_old_version
    (bob.data / "install.json").unlink()  # it names the folders of the home that was copied
    (bob.plug_ins / "camera-looks/old version").unlink()
    manifest.seal_folder(bob.plug_ins / "camera-looks", passed=1)
    bob.cache.mkdir(parents=True, exist_ok=True)
    seen_by_gimp(bob)
    return bob


def seen_by_gimp(user: User, without: str = "", between: str = BETWEEN) -> None:
    """pluginrc as GIMP writes it.  between: the names of a path, in a quoted string."""
    folder = user.plug_ins / "camera-looks"
    looks = json.loads((folder / "catalog.json").read_text(encoding="utf-8"))["looks"]
    procedures = "\n".join(f'    (proc-def "camera-looks-{look["id"]}" 1)' for look in looks if look["id"] != without)
    date = int((folder / "camera-looks.py").stat().st_mtime)
    place = between.join(["${gimp_dir}", "plug-ins", "camera-looks", "camera-looks.py"])
    entry = f'(plug-in-def "{place}" {date}\n{procedures})\n'
    other = '(plug-in-def "${gimp_plug_in_dir}/plug-ins/align-layers" 1\n    (proc-def "plug-in-align-layers" 1))\n'
    (user.plug_ins.parent / "pluginrc").write_text(f"# GIMP pluginrc\n\n{other}{entry}", encoding="utf-8")


def installed_with(user: User, **words: str) -> None:
    """As if this had stood in its record when it was installed."""
    record = folder(user) / "engine.json"
    record.write_text(json.dumps({**json.loads(record.read_text(encoding="utf-8")), **words}), encoding="utf-8")
    manifest.seal_folder(folder(user), passed=1)


def broken_engine(user: User, python: str) -> None:
    installed_with(user, python=python)


def without_numpy(user: User) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", user.home / "bare"], check=True)
    broken_engine(user, str(python_in(user.home / "bare")))


def of_another_version(user: User) -> None:
    installed_with(user, version="0.0.9")


def one_too_deep(user: User) -> None:
    folder = user.plug_ins / "camera-looks"
    folder.rename(user.plug_ins / "x")
    folder.mkdir()
    (user.plug_ins / "x").rename(folder / "camera-looks")


def a_second_gimp(user: User) -> None:
    gimp(user.home / "bin/gimp-console-3.2", RIGHT, version="3.2.6")
    user.profile("3.2").mkdir()


def folder(user: User) -> Path:
    return user.plug_ins / "camera-looks"


PLUG_INS = PurePath("plug-ins")
# What breaks, what is said, and whether installing again is what mends it.
FAULTS: dict[str, tuple[Callable[[User], object], str, bool]] = {
    "no exec bit": (
        lambda user: (folder(user) / "camera-looks.py").chmod(0o644),
        "camera-looks.py may not be executed: GIMP does not start it.",
        False,
    ),
    "wrong name": (
        lambda user: folder(user).rename(user.plug_ins / "camera-looks-0.1.0"),
        f"{PLUG_INS / 'camera-looks-0.1.0'} has the wrong name: GIMP starts it only as camera-looks/camera-looks.py.",
        False,
    ),
    "too deep": (one_too_deep, f"{PLUG_INS / 'camera-looks/camera-looks'} lies one folder too deep", False),
    "second copy": (
        lambda user: shutil.copytree(folder(user), user.plug_ins / "camera-looks (1)"),
        f"{PLUG_INS / 'camera-looks (1)'} is a second copy that GIMP does not start.",
        False,
    ),
    "flat file": (
        lambda user: shutil.copy(folder(user) / "camera-looks.py", user.plug_ins),
        f"{PLUG_INS / 'camera-looks.py'} lies outside of its folder",
        False,
    ),
    "interrupted": (
        lambda user: manifest.begin_folder(user.plug_ins / ".camera-looks.new"),
        f"{PLUG_INS / '.camera-looks.new'} was left by an installation that was interrupted.",
        False,
    ),
    "stale menu": (
        lambda user: seen_by_gimp(user, without="leica-authentic"),
        f"{PurePath('GIMP/3.0/pluginrc')}.",
        False,
    ),
    "stale menu of Windows": (
        lambda user: seen_by_gimp(user, without="leica-authentic", between=r"\\"),
        f"{PurePath('GIMP/3.0/pluginrc')}.",
        False,
    ),
    "socket folder open to others": (
        lambda user: (user.cache / "run").mkdir(mode=0o755),
        "camera-looks/run can be entered by others",
        False,
    ),
    "engine gone": (
        lambda user: broken_engine(user, "/nonesuch/python3"),
        "The engine's Python, /nonesuch/python3, is gone or does not start.",
        True,
    ),
    "engine lost its numpy": (without_numpy, f"{python_in(Path('bob/bare'))}, lacks numpy and Pillow", True),
    "half of it gone": (lambda user: shutil.rmtree(folder(user) / "lut"), "camera-looks lacks lut.", True),
    "catalog broken": (
        lambda user: (folder(user) / "catalog.json").write_text("{", encoding="utf-8"),
        "catalog.json cannot be read: there is no menu without it.",
        True,
    ),
    "another version": (
        of_another_version,
        f"{PLUG_INS / 'camera-looks'} is version 0.0.9, this is {lut.__version__}.",
        True,
    ),
    "GIMP was updated": (
        a_second_gimp,
        f"{PurePath('GIMP/3.2/plug-ins/camera-looks')} is not there.",
        True,
    ),
    "a file gone": (
        lambda user: (folder(user) / "lut/kernel/interpolation.py").unlink(),
        f"{PLUG_INS / 'camera-looks'} lacks lut/kernel/interpolation.py.",
        True,
    ),
    "a file damaged": (
        lambda user: (folder(user) / "plugin/gimp3/plugin.py").write_text("", encoding="utf-8"),
        f"{PLUG_INS / 'camera-looks'} differs from what was installed in plugin/gimp3/plugin.py.",
        True,
    ),
    "record of the engine damaged": (
        lambda user: (folder(user) / "engine.json").write_text("{", encoding="utf-8"),
        f"{PLUG_INS / 'camera-looks'} differs from what was installed in engine.json.",
        True,
    ),
    "never installed": (lambda user: shutil.rmtree(folder(user)), "GIMP 3.0.4 has no Camera Looks: ", True),
    "no profile": (lambda user: shutil.rmtree(user.plug_ins.parent), "GIMP 3.0.4 has not been started yet", True),
}


POSIX = ("no exec bit", "socket folder open to others")
NOT_HERE = pytest.mark.skipif(os.name != "posix", reason="Windows has no such permissions")
CASES = [pytest.param(fault, marks=NOT_HERE if fault in POSIX else ()) for fault in FAULTS]


def doctor(user: User, *options: str) -> subprocess.CompletedProcess[str]:
    return user.install("--doctor", *options)


@pytest.fixture
def examined(bob: User, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """What is wrong for bob, found in this process: a new one for each question takes its time."""
    for name in ("XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in bob.environment().items():
        monkeypatch.setenv(name, value)
    keeper = Keeper(lambda origin, count, place: None)
    version = lut.__version__
    return lambda: [
        finding.sentence for finding in examine_files(describe_machine(), bob.checkout, version, Runner(), keeper)
    ]


def test_a_healthy_installation(bob: User) -> None:
    answer = doctor(bob)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert "Check     a look on astronaut.png in GIMP 3.0.4 … " in answer.stdout, "files alone do not say that it works"
    assert HEALTHY in answer.stdout


def test_nobody_there_to_ask_changes_nothing(bob: User) -> None:
    renamed = folder(bob).rename(bob.plug_ins / "camera-looks-0.1.0")
    before = bob.everything()
    answer = doctor(bob)
    assert answer.returncode == 1
    assert answer.stdout.startswith(f"Wrong     {renamed} has the wrong name")
    assert answer.stdout.endswith(f"To mend it: {bob.again('--doctor', '--mend')}\n")
    assert bob.everything() == before


@pytest.mark.parametrize("fault", CASES)
def test_one_thing_broken_is_found_and_nothing_changed(
    bob: User, examined: Callable[[], list[str]], fault: str
) -> None:
    damage, sentence, _again = FAULTS[fault]
    damage(bob)
    before = bob.everything()
    [found] = examined()
    assert sentence in found
    assert bob.everything() == before


@pytest.mark.slow("installs after each thing that broke")
@pytest.mark.parametrize("fault", CASES)
def test_one_thing_broken_is_mended(bob: User, examined: Callable[[], list[str]], fault: str) -> None:
    damage, _sentence, again = FAULTS[fault]
    damage(bob)
    [found] = examined()
    mended = doctor(bob, "--mend")
    assert mended.returncode == 0, mended.stderr
    assert f"Wrong     {found}" in mended.stdout
    assert "gives the right pixels" in mended.stdout
    assert ("Ready." in mended.stdout) == again
    assert examined() == []


def test_what_is_not_ours_to_change_comes_with_advice(bob: User) -> None:
    """GIMP's own setting, and an installation for everybody."""
    (bob.plug_ins.parent / "gimprc").write_text(
        f'(plug-in-path "/opt/plug-ins{os.pathsep}${{gimp_plug_in_dir}}/plug-ins")\n', encoding="utf-8"
    )
    everybody = bob.home / "lib/gimp/3.0/plug-ins/camera-looks"  # bob's GIMP lies in ~/bin
    everybody.mkdir(parents=True)
    answer = doctor(bob, "--mend")
    assert answer.returncode == 1
    for words in (
        f"GIMP 3.0.4 does not look for plug-ins in {bob.plug_ins}: the plug-in-path in ",
        "Add that folder in GIMP under Edit ▸ Preferences ▸ Folders ▸ Plug-ins and close GIMP.",
        f"GIMP 3.0.4 finds Camera Looks twice: {folder(bob)}, and for everybody ",
        advise_two_copies(sys.platform, str(everybody)),
    ):
        assert words in answer.stdout
    assert everybody.is_dir()


def refuse(dir: Path) -> None:
    raise PermissionError(13, "Permission denied", f"{dir}/tmp1234")


def test_a_folder_that_windows_protects(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(locked_files, "LOCKS", True)
    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    [finding] = examine_writable(tmp_path)
    assert (finding.sentence, finding.mend) == (f"{tmp_path} is in use or protected.", None)
    assert finding.advice == "Close GIMP and whatever else uses it, then run install.py --doctor again."


@NOT_HERE
def test_a_folder_of_ones_own_without_the_right_to_write(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Played, since root may write everywhere."""
    place = tmp_path / "camera-looks"
    place.mkdir(mode=0o500)
    monkeypatch.setattr(locked_files, "LOCKS", False)
    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    [finding] = examine_writable(place)
    assert finding.sentence == f"{place} cannot be written."
    assert finding.mend is not None
    finding.mend()
    assert place.stat().st_mode & 0o700 == 0o700
    [finding] = examine_writable(place)
    assert finding.mend is None and finding.sentence == f"{place} cannot be written."
    assert finding.advice == "Make it yours, then run install.py --doctor again."


class Typed(io.StringIO):
    """What is typed on a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("typed", "agreed"), [("\n", True), ("Yes\n", True), ("y", True), ("n\n", False), ("what?\n", False), ("", False)]
)
def test_who_says_nothing_does_not_agree(monkeypatch: pytest.MonkeyPatch, typed: str, agreed: bool) -> None:
    """Windows takes NUL for a terminal, and there nothing can be read."""
    monkeypatch.setattr(sys, "stdin", Typed(typed))
    assert Report().agree("Mend this now?") == agreed


@pytest.mark.slow("installs before each answer", but_first=True)
@pytest.mark.parametrize(("typed", "mended"), [("\n", True), ("yes\n", True), ("n\n", False)])
def test_on_a_terminal_it_asks(bob: User, typed: str, mended: bool) -> None:
    start = folder(bob) / "camera-looks.py"
    start.chmod(0o644)
    pty = pytest.importorskip("pty", reason="terminals are POSIX's")
    ours, theirs = pty.openpty()
    command = [sys.executable, bob.checkout / "install.py", "--doctor"]
    process = subprocess.Popen(command, env=bob.environment(), stdin=theirs, stdout=subprocess.PIPE, encoding="utf-8")
    os.write(ours, typed.encode())
    output, _ = process.communicate(timeout=600)
    os.close(ours)
    os.close(theirs)
    assert "Mend this now? [Y/n]" in output
    assert (process.returncode == 0, os.access(start, os.X_OK)) == (mended, mended)
