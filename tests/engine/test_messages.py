"""Messages that are none: each gets one reply with a sentence, and the engine goes on."""

from __future__ import annotations

import builtins
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import lut
from lut.engine.messages import CREATE_FIELDS, REQUESTS
from lut.engine.packing import encode
from lut.engine.server import ANSWERS, Server, serve
from lut.shared import folders, protocol
from tests.user_folders import set_home

UNHURRIED = settings(deadline=None, max_examples=200, suppress_health_check=list(HealthCheck))
DEEP = 100_000
EXCEPTIONS = [name for name in dir(builtins) if name.endswith("Error")]


def replies(*lines: bytes) -> list[dict[str, Any]]:
    """What one conversation answers to these lines."""
    out = io.BytesIO()
    serve(io.BytesIO(b"".join(line + b"\n" for line in lines)), out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def assert_is_a_sentence(reply: dict[str, Any]) -> None:
    sentence = reply["error"]
    assert sentence and "\n" not in sentence and "unexpectedly" not in sentence
    assert not any(name in sentence for name in EXCEPTIONS)


HOSTILE = {
    "brackets": (b"[" * DEEP, "expected few brackets within each other, found too many"),
    "objects": (b'{"a":' * DEEP, "expected few brackets within each other, found too many"),
    "closed brackets": (b'{"id":1,"do":' + b"[" * DEEP + b"]" * DEEP + b"}", "expected few brackets"),
    "no object": (b"[1, 2]", "expected a JSON object, found a list"),
    "nothing": (b"", "expected JSON, found other text"),
    "no UTF-8": (b'{"id": 1, "do": "\xff"}', "expected JSON in UTF-8, found other bytes"),
    "two objects": (b'{"id": 1} {"id": 2}', "expected JSON, found other text"),
    "many digits": (
        b'{"id":1,"do":"strip","rows":' + b"9" * 5000 + b"}",
        "at most 400 digits in a number, found 5,000",
    ),
    "no number": (b'{"id":1,"do":"strip","rows":NaN}', "expected finite numbers, found NaN"),
    "too long": (b'{"id":1,"do":"hello","x":"' + b"x" * protocol.MAX_LINE + b'"}', "at most 1,048,576 bytes"),
    "far too long": (b"x" * (3 * protocol.MAX_LINE), "at most 1,048,576 bytes"),
    "too long by one byte": (b"x" * protocol.MAX_LINE, "at most 1,048,576 bytes"),
}


@pytest.mark.parametrize(("line", "sentence"), HOSTILE.values(), ids=HOSTILE.keys())
def test_a_line_that_is_no_message_gets_one_reply(line: bytes, sentence: str) -> None:
    refused, greeting = replies(line, b'{"id": 2, "do": "hello"}')
    assert_is_a_sentence(refused)
    assert refused["id"] is None and sentence in refused["error"]
    assert greeting["id"] == 2 and greeting["protocol"] == protocol.VERSION


def test_the_longest_message_is_read() -> None:
    line = b'{"id":1,"do":"hello","x":"' + b"x" * (protocol.MAX_LINE - 29) + b'"}'
    assert len(line) == protocol.MAX_LINE - 1 and "error" not in replies(line)[0]


@UNHURRIED
@given(lines=st.lists(st.binary(max_size=80).filter(lambda line: b"\n" not in line), max_size=5))
def test_any_lines_get_a_reply_each(lines: list[bytes]) -> None:
    *found, greeting = replies(*lines, b'{"id": 2, "do": "hello"}')
    assert len(found) == len(lines) and greeting["id"] == 2
    for reply in found:
        assert_is_a_sentence(reply)


NUMBERS = st.one_of(st.integers(-3, 40), st.floats(), st.integers(), st.just(int("9" * 390)), st.just(1e308))
VALUES = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        NUMBERS,
        st.text(max_size=5),
        st.sampled_from(["leica-authentic", "my-x", "copy-", "copy-x-y", "uint8", "uint16", "float32", *CREATE_FIELDS]),
        st.sampled_from(["memory", "Film.cube", "Film.toml", "missing", "", ".", "\0", "\udcff"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["source", "rows", "width", "type", "channels", "file", "left", "top", "size", "x"]), inner
        ),
    ),
    max_leaves=6,
)
FIELDS = sorted({name for fields in (*REQUESTS.values(), *CREATE_FIELDS.values()) for name in fields})


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the files that messages name lie; what they write is the test's own."""
    set_home(monkeypatch, tmp_path / "home")
    monkeypatch.chdir(tmp_path)
    write_files()
    return tmp_path


