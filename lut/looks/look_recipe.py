"""Write a look of the library as a recipe of its own, step by step, for people to change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from .look import Look, Step
from .parameter import to_toml
from .template import describe_scales, quote_toml, write_step


def write_look(look: Look, name: str) -> str:
    """Write the recipe of a look that starts from no file.  The result is the same to the bit."""
    lines = [
        f"# A copy of {look.title} ({look.id}), to be changed in any text editor. What follows a # is a comment.",
        f"# {describe_scales()}",
        "",
        f"name = {quote_toml(name)}",
    ]
    if look.character:
        lines.append(f"character = {quote_toml(look.character)}")
    if look.remarks:
        lines.append(f"remarks = {to_toml(look.remarks)}")
    if look.base is not None:
        lines.append(f"base = {{ from = {quote_toml(look.base.name)}, strength = {to_toml(look.base.strength)} }}")
    lines += ["", *write_list("steps", look.steps)]
    finish = [Step(name_finish(step), field_values(step)) for step in look.finish]
    if finish or look.base is not None:
        lines += ["", *write_list("finish", finish)]
    for scene, steps in look.variants.items():
        lines += ["", f"[variants.{scene}]", *write_list("steps", steps)]
    return "\n".join(lines) + "\n"


def write_list(key: str, steps: Iterable[Step]) -> list[str]:
    return [f"{key} = [", *(f"  {write_step(step.name, step.values)}," for step in steps), "]"]


def name_finish(step: Any) -> str:
    from .finish import FINISHES

    return next(name for name, kind in FINISHES.items() if isinstance(step, kind))


def field_values(step: Any) -> dict[str, Any]:
    return {each.name: getattr(step, each.name) for each in fields(step)}
