"""Read photographs for commands; the option ``--ignore-profile``."""

from __future__ import annotations

import argparse
from os import PathLike
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ..images import Picture
    from ..images.picture import PictureFormat

WAY_ROUND = "--ignore-profile uses the stored numbers without conversion"


def ignore_profile(parser: argparse.ArgumentParser) -> None:
    words = "use the stored numbers without conversion, whatever color profile a picture has"
    parser.add_argument("--ignore-profile", action="store_true", help=words)


def read(
    path: str | PathLike[str], ignore_profile: bool, target: PictureFormat | None = None, processes: int = 1
) -> Picture:
    """Read a photograph.  A ColorError also names the option that helps."""
    from .. import images

    try:
        return images.read(path, target, processes, ignore_profile)
    except images.ColorError as error:
        raise images.ColorError(error.path, error.line, f"{error.sentence}; {WAY_ROUND}") from None
