"""Local tone mapping of others: what phones do to a picture before its look, by programs and by textbook methods."""

from __future__ import annotations

import shutil
import struct
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from lut.color import linear_to_srgb, luminance, srgb_to_linear

from .programs import Missing

VERSION = 1  # of all operators here; another one makes their pictures anew
Pictures = list[np.ndarray]  # (H, W, 3) uint8 each
Operator = Callable[[Pictures, int, Path], Pictures]  # pictures, strength 0 to 2, folder for a program's files


def scaled_light(pixels: np.ndarray, stops: np.ndarray) -> np.ndarray:
    """Scale the linear light of (H, W, 3) by 2**stops (H, W)."""
    light = srgb_to_linear(pixels.astype(np.float32) / 255) * np.exp2(stops)[..., None].astype(np.float32)
    return np.rint(255 * np.clip(linear_to_srgb(light), 0, 1)).astype(np.uint8)


def graduated_filter(pictures: Pictures, strength: int, folder: Path) -> Pictures:
    """Darken the upper half, as a graduated neutral-density filter does."""

    def filtered(pixels: np.ndarray) -> np.ndarray:
        height, width = pixels.shape[:2]
        down = np.clip((np.arange(height)[:, None] / height - 0.3) / 0.3, 0, 1)
        return scaled_light(
            pixels, np.repeat(-(0.5, 0.9, 1.3)[strength] * (1 - down * down * (3 - 2 * down)), width, 1)
        )

    return [filtered(each) for each in pictures]


def bilateral_compression(pictures: Pictures, strength: int, folder: Path) -> Pictures:
    """Compress the base layer of a bilateral filter (Durand and Dorsey: Fast Bilateral Filtering, SIGGRAPH 2002)."""
    from scipy.ndimage import gaussian_filter

    def compressed(pixels: np.ndarray) -> np.ndarray:
        stops = np.log2(np.maximum(luminance(srgb_to_linear(pixels.astype(np.float32) / 255)), 1e-3))
        levels = np.linspace(stops.min(), stops.max() + 1e-3, 16)
        layers = []
        for level in levels:
            near = np.exp(-0.5 * ((stops - level) / 1.3) ** 2)
            spread = [gaussian_filter(plane, 0.02 * max(stops.shape)) for plane in (near * stops, near)]
            layers.append(spread[0] / np.maximum(spread[1], 1e-6))
        place = (stops - levels[0]) / (levels[1] - levels[0])
        low = np.clip(place.astype(int), 0, len(levels) - 2)
        rows, columns = np.indices(stops.shape)
        base = np.stack(layers)
        base = base[low, rows, columns] * (1 - place + low) + base[low + 1, rows, columns] * (place - low)
        return scaled_light(pixels, ((0.75, 0.6, 0.45)[strength] - 1) * (base - np.log2(0.18)))

    return [compressed(each) for each in pictures]


def clahe(pictures: Pictures, strength: int, folder: Path) -> Pictures:
    """Contrast-limited adaptive histogram equalization of luma (Zuiderveld, Graphics Gems IV, 1994), 6 × 4 tiles."""
    tiles, bins, limit = (4, 6), 128, (1.1, 1.3, 1.7)[strength]

    def equalized(pixels: np.ndarray) -> np.ndarray:
        luma = pixels.astype(np.float32) @ np.float32([0.2126, 0.7152, 0.0722])
        index = np.minimum((luma * bins / 256).astype(int), bins - 1)
        maps = np.empty((*tiles, bins), np.float32)
        for (row, column), _ in np.ndenumerate(maps[..., 0]):
            part = index[
                row * len(luma) // tiles[0] : (row + 1) * len(luma) // tiles[0],
                column * luma.shape[1] // tiles[1] : (column + 1) * luma.shape[1] // tiles[1],
            ]
            count = np.bincount(part.ravel(), minlength=bins) / part.size * bins
            excess = np.maximum(count - limit, 0).sum()
            maps[row, column] = np.cumsum(np.minimum(count, limit) + excess / bins) / bins * 255
        place = [
            np.clip((np.arange(length) + 0.5) / length * count - 0.5, 0, count - 1)
            for length, count in zip(luma.shape, tiles, strict=True)
        ]
        (y, x), result = np.meshgrid(*place, indexing="ij"), np.zeros_like(luma)
        for corner in np.ndindex(2, 2):
            rows, columns = (
                np.minimum(at.astype(int) + step, count - 1)
                for at, step, count in zip((y, x), corner, tiles, strict=True)
            )
            share = np.abs(1 - corner[0] - (y - y.astype(int))) * np.abs(1 - corner[1] - (x - x.astype(int)))
            result += share * maps[rows, columns, index]
        ratio = srgb_to_linear(np.float32(result / 255)) / np.maximum(srgb_to_linear(luma / 255), 1e-4)
        return scaled_light(pixels, np.log2(np.clip(ratio, 0.125, 8)))

    return [equalized(each) for each in pictures]


def run(command: Sequence[str | Path], package: str, folder: Path) -> None:
    if not shutil.which(str(command[0])):
        raise Missing(f"{package}: apt-get install {package}")
    subprocess.run([str(part) for part in command], check=True, capture_output=True, cwd=folder)


