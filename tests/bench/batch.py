"""A folder of photographs through a LUT, from files to files, against loops of other programs.

    python -m tests.bench.batch [--photos N] [--rounds N]

Photographs of 12 to 20 megapixels out of Debian packages, each in five exposures, since pictures that are alike would
be easy for a program that remembers colors.  All write JPEGs of quality 92 or the like.  Camera Looks is started once
a run, as from a shell; the loops start their program for each photograph, one after the other or two side by side.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np

import lut
from lut import looks

from . import photos, report
from .timing import Case, measure, timed

LOOK = "leica-vibrant"
NAMES = ("seeding_by_Clements_Engelhardt", "Kleiber_by_Lukas_Baubkus", "Dragonfly_by_Bolly")
NAMES += ("sunset_by_Aitzol_Berasategi",)
EXPOSURES = (0.7, 0.85, 1.0, 1.1, 1.2)
HALD_SIZE = 64
Command = Callable[[Path, Path], Sequence[object]]


def sources() -> list[Path]:
    """The photographs, or the project's own, enlarged, where Debian's packages cannot be had."""
    for package in photos.PACKAGES:
        photos.fetch(package)
    folder = photos.CACHE / "usr/share/backgrounds"
    return [folder / f"{name}.jpg" for name in NAMES if (folder / f"{name}.jpg").exists()] or [photos.SAMPLE]


def prepare(folder: Path, count: int) -> int:
    """Fill a folder with so many photographs; returns their pixels."""
    from PIL import Image

    folder.mkdir()
    pixels = 0
    found = sources()
    variants = [(path, exposure) for exposure in EXPOSURES for path in found]
    for number in range(count):
        path, exposure = variants[number % len(variants)]
        with Image.open(path) as image:
            photo = image.convert("RGB")
        if path == photos.SAMPLE:
            photo = photo.resize((4800, 3600), Image.Resampling.LANCZOS)
        brighter = [min(255, round(code * exposure)) for code in range(256)]
        photo.point(brighter * 3).save(folder / f"{number:02}.jpg", quality=92, subsampling=0)
        pixels += photo.width * photo.height
    return pixels


def loop(command: Command, folder: Path, out: Path, side_by_side: int, threads: int) -> Callable[[], float]:
    environment = {**os.environ, "OMP_NUM_THREADS": str(threads)}

    def one(path: Path) -> None:
        line = list(map(str, command(path, out / path.name)))
        subprocess.run(line, check=True, capture_output=True, env=environment)

    def run() -> None:
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir()
        with ThreadPoolExecutor(side_by_side) as pool:
            list(pool.map(one, sorted(folder.iterdir())))

    return timed(run)


def ours(folder: Path, out: Path, cube: Path, jobs: int) -> Callable[[], float]:
    command = [sys.executable, "-m", "lut", "apply", folder, out, "--lut", cube, "--jobs", jobs, "--quiet"]

    def run() -> None:
        shutil.rmtree(out, ignore_errors=True)
        subprocess.run(list(map(str, command)), check=True, cwd=photos.ROOT)

    return timed(run)


def peers(folder: Path, cube: Path) -> dict[str, tuple[str, Command]]:
    """Programs and what to run for a photograph; each computes on as many cores as it is given."""
    hald = cube.with_name("hald.png")
    subprocess.run(
        [sys.executable, "-m", "lut", "convert", cube, hald, "--size", str(HALD_SIZE)], check=True, capture_output=True
    )
    magick = shutil.which("magick") or shutil.which("convert-im6.q16") or shutil.which("convert") or "magick"
    return {
        "ImageMagick -hald-clut": (
            magick,
            lambda source, target: [magick, source, hald, "-hald-clut", "-quality", 92, target],
        ),
        "FFmpeg lut3d": (
            "ffmpeg",
            lambda source, target: [
                *("ffmpeg", "-v", "error", "-y", "-i", source, "-vf", f"format=gbrp,lut3d={cube},format=yuvj444p"),
                *("-q:v", 2, target),
            ],
        ),
        "G'MIC map_clut": (
            "gmic",
            lambda source, target: [
                "gmic",
                "-v",
                0,
                source,
                "input_cube",
                cube,
                "map_clut[0]",
                "[1]",
                "rm.",
                "o",
                f"{target},92",
            ],
        ),
    }


def difference(found: Path, reference: Path) -> float:
    """Mean, in 8-bit codes, of two folders' first picture: a peer that does something else would be no peer."""
    from PIL import Image

    first = sorted(reference.iterdir())[0]
    with Image.open(first) as one, Image.open(found / first.name) as other:
        pair = [np.asarray(image.convert("RGB"))[::5, ::5].astype(float) for image in (one, other)]
    return float(np.abs(pair[0] - pair[1]).mean())


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.batch", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--photos", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="camera-looks-bench-") as name:
        folder, cube, reference = Path(name, "in"), Path(name, "look.cube"), Path(name, "ours")
        pixels = prepare(folder, options.photos)
        lut.write(looks.load(LOOK).bake(), cube)
        cores = min(os.cpu_count() or 1, 2)
        cases = [
            Case(f"Camera Looks, {jobs} at a time", ours(folder, reference, cube, jobs), pixels, str(jobs), ours=True)
            for jobs in range(1, cores + 1)
        ]
        outs = {}
        for peer, (program, command) in peers(folder, cube).items():
            if not shutil.which(program):
                print(f"Not measured, because it is not installed: {peer}")
                continue
            outs[peer] = Path(name, program.split("/")[-1])
            for jobs in range(1, cores + 1):
                run = loop(command, folder, outs[peer], jobs, threads=max(cores // jobs, 1))
                cases.append(Case(f"{peer}, {jobs} at a time", run, pixels, str(cores), most_rounds=options.rounds))
        measure(cases, options.rounds)
        print(report.machine())
        print(f"{options.photos} photographs, {pixels / 1e6:.0f} megapixels, {options.rounds} rounds")
        print(report.section(cases))
        for peer, out in outs.items():
            print(f"{peer}: its first picture differs from ours by {difference(out, reference):.2f} codes in the mean")


if __name__ == "__main__":
    main()
