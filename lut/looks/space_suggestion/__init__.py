"""Suggest the color space that a LUT is made for."""

from __future__ import annotations

from .suggestion import Suggestion, suggest_file_space, suggest_space

__all__ = ["Suggestion", "suggest_file_space", "suggest_space"]