def write_files() -> None:
    """What messages name, as new: some messages write under these very names."""
    Path("memory").write_bytes(bytes(1 << 14))
    Path("Film.cube").write_text("LUT_3D_SIZE 2\n" + "0.5 0.2 0.1\n" * 8, encoding="utf-8")
    Path("IMG_1.dng").touch()
    Path("Film.toml").write_text('base = "leica-authentic"', encoding="utf-8")
    folders.user_looks().mkdir(parents=True, exist_ok=True)
    (folders.user_looks() / "film.toml").write_text('base = "leica-authentic"', encoding="utf-8")


THUMBNAIL = {"source": 0, "rows": 4, "width": 8, "left": 0, "top": 0, "size": [8, 4]}
VALID: dict[str, dict[str, Any]] = {
    "hello": {"languages": ["de"]},
    "memory": {"path": "memory", "bytes": 1 << 14},
    "job": {"lut": "Film.cube", "strength": 1, "frame": [8, 8], "type": "uint8", "channels": 3, "glow": 0.2}
    | {"thumbnail": THUMBNAIL, "crop": True, "center": [None, 0.3]},
    "strip": {"source": 0, "target": 0, "rows": 4, "width": 8, "left": 0, "top": 0, "scale": 1},
    "crop": {"look": "hasselblad-xpan-color", "frame": [65, 40], "center": [0.5, None], "thumbnail": THUMBNAIL},
    "arrange": {"size": 3, "order": "inner", "source": 0},
    "photos": {"files": ["IMG_1.dng"]},
    "create": {"way": "file", "file": "Film.cube", "progress": True},
    "cancel": {"request": 1},
    "save": {"name": "Mine", "export": "mine.3dl"},
    "own": {"patience": 1},
    "rename": {"look": "my-film", "name": "Other"},
    "copy": {"look": "leica-authentic", "name": "Other"},
    "hald": {"path": "hald.png", "level": 2, "bits": 8},
    "recipe": {"name": "My recipe"},
    "offers": {"files": ["Film.cube", "Film.toml", "missing"]},
    "import": {"offers": [0]},
    "suggest": {"lut": "Film.cube"},
    "cube": {"title": "Film"},
    "targets": {"look": "leica-authentic"},
    "export": {"lut": "Film.cube", "target": "unreal", "path": "film.png", "strength": 0.5, "overwrite": True},
    "pack": {"look": "my-film"},
    "unpack": {"look": "my-film", "copy": {"Film.toml": encode(b'base = "leica-authentic"')}},
}


def prepared() -> Server:
    """A conversation that is ready for every request."""
    write_files()
    server = Server()
    for fields in (
        {"do": "memory", "path": "memory", "bytes": 1 << 14},
        {"do": "memory", "path": "memory", "bytes": 1 << 14, "use": "material"},
        {"do": "job", **VALID["job"]},
        {"do": "offers", "files": ["Film.cube"]},
        {"do": "create", "way": "file", "file": "Film.cube"},
    ):
        assert "error" not in server.answer({"id": 0, **fields})
    return server


@pytest.mark.parametrize("do", ANSWERS)
def test_every_valid_request_is_answered(folder: Path, do: str) -> None:
    assert "error" not in prepared().answer({"id": 1, "do": do, **VALID[do]})


