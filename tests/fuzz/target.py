"""What is fuzzed: everything that a format does to bytes it was given."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from pathlib import Path

from lut import Lut, LutError
from lut.formats import FORMATS, Format
from lut.formats.format import HEAD_BYTES

FOLDER = Path(__file__).resolve().parent
CORPUS = FOLDER / "corpus"

sys.path.append(str(FOLDER.parent / "formats"))
from samples import SAMPLES  # noqa: E402  where the tests of the formats find it, too

KINDS = {kind.name.lower().replace(" ", "-"): kind for kind in FORMATS}


SEVERAL = 3  # LUTs of a file that holds many


def attempt(kind: Format, data: bytes) -> None:
    """Recognize and read bytes: LUTs, or errors of ours.  Anything else is raised."""
    for part in parts(kind, data):
        tried(part)


def parts(kind: Format, data: bytes) -> Iterator[Callable[[], object]]:
    """All that is done to bytes, one step after the other."""
    yield lambda: kind.sniff(data[:HEAD_BYTES])
    yield lambda: a_lut(kind.read(data))
    if kind.detail is not None:
        yield lambda: kind.detail(data)
    if kind.read_all is not None:
        names: list[str] = []
        yield lambda: names.extend(some(kind.read_all(data)))
        if names:
            luts = kind.read_all(data)
            yield from (partial(luts.__getitem__, name) for name in names[:SEVERAL])


def tried(part: Callable[[], object]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of Pillow and zipfile, on odd files
        try:
            part()
        except LutError as error:
            assert str(error), "an error without words"
            assert "\n" not in str(error), "an error of several lines"


def a_lut(found: object) -> None:
    assert isinstance(found, Lut), "no LUT and no error"


def some(found: Mapping[str, Lut]) -> Mapping[str, Lut]:
    assert found, "no LUT and no error"
    return found


def seeds(kind: Format) -> list[bytes]:
    """The format's samples, and what was found before."""
    return [*SAMPLES[kind.name], *kept(kind).values()]


def kept(kind: Format) -> dict[str, bytes]:
    """The corpus of a format, by the files' names."""
    folder = CORPUS / slug(kind)
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*"))} if folder.is_dir() else {}


def slug(kind: Format) -> str:
    return next(name for name, each in KINDS.items() if each is kind)
