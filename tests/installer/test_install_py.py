"""install.py from the outside, with a GIMP that is played by a small program: what it says, what it leaves.

tests/real_gimp/test_install.py does the same with real ones.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from fakes import gimp, program
from users import RIGHT, ROOT, User, system_words

import lut
from plugin.programs import commands
from tests.user_folders import set_home


def test_it_installs_checks_and_says_where_the_menu_is(with_gimp: User) -> None:
    folder = with_gimp.plug_ins / "camera-looks"
    answer = with_gimp.install()
    assert (answer.returncode, answer.stderr) == (0, "")
    for words in (
        f"Found     GIMP 3.0.4: {program(with_gimp.home / 'bin/gimp')}",
        "Engine    Python 3.",
        "Profile   starting GIMP 3.0.4 for the first time",
        f"Install   {with_gimp.shown(folder)}\n",
        " gives the right pixels",
        "Filters ▸ Camera Looks",
        f"For looks of your own, kept by upgrades and uninstalling: {with_gimp.shown(with_gimp.data / 'looks')}\n",
        f"To remove everything again: {with_gimp.again('--uninstall')}\n",
    ):
        assert words in answer.stdout
    assert os.access(folder / "camera-looks.py", os.X_OK)
    assert sorted(path.name for path in folder.iterdir()) == [
        *("camera-looks.py", "catalog.json", "engine.json", "lut", "manifest.json", "plugin"),
    ]
    assert json.loads((folder / "engine.json").read_text(encoding="utf-8"))["python"] == sys.executable
    assert json.loads((folder / "catalog.json").read_text(encoding="utf-8"))["looks"]
    assert not (folder / "plugin/installer").exists(), "the installer is of no use inside GIMP"


def test_every_file_of_the_plugin_arrives(with_old_version: User) -> None:
    for package in ("lut", "plugin"):
        source, target = ROOT / package, with_old_version.plug_ins / "camera-looks" / package
        expected = {path.relative_to(source) for path in source.rglob("*") if path.suffix in (".py", ".toml")}
        expected -= {path for path in expected if path.name == "camera-looks.py"}  # the one that fits lies above
        expected = {path for path in expected if path.parts[0] not in ("installer", "gimp2", "gimpfu")}
        assert expected <= {path.relative_to(target) for path in target.rglob("*")}


def test_installing_and_uninstalling_leaves_a_home_as_it_was(with_gimp: User) -> None:
    own = with_gimp.plug_ins / "another/another.py"
    own.parent.mkdir(parents=True)
    own.write_text("somebody else's plug-in", encoding="utf-8")
    before = with_gimp.everything()
    assert with_gimp.install().returncode == 0
    answer = with_gimp.install("--uninstall")
    assert answer.returncode == 0
    assert with_gimp.everything() == before
    assert f"Removed   {with_gimp.shown(with_gimp.plug_ins / 'camera-looks')}\n" in answer.stdout
    assert with_gimp.install("--uninstall").stdout == "Camera Looks is not installed.\n"


@pytest.mark.slow("installs and removes three times")
def test_a_profile_that_gimp_made_for_us_goes_unless_it_was_used(with_gimp: User) -> None:
    before = with_gimp.everything()
    assert with_gimp.install().returncode == 0
    assert with_gimp.install("--uninstall").returncode == 0
    assert with_gimp.everything() == before
    assert with_gimp.install().returncode == 0
    used = with_gimp.plug_ins.parent / "sessionrc"
    used.write_text("where the user's windows were", encoding="utf-8")
    assert with_gimp.install("--uninstall").returncode == 0
    assert {with_gimp.name(used), with_gimp.name(used.with_name("gimprc"))} < with_gimp.everything().keys()


def test_an_upgrade_and_uninstalling_keep_the_users_own_looks(with_gimp: User) -> None:
    assert with_gimp.install().returncode == 0
    look = with_gimp.data / "looks/mine.cube"
    look.write_text("mine", encoding="utf-8")
    assert with_gimp.install().returncode == 0
    answer = with_gimp.install("--uninstall")
    assert f"Kept      {with_gimp.shown(look.parent)}: your own looks" in answer.stdout
    files = {name for name, content in with_gimp.everything().items() if content}
    assert files == {with_gimp.name(look)}


@pytest.mark.slow("installs for it; test_report_command.py reads a report")
def test_a_report_names_the_gimps_and_what_is_installed(with_gimp: User) -> None:
    assert with_gimp.install().returncode == 0
    answer = with_gimp.install("--report")
    assert (answer.returncode, answer.stderr) == (0, "")
    gimp, installed = (
        str(path).replace(str(with_gimp.home), "~")
        for path in (program(with_gimp.home / "bin/gimp"), with_gimp.plug_ins / "camera-looks")
    )
    words = f"GIMP: GIMP 3.0.4: {gimp}\nInstalled: {installed}: {lut.__version__}, "
    assert words in answer.stdout


def test_a_lost_record_does_not_keep_it_from_uninstalling(with_old_version: User) -> None:
    (with_old_version.data / "install.json").write_text("{ broken", encoding="utf-8")
    assert with_old_version.install("--uninstall").returncode == 0
    assert not (with_old_version.plug_ins / "camera-looks").exists()


@pytest.mark.slow("installs for each way to fail", but_first=True)
@pytest.mark.parametrize(
    ("behavior", "sentence"),
    [
        ({"verdict": {"error": "The engine said no."}}, "GIMP 3.0.4 could not apply a look: The engine said no."),
        ({"verdict": {"changed": False, "apart": 0}}, "GIMP 3.0.4 says that it applied a look, but the photo is"),
        ({"verdict": {"changed": True, "apart": 2}}, "gave other pixels than the engine (up to 2 levels of 255 apart"),
        ({"otherwise": "sys.exit(0)"}, "GIMP 3.0.4 ended before it had applied a look. Start it once by hand"),
        (
            {"otherwise": "print(\"The procedure 'python-fu-eval' is not a valid batch interpreter.\")"},
            "GIMP 3.0.4 cannot run plug-ins written in Python.",
        ),
        (
            {"otherwise": "print('(gimp:2): Gtk-WARNING **: cannot open display: ')"},
            "GIMP 3.0.4 needs a screen, and there is none here. Run install.py in a terminal on your desktop.",
        ),
    ],
)
def test_a_gimp_that_does_not_prove_it_keeps_what_it_had(
    with_old_version: User, behavior: dict[str, object], sentence: str
) -> None:
    """The check can fail, each way that it has; then the version that worked is still there."""
    bob = with_old_version
    gimp(bob.home / "bin/gimp", **behavior)  # type: ignore[arg-type]
    answer = bob.install()
    assert answer.returncode == 1
    assert sentence in answer.stderr and f"Details: {bob.cache / 'install.log'}" in answer.stderr
    assert "Ready" not in answer.stdout
    assert (bob.plug_ins / "camera-looks/old version").exists()
    assert [path.name for path in bob.plug_ins.iterdir()] == ["camera-looks"]


@pytest.mark.slow("installs once more")
def test_a_check_that_fails_at_first_leaves_no_plugin(ann: User) -> None:
    gimp(ann.home / "bin/gimp", {"changed": True, "apart": 200})
    assert ann.install().returncode == 1
    assert list(ann.plug_ins.iterdir()) == []


@pytest.mark.slow("installs into two GIMPs")
def test_a_second_gimp_is_set_up_though_the_first_fails(ann: User) -> None:
    gimp(ann.home / "bin/gimp-console-3.2", {"error": "No."}, version="3.2.6")
    gimp(ann.home / "bin/gimp-console-3.0", RIGHT)
    answer = ann.install()
    assert answer.returncode == 1
    assert "GIMP 3.2.6 could not apply a look: No." in answer.stderr
    assert "Filters ▸ Camera Looks" in answer.stdout
    assert (ann.plug_ins / "camera-looks").is_dir()


STAGES = """
import os, runpy, sys
left = int(sys.argv.pop(1))
def stage(event, arguments):
    global left
    exchange = event == "ctypes.dlsym" and arguments[1] == "renameat2"
    if exchange or event in ("subprocess.Popen", "os.rename"):
        if left == 0:
            os._exit(9)
        left -= 1
