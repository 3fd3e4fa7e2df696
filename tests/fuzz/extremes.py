"""Valid files of less than 10 MB that ask for as much time or memory as their formats allow."""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image

from lut import Lut
from lut.formats import cube, hald, picture_files, strip
from lut.lattice import lattice

sys.path.append(str(Path(__file__).resolve().parent.parent / "formats"))
import adobe
import dcp_files
import gmz_files
import process_lists
import profiles
from process_lists import AFFINE, array, asc_cdl, log, lut1d, lut3d, matrix, operator, process_list

SIDE = 118  # of a lattice whose rows are six characters each
HUE = 'hueAdjust="dw3"'
CTF = 'id="x" version="1.4"'
CAMERA = 'base="2" linSideBreak="0.01"'
RISING = "\n".join(f"{number:.4f}" for number in np.linspace(0, 1, 65536) ** 0.99)
HALFS = np.arange(65536, dtype=np.uint16).view(np.float16)


def rows(count: int, row: str = "0 0 1") -> str:
    return f"{row}\n" * count


def operators(*parts: str, head: str = process_lists.CLF) -> Callable[[], bytes]:
    return lambda: process_list("".join(parts), head).encode()


def text(*parts: str) -> Callable[[], bytes]:
    return lambda: "".join(parts).encode()


def half_curves() -> str:
    with np.errstate(invalid="ignore"):
        bent = (np.sign(HALFS) * np.abs(HALFS) ** 0.98).astype(np.float16).view(np.uint16)
    return operator("LUT1D", array("65536 1", "\n".join(map(str, bent))), f'rawHalfs="true" halfDomain="true" {HUE}')


def atlas(rows: int) -> bytes:
    """Strips of 16 slices below each other, all the same."""
    steps = np.arange(16, dtype=np.uint8) * 17
    blue, green, red = np.meshgrid(steps, steps, steps, indexing="ij")  # (blue, green, red)
    strip_of = np.stack([red, green, blue], axis=-1).transpose(1, 0, 2, 3).reshape(16, 256, 3)
    return picture_files.encode_picture(np.tile(strip_of, (rows, 1, 1)))


def picture(level: int, bits: int) -> Callable[[], bytes]:
    return lambda: picture_files.encode_picture(hald.make_identity(level, bits))


def saved(channels: str, kind: str, **options: object) -> bytes:
    """The Hald picture of level 16, as Pillow writes it."""
    file = io.BytesIO()
    Image.fromarray(hald.make_identity(16, 8)).convert(channels).save(file, kind, **options)
    return file.getvalue()


def with_alpha() -> bytes:
    samples = hald.make_identity(16, 16)
    return picture_files.encode_picture(np.dstack([samples, np.full(samples.shape[:2], 65535, np.uint16)]))


