"""Files of operators for the tests: ProcessLists, color corrections, matrices, looks."""

from __future__ import annotations

import struct

import numpy as np

CLF = 'id="x" compCLFversion="3.0"'


def process_list(body: str, head: str = CLF) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<ProcessList {head}>\n{body}</ProcessList>\n'


def operator(name: str, inside: str, attributes: str = "", ahead: str = "32f", behind: str = "32f") -> str:
    return f'<{name} inBitDepth="{ahead}" outBitDepth="{behind}" {attributes}>\n{inside}</{name}>\n'


def array(dim: str, numbers: str) -> str:
    return f'<Array dim="{dim}">\n{numbers}\n</Array>\n'


def matrix(numbers: str, dim: str = "3 3", ahead: str = "32f", behind: str = "32f") -> str:
    return operator("Matrix", array(dim, numbers), "", ahead, behind)


def lut1d(count: int, low: float = 0.0, high: float = 1.0, attributes: str = "", name: str = "LUT1D") -> str:
    """Curves that rise like a power, another one in each channel."""
    steps = np.linspace(0, 1, count)[:, None] ** (0.5, 1.0, 2.0) * (high - low) + low
    return operator(
        name, array(f"{count} 3", "\n".join(" ".join(f"{x:.6f}" for x in row) for row in steps)), attributes
    )


def lut3d(size: int, attributes: str = "", seed: int = 0, noise: float = 0.875) -> str:
    """The identity, and random numbers around it; blue varies fastest."""
    steps = np.linspace(0, 1, size)
    lattice = np.stack(np.meshgrid(steps, steps, steps, indexing="ij"), axis=-1).reshape(-1, 3)
    rows = lattice + np.random.default_rng(seed).uniform(-noise, noise, lattice.shape)
    numbers = "\n".join(" ".join(f"{x:.6f}" for x in row) for row in rows)
    return operator("LUT3D", array(f"{size} {size} {size} 3", numbers), attributes)


def ranges(style: str = "", ahead: str = "32f", behind: str = "32f", **values: float) -> str:
    inside = "".join(f"<{name}>{value}</{name}>\n" for name, value in values.items())
    return operator("Range", inside, f'style="{style}"' if style else "", ahead, behind)


UNIT_RANGE = ranges(minInValue=0, maxInValue=1, minOutValue=0, maxOutValue=1)


def log(style: str, *parameters: str) -> str:
    return operator("Log", "".join(f"<LogParams {text}/>\n" for text in parameters), f'style="{style}"')


def exponent(style: str, *parameters: str, name: str = "Exponent") -> str:
    return operator(name, "".join(f"<{name}Params {text}/>\n" for text in parameters), f'style="{style}"')


def nodes(slope: str = "1.1 .9 1", offset: str = ".05 -.02 0", power: str = "1.2 .8 1", saturation: str = ".8") -> str:
    sop = f"<Slope>{slope}</Slope>\n<Offset>{offset}</Offset>\n<Power>{power}</Power>\n"
    return f"<SOPNode>\n{sop}</SOPNode>\n<SatNode><Saturation>{saturation}</Saturation></SatNode>\n"


def asc_cdl(style: str = "", saturation: str = ".8") -> str:
    return operator("ASC_CDL", nodes(saturation=saturation), f'style="{style}"' if style else "")


def correction(name: str = "", inside: str = "") -> str:
    head = f' id="{name}"' if name else ""
    return f"<ColorCorrection{head}>\n{inside or nodes()}</ColorCorrection>\n"


def collection(*corrections: str) -> str:
    namespace = 'xmlns="urn:ASC:CDL:v1.2"'
    return f"<ColorCorrectionCollection {namespace}>\n{''.join(corrections)}</ColorCorrectionCollection>\n"


def decisions(*corrections: str) -> str:
    inside = "".join(f'<ColorDecision>\n<MediaRef ref="a.dpx"/>\n{each}</ColorDecision>\n' for each in corrections)
    return f'<?xml version="1.0"?>\n<ColorDecisionList xmlns="urn:ASC:CDL:v1.2">\n{inside}</ColorDecisionList>\n'


def look(size: int, rest: str = "") -> str:
    """Random numbers, some outside 0..1; red varies fastest."""
    numbers = np.random.default_rng(size).uniform(-0.25, 1.5, size**3 * 3)
    digits = struct.pack(f"<{len(numbers)}f", *numbers).hex().upper()
    data = "\n".join(digits[start : start + 64] for start in range(0, len(digits), 64))
    table = f'<LUT>\n<size>"{size}"</size>\n<data>"\n{data}"\n</data>\n</LUT>\n'
    return f'<?xml version="1.0" ?>\n<look>\n<shaders><base/></shaders>\n{rest}{table}</look>\n'


AFFINE = ".9 .2 -.1 .05 .8 .1 0 .15 1.2"
SPIMTX = "1.1 .1 0 655.35\n0 1 .2 -1310.7\n0 -.1 .9 0\n"

LINEAR = nodes(power="1 1 1")  # quickly read, since some tests read samples a hundred times

SAMPLES = {
    "Common LUT Format": [
        process_list(lut1d(5, -0.1, 1.1) + lut3d(2)).encode(),
        process_list(matrix(AFFINE)).encode(),
        process_list(lut1d(3, attributes='rawHalfs="false"') + matrix(AFFINE), 'id="x" version="2.0"').encode(),
        process_list(operator("ASC_CDL", LINEAR) + UNIT_RANGE, 'id="x" name="t" compCLFversion="3"').encode(),
    ],
    "ASC CDL": [
        correction("shot 1", LINEAR).encode(),
        collection(correction("a", LINEAR), correction("", LINEAR)).encode(),
        decisions(correction("a", LINEAR)).encode(),
    ],
    "spimtx": [SPIMTX.encode()],
    "Iridas look": [look(2).encode()],
}
