"""One bad thing stops only itself, on the editor's side: catalogs, the shelf, what layers remember, replies.

Raw bytes go to each; what is good beside them is there all the same.  No GIMP is needed.
"""

from __future__ import annotations

import io
import json
import queue
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from lut.shared import folders
from lut.shared.protocol import MAX_LINE
from plugin.engine import find_python, interpreter
from plugin.engine.client import Engine, EngineError, EngineGone
from plugin.engine.json_input import NotUnderstood, read_object
from plugin.engine.launch import read_record
from plugin.gimp3 import layer_settings
from plugin.gimp3.errors import Cancelled, HostError, explain_errors
from plugin.gimp3.layer_settings import OtherVersion, read_settings, write_settings
from plugin.menu import actions, favorites
from plugin.menu.amounts import NAMES
from plugin.menu.catalog import read_looks

UNHURRIED = settings(deadline=None, max_examples=150, suppress_health_check=list(HealthCheck))
BRACKETS = b"[" * 100_000
DIGITS = b"9" * 5000
HOSTILE = (
    BRACKETS,
    b'{"looks": ' + BRACKETS,
    b'{"looks": ' + BRACKETS + b"]" * 100_000 + b"}",
    b'{"version": 1, "look": ' + b'{"a":' * 100_000,
    b'{"version": ' + DIGITS + b"}",
    b'{"looks": [' + DIGITS + b"]}",
    b"[]",
    b"null",
    b"\xff\xfe",
    b"",
)
RAW = st.one_of(st.binary(max_size=200), st.sampled_from(HOSTILE))
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=5,
)

LOOK: dict[str, Any] = {"id": "my-film", "name": "Film", "maker": "My Looks", "character": "Warm.", "gray": "rgb"}
LOOK |= {
    "vignette": 0.3,
    "grain": None,
    "glow": 0.1,
    "protect_skin": 0.0,
    "local_tone": 0.0,
    "colors_skin": False,
    "crop": "65:24",
    "variants": ["day"],
    "files": ["film.cube"],
    "rests_on": "",
    "remarks": [],
}
SETTINGS: dict[str, Any] = {"look": "my-film", "title": "Film", "own-numbers": False, "scene": "auto", "vignette": 0.5}


@UNHURRIED
@given(data=RAW)
def test_any_bytes_are_an_object_or_not_understood(data: bytes) -> None:
    try:
        assert isinstance(read_object(data), dict)
    except NotUnderstood as error:
        assert str(error) == "expected a JSON object, found other text"


@UNHURRIED
@given(data=RAW)
def test_a_broken_catalog_hides_its_own_looks_only(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "good.json").write_text(json.dumps({"looks": [LOOK]}), encoding="utf-8")
    (tmp_path / "bad.json").write_bytes(data)
    found = actions.load_actions(tmp_path / "bad.json", tmp_path / "good.json")
    assert "camera-looks-my-film" in found and "camera-looks-browse" in found


def entries() -> st.SearchStrategy[Any]:
    """Entries of a catalog with fields of any kind."""
    changed = st.dictionaries(st.sampled_from([*LOOK, "x"]), JSON, max_size=3).map(lambda changes: {**LOOK, **changes})
    return st.one_of(JSON, changed)


@UNHURRIED
@given(entry=entries())
@example(entry={**LOOK, "id": "../x"})
@example(entry={**LOOK, "name": "\ud800"})
@example(entry={**LOOK, "name": "a\nb"})
@example(entry={**LOOK, "vignette": float("nan")})
@example(entry={**LOOK, "vignette": 10**400})
@example(entry={**LOOK, "character": None})
@example(entry={**LOOK, "id": ["x"]})
@example(entry={})
def test_a_broken_entry_hides_itself_only(tmp_path: Path, entry: Any) -> None:
    others = [{**LOOK, "id": name} for name in ("a", "z")]
    (tmp_path / "catalog.json").write_text(json.dumps({"looks": [others[0], entry, others[1]]}), encoding="utf-8")
    found = actions.load_actions(tmp_path / "catalog.json")
    assert {"camera-looks-a", "camera-looks-z"} <= set(found)
    for action in found.values():
        assert f"{action.title}{action.label}{action.menu}{action.help}".encode()


