"""Photographs that commands read, and ``--ignore-profile``."""

from __future__ import annotations

import argparse
from os import PathLike
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..images import Picture
    from ..images.picture import PictureFormat

WAY_ROUND = "--ignore-profile works with the stored numbers"


def ignore_profile(parser: argparse.ArgumentParser) -> None:
    words = "work with the stored numbers, whatever the file says that they mean, and leave there what it says"
    parser.add_argument("--ignore-profile", action="store_true", help=words)


def read(
    path: str | PathLike[str], ignore_profile: bool, target: PictureFormat | None = None, processes: int = 1
) -> Picture:
    """A photograph.  Raises as ``images.read`` does, and names the way round where its color profile is of no use."""
    from .. import images

    try:
        return images.read(path, target, processes, ignore_profile)
    except images.ColorError as error:
        raise images.ColorError(error.path, error.line, f"{error.sentence}; {WAY_ROUND}") from None
