"""Register a pair of pictures: find the shift, scale and slight turn of one on the other.

Both are made blind to tones first: what is compared is each pixel's brightness beside that of its neighborhood, in
units of how much that varies there. Phase correlation of small copies finds the shift, for one scale after the other
where sizes don't tell it; Gauss-Newton on ever larger copies then finds fractions of a pixel.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ..color.space import Floats
from ..errors import PixelError
from ..language import _
from .samples import Plane, block_means

COARSE, FINE = 160, 640  # longest side of the copies that the search, and the last refinement, work on
SCALES = 1.03 ** np.arange(-24, 25)  # 0.49 … 2.03 times what the sizes of the two pictures say
SURE = 0.5  # correlation from which on no other scale is tried
LEAST_CORRELATION = 0.3  # of two pictures of one scene
LEAST_OVERLAP = 0.1  # of the smaller picture
PEAKS = 4
ROUNDS = 12
ALIKE = 1e-6


@dataclass(frozen=True)
class Placement:
    """Placement of one picture on the other, both in shares of their own width, from the middle.

    place = middle + scale · turned(place), by angle in radians;  shift: (x, y) of the middle.
    correlation: of the two pictures so placed, -1..1.
    """

    shift: tuple[float, float] = (0.0, 0.0)
    scale: float = 1.0
    angle: float = 0.0
    correlation: float = 0.0

    @property
    def values(self) -> NDArray[np.float64]:
        """(4,): what is linear in places: scale · cos, scale · sin, shift x, shift y."""
        return np.array([self.scale * np.cos(self.angle), self.scale * np.sin(self.angle), *self.shift])

    @classmethod
    def of(cls, values: NDArray[np.float64], correlation: float = 0.0) -> Placement:
        cos, sin, x, y = (float(value) for value in values)
        return cls((x, y), float(np.hypot(cos, sin)), float(np.arctan2(sin, cos)), correlation)


def register_pictures(before: Plane, after: Plane) -> Placement:
    """Place the picture before on the one after.  Raises PixelError where they don't show the same scene."""
    small = normalize_contrast(before, COARSE), normalize_contrast(after, COARSE)
    best = search_shift(*small)
    best = refine_placement(*small, best)
    best = refine_placement(normalize_contrast(before, FINE), normalize_contrast(after, FINE), best)
    if best.correlation < LEAST_CORRELATION:
        sentence = _(
            "expected two pictures of the same scene, found ones whose details don't match: "
            "a correlation of {found:.2f}, where {least} is needed"
        )
        raise PixelError(sentence.format(found=max(best.correlation, 0), least=LEAST_CORRELATION))
    return best


def mean_codes(picture: Plane) -> Floats:
    """Return a gray of the codes, (H, W), evenly mixed since nobody knows what the look does to which color."""
    gray: Floats = picture.codes.mean(axis=2)
    if picture.valid.all():
        return gray
    result: Floats = np.where(picture.valid, gray, gray[picture.valid].mean())
    return result


