"""Every export, loaded by the program that it is for, gives a photograph the colors that our own ``apply`` gives it.

FFmpeg, RawTherapee, darktable, ImageMagick and OpenColorIO's wheel load the files themselves. OBS Studio, Unreal
Engine, Lumix cameras and Camera Raw do by their own rules, written here once more: from OBS Studio's filter and
its shader, from Unreal Engine's page on LUTs and its tonemapper, from Panasonic's manual, and from Adobe's DNG SDK
(adobe.py). Differences are in levels of 255.
"""

from __future__ import annotations

import re
from pathlib import Path

import adobe
import numpy as np
import pytest
from lut_pictures import photo
from PIL import Image
from programs import Program, by_darktable, by_ffmpeg, by_imagemagick, by_rawtherapee

import lut
from lut import looks
from lut.cli import main
from lut.formats import picture_files
from tests.scalar import tetrahedral

LOOK = "hasselblad-emerald"


@pytest.fixture
def pixels(tmp_path: Path) -> np.ndarray:
    """photo.png and, in 16 bits, photo16.png: a photograph, and random colors below it."""
    random = np.random.default_rng(3).integers(0, 256, (40, 64, 3), dtype=np.uint8)
    made = np.concatenate([photo("autumn.jpg", 64, 60), random])
    (tmp_path / "photo.png").write_bytes(picture_files.encode_picture(made))
    (tmp_path / "photo16.png").write_bytes(picture_files.encode_picture(made.astype(np.uint16) * np.uint16(257)))
    return made


def exported(target: str, name: str, folder: Path, *options: str) -> Path:
    assert main(["export", LOOK, "--for", target, "-o", str(folder / name), *options]) == 0
    (found,) = [path for path in folder.iterdir() if not path.name.startswith("photo")]
    return found


def assert_as_applied(found: np.ndarray, pixels: np.ndarray, most: float, size: int = 33) -> None:
    """found: (H, W, 3) in levels of 255.  most: how far off it may be from a table of that size, at any pixel.

    On average, half a level from what ``apply`` shows, which rounds to whole ones.
    """
    look = looks.load(LOOK)
    ours = lut.apply(pixels, look.bake(size)).astype(np.float64)
    assert np.abs(found - ours).max() <= most
    shown = lut.apply(pixels, look.bake()).astype(np.float64)
    assert np.abs(found - shown).mean() < 0.5
    assert np.abs(shown - pixels).max() > 25


def seen(folder: Path) -> np.ndarray:
    """(H, W, 3) in levels of 255: what a program left in out.png."""
    pixels = lut.images.read(folder / "out.png").pixels[..., :3]
    return pixels.astype(np.float64) / (257 if pixels.dtype == np.uint16 else 1)


LOADED = [
    ("ffmpeg", "film.cube", by_ffmpeg, 0.51, 33),
    ("rawtherapee", "", by_rawtherapee, 1, 64),  # ours and theirs are rounded
    ("rawtherapee", "film.png", by_imagemagick, 1.01, 64),  # between points in straight lines
    ("darktable", "film.cube", by_darktable, 1, 33),
    ("darktable", "film.png", by_darktable, 1, 64),
]


@pytest.mark.oracle(but_first=True)
@pytest.mark.parametrize(
    ("target", "name", "program", "most", "size"),
    LOADED,
    ids=[f"{target}-{program.__name__}-{name}" for target, name, program, *_ in LOADED],
)
def test_programs_load_it(
    target: str, name: str, program: Program, most: float, size: int, tmp_path: Path, pixels: np.ndarray
) -> None:
    program(exported(target, name, tmp_path).name, tmp_path)
    assert_as_applied(seen(tmp_path), pixels, most, size)


CUBES = ["resolve", "photoshop", "premiere", "finalcut", "affinity", "capcut", "lumafusion", "darktable", "ffmpeg"]


@pytest.mark.parametrize("target", CUBES)
def test_opencolorio_loads_every_cube(target: str, tmp_path: Path, pixels: np.ndarray) -> None:
    opencolorio = pytest.importorskip("opencolorio", reason="the oracle is PyPI's opencolorio")
    path = exported(target, "film.cube", tmp_path)
    colors = pixels.reshape(-1, 3).astype(np.float32) / 255
    found = opencolorio.applied(path, colors, opencolorio.TETRAHEDRAL)
    assert_as_applied(found.reshape(pixels.shape).astype(np.float64) * 255, pixels, 0.51)


