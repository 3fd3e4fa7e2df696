"""Other programs as oracles: what do they make of a picture with one of our files, and we with one of theirs?"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from PIL import Image

from tests.waiting import HANG_SECONDS


@cache
def found(*names: str) -> str | None:
    """The first of those commands that is there, and that is no stand-in."""
    for name in names:
        path = shutil.which(name)
        if path and (names != IMAGEMAGICK or "Version: ImageMagick" in said(path, "-version")):
            return path
    return None


IMAGEMAGICK = ("magick", "convert-im6.q16", "convert")


def said(*arguments: str) -> str:
    return subprocess.run(arguments, capture_output=True, timeout=HANG_SECONDS, check=False, encoding="utf-8").stdout


def run(names: tuple[str, ...], *arguments: object, folder: Path) -> None:
    """Run a program there; the test is skipped where it is not installed, and fails where it fails."""
    path = found(*names)
    if path is None:
        pytest.skip(f"{names[0]} is not installed")
    line = [path, *map(str, arguments)]
    done = subprocess.run(line, capture_output=True, timeout=HANG_SECONDS, cwd=folder, check=False, encoding="utf-8")
    assert done.returncode == 0, f"{' '.join(line)}\n{done.stdout}\n{done.stderr}"


def imagemagick(*arguments: object, folder: Path) -> None:
    run(IMAGEMAGICK, *arguments, folder=folder)


def ffmpeg(*arguments: object, folder: Path) -> None:
    run(("ffmpeg",), "-y", "-hide_banner", "-loglevel", "error", *arguments, folder=folder)


def gmic(*arguments: object, folder: Path) -> None:
    run(("gmic",), *arguments, folder=folder)


# Applying a file to photo.png, of 8 bits, or photo16.png, the same in 16, to out.png


def by_imagemagick(file: str, folder: Path) -> None:
    imagemagick("photo.png", file, "-hald-clut", "-depth", 16, "out.png", folder=folder)


def by_ffmpeg_hald8(file: str, folder: Path) -> None:
    ffmpeg("-i", "photo.png", "-i", file, *haldclut("rgb24"), "out.png", folder=folder)


def by_ffmpeg_hald16(file: str, folder: Path) -> None:
    ffmpeg("-i", "photo16.png", "-i", file, *haldclut("rgb48"), "out.png", folder=folder)


def haldclut(pixels: str) -> tuple[str, ...]:
    """Both pictures in the same bits, so that nothing is scaled: FFmpeg shifts 8 bits to 16, which darkens."""
    chain = f"[0]format={pixels}[a];[1]format={pixels}[b];[a][b]haldclut=interp=tetrahedral,format={pixels}"
    return ("-filter_complex", chain, "-frames:v", "1")


def by_ffmpeg(file: str, folder: Path) -> None:
    chain = f"format=rgb48,lut3d={file}:interp=tetrahedral,format=rgb48"
    ffmpeg("-i", "photo16.png", "-vf", chain, "-frames:v", "1", "out.png", folder=folder)


def by_gmic(file: str, folder: Path) -> None:
    gmic("photo.png", file, "map_clut[0]", "[1]", "keep[0]", "output", "out.png", folder=folder)


def by_rawtherapee(file: str, folder: Path) -> None:
    """Film simulation alone, in sRGB throughout; it reads PNGs as raw files, so the photograph is a TIFF."""
    with Image.open(folder / "photo.png") as photo:
        photo.save(folder / "photo.tif")
    settings = folder / "settings"
    settings.mkdir()
    (settings / "options").write_text(
        f"[General]\nMultiUser=false\n\n[Color Management]\nClutsDirectory={folder}\n", encoding="utf-8"
    )
    (folder / "film.pp3").write_text(
        "[Version]\nAppVersion=5.9\nVersion=349\n\n"
        "[Color Management]\nInputProfile=(embedded)\nWorkingProfile=sRGB\nOutputProfile=RTv4_sRGB\n\n"
        f"[Film Simulation]\nEnabled=true\nClutFilename={file}\nStrength=100\n",
        encoding="utf-8",
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RT_SETTINGS", str(settings))
        patch.setenv("RT_CACHE", str(folder / "cache"))
        arguments = ("-Y", "-q", "-o", "out.png", "-n", "-b8", "-p", "film.pp3", "-c", "photo.tif")
        run(("rawtherapee-cli",), *arguments, folder=folder)


def by_darktable(file: str, folder: Path) -> None:
    """The module "lut 3D" alone. Its parameters: 512 bytes of path, three integers (sRGB, tetrahedral, no keypoints),
    the keypoints and a name, which are for another kind of file."""
    parameters = file.encode().ljust(512, b"\0") + bytes(3 * 4 + 2048 * 2 * 3 + 128)
    (folder / "film.xmp").write_text(SIDECAR.format(parameters=parameters.hex()), encoding="utf-8")
    settings = {
        "plugins/darkroom/lut3d/def_path": folder,
        "plugins/imageio/format/png/bpp": 8,
        "plugins/darkroom/chromatic-adaptation": "legacy",
        "plugins/darkroom/workflow": "none",
    }
    core = [part for name, value in settings.items() for part in ("--conf", f"{name}={value}")]
    arguments = ("photo.png", "film.xmp", "out.png", "--icc-type", "SRGB", "--apply-custom-presets", "0", "--core")
    place = ("--configdir", folder / "config", "--cachedir", folder / "cache", "--library", ":memory:")
    run(("darktable-cli",), *arguments, *place, *core, folder=folder)


SIDECAR = """\
<?xml version="1.0" encoding="UTF-8"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:darktable="http://darktable.sf.net/" darktable:xmp_version="5"
   darktable:auto_presets_applied="1" darktable:history_end="1" darktable:iop_order_version="2">
   <darktable:history><rdf:Seq>
    <rdf:li darktable:num="0" darktable:operation="lut3d" darktable:enabled="1" darktable:modversion="3"
     darktable:params="{parameters}" darktable:multi_name="" darktable:multi_priority="0"/>
   </rdf:Seq></darktable:history>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
"""

Program = Callable[[str, Path], None]
