"""Camera Looks and its peers, side by side on a real photograph.

    python -m tests.bench [--photo FILE] [--threads N] [--rounds N] [--only 8bit,noise,float,16bit,loading,memory]

Every peer that is installed runs in turns with this library, several rounds; the tables give medians.  What is not
installed is named, with the way to get it.  Times are of this machine, at this hour: compare ratios.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import lut
from lut.kernel.threads import default_threads

from . import loading, memory, photos, report, timing
from .sections import GOALS, SECTIONS, available, table

CHART = photos.ROOT / "docs/benchmark.png"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--photo", type=Path, help="instead of a photograph from a Debian package")
    parser.add_argument(
        "--threads", type=int, default=default_threads(), help="for each that can be told (%(default)s)"
    )
    parser.add_argument("--rounds", type=int, default=7, help="of each case (%(default)s)")
    parser.add_argument(
        "--only", default="", help="sections, with commas: " + ",".join([*SECTIONS, "loading", "memory"])
    )
    parser.add_argument("--chart", type=Path, default=CHART, help="PNG to write (%(default)s)")
    options = parser.parse_args()
    only = options.only.split(",") if options.only else [*SECTIONS, "loading", "memory"]

    name, photo = photos.read(options.photo) if options.photo else photos.find()
    height, width = photo.shape[:2]
    subject = f"{name}, {width} × {height}, {photos.colors(photo):,} colors; a LUT of 33³, tetrahedral"
    print(f"{subject}\n{report.machine()}")

    missing: set[str] = set()
    found: dict[str, list[timing.Case]] = {}
    with tempfile.TemporaryDirectory(prefix="camera-looks-bench-") as temporary:
        folder = Path(temporary)
        cube = folder / "benchmark.cube"
        lut.write(table(), cube)
        for key, (title, makes) in SECTIONS.items():
            if key in only:
                found[key] = list(available(makes(photo, cube, options.threads, folder), missing))
                timing.measure(found[key], options.rounds)
                print(f"\n### {title}\n\n{report.section(found[key])}")
        if "loading" in only:
            rows = loading.measure(folder, options.rounds, missing)
            print(f"\n### Loading a .cube\n\n{report.markdown(['milliseconds', '33³', '65³'], rows)}")
    if "memory" in only:
        head = ["MB", "before", *(f"peak, {size} megapixels" for size in memory.SIZES)]
        print(f"\n### Memory, in strips\n\n{report.markdown(head, memory.measure())}")
    if found:
        print(f"\n### Goals\n\n{report.goals(found, GOALS)}")
        titles = {key: title for key, (title, _) in SECTIONS.items()}
        report.chart(titles, found, f"{subject.replace('33³', '33×33×33')}. {report.processor()}.", options.chart)
        print(f"\nChart: {options.chart}")
    for peer in sorted(missing):
        print(f"Not measured, because it is not installed: {peer}")


if __name__ == "__main__":
    main()
