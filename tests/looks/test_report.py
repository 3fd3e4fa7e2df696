"""The report on rows: what is inside, what is outside, and how the command ends."""

import pytest

from lut import looks
from tests.looks import rows
from tests.looks.report import main
from tests.looks.rows import Figure, row_figures
from tests.looks.specification import ANY, ROWS, Row

INSIDE = {"sony-st": Row("Sony Xperia", "ST Standard", "M", {"delta_e": (0, 1), "chroma": (0.9, ANY)})}
OUTSIDE = {"sony-st": Row("Sony Xperia", "ST Standard", "M", {"delta_e": (0, 1), "contrast": (1.5, 2)})}
MISSING = {"no-such-look": Row("Nobody", "Nothing", "I", {"delta_e": (0, 1)})}


@pytest.fixture
def table(monkeypatch):
    def replace(new):
        for name in list(ROWS):
            monkeypatch.delitem(ROWS, name)
        for name, row in new.items():
            monkeypatch.setitem(ROWS, name, row)

    return replace


@pytest.mark.parametrize(
    ("new", "code", "lines"),
    [
        (INSIDE, 0, ["2 of 2 inside", "≥ 0.9", "1 of 1 rows inside; 2 of 2 figures"]),
        (OUTSIDE, 1, ["1 of 2 inside", "OUTSIDE", "0 of 1 rows inside; 1 of 2 figures"]),
        (INSIDE | MISSING, 1, ["no look of this id", "1 of 2 rows inside; 2 of 3 figures"]),
    ],
)
def test_command(new, code, lines, table, capsys):
    table(new)
    assert main([]) == code
    text = capsys.readouterr().out
    for line in lines:
        assert line in text


def test_only_what_is_outside(table, capsys):
    table(OUTSIDE | {"sony-nt": Row("Sony Xperia", "NT", "M", {"chroma": (0, 2)})})
    assert main(["--outside"]) == 1
    text = capsys.readouterr().out
    assert "contrast" in text and "delta_e" not in text and "sony-nt" not in text
    assert main(["sony-nt"]) == 0


def test_unknown_row(capsys):
    with pytest.raises(SystemExit) as end:
        main(["no-such-row"])
    assert end.value.code == 2


def test_ends_of_an_interval_are_inside():
    assert [Figure("x", "chroma", 1, 2, value).inside for value in (1, 2, 0.99, 2.01, None)] == [
        True,
        True,
        False,
        False,
        False,
    ]


def test_figures_are_those_of_the_spec_sheet_and_of_monochrome_looks():
    """Every figure that a row names is measured, on a look of its kind."""
    ours = rows.measured_row(looks.load("leica-sepia"))
    assert {name for row in ROWS.values() for name in row.figures} <= set(ours)
    assert ours["red"] + ours["green"] + ours["blue"] == pytest.approx(1)
    assert rows.measured_row(looks.load("leica-vivid"))["red"] is None
    by_name = {figure.name: figure for figure in row_figures("leica-sepia")}
    assert by_name["mid_hue"].ours == ours["mid_hue"]
