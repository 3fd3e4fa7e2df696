"""The pixels of the GIMP in memory, in every format, and its files; and all of it on the oldest Python."""

from __future__ import annotations

import os
import shutil
import subprocess
from array import array
from pathlib import Path
from typing import Any

import gimp
import pytest
from gimp import pdb
from gimp_backends.contract import OWN, OWN_8_BIT, OWN_SPACE
from gimp_in_memory import Memory, pictures
from gimpenums import GRAY, GRAY_IMAGE, RGB, RGB_IMAGE, RGBA_IMAGE

ROOT = Path(__file__).resolve().parents[3]
AREA = (1, 2, 16, 5)
FORMATS = [OWN, OWN_8_BIT, "R'G'B'A u8", "R'G'B'A u16", "R'G'B'A half", "R'G'B'A float", "R'G'B'A double"]
FORMATS += ["RGBA float", "RGBA double", OWN_SPACE + "R'G'B'A float"]


@pytest.fixture
def memory() -> Memory:
    return Memory()


def filled(memory: Memory, type: int = RGBA_IMAGE) -> Any:
    image = gimp.Image(20, 10, type // 2)
    layer = gimp.Layer(image, "Layer", 20, 10, type)
    image.add_layer(layer)
    count = 20 * 10 * layer.bpp
    memory.write(layer.ID, 0, 0, 20, 10, OWN, bytes(i % 256 for i in range(count)))
    return layer


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_goes_out_and_comes_back(memory: Memory, format: str) -> None:
    layer = filled(memory)
    before = memory.read(layer.ID, 0, 0, 20, 10, OWN)
    data = memory.read(layer.ID, *AREA, format)
    memory.write(layer.ID, *AREA, format, data)
    assert memory.read(layer.ID, 0, 0, 20, 10, OWN) == before
    other = filled(memory)
    other.fill(1)
    memory.write(other.ID, *AREA, format, data)
    assert memory.read(other.ID, *AREA, OWN) == memory.read(layer.ID, *AREA, OWN)
    assert other.get_pixel(0, 0) == (255, 255, 255, 255)


def test_values_are_what_the_names_say(memory: Memory) -> None:
    layer = filled(memory, RGB_IMAGE)
    layer.set_pixel(0, 0, (255, 128, 0))
    assert array("f", memory.read(layer.ID, 0, 0, 1, 1, "R'G'B'A float")).tolist() == pytest.approx(
        [1, 128 / 255, 0, 1]
    )
    assert array("f", memory.read(layer.ID, 0, 0, 1, 1, "RGB float"))[1] == pytest.approx(0.21586, abs=1e-5)
    assert array("H", memory.read(layer.ID, 0, 0, 1, 1, "R'G'B' u16")).tolist() == [65535, 128 * 257, 0]
    memory.write(layer.ID, 0, 0, 1, 1, "R'G'B'A float", array("f", [2.0, -1.0, float("nan"), 0.5]).tobytes())
    assert layer.get_pixel(0, 0) == (255, 0, 0)
    gray = filled(memory, GRAY_IMAGE)
    assert memory.read(gray.ID, 5, 0, 1, 1, "R'G'B' u8") == bytes([5, 5, 5])
    assert memory.read(gray.ID, 5, 0, 1, 1, "Y'A u8") == bytes([5, 255])
    for drawable, format in ((layer, "CIE Lab float"), (layer, "Y' u8")):
        with pytest.raises(NotImplementedError):
            memory.read(drawable.ID, 0, 0, 1, 1, format)


def test_pixels_into_a_buffer_that_is_there(memory: Memory) -> None:
    layer = filled(memory)
    buffer = bytearray(5 * 100)
    memory.read_into(layer.ID, AREA, OWN_8_BIT, buffer, stride=100)
    assert buffer[100:164] == memory.read(layer.ID, 1, 3, 16, 1, OWN) and not any(buffer[164:200])
    shadow = bytearray(buffer)
    shadow[100:104] = b"\x01\x02\x03\xff"
    memory.write_from(layer.ID, AREA, OWN_8_BIT, shadow, shadow=True, stride=100)
    memory.call("gimp-drawable-merge-shadow", [layer.ID, 1])
    assert layer.get_pixel(1, 3) == (1, 2, 3, 255) and layer.get_pixel(2, 3) == tuple(buffer[104:108])
    for call in (
        lambda: memory.read(layer.ID, 15, 0, 6, 1, OWN),
        lambda: memory.write(layer.ID, 0, 0, 2, 2, OWN, bytes(15)),
    ):
        with pytest.raises(ValueError, match=r"is not inside|expected 16 bytes"):
            call()


@pytest.mark.parametrize("type", [0, 1, 2, 3])
def test_pictures_are_read_by_others_and_back(tmp_path: Path, type: int) -> None:
    import numpy as np
    from PIL import Image

    n = (3, 4, 1, 2)[type]
    picture = pictures.Picture(7, 5, type, bytes(i * 11 % 256 for i in range(35 * n)), resolution=(300.0, 150.0))
    for name in ("picture.png", *(["picture.ppm"] if type in (0, 2) else [])):
        path = tmp_path / name
        pictures.save(picture, str(path))
        assert np.asarray(Image.open(path)).tobytes() == picture.data
        assert pictures.load(str(path)).data == picture.data
    filtered = tmp_path / "filtered.png"
    noise = np.random.default_rng(1).integers(0, 30, (40, 50, n), np.uint8).cumsum(1, dtype=np.uint8)
    Image.fromarray(noise[..., 0] if n == 1 else noise).save(filtered, optimize=True)
    assert pictures.load(str(filtered)).data == noise.tobytes()


def test_an_indexed_image_keeps_its_colors(memory: Memory, tmp_path: Path) -> None:
    image = gimp.Image(4, 1, RGB)
    layer = gimp.Layer(image, "Layer", 4, 1, RGB_IMAGE)
    image.add_layer(layer)
    colors = bytes([255, 0, 0, 0, 0, 255, 255, 0, 0, 9, 9, 9])
    memory.write(layer.ID, 0, 0, 4, 1, OWN, colors)
    pdb.gimp_image_convert_indexed(image, 0, 0, 255, False, False, "")
    assert (image.base_type, layer.bpp, image.colormap) == (2, 1, bytes([0, 0, 255, 9, 9, 9, 255, 0, 0]))
    assert memory.read(layer.ID, 0, 0, 4, 1, "R'G'B' u8") == colors
    path = str(tmp_path / "indexed.png")
    pdb.file_png_save(image, layer, path, path, 0, 9, 0, 0, 0, 0, 0)
    pdb.gimp_image_convert_rgb(pdb.gimp_file_load(path, path))
    pdb.gimp_image_convert_rgb(image)
    assert memory.read(layer.ID, 0, 0, 4, 1, OWN) == colors
    assert gimp.Image(1, 1, GRAY).base_type == GRAY


def oldest_python() -> str | None:
    """A Python 3.8 of this machine, on PATH or among pyenv's."""
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    candidates = [shutil.which("python3.8"), *map(str, pyenv.glob("3.8.*/bin/python"))]
    for program in filter(None, candidates):
        if subprocess.run([program, "-c", ""], capture_output=True).returncode == 0:
            return program
    return None


@pytest.mark.skipif(oldest_python() is None, reason="there is no Python 3.8, the oldest that is promised, here")
def test_all_of_it_runs_on_the_oldest_python(tmp_path: Path) -> None:
    program = "import sys; from gimp_in_memory import Memory; Memory(); result = {}; folder = sys.argv[2]\n"
    program += "exec(compile(open(sys.argv[1], encoding='utf-8').read(), sys.argv[1], 'exec')); print(len(result))"
    for script in ("objects", "pixels", "session"):
        path = ROOT / f"tests/gimpfu/in_memory/agreement/{script}.py"
        done = subprocess.run(
            [oldest_python() or "", "-c", program, str(path), str(tmp_path)],
            capture_output=True,
            env={**os.environ, "PYTHONPATH": str(ROOT / "plugin/gimpfu")},
            encoding="utf-8",
        )
        assert done.returncode == 0, done.stderr
        assert int(done.stdout.split()[-1]) > 15
