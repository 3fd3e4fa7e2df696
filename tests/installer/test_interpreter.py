"""The engine's Python: chosen by what it really imports."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from fakes import python, script

from lut.shared.shell import command
from plugin.engine.interpreter import PHONE, PYTHON, WISHES, Interpreter, dotted, packages
from plugin.installer import advice, choose_python
from plugin.installer.channels import FLATPAK, SYSTEM
from plugin.installer.install_error import InstallError
from plugin.installer.runner import Runner

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).resolve().parents[2]
GOOD = {"numpy": "2.2.4", "PIL.Image": "11.1.0"}


def choose(*candidates: str) -> str | None:
    chosen = choose_python.choose_python(candidates, Runner())
    return chosen and chosen.python


def test_this_python_tells_the_truth_about_itself() -> None:
    import numpy
    import PIL

    found = choose_python.inspect_python(sys.executable, Runner())
    assert found is not None
    assert (found.python, found.version) == (sys.executable, sys.version_info[:3])
    assert (found.modules["numpy"], found.modules["PIL.Image"]) == (numpy.__version__, PIL.__version__)
    assert found.lacks() == []
    assert found.virtual == (sys.prefix != sys.base_prefix)


def test_a_module_in_the_current_folder_is_not_taken_for_the_interpreters(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "numpy.py").write_text("__version__ = '99'", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    found = choose_python.inspect_python(sys.executable, Runner())
    assert found is not None and found.modules["numpy"] != "99"


@pytest.mark.parametrize(
    ("version", "modules", "lacks"),
    [
        ((3, 12, 0), GOOD, []),
        ((3, 12, 0), {"numpy": "1.26.0", "PIL.Image": "10.0.0"}, []),
        ((3, 13, 0), {"numpy": "2.1.0rc1", "PIL.Image": "10.0.0"}, []),
        ((3, 9, 2), GOOD, ["Python 3.10 or newer (it is 3.9.2)"]),
        ((3, 12, 0), {**GOOD, "numpy": None}, ["numpy"]),
        ((3, 12, 0), {**GOOD, "numpy": "1.24.2"}, ["numpy 1.26 or newer (it has 1.24.2)"]),
        ((3, 12, 0), {"numpy": None, "PIL.Image": "9.4.0"}, ["numpy", "Pillow 10 or newer (it has 9.4.0)"]),
        ((3, 10, 0), GOOD, ["tomli"]),
        ((3, 10, 0), {**GOOD, "tomli": "2.0.1"}, []),
    ],
)
def test_what_an_interpreter_lacks(
    tmp_path: Path, version: tuple[int, ...], modules: dict[str, str | None], lacks: list[str]
) -> None:
    found = choose_python.inspect_python(python(tmp_path / "python3", version, **modules), Runner())
    assert found is not None and found.lacks() == lacks


def test_the_first_that_can_is_chosen_and_virtual_environments_are_left_to_their_owners(tmp_path: Path) -> None:
    bare = python(tmp_path / "bare", numpy=None)
    virtual = python(tmp_path / "virtual", virtual=True, **GOOD)
    good = python(tmp_path / "good", **GOOD)
    later = python(tmp_path / "later", **GOOD)
    assert choose(bare, virtual, good, later) == good
    assert choose(bare, virtual) is None
    complete = python(tmp_path / "complete", **GOOD, imagecodecs="2025.3.30", tifffile="2025.3.30")
    assert choose(bare, good, complete, later) == complete


@pytest.mark.parametrize("body", ["print('no JSON')", "import sys; sys.exit(3)", "print('[]')", "print('{}')"])
def test_what_is_no_python_is_passed_over(tmp_path: Path, body: str) -> None:
    assert choose(script(tmp_path / "python3", body), str(tmp_path / "missing")) is None


def test_a_shim_is_recorded_as_the_python_behind_it(tmp_path: Path) -> None:
    """A pyenv shim is another Python in another folder: the engine's must not change with the folder."""
    shim = tmp_path / "shims/python3"
    shim.parent.mkdir()
    shim.write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n', encoding="utf-8")
    shim.chmod(0o755)
    found = choose_python.inspect_python(shim, Runner())
    assert found is not None and found.python == sys.executable


def test_a_given_python_that_cannot_says_what_it_lacks_and_what_to_run(tmp_path: Path) -> None:
    path = python(tmp_path / "python3", numpy="1.24.2", **{"PIL.Image": "11.0"})
    with pytest.raises(InstallError) as caught:
        choose_python.check_given(path, Runner())
    assert str(caught.value) == (
        f"{path} cannot run the engine: it lacks numpy 1.26 or newer (it has 1.24.2). "
        "Leave --python out to have an environment made, or run: "
        + command([path, "-m", "pip", "install", "numpy>=1.26", "Pillow>=10"])
    )
    with pytest.raises(InstallError, match="does not answer as Python does"):
        choose_python.check_given(str(tmp_path / "missing"), Runner())


def test_a_given_virtual_environment_is_the_users_wish(tmp_path: Path) -> None:
    path = python(tmp_path / "python3", virtual=True, **GOOD)
    assert choose_python.check_given(path, Runner()).python == path


def played(
    monkeypatch: pytest.MonkeyPatch, running: str, others: list[str], answers: dict[str, Interpreter | None]
) -> None:
    monkeypatch.setattr(choose_python, "running_python", lambda: running)
    monkeypatch.setattr(choose_python.find_python, "candidates", lambda: iter(others))
    monkeypatch.setattr(choose_python, "inspect_python", lambda python, runner, channel=SYSTEM: answers[python])


