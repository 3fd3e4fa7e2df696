"""``spaces``: list the color spaces that LUTs are made for."""

from __future__ import annotations

import argparse
import json
import textwrap

from ..command import Command
from ..terminal import say

WIDTH = 88


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="for programs")


def run(arguments: argparse.Namespace) -> int:
    from ...color.encodings import ENCODINGS

    if arguments.json:
        entries = [
            {"id": one.id, "name": one.name, "light": one.label, "source": one.source} for one in ENCODINGS.values()
        ]
        say(*json.dumps(entries, indent=2, ensure_ascii=False).splitlines())
        return 0
    column = max(map(len, ENCODINGS))
    for scene, title in ((False, "Of displays, white at 1"), (True, "Of cameras, middle gray at 0.18 of their light")):
        say(title, "")
        for one in ENCODINGS.values():
            if one.scene == scene:
                gray = f"18 % at {float(one.encode(0.18)):.3f}"
                say(f"  {one.id:{column}}  {one.name} ({gray})")
                say(*textwrap.wrap(one.source, WIDTH, initial_indent="      ", subsequent_indent="      "))
        say("")
    return 0


COMMAND = Command(
    "spaces",
    "the color spaces that LUTs are made for",
    "List the color spaces that --lut-space and recipes take: the id, the maker's name, the code of a middle gray of "
    "18 %, and the document that defines it. NAME:OUT names the space of a LUT's result as well. Without OUT, a LUT "
    "for a log or for linear light is taken to give Rec.709, unless it keeps black and middle gray where its own space "
    "has them; any other LUT is taken to stay in its space.",
    add_arguments,
    run,
    "camera-looks spaces\ncamera-looks apply photo.jpg out.jpg --lut VLog_to_V709.cube --lut-space v-log:rec709",
)
