"""The benchmark runs; what it measures is no test's business."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.slow("runs the benchmark")
def test_it_measures_what_is_there_and_names_what_is_not(tmp_path: Path) -> None:
    photo, chart = tmp_path / "photo.png", tmp_path / "chart.png"
    Image.fromarray(np.arange(60 * 80 * 3, dtype=np.uint8).reshape(60, 80, 3)).save(photo)
    command = [sys.executable, "-m", "tests.bench", "--photo", photo, "--chart", chart, "--rounds", "1"]
    command += ["--only", "8bit,noise,float,16bit,loading"]
    env = {**os.environ, "PATH": str(tmp_path)}
    result = subprocess.run(command, cwd=ROOT, capture_output=True, env=env, encoding="utf-8")
    assert result.returncode == 0, result.stderr
    assert "photo, 80 × 60" in result.stdout
    for line in ("| Camera Looks, first use | ", "| Pillow Color3DLUT | 1 | ", "| Camera Looks, again | "):
        assert line in result.stdout
    for missing in ("FFmpeg: apt-get install ffmpeg", "G'MIC: apt-get install gmic"):
        assert f"Not measured, because it is not installed: {missing}" in result.stdout
    with Image.open(chart) as image:
        assert image.width == 1200
