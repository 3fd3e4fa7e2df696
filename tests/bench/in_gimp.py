"""Time a look inside a real GIMP against GIMP's own C filter ``gegl:levels``, side by side.

    python -m tests.bench.in_gimp [PHOTO] [--rounds 5]

Both start from a call and end with the changed layer, through the same PDB, in turns: a first touch of
a freshly loaded image against a first touch, a repeat against a repeat.  The look's figures
include starting the plug-in's process.  Warm: the engine of an earlier call is there.  Cold: it starts.
The last column runs the plug-in's reads and writes without engine and look, all in one process that runs
already: what the way of the pixels out of GIMP and back costs by itself.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/real_gimp"))

from gimps import RealGimp  # noqa: E402
from places import survey  # noqa: E402

SCRIPT = """
import os, time

def levels(image):
    effect = Gimp.DrawableFilter.new(layer(image), "gegl:levels", "levels")
    effect.get_config().set_property("in-high", 0.9)
    effect.update()
    start = time.perf_counter()
    layer(image).merge_filter(effect)
    return time.perf_counter() - start

def look(image):
    start = time.perf_counter()
    assert call("camera-looks-apply", image, look="hasselblad-natural") == "", Gimp.get_pdb().get_last_error()
    return time.perf_counter() - start

def pixels_only(image):
    drawable = layer(image)
    width, height = drawable.get_width(), drawable.get_height()
    start = time.perf_counter()
    buffer, shadow = drawable.get_buffer(), drawable.get_shadow_buffer()
    for top in range(0, height, 256):
        area = Gegl.Rectangle.new(0, top, width, min(256, height - top))
        shadow.set(area, "R'G'B' u8", buffer.get(area, 1.0, "R'G'B' u8", Gegl.AbyssPolicy.NONE))
        shadow.flush()
    drawable.merge_shadow(True)
    drawable.update(0, 0, width, height)
    return time.perf_counter() - start

def touched(change):
    image = load(photo)
    times = [change(image) for _ in range(2)]
    image.delete()
    return times

result["size"] = [layer(load(photo)).get_width(), layer(load(photo)).get_height()]
look(load(photo))
rows = result["rows"] = []
for _ in range(rounds):
    row = {}
    row["levels, first touch"], row["levels, repeat"] = touched(levels)
    row["look, first touch"], row["look, repeat"] = touched(look)
    row["pixels only, first touch"], row["pixels only, repeat"] = touched(pixels_only)
    os.utime(record)  # an engine belongs to one state of this file: the next call starts a new one
    row["look, first touch, cold"] = touched(look)[0]
    rows.append(row)
"""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.in_gimp", description=__doc__.splitlines()[0])
    parser.add_argument("photo", nargs="?", type=Path, default=ROOT / "docs/photos/mountain.jpg")
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    places, reason = survey()
    if not places:
        sys.exit(f"No real GIMP to time: {reason}.")
    for place in places:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            report(measure(RealGimp(place, Path(folder), Path(folder) / "home"), options.photo, options.rounds), place)


def measure(gimp: RealGimp, photo: Path, rounds: int) -> dict[str, list[float]]:
    """Seconds of every round by what was timed."""
    gimp = gimp.at_home(gimp.home)
    answer = gimp.install()
    if answer.returncode:
        sys.exit(answer.stdout)
    inside = gimp.base / photo.name
    inside.write_bytes(photo.read_bytes())
    record = gimp.folder / "catalog.json"
    found = gimp.run(SCRIPT, timeout=60 * rounds + 120, photo=inside, rounds=rounds, record=record).result
    width, height = found["size"]
    print(f"{photo.name}, {width} × {height}, {width * height / 1e6:.1f} megapixels, 8 bits; {rounds} rounds")
    return {name: [row[name] for row in found["rows"]] for name in found["rows"][0]}


def report(times: dict[str, list[float]], place: object) -> None:
    print(f"GIMP {place}\n{'':28}{'median':>8}{'lowest':>8}{'highest':>8}   ratio to gegl:levels, round by round")
    for name, seconds in times.items():
        peer = times["levels, repeat" if "repeat" in name else "levels, first touch"]
        ratio = statistics.median(own / other for own, other in zip(seconds, peer, strict=True))
        print(f"{name:28}{statistics.median(seconds):8.2f}{min(seconds):8.2f}{max(seconds):8.2f}{ratio:8.2f}")


if __name__ == "__main__":
    main()
