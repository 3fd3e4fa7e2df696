"""Wheels: which fit, and what unpacking them leaves."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from plugin.engine.interpreter import Interpreter
from plugin.installer import wheels
from plugin.installer.install_error import InstallError

DEBIAN = Interpreter("python3", (3, 12, 1), False, {}, (), "linux-x86_64", "x86_64", "2.36")
WINDOWS = Interpreter("python", (3, 13, 0), False, {}, (), "win-amd64", "AMD64", "")
MAC = Interpreter("python3", (3, 13, 0), False, {}, (), "macosx-10.13-universal2", "arm64", "14.5")
ALPINE = Interpreter("python3", (3, 12, 0), False, {}, (), "linux-x86_64", "x86_64", "")


@pytest.mark.parametrize(
    ("python", "tags", "fits"),
    [
        (DEBIAN, "cp312-cp312-manylinux_2_27_x86_64.manylinux_2_28_x86_64", True),
        (DEBIAN, "cp312-cp312-manylinux2014_x86_64", True),
        (DEBIAN, "cp312-cp312-manylinux_2_39_x86_64", False),
        (DEBIAN, "cp312-cp312-manylinux_2_28_aarch64", False),
        (DEBIAN, "cp312-cp312-musllinux_1_2_x86_64", False),
        (DEBIAN, "cp313-cp313-manylinux_2_28_x86_64", False),
        (DEBIAN, "cp313-cp313t-manylinux_2_28_x86_64", False),
        (DEBIAN, "cp39-abi3-manylinux_2_28_x86_64", True),
        (DEBIAN, "cp313-abi3-manylinux_2_28_x86_64", False),
        (DEBIAN, "py3-none-any", True),
        (DEBIAN, "py2.py3-none-any", True),
        (DEBIAN, "py2-none-any", False),
        (DEBIAN, "pp310-pypy310_pp73-manylinux_2_28_x86_64", False),
        (DEBIAN, "cp312-cp312-win_amd64", False),
        (ALPINE, "cp312-cp312-manylinux_2_28_x86_64", False),
        (WINDOWS, "cp313-cp313-win_amd64", True),
        (WINDOWS, "cp313-cp313-win32", False),
        (WINDOWS, "cp313-cp313-win_arm64", False),
        (MAC, "cp313-cp313-macosx_14_0_arm64", True),
        (MAC, "cp313-cp313-macosx_11_0_arm64", True),
        (MAC, "cp313-cp313-macosx_10_13_universal2", True),
        (MAC, "cp313-cp313-macosx_15_0_arm64", False),
        (MAC, "cp313-cp313-macosx_10_13_x86_64", False),
    ],
)
def test_a_wheels_name_says_what_it_fits(python: Interpreter, tags: str, fits: bool) -> None:
    assert wheels.fits_python(f"numpy-2.2.4-{tags}.whl", python) is fits


@pytest.mark.parametrize("name", ["numpy.whl", "numpy-2.2.4.whl", "numpy-2.2.4-1-2-3-4-5.whl"])
def test_other_names_fit_nothing(name: str) -> None:
    assert not wheels.fits_python(name, DEBIAN)


def test_the_fitting_names_are_those_that_pip_computes() -> None:
    """An independent implementation: pip's own list of tags for the interpreter that runs this."""
    import sys

    tags = pytest.importorskip("pip._vendor.packaging.tags", reason="needs the pip of the running Python")
    from plugin.installer.choose_python import inspect_python
    from plugin.installer.runner import Runner

    python = inspect_python(sys.executable, Runner())
    assert python is not None
    supported = {str(tag) for tag in tags.sys_tags()}
    for tag in supported:
        if "-none-" in tag or "-linux_" in tag:  # nobody publishes packages with code under those
            continue
        assert wheels.fits_python(f"numpy-2.2.4-{tag}.whl", python), tag
    for minor in range(8, 16):
        for abi in (f"cp3{minor}", "abi3"):
            for platform in ("manylinux_2_17_x86_64", "manylinux_2_28_x86_64", "manylinux_2_99_x86_64", "win_amd64"):
                tag = f"cp3{minor}-{abi}-{platform}"
                assert wheels.fits_python(f"numpy-2.2.4-{tag}.whl", python) == (tag in supported), tag


