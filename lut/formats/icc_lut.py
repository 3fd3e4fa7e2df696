"""ICC profiles that change colors: device links from RGB to RGB, and abstract profiles.

    header      128 bytes: size, version, class 'link' or 'abst', two color spaces, 'acsp'
    tag table   count, then name, offset and size of each tag
    desc        the title
    A2B0        the table: curves → grid → curves (lut8Type, lut16Type), or
                A curves → grid → M curves → matrix → B curves (lutAToBType)

ICC.1:2022 (icc_tags.py has the sections).  A device link's numbers are codes of an RGB device, here a picture's
own: curves ahead of the grid become the shaper, the grid becomes the table.  What cannot be held like that, curves
behind the grid or grids of uneven sides, is sampled, and the error is in the notes.

An abstract profile changes colors themselves, in CIELAB or XYZ under D50.  It becomes a table for sRGB: sRGB →
CIELAB → the profile → sRGB.  CIELAB's gray axis is no diagonal of the grid's cells, so that between the points of a
table for CIELAB all eight corners count (as in Little CMS, where the profile's second color space decides).

Other profiles say what a device's colors are, and don't change any: they are refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from ..color import linear_to_srgb, srgb_to_linear
from ..color.chromaticities import SRGB
from ..color.lab import lab_to_xyz_d50, xyz_to_lab_d50
from ..operators import Affine, Clamp, Grid, run
from ..operators.bake_function import ROUGH, Doubles, bake_function
from ..operators.icc_curves import make_refusal
from ..operators.lut_forms import make_lut
from ..table import MIN_SIZE, Lut
from .format import Format, quote
from .icc_tags import Profile, Stage, read_stages

KINDS = {
    "scnr": "an input profile",
    "mntr": "a display profile",
    "prtr": "an output profile",
    "spac": "a color space profile",
    "nmcl": "a named color profile",
}
TABLES = ("A2B0", "A2B1", "A2B2")
FLOAT_TABLES = ("D2B0", "D2B1", "D2B2")
LARGEST = 65  # of a lattice finer than the profile's own
MAX_BYTES = 1 << 28

# What a number of 1 stands for (ICC.1:2022, 6.3.4): a lut16Type's CIELAB is the old one, where 0xFF00 is white.
LAB, OFFSET = np.array([100.0, 255.0, 255.0]), np.array([0.0, -128.0, -128.0])
OLD_LAB = LAB * (65535 / 65280)
XYZ = 1 + 32767 / 32768


def read(data: bytes) -> Lut:
    """Read a profile's bytes."""
    profile = Profile(data)
    spaces = profile.space, profile.connection
    if profile.kind == "link":
        if spaces != ("RGB ", "RGB "):
            first, second = (quote(space.strip()) for space in spaces)
            raise make_refusal(f"expected a device link from RGB to RGB, found one from {first} to {second}")
    elif profile.kind == "abst":
        if not {*spaces} <= {"Lab ", "XYZ "}:
            first, second = (quote(space.strip()) for space in spaces)
            raise make_refusal(f"expected an abstract profile for Lab or XYZ, found one from {first} to {second}")
    else:
        found = KINDS.get(profile.kind, f"a profile of class {quote(profile.kind)}")
        raise make_refusal(f"expected a device link or an abstract profile, found {found}, which changes no colors")
    name = next((name for name in TABLES if name in profile.tags), None)
    if name is None:
        found = "one in floating point" if {*FLOAT_TABLES} & {*profile.tags} else "none"
        raise make_refusal(f"expected a table (A2B0) in the profile, found {found}")
    old = profile.tags[name].text(0) == "mft2"
    parts = read_stages(profile.tags[name])
    lut = make_abstract_lut(parts, *spaces, old) if profile.kind == "abst" else make_link_lut(parts)
    return lut.labeled(profile.title).noted(*describe_other_tables(profile, name))


def describe_other_tables(profile: Profile, name: str) -> Iterator[str]:
    """Yield a sentence on the tables that are left out."""
    left = [tag for tag in (*TABLES, *FLOAT_TABLES) if tag in profile.tags and tag != name]
    different = [tag for tag in left if profile.tags[tag].data != profile.tags[name].data]
    if different:
        yield f"the profile's other tables ({', '.join(different)}) are left out; this is its {name}"


def make_link_lut(found: Sequence[Stage]) -> Lut:
    """Make the LUT of a device link: exact where its curves lie ahead of its grid, and the grid has even sides."""
    if found and isinstance(found[0], Affine) and any(isinstance(stage, Grid) for stage in found):
        raise make_refusal("expected no matrix ahead of an RGB table, found one")  # 10.10: it is for XYZ
    if not found:
        return Lut.identity(MIN_SIZE)
    ahead = [Clamp()] if isinstance(found[0], Affine) else []  # codes go from 0 to 1
    return make_lut([*ahead, *found], sizes=list_sizes(found), roughest=ROUGH)


def list_sizes(found: Sequence[Stage]) -> list[int]:
    """List lattices that hold the points of a grid, and finer ones; they nearly hold long and uneven grids."""
    shape = next((stage.points.shape[:3] for stage in found if isinstance(stage, Grid)), (2, 2, 2))
    first = shape[0] if len(set(shape)) == 1 else min(max(shape), LARGEST)
    finer = [(first - 1) * factor + 1 for factor in (2, 4, 8, 16, 32, 64)]
    return [first] + [size for size in finer if size <= LARGEST]


def make_abstract_lut(found: Sequence[Stage], source: str, target: str, old: bool) -> Lut:
    """Make the LUT of an abstract profile, for sRGB.  old: its CIELAB is coded as lut16Type has it."""
    lab = OLD_LAB if old else LAB
    if target == "Lab ":
        found = [stage.interpolated("trilinear") if isinstance(stage, Grid) else stage for stage in found]
    to_xyz = SRGB.to_xyz_d50()
    to_rgb = np.linalg.inv(to_xyz)

    def change_srgb(srgb: Doubles) -> Doubles:
        xyz = srgb_to_linear(srgb) @ to_xyz.T
        coded = xyz / XYZ if source == "XYZ " else (xyz_to_lab_d50(xyz) - OFFSET) / lab
        coded = run(found, coded)
        xyz = coded * XYZ if target == "XYZ " else lab_to_xyz_d50(coded * lab + OFFSET)
        return linear_to_srgb(xyz @ to_rgb.T).astype(np.float64)

    space = " and ".join(dict.fromkeys(("CIELAB" if name == "Lab " else "XYZ") for name in (source, target)))
    return bake_function(change_srgb, reason=f"made for sRGB from a table for {space}")


def sniff(head: bytes) -> bool:
    """Return True if a file begins as a profile does."""
    return head[36:40] == b"acsp"


FORMAT = Format("ICC profile", (".icc", ".icm"), read, None, sniff, MAX_BYTES)
