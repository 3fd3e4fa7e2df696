"""Where a picture's interest is: on photographs, and on pictures whose subject is at a known place."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from lut.color.checker import MONK
from lut.errors import PixelError
from lut.looks.finish import Crop
from lut.looks.interest import Place, interesting_center, map_interest

PHOTOS = Path(__file__).parents[2] / "docs/photos"
XPAN = Crop(65, 24)


def thumbnail(image: Image.Image) -> np.ndarray:
    scale = 256 / max(image.size)
    return np.asarray(image.resize((round(image.width * scale), round(image.height * scale)), Image.Resampling.BOX))


def center(image: Image.Image, crop: Crop = XPAN) -> tuple[float, float]:
    return interesting_center(thumbnail(image), crop, image.size)


def landscape(size: tuple[int, int] = (900, 600), seed: int = 1) -> Image.Image:
    """A smooth sky, and from the middle on a ground of even texture."""
    width, height = size
    rng = np.random.default_rng(seed)
    pixels = np.empty((height, width, 3))
    pixels[:] = np.linspace((90, 140, 220), (170, 195, 230), height)[:, None]
    ground = height * 2 // 3
    pixels[ground:] = np.array((88, 104, 62)) + rng.normal(0, 14, (height - ground, width, 1))
    return Image.fromarray(np.uint8(np.clip(pixels, 0, 255)))


def head(image: Image.Image, middle: tuple[int, int], height: int, skin: str) -> tuple[int, int, int, int]:
    """Draw a head with hair, eyes and a mouth over a shirt: its box, without the shirt."""
    x, y = middle
    half, width = height // 2, height * 3 // 8
    draw = ImageDraw.Draw(image)
    tone = "#" + skin
    draw.rectangle((x - height, y + half + height // 10, x + height, image.height), "#56606e")
    draw.rectangle((x - width // 2, y, x + width // 2, y + half + height // 6), tone)
    draw.ellipse((x - width, y - half, x + width, y + half // 3), "#2a211c")
    draw.ellipse((x - width * 7 // 8, y - half * 5 // 8, x + width * 7 // 8, y + half), tone)
    for side in (-1, 1):
        eye = x + side * width // 3
        draw.ellipse((eye - width // 7, y - width // 10, eye + width // 7, y + width // 10), "#efefef")
        draw.ellipse((eye - width // 12, y - width // 12, eye + width // 12, y + width // 12), "#20180f")
    draw.ellipse((x - width // 3, y + half // 2, x + width // 3, y + half * 2 // 3), "#8c3b35")
    return x - width, y - half, x + width, y + half


def cut(image: Image.Image, box: tuple[int, int, int, int]) -> int:
    """How many pixels of a box the frame cuts off above, below and at the sides."""
    left, top, width, height = XPAN.box(*image.size, center(image))
    return max(top - box[1], 0) + max(box[3] - top - height, 0) + max(left - box[0], 0) + max(box[2] - left - width, 0)


@pytest.mark.parametrize("share", [0.25, 0.4, 0.6, 0.75])
@pytest.mark.parametrize("upright", [False, True])
def test_a_subject_is_in_the_frame_wherever_it_is(share: float, upright: bool) -> None:
    image = landscape((600, 900) if upright else (900, 600))
    fig = Image.open(PHOTOS / "fig.jpg").convert("RGB").crop((640, 380, 1120, 820)).resize((150, 140))
    x, y = (round(share * 600), 300) if upright else (420, round(share * 600))
    image.paste(fig, (x - 75, y - 70))
    assert cut(image, (x - 60, y - 55, x + 60, y + 55)) == 0


@pytest.mark.parametrize("skin", MONK)
@pytest.mark.parametrize("y", [130, 200, 300])
@pytest.mark.parametrize("height", [110, 180])
def test_no_head_is_cut(skin: str, y: int, height: int) -> None:
    """A person of any skin before a landscape; the frame is 332 pixels high."""
    image = landscape()
    assert cut(image, head(image, (360, y), height, skin)) == 0


@pytest.mark.parametrize("x", [150, 300, 460])
def test_no_head_is_cut_upright(x: int) -> None:
    image = landscape((600, 900))
    assert cut(image, head(image, (x, 330), 240, MONK[5])) == 0


@pytest.mark.parametrize(
    ("name", "box"),
    [
        ("astronaut.png", (134, 14, 296, 188)),  # the head, in a frame that is hardly higher
        ("fig.jpg", (700, 410, 1080, 780)),  # its flesh
        ("dandelion.jpg", (240, 80, 720, 490)),
        ("sunset.jpg", (740, 380, 860, 520)),  # the sun
        ("wine.jpg", (400, 180, 560, 560)),  # bottle and glass
        ("mountain.jpg", (750, 500, 1000, 700)),  # the pass that the path leads to
    ],
)
def test_the_subject_of_a_photograph_is_in_the_frame(name: str, box: tuple[int, int, int, int]) -> None:
    image = Image.open(PHOTOS / name).convert("RGB")
    assert cut(image, box) == 0


@pytest.mark.parametrize("name", sorted(path.name for path in PHOTOS.glob("*.*g")))
def test_a_little_change_moves_the_frame_a_little(name: str) -> None:
    image = Image.open(PHOTOS / name).convert("RGB")
    small = thumbnail(image)
    there = np.array(interesting_center(small, XPAN, image.size))
    rng = np.random.default_rng(5)
    for changed in (
        255 * (small / 255) ** 1.02,
        small + rng.normal(0, 2, small.shape),
        np.asarray(Image.fromarray(small).filter(ImageFilter.GaussianBlur(0.3))),
        np.asarray(image.resize((small.shape[1], small.shape[0]), Image.Resampling.LANCZOS)),
    ):
        moved = interesting_center(np.uint8(np.clip(np.rint(changed), 0, 255)), XPAN, image.size)
        assert np.abs(moved - there).max() < 0.035
    assert (np.array(interesting_center(small, XPAN, image.size)) == there).all()


def test_a_picture_that_shows_nothing_is_cropped_in_its_middle() -> None:
    for pixels in (np.full((170, 256, 3), 90, np.uint8), np.zeros((170, 256, 4), np.uint8)):
        assert interesting_center(pixels, XPAN, (1500, 1000)) == pytest.approx((0.5, 0.5), abs=0.02)


def test_a_frame_that_fills_the_picture_stays() -> None:
    noise = np.random.default_rng(2).integers(0, 256, (94, 256, 3), np.uint8)
    assert interesting_center(noise, XPAN, (6500, 2400)) == (0.5, 0.5)
    assert interesting_center(noise, XPAN, (1, 1)) == (0.5, 0.5)


@pytest.mark.parametrize("shape", [(1, 1), (1, 256), (256, 1), (10, 256), (2, 3)])
def test_thumbnails_of_any_shape(shape: tuple[int, int]) -> None:
    pixels = np.random.default_rng(3).integers(0, 256, (*shape, 3), np.uint8)
    x, y = interesting_center(pixels, Crop(1, 1), (shape[1] * 7, shape[0] * 7))
    assert 0 <= x <= 1 and 0 <= y <= 1


def test_what_is_transparent_does_not_count() -> None:
    image = landscape()
    head(image, (360, 130), 150, MONK[4])
    pixels = np.dstack([thumbnail(image), np.full((171, 256), 255, np.uint8)])
    pixels[:85, :, 3] = 0
    assert map_interest(pixels)[:80].max() == 0
    assert (
        interesting_center(pixels, XPAN, (900, 600))[1] > 0.6 > interesting_center(pixels[..., :3], XPAN, (900, 600))[1]
    )


def test_the_thumbnail_of_a_layer_counts_at_its_place() -> None:
    """A layer that lies in the lower part of an upright image."""
    photo = thumbnail(Image.open(PHOTOS / "fig.jpg").convert("RGB"))
    high, low = (interesting_center(photo, Crop(1, 1), (400, 1600), Place(0, top, 400, 270)) for top in (100, 1300))
    assert high[0] == low[0] == 0.5
    assert high[1] < 0.25 and low[1] > 0.75


@pytest.mark.parametrize("pixels", [np.zeros((4, 4), np.uint8), np.zeros((4, 4, 3)), np.zeros((0, 4, 3), np.uint8)])
def test_other_arrays_are_refused(pixels: np.ndarray) -> None:
    with pytest.raises(PixelError, match="expected a thumbnail"):
        map_interest(pixels)
