"""ASC CDL: corrections alone, in collections and in decision lists, held against OpenColorIO."""

from __future__ import annotations

from pathlib import Path

import noted
import numpy as np
import opencolorio as ocio
import pytest
from closeness import assert_close
from process_lists import collection, correction, decisions, nodes
from samples import colors

import lut
from lut import LutFormatError
from lut.formats import cdl

FILES = {
    "one": ("film.cc", correction("shot 1")),
    "without an id": ("film.cc", f'<?xml version="1.0"?>\n{correction()}'),
    "without saturation": ("film.cc", correction(inside=nodes().split("<SatNode>")[0])),
    "saturation alone": ("film.cc", correction(inside=nodes().split("</SOPNode>\n")[1])),
    "more saturated": ("film.cc", correction(inside=nodes(saturation="1.4"))),
    "gray": ("film.cc", correction(inside=nodes(saturation="0"))),
    "SATNode": ("film.cc", correction().replace("SatNode", "SATNode")),
    "strong": ("film.cc", correction(inside=nodes("3 .4 1.5", "-.4 .3 -.1", "2.5 .6 1"))),
    "no slope": ("film.cc", correction(inside=nodes("0 1 1", ".5 0 0", "1 1 1"))),
    "nothing": ("film.cc", correction(inside=nodes("1 1 1", "0 0 0", "1 1 1", "1"))),
    "a collection": ("film.ccc", collection(correction("a"))),
    "a decision list": ("film.cdl", decisions(correction("a"))),
    "described": ("film.cc", correction(inside=f"<Description>warm</Description>{nodes()}")),
}
NAMESPACE = 'xmlns="urn:ASC:CDL:v1.01"'
FILES["in a namespace"] = "film.cc", correction().replace("<ColorCorrection", f"<ColorCorrection {NAMESPACE}")


def clamped(path: Path, rgb: np.ndarray) -> np.ndarray:
    """What OpenColorIO makes of colors with a file's first correction, in the style that the ASC describes."""
    ocio.OCIO.ClearAllCaches()
    transform = ocio.OCIO.FileTransform(src=str(path), cccId="0")
    transform.setCDLStyle(ocio.OCIO.CDL_ASC)
    processor = ocio.OCIO.Config.CreateRaw().getProcessor(transform)
    result = np.ascontiguousarray(rgb, dtype=np.float32).copy()
    processor.getOptimizedCPUProcessor(ocio.OCIO.OPTIMIZATION_LOSSLESS).applyRGB(result)
    return result


@pytest.mark.parametrize(("name", "text"), FILES.values(), ids=FILES.keys())
def test_means_what_it_means_in_opencolorio(name: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    film = lut.read(path)
    rgb, table = colors((-0.5, 1.5)), film.as_table
    assert film.notes == ()
    assert_close(film(rgb), clamped(path, rgb), 1e-5, "colors")
    told = noted.noted(table)
    rgb = np.clip(rgb, told.low, told.high)
    assert not told.baked
    assert_close(np.clip(table(rgb), 0, 1), clamped(path, rgb), max(told.dark, told.other), "the table's colors")


SEVERAL = {
    "film.ccc": collection(correction("warm", nodes(".9 1 1")), correction("", nodes("1 .5 1")), correction("warm")),
    "film.cdl": decisions(correction("warm", nodes(".9 1 1")), correction("", nodes("1 .5 1")), correction("warm")),
}


@pytest.mark.parametrize(("name", "text"), SEVERAL.items())
def test_several_corrections(name: str, text: str, tmp_path: Path) -> None:
    luts = cdl.read_all(text.encode())
    assert list(luts) == ["warm", "2", "warm (3)"]
    assert [film.title for film in luts.values()] == ["warm", "", "warm"]
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    first = lut.read(path)
    assert first.notes == ("the first of 3 color corrections in the file", *luts["warm"].notes)
    rgb = colors((-0.5, 1.5))
    assert np.array_equal(first(rgb), luts["warm"](rgb))
    for inside, film in zip((nodes(".9 1 1"), nodes("1 .5 1"), nodes()), luts.values(), strict=True):
        assert np.array_equal(film(rgb), cdl.read(correction("", inside).encode())(rgb))


def test_a_collection_of_thousands_has_a_first(tmp_path: Path) -> None:
    data = collection(
        *(correction(str(number), "<SatNode><Saturation>0.5</Saturation></SatNode>") for number in range(5000))
    )
    assert cdl.read(data.encode()).title == "0"
    luts = cdl.read_all(data.encode())
    assert len(luts) == 5000
    assert luts["4999"].title == "4999"


VALID = decisions(correction("shot 1"))
SLOPE = "<Slope>1.1 .9 1</Slope>"
SECOND = "<SatNode><Saturation>1</Saturation></SatNode>\n<SatNode>"
BROKEN = {
    "another root": (
        "ColorDecisionList",
        "List",
        "2: expected ColorCorrection, ColorCorrectionCollection, ColorDecisionList; found 'List'",
    ),
    "nothing inside": (correction("shot 1"), "", "2: expected a ColorCorrection, found none"),
    "a reference": (
        correction("shot 1"),
        '<ColorCorrectionRef ref="x"/>',
        "5: expected ColorCorrection in ColorDecision, found 'ColorCorrectionRef'",
    ),
    "another node": ("SatNode", "HueNode", "11: expected SOPNode or SatNode in ColorCorrection, found 'HueNode'"),
    "a second node": ("<SatNode>", SECOND, "12: expected one SatNode in ColorCorrection, found another on line 11"),
    "another number": (SLOPE, f"{SLOPE}<Gain>1</Gain>", "7: expected Slope in SOPNode, found 'Gain'"),
    "two slopes": (SLOPE, SLOPE * 2, "6: expected Slope once in SOPNode, found it 2 times"),
    "one slope for all": (SLOPE, "<Slope>1</Slope>", "7: expected 3 numbers in Slope, found '1'"),
    "NaN": (SLOPE, "<Slope>1 nan 1</Slope>", "7: expected 3 numbers in Slope, found '1 nan 1'"),
    "huge": (SLOPE, "<Slope>1 1e31 1</Slope>", "7: expected numbers up to 1e+30 in Slope, found '1 1e31 1'"),
    "below 0": ("<Saturation>.8", "<Saturation>-.8", "11: expected numbers from 0 on in Saturation, found -0.8"),
}


def test_what_is_broken_below_was_whole() -> None:
    assert cdl.read(VALID.encode()).title == "shot 1"


@pytest.mark.parametrize(("old", "new", "message"), BROKEN.values(), ids=BROKEN.keys())
def test_broken_files_are_refused(old: str, new: str, message: str) -> None:
    assert old in VALID
    with pytest.raises(LutFormatError) as failure:
        cdl.read(VALID.replace(old, new).encode())
    assert str(failure.value) == f"line {message}"