sys.addaudithook(stage)
sys.argv[0] = sys.argv[1]
del sys.argv[1]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


@pytest.mark.soak
def test_a_kill_at_any_stage_leaves_a_whole_version_and_the_next_run_tidies_up(with_old_version: User) -> None:
    """Killed before its 1st, 2nd, 3rd … program that it starts or folder that it moves, until a run gets through."""
    bob = with_old_version
    folder = bob.plug_ins / "camera-looks"

    def files() -> set[Path]:
        return {path.relative_to(folder) for path in folder.rglob("*") if path.suffix != ".pyc" and path.is_file()}

    old = files()
    killed = 0
    while True:
        command = [sys.executable, "-c", STAGES, str(killed), bob.checkout / "install.py", "--python", sys.executable]
        answer = subprocess.run(command, env=bob.environment(), capture_output=True, timeout=600, encoding="utf-8")
        code = answer.returncode
        there = files()
        assert there in (old, old - {Path("old version")}), f"killed before stage {killed}"
        if code == 0:
            break
        assert code == 9, answer.stdout + answer.stderr
        killed += 1
    assert killed >= 7, "the kills hit nothing"
    assert there == old - {Path("old version")}
    assert [path.name for path in bob.plug_ins.iterdir()] == ["camera-looks"]
    assert sorted(path.name for path in bob.data.iterdir()) == ["install.json", "looks"]