def normalize_contrast(picture: Plane, side: int) -> Plane:
    """Return a smaller copy whose pixels are relative to their neighborhood's mean and deviation."""
    gray = mean_codes(picture)
    factor = max(round(max(gray.shape) / side), 1)
    gray = block_means(gray, factor)
    radius = max(max(gray.shape) // 40, 3)
    away = gray - blur_plane(gray, radius)
    deviation = np.sqrt(blur_plane(away * away, 2 * radius) + np.float32(2e-5))
    values: Floats = np.clip(away / deviation, -3, 3)
    return Plane(values, np.ones(values.shape, bool), factor * picture.reduced, picture.frame)


def blur_plane(plane: Floats, radius: int) -> Floats:
    """Blur a plane: means over squares, twice; at the edges over what is inside."""
    for _again in range(2):
        for axis in (0, 1):
            plane = running_mean(plane, radius, axis)
    return plane


def running_mean(plane: Floats, radius: int, axis: int) -> Floats:
    length = plane.shape[axis]
    sums = np.concatenate([np.zeros_like(plane.take([0], axis), np.float64), np.cumsum(plane, axis, np.float64)], axis)
    place = np.arange(length)
    first, last = np.maximum(place - radius, 0), np.minimum(place + radius + 1, length)
    total = sums.take(last, axis) - sums.take(first, axis)
    count = (last - first).reshape((-1, 1) if axis == 0 else (1, -1))
    mean: Floats = (total / count).astype(np.float32)
    return mean


def search_shift(before: Plane, after: Plane) -> Placement:
    """Search the likeliest whole-pixel shift: at the scale of the pictures' own sizes, or else at any."""
    found = best_shift(before, after, 1.0)
    if found.correlation < SURE:
        found = max((best_shift(before, after, float(scale)) for scale in SCALES), key=lambda one: one.correlation)
    return found


def best_shift(before: Plane, after: Plane, scale: float) -> Placement:
    """Phase correlation at one scale; of its highest peaks the one that correlates best."""
    own, frame = before.codes, after.frame
    unit = scale * before.reduced * frame[1] / (before.frame[1] * after.reduced)  # pixels after for one before
    rows, columns = (np.arange(0, length - 0.5, unit) for length in after.codes.shape)
    other = after.codes[np.rint(rows).astype(int)][:, np.rint(columns).astype(int)]
    size = [2 ** int(np.ceil(np.log2(sum(pair)))) for pair in zip(own.shape, other.shape, strict=True)]
    product = np.fft.rfft2(own, size).conj() * np.fft.rfft2(other, size)
    surface = np.fft.irfft2(product / np.sqrt(np.abs(product) + ALIKE), size)
    best = Placement((0, 0), scale, 0, -1)
    for _peak in range(PEAKS):
        at = np.unravel_index(np.argmax(surface), surface.shape)
        surface[at] = -np.inf
        down, right = (int(i) - length * (2 * int(i) >= length) for i, length in zip(at, size, strict=True))
        correlation = overlap_correlation(own, other, down, right)
        if correlation > best.correlation:
            # Where the first pixel of the one lies on the other, in pixels of the latter's own, and so the middle.
            y, x = ((step * unit + 0.5) * after.reduced for step in (down, right))
            size_of_one = unit * after.reduced / before.reduced
            y += (before.frame[0] / 2 - before.reduced / 2) * size_of_one - frame[0] / 2
            x += (before.frame[1] / 2 - before.reduced / 2) * size_of_one - frame[1] / 2
            best = Placement((x / frame[1], y / frame[1]), scale, 0.0, correlation)
    return best


def overlap_correlation(first: Floats, second: Floats, down: int, right: int) -> float:
    """Correlate two pictures where the second's pixel (y + down, x + right) lies on the first's (y, x)."""
    top, left = max(-down, 0), max(-right, 0)
    bottom = min(first.shape[0], second.shape[0] - down)
    end = min(first.shape[1], second.shape[1] - right)
    if (bottom - top) * (end - left) < LEAST_OVERLAP * min(first.size, second.size) or bottom <= top or end <= left:
        return -1.0
    return correlation_of(first[top:bottom, left:end], second[top + down : bottom + down, left + right : end + right])


def correlation_of(first: Floats, second: Floats) -> float:
    size = np.sqrt(float((first * first).sum()) * float((second * second).sum()))
    return float((first * second).sum()) / size if size > 0 else 0.0


def centered_places(picture: Plane) -> tuple[Floats, Floats]:
    """Return (H, 1) and (1, W): y and x of pixel centers from the picture's middle, in shares of its width."""
    height, width = picture.frame
    down, across = (
        ((np.arange(count) + 0.5) * picture.reduced - length / 2) / width
        for count, length in zip(picture.shape, (height, width), strict=True)
    )
    return down[:, None].astype(np.float32), across[None, :].astype(np.float32)


def map_positions(picture: Plane, onto: Plane, placement: Placement) -> tuple[Floats, Floats]:
    """Return (H, W) each: y and x, in pixels of the plane ``onto``, where a picture's pixels lie."""
    y, x = centered_places(picture)
    cos, sin, right, down = (np.float32(value) for value in placement.values)
    height, width = (np.float32(length / onto.reduced) for length in onto.frame)
    half = np.float32(0.5)
    to_x = (cos * x - sin * y + right) * width + (half * width - half)
    to_y = (sin * x + cos * y + down) * width + (half * height - half)
    return to_y, to_x


def sample_bilinear(plane: Floats, y: Floats, x: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """Look up values between pixels at positions (H, W) bilinearly, and tell which lie inside."""
    height, width = plane.shape[:2]
    inside = (y >= 0) & (y <= height - 1) & (x >= 0) & (x <= width - 1)
    top, left = (np.clip(np.floor(at), 0, length - 2).astype(np.intp) for at, length in ((y, height), (x, width)))
    down, right = (np.clip(at - low, 0, 1).astype(np.float32) for at, low in ((y, top), (x, left)))
    rows = plane.reshape(height * width, -1)
    index = top * width + left
    down, right = down[..., None], right[..., None]
    upper = rows[index] + right * (rows[index + 1] - rows[index])
    lower = rows[index + width] + right * (rows[index + width + 1] - rows[index + width])
    result: Floats = (upper + down * (lower - upper)).reshape(*y.shape, *plane.shape[2:])
    return result, inside


def refine_placement(before: Plane, after: Plane, placement: Placement) -> Placement:
    """Refine the four values of a placement by Gauss-Newton steps."""
    width = after.frame[1] / after.reduced
    rise_y, rise_x = np.gradient(after.codes)
    stack = np.stack([after.codes, rise_y * width, rise_x * width], axis=2).astype(np.float32)
    y, x = np.broadcast_arrays(*centered_places(before))
    best, tried = replace(placement, correlation=-1.0), placement
    for _round in range(ROUNDS):
        to_y, to_x = map_positions(before, after, tried)
        found, inside = sample_bilinear(stack, to_y, to_x)
        if inside.sum() < LEAST_OVERLAP * before.codes.size:
            break
        value, by_y, by_x = (found[..., i][inside] for i in range(3))
        own = before.codes[inside]
        correlation = correlation_of(own, value)
        if correlation <= best.correlation + 1e-5:
            best = max(best, replace(tried, correlation=correlation), key=lambda one: one.correlation)
            break
        best = replace(tried, correlation=correlation)
        inner_y, inner_x = y[inside], x[inside]
        slopes = np.stack([by_x * inner_x + by_y * inner_y, by_y * inner_x - by_x * inner_y, by_x, by_y], axis=1)
        gain = float((own * value).sum() / max(float((value * value).sum()), ALIKE))
        slopes *= np.float32(gain)
        error = own - np.float32(gain) * value
        trust = 1 / (1 + error**2)
        weighted = slopes * trust[:, None]
        normal = (weighted.T @ slopes).astype(np.float64) + ALIKE * np.eye(4)
        tried = Placement.of(tried.values + np.linalg.solve(normal, (weighted.T @ error).astype(np.float64)))
    return best
