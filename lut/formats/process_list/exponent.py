"""Exponent, and CTF's older Gamma: powers, and the curves of monitors."""

from __future__ import annotations

from ...files.xml import Element
from ...operators import MonitorCurve, Operator, Power
from .elements import Depths, Version, known, parameters, style_of, triple

BASIC = {"basic": "zero", "basicMirror": "mirror", "basicPassThru": "pass"}
MONITOR = ("monCurve", "monCurveMirror")
GAMMA_STYLES = tuple(f"{kind}{way}" for kind in (*BASIC, *MONITOR) for way in ("Fwd", "Rev"))


def read(element: Element, depths: Depths, version: Version) -> list[Operator]:
    """Exponent, and CTF's older Gamma."""
    name = "GammaParams" if element.named("GammaParams") else "ExponentParams"
    known(element, ("style",), (name,))
    style = style_of(element, GAMMA_STYLES)
    kind, reverse = style[:-3], style.endswith("Rev")
    power = "gamma" if name == "GammaParams" else "exponent"
    given = parameters(element, name, (power, "offset") if kind in MONITOR else (power,))
    powers = triple(given[power], 1)
    if not element.named(name):
        element.refuse(f"expected {name} in {element.name}, found none")
    if kind in BASIC:
        if (powers < 0.01).any() or (powers > 100).any():
            element.refuse(f"expected {power} from 0.01 to 100, found {powers.tolist()}")
        return [Power(1 / powers if reverse else powers, BASIC[kind])]
    offsets = triple(given["offset"], 0)
    if any((one is None) != (other is None) for one, other in zip(given[power], given["offset"], strict=True)):
        element.refuse(f"expected {power} and offset in {name} for style {style}, found one of them")
    if (powers < 1).any() or (powers > 10).any() or (offsets < 0).any() or (offsets > 0.9).any():
        element.refuse(f"expected {power} from 1 to 10 and offset from 0 to 0.9 for style {style}, found others")
    return [MonitorCurve(powers, offsets, reverse, kind == "monCurveMirror")]
