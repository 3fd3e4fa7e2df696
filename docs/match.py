"""Compare ways of matching a reference photo: ``python docs/match.py`` makes docs/match.jpg and prints the figures.

Needs G'MIC's command line (``gmic``) for its two ways, and some ten minutes; ``--picture`` makes the picture alone.
The other ways are written here from their authors' papers.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from itertools import permutations
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageOps

DOCS = Path(__file__).parent
sys.path.insert(0, str(DOCS.parent))

from lut import looks
from lut.color import checker, delta_e2000, hue_turn, lab_to_linear, linear_to_srgb, srgb_to_lab, srgb_to_oklab
from lut.create import match
from lut.create.matching import cluster_colors
from lut.create.optimal_transport import sliced_distance
from lut.drawing.lettering import write_text
from lut.lattice import lattice

PHOTOS = {path.stem: path for path in sorted((DOCS / "photos").glob("*.*g"))}
SHOWN = (  # photo, reference, and the look that the reference has, if any
    ("mountain", "dandelion", ""),
    ("wine", "mountain", ""),
    ("astronaut", "sunset", ""),
    ("autumn", "brushes", ""),
    ("fig", "autumn", "leica-sepia"),
    ("mountain", "mountain", "hasselblad-radiance"),
)
PART = {"astronaut": (0.5, 0.12)}  # that is shown of a photo, where it is not the middle
CELL, GAP, HEAD, SIZE, QUALITY = (216, 150), 6, 30, 15, 86
BACKGROUND, INK = (28, 28, 28), (235, 235, 235)
MEASURED = 400  # pixels across, of the pictures that are measured

POINTS = 17  # of the probe's lattice: its colors ride along in G'MIC's pictures, where more would count
GRAYS = np.linspace(0, 1, 256)[:, None].repeat(3, axis=1)
PROBE = np.concatenate((lattice(POINTS).reshape(-1, 3), GRAYS, checker.CODES))
SKIN = checker.patch_indices("dark skin", "light skin")
ALIKE = 1.0  # ΔE2000 between neighbors that are hardly told apart

Codes = np.ndarray  # sRGB, 0..1, (…, 3)
Way = Callable[[Codes, Codes, Codes], tuple[Codes, Codes]]  # photo, reference, probe → photo and probe afterwards


def ours(photo: Codes, reference: Codes, probe: Codes) -> tuple[Codes, Codes]:
    lut = match(photo, reference)
    return lut(photo), lut(probe)


def reinhard(photo: Codes, reference: Codes, probe: Codes) -> tuple[Codes, Codes]:
    """Mean and deviation of each axis of CIELAB.

    Reinhard, Ashikhmin, Gooch, Shirley: Color Transfer between Images, 2001 (who take the space lαβ).
    """
    (mean, spread), (wanted, width) = (
        (lab.mean(axis=(0, 1)), lab.std(axis=(0, 1)))
        for lab in (srgb_to_lab(picture) for picture in (photo, reference))
    )

    def moved(codes: Codes) -> Codes:
        lab = srgb_to_lab(codes)
        return linear_to_srgb(lab_to_linear((lab - mean) * (width / spread) + wanted))

    return moved(photo), moved(probe)


def monge_kantorovich(photo: Codes, reference: Codes, probe: Codes) -> tuple[Codes, Codes]:
    """Pitié, Kokaram: The Linear Monge-Kantorovitch Linear Colour Mapping for Example-Based Colour Transfer, 2007."""
    mean, wanted = (picture.mean(axis=(0, 1)) for picture in (photo, reference))
    one, two = (np.cov(picture.reshape(-1, 3).T) for picture in (photo, reference))
    half = root(one)
    linear = np.linalg.inv(half) @ root(half @ two @ half) @ np.linalg.inv(half)
    return (photo - mean) @ linear + wanted, (probe - mean) @ linear + wanted


def root(matrix: np.ndarray) -> np.ndarray:
    values, vectors = np.linalg.eigh(matrix)
    return (vectors * np.sqrt(np.maximum(values, 0))) @ vectors.T


def histograms(photo: Codes, reference: Codes, probe: Codes) -> tuple[Codes, Codes]:
    """The histogram of each channel onto the reference's."""
    shares = np.linspace(0, 1, 1001)
    here, there = (np.quantile(picture, shares, axis=(0, 1)) for picture in (photo, reference))

    def moved(codes: Codes) -> Codes:
        channels = []
        for channel in range(3):
            known, places = np.unique(here[:, channel], return_index=True)
            channels.append(np.interp(codes[..., channel], known, there[places, channel]))
        return np.stack(channels, axis=-1)

    return moved(photo), moved(probe)


