"""A look that is known by its figures alone is found again, on photographs that the figures say nothing of."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import lut
from lut.color import delta_e2000, linear_to_lab, linear_to_srgb, luminance, srgb_to_lab, srgb_to_linear
from lut.color.checker import CHROMATIC, CODES, NAMES
from lut.lattice import lattice
from lut.looks import smooth_curves
from lut.looks.figures_file import Figures, read_figures
from lut.looks.look import Look
from lut.looks.recipe import read_recipes
from lut.looks.rules import violations
from tests.looks.fit_recipe import FIGURES, fitted, only, renderings, with_steps, written
from tests.looks.recipe_fit import STIFFNESS, Fit

ROOT = Path(__file__).resolve().parents[2]
OTHERS = {look.id: look for look in read_recipes(ROOT / "tests/create/looks.toml")}  # of other steps than are fitted


def figures_of(table: lut.Lut) -> Figures:
    """What would be measured of a LUT, as of a maker's rendering."""
    grays = {y: srgb_to_linear(table(linear_to_srgb(np.full((1, 3), y))))[0] for y in smooth_curves.MEASURED}
    charts = {}
    for stops in (-2.0, -1.0, 0.0, 0.7):
        linear = srgb_to_linear(CODES[CHROMATIC]) * np.float32(2**stops)
        seen = srgb_to_lab(table(linear_to_srgb(np.minimum(linear, 1))))
        charts[stops] = {
            name: tuple(map(float, lab))
            for name, lab, light in zip(NAMES[CHROMATIC], seen, linear, strict=True)
            if light.max() <= 1
        }
    black, white = srgb_to_lab(table(np.array([[0, 0, 0], [1, 1, 1]], np.float32)))[:, 0]
    return Figures(
        "known",
        "high",
        {y: float(np.log2(luminance(after) / y)) for y, after in grays.items()},
        {y: tuple(map(float, linear_to_lab(after)[1:])) for y, after in grays.items()},
        float(black),
        float(white),
        {},
        charts,
    )


def photographs() -> np.ndarray:
    pixels = []
    for path in sorted((ROOT / "docs/photos").glob("*.[jp][pn]g")):
        with Image.open(path) as image:
            image.thumbnail((96, 96))
            pixels.append(np.asarray(image.convert("RGB"), np.float32).reshape(-1, 3) / 255)
    return np.concatenate(pixels)


def seen(table: lut.Lut, pixels: np.ndarray) -> np.ndarray:
    return srgb_to_lab(table(pixels))


@pytest.mark.parametrize(("name", "most"), [("moody", 0.6), ("vivid", 0.6), ("instant", 0.6)])
def test_a_look_is_found_again_on_photographs(name: str, most: float) -> None:
    truth = OTHERS[name].bake()
    fit = Fit([figures_of(truth)])
    found = Look("found", "Found", steps=tuple(fit.steps)).bake()
    pixels = photographs()
    assert delta_e2000(seen(found, pixels), seen(truth, pixels)).mean() < most
    assert violations(found) == []


def printed_film(contrast: float, couplers: float, leak: float) -> lut.Lut:
    """A negative and its print, of another making than our recipes.

    Three layers see a little of each other's light (leak), their densities are S-shaped, development strengthens
    differences between them (couplers), and each dye absorbs some of the others' light.
    """
    light = srgb_to_linear(lattice(33).reshape(-1, 3)).astype(np.float64)
    caught = light @ ((1 - 3 * leak) * np.eye(3) + leak)
    exposure = np.log2(np.maximum(caught, 1e-5) / 0.18) - 0.8
    shown = 0.03 + 0.97 / (1 + np.exp(-contrast * exposure * (1, 1.04, 0.97)))
    dyes = np.array([[1, 0.1, 0.02], [0.12, 1, 0.06], [0.03, 0.14, 1]]) @ ((1 + 3 * couplers) * np.eye(3) - couplers)
    density = np.log10(shown) @ (dyes / dyes.sum(axis=1, keepdims=True)).T
    codes = linear_to_srgb(np.minimum(10**density, 1))
    return lut.Lut(codes.astype(np.float32).reshape(33, 33, 33, 3))


@pytest.mark.parametrize("film", [(0.9, 0.15, 0.04), (0.7, 0.1, 0.08), (0.8, 0.25, 0.1)])
def test_a_film_is_found_again_on_photographs(film: tuple[float, float, float]) -> None:
    truth = printed_film(*film)
    found = Look("found", "Found", steps=tuple(Fit([figures_of(truth)]).steps)).bake()
    pixels = photographs()
    off = delta_e2000(seen(found, pixels), seen(truth, pixels)).mean()
    untouched = delta_e2000(srgb_to_lab(pixels), seen(truth, pixels)).mean()
    assert untouched > 11
    assert off < 1.2


def vivid_cost(fit: Fit) -> float:
    return next(block.cost for block in fit.blocks if block.key == "vivid_turn")


def test_curves_are_made_stiffer_until_no_table_bends_too_sharply(monkeypatch: pytest.MonkeyPatch) -> None:
    tried = []
    straightened = Fit.straightened

    def third_time(fit: Fit) -> np.ndarray | None:
        tried.append(vivid_cost(fit))
        return straightened(fit) if len(tried) == 3 else None

    monkeypatch.setattr(Fit, "straightened", third_time)
    measured = [read_figures(FIGURES)["leica-vivid"]]
    assert vivid_cost(Fit(measured)) == 4 * STIFFNESS
    assert tried == [STIFFNESS, 2 * STIFFNESS, 4 * STIFFNESS]
    monkeypatch.setattr(Fit, "straightened", lambda _fit: None)
    with pytest.raises(lut.LutError, match="leica-vivid: expected figures that smooth curves can follow"):
        Fit(measured)


def test_lights_and_scenes_are_told_apart() -> None:
    known = read_figures(FIGURES)
    assert set(renderings(known, "leica-authentic")) == {"day", "people", "food", "plants", "night", "sunset"}
    lamps = renderings(known, "sony-vv2")
    assert list(lamps) == ["day", "indoor"]
    day, indoor = (lamps[scene][0].chart_lab[0]["red"] for scene in ("day", "indoor"))
    assert indoor[0] == pytest.approx(day[0], abs=1.5)  # the lightness of the day
    turn = np.degrees(np.arctan2(indoor[2], indoor[1]) - np.arctan2(day[2], day[1]))
    assert 4 < turn < 16  # red goes on toward orange


def test_patches_are_left_out() -> None:
    figures = read_figures(FIGURES)["leica-vivid"]
    assert {name for chart in only(figures, {"red"}).chart_lab.values() for name in chart} == {"red"}


def test_steps_take_the_place_of_a_looks_own_and_of_its_variants() -> None:
    entry = (
        '[[look]]\nid = "x"\nsteps = [\n  { tone = { mid = 1 } },\n]\nfinish = [{ grain = { amount = 0.2 } }]\n\n'
        "# A word on lamps.\n[look.variants.indoor]\nsteps = [\n  { tone = { mid = 2 } },\n]\n\n"
    )
    known = read_figures(FIGURES)
    fits = fitted({"day": [known["sony-bw"]], "night": [known["leica-bw-natural"]]}, None)
    text = with_steps(entry, fits)
    assert text == (
        f'[[look]]\nid = "x"\n{written(fits["day"].steps)}\nfinish = [{{ grain = {{ amount = 0.2 }} }}]\n\n'
        f"[look.variants.night]\n{written(fits['night'].steps)}\n\n"
    )
