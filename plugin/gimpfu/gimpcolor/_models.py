"""Colors as red, green and blue, as hue, saturation and value or lightness, and as inks.

Components are floats, 0..1.  As in the original, an int is taken on the scale that people use, and `color[i]` answers
on it: 0..255 of red, green, blue, alpha and the inks, 0..360 degrees of hue, 0..100 % of the others.
"""

from __future__ import annotations

from typing import Any, Callable, Iterator, Sequence

from gimpcolor import _parse

RGB_COMPOSITE_NONE, RGB_COMPOSITE_NORMAL, RGB_COMPOSITE_BEHIND = range(3)
RGB_LUMINANCE_RED, RGB_LUMINANCE_GREEN, RGB_LUMINANCE_BLUE = 0.22248840, 0.71690369, 0.06060791


def _clamp(value: float) -> float:
    return min(max(value, 0.0), 1.0)


def _component(i: int) -> Any:
    def get(self: Color) -> float:
        return self._values[i]

    def put(self: Color, value: float) -> None:
        self._values[i] = self._float(i, value)

    return property(get, put)


class Color:
    """What the four kinds share: components by name, index and slice, alpha last."""

    NAMES: tuple[str, ...] = ()
    SCALES: tuple[float, ...] = ()

    def __init__(self, *components: float, **named: float) -> None:
        self._values = [0.0] * (len(self.NAMES) - 1) + [1.0]
        letters = [name[0] if name != "black" else "k" for name in self.NAMES]
        given = dict(zip(letters, components))
        given.update(named)
        if len(components) > len(letters) or not set(letters[:-1]) <= set(given) <= set(letters):
            raise TypeError(f"{type(self).__name__}: expected {', '.join(letters[:-1])} and perhaps a")
        for letter, value in given.items():
            self._values[letters.index(letter)] = self._float(letters.index(letter), value)

    def _float(self, i: int, value: float) -> float:
        if isinstance(value, int):
            return value / self.SCALES[i]
        if isinstance(value, float):
            return value
        raise TypeError(f"{type(self).__name__}.{self.NAMES[i]}: expected an int or a float, found {value!r}")

    def set(self, *components: float, **named: float) -> None:
        """Replace all components but alpha, or alpha alone (`a=`), or all of them."""
        if set(named) == {"a"} and not components:
            return self.set_alpha(named["a"])
        alpha = self._values[-1]
        self.__init__(*components, **named)  # type: ignore[misc]
        if "a" not in named and len(components) < len(self.NAMES):
            self._values[-1] = alpha

    def set_alpha(self, a: float) -> None:
        self._values[-1] = self._float(len(self.NAMES) - 1, a)

    def clamp(self) -> None:
        self._values = [_clamp(value) for value in self._values]

    def __len__(self) -> int:
        return len(self.NAMES)

    def __getitem__(self, key: int | slice | str) -> Any:
        if isinstance(key, slice):
            return tuple(self[i] for i in range(*key.indices(len(self))))
        if isinstance(key, str):
            if key.lower() not in self._by_name():
                raise KeyError(key)
            return self._values[self._by_name()[key.lower()]]
        if not -len(self) <= key < len(self):
            raise IndexError("index out of range")
        return int(_clamp(self._values[key]) * self.SCALES[key] + 0.5)

    def __setitem__(self, key: int, value: float) -> None:
        if not -len(self) <= key < len(self):
            raise IndexError("index out of range")
        self._values[key] = self._float(key, value)

    def __iter__(self) -> Iterator[int]:
        return iter(self[:])

    @classmethod
    def _by_name(cls) -> dict[str, int]:
        letters = {name[0]: i for i, name in enumerate(cls.NAMES) if name != "black"}
        return {
            **letters,
            **{name: i for i, name in enumerate(cls.NAMES)},
            **({"k": 3} if "black" in cls.NAMES else {}),
        }

    def __eq__(self, other: object) -> bool:
        return self._values == other._values if type(other) is type(self) else NotImplemented

    def __hash__(self) -> int:
        return hash(tuple(self._values))

    def __repr__(self) -> str:
        return f"gimpcolor.{type(self).__name__}({', '.join(map(repr, self._values))})"

    def __str__(self) -> str:
        return f"{type(self).__name__} ({', '.join(map(str, self._values))})"

    def __reduce__(self) -> tuple[Callable[..., Color], tuple[float, ...]]:
        return type(self), tuple(self._values)


