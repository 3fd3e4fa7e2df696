"""Names that only some systems take: of looks, of files in packs and images, and of results."""

from __future__ import annotations

import errno
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

from lut import formats
from lut.cli import main
from lut.engine import creation, packing
from lut.errors import LutFormatError
from lut.files import names
from lut.files.regular import check_replaceable
from lut.looks import own_looks
from lut.looks.importing import safe_name
from lut.shared import folders
from lut.table import Lut

DEVICES = ["CON", "nul", "Aux", "com1", "LPT9", "COM¹", "conin$", "prn "]
FILM = Lut(Lut.identity(2).table * np.array([0.8, 0.9, 0.7], np.float32))
CUBE = formats.cube.FORMAT.write(FILM)  # type: ignore[misc]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for variable in ("HOME", "USERPROFILE", "XDG_DATA_HOME", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(variable, str(tmp_path))
    folders.user_looks().mkdir(parents=True)
    return tmp_path


@pytest.mark.parametrize("name", DEVICES)
@pytest.mark.parametrize("ending", ["", ".cube", ".tar.gz"])
def test_devices_of_windows_are_known(name: str, ending: str) -> None:
    assert names.is_device(name + ending)
    assert not names.is_device(names.make_portable(name + ending))


@pytest.mark.parametrize("name", ["CONSOLE", "com", "COM10", "film.con", "_nul", "aux-1.cube", ".con"])
def test_other_names_are_no_devices(name: str) -> None:
    assert not names.is_device(name)
    assert names.make_portable(name).removeprefix("_") == name.strip(" .").removeprefix("_")


@pytest.mark.skipif(sys.platform != "win32" or sys.version_info < (3, 13), reason="os.path.isreserved is 3.13's")
@pytest.mark.parametrize("name", [*DEVICES, "CONSOLE", "com", "COM10", "film.con", "a:b", "x.", "x ", "film.cube"])
def test_python_says_the_same(name: str) -> None:
    import os

    assert bool(names.find_fault(name)) == os.path.isreserved(name)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        (r"C:\pics out\CON.jpg", "Windows keeps the name 'CON.jpg' for a device; expected another name"),
        (r"aux\a.jpg", "Windows keeps the name 'aux' for a device; expected another name"),
        (r"out\x.jpg.", "Windows drops the dot at the end of 'x.jpg.'"),
        ("out /x.jpg", "Windows drops the space at the end of 'out '"),
        ("ab:stream.jpg", "Windows does not take ':' in the name 'ab:stream.jpg'"),
        (r"C:\a?.jpg", "Windows does not take '?' in the name 'a?.jpg'"),
        (r"C:\Users\Ольга Jürgen\..\x.jpg", ""),
        (r"\\server\share\x.jpg", ""),
        (r"\\?\C:\long\x.jpg", ""),
        ("D:x.jpg", ""),
    ],
)
def test_what_windows_makes_no_file_of(path: str, reason: str) -> None:
    assert names.find_fault(path, "win32") == reason
    assert names.find_fault(path, "linux") == ""


def test_results_are_not_written_to_devices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(LutFormatError, match="Windows keeps the name 'nul' for a device"):
        check_replaceable(Path("out") / "nul")


@pytest.mark.parametrize("name", ["CON", "nul", "con.film", "a:b", "Look.", "x" * 60])
def test_a_look_of_any_name_is_kept_as_a_file_of_every_system(name: str) -> None:
    place = creation.save_draft(creation.Draft(FILM), name)[0]
    assert place.exists() and place.stat().st_size > 0
    assert place in own_looks.look_files().values()
    assert names.find_fault(place.name, "win32") == ""
    assert creation.write_recipe(f"{name[:50]} 2").exists()


