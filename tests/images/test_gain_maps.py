"""HDR photographs stay HDR: the look on the SDR picture, and the gain map with all that speaks of it."""

from __future__ import annotations

import shutil
import subprocess
from functools import lru_cache
from pathlib import Path

import imagecodecs
import numpy as np
import phone_jpegs as phone
import pytest
from gain_map_maker import (
    APPLE,
    ULTRA_HDR,
    Gain,
    decode,
    linear,
    photo,
    pictures_in,
    smooth_codes,
    ultra_hdr,
)
from PIL import Image
from ultra_hdr_oracle import rendered

from lut import images, looks
from lut.apply_lut import Applier
from lut.cli import main
from lut.images.orientations import turn_upright
from lut.looks.develop import develop
from lut.looks.finish import Crop
from lut.looks.finishing import Finishing

needs_exiftool = pytest.mark.skipif(shutil.which("exiftool") is None, reason="exiftool is not installed")
WITHIN = 0.01  # of linear light
DARK = 0.02  # of SDR white, added where a share of a dark color would be a share of nothing
FORMS = {"both": {}, "xmp": {"iso": False}, "iso": {"xmp": False}, "common": {"xmp": False, "common": True}}


@lru_cache
def applier(name: str = "leica-authentic") -> Applier:
    return Applier(looks.load(name).bake())


def after_look(tmp_path: Path, file: bytes, name: str = "leica-authentic", finishing: Finishing | None = None) -> bytes:
    """The file after a look, of which there must be nothing to tell."""
    (tmp_path / "in.jpg").write_bytes(file)
    picture = develop(images.read(tmp_path / "in.jpg"), applier(name), finishing or Finishing())
    assert picture.notes + images.write(picture, tmp_path / "out.jpg") == ()
    return (tmp_path / "out.jpg").read_bytes()


def difference(found: np.ndarray, expected: np.ndarray) -> np.ndarray:
    assert found.shape == expected.shape
    return np.abs(found - expected) / (np.abs(expected) + DARK)


def validated(path: Path) -> set[str]:
    command = ["exiftool", "-validate", "-warning", "-a", "-s3", str(path)]
    return set(subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout.splitlines())


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize(
    "gain", [Gain(), Gain(low=(-0.5,), gamma=(2.0,), sdr=(1 / 32,), hdr=(1 / 32,)), Gain(high=(1.0,), headroom=1.0)]
)
def test_the_rendering_is_gain_times_look(tmp_path: Path, form: str, channels: int, gain: Gain) -> None:
    """The measure: a color in linear light against the standard's formula, libultrahdr's own tables round."""
    base, codes = photo(160, 120), smooth_codes(160, 120, channels)
    source = ultra_hdr(base, codes, gain, **FORMS[form])
    result = after_look(tmp_path, source)
    _, gain_map = pictures_in(source)
    assert result.endswith(gain_map)
    primary, _ = pictures_in(result)
    before, expected = (
        gain.render(linear(decode(picture)), decode(gain_map)) for picture in (pictures_in(source)[0], primary)
    )
    for file, standard in ((source, before), (result, expected)):
        by_libultrahdr = difference(rendered(file), np.maximum(standard, 0))
        assert by_libultrahdr.mean() < WITHIN / 2
        assert np.percentile(by_libultrahdr, 95) < WITHIN
    # Against the look without a JPEG between: what differs then is that JPEG's own error.
    looked = np.empty_like(decode(primary))
    applier().into(decode(pictures_in(source)[0]), looked)
    ideal = gain.render(linear(looked), decode(gain_map))
    coded = difference(linear(decode(primary)), linear(looked))
    assert np.percentile(difference(expected, ideal), 95) < np.percentile(coded, 95) + WITHIN


