"""The engine's own environment: made whole or not at all, and a command to run where it cannot be made."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Any

import pytest
from fakes import script
from users import system_words

from plugin.engine.interpreter import PHONE, packages
from plugin.installer import advice, environment
from plugin.installer.choose_python import Interpreter
from plugin.installer.install_error import InstallError
from plugin.installer.runner import Runner

# A Python whose `-m venv` and pip do what each test says; it knows nothing else.
BASE = """
import json, shutil, sys
from pathlib import Path
words = sys.argv[1:]
def had():
    kept = Path(sys.argv[0]).with_name("had")
    return json.loads(kept.read_text()) if kept.exists() else {{}}
def make(folder):
    python = Path(folder, {python!r})
    python.parent.mkdir(parents=True)
    shutil.copy(sys.argv[0], python)
if words[:2] == ["-m", "venv"] and "--without-pip" not in words:
    make(words[2])
    {venv}
elif words[:3] == ["-m", "venv", "--without-pip"]:
    make(words[3])
elif words[:3] == ["-m", "pip", "--version"]:
    {has_pip}
elif words[:2] == ["-m", "pip"] and "install" in words:
    if words[-2:] == ["imagecodecs>=2025.3", "tifffile>=2025.3"]:
        {wishes}
    elif words[-1] in {phone}:
        assert "--only-binary" in words, words
        {wishes}
        {fetch}
    else:
        assert words[-2:] == ["numpy>=1.26", "Pillow>=10"], words
        {pip}
elif words[:2] == ["-E", "-c"]:
    modules = {{**{modules}, **had()}}
    print(json.dumps({{"python": sys.argv[0], "version": [3, 12, 0], "virtual": True, "modules": modules}}))
else:
    raise SystemExit(f"unexpected: {{words}}")
