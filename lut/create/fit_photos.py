"""Fit a LUT to pairs of photographs in files, of which some may fail."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..boundary import explain_errors
from ..errors import LutError, LutFormatError, PixelError
from ..language import _
from .fit_lut import FittedLut, fit_matched
from .pair import Pair
from .photo_pairs import PhotoPair, match_photos

Failures = dict[PhotoPair, LutError]


@dataclass(frozen=True, eq=False)
class FittedPhotos:
    """lut: fitted to the pairs ``used``, in their order.  failures: why each of the others cannot be used."""

    lut: FittedLut
    used: tuple[PhotoPair, ...]
    failures: Failures


def fit_photos(
    pairs: Sequence[PhotoPair],
    ignore_profile: bool = False,
    step: Callable[[PhotoPair, bool], None] = lambda pair, failed: None,
    fitting: Callable[[float], None] = lambda share: None,
) -> FittedPhotos:
    """Fit a LUT to the pairs that can be used.

    One pair at a time is in memory; of each, its areas are kept.  step: called after each, with whether it failed.
    fitting: then called with the share of the fit that is done, 0..1; it begins anew where some pairs turn out to be
    of no use.  Raises LutError where none can be used.
    """
    matched: dict[PhotoPair, Pair] = {}
    failures: Failures = {}
    for pair in pairs:
        try:
            with explain_errors(pair.before):
                matched[pair] = match_photos(pair, ignore_profile)
        except LutError as error:
            failures[pair] = error
        step(pair, pair in failures)
    try:
        lut = fit_matched(list(matched.values()), fitting) if matched else None
    except PixelError as error:
        lut = None
        if len(matched) == 1:
            failures[next(iter(matched))] = error
        else:
            lut, matched = fit_usable(matched, failures, fitting)
    if lut is None:
        raise summarize(failures)
    return FittedPhotos(lut, tuple(matched), failures)


def fit_usable(
    matched: dict[PhotoPair, Pair], failures: Failures, fitting: Callable[[float], None]
) -> tuple[FittedLut | None, dict[PhotoPair, Pair]]:
    """Fit a LUT to those pairs to which one can be fitted alone; the others are added to the failures."""
    usable = dict(matched)
    for pair, areas in matched.items():
        try:
            with explain_errors(pair.before):
                fit_matched([areas], fitting)
        except LutError as error:
            failures[pair] = error
            del usable[pair]
    return fit_matched(list(usable.values()), fitting) if usable else None, usable


def summarize(failures: Failures) -> LutError:
    """Return the error to raise where no pair is left: the first one's, with how many more there are."""
    first = next(iter(failures.values()))
    if len(failures) == 1:
        return first
    sentence = _("{sentence}; none of the {count} pairs can be used")
    if isinstance(first, LutFormatError):
        return type(first)(first.path, first.line, sentence.format(sentence=first.sentence, count=len(failures)))
    return LutError(sentence.format(sentence=first, count=len(failures)))
