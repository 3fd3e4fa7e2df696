"""``apply --scene``, against the library's own measuring and baking."""

from __future__ import annotations

import gc
import pickle
import weakref
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

import lut
from lut import images, looks
from lut.apply_lut import Applier
from lut.cli import build_parser, main, scene_option
from lut.cli.batch import develop_photo
from lut.cli.batch.develop_photo import Developer, Settings
from lut.cli.batch.plan import Task
from lut.images import exif
from lut.images.thumbnail import make_miniature
from lut.looks import finish

DAY, INDOOR, NIGHT = (170, 175, 180), (190, 130, 85), (12, 12, 14)
ADAPTIVE = ("leica-authentic", "leica-vibrant")
RECIPE = """\
id = "mine"
name = "Mine"
steps = [{ saturation = { gain = 0.5 } }]
[variants.night]
steps = [{ saturation = { gain = 1.2 } }]
"""


def photo(path: str, color: tuple[int, int, int], seed: int = 0) -> np.ndarray:
    """A noisy picture of about that color."""
    noise = np.random.default_rng(seed).normal(0, 0.2, (40, 60, 3))
    pixels = np.clip(np.array(color) * (1 + noise), 0, 255).astype(np.uint8)
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels).save(path)
    return pixels


def measured(path: str) -> looks.Scene:
    picture = images.read(path)
    return looks.measure_scene(make_miniature(picture), exif.read_capture(picture.metadata.exif))


def expected(pixels: np.ndarray, look: looks.Look, weights: dict[str, float] | looks.Scene) -> np.ndarray:
    result = lut.apply(pixels, look.bake(33, weights))
    if look.amount("vignette"):
        finish.vignette(finish.Strip.whole(result), look.amount("vignette"))
    return result