@pytest.mark.fuzz(but_first=True)
@pytest.mark.parametrize("do", ANSWERS)
@settings(UNHURRIED, max_examples=60)
@given(data=st.data())
def test_fields_of_any_kind_get_a_result_or_a_sentence(folder: Path, do: str, data: st.DataObject) -> None:
    """Valid requests with some fields changed or missing.  Faults of ours fail this test: see tests/conftest.py."""
    names = st.one_of(st.sampled_from(sorted(VALID[do])), st.sampled_from([*REQUESTS[do], *FIELDS]))
    changes = data.draw(st.dictionaries(names, VALUES, max_size=3))
    missing = data.draw(st.sets(st.sampled_from(sorted(VALID[do])), max_size=1))
    fields = {name: value for name, value in {**VALID[do], **changes}.items() if name not in missing}
    answered_in_words({"id": 1, "do": do, **fields})


@pytest.mark.fuzz(but_first=True)
@pytest.mark.parametrize("way", CREATE_FIELDS)
@settings(UNHURRIED, max_examples=40)
@given(data=st.data())
def test_pictures_of_any_kind_get_a_draft_or_a_sentence(folder: Path, way: str, data: st.DataObject) -> None:
    sides = st.integers(1, 40)
    places = st.fixed_dictionaries({"source": st.integers(0, 9), "rows": sides, "width": sides})
    places = st.tuples(places, st.sampled_from(["uint8", "uint16", "float32", "x"]), st.integers(2, 5))
    pictures = data.draw(st.lists(places, max_size=4))
    given_as = [{**place, "type": kind, "channels": channels} for place, kind, channels in pictures]
    answered_in_words({"id": 1, "do": "create", "way": way, "pictures": given_as, "size": 2, "strength": 1})


def answered_in_words(message: dict[str, Any]) -> None:
    reply = prepared().answer(message)
    json.dumps(reply)
    if "error" in reply:
        assert_is_a_sentence(reply)


def test_every_request_says_which_fields_it_has() -> None:
    assert list(REQUESTS) == list(ANSWERS)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"do": "strip", "rows": "x"}, "engine: strip: expected 'source', a whole number from 0 to"),
        ({"do": "offers", "files": 7}, "engine: offers: expected 'files', a list, each a path, found 7"),
        ({"do": ["x"]}, "engine: expected one of hello, "),
        ({"do": "unpack", "look": "my-x", "copy": {}}, "engine: unpack: expected 'copy', an object of texts"),
        (
            {"do": "create", "way": "pairs", "pictures": [{"file": "a"}]},
            "expected 'pictures', pairs of pictures, found",
        ),
        ({"do": "job", "strength": 1, "frame": [1, 1], "type": "uint8", "channels": 3}, "'look', 'lut', 'draft' or"),
    ],
)
def test_a_field_of_another_kind_is_named(fields: dict[str, Any], sentence: str) -> None:
    reply = Server().answer({"id": 1, **fields})
    assert_is_a_sentence(reply)
    assert sentence in reply["error"] and reply["id"] == 1


def test_the_process_goes_on_too() -> None:
    lines = [line for line, _sentence in HOSTILE.values()]
    result = subprocess.run(
        [sys.executable, "-m", "lut.engine"],
        input=b"\n".join([*lines, b'{"id": 2, "do": "hello"}', b""]),
        capture_output=True,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONPATH": ""},
    )
    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert len(found) == len(lines) + 1 and found[-1]["protocol"] == protocol.VERSION
    assert result.returncode == 0 and not result.stderr


@pytest.mark.parametrize("encoding", ["cp1252", "ascii"])
def test_the_log_is_utf_8_whatever_the_systems_encoding(encoding: str) -> None:
    """A traceback names files of anyone; the log is read again as UTF-8."""
    code = "from lut.boundary import FAULTS; from lut.engine import server; server.main([]); "
    code += "FAULTS.error('Ольга × \\udce9')"
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "PYTHONPATH": str(Path(lut.__file__).parents[1])}
    done = subprocess.run([sys.executable, "-c", code], stdin=subprocess.DEVNULL, capture_output=True, env=environment)
    assert done.stderr.decode("utf-8").strip() == "Ольга × \\udce9"