def test_looks_are_there_once_with_all_their_fields() -> None:
    least = {key: LOOK[key] for key in ("id", "name", "maker", "character")}
    (found,) = read_looks(json.dumps({"looks": [least, {**LOOK, "name": "Again"}]}).encode())
    assert found == {**dict.fromkeys(LOOK), **least, "rests_on": "", "remarks": []}


@UNHURRIED
@given(data=RAW)
def test_any_bytes_are_a_shelf(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "shelf.json").write_bytes(data)
    assert isinstance(favorites.load_shelf(tmp_path / "shelf.json"), favorites.Shelf)


@pytest.mark.parametrize(
    ("kept", "expected"),
    [
        ({"favorites": ["a", 7, None, "b"], "recent": "x"}, favorites.Shelf(("a", "b"), ())),
        ({"favorites": ["a", "a"]}, favorites.Shelf(("a",), ())),
        ({"recent": [["deep"], *"abcdefghij"]}, favorites.Shelf((), tuple("abcdefgh"))),
    ],
)
def test_what_is_none_on_the_shelf_goes_alone(tmp_path: Path, kept: dict[str, Any], expected: favorites.Shelf) -> None:
    (tmp_path / "shelf.json").write_text(json.dumps(kept), encoding="utf-8")
    assert favorites.load_shelf(tmp_path / "shelf.json") == expected


def test_what_a_layer_remembers_is_read_as_it_was_written() -> None:
    known = {"vignette": 0.5, **dict.fromkeys({*NAMES} - {"vignette"}, 0.0)}  # a layer of before they were there
    known |= {"blend": "normal", "tones": "all", "softness": 0.5}
    assert read_settings(write_settings(SETTINGS)) == {**SETTINGS, **known, "version": layer_settings.VERSION}


@UNHURRIED
@given(data=RAW)
def test_any_bytes_are_no_layers_settings(data: bytes) -> None:
    with pytest.raises(NotUnderstood):
        read_settings(data)


@UNHURRIED
@given(changes=st.dictionaries(st.sampled_from([*layer_settings.FIELDS, "version"]), JSON, max_size=2))
@example(changes={"copy": {"Film.toml": 7}})
@example(changes={"own-numbers": "yes"})
@example(changes={"version": True, "look": []})
def test_settings_of_any_kind_are_understood_or_not(changes: dict[str, Any]) -> None:
    data = json.dumps({**SETTINGS, "version": 1, **changes}).encode()
    try:
        found = read_settings(data)
    except (NotUnderstood, OtherVersion) as error:
        assert "Error" not in str(error) and "expected" in str(error)
    else:
        assert isinstance(found["look"], str) and isinstance(found["own-numbers"], bool)
        assert isinstance(found["title"], str) and isinstance(found.get("copy") or {}, dict)


def test_the_settings_of_another_version_say_which() -> None:
    with pytest.raises(OtherVersion, match="expected version 1, found 7"):
        read_settings(json.dumps({**SETTINGS, "version": 7}).encode())


@UNHURRIED
@given(data=RAW)
def test_any_bytes_are_no_record_of_an_interpreter(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "engine.json").write_bytes(data)
    assert isinstance(read_record(tmp_path), dict)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(find_python, "found_file", lambda: tmp_path / "engine.json")
        assert find_python.load_found() is None


class Pipe(io.BytesIO):
    """What is written stays readable after it is closed."""

    def close(self) -> None:
        pass


def conversation(replies: bytes, tmp_path: Path) -> Engine:
    return Engine(Pipe(), io.BytesIO(replies), kill=lambda: None, log=tmp_path / "engine.log")


GREETING = b'{"id": 1, "protocol": 1, "pid": 1}\n'


