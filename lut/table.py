"""The one value this library is about: a 3D color look-up table."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar, cast

import numpy as np
from numpy.typing import ArrayLike

from .errors import LutError
from .kernel import interpolation as kernel
from .lattice import MAX_SIZE, MIN_SIZE, UNIT, Coded, Floats, Shaper, check_domain, check_size, freeze, lattice

if TYPE_CHECKING:
    from .kernel.operators import Operator


def join_lines(text: str) -> str:
    """Replace line breaks and control characters, which no format's title can hold, with spaces."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


@dataclass(frozen=True, eq=False)
class Chain:
    """Operators in place of a table.

    operators: at least one; applied one after another.  bake: makes the nearest table of operators, of so many lattice
    points a side or of as many as it takes, with notes on what it does not hold; raises LutError where none comes near.
    """

    operators: tuple[Operator, ...]
    bake: Callable[[tuple[Operator, ...], int | None], Lut]


Value = TypeVar("Value")


class TablePart(Generic[Value]):
    """A part of a Lut's table: of operators, that of the table which they bake to when it is first asked for."""

    def __init__(self, *default: Value) -> None:
        self.default = default

    def __set_name__(self, owner: type[Lut], name: str) -> None:
        self.name = name

    def __get__(self, lut: Lut | None, owner: type[Lut]) -> Value:
        if lut is None:
            if not self.default:
                raise AttributeError(self.name)  # tells dataclass that there is no default
            return self.default[0]
        value: Value = lut.__dict__[self.name] if lut.chain is None else getattr(lut.as_table, self.name)
        return value

    def __set__(self, lut: Lut, value: Value) -> None:
        lut.__dict__[self.name] = value


class TableField(TablePart[Floats]):
    """A Lut's table: one in whole numbers becomes floats when it is first asked for."""

    def __get__(self, lut: Lut | None, owner: type[Lut]) -> Floats:
        if lut is not None and isinstance(lut.held, Coded):
            lut.__dict__["table"] = lut.held.floats()
        return super().__get__(lut, owner)

    def __set__(self, lut: Lut, value: Floats | Coded | Chain) -> None:
        lut.__dict__["table"] = value


