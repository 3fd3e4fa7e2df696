"""Pairs of photographs found by name and by order, and LUTs fitted to them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

import lut
from lut.color.difference import srgb_delta_e2000
from lut.create import photo_pairs
from lut.create.fit_photos import fit_photos
from lut.create.pair import match_pair
from lut.create.photo_pairs import PhotoPair, find_photo_pairs
from lut.errors import LutError, LutFormatError
from tests.create.pairs import error, look, photo
from tests.images.dng_maker import dng

SLOW = """
import sys, time
from lut.cli import main
from lut.create import photo_pairs

def read_slowly(*arguments):
    print("reading", flush=True)
    time.sleep(600)

photo_pairs.read_pair = read_slowly
sys.exit(main(["fit", *sys.argv[1:]]))
"""


def make(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()


def found(folder: Path, *names: str) -> list[str]:
    """Pairs in words, without the folder."""
    pairs, notes = find_photo_pairs([folder / name for name in names])
    told = [" + ".join(str(file.relative_to(folder).as_posix()) for file in pair.files) for pair in pairs]
    return told + [note.replace(f"{folder}{os.sep}", "").replace(os.sep, "/") for note in notes]


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["IMG_1.DNG", "IMG_1.JPG"], ["IMG_1.DNG + IMG_1.JPG"]),
        (["img_1.dng", "IMG_1.JPG"], ["img_1.dng + IMG_1.JPG"]),
        (["DSC_2.NEF", "DSC_2.jpeg", "DSC_3.ARW"], ["DSC_2.NEF + DSC_2.jpeg", "DSC_3.ARW"]),
        (["IMG_1.dng", "IMG_1~2.jpg"], ["IMG_1.dng + IMG_1~2.jpg"]),
        (
            ["PXL_2024.RAW-01.COVER.jpg", "PXL_2024.RAW-02.ORIGINAL.dng", "PXL_2025.RAW-01.MP.COVER.jpg"],
            [
                "PXL_2024.RAW-02.ORIGINAL.dng + PXL_2024.RAW-01.COVER.jpg",
                "PXL_2025.RAW-01.MP.COVER.jpg is left out: no raw file has its name",
            ],
        ),
        (["20240101_RAW.dng", "20240101.jpg"], ["20240101_RAW.dng + 20240101.jpg"]),
        (["20240101(0).dng", "20240101(0).jpg"], ["20240101(0).dng + 20240101(0).jpg"]),
        (
            ["IMG_1.DNG", "IMG_1.JPG", "IMG_1~2.jpg"],
            ["IMG_1.DNG + IMG_1.JPG", "IMG_1~2.jpg is left out: IMG_1.JPG is used for IMG_1.DNG"],
        ),
        (
            ["IMG_1.DNG", "IMG_1.png", "IMG_1.jpg"],
            ["IMG_1.DNG + IMG_1.jpg", "IMG_1.png is left out: IMG_1.jpg is used for IMG_1.DNG"],
        ),
        (
            ["IMG_1.dng", "IMG_1~2.dng", "IMG_1.jpg", "IMG_1~2.jpg"],
            ["IMG_1.dng + IMG_1.jpg", "IMG_1~2.dng + IMG_1~2.jpg"],
        ),
        (["a/1.dng", "a/1.jpg", "b/1.dng", "b/1.jpg"], ["a/1.dng + a/1.jpg", "b/1.dng + b/1.jpg"]),
        (["jpg/1.jpg", "raw/1.dng", "raw/2.dng"], ["raw/1.dng + jpg/1.jpg", "raw/2.dng"]),
        (["1.dng", ".2.dng", "._1.jpg", ".trash/3.dng", "notes.txt"], ["1.dng"]),
        (["1.dng", "holiday.jpg"], ["1.dng", "holiday.jpg is left out: no raw file has its name"]),
    ],
)
def test_pairs_in_a_folder(tmp_path: Path, names: list[str], expected: list[str]) -> None:
    make(tmp_path, *names)
    assert found(tmp_path, "") == expected


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["1.dng"], ["1.dng"]),
        (["1.dng", "phone.jpg"], ["1.dng + phone.jpg"]),
        (["1.dng", "2.dng"], ["1.dng", "2.dng"]),
        (["1.dng", "2.dng", "1.jpg", "2.jpg"], ["1.dng + 1.jpg", "2.dng + 2.jpg"]),
        (["1.jpg", "1.dng"], ["1.dng + 1.jpg"]),
        (["a.tif", "b.jpg", "c.tif", "d.jpg"], ["a.tif + b.jpg", "c.tif + d.jpg"]),
        (["a.tif", "b.jpg", "2.dng", "1.dng", "1.jpg"], ["a.tif + b.jpg", "2.dng", "1.dng + 1.jpg"]),
        (["folder", "a.tif", "b.jpg"], ["a.tif + b.jpg", "folder/1.dng + folder/1.jpg"]),
        (["1.dng", "1.dng"], ["1.dng"]),
    ],
)
def test_pairs_of_named_files(tmp_path: Path, names: list[str], expected: list[str]) -> None:
    make(tmp_path, *(name for name in names if name != "folder"), "folder/1.dng", "folder/1.jpg")
    assert sorted(found(tmp_path, *names)) == sorted(expected)


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (["a.jpg"], "a.jpg: expected a raw file, or the same picture with the look behind it"),
        (["a.tif", "b.jpg", "c.tif"], "c.tif: expected a raw file, or the same picture with the look behind it"),
        (["empty"], "expected raw files, or pairs of pictures, found none"),
    ],
)
def test_what_makes_no_pair_is_refused(tmp_path: Path, names: list[str], message: str) -> None:
    (tmp_path / "empty").mkdir()
    make(tmp_path, *(name for name in names if name != "empty"))
    with pytest.raises(LutError, match=message):
        found(tmp_path, *names)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two good pairs: one by name, one with its own rendering; and three that won't do."""
    folder = tmp_path_factory.mktemp("pairs")
    wanted = look("leica-vivid")
    for number, name in enumerate(("fig.jpg", "autumn.jpg"), 1):
        before = photo(name, 1024)
        after = lut.apply(before, wanted)
        data = dng(before / 255 * 0.98, rendering=after if number == 2 else None)
        (folder / f"IMG_{number}.DNG").write_bytes(data)
        if number == 1:
            Image.fromarray(after).save(folder / "IMG_1.jpg", quality=95)
    (folder / "IMG_3.DNG").write_bytes(b"II*\0damaged")
    Image.fromarray(photo("wine.jpg")).save(folder / "IMG_3.jpg")
    (folder / "IMG_4.DNG").write_bytes(dng(photo("wine.jpg", 320) / 255))  # without a rendering
    (folder / "IMG_5.DNG").write_bytes(dng(photo("wine.jpg", 320) / 255))
    Image.fromarray(photo("fig.jpg")).save(folder / "IMG_5.jpg")  # another scene
    return folder


