"""Print the color spaces of LUTs, with the largest deviation from colour-science and from OpenColorIO.

``python -m tests.color.encodings_report``
"""

from __future__ import annotations

import sys
from pathlib import Path

from lut.color.encodings import ENCODINGS

sys.path.insert(0, str(Path(__file__).resolve().parent))

import encoding_oracles as oracles


def write_number(value: float | None) -> str:
    return "-" if value is None else f"{value:.0e}"


def main() -> None:
    for name, oracle in (("colour-science", oracles.load_colour()), ("OpenColorIO", oracles.load_opencolorio())):
        print(name, getattr(oracle, "__version__", "is not installed"))
    print("Largest deviation, over 65,536 codes, and from 10 stops below middle gray to 12 above (displays: 0 to 1).")
    print("decode: light, in shares of it; OpenColorIO: the same of grays (displays: codes).\n")
    columns = ("id", "light", "18 % gray", "encode", "decode", "matrix", "OpenColorIO")
    print("{:22}{:>9}{:>11}{:>9}{:>9}{:>9}{:>13}".format(*columns))
    for one in ENCODINGS.values():
        codes, light = oracles.curve_deviation(one.id) or (None, None)
        numbers = (codes, light, oracles.matrix_deviation(one.id), oracles.opencolorio_deviation(one.id))
        texts = [write_number(value) for value in numbers]
        print("{:22}{:>9}{:>11.4f}{:>9}{:>9}{:>9}{:>13}".format(one.id, one.label, float(one.encode(0.18)), *texts))


if __name__ == "__main__":
    main()
