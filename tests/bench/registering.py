"""Registration measured: how many pairs are found, how far off, and how often two scenes are taken for one.

    python -m tests.bench.registering [--pairs 40] [--seed 1]

Photographs get a look, noise, a vignette, JPEG's losses and a geometry: see KINDS.  A placement is found where it is
off by less than FOUND pixels, root mean square over the picture after, which is ACROSS pixels long.  Lens distortion
is made from corrected to distorted places, as lens models have it: the other way round than the registration has it.
"""

from __future__ import annotations

import argparse
import io
import time
from itertools import combinations
from multiprocessing import Pool
from typing import NamedTuple

import numpy as np
from PIL import Image

import lut
from lut.color import linear_to_srgb, srgb_to_linear
from lut.create.placement import map_positions, sample_bilinear
from lut.create.register import register_pictures
from lut.create.samples import prepare_plane
from lut.kernel.threads import default_threads

from . import report
from .photographs import OWN, kept_aside, small

SOURCE, ACROSS = 960, 480  # pixels of the longer side: of photographs, and of the pictures that are registered
FOUND = 2.0
KINDS = ("shift", "tilt", "quarter turn", "scale", "crop", "distortion", "phone", "all")
LOOKS = ("leica-authentic", "zeiss-vivid", "hasselblad-emerald", "leica-bw-high-contrast", "hasselblad-radiance")
GRID = 9