@pytest.mark.parametrize("identifier", ADAPTIVE)
@pytest.mark.parametrize(("color", "most"), [(DAY, "day"), (INDOOR, "indoor"), (NIGHT, "night")])
@pytest.mark.parametrize("options", [[], ["--scene", "auto"]])
def test_a_picture_gets_the_table_of_its_scene(
    identifier: str, color: tuple[int, int, int], most: str, options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    pixels = photo("in.png", color)
    weights = looks.load(identifier).weights(measured("in.png"))
    assert weights.get(most, weights["day"]) > 0.6
    assert main(["apply", "in.png", "out.png", "--look", identifier, *options]) == 0
    look = looks.load(identifier)
    assert (images.read("out.png").pixels == expected(pixels, look, weights)).all()
    assert capsys.readouterr().out == f"out.png written.\nScene: {scene_option.describe_scene(look.weights(weights))}\n"


def test_what_the_camera_noted_decides(capsys: pytest.CaptureFixture[str]) -> None:
    """EXIF as Pillow writes it; a picture without says what it shows."""
    photo("plain.png", DAY)
    exif_block = Image.Exif()
    exif_block[0x8769] = {0x829A: IFDRational(1, 10), 0x829D: IFDRational(18, 10), 0x8827: 3200}
    with Image.open("plain.png") as image:
        image.save("night.jpg", exif=exif_block)
    for name, words in (("plain.png", "day"), ("night.jpg", "night")):
        assert main(["apply", name, "out.png", "--look", "leica-vibrant", "--overwrite"]) == 0
        assert capsys.readouterr().out == f"out.png written.\nScene: {words}\n"


@pytest.mark.parametrize("asked", looks.SCENES)
@pytest.mark.parametrize("identifier", ADAPTIVE)
def test_a_scene_can_be_asked_for(identifier: str, asked: str, capsys: pytest.CaptureFixture[str]) -> None:
    pixels = photo("in.png", INDOOR)
    assert main(["apply", "in.png", "out.png", "--look", identifier, "--scene", asked]) == 0
    assert (images.read("out.png").pixels == expected(pixels, looks.load(identifier), {asked: 1.0})).all()
    assert capsys.readouterr().out == "out.png written.\n"


@pytest.mark.parametrize(("color", "gain"), [(DAY, 0.5), (NIGHT, 1.2)])
def test_a_recipe_may_have_scenes(color: tuple[int, int, int], gain: float) -> None:
    pixels = photo("in.png", color)
    Path("mine.toml").write_text(RECIPE, encoding="utf-8")
    look = looks.read_recipe("mine.toml")
    assert main(["apply", "in.png", "out.png", "--look", "mine.toml"]) == 0
    weights = look.weights(measured("in.png"))
    assert weights["night"] == (gain > 1)
    assert (images.read("out.png").pixels == expected(pixels, look, weights)).all()


@pytest.mark.slow("starts processes", but_first=True)
@pytest.mark.parametrize("look", ["leica-authentic", "mine.toml"])
def test_each_of_many_pictures_gets_its_own(look: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """In whichever process."""
    Path("mine.toml").write_text(RECIPE, encoding="utf-8")
    colors = [DAY, NIGHT, DAY, NIGHT, DAY]
    pixels = [photo(f"in/{index}.png", color, index) for index, color in enumerate(colors)]
    assert main(["apply", "in", "out", "--look", look]) == 0
    found = looks.read_recipe(Path("mine.toml")) if look == "mine.toml" else looks.load(look)
    for index, source in enumerate(pixels):
        weights = found.weights(measured(f"in/{index}.png"))
        assert (images.read(f"out/{index}.png").pixels == expected(source, found, weights)).all()


def developing_of(look: str) -> Developer:
    """What a process of ``apply`` has."""
    arguments = build_parser().parse_args(["apply", "in", "out", "--look", look])
    return Developer(pickle.loads(pickle.dumps(Settings.of(arguments))))


def test_a_developer_that_goes_takes_its_tables_with_it_at_once() -> None:
    """Not when Python collects garbage."""
    developer = developing_of("leica-authentic")
    gone = weakref.ref(developer)
    table = weakref.ref(developer.applier((("day", 1.0),)).lut)
    gc.collect()
    gc.disable()
    try:
        del developer
        assert gone() is None and table() is None
    finally:
        gc.enable()


def test_pictures_of_one_scene_share_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    """And an Applier, and what that knows of the table."""
    tables, made = [], Applier.__init__
    monkeypatch.setattr(Applier, "__init__", lambda self, *a, **k: tables.append(a[0]) or made(self, *a, **k))
    developing = developing_of("leica-vibrant")
    for index, color in enumerate([DAY, NIGHT, DAY, NIGHT, DAY]):
        photo(f"in/{index}.png", color, index)
        developing(Task(Path(f"in/{index}.png"), Path(f"out/{index}.png")))
    assert len(tables) == 2


def test_a_long_run_forgets_old_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every picture may have a table of its own: only the last few are kept."""
    kept: list[weakref.ref[Applier]] = []
    made = Applier.__init__
    monkeypatch.setattr(
        Applier, "__init__", lambda self, *a, **k: kept.append(weakref.ref(self)) or made(self, *a, **k)
    )
    monkeypatch.setattr(develop_photo, "TABLES", 2)
    shares = iter(np.linspace(0.1, 0.9, 6))
    monkeypatch.setattr(
        scene_option, "find_scene", lambda *_: {"day": (share := float(next(shares))), "night": 1 - share}
    )
    develop = developing_of("leica-vibrant")
    for index in range(6):
        photo(f"in/{index}.png", DAY, index)
        develop(Task(Path(f"in/{index}.png"), Path(f"out/{index}.png")))
        assert sum(one() is not None for one in kept) <= 2
    assert len(kept) == 6


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        ({"day": 1.0, "indoor": 0.0, "night": 0.0}, "day"),
        ({"day": 0.0, "night": 1.0}, "night"),
        ({"day": 0.9, "indoor": 0.1, "night": 0.0}, "90% day, 10% indoor"),
        ({"day": 0.1, "indoor": 0.2, "night": 0.7}, "70% night, 20% indoor, 10% day"),
        ({"day": 1 / 3, "indoor": 1 / 3, "night": 1 / 3}, "34% day, 33% indoor, 33% night"),
        ({"day": 0.998, "night": 0.002}, "day"),
    ],
)
def test_in_words(weights: dict[str, float], words: str) -> None:
    assert scene_option.describe_scene(weights) == words


@pytest.mark.parametrize(
    ("options", "name"),
    [(["--look", "sony-st"], "sony-st"), (["--lut", "film.cube"], "film.cube"), (["--look", "flat.toml"], "flat.toml")],
)
def test_a_scene_for_what_has_none_is_refused(
    options: list[str], name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    photo("in.png", DAY)
    lut.write(lut.Lut.identity(5), "film.cube")
    Path("flat.toml").write_text(RECIPE.partition("[variants")[0], encoding="utf-8")
    assert main(["apply", "in.png", "out.png", *options, "--scene", "night"]) == 1
    assert capsys.readouterr().err == (
        f"camera-looks: {name} is the same in every scene: "
        "--scene is for looks that have some, such as leica-authentic and leica-vibrant\n"
    )
    assert not Path("out.png").exists()
    assert main(["apply", "in.png", "out.png", *options, "--scene", "auto"]) == 0
    assert capsys.readouterr().out == "out.png written.\n"


def test_other_scenes_are_not_understood(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["apply", "in.png", "out.png", "--look", "leica-vibrant", "--scene", "dusk"])
    assert "invalid choice: 'dusk'" in capsys.readouterr().err
