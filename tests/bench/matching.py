"""Matching measured: how near a match to a reference in a known look comes to that look on the photograph.

    python -m tests.bench.matching [--sets tuning,aside] [--pairs 6] [--references 1]

Mean ΔE2000 on the photograph between what is made of it and the look itself: doing nothing, this project, Reinhard's
means and deviations, Monge-Kantorovich.  "none" is a reference without a look: what is moved there is harm.  The
figures TUNING was chosen on are those of the project's own photographs and half of the looks; the others are ASIDE.
"""

from __future__ import annotations

import argparse
import subprocess
from collections.abc import Callable
from functools import cache
from multiprocessing import Pool
from typing import NamedTuple

import numpy as np

import lut
from lut.color import checker, delta_e2000, hue_turn, oklab_to_srgb, srgb_to_lab, srgb_to_oklab
from lut.create import match
from lut.kernel.threads import default_threads

from . import report
from .photographs import OWN, kept_aside, small

ACROSS = 200  # pixels
GRAYS = np.linspace(0, 1, 64, dtype=np.float32)[:, None].repeat(3, axis=1)
SKIN = checker.patch_indices("dark skin", "light skin")
Codes = np.ndarray  # (…, 3) float32 sRGB, 0..1


def collapse(codes: Codes, width: float, shadows: tuple[float, float], lights: tuple[float, float]) -> Codes:
    """Teal and orange: hues drawn to two opposite ones, shadows tinted with the one and lights with the other."""
    lab = srgb_to_oklab(codes)
    angle, size = np.arctan2(lab[:, 2], lab[:, 1]), np.hypot(lab[:, 1], lab[:, 2])
    away = np.angle(np.exp(2j * (angle - np.radians(55)))) / 2  # from the nearer pole: orange at 55°, teal at 235°
    angle = angle - away * (1 - width)
    light = lab[:, :1]
    tint = np.array(shadows) * (1 - light) ** 2 + np.array(lights) * light**2
    plane = np.column_stack((size * np.cos(angle), size * np.sin(angle))) + tint * np.minimum(
        4 * light * (1 - light), 1
    )
    tone = light + 0.04 * np.sin(2 * np.pi * (light - 0.5))
    return np.clip(oklab_to_srgb(np.column_stack((tone, plane)).astype(np.float32)), 0, 1)


def portra(codes: Codes) -> Codes:
    """A soft color negative: open shadows, warm lights, quiet greens."""
    lab = srgb_to_oklab(codes)
    green = np.clip(np.cos(np.arctan2(lab[:, 2], lab[:, 1]) - np.radians(140)), 0, 1)
    light = lab[:, :1] * 0.93 + 0.055
    plane = lab[:, 1:] * (1.04 - 0.3 * green[:, None]) + np.array((0.004, 0.018)) * np.minimum(
        3 * light * (1 - light), 1
    )
    return np.clip(oklab_to_srgb(np.column_stack((light, plane)).astype(np.float32)), 0, 1)


def bleach(codes: Codes, amount: float) -> Codes:
    """A silver image left on the color one: contrast, and little color."""
    gray = (codes @ np.array((0.3, 0.59, 0.11), np.float32))[:, None]
    laid = np.where(gray < 0.5, 2 * gray * codes, 1 - 2 * (1 - gray) * (1 - codes))
    mixed = codes + np.float32(amount) * (laid - codes)
    return np.clip(gray + (mixed - gray) * 0.75, 0, 1)


def black_and_white(codes: Codes, mix: tuple[float, float, float], contrast: float) -> Codes:
    gray = (codes @ np.array(mix, np.float32))[:, None]
    curve = 1 / (1 + np.exp(-contrast * (gray - 0.45)))
    ends = 1 / (1 + np.exp(-contrast * (np.array((0, 1)) - 0.45)))
    return ((curve - ends[0]) / (ends[1] - ends[0])).repeat(3, axis=1)


def ffmpeg(filters: str) -> Callable[[Codes], Codes]:
    """A filter of FFmpeg's, on 8-bit RGB."""

    def made(codes: Codes) -> Codes:
        raw = np.rint(255 * codes).astype(np.uint8).tobytes()
        size = f"{len(codes)}x1"
        command = ["ffmpeg", "-v", "error", "-f", "rawvideo", "-pix_fmt", "rgb24", "-s", size, "-i", "-"]
        command += ["-vf", f"format=gbrp,{filters}", "-f", "rawvideo", "-pix_fmt", "rgb24", "-"]
        out = subprocess.run(command, input=raw, capture_output=True, check=True).stdout
        return np.frombuffer(out, np.uint8).reshape(-1, 3) / np.float32(255)

    return made


def recipe(name: str) -> Callable[[Codes], Codes]:
    return lambda codes: lut.looks.load(name).bake()(codes)


