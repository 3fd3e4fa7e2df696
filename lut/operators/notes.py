"""The words of notes, in one place, so that the same thing is always said in the same words."""

from __future__ import annotations

from math import floor, log10

from ..lattice import Floats
from .largest_error import Difference


def round_up(error: float) -> str:
    """Print a figure of two digits that is not below the measured one."""
    if not 0 < error < float("inf"):
        return f"{error:g}"
    unit = 10.0 ** (floor(log10(error)) - 1)
    return f"{(floor(error / unit) + 1) * unit:.2g}"


def describe_resampling(points: int, off: Difference, largest: float) -> str:
    far = round_up(off.most)
    if off.dark > 4 * off.other:
        far = f"{round_up(off.dark)} within 1/255 of black, {round_up(off.other)} elsewhere"
    return f"curves resampled at {points:,} even points: off by at most {far}{describe_share(largest)}"


def describe_baking(size: int, mean: float, most: float, largest: float) -> str:
    far = f"{mean:.2g} on average and at most {round_up(most)}"
    return f"baked to {size} points a side: off by {far} for colors from 0 to 1{describe_share(largest)}"


def describe_share(largest: float) -> str:
    """Say that figures are shares where the largest number is beyond 1; see Difference."""
    return ", of numbers beyond 1 that share" if largest > 1.5 else ""


def describe_clamped(domain: Floats, below: bool, above: bool) -> str:
    low, high = f"{domain[0].min():.4g}", f"{domain[1].max():.4g}"
    where = f"beyond {low} to {high}" if below and above else f"below {low}" if below else f"above {high}"
    return f"colors {where} are clamped"


def describe_unclamped(low: float, high: float, far: float) -> str:
    kept = f"above {high:g}" if low == -float("inf") else f"below {low:g}"
    if -float("inf") < low and high < float("inf"):
        kept = f"beyond {low:g} to {high:g}"
    return f"results {kept}, by at most {round_up(far)}, are not clamped: images in floating point keep them"


def describe_trilinear(far: float) -> str:
    return f"made for trilinear interpolation; tetrahedral differs by at most {round_up(far)}"
