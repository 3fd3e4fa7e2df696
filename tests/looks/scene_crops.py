"""Print the scenes of labelled pictures and of their crops, and how far apart they are.

    python -m tests.looks.scene_crops [--tuned] [--trims] [--apart POINTS] [--save FILE] [--against FILE]

One line for each picture: the points by which its crops differ, in all weights and by light alone; before and after,
if there is a file to compare with; then the weights of the whole, of its four corners and of its middle. The crops are
two thirds of each side; with --trims four fifths of the area, then a square and 4:3.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from lut.looks import SCENES, Scene, measure_scene

from .scene_labels import BY_LIGHT, Labelled, crops, pictures_kept_aside, pictures_tuned_on, trims

SEEN = 0.045  # weight from which a scene is printed


def measure_crops(picture: Labelled, cut: Callable[[np.ndarray], Iterator[np.ndarray]] = crops) -> list[Scene]:
    """The scene of the whole picture first."""
    return [measure_scene(crop, picture.noted) for crop in cut(picture.pixels)]


def points_apart(scenes: Sequence[Scene], among: Sequence[str]) -> float:
    """The most by which a weight differs between scenes, 0..1."""
    weights = [scene.among(among) for scene in scenes]
    return max(max(each[name] for each in weights) - min(each[name] for each in weights) for name in among)


def describe_weights(weights: Mapping[str, float]) -> str:
    return " ".join(f"{name} {100 * weight:.0f}" for name, weight in weights.items() if weight >= SEEN)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.looks.scene_crops", description="Compare scenes of crops.")
    parser.add_argument("--tuned", action="store_true", help="the pictures that thresholds were chosen on")
    parser.add_argument("--trims", action="store_true", help="crops that keep the subject")
    parser.add_argument("--apart", type=float, default=15, metavar="POINTS", help="print pictures from here (15)")
    parser.add_argument("--save", type=Path, metavar="FILE", help="write the points of each picture")
    parser.add_argument("--against", type=Path, metavar="FILE", help="compare with a file that --save wrote")
    chosen = parser.parse_args(arguments)
    before = json.loads(chosen.against.read_text("utf-8")) if chosen.against else {}
    points: dict[str, float] = {}
    wrong = apart = by_light = 0
    for picture in pictures_tuned_on() if chosen.tuned else pictures_kept_aside():
        scenes = measure_crops(picture, trims if chosen.trims else crops)
        points[picture.name] = 100 * points_apart(scenes, SCENES)
        light = 100 * points_apart(scenes, BY_LIGHT)
        whole = scenes[0].weights
        right = max(whole, key=lambda name: whole[name]) in picture.shows
        wrong += not right
        apart += points[picture.name] > 15
        by_light += light > 15
        if points[picture.name] >= chosen.apart or not right:
            earlier = f"{before[picture.name]:4.0f} →" if picture.name in before else ""
            row = " | ".join(describe_weights(scene.weights) for scene in scenes)
            print(
                f"{picture.name:34} {earlier}{points[picture.name]:4.0f} {light:4.0f}{' ' if right else ' WRONG'} {row}"
            )
    mean = sum(points.values()) / len(points)
    print(
        f"{len(points)} pictures: {wrong} wrong; crops differ by more than 15 points in {apart}, by light in {by_light}"
    )
    print(f"mean {mean:.1f} points" + (f", before {sum(before.values()) / len(before):.1f}" if before else ""))
    if chosen.save:
        chosen.save.write_text(json.dumps(points, indent=1), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