def gmic(command: str, options: str = "") -> Way:
    """A command of G'MIC, which takes pictures: the probe rides along as further rows of the photo."""

    def way(photo: Codes, reference: Codes, probe: Codes) -> tuple[Codes, Codes]:
        height, width = photo.shape[:2]
        rows = -(-len(probe) // width)
        rider = np.resize(probe, (rows * width, 3)).reshape(rows, width, 3)
        with tempfile.TemporaryDirectory() as folder:
            for name, codes in (("photo", np.concatenate((photo, rider))), ("reference", reference)):
                Image.fromarray(bytes_of(codes)).save(Path(folder, f"{name}.png"))
            orders = ["photo.png", "reference.png", f"{command}[0]", f"[1]{options}", "-o[0]", "out.png"]
            subprocess.run(["gmic", *orders], cwd=folder, check=True, capture_output=True)
            with Image.open(Path(folder, "out.png")) as image:
                out = np.asarray(image.convert("RGB")) / np.float32(255)
        return out[:height], out[height:].reshape(-1, 3)[: len(probe)]

    return way


WAYS: dict[str, Way] = {
    "Camera Looks": ours,
    "Reinhard, in Lab": reinhard,
    "Monge-Kantorovich": monge_kantorovich,
    "Channel histograms": histograms,
    "G'MIC transfer_rgb": gmic("transfer_rgb"),
    "G'MIC transfer_pca": gmic("transfer_pca", ",lab"),
}


def figures(photo: Codes, reference: Codes, way: Way) -> dict[str, float]:
    """What a way does to one pair: see FIGURES."""
    picture, probe = (np.clip(codes, 0, 1) for codes in way(photo, reference, PROBE))
    table = probe[: POINTS**3].reshape(POINTS, POINTS, POINTS, 3)
    ramp, patches = probe[POINTS**3 :][:256], probe[POINTS**3 + 256 :]
    lightness = lab(ramp)[:, 0]
    old, new = (srgb_to_oklab(codes)[SKIN] for codes in (checker.CODES, patches))
    return {
        "distance": distance(picture, reference),
        "bend": max(float(np.abs(np.diff(table, 2, axis=axis)).max()) for axis in range(3)),
        "falls": float(np.maximum(lightness[:-1] - lightness[1:], 0).sum()),
        "levels": float(256 - len(np.unique(np.rint(ramp.mean(axis=1) * 255)))),
        "tint": float(np.hypot(*lab(ramp)[:, 1:].T).max()),
        "clipped": float(((patches <= 0) | (patches >= 1)).any(axis=1).sum()),
        "skin": float(np.abs(hue_turn(old, new)).max()),
        "steps": steps(photo, picture),
    }


FIGURES = {
    "distance": "distance of the colors from the reference's (sliced Wasserstein in Oklab, × 1000)",
    "bend": f"sharpest bend of the table ({POINTS}³, second difference, % of the code range)",
    "falls": "L* that a gray ramp loses where it falls",
    "levels": "levels of a gray ramp lost, of 256",
    "tint": "largest tint of a gray (C*)",
    "clipped": "patches of the ColorChecker clipped, of 24",
    "skin": "turn of the hue of skin (°)",
    "steps": "step between neighbors that were alike (ΔE2000, 99.9th percentile)",
}
SCALE = {"distance": 1000, "bend": 100}


def distance(picture: Codes, reference: Codes) -> float:
    one, two = (srgb_to_oklab(codes).reshape(-1, 3).astype(float) for codes in (picture, reference))
    return sliced_distance(cluster_colors(one), cluster_colors(two))


def steps(before: Codes, after: Codes) -> float:
    """How far neighboring pixels of less than ALIKE are apart afterwards: what becomes of gradients."""
    old, new = lab(before), lab(after)
    alike = delta_e2000(old[:, 1:], old[:, :-1]) < ALIKE
    return float(np.quantile(delta_e2000(new[:, 1:], new[:, :-1])[alike], 0.999))


def lab(codes: Codes) -> np.ndarray:
    return srgb_to_lab(codes)


def bytes_of(codes: Codes) -> np.ndarray:
    return np.rint(np.clip(codes, 0, 1) * 255).astype(np.uint8)


def small(name: str) -> Codes:
    """A photo as codes, MEASURED pixels across."""
    with Image.open(PHOTOS[name]) as image:
        colors = image.convert("RGB")
        colors.thumbnail((MEASURED, MEASURED), Image.Resampling.BOX)
        return np.asarray(colors) / np.float32(255)


def measured() -> str:
    """The figures of all ways over all pairs, mean and worst, as Markdown."""
    pictures = {name: small(name) for name in PHOTOS}
    pairs = list(permutations(pictures, 2))
    found = {title: [figures(pictures[one], pictures[two], way) for one, two in pairs] for title, way in WAYS.items()}
    before = [1000 * distance(pictures[one], pictures[two]) for one, two in pairs]
    lines = [
        f"{len(pairs)} pairs; mean (worst).  The colors' distance before: {np.mean(before):.0f} ({max(before):.0f}).",
        "",
        f"| | {' | '.join(WAYS)} |",
        "|---|" + "---|" * len(WAYS),
    ]
    for key, words in FIGURES.items():
        cells = []
        for rows in found.values():
            values = [SCALE.get(key, 1) * row[key] for row in rows]
            cells.append(f"{np.mean(values):.1f} ({max(values):.1f})")
        lines.append(f"| {words} | {' | '.join(cells)} |")
    return "\n".join(lines)


def drawn() -> Image.Image:
    """SHOWN pairs, a row each: the photo, its reference, and what the ways make of it."""
    titles = ["Photo", "Reference", *WAYS]
    width, height = CELL
    sheet = Image.new("RGB", (len(titles) * (width + GAP) + GAP, len(SHOWN) * (height + GAP) + HEAD + GAP), BACKGROUND)
    draw = ImageDraw.Draw(sheet)
    for column, title in enumerate(titles):
        write_text(draw, (GAP + column * (width + GAP), HEAD - 9), title, SIZE, INK)
    for row, (one, two, look) in enumerate(SHOWN):
        photo, reference = small(one), small(two)
        if look:
            reference = looks.load(look).bake()(reference)
        pictures = [photo, reference, *(way(photo, reference, PROBE)[0] for way in WAYS.values())]
        for column, codes in enumerate(pictures):
            centering = PART.get(two if column == 1 else one, (0.5, 0.5))
            cell = ImageOps.fit(Image.fromarray(bytes_of(codes)), CELL, Image.Resampling.LANCZOS, centering=centering)
            sheet.paste(cell, (GAP + column * (width + GAP), HEAD + row * (height + GAP)))
    return sheet


if __name__ == "__main__":
    drawn().save(DOCS / "match.jpg", quality=QUALITY, optimize=True, progressive=True)
    if "--picture" not in sys.argv:
        print(measured())
