"""Programs and cameras that a look is exported to: each one's file, names and place, and how it loads the file.

Sources, where a format's own module does not name them:

    lumix        formats/vlt.py; makers of LUTs for the Lumix S9: the style Standard below the LUT, .cube of 33 points
    resolve      DaVinci Resolve's manual, "Adding Lookup Tables of Your Own": folders; 33 points, 65 are slower
    obs          OBS Studio, color-grade-filter.c: PNG of 64³ as 8 × 8 tiles, or .cube
    unreal       Unreal Engine, "Using Lookup Tables (LUTs) for Color Grading": 256 × 16
    rawtherapee  clutstore.cc: a name that ends in a working profile's says that the picture is for that, not for sRGB
    lightroom    Adobe, "Install presets and profiles": CameraRaw/Settings
"""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import LutError
from ..files.names import is_device, make_portable
from ..language import _
from ..shared.folders import home_folder

WINDOWS, MACOS = "win32", "darwin"
LONGEST = 100  # letters of a name without its extension
TIMES = str.maketrans("×", "x")  # of partnerships, which few keyboards have


@dataclass(frozen=True)
class TargetFile:
    """A kind of file that a target reads.

    kind: as ``formats.write`` calls it.  sizes: lattice points a side, the usual number first.
    """

    extension: str
    kind: str
    sizes: tuple[int, ...]


@dataclass(frozen=True)
class Target:
    """A program or camera.

    files: the usual kind first.  loading: one sentence with {file} and {folder}.  folders: by ``sys.platform``, where
    the program looks for its files; "" for all other systems.  unfit: letters that its names can't have, for which
    ``instead`` stands.  longest: letters of a name.  endings: of names that mean something to it.
    """

    id: str
    name: str
    files: tuple[TargetFile, ...]
    loading: Callable[[], str]
    folders: Mapping[str, str] = field(default_factory=dict)
    unfit: str = ""
    instead: str = "-"
    longest: int = LONGEST
    endings: tuple[str, ...] = ()

    def find_file(self, extension: str) -> TargetFile:
        """Find the kind of file with an extension.  Raises LutError."""
        found = next((file for file in self.files if file.extension == extension.lower()), None)
        if found is None:
            expected = _(" or ").join(file.extension for file in self.files)
            sentence = _("expected a name that ends in {expected} for {target}, found {extension!r}")
            raise LutError(sentence.format(expected=expected, target=self.name, extension=extension))
        return found

    def find_folder(self, system: str | None = None) -> Path | None:
        """Return the folder where the program looks for its files; None where there is no fixed one.

        system: as ``sys.platform`` has it; None for this one.
        """
        system = system or sys.platform
        found = self.folders.get(system, self.folders.get(""))
        if found is None:
            return None
        for variable in ("APPDATA", "PROGRAMDATA"):
            found = found.replace(f"%{variable}%", os.environ.get(variable) or f"%{variable}%")
        return Path(found.replace("~", str(home_folder()), 1) if found.startswith("~") else found)

    def describe_loading(self, file: str) -> str:
        """Say in one sentence how the program loads a file of that name."""
        folder = self.find_folder() or next((Path(place) for place in self.folders.values()), "")
        return self.loading().format(file=file, folder=folder)

    def fit_name(self, name: str) -> str:
        """Change a name, without extension, to one that the target and every system take; empty if nothing is left."""
        words = make_portable(" ".join(name.translate(TIMES).split()))
        if self.unfit:
            plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
            words = re.sub(f"({self.unfit})+", self.instead, plain).strip(" -_.")
            words = f"{words}1" if is_device(words) else words
        words = make_portable(words[: self.longest])
        return f"{words} sRGB" if words.endswith(self.endings) and words else words

    def find_name_fault(self, name: str) -> str:
        """Explain why the target does not take a name, without extension; empty where it does."""
        found = re.search(self.unfit, name) if self.unfit else None
        if found:
            return _("{target} takes no {letter!r} in a name").format(target=self.name, letter=found[0])
        if len(name) > self.longest:
            sentence = _("{target} takes names of at most {count} letters")
            return sentence.format(target=self.name, count=self.longest)
        ending = next((ending for ending in self.endings if name.endswith(ending)), "")
        if ending:
            sentence = _("{target} takes a name that ends in {ending!r} for a LUT of that color space")
            return sentence.format(target=self.name, ending=ending)
        return ""


CUBE = TargetFile(".cube", "cube", (33, 17, 65))
SMALL_CUBE = TargetFile(".cube", "cube", (33, 17))
HALD = TargetFile(".png", "hald16", (64,))

