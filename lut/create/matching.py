"""Matching: a look from a reference photo of any scene: its tones, tints and chroma, as far as a photo bears them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..color import linear_to_srgb, oklab_to_srgb, srgb_to_oklab
from ..color.space import Floats, as_floats
from ..errors import LutError, PixelError
from ..kernel.blending import CODE_MAX
from ..language import _
from ..lattice import check_size
from ..looks import measure
from ..looks.gamut import compress_gamut
from ..looks.look import oklab_lattice
from ..looks.rules import violations
from ..table import Lut
from .match_color import Color, fit_color
from .match_report import MatchReport
from .match_tone import Tone, match_tones
from .optimal_transport import Cloud, Doubles, sliced_distance
from .reference_evidence import Evidence, weigh_evidence

PIXELS = 250_000  # of a picture that are looked at, evenly over it
FEWEST = 64  # visible pixels, below which a picture tells nothing
CLIPPED = 1 / 512  # codes this near to 0 and 1 in all channels are black and white, which stay what they are
FLAT = 0.006  # spread in Oklab, below which a picture is all of one color; an 8-bit level is about 0.004
CELL = (0.05, 0.02, 0.02)  # of L, a and b: the size of a cluster
LARGEST = 600  # clusters; the rest of the weight is negligible in any photograph

SHARES = (1.0, 0.85, 0.7, 0.55, 0.4, 0.2, 0.0)  # of the moves: the largest that obeys the looks' rules
SIZE = 33  # of the table, whatever size it is handed out in: the one that the rules are for


def sample_colors(pixels: NDArray[Any], name: str) -> Doubles:
    """Return (P, 3) Oklab colors from all over a picture, but for what is transparent, black or white.

    pixels: (H, W, 3 or 4) uint8, uint16 or float32, sRGB-coded.  name: what the picture is called in a PixelError.
    """
    pixels = np.asarray(pixels)
    if pixels.dtype not in CODE_MAX or pixels.ndim != 3 or pixels.shape[2] not in (3, 4):
        sentence = _("{name}: expected pixels (H, W, 3 or 4) of uint8, uint16 or float32, found {shape} of {type}")
        raise PixelError(sentence.format(name=name, shape=pixels.shape, type=pixels.dtype))
    height, width, channels = pixels.shape
    step = max(1, ceil((height * width / PIXELS) ** 0.5))
    top, left = (min(step, length) // 2 for length in (height, width))
    flat = pixels[top::step, left::step].reshape(-1, channels)
    if flat.shape[1] == 4:
        flat = flat[flat[:, 3] > 0]
    codes = flat[:, :3].astype(np.float32) / np.float32(CODE_MAX[pixels.dtype])
    if not np.isfinite(codes).all():
        found = "NaN" if np.isnan(codes).any() else _("infinity")
        raise PixelError(_("{name}: expected finite numbers, found {found}").format(name=name, found=found))
    if len(codes) < FEWEST:
        sentence = _("{name}: expected at least {fewest} visible pixels, found {count}")
        raise PixelError(sentence.format(name=name, fewest=FEWEST, count=len(codes)))
    codes = codes[(codes.max(axis=1) > CLIPPED) & (codes.min(axis=1) < 1 - CLIPPED)]
    lab = srgb_to_oklab(np.clip(codes, 0, 1)).astype(np.float64)
    if len(lab) < FEWEST:
        raise PixelError(
            _("{name}: expected a photograph, found hardly anything but black and white").format(name=name)
        )
    if lab.std(axis=0).max() < FLAT:
        raise PixelError(_("{name}: expected a photograph, found all of one color").format(name=name))
    return lab


def cluster_colors(*samples: Doubles) -> Cloud:
    """Return the colors of pictures, each of which counts the same, as one weighted point per cell of a grid."""
    colors = np.concatenate(samples)
    weights = np.concatenate([np.full(len(lab), 1 / len(lab)) for lab in samples])
    steps = np.floor(colors / CELL).astype(np.int64)
    steps -= steps.min(axis=0)
    cells = np.ravel_multi_index(tuple(steps.T), tuple(steps.max(axis=0) + 1))
    cells = np.cumsum(np.bincount(cells) > 0)[cells] - 1
    mass = np.bincount(cells, weights)
    points = np.column_stack([np.bincount(cells, weights * axis) / mass for axis in colors.T])
    heaviest = np.argsort(-mass)[:LARGEST]
    return Cloud(points[heaviest], mass[heaviest] / mass[heaviest].sum())


@dataclass(frozen=True, eq=False, repr=False)
class MatchedLut(Lut):
    """A LUT with the report on its match."""

    report: MatchReport | None = None


def match(
    photo: NDArray[Any],
    reference: NDArray[Any] | Sequence[NDArray[Any]],
    strength: float = 1.0,
    size: int = 33,
) -> MatchedLut:
    """Make a LUT that gives a photo the tones and colors of a reference photo.

    Tone: optimal transport of Oklab L, as a smooth curve with limited slopes, black to black and white to white. Color:
    optimal transport of what comes out, as a field of limited tints, gains of chroma and turns of hue. The table obeys
    the rules of the library's looks (``looks.violations``): where it would not, moves shrink until it does.

    What two photographs of two scenes differ by is mostly the scene's. Moves are followed in full where photo and
    reference are nearly of one scene, and otherwise by how unusual the reference is among photographs without a look;
    several references make that surer (reference_evidence.py).

    Parameters
    ----------
    photo : (H, W, 3) or (H, W, 4) uint8, uint16 or float32
        sRGB-coded; pixels of alpha 0 do not count.
    reference : the same, or a sequence of them
        Need not show the same. Several references count the same, whatever their sizes.
    strength : float
        0 to 1, how far to go; 0 gives the identity.
    size : int
        Lattice points along each axis.

    Returns
    -------
    MatchedLut
        With ``.report``, what was moved and by how much.

    Raises
    ------
    PixelError
        A picture tells nothing: it is of one color, transparent or not finite.

    Examples
    --------
    >>> random = np.random.default_rng(1)
    >>> photo, reference = random.random((40, 40, 3)), random.random((40, 40, 3)) ** 0.8
    >>> lut.create.match(photo.astype(np.float32), reference.astype(np.float32), strength=0.7, size=17).size
    17
    """
    pictures = [reference] if isinstance(reference, np.ndarray) and reference.ndim != 4 else list(reference)
    names = [_("reference {number}").format(number=number) for number in range(1, len(pictures) + 1)]
    if len(pictures) == 1:
        names = [_("reference")]
    others = [sample_colors(picture, name) for picture, name in zip(pictures, names, strict=True)]
    return match_samples(sample_colors(photo, _("photo")), others, strength, size)


def match_samples(photo: Doubles, references: Sequence[Doubles], strength: float = 1.0, size: int = 33) -> MatchedLut:
    """Match pictures by the colors that ``sample_colors`` drew from them; see ``match``."""
    if not 0 <= strength <= 1:
        raise LutError(_("expected a strength from 0 to 1, found {found:g}").format(found=strength))
    if not references:
        raise LutError(_("expected at least one reference picture, found none"))
    curve = match_tones(photo[:, 0], [colors[:, 0] for colors in references])
    source, target = cluster_colors(apply_tone(photo, curve)), cluster_colors(*references)
    left = distance_left(cluster_colors(photo), target, curve, fit_color(source, target))
    evidence = weigh_evidence(photo, references, left)
    curve = replace(curve.weaker(evidence.tone), asked=evidence.tone * curve.asked)
    source = cluster_colors(apply_tone(photo, curve))
    field = fit_color(source, target)
    if field.monochrome:
        evidence = replace(evidence, color=1.0, draw=0.0)
    field = replace(field, share=evidence.color, axis=evidence.axis, draw=evidence.draw / evidence.color)
    field, lut = shrink_to_rules(curve, field)
    lut = lut.resized(check_size(size)).blended(strength)
    report = report_match(lut, cluster_colors(photo), target, curve, field, source, evidence)
    return MatchedLut(np.clip(lut.table, 0, 1), title=_("Match"), report=report)


def distance_left(photo: Cloud, target: Cloud, curve: Tone, field: Color) -> float:
    """Return how far the photo's colors are from the target's after a match, as ``sliced_distance`` has it."""
    moved = field(as_floats(apply_tone(photo.points, curve))).astype(np.float64)
    return sliced_distance(Cloud(moved, photo.weights), target)


def render_table(curve: Tone, field: Color) -> Floats:
    """Return (SIZE, SIZE, SIZE, 3) sRGB codes of a tone curve and a color field.

    What the field moves is smoothed over neighboring points: its fading from color to color leaves no kinks.
    """
    lab, source = oklab_lattice(SIZE)
    before = as_floats(apply_tone(lab.astype(np.float64), curve))
    moved = (field(before) - before).reshape(SIZE, SIZE, SIZE, 3)
    for axis in () if field.monochrome else (0, 1, 2):
        moved = smooth_table(moved, axis)
    return linear_to_srgb(compress_gamut(before + moved.reshape(-1, 3), source)).reshape(moved.shape)


def smooth_table(values: Floats, axis: int) -> Floats:
    """Return the binomial mean, 1 : 2 : 1, of each point and its neighbors along an axis; the ends stay."""
    along = np.moveaxis(values, axis, 0)
    mean = along.copy()
    mean[1:-1] = (along[:-2] + 2 * along[1:-1] + along[2:]) / 4
    return np.moveaxis(mean, 0, axis)


def apply_tone(lab: Doubles, curve: Tone) -> Doubles:
    """Return (P, 3) Oklab colors moved as a whole, which keeps hue and saturation."""
    lightness = np.maximum(lab[:, :1], 1e-6)
    return lab * (curve(lightness) / lightness)


def shrink_to_rules(curve: Tone, field: Color) -> tuple[Color, Lut]:
    """Shrink the moves of color to the largest share at which no rule of looks is broken; return them and the table.

    The tones need not shrink: the limits of their slopes keep a monochrome table inside the rules.
    """
    for share in SHARES:
        weaker = replace(field, share=share * field.share)
        lut = Lut(render_table(curve, weaker))
        if share == SHARES[-1] or not violations(lut):
            break
    return weaker, lut


def report_match(
    lut: Lut, photo: Cloud, target: Cloud, curve: Tone, field: Color, source: Cloud, evidence: Evidence
) -> MatchReport:
    after = Cloud(render_colors(photo.points, lut), photo.weights)
    figures = measure(lut)
    tint_asked, tint_given, gain_asked, gain_given = field.amounts(source)
    return MatchReport(
        before=sliced_distance(photo, target),
        after=sliced_distance(after, target),
        exposure=(figures["shadow_ev"], figures["mid_ev"], figures["highlight_ev"]),
        contrast=figures["contrast"],
        tints=(figures["tint_shadow"], figures["tint_mid"], figures["tint_high"]),
        chroma=figures["chroma"],
        monochrome=field.monochrome,
        held_back={
            "tone": held_back_shares(curve.asked, curve.given),
            "tint": held_back_shares(evidence.color * tint_asked, tint_given),
            "chroma": held_back_shares(evidence.color * gain_asked, gain_given),
        },
        evidence=evidence,
    )


def held_back_shares(asked: float, given: float) -> float:
    return max(0.0, 1 - given / asked) if asked > 1e-6 else 0.0


def render_colors(lab: Doubles, lut: Lut) -> Doubles:
    """Oklab colors after a LUT."""
    codes = np.clip(oklab_to_srgb(lab), 0, 1)
    return srgb_to_oklab(lut(codes)).astype(np.float64)