class RGB(Color):
    NAMES = ("red", "green", "blue", "alpha")
    SCALES = (255.0, 255.0, 255.0, 255.0)
    red: float = _component(0)
    r = red
    green: float = _component(1)
    g = green
    blue: float = _component(2)
    b = blue
    alpha: float = _component(3)
    a = alpha

    @classmethod
    def of(cls, value: Any) -> RGB:
        """A color from what scripts pass for one: an RGB, a CSS string, or three or four numbers."""
        if isinstance(value, RGB):
            return value
        if isinstance(value, str):
            return cls(*_parse.css(value))
        if isinstance(value, Sequence) and len(value) in (3, 4):
            return cls(*value)
        raise TypeError(f"expected a color, found {value!r}")

    def add(self, color: RGB, with_alpha: bool = False) -> None:
        self._each(lambda mine, other: mine + other, color, with_alpha)

    def subtract(self, color: RGB, with_alpha: bool = False) -> None:
        self._each(lambda mine, other: mine - other, color, with_alpha)

    def _each(self, change: Callable[[float, float], float], color: RGB, with_alpha: bool) -> None:
        for i in range(4 if with_alpha else 3):
            self._values[i] = change(self._values[i], color._values[i])

    def multiply(self, factor: float, with_alpha: bool = False) -> None:
        for i in range(4 if with_alpha else 3):
            self._values[i] *= factor

    def distance(self, color: RGB, alpha: bool = False) -> float:
        """The sum of the differences; alpha is ignored, as in the original."""
        return sum(abs(mine - other) for mine, other in zip(self._values[:3], color._values))

    def max(self) -> float:
        return max(self._values[:3])

    def min(self) -> float:
        return min(self._values[:3])

    def gamma(self, gamma: float) -> None:
        self._values[:3] = [value ** (1.0 / gamma if gamma else 0.0) for value in self._values[:3]]

    def luminance(self) -> float:
        r, g, b, _ = self._values
        return _clamp(r * RGB_LUMINANCE_RED + g * RGB_LUMINANCE_GREEN + b * RGB_LUMINANCE_BLUE)

    def composite(self, color: RGB, mode: int = RGB_COMPOSITE_NORMAL) -> None:
        """Put the other color over this one (NORMAL) or under it (BEHIND)."""
        if mode not in (RGB_COMPOSITE_NONE, RGB_COMPOSITE_NORMAL, RGB_COMPOSITE_BEHIND):
            raise TypeError("composite type is not valid")
        above, below = (color._values, self._values) if mode == RGB_COMPOSITE_NORMAL else (self._values, color._values)
        if mode == RGB_COMPOSITE_NONE or (mode == RGB_COMPOSITE_BEHIND and self.a >= 1.0):
            return
        factor = below[3] * (1.0 - above[3])
        mixed = [under * factor + over * above[3] for over, under in zip(above[:3], below)]
        self._values = list(above) if above[3] == 1.0 else [*mixed, factor + above[3]]

    def parse_name(self, name: str) -> None:
        self.set(*_parse.name(name)[:3])

    def parse_hex(self, hex: str) -> None:
        self.set(*_parse.hexadecimal(hex)[:3])

    def parse_css(self, css: str, with_alpha: bool = False) -> None:
        self.set(*(_parse.css_with_alpha(css) if with_alpha else _parse.css(css)[:3]))

    def to_hsv(self) -> HSV:
        top, delta = self.max(), self.max() - self.min()
        if delta <= 0.0001:
            return HSV(0.0, 0.0, top, self.a)
        sextant = self._sextant(delta)
        return HSV((sextant + 6.0 if sextant < 0.0 else sextant) / 6.0, delta / top, top, self.a)

    def to_hsl(self) -> HSL:
        """Hue is -1 where there is none, as libgimpcolor has it."""
        top, bottom = self.max(), self.min()
        lightness, delta = (top + bottom) / 2.0, top - bottom
        if top == bottom:
            return HSL(-1.0, 0.0, lightness, self.a)
        saturation = delta / (top + bottom if lightness <= 0.5 else 2.0 - top - bottom)
        hue = self._sextant(delta) / 6.0  # which may round a tiny negative number to 0
        return HSL(hue + 1.0 if hue < 0.0 else hue, saturation, lightness, self.a)

    def _sextant(self, delta: float) -> float:
        """The hue in sixths of the circle, from -1 on."""
        r, g, b, _ = self._values
        if r == self.max():
            return (g - b) / delta
        return 2.0 + (b - r) / delta if g == self.max() else 4.0 + (r - g) / delta

    def to_cmyk(self, pullout: float = 1.0) -> CMYK:
        inks = [1.0 - value for value in self._values[:3]]
        black = min(1.0, *inks) * pullout
        inks = [(ink - black) / (1.0 - black) if black < 1.0 else 0.0 for ink in inks]
        return CMYK(*inks, black, self.a)


