"""What PNG's color chunks make of the numbers, against arithmetic from the published chromaticities and Little CMS."""

from __future__ import annotations

import io
import shutil
import struct
import subprocess
import zlib
from pathlib import Path

import icc_maker as maker
import numpy as np
import pytest
from PIL import Image, ImageCms
from sample_photos import PROFILE, pixels, saved, with_chunk

import lut
from lut import images
from lut.apply_lut import Applier
from lut.images import cicp, icc_profile, png, png_color, tiff_directories
from lut.lattice import lattice
from lut.looks.develop import develop

SKIN = (200, 90, 60)
SQUARE = Image.new("RGB", (8, 8), SKIN)
P3_D65 = (12, 13, 0, 1)
NO_OPTIMIZE = 0x0100  # cmsFLAGS_NOOPTIMIZE: its quick way for 8 bits is a level off


def chrm(primaries: tuple, white: tuple[float, float] = maker.D65) -> bytes:
    return struct.pack(">8I", *(round(number * 100000) for point in (white, *primaries) for number in point))


def gama(gamma: float) -> bytes:
    return struct.pack(">I", round(gamma * 100000))


def chunks(path: Path) -> dict[bytes, bytes]:
    return {name: whole[8:-4] for name, whole in png.read_chunks(path.read_bytes())}


def written(path: Path, chunks: dict[bytes, bytes], image: Image.Image = SQUARE, **options: object) -> Path:
    data = saved("PNG", image, **options)
    for name, content in chunks.items():
        data = with_chunk(data, name, content)
    path.write_bytes(data)
    return path


def seen(path: Path) -> np.ndarray:
    """The first pixel in sRGB, of 255."""
    codes = images.read_srgb(path)[0, 0, :3]
    return codes * 255 if codes.dtype == np.float32 else codes


def to_srgb(code: np.ndarray, light: object, primaries: tuple, white: tuple[float, float] = maker.D65) -> np.ndarray:
    """By the formulas of IEC 61966-2-1 and of chromaticities, without anything of the library."""
    linear = np.linalg.inv(maker.matrix_d50(maker.SRGB)) @ maker.matrix_d50(primaries, white) @ light(code)
    curve = 1.055 * np.abs(linear) ** (1 / 2.4) - 0.055
    return np.sign(linear) * np.where(np.abs(linear) <= 0.0031308, 12.92 * np.abs(linear), curve)


def srgb_light(code: np.ndarray) -> np.ndarray:
    return np.where(code <= 0.04045, code / 12.92, ((code + 0.055) / 1.055) ** 2.4)


def bt709_light(code: np.ndarray) -> np.ndarray:
    return np.where(code < 4.5 * 0.018054, code / 4.5, ((code + 0.0993) / 1.0993) ** (1 / 0.45))


BT2020 = ((0.708, 0.292), (0.170, 0.797), (0.131, 0.046))
NTSC_1953 = ((0.67, 0.33), (0.21, 0.71), (0.14, 0.08))
DCI_WHITE = (0.314, 0.351)


@pytest.mark.parametrize(
    ("points", "light", "primaries", "white"),
    [
        (P3_D65, srgb_light, maker.DISPLAY_P3, maker.D65),
        ((9, 1, 0, 1), bt709_light, BT2020, maker.D65),
        ((9, 14, 0, 1), bt709_light, BT2020, maker.D65),
        ((1, 8, 0, 1), lambda code: code, maker.SRGB, maker.D65),
        ((4, 4, 0, 1), lambda code: code**2.2, NTSC_1953, (0.310, 0.316)),
        ((5, 5, 0, 1), lambda code: code**2.8, ((0.64, 0.33), (0.29, 0.60), (0.15, 0.06)), maker.D65),
        ((6, 6, 0, 1), bt709_light, ((0.63, 0.34), (0.31, 0.595), (0.155, 0.07)), maker.D65),
        ((11, 4, 0, 1), lambda code: code**2.2, maker.DISPLAY_P3, DCI_WHITE),
        ((12, 9, 0, 1), lambda code: 10 ** (2 * (code - 1)), maker.DISPLAY_P3, maker.D65),
        ((22, 13, 0, 1), srgb_light, ((0.63, 0.34), (0.295, 0.605), (0.155, 0.077)), maker.D65),
    ],
)
def test_cicp(tmp_path: Path, points: tuple, light: object, primaries: tuple, white: tuple) -> None:
    path = written(tmp_path / "in.png", {b"cICP": bytes(points)})
    assert np.abs(seen(path) / 255 - to_srgb(np.array(SKIN) / 255, light, primaries, white)).max() < 0.1 / 255