class View(NamedTuple):
    """The picture after: a place p there, from its middle in pixels, is turned(p) · zoom + at, distorted, in the one
    before.  size: (H, W).  first, second: of the radial distortion, radius 1 in the corners of the picture before."""

    size: tuple[int, int]
    at: tuple[float, float] = (0, 0)
    zoom: float = 1.0
    turn: float = 0.0
    first: float = 0.0
    second: float = 0.0

    def to_before(self, x: np.ndarray, y: np.ndarray, size: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
        cos, sin = self.zoom * np.cos(np.radians(self.turn)), self.zoom * np.sin(np.radians(self.turn))
        across, down = x - self.size[1] / 2, y - self.size[0] / 2
        u, v = cos * across + sin * down + self.at[0], cos * down - sin * across + self.at[1]
        r2 = (u * u + v * v) * 4 / (size[0] ** 2 + size[1] ** 2)
        lens = 1 + self.first * r2 + self.second * r2 * r2
        return u * lens + size[1] / 2, v * lens + size[0] / 2


def view(kind: str, size: tuple[int, int], rng: np.random.Generator) -> View:
    """Draw a view of a picture before of that size."""
    height, width = size
    at = (rng.uniform(-0.03, 0.03) * width, rng.uniform(-0.03, 0.03) * height)
    turn, zoom, first, second, quarter = 0.0, 1.0, 0.0, 0.0, 0
    shape = np.array(size, float)
    if kind in ("tilt", "all"):
        turn = rng.uniform(2, 7) * rng.choice((-1, 1)) if kind == "tilt" else rng.uniform(-5, 5)
    if kind == "quarter turn" or (kind == "all" and rng.random() < 0.6):
        quarter = int(rng.integers(1, 4))
    if kind in ("distortion", "phone", "all"):
        first, second = rng.uniform(-0.02, 0.02), rng.uniform(-0.01, 0.01)
    if kind == "scale":
        zoom = float(np.exp(rng.uniform(-1, 1) * np.log(1.9)))
    if kind == "phone":
        zoom = rng.uniform(0.97, 1.0)  # of the frame a little is lost, and more is cropped
        shape = crop_shape(size, rng.choice((1, 4 / 3, 16 / 9)))
    if kind in ("crop", "all"):
        share = rng.uniform(0.65, 0.9)
        shape = crop_shape(size, rng.choice((1, 4 / 3, 16 / 9) if kind == "crop" else (4 / 3, 16 / 9))) * share
        at = tuple(
            rng.uniform(-0.5, 0.5) * (length - part) for length, part in zip(size[::-1], shape[::-1], strict=True)
        )
        zoom = float(rng.uniform(0.85, 1.0)) if kind == "all" else 1.0
    if quarter % 2:
        shape = shape[::-1]
    # The view is made as large as ACROSS, whatever part of the picture it shows.
    enlarge = ACROSS / shape.max()
    whole = (round(shape[0] * enlarge), round(shape[1] * enlarge))
    if kind == "scale":
        return View(whole, at, zoom, turn)
    return View(whole, at, zoom / enlarge, 90 * quarter + turn, first, second)


def crop_shape(size: tuple[int, int], aspect: float) -> np.ndarray:
    """Return the largest (H, W) of that aspect, upright or across as the picture is."""
    height, width = size
    if height > width:
        return crop_shape((width, height), aspect)[::-1]
    return np.array([min(height, width / aspect), min(width, height * aspect)])


def render(source: np.ndarray, size: tuple[int, int], seen: View, rng: np.random.Generator) -> np.ndarray:
    """Make the picture after of a photograph larger than the picture before, of which the size is given."""
    y, x = np.mgrid[: seen.size[0], : seen.size[1]] + 0.5
    x, y = seen.to_before(x, y, size)
    factor = source.shape[1] / size[1]
    codes = source.astype(np.float32) / 255
    seen_codes, _ = sample_bilinear(codes, (y * factor - 0.5).astype(np.float32), (x * factor - 0.5).astype(np.float32))
    table = lut.looks.load(str(rng.choice(LOOKS))).bake()
    developed = lut.apply(seen_codes, table)
    height, width = seen.size
    down, across = np.mgrid[:height, :width] + 0.5
    r2 = ((down - height / 2) ** 2 + (across - width / 2) ** 2) * 4 / (height**2 + width**2)
    light = srgb_to_linear(developed) * (1 - rng.uniform(0, 0.4) * r2[..., None]).astype(np.float32)
    noisy = linear_to_srgb(light) + rng.normal(0, rng.uniform(0, 0.03), light.shape)
    file = io.BytesIO()
    quality = int(rng.integers(70, 96))
    Image.fromarray(np.rint(255 * np.clip(noisy, 0, 1)).astype(np.uint8)).save(file, "JPEG", quality=quality)
    return np.asarray(Image.open(file).convert("RGB"))


class Tried(NamedTuple):
    name: str
    error: float  # pixels, infinite where the pair was refused
    correlation: float
    seconds: float  # of the processor


def tried(job: tuple[str, str, int]) -> Tried:
    kind, name, seed = job
    rng = np.random.default_rng(seed)
    path = (OWN | kept_aside())[name]
    before, source = small(path, ACROSS), small(path, SOURCE)
    size = before.shape[:2]
    seen = view(kind, size, rng)
    return place(name, before, render(source, size, seen, rng), seen)


def place(name: str, before: np.ndarray, after: np.ndarray, seen: View | None) -> Tried:
    start = time.process_time()
    first, second = prepare_plane(before, "before"), prepare_plane(after, "after")
    try:
        found = register_pictures(first, second)
    except lut.PixelError as error:
        return Tried(
            name, np.inf, float(str(error).partition("correlation of ")[2][:4] or 0), time.process_time() - start
        )
    seconds = time.process_time() - start
    if seen is None:
        return Tried(name, 0, found.correlation, seconds)
    height, width = after.shape[:2]
    y, x = (np.arange(GRID)[:, None] + 0.5) / GRID * height, (np.arange(GRID) + 0.5) / GRID * width
    own_x, own_y = seen.to_before(*np.broadcast_arrays(x, y), before.shape[:2])
    inside = (own_x > 0) & (own_y > 0) & (own_x < before.shape[1]) & (own_y < before.shape[0])
    to_y, to_x = map_positions(first, second, found)  # at the pixels of the one before
    rows, columns = (own_y / first.reduced - 0.5).astype(np.float32), (own_x / first.reduced - 0.5).astype(np.float32)
    maps = np.stack([to_y, to_x], axis=2) * second.reduced + (second.reduced - 1) / 2 + 0.5
    placed, known = sample_bilinear(maps.astype(np.float32), rows, columns)
    off = (placed[..., 0] - y) ** 2 + (placed[..., 1] - x) ** 2
    return Tried(name, float(np.sqrt(off[inside & known].mean())), found.correlation, seconds)


def tried_apart(job: tuple[str, str, int]) -> Tried:
    """Two photographs, or two parts of one that don't overlap."""
    first, second, seed = job
    rng = np.random.default_rng(seed)
    paths = OWN | kept_aside()
    one, two = small(paths[first], SOURCE), small(paths[second], SOURCE)
    if first == second:
        axis = int(rng.integers(2))
        half = one.shape[axis] // 2
        one, two = (part for part in np.split(one, [half, 2 * half], axis)[:2])
    before = np.asarray(Image.fromarray(one).resize(fit_size(one)))
    seen = View(fit_size(two)[::-1])
    return place(f"{first}, {second}", before, render(two, fit_size(two)[::-1], seen, rng), None)


def fit_size(picture: np.ndarray) -> tuple[int, int]:
    height, width = picture.shape[:2]
    scale = ACROSS / max(height, width)
    return round(width * scale), round(height * scale)


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.registering", description=(__doc__ or "").splitlines()[0]
    )
    parser.add_argument("--pairs", type=int, default=40, help="of each kind (%(default)s)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--apart", type=int, default=400, help="pairs of two scenes (%(default)s)")
    parser.add_argument("--show", action="store_true", help="name what was not found")
    options = parser.parse_args()
    names = sorted(OWN | kept_aside())
    rng = np.random.default_rng(options.seed)
    print(f"{report.machine()}\n{len(names)} photographs")
    rows = []
    with Pool(default_threads()) as pool:
        for kind in options.kinds.split(","):
            jobs = [(kind, str(rng.choice(names)), int(rng.integers(1 << 30))) for _ in range(options.pairs)]
            results = pool.map(tried, jobs, chunksize=1)
            rows.append([kind, *figures(results)])
            if options.show:
                for job, one in zip(jobs, results, strict=True):
                    if one.error >= FOUND:
                        print(job, one)
        print("\n" + report.markdown(["", "found", "refused", "wrong", "median", "95 %", "seconds"], rows))
        pairs = list(combinations(names, 2))
        rng.shuffle(pairs)
        jobs = [(name, name, int(rng.integers(1 << 30))) for name in names for _ in range(3)]
        jobs += [(one, two, int(rng.integers(1 << 30))) for one, two in pairs][: max(options.apart - len(jobs), 0)]
        results = pool.map(tried_apart, jobs[: options.apart], chunksize=1) if options.apart else []
    if results:
        taken = [one for one in results if one.error == 0]
        seconds = np.mean([one.seconds for one in results])
        print(f"\nTwo scenes: {len(taken)} of {len(results)} taken for one; {seconds:.2f} s each")
        for one in sorted(taken, key=lambda each: -each.correlation):
            print(f"  {one.name}: correlation {one.correlation:.2f}")


def figures(results: list[Tried]) -> list[str]:
    errors = np.array([one.error for one in results])
    good, refused = errors < FOUND, np.isinf(errors)
    known = errors[good] if good.any() else np.array([np.nan])
    return [
        f"{good.sum()} of {len(errors)}",
        f"{refused.sum()}",
        f"{(~good & ~refused).sum()}",
        f"{np.median(known):.2f}",
        f"{np.percentile(known, 95):.2f}",
        f"{np.mean([one.seconds for one in results]):.2f}",
    ]


if __name__ == "__main__":
    main()
