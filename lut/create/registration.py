"""How the pictures of a pair lie on each other, in figures and in sentences."""

from __future__ import annotations

from dataclasses import dataclass

from ..language import _

NOTABLE_SHIFT, NOTABLE_SCALE, NOTABLE_TURN, NOTABLE_LENS = 0.3, 0.0005, 0.05, 0.002  # pixels, share, degrees, share
NOTABLE_LOCAL = 0.8


@dataclass(frozen=True)
class Registration:
    """Placement of a pair's pictures on each other.

    shift: (right, down) of the picture after, in its own pixels.  scale: of it, beside the one before, in pixels.
    turn: in degrees, clockwise.  lens: how much farther from the middle the corners are than without the distortion,
    as a share.  correlation: of details, 0..1.  vignette: the share of light that the corners lose,
    before and after, as found and undone; 0 where there is none.  local: root mean square of what whole areas are
    off after the best LUT, in L*.
    """

    shift: tuple[float, float]
    scale: float
    turn: float
    lens: float
    correlation: float
    vignette: tuple[float, float]
    local: float

    @property
    def sentences(self) -> tuple[str, ...]:
        return tuple(measure_registration(self))


def measure_registration(registration: Registration) -> list[str]:
    """Return sentences on how the picture after lies on the one before, and on what no LUT can hold."""
    found = []
    if moved := describe_moves(registration):
        sentence = _("The picture after is {moved} beside the one before; that was undone.")
        found.append(sentence.format(moved=", ".join(moved)))
    vignettes = (
        _("The picture before has a vignette that takes {loss:.0f}% of the corners' light; undone."),
        _("The picture after has a vignette that takes {loss:.0f}% of the corners' light; undone."),
    )
    losses = zip(vignettes, registration.vignette, strict=True)
    found += [text.format(loss=100 * loss) for text, loss in losses if loss]
    if registration.local >= NOTABLE_LOCAL:
        sentence = _(
            "Areas of the picture are off by {local:.1f} L* after the best LUT: "
            "there is some local tone mapping, which no LUT can hold."
        )
        found.append(sentence.format(local=registration.local))
    return found


def describe_moves(registration: Registration) -> list[str]:
    """Return parts of a sentence on where the picture after lies."""
    moved = []
    if max(map(abs, registration.shift)) >= NOTABLE_SHIFT:
        across, down = registration.shift
        moved.append(_("shifted by {across:+.1f} and {down:+.1f} pixels").format(across=across, down=down))
    if abs(registration.scale - 1) >= NOTABLE_SCALE:
        moved.append(_("scaled by {scale:.4f}").format(scale=registration.scale))
    quarters = round(registration.turn / 90)
    if quarters:
        moved.append(_("turned by {turn}°").format(turn=quarters % 4 * 90))
    tilt = registration.turn - 90 * quarters
    if abs(tilt) >= NOTABLE_TURN:
        moved.append(_("turned by {turn:+.2f}°").format(turn=tilt))
    if abs(registration.lens) >= NOTABLE_LENS:
        share = 100 * registration.lens
        moved.append(_("distorted as by a lens, by {share:+.1f}% in the corners").format(share=share))
    return moved
