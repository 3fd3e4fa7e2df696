"""Write a recipe to begin with, and a reference of every step, from the steps' own declarations."""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Callable, Iterator
from typing import Any

from ..color import hue, linear_to_oklab
from ..errors import LutError
from .basis import EXPECTED, REMARKS
from .finish import FINISHES
from .parameter import Parameter, show_value, step_parameters, to_toml
from .recipe import LONGEST
from .skin import REDDEST, YELLOWEST
from .steps import STEPS

WIDTH = 100
PURE = {
    "red": (1, 0, 0),
    "yellow": (1, 1, 0),
    "green": (0, 1, 0),
    "cyan": (0, 1, 1),
    "blue": (0, 0, 1),
    "magenta": (1, 0, 1),
}
BEGINNING: dict[str, dict[str, Any]] = {  # a gentle look, to be changed; the other steps are there as comments
    "tone": {"mid": 0.1, "contrast": 1.1},
    "saturation": {"gain": 1.1, "skin": 0.5},
    "tint": {"shadows": [0.0, -1.5], "highlights": [0.0, 2.0]},
}
EXAMPLES: dict[str, dict[str, Any]] = {  # values for what has no default, or shows nothing with it
    "fade": {"black": 6.0, "white": 97.0},
    "band": {"center": 252.0, "width": 60.0, "turn": -5.0, "gain": 1.1},
    "density": {"amount": 0.1},
    "chroma_by_tone": {"shadows": 0.8},
    "monochrome": {"red": 0.3, "green": 0.6, "blue": 0.1},
    "luma": {"red": 0.3, "green": 0.6, "blue": 0.1},
    "tone_curve": {"stops": [-0.3, -0.2, -0.1, 0.0, 0.1, 0.1, 0.0]},
    "tint_curve": {"a": [0.0] * 8, "b": [-1.0, -1.0, -0.5, 0.0, 1.0, 2.0, 2.0, 0.0]},
    "hue_curves": {
        "turn": [0, 0, 0, 0, 0, 0, 0, -5, -5, 0, 0, 0],
        "gain": [1, 1, 1, 0.9, 0.8, 0.9, 1, 1.1, 1.1, 1, 1, 1],
    },
    "vignette": {"amount": 0.25},
    "grain": {"amount": 0.2},
    "glow": {"amount": 0.2},
    "local_tone": {"amount": 0.4},
    "crop": {"width": 3, "height": 2},
}


def write_template(name: str) -> str:
    """Write a recipe of that name: three steps that do something, and all others as comments.

    Raises LutError for a name that a recipe cannot have.
    """
    name = name.strip()
    if not name or len(name) > LONGEST or not name.isprintable():
        raise LutError(f"expected a name of 1 to {LONGEST} letters, found {show_value(name)}")
    lines = [
        "# A recipe for a look. What follows a # is a comment; take the # before a step away to use the step.",
        "# Steps work from top to bottom, and each may be there several times. What is left out stays at its default,",
        "# which changes nothing.",
        f"# {describe_scales()}",
        "",
        f"name = {quote_toml(name)}",
        "",
        "# What menus and lists say of it:",
        '# character = "Warm and quiet."',
        f'# basis = "interpretation"   # what it rests on: {EXPECTED}',
        '# rests_on = "a slide of 1962"   # … in words of your own',
        f'# remarks = ["colors-skin"]   # any of {", ".join(REMARKS)}',
        "",
        '# base = "leica-authentic"   # start from a look of the library, or from a LUT beside this file: "film.cube"',
        '# base = { from = "leica-authentic", strength = 0.5 }   # … or from some of it',
        "",
        "steps = [",
    ]
    for step, function in STEPS.items():
        lines += [f"  # {line}" if line else "" for line in describe_step(step, function)]
        used = step in BEGINNING
        lines += [f"  {'' if used else '# '}{write_step(step, BEGINNING.get(step) or EXAMPLES[step])},", ""]
    lines[-1:] = ["]", "", "# What a table cannot hold, and comes after it:", "finish = ["]
    for step, kind in FINISHES.items():
        lines += [f"  # {line}" for line in describe_step(step, kind)]
        lines += [f"  # {write_step(step, EXAMPLES[step])},", ""]
    lines[-1:] = ["]"]
    return "\n".join(lines) + "\n"


def write_reference() -> str:
    """Describe every step, and its parameters with their ranges, units and defaults."""
    parts = [describe_scales(), "Steps, which are baked into a LUT in the recipe's order (steps = […]):"]
    parts += ["\n".join(describe_step(name, function)) for name, function in STEPS.items()]
    parts.append("Finishing steps, which no LUT can hold (finish = […]):")
    parts += ["\n".join(describe_step(name, kind)) for name, kind in FINISHES.items()]
    return "\n\n".join(parts) + "\n"


def describe_scales() -> str:
    """Explain hues, a* and b*."""
    hues = hue(linear_to_oklab(list(PURE.values())))
    named = ", ".join(f"{name} {degrees:.0f}" for name, degrees in zip(PURE, hues, strict=True))
    ends = "a*: green below 0, red above; b*: blue below 0, yellow above."
    return f"Oklab hues in °: {named}; skin {REDDEST:.0f} to {YELLOWEST:.0f}.  {ends}"


def describe_step(name: str, step: Callable[..., Any]) -> Iterator[str]:
    """Yield lines that describe a step, then one on each parameter."""
    text = " ".join((inspect.getdoc(step) or "").split())
    yield from textwrap.wrap(f"{name}: {text}", WIDTH, subsequent_indent="  ")
    known = step_parameters(step)
    column = max(len(parameter) for parameter in known)
    for parameter in known.values():
        yield f"    {parameter.name:{column}}  {describe_range(parameter)}"


def describe_range(parameter: Parameter) -> str:
    """``a number from -2 to 2 stops (default: 0)``."""
    default = "must be given" if parameter.required else f"default: {write_default(parameter.default)}"
    return f"{parameter.range} ({default})"


def write_step(name: str, values: dict[str, Any]) -> str:
    inside = ", ".join(f"{key} = {to_toml(value)}" for key, value in values.items())
    return f"{{ {name} = {{ {inside} }} }}"


def write_default(value: Any) -> str:
    return f"[{', '.join(f'{item:g}' for item in value)}]" if isinstance(value, tuple) else f"{value:g}"


def quote_toml(text: str) -> str:
    """Return a TOML string."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
