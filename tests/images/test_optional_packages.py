"""A package that is missing: one sentence, with the command that installs it where it is missing."""

from __future__ import annotations

import sys
import sysconfig
from pathlib import Path

import pytest

from lut.errors import LutFormatError
from lut.images import optional_packages
from lut.shared.shell import command

if sys.version_info < (3, 11):
    import tomli as tomllib
else:
    import tomllib

ROOT = Path(__file__).resolve().parents[2]


def lack_of(monkeypatch: pytest.MonkeyPatch, module: str, reason: str = "is a HEIC picture") -> str:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(LutFormatError) as caught:
        optional_packages.import_package(module, reason)
    return str(caught.value)


@pytest.mark.parametrize(("module", "name"), list(optional_packages.PHONE.items()))
def test_a_missing_package_is_one_sentence_with_the_command(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, module: str, name: str
) -> None:
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    install = command([sys.executable, "-m", "pip", "install", *optional_packages.PHONE.values()])
    expected = f"is a HEIC picture, for which {sys.executable} lacks {name}; run: {install}"
    assert lack_of(monkeypatch, module) == expected


def test_in_the_installers_environment_the_installer_brings_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Made from wheels, it has no pip."""
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    (tmp_path / optional_packages.ENVIRONMENT_MARKER).touch()
    expected = f"is a HEIC picture, for which {sys.executable} lacks rawpy: run install.py --phone, which puts it there"
    assert lack_of(monkeypatch, "rawpy") == expected


def test_beside_the_systems_own_python_the_installer_brings_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """pip refuses there, and Debian has no package of any of them."""
    monkeypatch.setattr(sys, "prefix", sys.base_prefix)
    monkeypatch.setattr(sysconfig, "get_path", lambda name: str(tmp_path))
    (tmp_path / "EXTERNALLY-MANAGED").touch()
    assert lack_of(monkeypatch, "pillow_heif").endswith(
        "lacks pillow-heif: run install.py --phone, which puts it there"
    )


def test_only_what_is_asked_for_must_be_there(monkeypatch: pytest.MonkeyPatch) -> None:
    rawpy = pytest.importorskip("rawpy")
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    assert optional_packages.import_package("rawpy", "is a raw file") is rawpy


def test_the_packages_are_those_of_the_extra() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = [requirement.partition(">=")[0] for requirement in project["optional-dependencies"]["phone"]]
    assert sorted(optional_packages.PHONE.values()) == sorted(declared)
