"""``apply`` on grayscale pictures: monochrome looks work, looks in color say why they can't."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import lut
from lut import images, looks
from lut.apply_lut import Applier
from lut.cli import main
from lut.looks.develop import measure_light, place_crop
from lut.looks.finish import Strip
from lut.looks.finishing import Finishing

MONOCHROME = [look.id for look in looks.all_looks() if look.monochrome]
GRAY = [name for name in MONOCHROME if looks.gray_result(looks.load(name)) == "gray"]
TONED = [name for name in MONOCHROME if name not in GRAY]


RAMP = np.tile(np.arange(256, dtype=np.uint8), (30, 1))
FILES = {  # name → (mode, samples)
    "L.png": ("L", RAMP),
    "L.jpg": ("L", RAMP),
    "L.tif": ("L", RAMP),
    "I16.png": ("I;16", RAMP.astype(np.uint16) * 257),
    "I16.tif": ("I;16", RAMP.astype(np.uint16) * 257),
    "LA.png": ("LA", np.stack([RAMP, RAMP[::-1, ::-1]], axis=-1)),
}


def saved(name: str) -> str:
    image = Image.fromarray(FILES[name][1])
    image.save(name, **({"quality": 100} if name.endswith("jpg") else {}))
    with Image.open(name) as written:
        assert written.mode in (FILES[name][0], "I")  # before Pillow 11, a PNG of 16 bits is opened as 32
    return name


def developed(name: str, identifier: str) -> np.ndarray:
    """What the library makes of the picture, in RGB."""
    look = looks.load(identifier)
    picture = images.read(name)
    finishing = place_crop(picture, Finishing.of(look))
    height, width = picture.pixels.shape[:2]
    picture = replace(picture, pixels=picture.pixels[finishing.box(width, height)])
    light = measure_light(picture, Applier(look.bake()), finishing)
    result = lut.apply(picture.pixels, look.bake())
    finishing.add_to(Strip.whole(result), light)
    return result


def mode(name: str) -> str:
    with Image.open(name) as image:
        return image.mode


def test_there_are_both_kinds() -> None:
    assert len(GRAY) > 2 and len(TONED) > 2


@pytest.mark.parametrize("identifier", GRAY)
@pytest.mark.parametrize("name", FILES)
def test_gray_stays_gray(name: str, identifier: str) -> None:
    saved(name)
    out = f"out-{name}"
    assert main(["apply", name, out, "--look", identifier, "--quality", "100"]) == 0
    assert mode(out) == mode(name)
    expected = developed(name, identifier)
    found = images.read(out).pixels
    assert found.shape == expected.shape and found.dtype == expected.dtype
    # The library's channels are equal to within float32, whose last bit may tip a rounding.
    tolerance = 3 if name.endswith("jpg") else 0
    assert np.abs(found[..., 0].astype(int) - expected[..., 0]).max() <= tolerance
    assert np.abs(found[..., 1:3].astype(int) - expected[..., 1:3]).max() <= max(tolerance, 1)
    assert (found[..., 3:] == expected[..., 3:]).all()


@pytest.mark.parametrize("identifier", TONED)
@pytest.mark.parametrize(("name", "expected"), [("L.png", "RGB"), ("L.jpg", "RGB"), ("LA.png", "RGBA")])
def test_a_toned_picture_becomes_rgb(name: str, expected: str, identifier: str) -> None:
    saved(name)
    assert main(["apply", name, "out.png", "--look", identifier]) == 0
    assert mode("out.png") == expected
    assert (images.read("out.png").pixels == developed(name, identifier)).all()


def test_toned_16_bits_stay_16() -> None:
    saved("I16.png")
    assert main(["apply", "I16.png", "out.png", "--look", "leica-sepia"]) == 0
    found = images.read("out.png")
    assert not found.gray and found.pixels.dtype == np.uint16
    assert (found.pixels == developed("I16.png", "leica-sepia")).all()


def test_black_toned_is_rgb_too() -> None:
    """Which kind of file comes out is the look's matter, not the picture's."""
    Image.new("L", (9, 9)).save("black.png")
    assert main(["apply", "black.png", "out.png", "--look", "leica-sepia", "--strength", "0"]) == 0
    assert mode("out.png") == "RGB"


@pytest.mark.parametrize("identifier", ["leica-authentic", "sony-st"])
@pytest.mark.parametrize("name", FILES)
def test_looks_in_color_say_why_they_cannot(name: str, identifier: str, capsys: pytest.CaptureFixture[str]) -> None:
    saved(name)
    with pytest.raises(lut.LutError) as refused:
        looks.gray_result(looks.load(identifier))
    assert main(["apply", name, "sub/out.png", "--look", identifier]) == 1
    assert capsys.readouterr().err == f"camera-looks: {name}: {refused.value}\n"
    assert not Path("sub").exists()


def test_among_many_only_the_gray_one_fails(capsys: pytest.CaptureFixture[str]) -> None:
    saved("L.png")
    Image.fromarray(np.stack([RAMP, RAMP, RAMP[::-1]], axis=-1)).save("color.png")
    assert main(["apply", "L.png", "color.png", "out", "--look", "sony-st"]) == 1
    assert [path.name for path in Path("out").iterdir()] == ["color.png"]
    assert (
        "  L.png: Sony Xperia ST Standard changes colors, and a grayscale picture has none" in capsys.readouterr().err
    )


def test_a_lut_file_works_on_gray_as_on_colors() -> None:
    saved("L.png")
    lut.write(lut.Lut(lut.Lut.identity(5).table ** np.float32(0.8)), "gray.cube")
    lut.write(lut.Lut(lut.Lut.identity(5).table ** np.array([0.8, 1, 1.2], np.float32)), "color.cube")
    for name, expected in (("gray", "L"), ("color", "RGB")):
        assert main(["apply", "L.png", f"{name}.png", "--lut", f"{name}.cube"]) == 0
        assert mode(f"{name}.png") == expected
        assert (
            images.read(f"{name}.png").pixels == lut.apply(images.read("L.png").pixels, lut.read(f"{name}.cube"))
        ).all()
