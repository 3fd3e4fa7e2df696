"""Looks found again from one photograph before and after, measured on the photographs that the fit has not seen.

    python -m tests.bench.fitting [--sources NAME,…] [--looks NAME,…] [--skip gmic,hard,several,time]

Mean ΔE2000 on each of the other photographs: in the mean over them, and on the worst of them.  The picture after is a
JPEG of quality 92.  "hard": moved by 3 and 2 pixels, and with a vignette of 30 %.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterable
from multiprocessing import Pool
from pathlib import Path
from typing import NamedTuple

import numpy as np

import lut
from lut.color import delta_e2000, srgb_to_lab
from lut.create import fit_pairs
from lut.create.fit_lut import FittedLut
from lut.kernel.threads import default_threads

from . import report
from .fit_looks import LOOKS, PHOTOS, compressed, gmic, maker, misaligned, photo
from .programs import Missing

STEP = 6  # every sixth pixel across and down is measured
SEVERAL = (("mountain.jpg", "fig.jpg"), ("mountain.jpg", "fig.jpg", "autumn.jpg"))
GOALS = (1.0, 2.0, 3.0, 1.5)  # mean, worst, times better than G'MIC, times as much when hard
LARGE = (4000, 3000)


class Found(NamedTuple):
    look: str
    sources: tuple[str, ...]
    way: str
    own: float
    mean: float
    worst: float
    coverage: float


def lab(pixels: np.ndarray) -> np.ndarray:
    return srgb_to_lab(pixels.astype(np.float32) / 255)


def measured(look: str, sources: tuple[str, ...], way: str) -> Found:
    with tempfile.TemporaryDirectory(prefix="camera-looks-bench-") as name:
        folder = Path(name)
        made, pairs = maker(look, folder), []
        for source in sources:
            before = photo(source)
            after = made(before)
            pairs.append((before, compressed(misaligned(after) if way == "hard" else after)))
        table = gmic(*pairs[0], folder) if way == "gmic" else fit_pairs(pairs)
        errors = {}
        for other in PHOTOS:
            seen = np.ascontiguousarray(photo(other)[::STEP, ::STEP])
            wanted = made(seen)
            errors[other] = float(delta_e2000(lab(lut.apply(seen, table)), lab(wanted)).mean())
    own = [errors.pop(source) for source in sources]
    coverage = table.report.coverage.common if isinstance(table, FittedLut) and table.report else 0.0
    return Found(
        look, sources, way, float(np.mean(own)), float(np.mean([*errors.values()])), max(errors.values()), coverage
    )


def star(job: tuple[str, tuple[str, ...], str]) -> Found:
    return measured(*job)


def figures(found: Iterable[Found]) -> list[str]:
    found = list(found)
    if not found:
        return ["–"] * 3
    own, mean = (np.mean([getattr(each, name) for each in found]) for name in ("own", "mean"))
    worst = [each.worst for each in found]
    return [f"{own:.2f}", f"{mean:.2f}", f"{np.mean(worst):.2f}, at most {max(worst):.2f}"]


def table(title: str, rows: dict[str, list[Found]]) -> None:
    head = [title, "own photo", "others, mean", "worst of the others"]
    print("\n" + report.markdown(head, [[name, *figures(found)] for name, found in rows.items()]))


def available(looks: Iterable[str]) -> list[str]:
    found = []
    with tempfile.TemporaryDirectory() as folder:
        for look in looks:
            try:
                maker(look, Path(folder))
                found.append(look)
            except Missing as error:
                print(f"Without {look}, because it is not installed: {error}")
    return found


def timed() -> None:
    from PIL import Image

    large = np.asarray(Image.fromarray(photo("mountain.jpg")).resize(LARGE, Image.Resampling.LANCZOS))
    after = misaligned(lut.apply(large, lut.looks.load("zeiss-vivid").bake()))
    times = []
    for _ in range(3):
        start = time.perf_counter()
        lut.fit(large, after)
        times.append(time.perf_counter() - start)
    print(f"\nTwo pictures of {large.shape[0] * large.shape[1] / 1e6:.0f} megapixels: {min(times):.1f} s (best of 3)")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.fitting", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sources", default=",".join(PHOTOS), help="photographs that are fitted on")
    parser.add_argument("--looks", default="", help="beginnings of the names of looks")
    parser.add_argument("--skip", default="", help="gmic, hard, several, time")
    options = parser.parse_args()
    sources, skip = options.sources.split(","), options.skip.split(",")
    wanted = tuple(name for name in options.looks.split(",") if name)
    looks = available(look for look in LOOKS if not wanted or look.startswith(wanted))
    print(report.machine())
    if "time" not in skip:
        timed()
    ways = ["fit", *(way for way in ("hard", "gmic") if way not in skip)]
    jobs = [(look, (source,), way) for look in looks for source in sources for way in ways]
    if "several" not in skip:
        jobs += [(look, several, "fit") for look in looks for several in SEVERAL]
    with Pool(default_threads()) as pool:
        found = pool.map(star, jobs)
    single = [each for each in found if len(each.sources) == 1]
    ours = [each for each in single if each.way == "fit"]
    for look in looks:
        table(look, {way: [each for each in single if (each.way, each.look) == (way, look)] for way in ways})
    for way in ways:
        rows = {name: [each for each in single if (each.way, each.sources) == (way, (name,))] for name in sources}
        table(f"{way}, fitted on", rows)
    if "several" not in skip:
        rows = {", ".join(names): [each for each in found if each.sources == names] for names in SEVERAL}
        table("several pairs", rows)
    summary(ours, single, sources)


def summary(ours: list[Found], single: list[Found], sources: list[str]) -> None:
    """The goals, over all photographs as sources, and for the one that covers most common colors."""
    covering = max(sources, key=lambda name: np.mean([each.coverage for each in ours if each.sources == (name,)]))
    rows = []
    for title, names in (("all sources", sources), (f"the best-covering source, {covering}", [covering])):
        by_way = {
            way: [each for each in single if each.way == way and each.sources[0] in names]
            for way in ("fit", "hard", "gmic")
        }
        mean = {way: np.mean([each.mean for each in found]) for way, found in by_way.items() if found}
        worst = {way: np.mean([each.worst for each in found]) for way, found in by_way.items() if found}
        rows += [
            [f"{title}: mean", f"{mean['fit']:.2f}", f"{GOALS[0]}"],
            [f"{title}: worst photo", f"{worst['fit']:.2f}", f"{GOALS[1]}"],
        ]
        if "gmic" in mean:
            rows.append([f"{title}: G'MIC's mean over ours", f"{mean['gmic'] / mean['fit']:.1f} ×", f"≥ {GOALS[2]} ×"])
        if "hard" in mean:
            limits = [f"{goal * GOALS[3]:.1f}" for goal in GOALS[:2]]
            rows.append([f"{title}: hard, mean", f"{mean['hard']:.2f}", limits[0]])
            rows.append([f"{title}: hard, worst photo", f"{worst['hard']:.2f}", limits[1]])
    print("\n" + report.markdown(["", "is", "goal"], rows))


if __name__ == "__main__":
    main()
