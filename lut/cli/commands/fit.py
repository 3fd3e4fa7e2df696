"""``fit``: fit a LUT to photographs before and after."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..command import Command
from ..look_files import name_way_round, refuse_source
from ..options import OUT_LUT, add_ignore_profile
from ..terminal import say, warn

if TYPE_CHECKING:
    from ...create.fit_photos import FittedPhotos


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "photos",
        metavar="PHOTO",
        nargs="+",
        help="a raw file; or a picture without the look and then the same picture with it; or a folder of such. "
        "Several pairs make the LUT surer",
    )
    parser.add_argument(
        "out",
        metavar="OUT",
        help=f"{OUT_LUT}; with .toml, a recipe: the LUT beside it, and a local step that was found",
    )
    add_ignore_profile(parser)
    parser.add_argument("--title", help="the title to write (default: OUT's name)")
    parser.add_argument("--plot", metavar="PNG", help="draw which colors the pairs have")


def run(arguments: argparse.Namespace) -> int:
    from ...create.fit_photos import fit_photos
    from ...create.fitted_files import write_fitted, written_files
    from ...create.photo_pairs import find_photo_pairs
    from ...images import ColorError
    from ..batch.progress import Progress

    out = Path(arguments.out)
    pairs, notes = find_photo_pairs(arguments.photos)
    sources = [file for pair in pairs for file in pair.files]
    for file in written_files(out):
        refuse_source(file, sources, "is one of the pictures; expected another name for the LUT")
    for note in notes:
        warn(f"Note: {note}.")
    try:
        with Progress(len(pairs), quiet=len(pairs) == 1) as progress:
            found = fit_photos(
                pairs, arguments.ignore_profile, lambda pair, failed: progress.step(pair.name, failed=failed)
            )
    except ColorError as error:
        raise name_way_round(error) from None
    lut = replace(found.lut, title=out.stem if arguments.title is None else arguments.title)
    write_fitted(lut, out)
    say(f"{' and '.join(map(str, written_files(out)))} written.")
    if lut.finish is not None and len(written_files(out)) == 1:
        say("A recipe as OUT (look.toml) keeps the local step, too, for other photographs.")
    report(found, len(pairs))
    if arguments.plot:
        from ... import images
        from ...drawing.fit_plot import plot_fit

        images.write(images.Picture(plot_fit(lut)), arguments.plot)
        say(f"{arguments.plot} written.")
    return 1 if found.failures else 0


def report(found: FittedPhotos, count: int) -> None:
    """Print which pairs were used, what the fit is worth, and which pairs failed."""
    for number, pair in enumerate(found.used, 1):
        if count > 1 or pair.after is None:
            say(f"Pair {number}: {pair.name}")
    if found.lut.report:
        say(*found.lut.report.summary)
        say("Details:", *(f"  {sentence}" for sentence in found.lut.report.details))
    if found.failures:
        warn(f"camera-looks: {len(found.failures)} of {count} pairs failed:")
        warn(*(f"  {error}" for error in found.failures.values()))


COMMAND = Command(
    "fit",
    "a look from photographs before and after",
    "Find the look that makes one picture from another, and write it as a LUT. Of a raw file (DNG, NEF, ARW, CR3 …) "
    "alone, the picture after is the camera's own rendering inside of it, if that has at least 1000 pixels a side. A "
    "raw file and a picture of the same name are a pair, whatever the order: IMG_1.DNG and IMG_1.JPG. Other pictures "
    "are paired in their order: before, after. Of a folder, and of those inside of it, all raw files are used. Raw "
    "files are developed neutrally, as `apply` does. The two pictures may differ in size, crop and place, and have "
    "noise, a vignette or local tone mapping, which is told apart from the look. "
    "Colors that the pairs do not have follow from those that they have. A pair that fails does "
    "not stop the others. A file named OUT is replaced. Exit code: 0 all pairs were used, 1 some or all failed.",
    add_arguments,
    run,
    "camera-looks fit IMG_1.DNG phone.cube\n"
    "camera-looks fit IMG_1.DNG IMG_1.JPG phone.cube\n"
    "camera-looks fit pairs/ phone.cube --plot colors.png\n"
    "camera-looks fit before1.tif after1.jpg before2.tif after2.jpg edited.cube",
)