def test_a_failed_pair_stops_nothing_but_itself(folder: Path) -> None:
    pairs, _notes = find_photo_pairs([folder])
    steps = []
    result = fit_photos(pairs, step=lambda pair, failed: steps.append((pair.before.name, failed)))
    assert [pair.name for pair in result.used] == ["IMG_1.DNG and IMG_1.jpg", "IMG_2.DNG and its own rendering"]
    assert steps == [(f"IMG_{number}.DNG", number > 2) for number in range(1, 6)]
    told = {pair.before.name: str(failure) for pair, failure in result.failures.items()}
    assert f"{folder / 'IMG_3.DNG'}: expected" in told["IMG_3.DNG"]
    assert told["IMG_4.DNG"].endswith("expected the camera’s own rendering inside of the raw file, found none")
    assert told["IMG_5.DNG"].startswith(f"{folder / 'IMG_5.DNG'}: ")
    assert error(result.lut, look("leica-vivid"), "mountain.jpg") < 1.5


def test_where_no_pair_is_left_the_first_says_why(folder: Path) -> None:
    pairs = [PhotoPair(folder / "IMG_4.DNG"), PhotoPair(folder / "IMG_3.DNG", folder / "IMG_3.jpg")]
    with pytest.raises(LutFormatError, match=r"IMG_4.DNG: .*found none; none of the 2 pairs can be used"):
        fit_photos(pairs)
    with pytest.raises(LutFormatError, match=r"IMG_4.DNG: .*found none$"):
        fit_photos(pairs[:1])


@pytest.mark.slow("fits twice; a pair that cannot be read is left out in a quicker test")
def test_a_pair_that_spoils_the_fit_is_left_out(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fitted alone, it is refused; the others are fitted without it."""
    from lut.create import fit_photos as module
    from lut.errors import PixelError

    matched = {pair: photo_pairs.match_photos(pair) for pair in find_photo_pairs([folder])[0][:2]}
    second = list(matched.values())[1]
    fit = module.fit_matched

    def refuse_second(pairs: list[object], progress: object) -> object:
        if any(pair is second for pair in pairs):
            raise PixelError("expected a look that is the same all over the picture")
        return fit(pairs, progress)

    monkeypatch.setattr(module, "match_photos", lambda pair, ignore_profile: matched[pair])
    monkeypatch.setattr(module, "fit_matched", refuse_second)
    result = fit_photos(list(matched))
    assert [pair.before.name for pair in result.used] == ["IMG_1.DNG"]
    assert [pair.before.name for pair in result.failures] == ["IMG_2.DNG"]


def test_half_the_size_gives_the_same_colors(tmp_path: Path) -> None:
    """A raw file is developed at half its size for a fit; its areas follow the look as well as the full ones do."""
    wanted = look("leica-vivid")
    before = np.asarray(Image.fromarray(photo("fig.jpg", 1320)).resize((2640, 1984), Image.Resampling.BICUBIC))
    (tmp_path / "1.dng").write_bytes(dng(before / 255))
    Image.fromarray(lut.apply(before, wanted)).save(tmp_path / "1.jpg", quality=95)
    pair = PhotoPair(tmp_path / "1.dng", tmp_path / "1.jpg")
    reduced, after, factor = photo_pairs.read_pair(pair)
    assert (reduced.shape, factor) == ((992, 1320, 3), 2)
    half, full = photo_pairs.match_photos(pair), match_pair(lut.images.read_srgb(pair.before), after)
    assert half.widths == full.widths  # in the files' pixels
    off = [
        float(np.average(srgb_delta_e2000(wanted(areas.before), areas.after), weights=areas.weight))
        for areas in (half, full)
    ]
    print(f"areas are off the look by {off[0]:.3f} at half the size, {off[1]:.3f} at all of it")
    assert off[0] < off[1] + 0.1


@pytest.mark.skipif(os.name != "posix", reason="Windows has no SIGINT for one process alone")
def test_ctrl_c_ends_a_fit_and_leaves_nothing(folder: Path, tmp_path: Path) -> None:
    words = [sys.executable, "-c", SLOW, str(folder), str(tmp_path / "look.cube")]
    environment = {**os.environ, "PYTHONPATH": str(Path(lut.__file__).parent.parent)}
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None and process.stdout.readline() == b"reading\n"
        process.send_signal(signal.SIGINT)
        _out, told = process.communicate(timeout=300)
    assert process.returncode == 130
    assert b"Traceback" not in told and not list(tmp_path.iterdir())
