"""What a picture takes of the machine's memory, told before it is decoded, and held against what a process takes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import imagecodecs
import numpy as np
import pytest
import tifffile
from dng_maker import dng
from gain_map_maker import ultra_hdr
from heif_maker import heic
from PIL import Image

import lut
from lut import images
from lut.errors import NoRoomError
from lut.images import file_kinds, memory_limit
from lut.images.opening import MEGABYTE, TABLES, open_picture

ROOT = Path(lut.__file__).parent.parent
WIDTH, HEIGHT = 4000, 2500
LEAST_OF_ESTIMATE = (
    1 / 3
)  # what grows with a picture: far above the truth, pictures would be refused that could be done
CHILD = """
import resource, sys
from lut.cli import main
if float(sys.argv[1]):
    pages = int(open("/proc/self/statm").read().split()[0])
    limit = pages * resource.getpagesize() + int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
code = main(["apply", *sys.argv[2:], "--look", "leica-bw-natural", "--overwrite", "--quiet"])
[peak] = [line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM:")]
print(code, 1024 * int(peak))  # ru_maxrss would begin with that of the process that started this one
"""

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="what a process took is measured in Linux' units")


def develop(source: Path, target: Path, limit: int = 0) -> tuple[int, int, str]:
    """Develop a picture in a process of its own: exit code, peak of its memory in bytes, what it told.

    limit: bytes that it may take of addresses besides what it has at its start; 0 for any number.
    """
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(limit), source, target],
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        encoding="utf-8",
    )
    code, peak = done.stdout.split()
    return int(code), int(peak), done.stderr


def noise(channels: int, dtype: type[np.generic]) -> np.ndarray:
    return np.random.default_rng(1).integers(0, np.iinfo(dtype).max, (HEIGHT, WIDTH, channels), dtype)


def write_source(path: Path) -> None:
    """A picture that no compression makes small, as the name says."""
    kind = path.stem
    if kind == "gray":
        Image.fromarray(noise(1, np.uint8)[..., 0]).save(path, compress_level=1)
    elif kind == "hdr":  # with a gain map as large as the picture, which the look makes gray
        path.write_bytes(ultra_hdr(noise(3, np.uint8), noise(3, np.uint8)))
    elif kind == "deep":
        path.write_bytes(imagecodecs.png_encode(noise(3, np.uint16), level=1))
    elif path.suffix == ".heic":
        pytest.importorskip("pillow_heif")
        path.write_bytes(heic(noise(3, np.uint16), 10, quality=20))
    elif path.suffix == ".avif":
        path.write_bytes(imagecodecs.avif_encode(noise(3, np.uint16) >> 6, level=20, speed=10, bitspersample=10))
    elif path.suffix == ".jxl":
        path.write_bytes(imagecodecs.jpegxl_encode(noise(3, np.uint16), distance=3, effort=1))
    elif kind == "floats":
        tifffile.imwrite(path, noise(3, np.uint16).astype(np.float32) / 65535, photometric="rgb", compression="zlib")
    elif kind == "raw":
        path.write_bytes(dng(noise(3, np.uint8) / 255))
    else:
        Image.fromarray(noise(3, np.uint8)).save(path)


@pytest.mark.slow("develops a large picture each")
@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("gray.png", "out.png"),
        ("bytes.jpg", "out.jpg"),
        ("hdr.jpg", "out.jpg"),
        ("bytes.tif", "out.webp"),
        ("deep.png", "out.tif"),
        ("floats.tif", "out.tif"),
        ("raw.dng", "out.tif"),
        ("phone.heic", "out.jpg"),
        ("phone.avif", "out.png"),
        ("bytes.png", "out.avif"),
        ("phone.jxl", "out.tif"),
        ("deep.png", "out.jxl"),
        ("bytes.png", "out.jxl"),
    ],
)
def test_a_picture_takes_no_more_than_is_told(tmp_path: Path, source: str, target: str) -> None:
    Image.new("RGB", (32, 32)).save(tmp_path / "tiny.png")
    code, least, told = develop(tmp_path / "tiny.png", tmp_path / "tiny-out.png")
    assert code == 0, told
    write_source(tmp_path / source)
    code, peak, told = develop(tmp_path / source, tmp_path / target)
    assert code == 0, told
    data = (tmp_path / source).read_bytes()
    needed = open_picture(tmp_path / source, data).needed_bytes(file_kinds.format_of_path(target))
    print(f"{source} → {target}: needs {needed / MEGABYTE:.0f} MB, took {(peak - least) / MEGABYTE:.0f} MB")
    assert LEAST_OF_ESTIMATE * (needed - TABLES) < peak - least <= needed + len(data)


def test_a_picture_too_large_for_the_machine_is_refused_before_it_is_decoded(tmp_path: Path) -> None:
    Image.new("RGB", (8000, 8000)).save(tmp_path / "bomb.png", compress_level=9)
    Image.new("RGB", (32, 32)).save(tmp_path / "tiny.png")
    _, least, _ = develop(tmp_path / "tiny.png", tmp_path / "tiny-out.png")
    code, peak, told = develop(tmp_path / "bomb.png", tmp_path / "out.png", limit=600 * MEGABYTE)
    assert code == 1
    assert "bomb.png: 8000 × 8000 pixels take 1,011 MB of memory, there are " in told
    assert peak - least < 30 * MEGABYTE
    assert not (tmp_path / "out.png").exists()


def test_a_gain_map_counts(tmp_path: Path) -> None:
    base, sizes = np.zeros((300, 400, 3), np.uint8), ((400, 300), (200, 150), (4000, 3000))
    needed = []
    for width, height in sizes:
        data = ultra_hdr(base, np.zeros((height, width, 1), np.uint8))
        needed.append(open_picture(tmp_path / "photo.jpg", data).needed_bytes() - TABLES)
    alone = open_picture(tmp_path / "photo.jpg", data[: data.rindex(b"\xff\xd8\xff")]).needed_bytes() - TABLES
    assert needed == [
        2 * alone,
        1.25 * alone,
        2 * alone,
    ]  # the last has too many pixels to be decoded


def test_pictures_at_work_share_the_memory(tmp_path: Path) -> None:
    Image.new("RGB", (300, 200)).save(tmp_path / "photo.png")
    assert images.read(tmp_path / "photo.png", processes=2).pixels.shape == (200, 300, 3)
    share = memory_limit.available_bytes() // 10**6 // MEGABYTE
    with pytest.raises(NoRoomError, match=f"300 × 200 pixels take 96 MB of memory, there are {share:,} MB for it"):
        images.read(tmp_path / "photo.png", processes=10**6)


@pytest.mark.parametrize(
    ("names", "values", "left"),
    [
        (("memory.max", "memory.current"), ("1000", "900"), [180]),
        (("memory.max", "memory.current"), ("max", "900"), []),
        (("memory.max", "memory.current"), (str(2**63), "900"), []),
        (("memory.max", "nothing"), ("1000", "900"), []),
    ],
)
def test_a_control_groups_limit_counts_without_cached_files(
    tmp_path: Path, names: tuple[str, str], values: tuple[str, str], left: list[int]
) -> None:
    for name, value in zip(names, values, strict=True):
        (tmp_path / name).write_text(f"{value}\n", encoding="utf-8")
    (tmp_path / "memory.stat").write_text("active_file 7\ninactive_file 80\n", encoding="utf-8")
    assert list(memory_limit.group_bytes_left(tmp_path, "memory.max", "memory.current", "inactive_file")) == left