"""
# What pip fetched is there from then on.
FETCH = f"""module = { {name: module for name, module, _, _ in PHONE} }[words[-1].split(">=")[0]]
        kept = Path(sys.argv[0]).with_name("had")
        kept.write_text(json.dumps({{**had(), module: "99"}}))"""
DEBIAN = {"ID": "debian", "VERSION_ID": "13"}
GOOD = {"numpy": "2.2.4", "PIL.Image": "11.1.0"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "engine"


@pytest.fixture(autouse=True)
def debian(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(advice, "read_os_release", lambda: DEBIAN)


def base(tmp_path: Path, **behavior: Any) -> Interpreter:
    return Interpreter(python(tmp_path / "base", **behavior), (3, 12, 0), False, {})


def python(
    path: Path,
    venv: str = "pass",
    has_pip: str = "pass",
    pip: str = "pass",
    wishes: str = "pass",
    modules: object = GOOD,
) -> str:
    inside = str(environment.python_in(Path()))
    text = BASE.format(
        python=inside,
        venv=venv,
        has_pip=has_pip,
        pip=pip,
        wishes=wishes,
        modules=modules,
        phone=packages(wanted=PHONE),
        fetch=FETCH,
    )
    return script(path, text)


def test_an_environment_is_made_once_and_found_again(tmp_path: Path, folder: Path) -> None:
    made = environment.make_environment(folder, base(tmp_path), Runner())
    assert Path(made.python).is_relative_to(folder) and Path(made.python).exists()
    assert environment.find_environment(folder, Runner()) == made


def test_what_is_only_of_use_need_not_be_there(tmp_path: Path, folder: Path) -> None:
    """There are systems without wheels of it."""
    made = environment.make_environment(
        folder, base(tmp_path, wishes="sys.exit('ERROR: No matching distribution')"), Runner()
    )
    assert made.misses() == ["imagecodecs", "tifffile"]
    assert made.misses_phone() == [name for name, _, _, _ in PHONE]
    assert environment.find_environment(folder, Runner()) == made


def test_phones_packages_are_fetched_one_by_one(tmp_path: Path, folder: Path) -> None:
    """One without a wheel for this machine leaves the others."""
    lacking = "sys.exit('ERROR: No matching distribution') if 'rawpy' in words[-1] else None"
    made = environment.make_environment(folder, base(tmp_path, wishes=lacking), Runner())
    assert made.misses_phone() == ["rawpy"]


def test_the_environment_that_misses_least_is_found(tmp_path: Path, folder: Path) -> None:
    complete = environment.make_environment(folder, base(tmp_path), Runner())
    without = base(tmp_path / "other", wishes="sys.exit('ERROR: No matching distribution')")
    newer = environment.make_environment(folder, without, Runner())
    assert complete.misses_phone() == [] != newer.misses_phone()
    assert environment.find_environment(folder, Runner()) == complete


def test_an_environment_that_lost_its_numpy_is_not_used(tmp_path: Path, folder: Path) -> None:
    made = environment.make_environment(folder, base(tmp_path), Runner())
    python(Path(made.python), modules={"numpy": None})
    assert environment.find_environment(folder, Runner()) is None


def test_an_interrupted_environment_is_not_used(tmp_path: Path, folder: Path) -> None:
    made = environment.make_environment(folder, base(tmp_path), Runner())
    (Path(made.python).parent.parent / environment.MARKER).unlink()
    assert environment.find_environment(folder, Runner()) is None


@pytest.mark.parametrize(
    ("behavior", "sentence"),
    [
        (
            {"venv": "sys.exit(1)", "has_pip": "sys.exit(1)"},
            f"cannot make virtual environments. {advice.advise_venv(sys.platform, DEBIAN)}",
        ),
        (
            {"pip": "sys.exit('noise\\nERROR: No matching distribution found for numpy>=1.26')"},
            "pip could not fetch numpy and Pillow (No matching distribution found for numpy>=1.26). "
            f"{advice.advise_environment(sys.platform, DEBIAN)}",
        ),
        (
            {"modules": {"numpy": None, "PIL.Image": "11.1.0"}},
            f"lacks numpy. {advice.advise_environment(sys.platform, DEBIAN)}",
        ),
    ],
)
def test_what_cannot_be_made_leaves_nothing_and_says_what_to_run(
    tmp_path: Path, folder: Path, behavior: dict[str, str], sentence: str
) -> None:
    with pytest.raises(InstallError) as caught:
        environment.make_environment(folder, base(tmp_path, **behavior), Runner())
    assert sentence in str(caught.value)
    assert list(folder.iterdir()) == []


def test_a_system_without_its_own_pip_in_venv_uses_the_other_pip(tmp_path: Path, folder: Path) -> None:
    """Debian without python3-venv but with python3-pip."""
    made = environment.make_environment(folder, base(tmp_path, venv="sys.exit(1)"), Runner())
    assert environment.find_environment(folder, Runner()) == made


def test_an_interruption_leaves_no_environment(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = environment.make_environment(folder, base(tmp_path), Runner())

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(environment, "inspect_python", interrupted)
    with pytest.raises(KeyboardInterrupt):
        environment.make_environment(folder, base(tmp_path), Runner())
    monkeypatch.undo()
    assert environment.find_environment(folder, Runner()) == old
    assert len(list(folder.iterdir())) == 1


def test_environments_that_nobody_uses_are_removed(tmp_path: Path, folder: Path) -> None:
    used, unused = (environment.make_environment(folder, base(tmp_path), Runner()).python for _ in range(2))
    unfinished, another = folder / "python-3.12-0123abcd", folder / "python-mine"
    for place in (unfinished, another):
        place.mkdir()
    environment.remove_unfinished([folder])
    assert sorted(folder.iterdir()) == sorted([Path(used).parents[1], Path(unused).parents[1], another])
    environment.remove_unused(folder, {used})
    assert sorted(folder.iterdir()) == sorted([Path(used).parents[1], another])


def test_a_file_in_the_folders_place_is_a_sentence(tmp_path: Path, folder: Path) -> None:
    folder.write_text("a file where the folder should be", encoding="utf-8")
    reason = re.escape(system_words(FileExistsError, folder.mkdir))
    with pytest.raises(InstallError, match=rf"engine: {reason}\. Mend that, then"):
        environment.make_environment(folder, base(tmp_path), Runner())