def test_a_dry_run_changes_nothing(with_gimp: User) -> None:
    before = with_gimp.everything()
    answer = with_gimp.install("--dry-run")
    assert answer.returncode == 0
    assert f"Install   {with_gimp.shown(with_gimp.plug_ins / 'camera-looks')}\n" in answer.stdout
    assert "Nothing was changed" in answer.stdout
    assert with_gimp.everything() == before


def test_a_dry_run_of_uninstalling_changes_nothing(with_old_version: User) -> None:
    before = with_old_version.everything()
    answer = with_old_version.install("--uninstall", "--dry-run")
    place = with_old_version.shown(with_old_version.plug_ins / "camera-looks")
    assert f"Remove    {place}\n" in answer.stdout
    assert with_old_version.everything() == before


def test_without_a_gimp_the_command_line_works_and_pictures_show_it(ann: User, monkeypatch: pytest.MonkeyPatch) -> None:
    from PIL import Image

    set_home(monkeypatch, ann.home)
    answer = ann.install()
    assert (answer.returncode, answer.stderr) == (0, "")
    assert "there is no GIMP here" in answer.stdout
    developed, sheet = (
        ann.checkout / "build/demo" / name for name in ("mountain-leica-authentic.jpg", "contact-sheet.jpg")
    )
    for picture in (developed, sheet):
        assert f"  {picture.relative_to(ann.checkout)}\n" in answer.stdout
        with Image.open(picture) as opened:
            assert min(opened.size) > 400
    command_line = ann.data / f"program/camera-looks{'.cmd' if sys.platform == 'win32' else ''}"
    assert f"  {commands.program(command_line)} apply photo.jpg out.jpg" in answer.stdout
    listed = subprocess.run(
        [command_line, "list"], cwd=ann.home, capture_output=True, encoding="utf-8", errors="replace"
    )
    assert "leica-authentic" in listed.stdout
    assert ann.install("--uninstall").returncode == 0
    assert ann.everything() == {}
    assert not (ann.checkout / "build").exists()


def test_a_profile_that_cannot_be_written_is_a_sentence(with_gimp: User) -> None:
    with_gimp.plug_ins.parent.mkdir(parents=True)
    with_gimp.plug_ins.write_text("a file in the folder's place", encoding="utf-8")
    reason = system_words(FileExistsError, with_gimp.plug_ins.mkdir)
    answer = with_gimp.install()
    assert answer.returncode == 1
    assert f"{with_gimp.plug_ins}: {reason}. Mend that, then run install.py again." in answer.stderr
    assert "Traceback" not in answer.stderr


@pytest.mark.parametrize(
    "options",
    [["--uninstall", "--test"], ["--oldest"], ["--all"], ["tests/formats"], ["--for", "windows"], ["--nonesuch"]],
)
def test_options_that_do_not_go_together_are_a_usage_error(ann: User, options: list[str]) -> None:
    assert ann.install(*options).returncode == 2


def test_an_old_python_is_told_in_words() -> None:
    """The version is looked at before anything that an old Python cannot read."""
    import ast

    tree = ast.parse((ROOT / "install.py").read_text(encoding="utf-8"), feature_version=(3, 7))
    check = next(node for node in tree.body if isinstance(node, ast.If))
    before = tree.body[: tree.body.index(check)]
    names = {alias.name for node in before if isinstance(node, ast.Import) for alias in node.names}
    assert names == {"argparse", "sys"} and "python3.12" in ast.unparse(check)
