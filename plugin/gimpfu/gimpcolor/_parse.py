"""Colors from text: names, hexadecimal digits, and CSS's functions."""

from __future__ import annotations

import re

from gimpcolor._names import NAMES


def name(text: str) -> tuple[float, ...]:
    digits = NAMES.get(text.strip().lower())
    if digits is None:
        raise ValueError(f"unable to parse color name: {text!r}")
    return (*(value / 255.0 for value in digits), 1.0)


def hexadecimal(text: str) -> tuple[float, ...]:
    """#rgb, #rrggbb, #rrrgggbbb or #rrrrggggbbbb, with or without the #."""
    digits = text.strip()
    digits = digits[1:] if digits.startswith("#") else digits
    if len(digits) not in (3, 6, 9, 12) or not re.fullmatch("[0-9a-fA-F]+", digits):
        raise ValueError(f"unable to parse hex value: {text!r}")
    length = len(digits) // 3
    whole = 16.0**length - 1.0
    return (*(int(digits[i * length : (i + 1) * length], 16) / whole for i in range(3)), 1.0)


def css(text: str) -> tuple[float, ...]:
    """A name, #hex, rgb(...) or hsl(...)."""
    stripped = text.strip()
    if stripped.startswith("#"):
        return hexadecimal(stripped)
    if stripped.startswith(("rgb(", "hsl(")):
        return _function(stripped, 3)
    return name(stripped)


def css_with_alpha(text: str) -> tuple[float, ...]:
    """rgba(...), hsla(...) or `transparent`."""
    stripped = text.strip()
    if stripped == "transparent":
        return 0.0, 0.0, 0.0, 0.0
    return _function(stripped, 4)


def _function(text: str, count: int) -> tuple[float, ...]:
    found = re.fullmatch(r"(rgb|hsl)a?\(([^()]*)\)", text)
    parts = re.split(r"[,\s]+", found.group(2).strip()) if found else []
    if found is None or len(parts) != count or text[3] != ("a" if count == 4 else "("):
        raise ValueError(f"unable to parse CSS color: {text!r}")
    scales = (255.0, 255.0, 255.0, 1.0) if found.group(1) == "rgb" else (360.0, 100.0, 100.0, 1.0)
    try:
        values = [
            float(part[:-1]) / 100.0 if part.endswith("%") else float(part) / scale
            for part, scale in zip(parts, scales)
        ]
    except ValueError as error:
        raise ValueError(f"unable to parse CSS color: {text!r}") from error
    values = [min(max(value, 0.0), 1.0) for value in values] + [1.0] * (4 - count)
    if found.group(1) == "rgb":
        return tuple(values)
    from gimpcolor._models import HSL

    return tuple(HSL(*values).to_rgb()._values)