def test_skin_in_display_p3_has_its_known_numbers(tmp_path: Path) -> None:
    path = written(tmp_path / "in.png", {b"cICP": bytes(P3_D65)})
    assert np.rint(seen(path)).tolist() == [216, 81, 49]


@pytest.mark.parametrize("points", [(1, 13, 0, 1), (2, 2, 0, 1), (2, 13, 0, 1)])
def test_cicp_of_srgb_changes_nothing(tmp_path: Path, points: tuple) -> None:
    assert images.read(written(tmp_path / "in.png", {b"cICP": bytes(points)})).profile is None


@pytest.mark.parametrize("primaries", ["ADOBE_RGB", "DISPLAY_P3"])
def test_chromaticities_and_gamma(tmp_path: Path, primaries: str) -> None:
    """A gamma is a power, which sRGB's curve is not: PNG, section 11.3.2.2."""
    path = written(tmp_path / "in.png", {b"gAMA": gama(0.45455), b"cHRM": chrm(getattr(maker, primaries))})
    expected = to_srgb(np.array(SKIN) / 255, lambda code: code ** (1 / 0.45455), getattr(maker, primaries))
    assert np.abs(seen(path) / 255 - expected).max() < 0.1 / 255


@pytest.mark.parametrize(
    ("found", "light", "primaries"),
    [
        ({b"gAMA": gama(1)}, lambda code: code, maker.SRGB),
        ({b"gAMA": gama(1 / 1.8)}, lambda code: code**1.8, maker.SRGB),
        ({b"cHRM": chrm(maker.DISPLAY_P3)}, srgb_light, maker.DISPLAY_P3),
        ({b"gAMA": gama(0), b"cHRM": chrm(maker.DISPLAY_P3)}, srgb_light, maker.DISPLAY_P3),
    ],
)
def test_one_of_chromaticities_and_gamma(tmp_path: Path, found: dict, light: object, primaries: tuple) -> None:
    path = written(tmp_path / "in.png", found)
    assert np.abs(seen(path) / 255 - to_srgb(np.array(SKIN) / 255, light, primaries)).max() < 0.1 / 255


@pytest.mark.parametrize(
    "found",
    [
        {b"gAMA": gama(0.45455)},
        {b"gAMA": gama(0)},
        {b"cHRM": chrm(maker.SRGB)},
        {b"gAMA": gama(0.45455), b"cHRM": chrm(maker.SRGB)},
        {b"sRGB": b"\0", b"gAMA": gama(1), b"cHRM": chrm(maker.ADOBE_RGB)},
    ],
)
def test_what_says_srgb_is_srgb(tmp_path: Path, found: dict) -> None:
    path = written(tmp_path / "in.png", found)
    picture = images.read(path)
    assert picture.profile is None
    images.write(picture, path)
    assert {name: chunks(path)[name] for name in found} == found


RANKS: list[tuple[dict[bytes, bytes], bytes, dict]] = [
    ({b"cICP": bytes(P3_D65)}, maker.rgb(maker.DISPLAY_P3, maker.parametric(*maker.SRGB_CURVE)), {}),
    ({}, PROFILE, {"icc_profile": PROFILE}),
    ({b"sRGB": b"\0"}, maker.rgb(maker.SRGB, maker.parametric(*maker.SRGB_CURVE)), {}),
    ({b"gAMA": gama(1), b"cHRM": chrm(BT2020)}, maker.rgb(BT2020, maker.gamma(1)), {}),
]