@pytest.mark.parametrize("size", [(160, 120), (80, 60), (41, 31), (40, 30)])
def test_a_map_of_any_size_stays_as_it_is(tmp_path: Path, size: tuple[int, int]) -> None:
    """The gain of a color is what it was, however a reader makes the map as large as the picture."""
    source = ultra_hdr(photo(160, 120), smooth_codes(*size, 1))
    result = after_look(tmp_path, source)
    offset = Gain().sdr[0]
    before, after = (linear(decode(pictures_in(file)[0])) + offset for file in (source, result))
    expected = (rendered(source) + offset) / before * after - offset
    assert np.percentile(difference(rendered(result), expected), 95) < 2 * WITHIN  # two renderings' rounding


@pytest.mark.parametrize("common", [False, True])
@pytest.mark.parametrize("scale", [1, 2, 4])
def test_files_of_libultrahdrs_own(tmp_path: Path, scale: int, common: bool) -> None:
    light = linear(photo(160, 120))
    hdr = light * 2 ** (2 * light.max(axis=-1, keepdims=True)) * ([1, 1, 1] if common else [1.2, 1, 0.8])
    pixels = np.dstack([hdr, np.ones(hdr.shape[:2])]).astype(np.float16)
    source = imagecodecs.ultrahdr_encode(pixels, scale=scale)
    result = after_look(tmp_path, source)
    assert result.endswith(pictures_in(source)[-1])
    assert rendered(result).max() > 2


