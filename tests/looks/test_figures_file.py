"""Files of figures that were measured on the makers' renderings."""

import json
import re
from pathlib import Path

import pytest

from lut import LutFormatError, looks
from lut.color import checker
from lut.looks.figures_file import parse_figures, read_figures

MEASURED = Path(__file__).with_name("measured.json")
VALID = """{"looks": {"a-look/phone night": {
  "curve_ev": {"0.6": 0.1, "0.18": 0.2},
  "tints_ab": {"0.18": [1, -2]},
  "black_L": 0, "white_L": 100,
  "patches": {"light skin": [0.9, 3.5]},
  "chart_lab": {"-1 EV": {"light skin": [52.5, 10, 14]}, "+0.7 EV": {"orange": null, "blue": [1, 2, 3]}}},
 "gr-monotone": {"curve_ev": {"0.18": 0}, "black_L": 0, "white_L": 99}},
 "monochrome_weights_on_codes_RGB": {"Ricoh GR Monotone (film)": [0.3, 0.4, 0.3]},
 "patches_srgb": {"light skin": [194, 150, 130]}}"""


def test_values():
    found = parse_figures(VALID)
    night, mono = found.values()
    assert (night.key, night.look, night.where) == ("a-look/phone night", "a-look", "phone night")
    assert list(night.curve_ev.items()) == [(0.18, 0.2), (0.6, 0.1)]
    assert night.tints_ab == {0.18: (1, -2)}
    assert (night.black_L, night.white_L, night.weights) == (0, 100, None)
    assert night.patches == {"light skin": (0.9, 3.5)}
    assert night.chart_lab == {-1: {"light skin": (52.5, 10, 14)}, 0.7: {"blue": (1, 2, 3)}}
    assert (mono.look, mono.where, mono.weights, mono.patches, mono.chart_lab) == (
        "gr-monotone",
        "",
        (0.3, 0.4, 0.3),
        {},
        {},
    )


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('{"looks"', "looks", "expected JSON"),
        ('"looks"', '"look"', "expected only the keys what, looks, .*found 'look'"),
        ('"curve_ev": {"0.6"', '"curves": {"0.6"', "look 'a-look/phone night': expected only the keys .*'curves'"),
        ('"0.6": 0.1', '"0.6": NaN', "expected finite numbers, found NaN"),
        ('"0.6": 0.1', '"0.6": 1e999', "look 'a-look/phone night': 'curve_ev': expected '0.6', a number from"),
        ('"0.6": 0.1', '"1.6": 0.1', "'curve_ev': expected luminances above 0 and up to 1 as keys, found '1.6'"),
        ('"0.6": 0.1', '"nan": 0.1', "'curve_ev': expected luminances .* found 'nan'"),
        ('{"0.6": 0.1, "0.18": 0.2}', "{}", "'curve_ev': expected EV at one luminance or more, found none"),
        ('"0.18": [1, -2]', '"0.18": [1]', "'tints_ab': expected '0.18', a list of 2"),
        ('"black_L": 0, ', "", "look 'a-look/phone night': expected 'black_L', a number from -1 to 101, found nothing"),
        ('"light skin": [0.9', '"pale skin": [0.9', "'patches': expected the ColorChecker's .* found 'pale skin'"),
        ('"-1 EV"', '"one stop"', "'chart_lab': expected exposures such as '-1 EV' as keys, found 'one stop'"),
        ("[52.5, 10, 14]", '"gray"', "'chart_lab': expected 'light skin', a list of 3"),
        ("[0.3, 0.4, 0.3]", "[0.3, 0.4]", "'monochrome_weights_on_codes_RGB': expected 'Ricoh GR Monotone"),
        ("Ricoh GR Monotone (film)", "Ricoh GR", "expected names of looks that are in 'looks', found 'Ricoh GR'"),
        ("[194, 150, 130]", "[194, 150, 131]", "'patches_srgb': expected .194, 150, 130. for 'light skin', found .194"),
    ],
)
def test_broken(old, new, message):
    assert old in VALID
    with pytest.raises(LutFormatError, match=message):
        parse_figures(VALID.replace(old, new, 1))


@pytest.mark.parametrize("text", ["{}", '{"looks": {}}', '{"looks": []}', '{"looks": {"x": 3}}', "[]", "", "\0"])
def test_other_content_is_one_sentence(text, tmp_path):
    path = tmp_path / "figures.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LutFormatError, match=re.escape(str(path))) as caught:
        read_figures(path)
    assert "\n" not in str(caught.value)


def test_missing_file(tmp_path):
    with pytest.raises(LutFormatError, match="cannot be read"):
        read_figures(tmp_path / "none.json")


def test_measured_file():
    """The looks' own figures: all that the file has arrives."""
    found, stored = read_figures(MEASURED), json.loads(MEASURED.read_text(encoding="utf-8"))
    assert list(found) == list(stored["looks"])
    vivid = found["leica-vivid"]
    assert vivid.curve_ev[0.18] == 0.219
    assert list(vivid.patches) == list(checker.NAMES[:18])
    assert list(vivid.chart_lab) == [-2, -1, 0, 0.7]
    assert [len(chart) for chart in vivid.chart_lab.values()] == [18, 18, 18, 15]
    assert sum(figures.weights is not None for figures in found.values()) == 10
    assert found["leica-bw-natural"].weights == (0.28, 0.72, 0)
    assert found["leica-authentic/12S night"].look in {look.id for look in looks.all_looks()}
