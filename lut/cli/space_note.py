"""Tell which color space a LUT file looks made for, where nobody has said one."""

from __future__ import annotations

from pathlib import Path


def describe_lut_space(file: str) -> str:
    """Return a sentence on the space that a LUT file looks made for, and the options that settle it; else ""."""
    from ..looks.space_suggestion import suggest_file_space

    found = suggest_file_space(file)
    if found is None:
        return ""
    applies = f"--lut-space {found.choice} applies it so; --lut-space srgb applies it as it is and says nothing."
    return f"{Path(file).name} {found.describe()}. {applies}"