TARGETS = (
    Target(
        "lumix",
        "Lumix",
        (TargetFile(".vlt", "vlt", (17, 33)), SMALL_CUBE),
        lambda: _(
            "Copy {file} to the top folder of a memory card, load it into the camera's LUT Library, and choose it in "
            "the photo style Real Time LUT, with Standard as its base."
        ),
        unfit="[^A-Za-z0-9]",
        instead="",
        longest=8,
    ),
    Target(
        "resolve",
        "DaVinci Resolve",
        (CUBE,),
        lambda: _(
            "Copy {file} to {folder}, choose Update Lists in Project Settings ▸ Color Management, and add the LUT to a "
            "node in which the picture is Rec.709 or sRGB."
        ),
        {
            WINDOWS: r"%PROGRAMDATA%\Blackmagic Design\DaVinci Resolve\Support\LUT",
            MACOS: "/Library/Application Support/Blackmagic Design/DaVinci Resolve/LUT",
            "": "/opt/resolve/LUT",
        },
    ),
    Target(
        "photoshop",
        "Photoshop",
        (CUBE,),
        lambda: _(
            "In a document in sRGB, choose Layer ▸ New Adjustment Layer ▸ Color Lookup, then 3DLUT File ▸ Load 3D LUT, "
            "and {file}."
        ),
    ),
    Target(
        "lightroom",
        "Lightroom, Camera Raw",
        (TargetFile(".xmp", "xmp", (32,)),),
        lambda: _(
            "Choose Import Profiles in the profile browser, and {file}, or copy it to {folder}; the Amount of the "
            "profile is the look's strength."
        ),
        {
            WINDOWS: r"%APPDATA%\Adobe\CameraRaw\Settings",
            MACOS: "~/Library/Application Support/Adobe/CameraRaw/Settings",
        },
    ),
    Target(
        "premiere",
        "Premiere Pro",
        (CUBE,),
        lambda: _("Choose Lumetri Color ▸ Creative ▸ Look ▸ Browse and {file}, or copy it to {folder}."),
        {
            WINDOWS: r"%APPDATA%\Adobe\Common\LUTs\Creative",
            MACOS: "~/Library/Application Support/Adobe/Common/LUTs/Creative",
        },
    ),
    Target(
        "finalcut",
        "Final Cut Pro",
        (CUBE,),
        lambda: _("Add the effect Custom LUT to a clip, choose {file} as its LUT, and Rec. 709 as input and output."),
    ),
    Target(
        "affinity",
        "Affinity",
        (CUBE,),
        lambda: _("In a document in sRGB, choose Layer ▸ New Adjustment ▸ LUT, then Load LUT, and {file}."),
    ),
    Target(
        "capcut",
        "CapCut",
        (SMALL_CUBE,),
        lambda: _("On a computer, choose Adjustment ▸ LUT ▸ Import and {file}, and drag the LUT onto the timeline."),
    ),
    Target(
        "lumafusion",
        "LumaFusion",
        (SMALL_CUBE,),
        lambda: _("Put {file} where the app Files finds it, and import it in a clip's Color & Effects ▸ LUT."),
    ),
    Target(
        "obs",
        "OBS Studio",
        (TargetFile(".png", "grid8", (64,)), CUBE),
        lambda: _("Add the filter Apply LUT to a source, and choose {file} as its path."),
    ),
    Target(
        "unreal",
        "Unreal Engine",
        (TargetFile(".png", "strip8", (16,)),),
        lambda: _(
            "Import {file} as a texture, set its texture group to ColorLookupTable and its mip settings to NoMipmaps, "
            "and choose it as the Color Grading LUT of a Post Process Volume."
        ),
        unfit="[^A-Za-z0-9_]",
        instead="_",
    ),
    Target(
        "darktable",
        "darktable",
        (CUBE, HALD),
        lambda: _(
            "Copy {file} to the 3D LUT root folder of Preferences ▸ Processing, choose it in the module “lut 3D”, and "
            "set the application color space to sRGB."
        ),
    ),
    Target(
        "rawtherapee",
        "RawTherapee",
        (HALD,),
        lambda: _(
            "Copy {file} to the HaldCLUT directory of Preferences ▸ Image Processing, and choose it in the tool Film "
            "Simulation."
        ),
        endings=(
            *("Adobe RGB", "ProPhoto", "WideGamut", "BruceRGB", "Beta RGB", "BestRGB", "Rec2020", "ACESp0", "ACESp1"),
            *("JDCmax", "JDCmax stdA"),
        ),
    ),
    Target(
        "ffmpeg",
        "FFmpeg",
        (CUBE,),
        lambda: _("In the file's folder, run: ffmpeg -i IN -vf lut3d={file}:interp=tetrahedral OUT"),
        unfit="[^A-Za-z0-9_.-]",
    ),
)


def find_target(identifier: str) -> Target:
    """Find a target by its id.  Raises LutError."""
    found = next((target for target in TARGETS if target.id == identifier), None)
    if found is None:
        known = ", ".join(target.id for target in TARGETS)
        sentence = _("expected one of {known} as target, found {found!r}")
        raise LutError(sentence.format(known=known, found=identifier))
    return found
