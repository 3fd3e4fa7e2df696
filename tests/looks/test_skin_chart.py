"""The chart of skin: its rows are the skin, the look, and the look with its skin protected."""

import numpy as np
from PIL import Image

from lut import looks
from lut.color.checker import MONK_CODES
from lut.looks.skin import protect
from tests.looks import skin_chart
from tests.looks.skin_chart import GAP, NAME, PATCH, ROW


def test_rows_are_skin_look_and_protected(tmp_path):
    out = tmp_path / "skin.png"
    assert skin_chart.main([str(out), "hasselblad-emerald", "sony-nt"]) == 0
    pixels = np.asarray(Image.open(out))
    lut = looks.load("sony-nt").bake()
    top = GAP + 3 * ROW + GAP + ROW // 2
    columns = NAME + PATCH // 2 + PATCH * np.arange(10)
    for row, codes in enumerate((MONK_CODES, lut(MONK_CODES), protect(lut, 1)(MONK_CODES))):
        np.testing.assert_allclose(pixels[top + row * ROW, columns], codes * 255, atol=0.51)
