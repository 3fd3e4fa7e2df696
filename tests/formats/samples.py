"""Files, text and colors for the tests, in which red, green and blue differ everywhere.

SAMPLES has valid files of each format, one per dialect: every sniff, and every kind of damage, is tried on all of them.
"""

from __future__ import annotations

import io

import numpy as np
from adobe import SAMPLES as XMP
from dcp_files import SAMPLES as DCP
from gmz_files import SAMPLES as GMZ
from packs import SAMPLES as PACKS
from PIL import Image
from process_lists import SAMPLES as OPERATORS
from profiles import SAMPLES as PROFILES


def rows(count: int, seed: int = 0, low: float = -0.25, high: float = 1.5) -> str:
    """Lines of 3 numbers, some outside 0..1."""
    numbers = np.random.default_rng(seed).uniform(low, high, (count, 3))
    return "".join(f"{r:.6f} {g:.6f} {b:.6f}\n" for r, g, b in numbers)


def rising(count: int, low: float = 0.0, high: float = 1.0) -> str:
    """Lines of 3 numbers that rise like a power, another one in each channel."""
    steps = np.linspace(0, 1, count)[:, None] ** (0.5, 1.0, 2.0) * (high - low) + low
    return "".join(f"{r:.6f} {g:.6f} {b:.6f}\n" for r, g, b in steps)


def colors(domain: tuple[float, float] = (0.0, 1.0), count: int = 2000, seed: int = 1) -> np.ndarray:
    """(P, 3) float32: the corners of a domain, greys, and random colors inside and outside of it."""
    low, high = domain
    around = (high - low) * 0.5
    random = np.random.default_rng(seed).uniform(low - around, high + around, (count, 3))
    corners = np.stack(np.meshgrid(*[[low, high]] * 3, indexing="ij"), axis=-1).reshape(-1, 3)
    greys = np.linspace(low - around, high + around, 33)[:, None].repeat(3, axis=1)
    return np.concatenate([corners, greys, random]).astype(np.float32)


def levels(count: int, white: int, seed: int = 0) -> str:
    """Lines of 3 whole numbers, the last one white."""
    numbers = np.random.default_rng(seed).integers(0, white, (count - 1, 3), endpoint=True).tolist()
    return "".join(f"{r} {g} {b}\n" for r, g, b in [*numbers, [white] * 3])


def column(count: int, power: float = 2.0, high: float = 1.0) -> str:
    """Lines of 1 number that rise like a power."""
    return "".join(f"{number:.6f}\n" for number in np.linspace(0, 1, count) ** power * high)


def whole_column(count: int, power: float = 2.0, white: int = 1023) -> str:
    """Lines of 1 whole number that rise like a power."""
    return "".join(f"{number:.0f}\n" for number in np.linspace(0, 1, count) ** power * white)


def placed(size: int) -> str:
    """Lines of a place in a lattice and a color, blue varying fastest."""
    lines = zip(np.ndindex(size, size, size), rows(size**3).splitlines(), strict=True)
    return "".join(f"{r} {g} {b} {row}\n" for (r, g, b), row in lines)


def numbered(text: str) -> str:
    """Lines with their number ahead of them, from 0."""
    return "".join(f"{number} {line}\n" for number, line in enumerate(text.splitlines()))


