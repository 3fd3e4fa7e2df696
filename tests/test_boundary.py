"""One bad thing stops only itself: every place where many things from outside are gone through.

``PLACES`` lists them on the library's side; each is fed with raw bytes among things that are good, and has to do those.
tests/plugin/test_outside.py does the same on the editor's side, tests/engine/test_messages.py for messages.
"""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

import lut
from lut.boundary import explain_errors
from lut.cli import main
from lut.engine.import_files import ImportOffers
from lut.errors import LutError, LutFormatError, RecipeError
from lut.formats import FORMATS, sniffs
from lut.formats.format import HEAD_BYTES
from lut.looks import catalog_entries, own_catalog, own_looks
from lut.shared import folders
from tests.user_folders import set_home

UNHURRIED = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
ENDINGS = sorted({ending for kind in FORMATS for ending in (*kind.extensions, *kind.read_only)} | {".toml"} - {".zip"})
GOOD = "LUT_3D_SIZE 2\n" + "0.5 0.2 0.1\n" * 8
OTHER = GOOD.replace("5", "4")
DIGITS = b"9" * 5000 + b" 0 0\n" + b"1 2 3\n" * 8
HOSTILE = (
    DIGITS,
    b"\n".join([b" ".join([b"9" * 5000] * 3)] * 9),
    b"[" * 100_000,
    b"a = " + b"[" * 100_000,
    b"a = ]\nb = " + b"[" * 5000 + b"]" * 5000,  # behind what is no TOML
    b"id = " + b"9" * 5000,
    b"<a>" * 100_000,
    b"LUT_3D_SIZE " + b"9" * 5000 + b"\n",
)

# What each does: bytes among good things → the sentences about what is bad; the good ones are done (asserted there).
Place = Callable[[Path, str, bytes], "list[str]"]


def looks_in_the_folder(folder: Path, ending: str, data: bytes) -> list[str]:
    place = folders.user_looks()
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    for name in ("A.cube", "Z.cube"):
        (place / name).write_text(GOOD, encoding="utf-8")
    (place / f"Bad{ending}").write_bytes(data)
    found = own_catalog()
    assert {"my-a", "my-z"} <= {look["id"] for look in found["looks"]}
    return list(found["broken"])


def looks_named_by_the_engine(folder: Path, ending: str, data: bytes) -> list[str]:
    broken = looks_in_the_folder(folder, ending, data)
    assert catalog_entries.refresh_own_catalog()["broken"] == broken
    return broken


def files_to_import(folder: Path, ending: str, data: bytes) -> list[str]:
    (folder / f"Bad{ending}").write_bytes(data)
    for name in ("A.cube", "Z.cube"):
        (folder / name).write_text(GOOD if name == "A.cube" else OTHER, encoding="utf-8")
    offers = ImportOffers(str(folder / name) for name in ("A.cube", f"Bad{ending}", "Z.cube"))
    numbers = {offer["name"]: number for number, offer in enumerate(offers.list_offers())}
    stored = offers.store(numbers.values())
    assert len([name for name in stored["written"] + stored["known"] if Path(name).name in ("A.cube", "Z.cube")]) == 2
    return offers.failed + stored["failed"]


def files_to_import_by_command(folder: Path, ending: str, data: bytes) -> list[str]:
    (folder / f"Bad{ending}").write_bytes(data)
    for name in ("A.cube", "Z.cube"):
        (folder / name).write_text(GOOD if name == "A.cube" else OTHER, encoding="utf-8")
    names = [str(folder / name) for name in ("A.cube", f"Bad{ending}", "Z.cube")]
    main(["import", *names, "--to", str(folder / "to")])
    assert (folder / "to/A.cube").exists() and (folder / "to/Z.cube").exists()
    return []


def packed(folder: Path, ending: str, data: bytes) -> Path:
    path = folder / "Pack.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("A.cube", GOOD)
        archive.writestr(f"Bad{ending}", data)
        archive.writestr("Z.cube", OTHER)
    return path