class HSV(Color):
    NAMES = ("hue", "saturation", "value", "alpha")
    SCALES = (360.0, 100.0, 100.0, 255.0)
    hue: float = _component(0)
    h = hue
    saturation: float = _component(1)
    s = saturation
    value: float = _component(2)
    v = value
    alpha: float = _component(3)
    a = alpha

    def clamp(self) -> None:
        """Hue wraps around, the rest is cut."""
        hue = self.h % 1.0
        super().clamp()
        self._values[0] = hue

    def to_rgb(self) -> RGB:
        hue = 0.0 if self.h == 1.0 else self.h * 6.0
        fraction = hue - int(hue)
        w = self.v * (1.0 - self.s)
        q = self.v * (1.0 - self.s * fraction)
        t = self.v * (1.0 - self.s * (1.0 - fraction))
        v = self.v
        if self.s == 0.0:
            return RGB(v, v, v, self.a)
        rows = ((v, t, w), (q, v, w), (w, v, t), (w, q, v), (t, w, v), (v, w, q))
        return RGB(*rows[int(hue) % 6], self.a)


class HSL(Color):
    NAMES = ("hue", "saturation", "lightness", "alpha")
    SCALES = (360.0, 100.0, 100.0, 255.0)
    hue: float = _component(0)
    h = hue
    saturation: float = _component(1)
    s = saturation
    lightness: float = _component(2)
    l = lightness  # noqa: E741 (the original's name)
    alpha: float = _component(3)
    a = alpha

    def to_rgb(self) -> RGB:
        h, s, lightness, a = self._values
        if s == 0.0:
            return RGB(lightness, lightness, lightness, a)
        top = lightness * (1.0 + s) if lightness <= 0.5 else lightness + s - lightness * s
        bottom = 2.0 * lightness - top

        def channel(hue: float) -> float:
            hue %= 6.0
            if hue < 1.0:
                return bottom + (top - bottom) * hue
            if hue < 3.0:
                return top
            return bottom + (top - bottom) * (4.0 - hue) if hue < 4.0 else bottom

        return RGB(channel(h * 6.0 + 2.0), channel(h * 6.0), channel(h * 6.0 - 2.0), a)


class CMYK(Color):
    NAMES = ("cyan", "magenta", "yellow", "black", "alpha")
    SCALES = (255.0, 255.0, 255.0, 255.0, 255.0)
    cyan: float = _component(0)
    c = cyan
    magenta: float = _component(1)
    m = magenta
    yellow: float = _component(2)
    y = yellow
    black: float = _component(3)
    k = black
    alpha: float = _component(4)
    a = alpha