def picture(size: int, kind: str, depth: str = "PNG") -> bytes:
    """The identity as ImageMagick's Hald picture or a game engine's strip, by counting; its red bent, 8 bits."""
    steps = [round(255 * number / (size - 1)) for number in range(size)]
    colors = [(255 - (255 - r) ** 2 // 255, g, b) for b in steps for g in steps for r in steps]
    side = round(size**1.5)
    image = Image.new("RGB", (side, side) if kind == "hald" else (size, size**2))
    image.putdata(colors)  # a strip from top to bottom, as it comes
    file = io.BytesIO()
    image.save(file, depth)
    return file.getvalue()


def prelut(*inputs: float) -> str:
    """A straight pre-LUT of cineSpace's, from 0 to 1; none at all without inputs."""
    points = len(inputs)
    outputs = np.linspace(0, 1, points)
    return f"{points}\n" + "".join(" ".join(f"{x:g}" for x in side) + "\n" for side in (inputs, outputs) if points)


def houdini(kind: str, length: str, blocks: str, ends: str = "-0.5 2") -> str:
    """A .lut file of Houdini's."""
    fixed = "To\t\t0 1\nBlack\t\t0\nWhite\t\t1"
    return f"Version\t\t1\nFormat\t\tany\nType\t\t{kind}\nFrom\t\t{ends}\n{fixed}\nLength\t\t{length}\nLUT:\n{blocks}"


SAMPLES: dict[str, list[bytes]] = {
    "cube": [
        f'# x\nTITLE "t"\nLUT_3D_SIZE 2\nDOMAIN_MIN -1 0 0\nDOMAIN_MAX 1 2 1\n{rows(8)}'.encode(),
        f"LUT_1D_SIZE 3\nLUT_1D_INPUT_RANGE -1 2\nLUT_3D_SIZE 2\n{rows(11)}".encode(),
        f"LUT_1D_SIZE 5\n{rows(5)}".encode(),
        f"NUCODA_3D_CUBE 3\nTITLE t\nLUT_1D_SIZE 3\nLUT_3D_SIZE 2\nLUT_3D_INPUT_RANGE -1 4\n{rows(11)}".encode(),
    ],
    "3dl": [
        f"3DMESH\nMesh 1 12\n0 341 682 1023\n{levels(8, 4095)}LUT8\ngamma 1.0\n".encode(),
        f"# Flame\n0 50 300 1023\n\n{levels(27, 1023)}".encode(),
        levels(8, 65535).encode(),
    ],
    "csp": [
        f"CSPLUTV100\n3D\n\nBEGIN METADATA\nt\nEND METADATA\n\n{prelut(0, 1) * 3}\n2 2 2\n{rows(8)}".encode(),
        f"CSPLUTV100\n3D\n3\n-1 0.2 4\n0.1 0.5 1\n{prelut() * 2}\n2 2 2\n{rows(8)}".encode(),
        f"CSPLUTV100\n1D\n{prelut(-1, 2) * 3}\n5\n{rows(5)}".encode(),
    ],
    "spi1d": [
        f"Version 1\nFrom -0.5 2\nLength 5\nComponents 3\n{{\n{rows(5)}}}\n".encode(),
        f"Version 1\nFrom 0 1\nLength 5\nComponents 1\n{{\n{column(5)}}}\n".encode(),
    ],
    "spi3d": [f"SPILUT 1.0\n3 3\n2 2 2\n{placed(2)}".encode()],
    "vf": [
        f"#Inventor V2.1 ascii\n\ngrid_size 2 2 2\n"
        f"global_transform 0.25 0 0 0  0 0.5 0 0  0 0 1 0  0 0 0 1\ndata\n{rows(8)}".encode(),
        f"#Inventor V2.1 ascii\ngrid_size 2 2 2\ndata\n{rows(8)}".encode(),
    ],
    "gmz": GMZ,
    "DNG camera profile": DCP,
    "vlt": [
        f'# panasonic vlt file version 1.0\n# source vlt file "1.vlt"\nLUT_3D_SIZE 2\n\n{levels(8, 4095)}'.encode(),
        f'# panasonic vlt file version 1.0\n# source vlt file ""\nLUT_3D_SIZE 17\n\n{levels(17**3, 4000)}'.encode(),
    ],
    "itx": [f"# Iridas\nLUT_3D_SIZE 2\n{rows(8)}".encode()],
    "Pandora": [
        f"# Pandora\nchannel 3d\nin 8\nout 4096\nformat lut\nvalues\tred\tgreen\tblue\n"
        f"{numbered(levels(8, 4095))}".encode(),
        f"in 8\nout 256\nvalues red green blue\n{levels(8, 255)}".encode(),
    ],
    "Houdini": [
        houdini("C", "9", f"RGB {{\n{column(9)}}}\n").encode(),
        houdini("RGB", "5", f"R {{\n{column(5, 1)}}}\nG {{\n{column(5)}}}\nB {{\n{column(5, 3)}}}\n").encode(),
        houdini("3D", "2", f" {{\n{rows(8)} }}\n").encode(),
        houdini("3D+1D", "2 5", f"Pre {{\n{column(5)}}}\n3D {{\n{rows(8)}}}\n").encode(),
    ],
    "Discreet": [
        f"# Flame\nLUT: 3 256 1024\n{whole_column(256, 1)}{whole_column(256)}{whole_column(256, 3)}".encode(),
        f"LUT: 1 256 65536f\n{whole_column(256, 1, 15360)}".encode(),
        whole_column(256, 2, 255).encode(),
    ],
    "Truelight": [
        f"# Truelight Cube v2.0\n# lutLength 5\n# iDims 3\n# oDims 3\n# width 3 3 3\n\n"
        f"# InputLUT\n{rising(5, 0, 2)}\n# Cube\n{rows(27)}# end\n".encode(),
        f"# Truelight Cube v2.0\n# width 2 2 2\n# Cube\n{rows(8)}".encode(),
    ],
    "ICC profile": PROFILES,
    "XMP profile": XMP,
    "pack of LUTs": PACKS,
    **OPERATORS,
    "LUT picture": [picture(4, "hald"), picture(9, "hald", "TIFF"), picture(16, "column"), picture(16, "hald", "JPEG")],
}
"""Format.name → whole files."""