TUNING: dict[str, Callable[[Codes], Codes]] = {
    "none": lambda codes: codes,
    "Portra": portra,
    "teal and orange": lambda codes: collapse(codes, 0.35, (-0.03, -0.04), (0.012, 0.045)),
    "bleach": lambda codes: bleach(codes, 0.8),
    "Tri-X": lambda codes: black_and_white(codes, (0.35, 0.5, 0.15), 6.0),
    "FFmpeg vintage": ffmpeg("curves=preset=vintage"),
    "leica-authentic": recipe("leica-authentic"),
}
ASIDE: dict[str, Callable[[Codes], Codes]] = {
    "none": lambda codes: codes,
    "teal and orange, stronger": lambda codes: collapse(codes, 0.15, (-0.02, -0.06), (0.02, 0.06)),
    "teal and orange, FFmpeg": ffmpeg(
        "colorbalance=rs=-0.2:gs=0.0:bs=0.25:rm=0.08:bm=-0.08:rh=0.2:gh=0.03:bh=-0.22,curves=preset=medium_contrast"
    ),
    "leica-brass": recipe("leica-brass"),
    "hasselblad-emerald": recipe("hasselblad-emerald"),
    "FFmpeg cross process": ffmpeg("curves=preset=cross_process"),
    "bleach, half": lambda codes: bleach(codes, 0.45),
    "ortho black and white": lambda codes: black_and_white(codes, (0.1, 0.5, 0.4), 4.5),
}


def pixels(path_name: str) -> Codes:
    return small(PHOTOS[path_name], ACROSS) / np.float32(255)


def lab(codes: Codes) -> np.ndarray:
    return srgb_to_lab(np.clip(codes, 0, 1).astype(np.float32).reshape(-1, 3))


def difference(one: Codes, two: Codes) -> float:
    return float(delta_e2000(lab(one), lab(two)).mean())


def reinhard(photo: Codes, reference: Codes) -> Codes:
    """Reinhard, Ashikhmin, Gooch, Shirley: Color Transfer between Images, 2001, in CIELAB; (P, 3) of L*a*b*."""
    one, two = lab(photo), lab(reference)
    result: np.ndarray = (one - one.mean(axis=0)) * (two.std(axis=0) / one.std(axis=0)) + two.mean(axis=0)
    return result


def monge_kantorovich(photo: Codes, reference: Codes) -> Codes:
    """Pitié, Kokaram: The Linear Monge-Kantorovitch Linear Colour Mapping, 2007; on codes."""
    one, two = photo.reshape(-1, 3), reference.reshape(-1, 3)
    half = root(np.cov(one.T) + 1e-7 * np.eye(3))
    linear = np.linalg.inv(half) @ root(half @ np.cov(two.T) @ half) @ np.linalg.inv(half)
    return np.asarray((one - one.mean(axis=0)) @ linear + two.mean(axis=0))


def root(matrix: np.ndarray) -> np.ndarray:
    values, vectors = np.linalg.eigh(matrix)
    return np.asarray((vectors * np.sqrt(np.maximum(values, 0))) @ vectors.T)


class Found(NamedTuple):
    nothing: float
    ours: float
    reinhard: float
    linear: float
    moved: float
    tint: float  # C*ab of the grays, at most
    skin: float  # degrees, at most


def measured(job: tuple[str, str, str, tuple[str, ...]]) -> Found:
    which, look, name, others = job
    made = SETS[which][look]
    photo, references = pixels(name), [apply(made, pixels(other)) for other in others]
    truth = apply(made, photo)
    table = match(photo, references)
    ours = table(photo)
    together = np.concatenate([each.reshape(-1, 3) for each in references])
    skin = checker.CODES[SKIN].astype(np.float32)
    return Found(
        difference(photo, truth),
        difference(ours, truth),
        float(delta_e2000(reinhard(photo, together), lab(truth)).mean()),
        difference(monge_kantorovich(photo, together), truth),
        difference(ours, photo),
        float(np.hypot(*lab(table(GRAYS))[:, 1:].T).max()),
        float(np.abs(hue_turn(srgb_to_oklab(skin), srgb_to_oklab(table(skin)))).max()),
    )


def apply(look: Callable[[Codes], Codes], picture: Codes) -> Codes:
    return np.asarray(look(picture.reshape(-1, 3)), np.float32).reshape(picture.shape)


SETS = {"tuning": TUNING, "aside": ASIDE}
PHOTOS = OWN | kept_aside()


@cache
def names_of(which: str) -> list[str]:
    return sorted(OWN) if which == "tuning" else sorted(kept_aside())


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.matching", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sets", default="tuning,aside", help="(%(default)s)")
    parser.add_argument("--looks", default="", help="beginnings of the names of looks, with commas")
    parser.add_argument("--pairs", type=int, default=16, help="of photograph and reference, of each look (%(default)s)")
    parser.add_argument("--references", type=int, default=1, help="at once (%(default)s)")
    options = parser.parse_args()
    print(report.machine())
    wanted = tuple(name for name in options.looks.split(",") if name)
    head = ["ΔE2000 to the look", "nothing", "ours", "Reinhard", "MKL", "moved", "tint of grays", "turn of skin"]
    for which in options.sets.split(","):
        names, rng = names_of(which), np.random.default_rng(3)
        drawn = [
            tuple(map(str, rng.choice(names, 1 + options.references, replace=False))) for _ in range(options.pairs)
        ]
        looks = [look for look in SETS[which] if not wanted or look.startswith(wanted)]
        jobs = [(which, look, one[0], one[1:]) for look in looks for one in drawn]
        with Pool(default_threads()) as pool:
            found = pool.map(measured, jobs, chunksize=1)
        rows = []
        for number, look in enumerate(looks):
            mean = np.mean(found[number * len(drawn) : (number + 1) * len(drawn)], axis=0)
            rows.append([look, *(f"{value:.1f}" for value in mean)])
        print(
            f"\n### {which}: {len(drawn)} pairs of {len(names)} photographs\n\n{report.markdown(head, rows)}",
            flush=True,
        )


if __name__ == "__main__":
    main()
