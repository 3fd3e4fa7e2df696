"""Saliency: find the most interesting part of a picture, so that a crop starts there.

A saliency map in the manner of Itti, Koch and Niebur (*A model of saliency-based visual attention for rapid scene
analysis*, IEEE TPAMI 20, 1998): features that stand out from their surroundings, each in proportion to how rare it is
in the picture.  The features are those of libvips' and sharp's "attention" crop and of Jonas Wagner's smartcrop.js:
detail, colors of skin, saturated colors.  Where nothing has an edge, as in a sky, none of them counts.

A frame is scored by a Ricker wavelet of its size along the picture (the blob detector of Lindeberg, *Feature detection
with automatic scale selection*, IJCV 30, 1998): what lies in the middle of the frame counts most, what its edge would
cut counts against it.  The center is the mean of all places, weighted by the exponential of their scores, and not the
best place alone: it follows every change of the picture smoothly.

It finds what stands out, not what is meant: ground of the color of skin counts as skin, and of two equal subjects
too far apart for one frame neither wins, and the frame is between them.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..color import chroma, srgb_to_oklab
from ..color.space import Floats
from ..errors import PixelError
from .finish.crop import MIDDLE, Center, Crop
from .finish.pixel_strips import gaussian_matrix
from .skin import skin_likeness
from .smooth_curves import smoothstep

# Blurs, as shares of the longer side.
FINE = (1 / 128, 1 / 64, 1 / 32)  # of the scales at which detail is looked for
NEAR, AROUND = 1 / 48, 1 / 6  # of what stands out, and of its surroundings
HAIR = 1 / 28  # a face is the lower part of a head: what its skin says is said of a place so much higher

CONTRAST = 0.05  # Oklab distance of half the detail that there can be
TEXTURED = 0.3  # detail from which colors count in full
PALE = (
    0.03,
    0.03,
)  # C/L of stone and walls that could be skin by their hue, and the distance to where skin counts in full
PALEST, LIGHT = 0.005, (0.7, 0.2)  # the same of the lightest colors, and the Oklab L from where they are light
BRIGHT = 0.14, 0.08  # C/L up to which skin counts in full, and the distance to orange cloth
VIVID = 0.2  # Oklab chroma
# Shares of a side over which interest fades to FAINT, as borders hold what is around a subject: most of all the ground.
TOP, SIDES, BOTTOM = 0.1, 0.15, 0.3
FAINT = 0.1
WEIGHTS = {"detail": 1.0, "skin": 1.5, "color": 0.4}
COMMON = 0.03  # mean of a feature below which being rare does not make it count for more

PLACES = 257  # that are scored
PREFERENCE = 0.7  # share of its score that a place loses half a picture away from the middle
DECISIVE = 40.0  # in the weights of places: infinity would take the best place alone
QUIET = 0.02  # score of a picture that shows nothing


class Place(NamedTuple):
    """A part of a picture, in pixels of the picture."""

    left: float
    top: float
    width: float
    height: float


def interesting_center(
    thumbnail: NDArray[np.uint8], crop: Crop, size: tuple[int, int], place: Place | None = None
) -> Center:
    """Find the center of the frame that holds the most of a picture's interest: x and y as shares of its sides.

    thumbnail: (H, W, 3 or 4) sRGB, some 256 pixels across;  size: of the picture in pixels, width and height;
    place: where in the picture the thumbnail lies, by default all over it.  0.5 along an axis that the frame fills.
    """
    place = place or Place(0, 0, *size)
    inner = crop.size(*size)
    if inner == size:
        return MIDDLE
    interest = map_interest(thumbnail)
    x, y = (
        best_center(
            interest.mean(axis=axis), inner[axis] / size[axis], place[axis] / size[axis], place[2 + axis] / size[axis]
        )
        for axis in (0, 1)
    )
    return x, y


def map_interest(thumbnail: NDArray[np.uint8]) -> Floats:
    """Return how much each pixel of a picture stands out, (H, W), 0 or more, about 1 on the whole.

    thumbnail: as of ``interesting_center``.  What is transparent does not count.
    """
    if thumbnail.ndim != 3 or thumbnail.shape[2] not in (3, 4) or thumbnail.dtype != np.uint8 or not thumbnail.size:
        raise PixelError(f"expected a thumbnail (H, W, 3 or 4) of uint8, found {thumbnail.shape} of {thumbnail.dtype}")
    rows, columns = thumbnail.shape[:2]
    codes = thumbnail.astype(np.float32) / np.float32(255)
    alpha = codes[..., 3] if codes.shape[2] == 4 else np.ones((rows, columns), np.float32)
    if not alpha.any():
        return alpha
    colors = srgb_to_oklab(codes[..., :3].reshape(-1, 3))
    opaque = alpha.reshape(-1, 1)
    colors = opaque * colors + (1 - opaque) * np.average(colors, axis=0, weights=opaque[:, 0]).astype(np.float32)
    lab = colors.reshape(rows, columns, 3)
    side = max(rows, columns)
    contrast = np.zeros((rows, columns), np.float32)
    for spread in FINE:
        away = np.stack([lab[..., channel] - gaussian_blur(lab[..., channel], spread * side) for channel in range(3)])
        contrast += np.linalg.norm(away, axis=0) / np.float32(len(FINE))
    detail = saturate_detail(contrast)
    edged = smoothstep(gaussian_blur(detail, NEAR * side) / np.float32(TEXTURED))
    color: Floats = np.minimum(chroma(colors) / np.float32(VIVID), 1).reshape(rows, columns)
    skin = tinted_skin(colors).reshape(rows, columns)
    features = {
        "detail": center_surround(detail, side),
        "skin": shift_up(edged * center_surround(skin, side), round(HAIR * side)),
        "color": edged * center_surround(color, side),
    }
    inside = alpha * fade_borders(rows, TOP, BOTTOM)[:, None] * fade_borders(columns, SIDES, SIDES)
    interest = np.zeros((rows, columns), np.float32)
    for name, feature in features.items():
        seen = inside * feature
        interest += np.float32(WEIGHTS[name]) * seen / (seen.mean() + np.float32(COMMON))
    return interest


def center_surround(feature: Floats, side: int) -> Floats:
    """Center minus surround, where that is positive."""
    result: Floats = np.maximum(gaussian_blur(feature, NEAR * side) - gaussian_blur(feature, AROUND * side), 0)
    return result


def tinted_skin(colors: Floats) -> Floats:
    """Return ``skin_likeness`` of (P, 3) Oklab colors without grays of its hue and orange cloth."""
    lightness: Floats = np.maximum(colors[:, 0], np.float32(1e-3))
    tint: Floats = chroma(colors) / lightness
    light = smoothstep((lightness - np.float32(LIGHT[0])) / np.float32(LIGHT[1]))
    pale: Floats = np.float32(PALE[0]) + np.float32(PALEST - PALE[0]) * light
    likeness = skin_likeness(colors)
    likeness *= smoothstep((tint - pale) / np.float32(PALE[1]))
    likeness *= 1 - smoothstep((tint - np.float32(BRIGHT[0])) / np.float32(BRIGHT[1]))
    return likeness


def saturate_detail(contrast: Floats) -> Floats:
    """Map Oklab distances to detail from 0 to 1."""
    result: Floats = contrast / (contrast + np.float32(CONTRAST))
    return result


def shift_up(plane: Floats, rows: int) -> Floats:
    """Move a plane up."""
    result = np.zeros_like(plane)
    result[: max(len(plane) - rows, 0)] = plane[rows:]
    return result


def fade_borders(count: int, first: float, last: float) -> Floats:
    """Let interest fade over shares of an axis at its beginning and at its end."""
    from_start: Floats = np.linspace(0.5 / count, 1 - 0.5 / count, count, dtype=np.float32)
    inside = smoothstep(from_start / np.float32(first)) * smoothstep((1 - from_start) / np.float32(last))
    result: Floats = np.float32(FAINT) + np.float32(1 - FAINT) * inside
    return result


def gaussian_blur(plane: Floats, spread: float) -> Floats:
    """Gaussian blur in pixels; at the edges over what is inside."""
    across: Floats = plane @ blur_weights(plane.shape[1], spread).T
    result: Floats = blur_weights(plane.shape[0], spread) @ across
    return result


@lru_cache(maxsize=32)
def blur_weights(count: int, spread: float) -> Floats:
    return gaussian_matrix(count, spread, count)


def best_center(profile: Floats, size: float, start: float, extent: float) -> float:
    """Return the center of a frame along one axis, as a share of the picture.

    profile: interest along the part of the picture from ``start``, ``extent`` long;  size: of the frame;  all of these
    are shares of the picture.
    """
    if size >= 1:
        return 0.5
    count = len(profile)
    places = np.linspace(size / 2, 1 - size / 2, PLACES)
    away = (start + (np.arange(count) + 0.5) / count * extent - places[:, None]) / (size / 2)
    wavelet = (1 - away**2) * np.exp(-(away**2) / 2)
    scores = np.maximum(wavelet @ profile.astype(np.float64), 0) * extent / count
    scores *= 1 - PREFERENCE * (2 * places - 1) ** 2
    scores /= max(float(scores.max()), 0) + QUIET
    chosen = np.exp(DECISIVE * scores)
    return float(np.average(places, weights=chosen))