@pytest.mark.parametrize("first", range(4))
def test_the_highest_chunk_counts(tmp_path: Path, first: int) -> None:
    """cICP, iCCP, sRGB, cHRM and gAMA: all from one on are there, in an order that says nothing."""
    found, options = {}, {}
    for content, _, option in RANKS[first:]:
        found |= content
        options |= option
    path = written(tmp_path / "in.png", found, **options)
    expected = icc_profile.parse_profile(RANKS[first][1]).to_srgb(np.array([[SKIN]], np.uint8))[0, 0] * 255
    assert np.abs(seen(path) - expected).max() < 0.1


@pytest.mark.parametrize("points", [(3, 13, 0, 1), (12, 99, 0, 1), (2, 2, 0, 1), (12, 2, 0, 1), (9, 13, 9, 1)])
def test_code_points_that_say_nothing_leave_it_to_the_next(tmp_path: Path, points: tuple) -> None:
    path = written(tmp_path / "in.png", {b"cICP": bytes(points)}, icc_profile=PROFILE)
    expected = icc_profile.parse_profile(PROFILE).to_srgb(np.array([[SKIN]], np.uint8))[0, 0] * 255
    assert np.abs(seen(path) - expected).max() < 1e-3


@pytest.mark.parametrize(
    ("found", "message"),
    [
        ({b"cICP": bytes([9, 16, 0, 1])}, "its numbers are HDR, coded as PQ, and looks are made for sRGB"),
        ({b"cICP": bytes([9, 18, 0, 1]), b"sRGB": b"\0"}, "its numbers are HDR, coded as HLG"),
        ({b"cICP": bytes([2, 16, 0, 1])}, "coded as PQ"),
        (
            {b"cICP": bytes([3, 13, 0, 1])},
            "its color code points are 3/13/0/1, which is no RGB color space that can be converted",
        ),
        ({b"cICP": bytes([11, 17, 0, 1])}, "11/17/0/1"),
        ({b"cICP": bytes([12, 13, 9, 1])}, "12/13/9/1"),
        ({b"cICP": bytes([12, 13, 0, 2])}, "12/13/0/2"),
        ({b"cICP": bytes([12, 13, 0])}, "its cICP chunk has 3 bytes; expected 4"),
        ({b"cHRM": bytes(32)}, "its cHRM or gAMA chunk is broken"),
        ({b"cHRM": chrm((maker.SRGB[0],) * 3)}, "its cHRM or gAMA chunk is broken"),
        ({b"cHRM": chrm(maker.SRGB, (0.3, 0))}, "its cHRM or gAMA chunk is broken"),
        ({b"gAMA": gama(20)}, "its cHRM or gAMA chunk is broken .a gamma of 0.05"),
        ({b"iCCP": b"ITUR_2100_PQ_FULL\0\0junk"}, "coded as PQ"),
        ({b"iCCP": b"ITUR_2100_PQ_FULL\0\0" + zlib.compress(PROFILE)}, "coded as PQ"),
        ({b"iCCP": b"profile\0\0junk"}, "its color profile is broken .it cannot be unpacked"),
    ],
)
def test_refused_unless_ignored(tmp_path: Path, found: dict, message: str) -> None:
    path = written(tmp_path / "in.png", found)
    with pytest.raises(images.ColorError, match=message):
        images.read(path)
    picture = images.read(path, ignore_profile=True)
    assert picture.profile is None
    images.write(picture, path)
    assert {name: chunks(path)[name] for name in found} == found
    assert (images.read(path, ignore_profile=True).pixels == SKIN).all()


@pytest.mark.parametrize("found", [{b"cHRM": bytes(31)}, {b"gAMA": bytes(3)}])
def test_chunks_of_the_wrong_size(found: dict) -> None:
    with pytest.raises(icc_profile.ProfileError, match="its cHRM or gAMA chunk has the wrong size"):
        png_color.find_meaning(found, b"", 8)


