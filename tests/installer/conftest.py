"""Users to install for: with nothing, with a GIMP, with Camera Looks."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from fakes import gimp
from users import RIGHT, ROOT, User

from plugin.installer import manifest


@pytest.fixture(scope="session")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the checkout, as people download it: pictures may be written into it."""
    copy = tmp_path_factory.mktemp("download") / "camera-looks"
    ignore = shutil.ignore_patterns(".*", "__pycache__", "build", "tests")
    shutil.copytree(ROOT, copy, ignore=ignore)
    return copy


@pytest.fixture
def ann(tmp_path: Path, checkout: Path) -> User:
    (tmp_path / "ann/bin").mkdir(parents=True)
    return User(tmp_path / "ann", checkout)


@pytest.fixture(scope="session")
def after_install(tmp_path_factory: pytest.TempPathFactory, checkout: Path) -> Path:
    """A home in which Camera Looks is installed, to copy."""
    user = User(tmp_path_factory.mktemp("installed"), checkout)
    gimp(user.home / "bin/gimp", RIGHT)
    assert user.install().returncode == 0
    folder = user.plug_ins / "camera-looks"
    (folder / "old version").touch()
    manifest.seal_folder(folder, passed=1)
    return user.home


@pytest.fixture
def with_old_version(tmp_path: Path, checkout: Path, after_install: Path) -> User:
    """A user who has Camera Looks already; the folder holds a file "old version"."""
    bob = User(tmp_path / "bob", checkout)
    shutil.copytree(after_install, bob.home)
    record = bob.data / "install.json"  # names the folders of the home that was copied, which others copy, too
    record.write_text(record.read_text(encoding="utf-8").replace(str(after_install), str(bob.home)), encoding="utf-8")
    return bob


@pytest.fixture
def with_gimp(ann: User) -> User:
    gimp(ann.home / "bin/gimp", RIGHT)
    return ann