def test_on_windows_gimps_own_and_the_stores_python_make_no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The one cannot load wheels, what the other writes is not where GIMP looks."""
    own = r"C:\Program Files\GIMP 3\bin\python.exe"
    store = r"C:\Users\ann\AppData\Local\Microsoft\WindowsApps\python3.exe"
    good = r"C:\Users\ann\AppData\Local\Programs\Python\Python313\python.exe"
    answers = {
        own: Interpreter(own, (3, 12, 0), False, {}, (), "mingw_x86_64_ucrt_llvm"),
        store: Interpreter(store, (3, 13, 0), False, {}, (), "win-amd64"),
        good: Interpreter(good, (3, 13, 0), False, {}, (), "win-amd64"),
    }
    played(monkeypatch, own, [store, good], answers)
    assert choose_python.find_base(Runner()).python == good
    monkeypatch.setattr(sys, "platform", "win32")
    played(monkeypatch, own, [store], answers)
    with pytest.raises(InstallError, match=r"cannot load numpy\. Get a 64-bit Python from python\.org, or run"):
        choose_python.find_base(Runner())


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        (None, "Flatpak did not start a Python for Camera Looks. Start GIMP once by hand, close it, then run"),
        (
            Interpreter("/usr/bin/python3", (3, 8, 10), False, {}),
            "The GIMP from Flatpak has Python 3.8.10, the engine needs 3.10. Update that GIMP, then run install.py",
        ),
    ],
)
def test_a_sandbox_without_a_python_for_the_engine_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch, answer: Interpreter | None, sentence: str
) -> None:
    played(monkeypatch, "", [], {"python3": answer})
    with pytest.raises(InstallError) as caught:
        choose_python.find_in_sandbox(FLATPAK, Runner())
    assert sentence in str(caught.value)


def test_the_floors_are_those_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = sorted(requirement.split(";")[0].strip() for requirement in project["dependencies"])
    assert sorted([*packages((3, 10)), *packages((3, 10), WISHES)]) == declared
    phone = [word.split(";")[0].strip() for word in project["optional-dependencies"]["phone"]]
    needed = [package for package in packages((3, 10), PHONE) if not package.startswith("packaging")]  # by another one
    assert sorted(needed) == sorted(phone)
    assert [package for package in packages((3, 11)) if "tomli" in package] == []
    assert project["requires-python"] == f">={dotted(PYTHON)}"


@pytest.mark.parametrize(
    ("release", "modules", "venv"),
    [
        ('ID=debian\nVERSION_ID="13"', "sudo apt install python3-numpy python3-pil", "sudo apt install python3-venv"),
        ('ID=debian\nVERSION_ID="12"', None, "sudo apt install python3-venv"),
        (
            'ID=ubuntu\nID_LIKE=debian\nVERSION_ID="24.04"',
            "sudo apt install python3-numpy python3-pil",
            "sudo apt install python3-venv",
        ),
        ('ID=ubuntu\nID_LIKE=debian\nVERSION_ID="22.04"', None, "sudo apt install python3-venv"),
        ("ID=fedora\nVERSION_ID=42", "sudo dnf install python3-numpy python3-pillow", None),
        ("ID=arch", "sudo pacman -S python-numpy python-pillow", None),
        (
            'ID="opensuse-tumbleweed"\nID_LIKE="opensuse suse"',
            "sudo zypper install python3-numpy python3-Pillow",
            None,
        ),
        ("ID=nixos", None, None),
        ("", None, None),
    ],
)
def test_the_command_to_run_fits_the_distribution(
    tmp_path: Path, release: str, modules: str | None, venv: str | None
) -> None:
    """Debian 12 and Ubuntu 22.04 have numpy 1.24 and 1.21: too old to be of use."""
    (tmp_path / "os-release").write_text(release, encoding="utf-8")
    found = advice.read_os_release(tmp_path / "os-release")
    assert (advice.modules_command(found), advice.find_command(advice.VENV, found)) == (modules, venv)


@pytest.mark.parametrize(
    ("system", "release", "sentence"),
    [
        ("linux", {"ID": "ubuntu", "ID_LIKE": "debian"}, "sudo apt install python3-gi gir1.2-gimp-3.0"),
        ("linux", {"ID": "arch"}, "Install your system's packages for that."),
        ("win32", {}, "another Python on PATH"),
        ("darwin", {}, "reinstall GIMP"),
    ],
)
def test_a_gimp_without_its_python_is_helped(system: str, release: dict[str, str], sentence: str) -> None:
    assert sentence in advice.advise_gimp_python(system, release)


def test_a_batch_file_in_front_of_a_python_is_asked_for_the_python(tmp_path: Path) -> None:
    """As pyenv-win has them: cmd passes no line ends on, so that the long question would not arrive."""
    path = python(tmp_path / "Питон/python3", **GOOD)
    shim = script(
        tmp_path / "python.bat",
        f"import sys\nassert sys.argv[1:] == ['-E', '-c', {choose_python.WHERE!r}], sys.argv\nprint(ascii({path!r}))\n",
    )
    found = choose_python.inspect_python(shim, Runner())
    assert found is not None and found.python == path
    assert choose_python.inspect_python(script(tmp_path / "other.cmd", "print('no path')"), Runner()) is None


def test_a_python_for_32_bits_makes_no_environment_and_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    narrow, good = Interpreter("p32", (3, 13, 0), False, {}, (), "win32"), Interpreter("p", (3, 13, 0), False, {})
    played(monkeypatch, "p32", ["p"], {"p32": narrow, "p": good})
    assert choose_python.find_base(Runner()).python == "p"
    with pytest.raises(InstallError, match=r"lacks 64 bits \(it is a Python for 32 bits\)\. Leave --python out"):
        choose_python.check_given("p32", Runner())