def through_files(pictures: Pictures, folder: Path, convert: Callable[[Path, Path], None]) -> Pictures:
    """Save each picture, convert its file, and read the result."""
    found = []
    for number, pixels in enumerate(pictures):
        source, target = folder / f"in-{number}.png", folder / f"out-{number}.png"
        Image.fromarray(pixels).save(source, compress_level=1)
        target.unlink(missing_ok=True)  # darktable would choose another name
        convert(source, target)
        found.append(np.asarray(Image.open(target).convert("RGB")))
    return found


HISTORY = """<?xml version="1.0" encoding="UTF-8"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:darktable="http://darktable.sf.net/" darktable:xmp_version="5"
 darktable:raw_params="0" darktable:auto_presets_applied="1" darktable:history_end="1" darktable:iop_order_version="2">
<darktable:history><rdf:Seq><rdf:li darktable:num="0" darktable:operation="{module}" darktable:enabled="1"
 darktable:modversion="{version}" darktable:params="{parameters}" darktable:multi_name="" darktable:multi_priority="0"
 darktable:blendop_version="11" darktable:blendop_params="gz12eJxjYGBgkGAAgRNODGiAEV0AJ2iwh+CRyscOAAdeGQQ="/>
</rdf:Seq></darktable:history></rdf:Description></rdf:RDF></x:xmpmeta>"""


def darktable(module: str, version: int, parameters: Sequence[bytes]) -> Operator:
    """A module of darktable, its parameters by strength as darktable stores them."""

    def operator(pictures: Pictures, strength: int, folder: Path) -> Pictures:
        sidecar = folder / "history.xmp"
        sidecar.write_text(HISTORY.format(module=module, version=version, parameters=parameters[strength].hex()))
        core = ("--core", "--library", ":memory:", "--configdir", folder / "darktable", "--disable-opencl")
        return through_files(
            pictures,
            folder,
            lambda source, target: run(("darktable-cli", source, sidecar, target, *core), "darktable", folder),
        )

    return operator


def rawtherapee(section: str, settings: Sequence[str]) -> Operator:
    """A tool of RawTherapee, its settings by strength as in a .pp3 file."""

    def operator(pictures: Pictures, strength: int, folder: Path) -> Pictures:
        profile = folder / "profile.pp3"
        lines = ["[Version]", "AppVersion=5.9", "Version=349", "", f"[{section}]", "Enabled=true"]
        profile.write_text("\n".join([*lines, *settings[strength].split(), ""]))
        command = ("rawtherapee-cli", "-q", "-n", "-b8", "-Y", "-a", "-p", profile)
        return through_files(
            pictures, folder, lambda source, target: run((*command, "-o", target, "-c", source), "rawtherapee", folder)
        )

    return operator


def gmic(command: str, settings: Sequence[str], shares: Sequence[float]) -> Operator:
    """A filter of G'MIC by strength, mixed with the original by a share."""

    def operator(pictures: Pictures, strength: int, folder: Path) -> Pictures:
        def convert(source: Path, target: Path) -> None:
            run(("gmic", "-v", "0", source, command, settings[strength], "-o", target), "gmic", folder)

        share = shares[strength]
        made = through_files(pictures, folder, convert)
        return [
            np.rint((1 - share) * before + share * after).astype(np.uint8)
            for before, after in zip(pictures, made, strict=True)
        ]

    return operator


def shadows_and_highlights(shadows: float, highlights: float) -> bytes:
    return struct.pack("<i8fIfi", 0, 100, shadows, 0, highlights, 0, 50, 100, 50, 127, 1e-6, 1)


OPERATORS: dict[str, Operator] = {
    "graduated filter": graduated_filter,
    "bilateral compression": bilateral_compression,
    "CLAHE": clahe,
    "darktable: shadows and highlights": darktable(
        "shadhi", 5, [shadows_and_highlights(*each) for each in ((50, -50), (65, -65), (75, -75))]
    ),
    "darktable: local Laplacian": darktable(
        "bilat",
        3,
        [
            struct.pack("<I4f", 1, *each)
            for each in ((0.2, 0.0, 0.5, 0.1), (0.0, -0.5, 0.9, 0.1), (0.0, -1.0, 1.4, 0.1))
        ],
    ),
    "RawTherapee: dynamic range compression": rawtherapee(
        "FattalToneMapping", [f"Threshold=30 Amount={amount} Anchor=50" for amount in (25, 50, 80)]
    ),
    "RawTherapee: shadows and highlights": rawtherapee(
        "Shadows & Highlights",
        [
            f"Highlights={high} HighlightTonalWidth=70 Shadows={low} ShadowTonalWidth=40 Radius=30 Lab=false"
            for high, low in ((20, 15), (40, 30), (70, 50))
        ],
    ),
    "RawTherapee: local contrast": rawtherapee(
        "Local Contrast", [f"Radius=80 Amount={amount} Darkness=1 Lightness=1" for amount in (0.3, 0.5, 0.8)]
    ),
    "G'MIC: local normalization": gmic("fx_normalize_local", ["2,10,15,30,1,0,255,0"] * 3, (0.2, 0.35, 0.55)),
    "G'MIC: map tones": gmic("fx_map_tones", [f"0.5,{gamma},0.1,30,0" for gamma in (0.7, 0.5, 0.35)], (1, 1, 1)),
}
