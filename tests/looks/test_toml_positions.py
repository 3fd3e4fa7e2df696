"""Where things stand in TOML: the parser itself tells which things there are, and each tells its own line."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lut.looks import toml_positions
from lut.looks.recipe_text import parse_toml

UNHURRIED = settings(deadline=None, max_examples=200)

# Every number is the line on which it stands.
DOCUMENT = '''\
# a = 99
a = 2
"b c" = 3   # "d" = 9
'd"e' = [4, 4, [4, 4], # 9 ]
    5, {f = 5, g.h = 5}, "9 ]", \'\'\'
]
\'\'\', 7,
    { i = 8, j = { k = 8 }, l = """}
9 \\""" 9""", m = 9 },
]
[n]
o = 12
p.q."r.s" = 13
[n.t]  # ]
u = 15
[[v]]
w = 17
[v.x]
y = 19

[[v]]
w = 22
  [[v.z]]
  aa = 24
[[v.z]]
aa = [26, 26]
[v.x."y"]
bb = 28
\t[ cc . 'd d' ]
 ee = """\\
   [9]
   9"""
ff = +33
gg = "\\u00e9\\" ] 9"
hh = \'\'\'a''\'\'\'
ii = """a"""""
jj = 37
'''


def leaves(value: Any, place: toml_positions.Place = ()) -> dict[toml_positions.Place, Any]:
    """Every key and list item of a document, with its value."""
    found = {} if place == () else {place: value}
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        found |= leaves(item, (*place, key))
    return found


def test_every_place_has_its_line() -> None:
    found, expected = toml_positions.find_lines(DOCUMENT), leaves(parse_toml(DOCUMENT))
    assert found.keys() == expected.keys()
    numbers = {place: value for place, value in expected.items() if isinstance(value, int)}
    assert len(numbers) > 20
    assert {place: found[place] for place in numbers} == numbers
    assert found["v",] == 16 and found["v", 0] == 16 and found["v", 1] == 21 and found["v", 1, "z", 1] == 25


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_whatever_ends_a_line(ends: str) -> None:
    assert toml_positions.find_lines(DOCUMENT.replace("\n", ends)) == toml_positions.find_lines(DOCUMENT)


KEYS = st.one_of(st.sampled_from(["a", "b-c", "1", '"d e"', "'#'", '"]"']))
TEXTS = st.sampled_from(['"x"', "'#'", '"\\" ]"', "'''a\n]'''", '"""\n}\\""""', '""', "''"])
SCALARS = st.one_of(st.integers(-9, 99).map(str), TEXTS, st.sampled_from(["true", "1.5", "2020-01-01 10:00:00", "nan"]))
GAPS = st.sampled_from(["", " ", "\n", " # ] }\n", "\n\n\t"])


@st.composite
def values(draw: st.DrawFn, depth: int = 3) -> str:
    kind = draw(st.sampled_from(["scalar", "scalar", "list", "table"])) if depth else "scalar"
    if kind == "list":
        items = draw(st.lists(values(depth=depth - 1), max_size=3))
        return (
            "[" + ",".join(draw(GAPS) + item + draw(GAPS) for item in items) + draw(st.sampled_from(["", "\n"])) + "]"
        )
    if kind == "table":
        keys = draw(st.lists(KEYS, unique=True, max_size=3))
        return "{" + ", ".join(f"{key} = {draw(values(depth=depth - 1))}" for key in keys) + "}"
    return str(draw(SCALARS))


@st.composite
def documents(draw: st.DrawFn) -> str:
    lines = []
    for number in range(draw(st.integers(0, 4))):
        for key in draw(st.lists(KEYS, unique=True, max_size=3)):
            lines.append(f"{key} = {draw(values())}")
        table = draw(st.sampled_from(["[t{}]", "[[u]]", "[t.'s{}']", "[[u.v]]", "[w{}.x]  # ["])).format(number)
        lines.append(table)
    return "\n".join(lines)


@pytest.mark.fuzz
@UNHURRIED
@given(text=documents())
def test_places_are_those_that_the_parser_finds(text: str) -> None:
    try:
        document = parse_toml(text)
    except ValueError:
        toml_positions.find_lines(text)  # says nothing, and fails on nothing
        return
    found = toml_positions.find_lines(text)
    assert found.keys() == leaves(document).keys()
    written = text.split("\n")
    for place, line in found.items():
        if isinstance(place[-1], str):
            assert place[-1] in written[line - 1]


@UNHURRIED
@given(text=st.text(alphabet="[]{}=.\"'#,\n a1\\", max_size=60))
def test_any_text_comes_to_an_end(text: str) -> None:
    toml_positions.find_lines(text)


def test_nearest() -> None:
    known = {("a",): 1, ("a", 0): 2}
    assert [toml_positions.nearest_line(known, place) for place in (("a", 0, "b"), ("a", 1), ("c",), ())] == [
        2,
        1,
        None,
        None,
    ]
