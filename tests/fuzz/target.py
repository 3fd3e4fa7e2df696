"""What is fuzzed: everything that a format does to bytes it was given."""

from __future__ import annotations

import sys
import warnings
from pathlib import Path

from lut import Lut, LutError
from lut.formats import FORMATS, Format
from lut.formats.base import HEAD_BYTES

FOLDER = Path(__file__).resolve().parent
CORPUS = FOLDER / "corpus"

sys.path.append(str(FOLDER.parent / "formats"))
from samples import SAMPLES  # noqa: E402  where the tests of the formats find it, too

KINDS = {kind.name.lower().replace(" ", "-"): kind for kind in FORMATS}


def attempt(kind: Format, data: bytes) -> None:
    """Recognize and read bytes: LUTs, or errors of ours.  Anything else is raised."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of Pillow and zipfile, on odd files
        kind.sniff(data[:HEAD_BYTES])
        for read in (kind.read, kind.read_all, kind.detail):
            if read is None:
                continue
            try:
                found = read(data)
            except LutError as error:
                assert str(error), "an error without words"
                assert "\n" not in str(error), "an error of several lines"
                continue
            luts = found.values() if isinstance(found, dict) else [found]
            assert luts, "no LUT and no error"
            assert all(isinstance(lut, Lut | str) for lut in luts), "no LUT"


def seeds(kind: Format) -> list[bytes]:
    """The format's samples, and what was found before."""
    return [*SAMPLES[kind.name], *kept(kind).values()]


def kept(kind: Format) -> dict[str, bytes]:
    """The corpus of a format, by the files' names."""
    folder = CORPUS / slug(kind)
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*"))} if folder.is_dir() else {}


def slug(kind: Format) -> str:
    return next(name for name, each in KINDS.items() if each is kind)