@pytest.mark.parametrize("dtype", ["uint8", "uint16"])
def test_narrow_range(tmp_path: Path, dtype: str) -> None:
    """Black at 16 and white at 235 of 8 bits, or times 256 of 16 bits (ITU-T H.273, section 8.3)."""
    step = 1 if dtype == "uint8" else 256
    codes = np.array([[[16] * 3, [235] * 3, [126] * 3, [187, 93, 67], [0] * 3, [255] * 3]]).repeat(2, axis=0) * step
    path = tmp_path / "in.png"
    images.write(images.Picture(codes.astype(dtype)), path)
    path.write_bytes(with_chunk(path.read_bytes(), b"cICP", bytes([12, 13, 0, 0])))
    shares = np.clip((codes[0] - 16 * step) / (219 * step), 0, 1)
    expected = to_srgb(shares.T, srgb_light, maker.DISPLAY_P3).T
    assert np.abs(images.read_srgb(path)[0] - expected).max() < 0.1 / 255
    profile = images.read(path).profile
    assert profile is not None
    inside = codes[:, :4].astype(dtype)
    back = profile.from_srgb(profile.to_srgb(inside), inside.dtype)
    assert np.abs(back.astype(int) - inside).max() <= (0 if dtype == "uint8" else 1)


@pytest.mark.parametrize("extension", ["jpg", "tif", "webp"])
def test_narrow_range_becomes_full_elsewhere(tmp_path: Path, extension: str) -> None:
    codes = np.full((8, 8, 3), [16 + 219 * 200 // 255, 93, 67], np.uint8)
    path = written(tmp_path / "in.png", {b"cICP": bytes([12, 13, 0, 0])}, Image.fromarray(codes))
    there = tmp_path / f"out.{extension}"
    assert images.write(images.read(path), there) == ()
    assert np.abs(images.read(there).pixels.astype(float) - (codes - 16.0) * 255 / 219).max() <= 2
    assert np.abs(seen(there) - seen(path)).max() <= 3


@pytest.mark.parametrize("extension", ["jpg", "tif", "webp"])
@pytest.mark.parametrize(
    "found",
    [
        {b"cICP": bytes(P3_D65)},
        {b"cICP": bytes([9, 1, 0, 1])},
        {b"gAMA": gama(0.45455), b"cHRM": chrm(maker.ADOBE_RGB)},
        {b"gAMA": gama(1)},
    ],
)
def test_the_meaning_travels_as_a_profile(tmp_path: Path, found: dict, extension: str) -> None:
    """Little CMS, as the independent reader, sees what arithmetic on the chunks gives, to a level."""
    path = written(tmp_path / "in.png", found)
    there = tmp_path / f"out.{extension}"
    assert images.write(images.read(path), there) == ()
    with Image.open(there) as image:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(image.info["icc_profile"]))
        as_it_was = SQUARE if extension == "tif" else image.convert("RGB")
        theirs = ImageCms.profileToProfile(as_it_was, profile, ImageCms.createProfile("sRGB"))
    expected = (
        icc_profile.parse_profile(images.read(path).metadata.color.elsewhere.icc).to_srgb(np.asarray(as_it_was)) * 255
    )
    assert np.abs(np.asarray(theirs).astype(float) - np.clip(expected, 0, 255)).max() <= 1


def test_every_space_of_code_points_is_little_cms_to_a_level() -> None:
    steps = np.arange(0, 256, 15, dtype=np.uint8)
    colors = np.stack(np.meshgrid(steps, steps, steps, indexing="ij"), axis=-1).reshape(1, -1, 3)
    for primaries in cicp.PRIMARIES:
        for transfer in cicp.TRANSFERS:
            data = cicp.CodePoints(primaries, transfer, 0, 1).profile()
            source = ImageCms.ImageCmsProfile(io.BytesIO(data))
            srgb = ImageCms.createProfile("sRGB")
            theirs = ImageCms.profileToProfile(Image.fromarray(colors), source, srgb, flags=NO_OPTIMIZE)
            ours = np.clip(icc_profile.parse_profile(data).to_srgb(colors), 0, 1) * 255
            assert np.abs(np.asarray(theirs) - ours).max() < 0.6, (primaries, transfer)


ZIMG_PRIMARIES = {4: "bt470m", 5: "bt470bg", 6: "smpte170m", 7: "smpte240m", 8: "film", 9: "bt2020"}
ZIMG_PRIMARIES |= {10: "smpte428", 11: "smpte431", 12: "smpte432", 22: "jedec-p22"}
ZIMG_TRANSFERS = {4: "bt470m", 5: "bt470bg", 8: "linear", 9: "log100", 10: "log316"}  # for BT.709 it has BT.1886
ZIMG_SPACES = [*((number, 13) for number in ZIMG_PRIMARIES), *((1, number) for number in ZIMG_TRANSFERS)]


def has_zimg() -> bool:
    if shutil.which("ffmpeg") is None:
        return False
    filters = subprocess.run(
        ["ffmpeg", "-v", "error", "-filters"], capture_output=True, check=False, encoding="utf-8"
    ).stdout
    return "zscale" in filters


@pytest.mark.skipif(not has_zimg(), reason="FFmpeg with the filter zscale (apt ffmpeg) is not installed")
@pytest.mark.parametrize(("primaries", "transfer"), ZIMG_SPACES)
def test_code_points_are_zimg_code_points(primaries: int, transfer: int) -> None:
    """Numbers of the same name, in a program of video: to what rounding to 8 bits leaves."""
    codes = np.random.default_rng(7).integers(40, 216, (32, 32, 3), dtype=np.uint8)
    named = f"pin={ZIMG_PRIMARIES.get(primaries, 'bt709')}:tin={ZIMG_TRANSFERS.get(transfer, 'iec61966-2-1')}"
    scale = f"zscale={named}:min=gbr:rin=full:p=bt709:t=iec61966-2-1:m=gbr:r=full:npl=100,format=gbrp"
    raw = ["-f", "rawvideo", "-pix_fmt", "rgb24"]
    command = ["ffmpeg", "-v", "error", *raw, "-s", "32x32", "-i", "-", "-vf", scale, *raw, "-"]
    found = subprocess.run(command, input=codes.tobytes(), capture_output=True, check=True).stdout
    theirs = np.frombuffer(found, np.uint8).reshape(codes.shape)
    ours = (
        np.clip(icc_profile.parse_profile(cicp.CodePoints(primaries, transfer, 0, 1).profile()).to_srgb(codes), 0, 1)
        * 255
    )
    assert np.abs(ours - theirs).max() < 0.6


@pytest.mark.parametrize("name", ["cICP", "cHRM", "iCCP"])
@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P", "LA"])
def test_a_look_is_the_look_in_srgb(tmp_path: Path, name: str, mode: str) -> None:
    """However a picture says that it is Display P3: it looks like the look on its colors in sRGB, and still says so."""
    found = {"cICP": {b"cICP": bytes(P3_D65)}, "cHRM": {b"cHRM": chrm(maker.DISPLAY_P3)}, "iCCP": {}}[name]
    profile = maker.rgb(maker.DISPLAY_P3, maker.parametric(*maker.SRGB_CURVE)) if name == "iCCP" else None
    image = Image.fromarray(pixels()).convert(mode)
    if mode in ("RGBA", "LA"):
        image.putalpha(Image.fromarray(pixels()[..., 0]))
    path = written(tmp_path / "in.png", found, image, icc_profile=profile)
    warm = lut.Lut(lattice(9) * np.array([0.95, 0.9, 0.8], np.float32))
    images.write(develop(images.read(path), Applier(warm)), tmp_path / "out.png")
    before, after = images.read_srgb(path), images.read_srgb(tmp_path / "out.png")
    expected = lut.apply(before, warm)
    inside = ((before[..., :3] >= 0) & (before[..., :3] <= 1)).all(axis=-1)
    difference = np.abs(after - expected)[inside]
    assert inside.mean() > 0.3
    assert np.abs(difference).max() < 3.5 / 255  # half a level of P3, near black
    assert np.median(difference) < 0.6 / 255
    assert (after[..., 3:] == before[..., 3:]).all()
    assert {key: chunks(tmp_path / "out.png")[key] for key in found} == found


def test_the_chunks_stay_byte_for_byte(tmp_path: Path) -> None:
    found = {b"cICP": bytes(P3_D65), b"mDCV": bytes(range(24)), b"cLLI": bytes(8), b"gAMA": gama(0.45455)}
    for mode in ("RGB", "RGBA", "L"):
        path = written(tmp_path / "in.png", found, SQUARE.convert(mode), icc_profile=PROFILE if mode != "L" else None)
        images.write(images.read(path), path)
        names = [name for name, _ in png.read_chunks(path.read_bytes())]
        assert {name: chunks(path)[name] for name in found} == found
        assert max(names.index(name) for name in found) < names.index(b"IDAT")
        assert (b"iCCP" in names) == (mode != "L")


def test_what_stands_above_the_profile_replaces_it_elsewhere(tmp_path: Path) -> None:
    path = written(tmp_path / "in.png", {b"cICP": bytes([1, 13, 0, 1])}, icc_profile=PROFILE)
    images.write(images.read(path), tmp_path / "out.jpg")
    with Image.open(tmp_path / "out.jpg") as image:
        assert not image.info.get("icc_profile")


def test_what_no_profile_says_is_told(tmp_path: Path) -> None:
    path = written(tmp_path / "in.png", {b"cICP": bytes([9, 16, 0, 1])})
    notes = images.write(images.read(path, ignore_profile=True), tmp_path / "out.jpg")
    assert notes == ("JPEG has no place for what its PNG tags say about its colors",)


def test_gray_has_the_curve(tmp_path: Path) -> None:
    image = Image.fromarray(pixels()[..., 0])
    path = written(tmp_path / "in.png", {b"gAMA": gama(1)}, image)
    picture = images.read(path)
    assert picture.gray
    ours = picture.profile.to_srgb(picture.pixels)
    expected = to_srgb(np.repeat(pixels()[..., :1] / 255, 3, axis=2).reshape(-1, 3).T, lambda code: code, maker.SRGB).T
    assert np.abs(ours.reshape(-1, 3) - expected).max() < 1e-4
    images.write(picture, path)
    with Image.open(path) as image:
        assert image.mode == "L"


@pytest.mark.parametrize("extension", ["jpg", "tif"])
def test_gray_travels_with_a_gray_profile(tmp_path: Path, extension: str) -> None:
    ramp = Image.fromarray(np.arange(256, dtype=np.uint8).reshape(16, 16))
    path, there = written(tmp_path / "in.png", {b"gAMA": gama(1 / 1.5)}, ramp), tmp_path / f"out.{extension}"
    images.write(images.read(path), there, quality=100)
    with Image.open(there) as image:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(image.info["icc_profile"]))
        srgb = ImageCms.createProfile("sRGB")
        theirs = ImageCms.profileToProfile(image, profile, srgb, outputMode="RGB", flags=NO_OPTIMIZE)
        codes = np.asarray(image) / 255
    expected = to_srgb(np.stack([codes.ravel()] * 3), lambda code: code**1.5, maker.SRGB)
    assert np.abs(np.asarray(theirs).reshape(-1, 3) - expected.T * 255).max() <= 1
    assert np.abs(images.read_srgb(there).reshape(-1, 3) - expected.T).max() < 1e-3


