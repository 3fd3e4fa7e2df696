"""What the camera noted of the light, read from EXIF: exiftool is the oracle."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image
from PIL.TiffImagePlugin import IFDRational

from lut import images
from lut.images.exif import CAPTURE, read_capture

EXIFTOOL = shutil.which("exiftool")
NAMES = ("ExposureTime", "FNumber", "ISO", "BrightnessValue", "LightSource", "Flash", "SceneCaptureType")
GIVEN = {"ExposureTime": 0.004, "FNumber": 5.6, "ISO": 250, "BrightnessValue": -1.5, "LightSource": 10, "Flash": 9}


@pytest.mark.skipif(EXIFTOOL is None, reason="exiftool is not installed")
@pytest.mark.parametrize("name", ["photo.jpg", "photo.png", "photo.tif", "photo.webp"])
def test_as_exiftool_writes_it(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    Image.new("RGB", (8, 6), "gray").save(path)
    values = [f"-EXIF:{tag}={value}" for tag, value in (*GIVEN.items(), ("SceneCaptureType", 2))]
    subprocess.run([str(EXIFTOOL), "-q", "-n", "-overwrite_original", *values, str(path)], check=True)
    told = subprocess.run([str(EXIFTOOL), "-j", "-n", str(path)], check=True, capture_output=True, encoding="utf-8")
    expected = json.loads(told.stdout)[0]
    found = read_capture(images.read(path).metadata.exif)
    assert found == pytest.approx(dict(zip(CAPTURE, (expected[tag] for tag in NAMES), strict=True)), rel=1e-5)


def test_damage_says_nothing() -> None:
    block = Image.Exif()
    block[0x8769] = {0x829D: IFDRational(28, 10), 0x8827: 400}
    whole = block.tobytes().removeprefix(b"Exif\0\0")
    assert read_capture(whole) == {"aperture": 2.8, "iso": 400}
    for end in range(len(whole)):
        assert set(read_capture(whole[:end])) <= {"aperture", "iso"}
    assert read_capture(b"") == read_capture(b"II*\0") == {}