def test_a_pack_with_reserved_names_is_imported_whole(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    devices = ["CON.cube", "aux.cube", "Film/nul.cube", "com1.cube"]
    with zipfile.ZipFile(tmp_path / "pack.zip", "w") as pack:
        for number, name in enumerate((*devices, "warm.cube", "film ..cube", "cold:blue.cube")):
            pack.writestr(name, formats.cube.FORMAT.write(FILM.blended(number / 7)))  # type: ignore[misc]
    assert main(["import", str(tmp_path / "pack.zip")]) == 0
    said = capsys.readouterr().out
    assert "3 LUTs written to " in said
    assert all(f"Skipped: {name!r}: its name is that of a device\n" in said for name in devices)
    found = sorted(path.name for path in (folders.user_looks() / "pack").iterdir())
    assert found == ["cold-blue.cube", "film.cube", "warm.cube"]


@pytest.mark.parametrize("name", ["CON.cube", "nul.tar.cube"])
def test_a_file_with_the_name_of_a_device_is_imported(tmp_path: Path, name: str) -> None:
    """As it comes from Linux, where it is nothing special."""
    if sys.platform == "win32":
        pytest.skip("Windows can make no file of that name")
    (tmp_path / name).write_bytes(CUBE)
    assert main(["import", str(tmp_path / name)]) == 0
    assert [path.name for path in folders.user_looks().iterdir()] == [f"_{name}"]


@pytest.mark.parametrize("length", [99, 100, 101, 300])
def test_a_shortened_name_is_one_that_every_system_takes(length: int) -> None:
    assert names.make_portable(safe_name("n" * length + " .")) == safe_name("n" * length + " .")
    assert len(safe_name("n" * length)) == min(length, 100)


@pytest.mark.parametrize("name", ["Grun", "Grün", "Вечер", "Café"])
def test_a_look_of_any_script_travels_in_an_image(name: str) -> None:
    file = folders.user_looks() / f"{name}.cube"
    file.write_bytes(CUBE)
    identifier = next(key for key, path in own_looks.look_files().items() if path.stem == name)
    copy = packing.pack_look(identifier)
    file.unlink()
    look = packing.load_unpacked(packing.unpack_look(identifier, copy))
    assert look.name == name
    assert np.allclose(look.bake().table, FILM.table, atol=1e-6)


@pytest.mark.parametrize("system", ["linux", "win32", "darwin"])
@pytest.mark.parametrize("name", ["aux.cube", "Teal: Orange.cube", "x.cube.", "sub/aux.cube", "a.cube::$DATA"])
def test_a_look_that_came_with_an_image_from_another_system_is_unpacked(
    system: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On Windows a colon would make a stream that no folder lists, and a device's name no file at all."""
    if sys.platform == "win32" and system != "win32":
        pytest.skip("Windows can make no file of that name")
    monkeypatch.setattr(names.sys, "platform", system)
    copy = {name: packing.encode(CUBE)}
    identifier = packing.unpack_look("my-x", copy)
    folder = packing.copy_folder(identifier.removeprefix("copy-").partition("-")[0])
    written = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {packing.MARK}
    assert written == {name if system != "win32" else names.make_local(name)}
    assert not any(names.find_fault(path, "win32") for path in written) or system != "win32"


def test_a_base_of_such_a_name_is_found_where_it_was_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names.sys, "platform", "win32")
    recipe = 'base = "aux.cube"\nsteps = []\n'
    copy = {"Evening.toml": packing.encode(recipe.encode()), "aux.cube": packing.encode(CUBE)}
    look = packing.load_unpacked(packing.unpack_look("my-evening", copy))
    assert look.base is not None and look.base.lut is not None
    assert np.allclose(look.base.lut.table, FILM.table, atol=1e-6)


def test_a_name_that_the_disk_refuses_costs_itself(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """As EINVAL on Windows: the other looks of a pack are imported."""
    opening = Path.open

    def refusing(path: Path, *arguments: object, **options: object) -> object:
        if path.name == "odd.cube":
            raise OSError(errno.EINVAL, "Invalid argument", str(path))
        return opening(path, *arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refusing)
    with zipfile.ZipFile(tmp_path / "pack.zip", "w") as pack:
        for name in ("odd.cube", "warm.cube"):
            pack.writestr(name, CUBE)
    assert main(["import", str(tmp_path / "pack.zip")]) == 0
    assert [path.name for path in (folders.user_looks() / "pack").iterdir()] == ["warm.cube"]
