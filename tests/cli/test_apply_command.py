"""``camera-looks apply``, run in this process."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from developing import developed, photo, pixels
from PIL import Image

import lut
from lut import images, looks
from lut.cli import main
from lut.color import hue, srgb_to_oklab
from lut.looks import finish
from lut.looks.finish.mixing import Mixing
from tests.system_words import MISSING

PHOTOS = Path(__file__).parents[2] / "docs/photos"


@pytest.mark.parametrize("look", ["leica-authentic", "hasselblad-natural", "hasselblad-xpan-bw"])
@pytest.mark.parametrize(("strength", "value"), [(None, 1.0), ("0.5", 0.5), ("50%", 0.5), ("0", 0.0)])
def test_pixels_are_the_librarys(here: Path, look: str, strength: str | None, value: float) -> None:
    photo("in.png")
    options = [] if strength is None else ["--strength", strength]
    scene = ["--scene", "day"] if looks.load(look).scenes else []
    assert main(["apply", "in.png", "out.png", "--look", look, *scene, *options]) == 0
    assert (images.read("out.png").pixels == developed(pixels(), look, value)).all()


@pytest.mark.parametrize(("amount", "value"), [("0", 0.0), ("0.6", 0.6)])
def test_the_vignette_can_be_chosen(here: Path, amount: str, value: float) -> None:
    photo("in.png")
    options = ["--look", "leica-authentic", "--scene", "day", "--vignette", amount]
    assert main(["apply", "in.png", "out.png", *options]) == 0
    expected = lut.apply(pixels(), looks.load("leica-authentic").bake())
    if value:
        finish.vignette(finish.Strip.whole(expected), value)
    assert (images.read("out.png").pixels == expected).all()


@pytest.mark.parametrize("look", ["sony-sh", "hasselblad-natural"])
@pytest.mark.parametrize("options", [[], ["--glow", "0"], ["--glow", "60%"], ["--glow", "1", "--strength", "0.5"]])
def test_the_glow_is_the_looks_or_chosen(here: Path, look: str, options: list[str]) -> None:
    photo("in.png")
    assert main(["apply", "in.png", "out.png", "--look", look, *options]) == 0
    own = looks.load(look).glow
    strength = 0.5 if "--strength" in options else 1.0
    amount = {"0": 0.0, "60%": 0.6, "1": 0.5}[options[1]] if options else own.amount if own else 0.0
    expected = lut.apply(pixels(), looks.load(look).bake(), strength)
    before = expected.copy()
    if amount:
        spread = finish.glow_map(expected, own.size if own else finish.Glow.size)
        finish.glow(finish.Strip.whole(expected), amount, spread)
    assert (images.read("out.png").pixels == expected).all()
    assert (expected != before).any() == (amount > 0)


@pytest.mark.parametrize("source", ["--look", "--lut"])
def test_skin_can_be_protected(here: Path, source: str) -> None:
    """The hues of a face stay, in a look and in a LUT file; sky and grass get all of the look."""
    skin, others = [(229, 194, 152), (186, 138, 109), (115, 82, 68)], [(60, 110, 200), (80, 130, 50)]
    Image.fromarray(np.array([[*skin, *others]], np.uint8)).save("in.png")
    table = looks.load("hasselblad-emerald").bake()
    lut.write(table, "emerald.cube")
    name = "hasselblad-emerald" if source == "--look" else "emerald.cube"
    for amount in ("0", "100%"):
        assert main(["apply", "in.png", f"{amount}.png", source, name, "--protect-skin", amount]) == 0
    before, plain, held = (images.read(file).pixels[0] for file in ("in.png", "0.png", "100%.png"))
    assert (plain == lut.apply(before[None], table)[0]).all()
    assert np.abs(held[3:].astype(int) - plain[3:]).max() <= 1

    def hues(codes: np.ndarray) -> np.ndarray:
        return hue(srgb_to_oklab(codes[:3] / np.float32(255)))

    assert np.abs(hues(held) - hues(before)).max() < 3 and np.abs(hues(plain) - hues(before)).max() > 6


@pytest.mark.parametrize("source", ["--look", "--lut"])
def test_local_tone_lifts_the_dark_part_of_a_picture(here: Path, source: str) -> None:
    picture = np.full((60, 90, 3), 220, np.uint8)
    picture[:, :45] = 30
    Image.fromarray(picture).save("in.png")
    table = looks.load("hasselblad-natural").bake()
    lut.write(table, "natural.cube")
    name = "hasselblad-natural" if source == "--look" else "natural.cube"
    assert main(["apply", "in.png", "out.png", source, name, "--local-tone", "80%", "--strength", "0.5"]) == 0
    wanted = lut.apply(picture, table, 0.5)
    plain = wanted.copy()
    finish.apply_gain(finish.Strip.whole(wanted), finish.measure_local_tone(plain), 0.4)
    found = images.read("out.png").pixels
    assert np.abs(found.astype(int) - wanted).max() <= 1
    assert (found[:, :30] > plain[:, :30]).all() and (found[:, 60:] < plain[:, 60:]).all()


@pytest.mark.parametrize(
    ("options", "mixing"),
    [
        (["--blend", "color"], Mixing("color")),
        (["--blend", "luminosity", "--tones", "midtones", "--softness", "80%"], Mixing("luminosity", "midtones", 0.8)),
    ],
)
def test_the_look_is_mixed_with_the_picture(here: Path, options: list[str], mixing: Mixing) -> None:
    photo("in.png")
    assert main(["apply", "in.png", "out.png", "--look", "leica-teal", "--strength", "0.7", *options]) == 0
    wanted = mixing.mix(pixels(), lut.apply(pixels(), looks.load("leica-teal").bake(), 0.7))
    assert (images.read("out.png").pixels == wanted).all()


def test_grain_and_crop_can_be_switched_off(here: Path) -> None:
    photo("in.png")
    look = looks.load("hasselblad-xpan-bw")
    assert look.grain and look.crop
    assert main(["apply", "in.png", "out.png", "--look", "hasselblad-xpan-bw", "--grain", "0", "--no-crop"]) == 0
    assert (images.read("out.png").pixels == lut.apply(pixels(), look.bake())).all()


@pytest.mark.parametrize(("asked", "center"), [("50%,10%", (0.5, 0.1)), ("0.3, .9", (0.3, 0.9)), ("0,1", (0, 1))])
def test_a_crop_is_placed_by_its_center(here: Path, asked: str, center: tuple[float, float]) -> None:
    photo("in.png")
    assert main(["apply", "in.png", "out.png", "--look", "hasselblad-xpan-bw", "--crop-center", asked]) == 0
    found = images.read("out.png").pixels
    assert (found == developed(pixels(), "hasselblad-xpan-bw", center=center)).all()
    assert (found != developed(pixels(), "hasselblad-xpan-bw", center=(0.5, 1 - center[1]))).any()


def test_each_picture_of_a_folder_is_cropped_where_its_own_interest_is(here: Path) -> None:
    """A fig high and low on concrete."""
    fig = np.asarray(Image.open(PHOTOS / "fig.jpg").convert("RGB").crop((640, 380, 1120, 820)).resize((120, 110)))
    for name, top in (("high.png", 40), ("low.png", 250)):
        page = np.full((400, 600, 3), 120, np.uint8)
        page[top : top + 110, 240:360] = fig
        Path("in").mkdir(exist_ok=True)
        Image.fromarray(page).save(Path("in", name))
    assert main(["apply", "in", "out", "--look", "hasselblad-xpan-color", "--strength", "0"]) == 0
    for name in ("high.png", "low.png"):
        found = np.asarray(Image.open(Path("out", name)))
        assert found.shape[:2] == (222, 600)
        assert any((found[y : y + 110, 240:360] == fig).all() for y in range(222 - 110 + 1)), name


@pytest.mark.parametrize("asked", ["50%", "50,20", "x,y", "120%,3%", "1,2,3", "", "nan,0"])
def test_a_center_that_is_none_is_one_sentence(here: Path, capsys: pytest.CaptureFixture[str], asked: str) -> None:
    photo("in.png")
    with pytest.raises(SystemExit, match="2"):
        main(["apply", "in.png", "out.png", "--look", "hasselblad-xpan-bw", "--crop-center", asked])
    sentence = capsys.readouterr().err.splitlines()[0]
    assert sentence.endswith(f"expected X,Y, each from 0 to 1 or from 0% to 100%, as in 50%,30%, found {asked!r}")
    assert not Path("out.png").exists()


def test_a_center_is_for_looks_with_a_frame(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photo("in.png")
    assert main(["apply", "in.png", "out.png", "--look", "leica-authentic", "--crop-center", "50%,10%"]) == 1
    sentence = (
        "leica-authentic has no frame of its own: --crop-center is for looks that have one, such as hasselblad-xpan"
    )
    assert sentence in capsys.readouterr().err and not Path("out.png").exists()
    options = ["--look", "hasselblad-xpan-bw", "--crop-center", "50%,10%", "--no-crop"]
    with pytest.raises(SystemExit, match="2"):
        main(["apply", "in.png", "out.png", *options])
    assert "not allowed with argument" in capsys.readouterr().err


def test_a_lut_file(here: Path) -> None:
    photo("in.png")
    table = lut.Lut(lut.Lut.identity(5).table ** np.array([0.8, 1.0, 1.3], np.float32))
    lut.write(table, "film.cube")
    assert main(["apply", "in.png", "out.png", "--lut", "film.cube", "--strength", "70%"]) == 0
    assert (images.read("out.png").pixels == lut.apply(pixels(), lut.read("film.cube"), 0.7)).all()


def test_what_reading_a_lut_had_to_guess_is_said_once(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photo("in.png")
    rows = "".join(f"{r} {g} {b}\n" for b in (0, 255) for g in (0, 255) for r in (0, 255))
    Path("codes.cube").write_text(f"LUT_3D_SIZE 2\n{rows}", encoding="utf-8")
    assert main(["apply", "in.png", "out.png", "--lut", "codes.cube"]) == 0
    assert (images.read("out.png").pixels == pixels()).all()
    note = "Note on codes.cube: its outputs run up to 255: read as 8-bit codes, where 255 means 1.\n"
    assert capsys.readouterr().err == note
    assert main(["apply", "in.png", "out.png", "--lut", "codes.cube", "--overwrite", "--quiet"]) == 0
    assert capsys.readouterr().err == ""


def test_the_space_that_a_lut_looks_made_for_is_told_once_and_not_applied(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(3):
        photo(f"in/{number}.png")
    table = lut.Lut(lut.Lut.identity(5).table ** np.array([0.8, 1.0, 1.3], np.float32))
    lut.write(table, "Warm (Adobe RGB).cube")
    command = ["apply", "in", "out", "--lut", "Warm (Adobe RGB).cube", "--overwrite"]
    assert main(command) == 0
    said = capsys.readouterr().err
    assert said.count("looks made for") == 1
    assert (
        "Note: Warm (Adobe RGB).cube looks made for Adobe RGB (1998) (its name says so). --lut-space "
        "adobe-rgb:adobe-rgb applies it so; --lut-space srgb applies it as it is and says nothing.\n"
    ) in said
    as_it_is = lut.apply(pixels(), lut.read("Warm (Adobe RGB).cube"))
    assert (images.read("out/0.png").pixels == as_it_is).all()
    for quiet in (["--lut-space", "srgb"], ["--quiet"]):
        assert main([*command, *quiet]) == 0
        assert "looks made for" not in capsys.readouterr().err
        assert (images.read("out/0.png").pixels == as_it_is).all()
    assert main([*command, "--lut-space", "adobe-rgb:adobe-rgb"]) == 0
    assert "looks made for" not in capsys.readouterr().err
    assert (images.read("out/0.png").pixels != as_it_is).any()


def test_a_recipe(here: Path) -> None:
    photo("in.png")
    Path("mine.toml").write_text(
        'id = "mine"\nname = "Mine"\nsteps = [{ saturation = { gain = 0.5 } }]\n', encoding="utf-8"
    )
    assert main(["apply", "in.png", "out.png", "--look", "mine.toml"]) == 0
    assert (images.read("out.png").pixels == lut.apply(pixels(), looks.read_recipe("mine.toml").bake())).all()


def test_a_recipe_is_no_lut_file(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photo("in.png")
    Path("mine.toml").write_text('id = "mine"\nname = "Mine"\nsteps = []\n', encoding="utf-8")
    assert main(["apply", "in.png", "out.png", "--lut", "mine.toml"]) != 0
    assert "mine.toml: expected a LUT file, found a recipe: `apply --look` takes it" in capsys.readouterr().err
    assert not Path("out.png").exists()


def test_16_bits_stay(here: Path) -> None:
    deep = pixels().astype(np.uint16) * 257 + 100
    images.write(images.Picture(np.minimum(deep, 65535).astype(np.uint16)), "in.tif")
    assert main(["apply", "in.tif", "out.png", "--look", "hasselblad-natural"]) == 0
    result = images.read("out.png").pixels
    assert result.dtype == np.uint16
    assert (result == developed(images.read("in.tif").pixels, "hasselblad-natural")).all()


def test_notes_are_said_once(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(3):
        path = photo(f"in/{number}.jpg")
        with Image.open(path) as image:
            image.save(path, comment=b"a comment")
    assert main(["apply", "in", "out", "--look", "leica-vibrant", "--format", "png"]) == 0
    note = "Note on 3 pictures (0.jpg …): PNG has no place for its comments."
    assert capsys.readouterr().err.splitlines()[-1:] == [note]  # a slow machine tells how far it is


def test_quiet_says_nothing(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photo("in/1.png")
    photo("in/2.png")
    assert main(["apply", "in", "out", "--look", "leica-vibrant", "-q"]) == 0
    assert main(["apply", "in/1.png", "one.png", "--look", "leica-vibrant", "-q"]) == 0
    assert capsys.readouterr() == ("", "")


def test_a_place_that_cannot_be_written(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    photo("in.png")
    assert main(["apply", "in.png", "in.png/out.png", "--look", "leica-vibrant"]) == 1
    said = capsys.readouterr().err
    assert said.startswith("camera-looks: in.png") and said.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["apply", "in.png", "out.png", "--look", "leica-autentic"], "leica-authentic"),
        (["apply", "in.png", "out.png", "--lut", "missing.cube"], "missing.cube: "),
        (["apply", "in.png", "out.gif", "--look", "leica-vibrant"], "out.gif: expected a file name for JPEG, PNG"),
        (["apply", "none.png", "out.png", "--look", "leica-vibrant"], f"none.png: {MISSING}"),
    ],
)
def test_errors_are_one_sentence(
    here: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    photo("in.png")
    assert main(arguments) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("camera-looks: ") and message in said.err
    assert said.err.count("\n") == 1
    assert sorted(path.name for path in here.iterdir()) == ["in.png"]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ([], "one of the arguments --look --lut is required"),
        (["--look", "a", "--lut", "b"], "not allowed with argument"),
        (["--look", "a", "--strength", "80"], "expected a number from 0 to 1, or from 0% to 100%, found '80'"),
        (["--look", "a", "--strength", "-10%"], "expected"),
        (["--look", "a", "--strength", "nan"], "expected a number from 0 to 1"),
        (["--look", "a", "--glow", "2"], "expected a number from 0 to 1, or from 0% to 100%, found '2'"),
        (["--look", "a", "--quality", "0"], "expected a whole number from 1 to 100, found '0'"),
        (["--look", "a", "--jobs", "many"], "expected a whole number from 1 to 60, found 'many'"),
        (["--look", "a", "--overwrite", "--skip-existing"], "not allowed with argument"),
        (["--look", "a", "--skip-existing", "--resume"], "not allowed with argument"),
    ],
)
def test_usage_errors(capsys: pytest.CaptureFixture[str], options: list[str], message: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["apply", "in.png", "out.png", *options])
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert message in said
    assert "apply --help" in said