@dataclass(frozen=True, eq=False)
class Lut:
    """A 3D look-up table, or a chain of operators. Every operation returns a new one.

    A file with more than one curve, domain and lattice (CLF, CDL, ICC …) is read as a LUT that holds ``operators``.
    Calling and applying it evaluates them exactly. Its table, domain and shaper are those of the nearest table,
    ``as_table``, which is made when it is first asked for.

    Parameters
    ----------
    table : (N, N, N, 3) float32
        Indexed ``[r, g, b]``, N from 2 to 256. Outputs may leave 0..1. Copied, and read-only.
    domain : (2, 3) float32
        The lattice's first and last input value per channel; by default 0 and 1.
    shaper : Shaper, optional
        Curves that are applied before the domain.
    title : str
        One line of text, may be empty.
    notes : tuple of str
        A sentence for each thing that the LUT's source says and this LUT holds only nearly, or not at all.

    Raises
    ------
    LutError
        Another shape, a domain whose minimum is not below its maximum, or values that are not finite.

    Examples
    --------
    >>> lut.Lut(lut.Lut.identity(9).table ** 2, title="Darker")
    Lut(9³, title='Darker')
    """

    table: TableField = TableField()
    domain: TablePart[Floats] = TablePart(cast(Floats, UNIT))
    shaper: TablePart[Shaper | None] = TablePart(None)
    title: str = ""
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "title", join_lines(self.title))
        held = self.held
        if isinstance(held, Chain):
            return
        if not isinstance(held, Coded):
            table = freeze(held, "table")
            n = table.shape[0] if table.ndim else 0
            if table.shape != (n, n, n, 3) or not MIN_SIZE <= n <= MAX_SIZE:
                sizes = f"from {MIN_SIZE} to {MAX_SIZE}"
                raise LutError(f"expected a table of shape (N, N, N, 3) with N {sizes}, found {table.shape}")
            object.__setattr__(self, "table", table)
        object.__setattr__(self, "domain", check_domain(self.domain))

    @classmethod
    def identity(cls, size: int = 33, title: str = "") -> Lut:
        """Make the table that changes nothing inside 0..1.

        Parameters
        ----------
        size : int
            Lattice points along each axis, 2 to 256.
        title : str
            One line of text.

        Examples
        --------
        >>> lut.Lut.identity(2).table[1, 0, 1].tolist()
        [1.0, 0.0, 1.0]
        """
        return cls(lattice(size), title=title)

    @classmethod
    def from_shaper(cls, shaper: Shaper, title: str = "") -> Lut:
        """Make a LUT of curves alone, as 1D files have them.

        Behind the curves lies an identity that clips nothing they put out.

        Parameters
        ----------
        shaper : Shaper
            The curves.
        title : str
            One line of text.

        Examples
        --------
        >>> lut.Lut.from_shaper(lut.Shaper([[0, 0, 0], [0.5, 0.5, 0.5]]))([1, 1, 1]).tolist()
        [0.5, 0.5, 0.5]
        """
        low, high = min(0.0, float(shaper.values.min())), max(1.0, float(shaper.values.max()))
        domain = ((low, low, low), (high, high, high))
        return cls(lattice(MIN_SIZE, domain), check_domain(domain), shaper, title)

    @property
    def held(self) -> Floats | Coded | Chain:
        """The table as it is kept now."""
        table: Floats | Coded | Chain = self.__dict__["table"]
        return table

    @property
    def chain(self) -> Chain | None:
        return self.held if isinstance(self.held, Chain) else None

    @property
    def operators(self) -> tuple[Operator, ...]:
        """Operators that are the LUT, one after another; empty if it is a table."""
        return () if self.chain is None else self.chain.operators

    @property
    def as_table(self) -> Lut:
        """The nearest LUT that is a table: this one, unless it holds operators.

        The measured error of such a table is in its notes, with the colors that it clamps. Raises LutError where no
        table comes near.
        """
        return self if self.chain is None else self._baked_chain

    @cached_property
    def _baked_chain(self) -> Lut:
        """Not ``as_table`` itself: a table that refers to itself stays in memory until Python collects garbage."""
        assert self.chain is not None
        return self.bake(self.chain)

    def bake(self, chain: Chain, size: int | None = None) -> Lut:
        baked = chain.bake(chain.operators, size)
        return replace(baked, title=self.title, notes=(*self.notes, *baked.notes))

    @property
    def size(self) -> int:
        """Lattice points along each axis."""
        if isinstance(self.held, Coded):
            return self.held.size
        return len(self.table)

    @property
    def nbytes(self) -> int:
        """The memory that it takes."""
        if self.chain is not None:
            from .kernel.operators import list_parts

            return sum(part.nbytes for part in list_parts(self.operators) if not isinstance(part, str))
        held = self.held.nbytes if isinstance(self.held, Coded) else self.table.nbytes
        return held + (0 if self.shaper is None else self.shaper.values.nbytes)

    @property
    def content(self) -> bytes:
        """The numbers that decide on its results, as bytes to be hashed."""
        if self.chain is not None:
            from .kernel.operators import list_parts

            parts = list_parts(self.operators)
            return b"".join(part.encode() if isinstance(part, str) else part.tobytes() for part in parts)
        shaper = () if self.shaper is None else (self.shaper.values, self.shaper.domain)
        return b"".join(array.tobytes() for array in (self.table, self.domain, *shaper))

    @cached_property
    def is_unit(self) -> bool:
        """True if the domain is 0..1."""
        return np.array_equal(self.domain, UNIT)

    @property
    def is_plain(self) -> bool:
        """True if the table alone is the LUT: no operators, no shaper, domain 0..1."""
        return self.chain is None and self.shaper is None and self.is_unit

    @cached_property
    def is_curves(self) -> bool:
        """True if the shaper alone is the LUT: its lattice is the smallest identity, and clips nothing."""
        if self.chain is not None or self.shaper is None or self.size != MIN_SIZE:
            return False
        low, high = self.domain
        inside = (low <= self.shaper.values.min(axis=0)).all() and (self.shaper.values.max(axis=0) <= high).all()
        return bool(inside) and np.array_equal(self.table, lattice(MIN_SIZE, self.domain))

    def __call__(self, rgb: ArrayLike, interpolation: str | None = None) -> Floats:
        """Look colors up: shaper, then domain, then lattice; or apply the operators.

        Parameters
        ----------
        rgb : (..., 3) array_like
            Coded as the LUT expects it. Values outside the domain clamp; NaN is looked up as the domain's minimum.
            Operators clamp only what they say; for them NaN is 0, and infinity float32's largest number.
        interpolation : {"tetrahedral", "trilinear", "nearest"}, optional
            How colors between lattice points are found; by default as operators have it, and tetrahedral for a table.

        Returns
        -------
        (..., 3) float32
            The same shape.

        Examples
        --------
        >>> lut.Lut.identity(3)([0.25, 0.5, 1]).tolist()
        [0.25, 0.5, 1.0]
        """
        colors = np.asarray(rgb, dtype=np.float32)
        flat = colors.reshape(-1, 3)
        result = np.empty_like(flat)
        if self.chain is not None:
            from .kernel.operators import apply_operators

            apply_operators(self.choose_operators(interpolation), flat, result)
        else:
            self.look_up(flat, result, kernel.find_interpolator(interpolation)(self.table))
        return result.reshape(colors.shape)

    def choose_operators(self, interpolation: str | None) -> tuple[Operator, ...]:
        """Return the operators with their lattices interpolated in that way; by default as they are."""
        kernel.find_interpolator(interpolation)  # refuses other names
        if self.chain is None or interpolation is None:
            return self.operators
        from .kernel.operators import set_interpolation

        return set_interpolation(self.operators, interpolation)

    def look_up(self, rgb: Floats, out: Floats, interpolate: kernel.Interpolator) -> None:
        """Look (P, 3) float32 colors of any strides up in the table, with an interpolator of it."""
        if self.shaper is not None:
            rgb = self.shaper(rgb)
        if self.is_curves:  # a lattice that changes nothing would still round, and "nearest" jump
            np.copyto(out, rgb)
            return
        if not self.is_unit:
            rgb = kernel.normalize(rgb, self.domain)
        interpolate(rgb, out)

    def noted(self, *notes: str) -> Lut:
        """Return the same LUT with further notes."""
        return self.labeled(self.title, (*self.notes, *notes))

    def labeled(self, title: str, notes: tuple[str, ...] | None = None) -> Lut:
        """Return the same LUT with another title, and with other notes if they are given."""
        result = copy.copy(self)  # replace() would ask for the table
        result.__dict__.pop("_baked_chain", None)
        object.__setattr__(result, "title", join_lines(title))
        object.__setattr__(result, "notes", self.notes if notes is None else notes)
        return result

    def __repr__(self) -> str:
        if self.chain is not None:
            title = f", title={self.title!r}" if self.title else ""
            return f"Lut({len(self.operators)} operators{title})"
        parts = [f"{self.size}³"]
        if not np.array_equal(self.domain, UNIT):
            parts.append(f"domain={self.domain.tolist()}")
        if self.shaper is not None:
            parts.append(f"shaper={self.shaper!r}")
        if self.title:
            parts.append(f"title={self.title!r}")
        return f"Lut({', '.join(parts)})"

    def resized(self, size: int) -> Lut:
        """Sample the LUT on another lattice; exact where the new lattice contains the old.

        Operators become the nearest table of that size.

        Parameters
        ----------
        size : int
            Lattice points along each axis, 2 to 256.

        Examples
        --------
        >>> lut.Lut.identity(9).resized(17)
        Lut(17³)
        """
        if self.chain is not None:
            return self.bake(self.chain, check_size(size))
        if size == self.size:
            return self
        points = lattice(size).reshape(-1, 3)
        return replace(self, table=kernel.Tetrahedral(self.table)(points).reshape(size, size, size, 3))

    def baked(self, size: int | None = None) -> Lut:
        """Fold shaper and domain, or operators, into a plain table over 0..1.

        What the LUT does with colors outside 0..1 is lost, and between lattice points a curve becomes a straight line.
        Measured on random colors, size 33, in levels of 255: a power of 2.2 is off by 0.05 (mean) and 0.08 (most), but
        a power of 1/2.2, which is steep near black, by 0.36 and 15. At 65 a third of the mean.

        Parameters
        ----------
        size : int, optional
            Of the new lattice; by default the larger of this one's and 33, and 65 for operators.

        Examples
        --------
        >>> wide = lut.Lut(lut.Lut.identity(9).table, domain=[[0, 0, 0], [2, 2, 2]])
        >>> wide.baked()([1, 1, 1]).tolist()
        [0.5, 0.5, 0.5]
        """
        if self.is_plain and size in (None, self.size):
            return self
        if size is None:
            size = 65 if self.chain is not None else max(self.size, 33)
        points = lattice(size)
        return Lut(self(points), title=self.title, notes=self.notes)

    def blended(self, strength: float) -> Lut:
        """Mix with the identity: 0 changes nothing, 1 is this LUT.

        Exact for tetrahedral and trilinear look-ups inside the domain, since both reproduce the identity exactly.

        Parameters
        ----------
        strength : float
            0 to 1.

        Raises
        ------
        LutError
            The strength is outside 0 to 1, or the LUT has a shaper.

        Examples
        --------
        >>> lut.Lut(np.zeros((2, 2, 2, 3))).blended(0.25)([1, 1, 1]).tolist()
        [0.75, 0.75, 0.75]
        """
        if not 0 <= strength <= 1:
            raise LutError(f"expected a strength from 0 to 1, found {strength:g}")
        if self.chain is not None or self.shaper is not None:
            found = "one with" if self.chain is None else "one that holds operators"
            raise LutError(f"expected a LUT without a shaper to blend, found {found}; take its .baked() table")
        identity = lattice(self.size, self.domain)
        return replace(self, table=identity + np.float32(strength) * (self.table - identity))

    def then(self, other: Lut, size: int | None = None) -> Lut:
        """Join this LUT and one that follows it into one LUT, with this one's title.

        Exact at the lattice's points. Between them, measured on random colors for each pair of the first four looks, in
        levels of 255: 0.03 (mean) and 1.4 (most) at size 33, 0.01 and 0.9 at 65.

        Parameters
        ----------
        other : Lut
            What is applied after this one.
        size : int, optional
            Of the new lattice; by default the larger of the two.

        Examples
        --------
        >>> half = lut.Lut(lut.Lut.identity(5).table / 2)
        >>> half.then(half)([1, 1, 1]).tolist()
        [0.25, 0.25, 0.25]
        """
        sampled = self.as_table.resized(max(self.size, other.size) if size is None else size)
        return replace(sampled, table=other(sampled.table))