def names_in_a_pack(folder: Path, ending: str, data: bytes) -> list[str]:
    found, failed = lut.formats.read_all(packed(folder, ending, data)), []
    for name in found:
        try:
            assert found[name].size
        except LutFormatError as error:
            assert name not in ("A", "Z")
            failed.append(str(error))
    assert {"A", "Z"} <= set(found)
    return failed


def names_in_a_pack_to_import(folder: Path, ending: str, data: bytes) -> list[str]:
    shutil.rmtree(folder / "to", ignore_errors=True)
    assert main(["import", str(packed(folder, ending, data)), "--to", str(folder / "to")]) == 0
    assert (folder / "to/Pack/A.cube").exists() and (folder / "to/Pack/Z.cube").exists()
    return []


def the_list_of_the_last_time(folder: Path, ending: str, data: bytes) -> list[str]:
    """The engine's catalog of the user's looks: what was there is made anew."""
    looks_in_the_folder(folder, ".cube", GOOD.encode())
    folders.own_catalog().write_bytes(data)
    assert catalog_entries.refresh_own_catalog() == {"changed": True, "broken": [], "waiting": 0}
    return []


def a_recipes_base(folder: Path, ending: str, data: bytes) -> list[str]:
    looks_in_the_folder(folder, ending, data)
    (folders.user_looks() / "Mine.toml").write_text(f'base = "Bad{ending}"', encoding="utf-8")
    found = own_catalog()
    assert {"my-a", "my-z"} <= {look["id"] for look in found["looks"]}
    return list(found["broken"])


