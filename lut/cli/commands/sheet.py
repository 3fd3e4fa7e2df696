"""``sheet``: draw one photograph in all looks."""

from __future__ import annotations

import argparse
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from ..command import Command
from ..look_files import open_lut, read_photo, refuse_source
from ..options import add_ignore_profile, add_lut_space, whole_number
from ..scene_option import Weights, add_scene, describe_scene, find_scene
from ..terminal import say

if TYPE_CHECKING:
    from ...drawing.contact_sheet import Group
    from ...looks import Scene
    from ...looks.lut_space import LutSpace


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("photo", metavar="PHOTO")
    parser.add_argument("-o", "--out", metavar="OUT", help="the picture to write (default: PHOTO-looks.jpg, here)")
    add_scene(parser)
    add_ignore_profile(parser)
    parser.add_argument("--lut", action="append", default=[], metavar="FILE", help="a LUT file to show as well; repeat")
    add_lut_space(parser, "each of them")
    parser.add_argument(
        "--width", type=whole_number(480, 16000), default=1920, metavar="W", help="in pixels (default: 1920)"
    )


def run(arguments: argparse.Namespace) -> int:
    from ... import images
    from ...drawing.contact_sheet import draw_contact_sheet
    from ...images import file_kinds
    from ...images.raw_formats import NAME as RAW

    path = Path(arguments.photo)
    out = Path(arguments.out or f"{path.stem}-looks.jpg")
    file_kinds.format_of_path(out)
    refuse_source(out, [path], "is the photograph itself; expected another name for the sheet")
    picture = read_photo(path, arguments.ignore_profile)
    scene = find_scene(arguments.scene, picture)
    note = f"Scene: {describe_scene(scene)}" if scene else ""
    groups = sheet_groups(arguments.lut, scene, arguments.lut_space, picture.format == RAW)
    sheet = draw_contact_sheet(picture, groups, path.name, arguments.width, note)
    images.write(images.Picture(sheet), out)
    say(f"{out} written.")
    return 0


def sheet_groups(
    files: list[str], scene: Weights | Scene | None = None, space: LutSpace | None = None, raw: bool = False
) -> list[Group]:
    """Return all looks by partnership, then the LUT files.

    scene: by default the day.  space: of the files.  raw: the photograph is a raw file.
    """
    from ...drawing.contact_sheet import Entry, Group
    from ...engine.baked_looks import find_look, find_table
    from ...looks import all_looks
    from ...looks.finishing import Finishing

    result = []
    for maker, members in groupby(all_looks(), key=lambda look: look.maker):
        entries = [
            Entry(look.name, look.id, find_table(find_look(look.id), scene), Finishing.of(look)) for look in members
        ]
        result.append(Group(maker, tuple(entries)))
    if files:
        found = {name: open_lut(name, space) for name in files}
        entries = [
            Entry(Path(name).stem, name, (one.for_raw if raw else None) or one.table(None))
            for name, one in found.items()
        ]
        result.append(Group("LUT files", tuple(entries)))
    return result


COMMAND = Command(
    "sheet",
    "one photograph in all looks, as one picture",
    "Make a contact sheet: the photograph in every look, by partnership, with the names and ids. Looks that tell "
    "scenes apart follow what the photograph shows, as in `apply`.",
    add_arguments,
    run,
    "camera-looks sheet photo.jpg\ncamera-looks sheet photo.jpg -o sheet.png --lut film.cube",
)