@UNHURRIED
@given(data=RAW)
@example(data=b'{"id": []}')
@example(data=b'{"id": {"a": 1}}')
@example(data=b'{"id": null, "error": "x"}')
def test_a_reply_that_is_none_ends_the_conversation_with_a_sentence(tmp_path: Path, data: bytes) -> None:
    engine = conversation(GREETING + data.replace(b"\n", b"") + b"\n", tmp_path)
    heard: queue.SimpleQueue[Any] = queue.SimpleQueue()
    engine.ready()
    with pytest.raises(EngineGone, match="The Camera Looks engine"):
        engine.request("own")
    engine._callbacks[99] = heard.put  # asked for in the meantime
    engine._read(io.BytesIO(b""))
    assert "ended unexpectedly" in heard.get()["error"]


def test_a_callback_that_fails_keeps_no_other_from_its_reply(tmp_path: Path) -> None:
    engine = conversation(GREETING, tmp_path)
    engine.ready()
    heard: list[Any] = []
    engine._callbacks |= {5: lambda reply: {}["nothing"], 6: heard.append}
    engine._read(io.BytesIO(b'{"id": 5}\n{"id": 6, "x": 1}\n'))
    assert heard == [{"id": 6, "x": 1}]
    assert "KeyError: 'nothing'" in (tmp_path / "engine.log").read_text(encoding="utf-8")


def test_a_message_that_is_too_long_is_not_sent(tmp_path: Path) -> None:
    engine = conversation(GREETING + b'{"id": 3}\n', tmp_path)
    with pytest.raises(EngineError, match="too much to tell") as found:
        engine.request("unpack", look="my-film", copy={"Film.cube": "x" * MAX_LINE})
    assert not isinstance(found.value, EngineGone)
    assert engine.request("own") == {"id": 3}


@pytest.mark.parametrize(
    ("raised", "sentence"),
    [
        (HostError("“Layer” is locked"), "“Layer” is locked"),
        (EngineError("film.cube: expected this"), "“Film”: film.cube: expected this"),
        (MemoryError(), "“Film”: There is not enough memory: close other programs and try again."),
        (OSError(28, "No space left on device"), "“Film”: No space left on device"),
        (RecursionError("maximum"), "“Film”: Camera Looks failed unexpectedly. Details are in {log}."),
        (KeyError("look"), "“Film”: Camera Looks failed unexpectedly. Details are in {log}."),
    ],
)
def test_whatever_one_layer_raises_is_a_sentence_about_it(raised: Exception, sentence: str) -> None:
    with pytest.raises(HostError) as found, explain_errors("Film"):
        raise raised
    assert str(found.value) == sentence.format(log=folders.log())
    if "Details" in sentence:
        assert type(raised).__name__ in folders.log().read_text(encoding="utf-8")


@pytest.mark.parametrize("stop", [EngineGone("ended"), Cancelled(), KeyboardInterrupt()])
def test_what_stops_the_others_too_passes(stop: BaseException) -> None:
    with pytest.raises(type(stop)), explain_errors("Film"):
        raise stop


ANSWER = {"python": "/usr/bin/python3", "virtual": False, "version": [3, 12, 1], "modules": {"numpy": "2.1.0"}}


@UNHURRIED
@given(answer=st.one_of(RAW.map(lambda data: data.decode("latin-1")), JSON.map(json.dumps)))
def test_a_python_that_answers_otherwise_is_passed_over(answer: str) -> None:
    with pytest.raises(NotUnderstood):
        interpreter.parse_answer(answer)


@UNHURRIED
@given(changes=st.dictionaries(st.sampled_from([*ANSWER, "files", "platform"]), JSON, max_size=2))
@example(changes={"modules": {"numpy": "9" * 5000}})
@example(changes={"modules": ["numpy"]})
@example(changes={"version": "3.12"})
def test_a_python_is_asked_what_it_lacks_or_passed_over(changes: dict[str, Any]) -> None:
    try:
        found = interpreter.parse_answer(json.dumps({**ANSWER, **changes}))
    except NotUnderstood:
        return
    assert all(isinstance(each, str) for each in (*found.lacks(), *found.misses(), *found.has().values()))