PLACES: tuple[Place, ...] = (
    looks_in_the_folder,
    looks_named_by_the_engine,
    files_to_import,
    files_to_import_by_command,
    names_in_a_pack,
    names_in_a_pack_to_import,
    the_list_of_the_last_time,
    a_recipes_base,
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    set_home(monkeypatch, tmp_path / "home")
    return tmp_path


@pytest.mark.parametrize("place", PLACES)
@UNHURRIED
@given(
    data=st.one_of(st.binary(max_size=300), st.sampled_from(HOSTILE)),
    ending=st.sampled_from(ENDINGS),
)
@example(data=DIGITS, ending=".3dl")
@example(data=HOSTILE[1], ending=".3dl")
@example(data=HOSTILE[4], ending=".toml")
def test_one_bad_thing_stops_only_itself(place: Place, folder: Path, data: bytes, ending: str) -> None:
    for sentence in place(folder, ending, data):
        assert_is_a_sentence(sentence)


def assert_is_a_sentence(sentence: str) -> None:
    assert sentence and "\n" not in sentence and "Error" not in sentence and "Traceback" not in sentence


class Fault(Exception):
    """Something that nobody has thought of."""


RAISED = (RecursionError("maximum"), MemoryError(), Fault("oops"), KeyError("x"), ValueError("Exceeds the limit"))


@pytest.mark.parametrize("raised", RAISED, ids=lambda error: type(error).__name__)
@pytest.mark.parametrize("place", PLACES)
def test_whatever_a_parser_raises_stops_only_its_file(
    place: Place, raised: Exception, folder: Path, monkeypatch: pytest.MonkeyPatch, planted_faults: Any
) -> None:
    """A fault in one format's parser, and in what recognizes it: all else is done, and the fault is in the log."""

    def fail(data: bytes) -> Any:
        raise raised

    kind = next(kind for kind in FORMATS if kind.name == "spi1d")
    changed = [
        other if other is not kind else lut.formats.Format(kind.name, kind.extensions, fail, None, fail)
        for other in FORMATS
    ]
    monkeypatch.setattr(lut.formats, "FORMATS", tuple(changed))
    for sentence in place(folder, ".spi1d", b"Version 1\n"):
        assert_is_a_sentence(sentence)
    if place is not the_list_of_the_last_time:
        assert "spi1d fails to recognize a file" in planted_faults.text


@UNHURRIED
@given(data=st.one_of(st.binary(max_size=300), st.sampled_from(HOSTILE)))
def test_no_format_fails_to_recognize_a_file(data: bytes) -> None:
    for kind in FORMATS:
        assert sniffs(kind, data[:HEAD_BYTES]) in (True, False)


@pytest.mark.parametrize(
    ("raised", "sentence"),
    [
        (LutError("expected this, found that"), "film.cube: expected this, found that"),
        (LutFormatError("", 3, "expected this"), "film.cube:3: expected this"),
        (LutFormatError("other.cube", 3, "expected this"), "other.cube:3: expected this"),
        (RecipeError("", None, "expected this"), "film.cube: expected this"),
        (FileNotFoundError(2, "No such file or directory"), "film.cube: cannot be read: No such file or directory"),
        (MemoryError(), "film.cube: needs more memory than there is"),
        (RecursionError(), "film.cube: is nested too deeply"),
    ],
)
def test_every_error_becomes_a_sentence_about_its_file(raised: Exception, sentence: str) -> None:
    with pytest.raises(LutFormatError) as found, explain_errors("film.cube"):
        raise raised
    assert str(found.value) == sentence
    assert isinstance(found.value, RecipeError) == isinstance(raised, RecipeError)


def test_a_fault_of_ours_is_a_sentence_and_a_traceback(planted_faults: pytest.LogCaptureFixture) -> None:
    with pytest.raises(LutFormatError, match=r"^film.cube: is not understood") as found, explain_errors("film.cube"):
        raise Fault("oops")
    assert isinstance(found.value.__cause__, Fault)
    assert "Traceback" in planted_faults.text and "oops" in planted_faults.text


@pytest.mark.parametrize("stop", [KeyboardInterrupt, SystemExit])
def test_what_ends_the_program_passes(stop: type[BaseException]) -> None:
    with pytest.raises(stop), explain_errors("film.cube"):
        raise stop


def test_debug_shows_where_a_fault_arose(
    folder: Path, monkeypatch: pytest.MonkeyPatch, planted_faults: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "film.cube").write_text(GOOD, encoding="utf-8")
    monkeypatch.setattr(lut.formats, "read_contents", lambda place: {}["nothing"])
    for debug in ([], ["--debug"]):
        assert main(["info", str(folder / "film.cube"), *debug]) == 1
        said = capsys.readouterr().err
        assert "film.cube: is not understood" in said and ("KeyError: 'nothing'" in said) == bool(debug)


def test_a_fault_outside_of_any_file_is_one_sentence_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(lut.looks, "own_catalog", lambda: {}["nothing"])
    assert main(["list"]) == 1
    assert capsys.readouterr().err == "camera-looks: failed unexpectedly (KeyError: 'nothing'); --debug shows where\n"
    assert main(["list", "--debug"]) == 1
    assert "Traceback" in capsys.readouterr().err


def test_links_in_a_ring_are_no_looks(folder: Path) -> None:
    folders.user_looks().mkdir(parents=True)
    (folders.user_looks() / "A.cube").write_text(GOOD, encoding="utf-8")
    (folders.user_looks() / "Ring.cube").symlink_to("Ring.cube")
    (folders.user_looks() / "Rings").symlink_to("Rings")
    assert list(own_looks.look_files()) == ["my-a"]


def test_entries_of_the_last_time_that_are_none_are_left_out(folder: Path) -> None:
    looks_in_the_folder(folder, ".cube", GOOD.encode())
    catalog_entries.refresh_own_catalog()
    place = folders.own_catalog()
    kept = json.loads(place.read_text(encoding="utf-8"))
    bad = [7, {}, {**kept["looks"][0], "maker": None}, {**kept["looks"][0], "file": ["x"]}]
    place.write_text(json.dumps({**kept, "looks": [*bad, *kept["looks"]]}), encoding="utf-8")
    assert catalog_entries.read_own_catalog(place)["looks"] == kept["looks"]


def test_a_long_name_in_another_script_can_be_imported(folder: Path) -> None:
    """Its letters take three bytes each, and names of files hold 255."""
    path = folder / "Pack.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("富" * 120 + ".cube", GOOD)
        archive.writestr("Z.cube", OTHER)
    assert main(["import", str(path), "--to", str(folder / "to")]) == 0
    assert len(list((folder / "to/Pack").glob("*.cube"))) == 2
