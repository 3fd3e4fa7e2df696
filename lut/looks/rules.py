"""Rules that every look must obey, whatever its character."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ..color import (
    checker,
    hue,
    hue_difference,
    hue_turn,
    linear_to_lab,
    linear_to_oklab,
    relative_chroma,
    srgb_to_lab,
    srgb_to_linear,
    srgb_to_oklab,
)
from ..color.probes import GRAYS
from ..color.space import Floats
from ..table import Lut
from .look import Look
from .measurements import RING_HUES, is_monochrome, render_hue_ring

SHARPEST_BEND = 0.06  # of the code range, at 33 lattice points
BEND_SIZE = 33
SKIN_TURN, SKIN_SHIFT = 10.0, 0.008  # degrees of Oklab hue, or the difference in Oklab that they make, that stay skin
HELD_BACK = 1.12  # times the C/L of skin where a look enriches all but skin
HELD_TONES = range(3, 9)  # of Monk's scale: its ends are nearly gray
ROUNDING = 0.05  # of a*


def violations(lut: Lut) -> list[str]:
    """List the rules for looks that a table breaks.

    L* never falls along the gray ramp; no ColorChecker patch is clipped that was not; a ring of 24 hues keeps its order
    (unless the look is monochrome); no table cell bends sharply.

    Parameters
    ----------
    lut : Lut
        sRGB codes to sRGB codes.

    Returns
    -------
    list of str
        A sentence for each rule; empty for a table that keeps them all.

    Examples
    --------
    >>> lut.looks.violations(lut.Lut.identity(33))
    []
    """
    return [*find_falling_grays(lut), *find_clipped_patches(lut), *find_disordered_hues(lut), *find_sharp_bends(lut)]


def skin_violations(lut: Lut, look: Look, scene: str = "day") -> list[str]:
    """List the ways in which a look's table treats skin other than the look says.

    All ten tones of the Monk scale stay skin, unless the look says that it colors skin. A look that enriches skin less
    than other colors holds the tones 3 to 8.

    Parameters
    ----------
    lut : Lut
        The look's table for that scene.
    look : Look
        What it says of skin.
    scene : str
        One of ``SCENES``.

    Returns
    -------
    list of str
        A sentence for each; empty for a table that keeps the look's word.

    Examples
    --------
    >>> look = lut.looks.load("leica-vivid")
    >>> lut.looks.skin_violations(look.bake(), look)
    []
    """
    turned = [] if look.colors_skin else find_turned_skin(lut)
    return turned + (find_enriched_skin(lut) if look.holds_skin_back(scene) else [])


def find_falling_grays(lut: Lut) -> list[str]:
    lightness = srgb_to_lab(lut(GRAYS))[:, 0]
    worst = int(np.argmin(np.diff(lightness)))
    fall = float(lightness[worst] - lightness[worst + 1])
    return [f"L* falls by {fall:.3f} from gray {worst} to {worst + 1} of 255"] if fall > 1e-3 else []


def find_clipped_patches(lut: Lut) -> list[str]:
    codes = lut(checker.CODES)
    clipped = ((codes <= 0) & (checker.CODES > 0)) | ((codes >= 1) & (checker.CODES < 1))
    return [f"{checker.NAMES[i]} is clipped: {codes[i].round(3).tolist()}" for i in np.flatnonzero(clipped.any(axis=1))]


def find_disordered_hues(lut: Lut) -> list[str]:
    if is_monochrome(lut):
        return []
    wrong = np.flatnonzero(ring_turns(lut) <= 0)
    return [f"hues {RING_HUES[i]}° and {RING_HUES[(i + 1) % 24]}° change their order" for i in wrong]


def ring_turns(lut: Callable[[Floats], Floats]) -> Floats:
    """Return (24,) degrees from each hue of a ring to the next, after the look; 15 before it."""
    hues = hue(render_hue_ring(lut))
    turns: Floats = (np.diff(hues, append=hues[:1]) + 180) % 360 - 180
    return turns


def find_turned_skin(lut: Lut) -> list[str]:
    """Monk's tones that no longer have the hue of skin, or are greenish: CIELAB a* below 0."""
    if is_monochrome(lut):
        return []
    found = []
    for tone, (turn, shift, a) in enumerate(zip(*skin_turns(lut), strict=True), 1):
        if abs(turn) > SKIN_TURN and shift > SKIN_SHIFT:
            found.append(f"skin of Monk's tone {tone} turns by {turn:.0f}°")
        if a < -ROUNDING:
            found.append(f"skin of Monk's tone {tone} becomes greenish: a* {a:.1f}")
    return found


def skin_turns(lut: Callable[[Floats], Floats]) -> tuple[Floats, Floats, Floats]:
    """Measure the turns of the ten tones of Monk's scale, (10,) each.

    Returns the turn of hue in degrees, the difference in Oklab that it makes, and CIELAB a* afterwards.
    """
    before, after = srgb_to_linear(checker.MONK_CODES), srgb_to_linear(lut(checker.MONK_CODES))
    old, new = linear_to_oklab(before), linear_to_oklab(after)
    return hue_turn(old, new), hue_difference(old, new), linear_to_lab(after)[:, 1]


def find_enriched_skin(lut: Lut) -> list[str]:
    """Monk's tones 3 to 8 whose C/L in Oklab grows by more than a look may that holds skin back."""
    old, new = (srgb_to_oklab(codes) for codes in (checker.MONK_CODES, lut(checker.MONK_CODES)))
    gains = relative_chroma(new) / relative_chroma(old)
    return [
        f"skin of Monk's tone {tone} is enriched {gains[tone - 1]:.2f} times, though the look holds skin back"
        for tone in HELD_TONES
        if gains[tone - 1] > HELD_BACK
    ]


def find_sharp_bends(lut: Lut) -> list[str]:
    table = lut.table if lut.size == BEND_SIZE else lut.resized(BEND_SIZE).table
    found = []
    for axis, name in enumerate("RGB"):
        bends = np.abs(np.diff(table, 2, axis=axis)).max(axis=-1)
        worst = np.unravel_index(np.argmax(bends), bends.shape)
        if bends[worst] > SHARPEST_BEND:
            at = [int(i) + (axis == k) for k, i in enumerate(worst)]
            found.append(f"the table bends by {bends[worst]:.3f} along {name} at lattice point {at}")
    return found
