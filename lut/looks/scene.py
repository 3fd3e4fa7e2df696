"""Scenes: a picture's light and subject, and its weights among a look's scenes.

The phones do not use one table for all: they choose by brightness, color temperature and subject.  A look may have
variants for scenes, and a picture gets a mixture of those that follows its measures smoothly, so that two frames of
one moment never get two renderings.

The light decides first: by the camera's EXIF values if there are any, else as measured on the picture (scene_light.py).
Night is little light.  Indoors is the light of rooms, or warm light.  The subject takes its share of the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..color import srgb_to_linear
from ..color.space import Floats
from ..errors import LutError, PixelError
from ..shared.look_names import SCENES
from ..table import Lut
from .parameter import unknown_name
from .scene_light import Capture, Light, measure_light
from .scene_subject import Subject, Surfaces, measure_subject, smooth_ramp

SUBJECTS = ("people", "food", "plants", "sunset")
SIDE = 128  # pixels of the longer side that every picture is measured at

INDOOR_MIRED = (200.0, 245.0)  # a million over kelvin, in which equal steps look equal: 5000 K to 4080 K
WARM_MIRED = (185.0, 230.0)  # 5400 K to 4350 K: warm enough to doubt colors of skin
LAMP_MIRED = (245.0, 285.0)  # 4080 K to 3510 K
COLD_MIRED = (150.0, 125.0)  # 6670 K to 8000 K: blue hours, shade
# EV 100, with the illuminance that it means on a subject.
SUN = (9.5, 11.5)  # 1,800 to 7,200 lux
ROOM = (9.5, 7.5)  # 1,800 to 450 lux
NIGHT = (4.5, 1.5)  # 57 to 7 lux
LAMPS = 3.0  # stops more in a picture that looks like night: streets with lamps and lit windows
NO_SUNSET = (8.0, 6.0)  # 640 to 160 lux
UNDEREXPOSED = -2.0  # stops at most by which a dim picture tells of less light than its exposure
LIKELY = 0.3  # that much skin is skin, in a picture where all is warm
BY_CAMERA = 0.9  # of the evidence that a scene mode of the camera leaves aside


@dataclass(frozen=True)
class Scene:
    """The scene of a picture: its light, its subject, and what its camera noted."""

    light: Light = field(default_factory=Light)
    subject: Subject = field(default_factory=Subject)
    capture: Capture = field(default_factory=Capture)

    @property
    def weights(self) -> dict[str, float]:
        """Weights of SCENES, which add up to 1 and follow the measures smoothly."""
        return self.among(SCENES)

    def among(self, scenes: Iterable[str]) -> dict[str, float]:
        """Return the weights for a look with these scenes only; the day takes what others leave.

        A look without a night of its own goes by the color of the light at night, too.
        """
        known = {name: 0.0 for name in SCENES if name in (*scenes, "day")}
        rest = 1.0
        subject = self._subject
        if "night" in known:
            known["night"] = self._night * (1 - subject["sunset"] if "sunset" in known else 1)
            rest -= known["night"]
        shown = {name: subject[name] for name in SUBJECTS if name in known}
        squares = sum(value**2 for value in shown.values())
        if squares:
            taken = rest * (1 - float(np.prod([1 - value for value in shown.values()])))
            known.update({name: taken * value**2 / squares for name, value in shown.items()})
            rest -= taken
        if "indoor" in known:
            known["indoor"] = rest * self._indoor(by_illuminance="night" in known)
        known["day"] = max(1 - sum(known.values()), 0.0)
        return known

    @property
    def _ev(self) -> float | None:
        """Exposure value of the light: a picture that is dim in spite of its exposure had less."""
        ev = self.capture.ev
        return None if ev is None else ev + max(self.light.stops, UNDEREXPOSED)

    @property
    def _night(self) -> float:
        ev = self._ev
        lamps = 0.0 if self.capture.flashed else self.light.lamps
        if ev is None:
            found = 1 - (1 - self.light.dim) * (1 - lamps)
        else:
            found = smooth_ramp(ev, *(end + LAMPS * lamps for end in NIGHT))
        if self.capture.night and (ev is None or ev < ROOM[1]):
            found = 1 - (1 - found) * (1 - BY_CAMERA)
        return found

    def _indoor(self, by_illuminance: bool) -> float:
        """Return the share of indoors.  by_illuminance: count daylight in a room, too, not lamplight alone."""
        known, ev = self.capture.temperature, self._ev
        room = 0.0 if ev is None else smooth_ramp(ev, *ROOM)
        if not by_illuminance:
            # Lamps are what lights most rooms, unless the camera or a bluish picture says otherwise.
            room *= 0.0 if known is not None else 1 - smooth_ramp(1e6 / self.light.temperature, *COLD_MIRED)
        # The sun that sets is as warm as lamps.
        outdoors = 0.0 if known is not None else self.subject.sunset * (1 - room)
        return 1 - (1 - self._warm(INDOOR_MIRED) * (1 - outdoors)) * (1 - room)

    def _warm(self, ends: tuple[float, float]) -> float:
        """Return the warmth of the light, from the camera or the picture; no lamps are as bright as the sun."""
        if self.capture.temperature is not None:
            return smooth_ramp(1e6 / self.capture.temperature, *ends)
        return self._lamps * smooth_ramp(1e6 / self.light.temperature, *ends)

    @property
    def _lamps(self) -> float:
        ev = self.capture.ev
        return 1.0 if ev is None else 1 - smooth_ramp(ev, *SUN)

    @property
    def _subject(self) -> dict[str, float]:
        found = {name: getattr(self.subject, name) for name in SUBJECTS}
        ev = self._ev
        if ev is not None:
            found["sunset"] *= 1 - smooth_ramp(ev, *NO_SUNSET)
        if self.capture.temperature is not None:
            found["sunset"] *= 1 - self._warm(LAMP_MIRED)
        # Where all else in the picture is warm, wood and walls are what skin and ripe fruit are by day.
        warm = max(self.light.cast, smooth_ramp(1e6 / self.light.temperature, *WARM_MIRED))
        doubt = max(self._lamps * warm, 0.0 if self.capture.temperature is None else self._warm(LAMP_MIRED))
        found["people"] *= 1 - doubt * (1 - LIKELY * smooth_ramp(found["people"], 0.6, 1.0))
        found["food"] *= 1 - self._lamps * smooth_ramp(1e6 / self.light.temperature, *LAMP_MIRED)
        if self.capture.portrait:
            found["people"] = 1 - (1 - found["people"]) * (1 - BY_CAMERA)
        return found


def measure_scene(pixels: NDArray[Any], noted: Mapping[str, object] | None = None) -> Scene:
    """Measure the light and the subject of a picture.

    Parameters
    ----------
    pixels : (H, W, 3) or (H, W, 4)
        sRGB-coded: integers up to their type's largest, or floats from 0 to 1. A thumbnail will do: every picture is
        measured at one size. A pixel counts as much as it is opaque; NaN does not count.
    noted : Mapping, optional
        What the camera noted in EXIF: exposure, light source, flash.

    Returns
    -------
    Scene
        For ``Look.bake``. A picture in which nothing counts is taken as one by day, unless the camera says more.

    Raises
    ------
    PixelError
        Another shape or dtype.

    Examples
    --------
    >>> scene = lut.looks.measure_scene(np.full((90, 120, 3), 128, np.uint8))
    >>> table = lut.looks.load("leica-authentic").bake(scene=scene)
    """
    codes, alpha = reduce_picture(pixels)
    capture = Capture.of(noted)
    if not alpha.sum() > 0:
        return Scene(capture=capture)
    linear = srgb_to_linear(codes)
    surfaces = Surfaces.of(linear, alpha)
    return Scene(measure_light(surfaces, linear), measure_subject(surfaces), capture)


def reduce_picture(pixels: NDArray[Any]) -> tuple[Floats, Floats]:
    """Codes (h, w, 3) inside 0..1 and opacity (h, w), of means over areas, ``SIDE`` along the longer side at most."""
    from PIL import Image

    if pixels.ndim != 3 or pixels.shape[2] not in (3, 4) or pixels.dtype.kind not in "uf":
        raise PixelError(
            f"expected a thumbnail (H, W, 3 or 4) of integers or floats, found {pixels.shape} of {pixels.dtype}"
        )
    height, width = pixels.shape[:2]
    if not height * width:
        return np.zeros((0, 0, 3), np.float32), np.zeros((0, 0), np.float32)
    scale = min(SIDE / max(height, width), 1.0)
    size = max(round(width * scale), 1), max(round(height * scale), 1)
    white = np.iinfo(pixels.dtype).max if pixels.dtype.kind == "u" else 1
    planes = [pixels[..., channel].astype(np.float32) / np.float32(white) for channel in range(pixels.shape[2])]
    known = ~np.isnan(sum(planes))
    opaque = np.clip(planes[3], 0, 1) if len(planes) == 4 else np.float32(1)
    alpha = np.where(known, opaque, np.float32(0)).astype(np.float32)

    def mean(plane: Floats) -> Floats:
        return np.asarray(Image.fromarray(plane).resize(size, Image.Resampling.BOX))

    opacity = mean(alpha)
    colors = [mean(np.where(known, np.clip(plane, 0, 1), np.float32(0)) * alpha) for plane in planes[:3]]
    result = np.stack(colors, axis=-1) / np.maximum(opacity, np.float32(1e-6))[..., None]
    return np.clip(result, 0, 1).astype(np.float32), opacity


def weigh_scenes(scene: Mapping[str, float] | Scene | None, known: tuple[str, ...]) -> dict[str, float]:
    """Return the weights of a look's scenes, 1 in all; a scene that it does not tell apart is day.

    scene: what ``measure_scene`` has found, or weights by name; None is the day.  known: the look's scenes.
    """
    if isinstance(scene, Scene):
        return scene.among(known)
    return share_weights({"day": 1.0} if scene is None else scene, known)


def share_weights(scene: Mapping[str, float], known: tuple[str, ...]) -> dict[str, float]:
    """Return weights of the known scenes, which add up to 1: the day takes what others leave.

    scene: any of SCENES, each 0 or more, not all 0.
    """
    for name, weight in scene.items():
        if name not in SCENES:
            raise LutError(unknown_name("scene", name, SCENES))
        if not 0 <= weight < float("inf"):
            raise LutError(f"expected a weight of 0 or more for the scene {name!r}, found {weight!r}")
    total = sum(scene.values())
    if not total > 0:
        raise LutError(f"expected a scene with some weight, found {dict(scene)!r}")
    result = {name: scene.get(name, 0.0) / total for name in known if name != "day"}
    return {"day": 1 - sum(result.values())} | result


def mix(tables: Mapping[str, Lut], weights: Mapping[str, float]) -> Lut:
    """Return the weighted mean of plain tables of one size, by scene; weights as ``share_weights`` gives them."""
    used = {name: weight for name, weight in weights.items() if weight > 0}
    first = tables[next(iter(used))]
    if len(used) == 1:
        return first
    mixed = np.zeros_like(first.table)
    for name, weight in used.items():
        mixed += np.float32(weight) * tables[name].table
    return Lut(mixed, title=first.title)
