"""LUTs that hold operators: calling and applying them is exact, and their table is made only when asked for."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

import lut
from lut import Lut, LutError, Shaper
from lut.apply_lut import Applier
from lut.lattice import lattice
from lut.looks.look import Base
from lut.operators import (
    Affine,
    Channels,
    Clamp,
    Grid,
    HalfTable,
    HueKept,
    InverseTable,
    Log,
    MonitorCurve,
    Operator,
    Parametric,
    Power,
    Table,
    run,
)
from lut.operators.lut_forms import list_operators, make_lut, place_between

ONE, ZERO = np.ones(3), np.zeros(3)
MIX = Affine(np.array([[0.9, 0.2, -0.1], [0.05, 0.8, 0.1], [0, 0.15, 1.2]]), np.array([0.1, -0.2, 0.3]))
CURVE = Table(np.float32(np.linspace(0, 1, 1024)[:, None] ** (0.6, 1, 1.7)))
NUMBERS = np.random.default_rng(4)
CUBE = Grid((lattice(9) + NUMBERS.uniform(-0.1, 0.1, (9, 9, 9, 3))).astype(np.float32))
UNEVEN = Grid(NUMBERS.random((3, 5, 2, 3), np.float32))
LOG = Log(2 * ONE, 8 * ONE, ONE / 100, ONE / 10, ONE / 2, ONE / 64)
CHAINS: dict[str, list[Operator]] = {
    "curve, matrix, lattice": [CURVE, MIX, CUBE],
    "logarithm, matrix, lattice": [LOG, MIX, CUBE],
    "light": [MonitorCurve(ONE * 2.4, ONE * 0.055), MIX, MonitorCurve(ONE * 2.4, ONE * 0.055, True, True)],
    "powers": [Power(ONE * 2.2, "mirror"), MIX, Power(ONE / 3, "pass"), Clamp(-0.25, 1.5)],
    "hue kept": [HueKept(CURVE), MIX],
    "uneven": [UNEVEN, MIX, CURVE],
    "inverse": [MIX, InverseTable(CURVE.values), MIX],
    "half floats": [HalfTable(np.float32(np.arange(1 << 16) % 977)[:, None].repeat(3, axis=1) / 977), MIX],
    "profile": [Channels((Parametric(2.2), Parametric(1.8, 0.9, 0.1), Table(CURVE.values[:, :1]))), MIX, CUBE],
}
EACH_CHAIN = pytest.mark.parametrize("operators", CHAINS.values(), ids=CHAINS.keys())
FILM = make_lut(CHAINS["logarithm, matrix, lattice"], "Film")


def floats(count: int = 40_000) -> np.ndarray:
    """Random colors (1, count, 3) in 0 to 1 and beyond."""
    return NUMBERS.uniform(-0.5, 1.5, (1, count, 3)).astype(np.float32)


@EACH_CHAIN
def test_operators_are_applied_exactly(operators: Sequence[Operator]) -> None:
    film, rgb = make_lut(operators), floats(3000)[0]
    assert len(film.operators) == len(operators)
    expected = run(operators, rgb)
    assert np.array_equal(film(rgb), expected.astype(np.float32))
    assert np.array_equal(lut.apply(rgb[None], film)[0], expected.astype(np.float32))
    codes = NUMBERS.integers(0, 65536, (1, 3000, 3)).astype(np.uint16)
    rounded = np.rint(np.clip(run(operators, np.float32(codes[0]) / np.float32(65535)), 0, 1) * 65535)
    assert np.abs(lut.apply(codes, film)[0] - rounded).max() <= 1  # float32 lies between
    assert film.notes == ()


@EACH_CHAIN
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
def test_neither_threads_nor_cutting_change_a_bit(operators: Sequence[Operator], dtype: type) -> None:
    film, pixels = make_lut(operators), floats(140_001)
    if dtype is not np.float32:
        pixels = np.rint(np.clip(pixels, 0, 1) * np.iinfo(dtype).max).astype(dtype)
    whole = np.empty_like(pixels)
    Applier(film, threads=1).into(pixels, whole)
    for threads, width in ((4, 140_001), (1, 30_011), (2, 65_537), (1, 137)):
        found, applier = np.empty_like(pixels), Applier(film, threads=threads)
        few = slice(0, 140_001 if width > 137 else 5000)
        for start in range(0, few.stop, width):
            part = slice(start, min(start + width, few.stop))
            applier.into(pixels[:, part], found[:, part])
        assert np.array_equal(found[:, few].view(np.uint8), whole[:, few].view(np.uint8)), (threads, width)
    every_other = pixels[:, ::2]
    assert np.array_equal(lut.apply(every_other, film), whole[:, ::2])
    assert np.array_equal(film(pixels[0, :1]), film(pixels[0])[:1])


def test_a_palette_gives_what_is_computed() -> None:
    pixels = NUMBERS.integers(0, 256, (400, 400, 4)).astype(np.uint8)
    assert pixels[..., 0].size > 1 << 16  # so that a palette is used
    few = np.concatenate([lut.apply(row[None], make_lut(FILM.operators), 0.7) for row in pixels])
    assert np.array_equal(lut.apply(pixels, FILM, 0.7), few)
    assert np.array_equal(lut.apply(pixels, FILM)[..., 3], pixels[..., 3])


def test_what_is_no_color() -> None:
    film = make_lut([MIX, Log(10 * ONE, ONE, ZERO, ONE / 4, ZERO, reverse=True)])
    zero = film([0, 0, 0])
    assert np.array_equal(film([np.nan, np.nan, np.nan]), zero)
    found = film([[np.inf, 0, 0], [-np.inf, 0, 0], [np.inf, -np.inf, np.nan], [1e38, 1e38, 1e38]])
    assert np.isfinite(found).all()
    assert found[0, 0] == np.finfo(np.float32).max  # beyond its range
    pixels = np.float32([[[np.nan, np.inf, 0.5]]])
    mixed = lut.apply(pixels, film, 0.5)
    assert np.isnan(mixed[0, 0, 0])
    assert np.isinf(mixed[0, 0, 1])


def test_colors_beyond_0_to_1_are_clamped_only_where_operators_say_so() -> None:
    rgb = floats(2000)[0]
    assert np.abs(make_lut([MIX])(rgb) - (rgb @ MIX.matrix.T + MIX.offset)).max() < 1e-6
    light = make_lut([Affine.diagonal(2), Power(ONE / 2.2, "mirror"), Clamp(-np.inf, 1)])
    assert np.abs(light(rgb) - np.minimum(np.sign(rgb) * np.abs(2 * rgb) ** (1 / 2.2), 1)).max() < 1e-6
    pixels = np.uint8([[[255, 255, 255], [0, 128, 0]]])
    assert lut.apply(pixels, make_lut([MIX])).tolist()[0][0] == [255, 191, 255]  # integers round and clamp


def test_interpolation_is_that_of_the_operators_unless_asked_for() -> None:
    trilinear = Grid(CUBE.points, "trilinear")
    film, rgb = make_lut([MIX, trilinear]), floats(2000)[0]
    assert np.array_equal(film(rgb), film(rgb, "trilinear"))
    assert np.array_equal(film(rgb, "tetrahedral"), make_lut([MIX, CUBE])(rgb))
    assert np.abs(film(rgb, "nearest") - film(rgb)).max() > 0.01
    assert np.array_equal(lut.apply(rgb[None], film, 1, "tetrahedral")[0], make_lut([MIX, CUBE])(rgb))
    uneven = make_lut([UNEVEN, MIX])
    assert np.abs(uneven([0.3, 0.6, 0.1], "nearest") - run([MIX], UNEVEN.points[1, 2, 0][None])).max() < 1e-6
    for call in (film, lambda rgb, name: Applier(film, 1, name)):
        with pytest.raises(LutError, match=r"^expected interpolation tetrahedral, trilinear, nearest; found 'cubic'$"):
            call(rgb, "cubic")


def test_a_lattice_made_for_trilinear_interpolation_keeps_it() -> None:
    film, rgb = make_lut([Grid(CUBE.points, "trilinear")]), floats(2000)[0]
    assert np.array_equal(film(rgb), Lut(CUBE.points)(rgb, "trilinear"))
    assert film.notes == ()
    assert "made for trilinear interpolation; tetrahedral differs by at most" in film.as_table.notes[0]


TABLES = {
    "plain": Lut(CUBE.points, title="Plain", notes=("a note",)),
    "domain": Lut(CUBE.points, ((-0.5, 0, -1), (1, 2, 1.5))),
    "shaper": Lut(CUBE.points, shaper=Shaper(CURVE.values, ((-0.25, 0, 0), (1, 1.25, 2)))),
    "curves": Lut.from_shaper(Shaper(CURVE.values * 2 - 0.5)),
    "operators": FILM.noted("a note"),
}


@pytest.mark.parametrize("film", TABLES.values(), ids=TABLES.keys())
def test_operators_around_a_lut(film: Lut) -> None:
    rgb = floats(4000)[0]
    same = place_between(film)
    assert (same.title, same.notes) == (film.title, film.notes)
    assert bool(same.operators) == bool(film.operators)
    assert np.abs(same(rgb) - film(rgb)).max() < 3e-6
    before, after = [Power(ONE / 2, "mirror")], [MIX, Power(ONE * 2, "mirror")]
    found = place_between(film, before, after)
    assert (found.title, found.notes) == (film.title, film.notes)
    expected = run(after, film(run(before, rgb).astype(np.float32)))
    assert np.abs(found(rgb) - expected).max() < 1e-4
    assert np.abs(run(list_operators(found), rgb) - expected).max() < 1e-4


def test_the_table_is_made_when_it_is_asked_for() -> None:
    made: list[int | None] = []

    def bake(operators: tuple[Operator, ...], size: int | None) -> Lut:
        made.append(size)
        return Lut.identity(17 if size is None else size).noted("baked nearly")

    film = Lut(lut.table.Chain((MIX,), bake), title="t", notes=("from a file",))
    titled = film.labeled("u")
    film(floats(10)[0])
    lut.apply(floats(10), film)
    assert (repr(film), film.notes, film.nbytes, film.is_plain) == (
        "Lut(1 operators, title='t')",
        ("from a file",),
        MIX.matrix.nbytes + MIX.offset.nbytes,
        False,
    )
    assert made == []
    assert film.as_table.notes == ("from a file", "baked nearly")
    assert (film.size, film.table.shape, film.shaper, film.domain.tolist()) == (
        17,
        (17, 17, 17, 3),
        None,
        [[0, 0, 0], [1, 1, 1]],
    )
    assert made == [None]
    assert (titled.title, titled.notes, titled.operators) == ("u", film.notes, film.operators)
    assert titled.as_table.title == "u"
    assert film.noted("more").as_table.notes == ("from a file", "more", "baked nearly")
    assert film.resized(9).size == 9
    assert made == [None, None, None, 9]


def test_tables_made_of_operators() -> None:
    rgb = np.clip(floats(3000)[0], 0, 1)
    assert np.abs(FILM.baked()(lattice(5)) - FILM(lattice(5))).max() < 1e-6
    assert FILM.baked().size == 65
    assert FILM.baked(9).is_plain
    wide = ((-2, -2, -2), (2, 2, 2))
    half = Lut(lattice(2, wide) / 2, wide)
    assert np.abs(FILM.then(half)(rgb) - FILM.as_table(rgb) / 2).max() < 1e-5
    assert np.abs(half.then(FILM, 33)(lattice(33, wide)) - FILM(lattice(33, wide) / 2)).max() < 1e-5
    with pytest.raises(LutError, match=r"found one that holds operators; take its \.baked"):
        FILM.blended(0.5)


def test_operators_survive_pickling_and_are_told_apart(tmp_path: Path) -> None:
    rgb = floats(500)[0]
    for operators in CHAINS.values():
        film = make_lut(operators, "t")
        film(rgb)
        again = pickle.loads(pickle.dumps(film))
        assert np.array_equal(again(rgb), film(rgb))
        assert (again.content, again.title, again.notes) == (film.content, film.title, film.notes)
    contents = {make_lut(operators).content for operators in CHAINS.values()}
    assert len(contents) == len(CHAINS)
    other = make_lut([*FILM.operators[:-1], Affine.diagonal(1, 1e-9)])
    assert len({Base.of_lut("a", each, 1).digest for each in (FILM, other, make_lut(FILM.operators))}) == 2
    assert Base.of_lut("a", FILM, 1) == Base.of_lut("a", make_lut(FILM.operators), 1)


def test_writing_bakes(tmp_path: Path) -> None:
    lut.write(FILM.baked(), tmp_path / "baked.cube")
    lut.write(FILM, tmp_path / "film.clf")
    back, rgb = lut.read(tmp_path / "film.clf"), np.clip(floats(3000)[0], 0, 1)
    assert np.abs(back(rgb) - FILM.as_table(rgb)).max() < 1e-5
    assert back.title == "Film"