def test_srgb_is_said_where_exif_says_another(tmp_path: Path) -> None:
    """A camera's Adobe RGB that some program has converted, and marked in the chunk alone."""
    exif = tiff_directories.make_block({0x8769: {0xA005: {0x0001: (2, b"R03\0")}}})
    path = written(tmp_path / "in.png", {b"sRGB": b"\0"}, exif=exif)
    images.write(images.read(path), tmp_path / "out.tif")
    assert seen(tmp_path / "out.tif").tolist() == list(SKIN)


def test_a_profile_of_megabytes_is_read(tmp_path: Path) -> None:
    large = PROFILE + np.random.default_rng(0).bytes(3 << 20)
    path = written(tmp_path / "in.png", {}, icc_profile=large)
    picture = images.read(path)
    assert picture.profile is not None
    assert picture.metadata.icc == large


def test_exif_stands_below_the_chunks(tmp_path: Path) -> None:
    exif = tiff_directories.make_block({0x8769: {0xA005: {0x0001: (2, b"R03\0")}}})
    plain = written(tmp_path / "a.png", {}, exif=exif)
    tagged = written(tmp_path / "b.png", {b"sRGB": b"\0"}, exif=exif)
    adobe = to_srgb(np.array(SKIN) / 255, lambda code: code ** (563 / 256), maker.ADOBE_RGB) * 255
    assert np.abs(seen(plain) - adobe).max() < 0.1
    assert seen(tagged).tolist() == list(SKIN)
