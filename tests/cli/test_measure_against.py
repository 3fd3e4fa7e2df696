"""``measure --against``: a look beside figures that were measured on the maker's rendering."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import lut
from lut import looks
from lut.cli import main
from lut.looks.deviation import measure_deviation
from lut.looks.figures_file import read_figures
from tests.system_words import MISSING

MEASURED = Path(__file__).resolve().parents[1] / "looks/measured.json"
SCENES = {"common": "day", "human": "people", "sunrise_sunset": "sunset"}


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def output(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["measure", *arguments]) == 0
    return capsys.readouterr().out


def facts(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict]:
    return json.loads(output(capsys, *arguments, "--against", str(MEASURED), "--json"))


def test_every_difference_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    text = output(capsys, "leica-vivid", "--against", str(MEASURED))
    figures = read_figures(MEASURED)["leica-vivid"]
    found = measure_deviation(looks.load("leica-vivid").bake(), figures)
    rows = {line[:24].strip(): line[24:].split() for line in text.splitlines()}
    assert rows["difference, EV"] == [f"{pair.difference:+.2f}" for pair in found.curve_ev.values()]
    assert [len(rows[f"difference, {axis}*"]) for axis in "ab"] == [7, 7]
    for name, pair in found.chroma.items():
        hue = found.hue[name]
        assert rows[name][2::3] == [f"{pair.difference:+.2f}", f"{hue.difference:+.1f}"]
    for stops, chart in found.charts.items():
        row = rows[f"at {stops:+g} EV"]
        assert (row[0], row[1], row[-1]) == (
            f"{chart.mean:.2f}",
            f"{chart.patches[chart.worst]:.2f}",
            f"{chart.untouched:.2f}",
        )
        assert " ".join(row[2:-1]) == chart.worst
    last = [line for line in text.splitlines() if line][-1]
    assert last.startswith(f"leica-vivid: ΔE2000 {found.mean:.2f} on the chart ({found.untouched:.2f} without")
    assert last.endswith(f"curve within {found.curve:.2f} EV")


def test_weights_of_a_monochrome_look(capsys: pytest.CaptureFixture[str]) -> None:
    assert "codes: measured 0.30, 0.61, 0.09; ours 0." in output(capsys, "leica-sepia", "--against", str(MEASURED))
    (found,) = facts(capsys, "leica-sepia")
    assert found["weights"]["measured"] == [0.3, 0.61, 0.09]
    assert sum(found["weights"]["ours"]) == pytest.approx(1)


def test_each_entry_is_beside_the_rendering_of_its_scene(capsys: pytest.CaptureFixture[str]) -> None:
    look = looks.load("leica-authentic")
    found = facts(capsys, "leica-authentic")
    known = [key for key in read_figures(MEASURED) if key.startswith("leica-authentic/")]
    assert [each["entry"] for each in found] == known
    for each in found:
        word = each["entry"].split()[-1]
        scene = SCENES.get(word, word)
        assert each["scene"] == (scene if scene in look.scenes else "day")
        expected = measure_deviation(look.bake(scene={each["scene"]: 1.0}), read_figures(MEASURED)[each["entry"]])
        assert each["mean_delta_e"] == pytest.approx(expected.mean, abs=1e-3)


def test_a_scene_chooses_its_entries(capsys: pytest.CaptureFixture[str]) -> None:
    found = facts(capsys, "leica-authentic", "--scene", "night")
    assert len(found) == 3
    assert {each["scene"] for each in found} == {"night"}
    assert all(each["entry"].endswith("night") for each in found)


def test_one_entry_beside_any_scene(capsys: pytest.CaptureFixture[str]) -> None:
    (found,) = facts(capsys, "leica-authentic", "--entry", "leica-authentic/12S common", "--scene", "night")
    assert (found["entry"], found["scene"]) == ("leica-authentic/12S common", "night")


def test_light_that_is_no_scene(capsys: pytest.CaptureFixture[str]) -> None:
    found = facts(capsys, "sony-fl")
    assert [each["entry"] for each in found] == ["sony-fl", "sony-fl/other light"]
    assert [each["mean_delta_e"] is None for each in found] == [False, True]
    assert "no chart was measured" in output(capsys, "sony-fl", "--against", str(MEASURED))


def test_a_lut_file_is_named_after_its_look_or_told(capsys: pytest.CaptureFixture[str]) -> None:
    lut.write(looks.load("leica-vivid").bake(), "leica-vivid.cube")
    lut.write(lut.Lut.identity(), "film.cube")
    (mine,), (ours,) = facts(capsys, "leica-vivid.cube"), facts(capsys, "leica-vivid")
    assert mine["mean_delta_e"] == pytest.approx(ours["mean_delta_e"], abs=1e-3)
    (nothing,) = facts(capsys, "film.cube", "--entry", "leica-vivid")
    assert nothing["mean_delta_e"] == pytest.approx(nothing["untouched_delta_e"])


def test_plot_shows_both(capsys: pytest.CaptureFixture[str]) -> None:
    output(capsys, "leica-vivid", "--plot", "ours.png")
    output(capsys, "leica-vivid", "--plot", "both.png", "--against", str(MEASURED))
    with Image.open("ours.png") as ours, Image.open("both.png") as both:
        assert ours.size == both.size
        assert (np.asarray(ours) != np.asarray(both)).any()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["leica-vibrant", "--against", str(MEASURED)],
            "has no figures of leica-vibrant: choose an entry",
        ),
        (["leica-vivid", "--against", str(MEASURED), "--entry", "x"], "has no entry 'x': expected one of leica-vivid,"),
        (["leica-authentic", "--against", str(MEASURED), "--scene", "indoor"], "for the scene indoor"),
        (["leica-vivid", "--against", "none.json"], f"none.json: cannot be read: {MISSING}"),
        (["leica-vivid", "--against", "broken.json"], "broken.json:1: expected JSON"),
        (["leica-vivid", "--against", "nan.json"], "nan.json: expected finite numbers, found NaN"),
        (["leica-vivid", "--entry", "leica-vivid"], "choose the file with --against"),
    ],
)
def test_errors_are_one_sentence(capsys: pytest.CaptureFixture[str], arguments: list[str], message: str) -> None:
    Path("broken.json").write_text("figures", encoding="utf-8")
    Path("nan.json").write_text(MEASURED.read_text(encoding="utf-8").replace("0.219", "NaN", 1), encoding="utf-8")
    before = {path.name for path in Path().iterdir()}
    assert main(["measure", *arguments, "--plot", "plot.png"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert message in err
    assert err.count("\n") == 1
    assert {path.name for path in Path().iterdir()} == before