@needs_exiftool
@pytest.mark.parametrize("name", ["leica-authentic", "hasselblad-xpan-color"])
@pytest.mark.parametrize("source", [ULTRA_HDR, APPLE, *FORMS], ids=lambda source: getattr(source, "name", source))
def test_exiftool_finds_nothing_new_to_warn_of(tmp_path: Path, source: Path | str, name: str) -> None:
    made = source if isinstance(source, Path) else tmp_path / "made.jpg"
    if isinstance(source, str):
        made.write_bytes(ultra_hdr(photo(160, 120), smooth_codes(80, 60, 3), **FORMS[source]))
    look = looks.load(name)
    result = after_look(tmp_path, made.read_bytes(), name, Finishing.of(look))
    assert validated(tmp_path / "out.jpg") <= validated(made) | {"OK"}
    command = ["exiftool", "-b", "-MPImage2", str(tmp_path / "out.jpg")]
    assert subprocess.run(command, check=True, capture_output=True).stdout == pictures_in(result)[1]
    command = ["exiftool", "-s3", "-MPImage1:MPImageLength", str(tmp_path / "out.jpg")]
    found = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
    assert int(found) == len(pictures_in(result)[0])


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("channels", [1, 3])
def test_a_map_is_turned_with_its_picture(tmp_path: Path, orientation: int, channels: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    source = ultra_hdr(photo(160, 120), smooth_codes(72, 54, channels), exif=exif.tobytes())
    primary, gain_map = pictures_in(after_look(tmp_path, source))
    codes = turn_upright(decode(pictures_in(source)[1]), orientation)
    off = np.abs(decode(gain_map).astype(int) - codes)
    assert (off.max() <= 3, off.mean() < 0.3) == (True, True)  # as JPEG rounds
    assert decode(primary).shape[:2] == ((120, 160) if orientation < 5 else (160, 120))
    upright = turn_upright(rendered(source), orientation)
    offset = Gain().sdr[0]
    before = turn_upright(linear(decode(pictures_in(source)[0])), orientation) + offset
    expected = (upright + offset) / before * (linear(decode(primary)) + offset) - offset
    assert np.median(difference(rendered((tmp_path / "out.jpg").read_bytes()), expected)) < 2 * WITHIN


@pytest.mark.parametrize(("width", "height"), [(160, 120), (80, 60), (53, 40), (16, 12), (2, 2), (1, 1)])
@pytest.mark.parametrize("center", [(0.5, 0.5), (0.3, 0.21)])
def test_a_map_is_cropped_with_its_picture(
    tmp_path: Path, width: int, height: int, center: tuple[float, float]
) -> None:
    """What lies over a pixel stays there: a ramp of gain is the same function of the place in the scene."""
    rows, columns = np.mgrid[:height, :width] + 0.5
    ramp = np.stack([200 * columns / width, 20 + 200 * rows / height, 0 * rows + 90], axis=-1).astype(np.uint8)
    source = ultra_hdr(photo(160, 120), ramp)
    finishing = Finishing(crop=Crop(65, 24), center=center)
    primary, gain_map = pictures_in(after_look(tmp_path, source, finishing=finishing))
    rows_left = len(decode(primary))
    assert rows_left == (58 if (width, height) == (80, 60) else 59)  # a multiple of the map's pixels
    codes = decode(gain_map).astype(float)
    assert abs(codes.shape[0] / codes.shape[1] / (rows_left / 160) - 1) < 0.01  # or libultrahdr refuses the file
    assert codes.shape[1] <= max(160, width)
    edge = 60 / height  # outside of the map's outermost pixels, it goes on as they are
    places = find_top(source, primary) + (np.arange(codes.shape[0]) + 0.5) * rows_left / codes.shape[0]
    if height > 10:
        assert np.abs(codes[..., 1] - (20 + 200 * np.clip(places, edge, 120 - edge)[:, None] / 120)).max() < 5
    assert rendered((tmp_path / "out.jpg").read_bytes()).shape == (rows_left, 160, 3)


def find_top(source: bytes, cropped: bytes) -> int:
    """The row of the source at which a crop of it, after the look, begins."""
    before, found = decode(pictures_in(source)[0]), decode(cropped).astype(int)
    whole = np.empty_like(before)
    applier().into(before, whole)
    tops = range(len(whole) - len(found) + 1)
    return min(tops, key=lambda top: int(np.abs(whole[top : top + len(found)] - found).sum()))


@pytest.mark.parametrize("step", [1, 2, 4, 8])
@pytest.mark.parametrize("height", [0.5, 0.516, 0.521, 0.53])
def test_a_crop_leaves_the_light_of_a_detailed_map(tmp_path: Path, step: int, height: float) -> None:
    """Interpolated between its pixels, a map would be off by 4 to 10 % in one pixel of twenty."""
    base = photo(320, 240)
    codes = np.asarray(Image.fromarray(base).convert("L").resize((320 // step, 240 // step), Image.Resampling.BOX))
    source = ultra_hdr(base, codes[..., None])
    result = after_look(tmp_path, source, finishing=Finishing(crop=Crop(65, 24), center=(0.5, height)))
    primary = pictures_in(result)[0]
    rows_left, top = len(decode(primary)), find_top(source, primary)
    offset = Gain().sdr[0]
    box = slice(top, top + rows_left)
    before, after = linear(decode(pictures_in(source)[0])[box]) + offset, linear(decode(primary)) + offset
    expected = (rendered(source)[box] + offset) / before * after - offset
    assert np.percentile(difference(rendered(result), expected), 95) < 2 * WITHIN


def apple_headroom(maker_33: float, maker_48: float) -> float:
    """Apple, "Applying Apple HDR effect to your photos": the headroom by two tags of the maker's note."""
    if maker_33 < 1:
        stops = -20 * maker_48 + 1.8 if maker_48 <= 0.01 else -0.101 * maker_48 + 1.601
    else:
        stops = -70 * maker_48 + 3.0 if maker_48 <= 0.01 else -0.303 * maker_48 + 2.303
    return float(2 ** max(stops, 0))


def apple_rendered(primary: np.ndarray, codes: np.ndarray, headroom: float) -> np.ndarray:
    height, width = primary.shape[:2]
    gray = np.asarray(Image.fromarray(codes[..., 0]).resize((width, height), Image.Resampling.BILINEAR))
    return linear(primary) * (1 + (headroom - 1) * linear(gray))[..., None]


@needs_exiftool
def test_apples_rendering_is_gain_times_look(tmp_path: Path) -> None:
    source = APPLE.read_bytes()
    result = after_look(tmp_path, source)
    numbers = []
    for path in (APPLE, tmp_path / "out.jpg"):
        command = ["exiftool", "-s3", "-n", "-HDRHeadroom", "-HDRGain", str(path)]
        found = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout.split()
        numbers.append(apple_headroom(*map(float, found)))
    assert numbers[0] == numbers[1] == pytest.approx(8)
    primary, gain_map = pictures_in(result)
    assert gain_map == pictures_in(source)[1]
    before, after = (apple_rendered(decode(pictures_in(file)[0]), decode(gain_map), 8) for file in (source, result))
    gain = before / np.maximum(linear(decode(source)), 1e-6)
    assert np.abs(after - gain * linear(decode(primary)))[linear(decode(source)) > 1e-3].max() < WITHIN


def test_apples_map_is_cropped(tmp_path: Path) -> None:
    source = APPLE.read_bytes()
    box = Crop(1, 1).box(384, 512)
    primary, gain_map = pictures_in(
        after_look(tmp_path, source, finishing=Finishing(crop=Crop(1, 1), center=(0.5, 0.5)))
    )
    codes = decode(pictures_in(source)[1])
    height = len(codes)
    expected = codes[height * box[1] // 512 : height * (box[1] + box[3]) // 512]
    assert (decode(primary).shape, decode(gain_map).shape) == ((384, 384, 3), expected.shape)
    assert np.abs(decode(gain_map).astype(int) - expected).mean() < 1


@pytest.mark.parametrize("orientation", [1, 6])
def test_a_film_and_a_makers_trailer_stay_beside(tmp_path: Path, orientation: int) -> None:
    """Samsung's trailer is behind all that the directory counts, and a map that changes its length moves nothing."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    trailer = phone.samsung((0x0A01, "Image_UTC_Data", b"1700000000000"))
    gain_map = pictures_in(ultra_hdr(photo(32, 24), smooth_codes(32, 24, 1)))[1]
    items = [phone.PRIMARY, ("GainMap", "image/jpeg", len(gain_map)), ("MotionPhoto", "video/mp4", len(phone.FILM))]
    told = phone.xmp({"hdrgm:Version": "1.0", "GCamera:MotionPhoto": "1"}, items)
    source = phone.with_index(
        (0, gain_map), blocks=(told,), tail=phone.FILM + trailer, pixels=photo(64, 48), exif=exif.tobytes()
    )
    result = after_look(tmp_path, source)
    assert result.endswith(phone.FILM + trailer)
    following = images.read(tmp_path / "out.jpg").metadata.following
    assert [part.kind for part in following] == ["HDR gain map", "film", "trailer", "trailer"][: len(following)]
    assert f'Length="{len(following[0].data)}"'.encode() in result
    assert rendered(result).shape == ((48, 64, 3) if orientation == 1 else (64, 48, 3))


@pytest.mark.parametrize("name", ["out.png", "out.tif", "out.webp"])
def test_other_formats_say_that_the_hdr_part_is_left_out(tmp_path: Path, name: str) -> None:
    picture = images.read(ULTRA_HDR)
    (note,) = picture.notes + images.write(picture, tmp_path / name)
    assert note.endswith("has no place for what follows the photograph: an HDR gain map, so the result is not HDR")
    again = images.read(tmp_path / name)
    assert (again.notes, b"hdrgm" in again.metadata.xmp) == ((), False)


def test_the_command_line_keeps_a_folder_in_hdr(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for source in (ULTRA_HDR, APPLE):
        shutil.copy(source, folder)
    (folder / "made.jpg").write_bytes(ultra_hdr(photo(160, 120), smooth_codes(80, 60, 3)))
    assert main(["apply", str(folder), str(tmp_path / "out"), "--look", "hasselblad-xpan-bw", "--jobs", "1"]) == 0
    assert "Note" not in "".join(capsys.readouterr())
    names = ("fig-ultra-hdr.jpg", "made.jpg")  # libultrahdr does not read Apple's form
    shapes = {name: rendered((tmp_path / "out" / name).read_bytes()).shape for name in names}
    assert shapes == {"fig-ultra-hdr.jpg": (236, 640, 3), "made.jpg": (58, 160, 3)}
    for path in (tmp_path / "out").iterdir():
        (kind,) = [part.kind for part in images.read(path).metadata.following]
        assert kind == "HDR gain map"