def packed(files: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return file.getvalue()


def named(count: int, data: bytes, ending: str = ".cube") -> dict[str, bytes]:
    return {f"{number:04}{ending}": data for number in range(count)}


def noise(size: int) -> bytes:
    return cube.write(Lut(np.random.default_rng(0).random((size, size, size, 3)))).encode()


def spi3d(*sizes: int) -> bytes:
    places = "".join(f"{red} {green} {blue} 0 0 1\n" for red, green, blue in np.ndindex(*sizes))
    return f"SPILUT 1.0\n3 3\n{' '.join(map(str, sizes))}\n{places}".encode()


def device_link(
    *shape: int, last: bytes = profiles.STRAIGHT, kind: bytes = b"link", spaces: bytes = b"RGB RGB "
) -> bytes:
    curves = [profiles.sampled(np.linspace(0, 1, 4096) ** 0.9)] * 3
    part = profiles.multi_part([last] * 3, grid=profiles.even_grid(*shape), first=curves)
    return profiles.profile({b"A2B0": part}, kind, spaces)


EXTREMES: dict[str, dict[str, Callable[[], bytes]]] = {
    "cube": {
        "many points": text(f"LUT_3D_SIZE {SIDE}\n", rows(SIDE**3)),
        "many digits": lambda: noise(65),
        "long numbers": text("LUT_3D_SIZE 48\n", rows(48**3, "." + "0" * 27 + "1 0 0" + "0" * 30)),
        "numbers of 5,000 digits": text("LUT_3D_SIZE 8\n", rows(8**3, "." + "3" * 5000 + " 0 1")),
    },
    "gmz": {
        "many keypoints": lambda: gmz_files.stored([gmz_files.keypoints(65000)]),
        "keypoints to interpolate": lambda: gmz_files.stored([gmz_files.keypoints(300)]),
        "a large table": lambda: gmz_files.stored([np.zeros((144, 144, 144, 3))], "f4"),
        "many pictures": lambda: gmz_files.stored([np.zeros((9, 1, 1, 6))] * 9999, packed=False),
    },
    "dng-camera-profile": {
        "a large table and a long curve": lambda: dcp_files.profile(
            {
                **dcp_files.look(dcp_files.changes(32, 128, 64), 1),
                50940: (11, np.linspace(0, 1, 8192)[:, None].repeat(2, axis=1)),
            }
        ),
    },
    "3dl": {"many points": text(rows(SIDE**3, "0 0 9")[:-1], "99\n")},
    "csp": {
        "long pre-LUTs": lambda: (
            "CSPLUTV100\n3D\n\n"
            + 3 * ("65536\n" + " ".join(map(str, range(65536))) + "\n" + " ".join(RISING.split()) + "\n")
            + f"\n64 65 65\n{rows(64 * 65 * 65)}"
        ).encode(),
        "uneven sides": text("CSPLUTV100\n3D\n\n", "2\n0 1\n0 1\n" * 3, f"\n129 113 113\n{rows(129 * 113 * 113)}"),
    },
    "spi1d": {"long curves": text("Version 1\nFrom 0 1\nLength 65536\nComponents 3\n{\n", rows(65536), "}\n")},
    "spi3d": {
        "many points": lambda: spi3d(88, 88, 88),
        "uneven sides": lambda: spi3d(129, 70, 70),
    },
    "vf": {
        "uneven sides": text("#Inventor V2.1 ascii\ngrid_size 129 113 113\ndata\n", rows(129 * 113 * 113)),
        "one long side": text("#Inventor V2.1 ascii\ngrid_size 129 2 2\ndata\n", rows(129 * 4)),
    },
    "itx": {"many points": text(f"LUT_3D_SIZE {SIDE}\n", rows(SIDE**3))},
    "pandora": {
        "many points": text(f"channel 3d\nin {SIDE**3}\nout 256\nformat lut\nvalues red green blue\n", rows(SIDE**3))
    },
    "houdini": {
        "many points": text(
            f"Version 3\nFormat any\nType 3D\nFrom 0 1\nTo 0 1\nBlack 0\nWhite 1\nLength {SIDE}\nLUT:\n{{\n",
            rows(SIDE**3),
            "}\n",
        )
    },
    "discreet": {"half floats": lambda: ("LUT: 3 65536 65536f\n" + 3 * rows(65536, "9")).encode()},
    "truelight": {
        "uneven sides": text(
            "# Truelight Cube v2.0\n# lutLength 65536\n# iDims 3\n# oDims 3\n# width 129 104 104\n\n# InputLUT\n",
            rows(65536),
            "\n# Cube\n",
            rows(129 * 104 * 104),
            "# end\n",
        )
    },
    "lut-picture": {
        "an atlas of 4,096 strips": lambda: atlas(4096),
        **{f"Hald of level {level}, {bits} bits": picture(level, bits) for level in (13, 16) for bits in (8, 16)},
        "grid of 256": lambda: picture_files.encode_picture(
            strip.find_layout(256, "grid").samples(lattice(256), np.uint16)
        ),
        "palette": lambda: saved("P", "PNG"),
        "alpha": lambda: saved("RGBA", "PNG"),
        "alpha, 16 bits": with_alpha,
        "progressive JPEG": lambda: saved("RGB", "JPEG", quality=90, subsampling=0, progressive=True),
        "TIFF with a predictor": lambda: saved("RGB", "TIFF", compression="tiff_lzw", tiffinfo={317: 2}),
    },
    "icc-profile": {
        "curves behind a grid": lambda: device_link(65, last=profiles.gamma(0.9)),
        "formulas behind a grid": lambda: device_link(65, last=profiles.parametric(0, 0.9)),
        "a large grid": lambda: device_link(117, last=profiles.gamma(0.9)),
        "uneven sides": lambda: device_link(255, 80, 80),
        "for CIELAB": lambda: device_link(65, last=profiles.gamma(0.9), kind=b"abst", spaces=b"Lab Lab "),
    },
    "xmp-profile": {
        "made for another space": lambda: adobe.profile(
            adobe.packed_table(lattice(32).astype(float), adobe.PROPHOTO, adobe.GAMMA_1_8)
        )
    },
    "common-lut-format": {
        "many points": operators(operator("LUT3D", array(f"{SIDE} {SIDE} {SIDE} 3", rows(SIDE**3)))),
        "24 curves that keep the hue": operators(lut1d(3, attributes=HUE) * 24),
        "24 curves over half floats": lambda: process_list(half_curves() * 24).encode(),
        "24 curves of 65": operators(lut1d(65) * 24),
        "curves of many lengths": lambda: process_list(
            "".join(
                operator("LUT1D", array(f"{65536 - cut} 1", "\n".join(RISING.split("\n")[cut:]))) for cut in range(20)
            )
        ).encode(),
        "20 inverse curves": operators(operator("InverseLUT1D", array("65536 1", RISING)) * 20, head=CTF),
        "20 inverse curves that keep the hue": operators(
            operator("InverseLUT1D", array("65536 1", RISING), HUE) * 20, head=CTF
        ),
        "lattices and curves": operators(lut3d(21, noise=0.02) * 12, lut1d(5, attributes=HUE) * 12),
        "logarithms of cameras": operators(
            (log("cameraLinToLog", CAMERA) + log("cameraLogToLin", CAMERA)) * 11, matrix(AFFINE)
        ),
        "24 color corrections": operators(asc_cdl("Fwd", "1.3") * 24),
    },
    "asc-cdl": {
        "many corrections": lambda: process_lists.collection(
            *(process_lists.correction(str(number)) for number in range(12000))
        ).encode()
    },
    "iridas-look": {"many points": lambda: process_lists.look(74).encode()},
    "pack-of-luts": {
        "many small ones": lambda: packed(named(5000, b"LUT_3D_SIZE 2\n" + b"0 0 0\n" * 8)),
        "many large ones": lambda: packed(named(115, cube.write(Lut.identity(33)).encode())),
        "a large one": lambda: packed({"a.cube": b"LUT_3D_SIZE 140\n" + b"0 0 1\n" * 140**3}),
        "many texts": lambda: packed(named(5000, rows(10000, "no number 1").encode(), ".txt")),
        "pictures": lambda: packed(named(12, picture_files.encode_picture(hald.make_identity(16, 16)), ".png")),
    },
}
