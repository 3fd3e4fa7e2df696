"""What holds for every format: it has samples, they are read, and no other format claims them."""

from __future__ import annotations

import pickle
from pathlib import Path

import numpy as np
import pytest
from samples import SAMPLES

import lut
from lut import Lut
from lut.formats import FORMATS, require_format
from lut.formats.format import HEAD_BYTES

EACH = [(name, data) for name, files in SAMPLES.items() for data in files]
NAMES = [f"{name}-{index}" for name, files in SAMPLES.items() for index in range(len(files))]

CLAIMED_BY = {"itx": "cube"}  # content can't tell them apart, and need not: it means the same in both


def test_every_format_has_samples() -> None:
    names = {kind.name for kind in FORMATS}
    assert set(SAMPLES) == names, "put a valid file of each format into SAMPLES, in samples.py"
    assert all(SAMPLES.values())


@pytest.mark.parametrize(("name", "data"), EACH, ids=NAMES)
def test_one_format_claims_a_file(name: str, data: bytes) -> None:
    assert [kind.name for kind in FORMATS if kind.sniff(data[:HEAD_BYTES])] == [CLAIMED_BY.get(name, name)]


@pytest.mark.parametrize(("name", "data"), EACH, ids=NAMES)
def test_a_sample_is_read_whatever_its_extension(name: str, data: bytes, tmp_path: Path) -> None:
    found = {name}
    for extension in {extension for kind in FORMATS for extension in kind.extensions} | {""}:
        found.add(require_format(Path(f"film{extension}"), data[:HEAD_BYTES]).name)
    assert found <= {name, CLAIMED_BY.get(name)}
    path = tmp_path / "film"
    path.write_bytes(data)
    assert isinstance(lut.read(path), Lut)


@pytest.mark.parametrize(("name", "data"), EACH, ids=NAMES)
def test_a_sample_survives_pickling_and_has_a_content_of_its_own(name: str, data: bytes) -> None:
    kind = next(kind for kind in FORMATS if kind.name == name)
    film, rgb = kind.read(data), np.random.default_rng(2).uniform(-0.2, 1.2, (500, 3)).astype(np.float32)
    again = pickle.loads(pickle.dumps(film))
    assert np.array_equal(again(rgb), film(rgb))
    assert again.content == film.content == kind.read(data).content
    assert b" object at 0x" not in film.content
    assert b"<function" not in film.content
    parts = [film(rgb[start : start + 37]) for start in range(0, 500, 37)]
    assert np.array_equal(np.concatenate(parts), film(rgb))
