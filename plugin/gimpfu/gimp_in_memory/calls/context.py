"""The context: colors, brush, opacity and the other settings that procedures use."""

from __future__ import annotations

from typing import Any

import gimpenums as e

from gimp_in_memory import compositing
from gimp_in_memory.model import Drawable
from gimp_in_memory.signatures import Known
from gimp_in_memory.world import World, refuse

BLACK, WHITE = (0.0, 0.0, 0.0, 1.0), (1.0, 1.0, 1.0, 1.0)

# What `gimp-context-get-NAME` answers before anything is set: GIMP's defaults.
DEFAULTS: dict[str, list[Any]] = {
    "foreground": [BLACK],
    "background": [WHITE],
    "opacity": [100.0],
    "paint-mode": [e.LAYER_MODE_NORMAL],
    "brush": ["2. Hardness 050"],
    "brush-size": [51.0],
    "brush-angle": [0.0],
    "brush-aspect-ratio": [0.0],
    "brush-hardness": [0.5],
    "brush-force": [0.5],
    "brush-spacing": [0.1],
    "dynamics": ["Dynamics Off"],
    "paint-method": ["gimp-paintbrush"],
    "stroke-method": [e.STROKE_PAINT_METHOD],
    "line-width": [6.0],
    "line-width-unit": [e.UNIT_PIXEL],
    "line-cap-style": [e.CAP_BUTT],
    "line-join-style": [e.JOIN_MITER],
    "line-miter-limit": [10.0],
    "pattern": ["Pine"],
    "gradient": ["FG to BG (RGB)"],
    "gradient-blend-color-space": [e.GRADIENT_BLEND_RGB_PERCEPTUAL],
    "gradient-repeat-mode": [e.REPEAT_NONE],
    "gradient-reverse": [0],
    "palette": ["Color History"],
    "font": ["Sans-serif"],
    "antialias": [1],
    "feather": [0],
    "feather-radius": [10.0, 10.0],
    "sample-merged": [0],
    "sample-criterion": [e.SELECT_CRITERION_COMPOSITE],
    "sample-threshold": [15 / 255],
    "sample-transparent": [0],
    "diagonal-neighbors": [0],
    "distance-metric": [e.Euclidean],
    "interpolation": [e.INTERPOLATION_CUBIC],
    "transform-direction": [e.TRANSFORM_FORWARD],
    "transform-resize": [e.TRANSFORM_RESIZE_ADJUST],
    "transform-recursion": [3],
}


def set_defaults(world: World) -> None:
    world.context.update({name: list(values) for name, values in DEFAULTS.items()})


def push(world: World) -> None:
    world.contexts.append({name: list(values) for name, values in world.context.items()})


def pop(world: World) -> None:
    if not world.contexts:
        raise refuse("no context was pushed")
    world.context = world.contexts.pop()


def _getter(name: str) -> Any:
    def get(world: World) -> Any:
        return tuple(world.context[name])

    return get


def _setter(name: str) -> Any:
    def put(world: World, *values: Any) -> None:
        world.context[name] = list(values)

    return put


def swap_colors(world: World) -> None:
    context = world.context
    context["foreground"], context["background"] = context["background"], context["foreground"]


def default_colors(world: World) -> None:
    world.context.update(foreground=[BLACK], background=[WHITE])


def color_pixel(world: World, drawable: Drawable, name: str) -> bytes:
    """The foreground or background color as an opaque pixel of a drawable."""
    color = (*world.context[name][0][:3], 1.0)
    return compositing.pixel(color, drawable.type, drawable.image.colormap)


def background_pixel(world: World, drawable: Drawable) -> bytes:
    return color_pixel(world, drawable, "background")


def set_brush_default_size(world: World) -> None:
    world.context["brush-size"] = DEFAULTS["brush-size"]


def settings(known: dict[str, Known]) -> dict[str, Any]:
    """`gimp-context-get-...` and `-set-...` for every setting with a default here."""
    found = {}
    for name in DEFAULTS:
        for verb, function in (("get", _getter(name)), ("set", _setter(name))):
            if f"gimp-context-{verb}-{name}" in known:
                found[f"gimp-context-{verb}-{name}"] = function
    return found


READS = {
    "gimp-context-push": push,
    "gimp-context-pop": pop,
    "gimp-context-set-defaults": set_defaults,
    "gimp-context-swap-colors": swap_colors,
    "gimp-context-set-default-colors": default_colors,
    "gimp-context-set-brush-default-size": set_brush_default_size,
}
