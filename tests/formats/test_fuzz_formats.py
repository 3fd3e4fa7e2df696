"""Every parser, on damaged files of its own format and on all that fuzzing has found: a LUT, or a sentence."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from samples import SAMPLES

from lut.formats import FORMATS, Format
from tests.fuzz import sealing, target

UNHURRIED = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))
EACH = pytest.mark.parametrize("kind", FORMATS, ids=target.slug)


@pytest.mark.fuzz(but_first=True)
@EACH
@UNHURRIED
@given(data=st.data())
def test_damaged_files_give_a_lut_or_a_sentence(kind: Format, data: st.DataObject) -> None:
    sample = data.draw(st.sampled_from(SAMPLES[kind.name]))
    random = data.draw(st.randoms(use_true_random=False))
    target.attempt(kind, sealing.mutation(kind.name)(sample, Random(random.getrandbits(64))))


@pytest.mark.fuzz(but_first=True)
@EACH
@UNHURRIED
@given(data=st.binary(max_size=300))
def test_any_bytes_give_a_lut_or_a_sentence(kind: Format, data: bytes) -> None:
    target.attempt(kind, data)


@pytest.mark.fuzz(but_first=True)
@EACH
def test_what_was_found_before(kind: Format) -> None:
    for data in target.kept(kind).values():
        target.attempt(kind, data)


@EACH
def test_files_of_other_formats(kind: Format) -> None:
    """As with the wrong extension."""
    for files in SAMPLES.values():
        for data in files:
            target.attempt(kind, data)
