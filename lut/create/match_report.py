"""Report on a match, in figures and in sentences."""

from __future__ import annotations

from dataclasses import dataclass

from ..language import _
from .reference_evidence import Evidence

WORTH_SAYING = 0.25  # of what is held back, or taken for the scene's
DRAW_WORTH_SAYING = 0.1  # radians


@dataclass(frozen=True)
class MatchReport:
    """The moves of a match, and the shares that it holds back.

    before, after: how far the photo's colors are from the reference's, as a sliced 2-Wasserstein distance in Oklab.
    exposure: stops at luminance 0.02, 0.18 and 0.60.  contrast: as ``looks.measure`` has it.  tints: (a*, b*) of grays
    of these luminances.  chroma: the median gain of the ColorChecker's.  monochrome: the reference is, and so is the
    look.  held_back: the shares, 0..1, of the moves of tone, tint and chroma that transport asks for and that a
    photo would not bear, at strength 1.  evidence: what of the difference was taken for a look, and not for the scene.
    """

    before: float
    after: float
    exposure: tuple[float, float, float]
    contrast: float
    tints: tuple[tuple[float, float], tuple[float, float], tuple[float, float]]
    chroma: float
    monochrome: bool
    held_back: dict[str, float]
    evidence: Evidence

    @property
    def sentences(self) -> tuple[str, ...]:
        """Sentences on what the LUT does."""
        shadows, middle, highlights = self.exposure
        color = _("Color: monochrome, as the reference.") if self.monochrome else _("Color: chroma × {chroma:.2f}.")
        tints = [_("a* {a:+.1f} b* {b:+.1f}").format(a=a, b=b) for a, b in self.tints]
        tint = _("Tint of shadows, middle tones, highlights: {tints}.").format(tints="; ".join(tints))
        lines = [
            _(
                "Exposure: shadows {shadows:+.2f}, middle tones {middle:+.2f}, highlights {highlights:+.2f} EV; "
                "contrast × {contrast:.2f}."
            ).format(shadows=shadows, middle=middle, highlights=highlights, contrast=self.contrast),
            f"{color.format(chroma=self.chroma)} {tint}",
            _("Distance of the colors from the reference's: {before:.3f} before, {after:.3f} after.").format(
                before=self.before, after=self.after
            ),
        ]
        moves = {
            "tone": _("{share:.0f}% of the tone"),
            "tint": _("{share:.0f}% of the tint"),
            "chroma": _("{share:.0f}% of the chroma"),
        }
        evidence = self.evidence
        if min(evidence.tone, evidence.color) < 1 - WORTH_SAYING:
            sentence = _(
                "The photos differ as scenes do: {tone:.0f}% of the difference in tone and {color:.0f}% of that in "
                "color are taken for a look. More references in one look make this surer."
            )
            lines.append(sentence.format(tone=100 * evidence.tone, color=100 * evidence.color))
        if evidence.draw >= DRAW_WORTH_SAYING:
            lines.append(_("The reference's hues lie along two opposite ones: hues are drawn to them."))
        held = [
            moves[what].format(share=100 * share) for what, share in self.held_back.items() if share >= WORTH_SAYING
        ]
        if held:
            sentence = _("Held back, since a photograph would not bear it: {moves}.")
            lines.append(sentence.format(moves=", ".join(held)))
        return tuple(lines)
