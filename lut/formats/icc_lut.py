"""ICC profiles that change colors: device links from RGB to RGB, abstract profiles, and film looks as input profiles.

    header      128 bytes: size, version, class 'link', 'abst' or 'scnr', two color spaces, 'acsp'
    tag table   count, then name, offset and size of each tag
    desc        the title
    A2B0        the table: curves → grid → curves (lut8Type, lut16Type), or
                A curves → grid → M curves → matrix → B curves (lutAToBType)

ICC.1:2022 (icc_tags.py has the sections).  A device link's numbers are codes of an RGB device, here a picture's
own: curves ahead of the grid become the shaper, the grid becomes the table.  What cannot be held like that, curves
behind the grid or grids of uneven sides, is sampled, and the error is in the notes.

An abstract profile changes colors themselves, in CIELAB or XYZ under D50.  It becomes a LUT for sRGB: sRGB →
CIELAB → the profile → sRGB.  CIELAB's gray axis is no diagonal of the grid's cells, so that between the points of a
table for CIELAB all eight corners count (as in Little CMS, where the profile's second color space decides).

An input profile says what colors a scanner's or a camera's numbers mean: A2B0, or a matrix and curves (rXYZ, rTRC …).
Makers of film looks hand them out to be assigned in a raw converter or a scanning program.  It becomes a LUT that does
the same to a picture's own numbers: numbers → the profile → sRGB.

Profiles of displays and printers describe a device, too, but are made to show colors as they are: they are refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..color import linear_to_srgb, srgb_to_linear
from ..color.chromaticities import SRGB
from ..color.lab import lab_to_xyz_d50, xyz_to_lab_d50
from ..lattice import MIN_SIZE
from ..operators import Affine, Channels, Clamp, Grid, run
from ..operators.baking import ROUGH
from ..operators.icc_curves import make_refusal, read_curve
from ..operators.lut_forms import make_lut
from ..table import Lut
from .format import Format, quote
from .icc_tags import Profile, Stage, read_stages

KINDS = {
    "mntr": "a display profile",
    "prtr": "an output profile",
    "spac": "a color space profile",
    "nmcl": "a named color profile",
}


class Spaces(NamedTuple):
    """What a class of profiles goes from and to.  words: as a message has it."""

    sources: tuple[str, ...]
    targets: tuple[str, ...]
    words: str


CONNECTIONS = ("Lab ", "XYZ ")
SPACES = {
    "link": Spaces(("RGB ",), ("RGB ",), "a device link from RGB to RGB"),
    "abst": Spaces(CONNECTIONS, CONNECTIONS, "an abstract profile for Lab or XYZ"),
    "scnr": Spaces(("RGB ",), CONNECTIONS, "an input profile from RGB to Lab or XYZ"),
}
AS_LOOK = "an input profile: it is applied as if a picture's numbers were those of its scanner or camera"
Doubles = NDArray[np.float64]

TABLES = ("A2B0", "A2B1", "A2B2")
MATRIX = ("rXYZ", "gXYZ", "bXYZ", "rTRC", "gTRC", "bTRC")
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
    expected = SPACES.get(profile.kind)
    if expected is None:
        found = KINDS.get(profile.kind, f"a profile of class {quote(profile.kind)}")
        kinds = "a device link, an abstract profile or an input profile"
        raise make_refusal(f"expected {kinds}, found {found}, which describes a device and holds no look")
    if profile.space not in expected.sources or profile.connection not in expected.targets:
        first, second = (quote(space.strip()) for space in (profile.space, profile.connection))
        raise make_refusal(f"expected {expected.words}, found one from {first} to {second}")
    lut = read_operators(profile).labeled(profile.title)
    return lut.noted(AS_LOOK) if profile.kind == "scnr" else lut


def read_operators(profile: Profile) -> Lut:
    name = next((name for name in TABLES if name in profile.tags), None)
    if name is None and profile.kind == "scnr" and {*MATRIX} <= {*profile.tags}:
        return make_srgb_lut(read_matrix(profile), profile.space, "XYZ ")
    if name is None:
        found = "one in floating point" if {*FLOAT_TABLES} & {*profile.tags} else "none"
        raise make_refusal(f"expected a table (A2B0) in the profile, found {found}")
    old = profile.tags[name].text(0) == "mft2"
    parts = read_stages(profile.tags[name])
    link = profile.kind == "link"
    lut = make_link_lut(parts) if link else make_srgb_lut(parts, profile.space, profile.connection, old)
    return lut.noted(*describe_other_tables(profile, name))


def read_matrix(profile: Profile) -> list[Stage]:
    """Read the curves and the matrix of a profile without a table (ICC.1:2022, 8.3.3), to XYZ as a table codes it."""
    curves = tuple(read_curve(profile.tags[name])[0] for name in MATRIX[3:])
    matrix = np.stack([profile.tags[name].fixed(8, 3) for name in MATRIX[:3]], axis=1)
    return [Channels(curves), Affine(matrix / XYZ, np.zeros(3))]


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


@dataclass(frozen=True, eq=False)
class ProfileStages:
    """Stages from RGB, CIELAB or XYZ to CIELAB or XYZ as an operator on sRGB codes.

    source, target: "RGB ", "Lab " or "XYZ ".  old: its CIELAB is coded as lut16Type has it.
    """

    stages: Sequence[Stage]
    source: str
    target: str
    old: bool
    separable = False

    def __call__(self, rgb: Doubles) -> Doubles:
        lab, to_xyz = OLD_LAB if self.old else LAB, SRGB.to_xyz_d50()
        coded = np.clip(rgb, 0, 1)
        if self.source != "RGB ":
            xyz = Affine(to_xyz, np.zeros(3))(srgb_to_linear(rgb).astype(np.float64))
            coded = xyz / XYZ if self.source == "XYZ " else (xyz_to_lab_d50(xyz) - OFFSET) / lab
        coded = run(self.stages, coded)
        xyz = coded * XYZ if self.target == "XYZ " else lab_to_xyz_d50(coded * lab + OFFSET)
        to_rgb = np.linalg.inv(to_xyz).astype(np.float64)
        return linear_to_srgb(Affine(to_rgb, np.zeros(3))(xyz)).astype(np.float64)


def make_srgb_lut(found: Sequence[Stage], source: str, target: str, old: bool = False) -> Lut:
    """Make the LUT for sRGB of stages from RGB, CIELAB or XYZ to CIELAB or XYZ."""
    if source != "RGB " and target == "Lab ":
        found = [stage.interpolated("trilinear") if isinstance(stage, Grid) else stage for stage in found]
    return make_lut([ProfileStages(found, source, target, old)], roughest=ROUGH)


def sniff(head: bytes) -> bool:
    """Return True if a file begins as a profile does."""
    return head[36:40] == b"acsp"


FORMAT = Format("ICC profile", (".icc", ".icm"), read, None, sniff, MAX_BYTES)