def linear(texture: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Sample (H, W, 3) at (P,) coordinates from 0 to 1, as a graphics card's linear filter does."""
    height, width = texture.shape[:2]
    column, row = np.clip(x * width - 0.5, 0, width - 1), np.clip(y * height - 0.5, 0, height - 1)
    left, top = np.floor(column).astype(int), np.floor(row).astype(int)
    right, bottom = np.minimum(left + 1, width - 1), np.minimum(top + 1, height - 1)
    across, down = (column - left)[:, None], (row - top)[:, None]
    upper = texture[top, left] * (1 - across) + texture[top, right] * across
    lower = texture[bottom, left] * (1 - across) + texture[bottom, right] * across
    return upper * (1 - down) + lower * down


def test_obs_studio_loads_the_picture(tmp_path: Path, pixels: np.ndarray) -> None:
    """The shader of its filter Apply LUT: two of 8 × 8 tiles of 64, and between them by blue."""
    with Image.open(exported("obs", "film.png", tmp_path)) as opened:
        assert (opened.size, opened.mode) == ((512, 512), "RGB")
        texture = np.asarray(opened).astype(np.float64)
    red, green, blue = pixels.reshape(-1, 3).T / 255
    found = []
    for tile in (np.floor(blue * 63), np.ceil(blue * 63)):
        row, column = tile // 8, tile % 8
        x = column * 0.125 + 0.5 / 512 + (0.125 - 1 / 512) * red
        y = row * 0.125 + 0.5 / 512 + (0.125 - 1 / 512) * green
        found.append(linear(texture, x, y))
    share = (blue * 63 % 1)[:, None]
    mixed = found[0] * (1 - share) + found[1] * share
    assert_as_applied(mixed.reshape(pixels.shape), pixels, 1.25, 64)


def read_as_obs_does(path: Path) -> tuple[int, np.ndarray]:
    """Its load_cube_file: lines of at most 255 characters, keywords ahead of the first three numbers; half floats."""
    size, rows = 0, []
    for line in path.read_bytes().decode("ascii").splitlines():
        assert len(line) < 255 and not line.startswith("DOMAIN")
        if found := re.match(r"LUT_3D_SIZE (\d+)", line):
            size = int(found[1])
        elif found := re.match(r"\s*([-+.\de]+) +([-+.\de]+) +([-+.\de]+)", line):
            rows.append([float(number) for number in found.groups()])
    table = np.array(rows[: size**3], np.float16).astype(np.float64)
    return size, table.reshape(size, size, size, 3).transpose(2, 1, 0, 3)  # red varies fastest


def test_obs_studio_loads_the_cube(tmp_path: Path, pixels: np.ndarray) -> None:
    size, table = read_as_obs_does(exported("obs", "film.cube", tmp_path))
    assert size == 33
    found = lut.Lut(table)(pixels.astype(np.float32) / 255)
    assert_as_applied(found.astype(np.float64) * 255, pixels, 0.65)


def test_unreal_engine_loads_the_picture(tmp_path: Path, pixels: np.ndarray) -> None:
    """Its page on LUTs: 256 × 16 pixels, 16 slices by blue, red to the right and green down; its tonemapper's
    UnwrappedTexture3DSample looks up in two slices, and goes between them by blue.

    16 points a side are what costs most: the command says so.
    """
    with Image.open(exported("unreal", "film.png", tmp_path)) as opened:
        assert (opened.size, opened.mode) == ((256, 16), "RGB")
        texture = np.asarray(opened).astype(np.float64)
    red, green, blue = pixels.reshape(-1, 3).T / 255 * (15 / 16) + 0.5 / 16
    depth = blue * 16 - 0.5
    first = np.floor(depth)
    x, share = (red + first) / 16, (depth - first)[:, None]
    mixed = linear(texture, x, green) * (1 - share) + linear(texture, np.minimum(x + 1 / 16, 1), green) * share
    assert_as_applied(mixed.reshape(pixels.shape), pixels, 3, 16)


@pytest.mark.parametrize(("size", "most"), [(17, 0.55), (33, 0.55)])
def test_a_lumix_camera_loads_the_file(size: int, most: float, tmp_path: Path, pixels: np.ndarray) -> None:
    """Panasonic's manual: four lines, then whole numbers of 12 bits, red fastest; lines end in a line feed."""
    text = exported("lumix", "Film.vlt", tmp_path, "--size", str(size)).read_bytes().decode("ascii")
    lines = text.split("\n")
    assert lines[:4] == ["# panasonic vlt file version 1.0", '# source vlt file ""', f"LUT_3D_SIZE {size}", ""]
    assert all(re.fullmatch(r"\d{1,4} \d{1,4} \d{1,4}", line) for line in lines[4:-1]) and lines[-1] == ""
    codes = [[int(number) for number in line.split(" ")] for line in lines[4:-1]]
    assert len(codes) == size**3 and max(map(max, codes)) <= 4095
    table = np.array(codes).reshape(size, size, size, 3).transpose(2, 1, 0, 3) / 4095
    found = lut.Lut(table)(pixels.astype(np.float32) / 255)
    assert_as_applied(found.astype(np.float64) * 255, pixels, most, size)


def test_camera_raw_loads_the_profile(tmp_path: Path, pixels: np.ndarray) -> None:
    """For a picture in sRGB: tetrahedral between the points, as it is at an amount of 100."""
    text = exported("lightroom", "film.xmp", tmp_path).read_text(encoding="utf-8")
    name, embedded = re.search(r'crs:RGBTable="(\w+)"\s+crs:Table_\1="([^"]+)"', text).groups()
    codes, (primaries, gamma, _), _, digest = adobe.unpacked_table(embedded)
    assert (digest, primaries, gamma) == (name, adobe.SRGB, adobe.SRGB_GAMMA)
    few = pixels[::3, ::3]
    found = [tetrahedral(codes / 65535, color / 255) for color in few.reshape(-1, 3)]
    assert_as_applied(np.array(found).reshape(few.shape) * 255, few, 0.51, 32)
