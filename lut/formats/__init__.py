"""LUT files, one module per format."""

from __future__ import annotations

from os import PathLike

from ..table import Lut


def read(path: str | PathLike[str]) -> Lut:
    raise NotImplementedError


def write(lut: Lut, path: str | PathLike[str]) -> None:
    raise NotImplementedError