def test_the_newest_that_fits_and_is_new_enough_is_chosen(tmp_path: Path) -> None:
    tags = "cp312-cp312-manylinux_2_28_x86_64"
    for name in (
        *(f"numpy-1.26.4-{tags}", f"numpy-2.10.0-{tags}", f"numpy-2.9.1-{tags}", "numpy-3.0.0-cp313-cp313-win_amd64"),
        *(f"pillow-9.5.0-{tags}", f"pillow-11.1.0-{tags}", f"pillow_heif-1.0.0-{tags}"),
        *("pillow_heif-1.1.0-cp313-cp313-win_amd64", f"rawpy-0.20.0-{tags}", "packaging-24.2-py3-none-any"),
    ):
        (tmp_path / f"{name}.whl").touch()
    chosen = wheels.choose_wheels(tmp_path, DEBIAN)
    assert chosen is not None
    assert [wheel.name for wheel in chosen] == [
        f"numpy-2.10.0-{tags}.whl",
        f"pillow-11.1.0-{tags}.whl",
        f"pillow_heif-1.0.0-{tags}.whl",
        "packaging-24.2-py3-none-any.whl",
    ]
    (tmp_path / f"pillow-11.1.0-{tags}.whl").unlink()
    assert wheels.choose_wheels(tmp_path, DEBIAN) is None, "Pillow 9.5 is too old"


def test_unpacking_takes_the_packages_and_leaves_the_folder_never(tmp_path: Path) -> None:
    wheel, site = tmp_path / "numpy-2.2.4-py3-none-any.whl", tmp_path / "site"
    with zipfile.ZipFile(wheel, "w") as archive:
        for name in (
            *("numpy/__init__.py", "numpy.libs/libopenblas.so", "numpy-2.2.4.dist-info/METADATA"),
            *("numpy-2.2.4.data/platlib/numpy/core.so", "numpy-2.2.4.data/scripts/f2py", "../outside", "/absolute"),
        ):
            archive.writestr(name, "x")
    wheels.unpack_wheel(wheel, site)
    assert {path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()} == {
        *("numpy/__init__.py", "numpy.libs/libopenblas.so", "numpy-2.2.4.dist-info/METADATA", "numpy/core.so"),
        *("outside", "absolute"),
    }
    assert sorted(path.name for path in tmp_path.iterdir()) == [wheel.name, "site"]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 and no more", b"<html>"])
def test_a_damaged_wheel_is_a_sentence(tmp_path: Path, content: bytes) -> None:
    wheel = tmp_path / "numpy-2.2.4-py3-none-any.whl"
    wheel.write_bytes(content)
    with pytest.raises(InstallError, match=r"numpy-2\.2\.4-py3-none-any\.whl is damaged: make or download"):
        wheels.unpack_wheel(wheel, tmp_path / "site")


@pytest.mark.parametrize(
    ("python", "expected"),
    [
        (WINDOWS, ["win_amd64"]),
        (MAC, ["macosx_14_0_arm64"]),
        (DEBIAN, [*(f"manylinux_2_{minor}_x86_64" for minor in range(36, 16, -1)), "manylinux2014_x86_64"]),
    ],
)
def test_what_pip_is_asked_for(python: Interpreter, expected: list[str]) -> None:
    assert list(wheels.wanted_platforms(python)) == expected


def test_a_mac_that_calls_itself_10_16_gets_the_wheels_of_11() -> None:
    """What macOS says to a Python that was made before 11."""
    python = Interpreter("", (3, 12, 0), False, {}, (), "macosx-10.9-universal2", "arm64", "10.16")
    assert wheels.fits_python("numpy-2.2.0-cp312-cp312-macosx_11_0_arm64.whl", python)
    assert not wheels.fits_python("numpy-2.2.0-cp312-cp312-macosx_14_0_arm64.whl", python)
    assert list(wheels.wanted_platforms(python)) == ["macosx_11_0_arm64"]
