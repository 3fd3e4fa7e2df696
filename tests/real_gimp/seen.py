"""What a preview shows, pixel by pixel: found on a screenshot wherever the window is."""

from __future__ import annotations

import numpy as np

GAP = 24  # columns on each side of the line that its grip may cover
REACH, HEIGHT = 120, 80  # so much of the middle of a picture is looked for


def single_pixels(screen: np.ndarray, before: np.ndarray, after: np.ndarray) -> bool:
    """Whether the screen shows the middle of a picture at 1:1, before on the left of the line and after on the right.

    All are (H, W, 3 or more) uint8.  Every pixel counts.
    """
    height, width = before.shape[:2]
    rows = slice(height // 2 - HEIGHT // 2, height // 2 + HEIGHT // 2)
    left = before[rows, width // 2 - REACH : width // 2 - GAP, :3]
    right = after[rows, width // 2 + GAP : width // 2 + REACH, :3]
    apart = REACH + GAP
    lefts, rights = places(screen, left), places(screen, right)
    return any((y, x + apart) in rights for y, x in lefts)


def places(screen: np.ndarray, patch: np.ndarray) -> set[tuple[int, int]]:
    """Where on the screen a patch is."""
    rows, columns = patch.shape[:2]
    there, wanted = numbers(screen), numbers(patch)
    corners = there[: there.shape[0] - rows + 1, : there.shape[1] - columns + 1]
    candidates = np.argwhere(corners == wanted[0, 0])
    for y, x in ((rows // 2, columns // 2), (rows - 1, 0), (0, columns - 1), (rows - 1, columns - 1)):
        candidates = candidates[there[candidates[:, 0] + y, candidates[:, 1] + x] == wanted[y, x]]
    return {(y, x) for y, x in candidates.tolist() if (there[y : y + rows, x : x + columns] == wanted).all()}


def numbers(pixels: np.ndarray) -> np.ndarray:
    """A color as one number."""
    red, green, blue = (pixels[..., channel].astype(np.int32) for channel in range(3))
    return (red << 16) | (green << 8) | blue
