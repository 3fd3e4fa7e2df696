"""Report on a match, in figures and in sentences."""

from __future__ import annotations

from dataclasses import dataclass

from ..language import _
from .reference_evidence import Evidence

WORTH_SAYING = 0.25  # of what is held back, or taken for the scene's
DRAW_WORTH_SAYING = 0.1  # radians
NOTABLE_STOPS, NOTABLE_SHARE, NOTABLE_TINT = 0.1, 0.05, 1.5  # EV, of contrast or chroma, b*


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
    def summary(self) -> tuple[str, ...]:
        """Sentences in words on what the LUT does, and on what is held back of it."""
        lines = [self._describe_moves()]
        if self.monochrome:
            lines.append(_("The look is monochrome, as the reference."))
        evidence = self.evidence
        if min(evidence.tone, evidence.color) < 1 - WORTH_SAYING:
            lines.append(
                _(
                    "Part of the difference was taken for the scene's, and left out. "
                    "More references in one look make this surer."
                )
            )
        if evidence.draw >= DRAW_WORTH_SAYING:
            lines.append(_("The reference's hues lie along two opposite ones: hues are drawn to them."))
        if self._list_held_back():
            lines.append(_("Some of it is held back, since a photograph would not bear it."))
        return tuple(lines)

    def _describe_moves(self) -> str:
        lightness, (_a, warmth) = self.exposure[1], self.tints[1]
        moves = [
            more if move > 0 else less
            for move, least, more, less in (
                (lightness, NOTABLE_STOPS, _("brighter"), _("darker")),
                (self.contrast - 1, NOTABLE_SHARE, _("richer in contrast"), _("softer in contrast")),
                (0.0 if self.monochrome else self.chroma - 1, NOTABLE_SHARE, _("more colorful"), _("paler")),
                (warmth, NOTABLE_TINT, _("warmer"), _("cooler")),
            )
            if abs(move) >= least
        ]
        if not moves:
            return _("The look hardly changes this picture.")
        return _("The look makes this picture {moves}.").format(moves=", ".join(moves))

    @property
    def details(self) -> tuple[str, ...]:
        """Sentences with the figures."""
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
        evidence = self.evidence
        if min(evidence.tone, evidence.color) < 1 - WORTH_SAYING:
            sentence = _(
                "The photos differ as scenes do: {tone:.0f}% of the difference in tone and {color:.0f}% of that in "
                "color are taken for a look."
            )
            lines.append(sentence.format(tone=100 * evidence.tone, color=100 * evidence.color))
        if held := self._list_held_back():
            sentence = _("Held back, since a photograph would not bear it: {moves}.")
            lines.append(sentence.format(moves=", ".join(held)))
        return tuple(lines)

    def _list_held_back(self) -> list[str]:
        moves = {
            "tone": _("{share:.0f}% of the tone"),
            "tint": _("{share:.0f}% of the tint"),
            "chroma": _("{share:.0f}% of the chroma"),
        }
        held = self.held_back.items()
        return [moves[what].format(share=100 * share) for what, share in held if share >= WORTH_SAYING]

    @property
    def sentences(self) -> tuple[str, ...]:
        return (*self.summary, *self.details)
