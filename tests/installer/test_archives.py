"""What install.py makes for other machines: the plug-in's folder as an archive, and bundles with wheels."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from users import ROOT, User

from plugin.installer import archives
from plugin.installer.install_error import InstallError
from plugin.installer.runner import Runner


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[zipfile.ZipFile]:
    """What `install.py --archive` makes."""
    maker = User(tmp_path_factory.mktemp("maker"), ROOT)
    file = maker.home / "looks.zip"
    answer = maker.install("--archive", str(file))
    assert answer.returncode == 0, answer.stderr
    with zipfile.ZipFile(file) as opened:
        yield opened


def test_the_archive_is_one_folder_that_can_be_copied_as_it_is(archive: zipfile.ZipFile) -> None:
    files = {item.filename: item for item in archive.infolist()}
    assert {name.split("/")[0] for name in files} == {"camera-looks"}
    assert files["camera-looks/camera-looks.py"].external_attr >> 16 == 0o100755
    assert {"camera-looks/catalog.json", "camera-looks/LICENSE", "camera-looks/lut/looks/data/LICENSE"} < files.keys()
    assert "camera-looks/engine.json" not in files, "it would name a Python of the maker's machine"
    expected = {path.relative_to(ROOT) for path in (ROOT / "lut").rglob("*") if path.suffix in (".py", ".toml", ".mo")}
    expected |= {path.relative_to(ROOT) for path in (ROOT / "plugin").rglob("*.mo")}
    assert {f"camera-looks/{path.as_posix()}" for path in expected} < files.keys()
    others = ("installer", "gimp2", "gimpfu", "__pycache__")  # the archive is for GIMP 3
    assert not any(other in name for name in files for other in others)
    assert str(Path.home()).encode() not in archive.read("camera-looks/catalog.json")


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["windows@3.12"], [("win-amd64", (3, 12, 0))]),
        (["linux-aarch64"], [("linux-aarch64", (*python, 0)) for python in archives.PYTHONS]),
        (["macos-arm64@3.14", "windows@3.10"], [("macosx-11.0-arm64", (3, 14, 0)), ("win-amd64", (3, 10, 0))]),
    ],
)
def test_what_a_bundle_is_for(names: list[str], expected: list[tuple[str, tuple[int, ...]]]) -> None:
    found = archives.parse_targets(names, Runner())
    assert [(python.platform, python.version) for python in found] == expected


@pytest.mark.parametrize("name", ["amiga", "windows@2.7", "@3.12"])
def test_a_bundle_for_what_there_is_not_is_a_sentence(name: str) -> None:
    with pytest.raises(InstallError, match=f"--for {name}: expected one of linux-x86_64, .* as in windows@3.12"):
        archives.parse_targets([name], Runner())


@pytest.mark.slow("makes a bundle")
def test_a_bundle_that_fails_leaves_no_file(tmp_path: Path) -> None:
    maker = User(tmp_path, ROOT)
    answer = maker.install("--bundle", str(tmp_path / "x.zip"), "--for", "windows@3.12", PIP_NO_INDEX="1")
    assert answer.returncode == 1
    assert "pip could not fetch numpy and Pillow for Python 3.12 on win-amd64" in answer.stderr
    assert not list(tmp_path.glob("x.zip*"))
