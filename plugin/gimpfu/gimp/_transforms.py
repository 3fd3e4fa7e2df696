"""The transformations of drawables: a procedure each, within settings of the context that are put back."""

from __future__ import annotations

from inspect import Parameter, Signature
from typing import Any, Callable

from gimpenums import INTERPOLATION_NONE

from gimp._call import call

MATRIX = " ".join(f"coeff_{row}_{column}" for row in range(3) for column in range(3))
WHOLE = ("auto_center", "flip_type", "rotate_type", "shear_type")  # the other parameters of a procedure are lengths


def _transform(procedure: str, names: str, more: dict[str, Any]) -> Callable[..., Any]:
    """A method with the original's parameters: the procedure's, then `more` with their defaults (... for none)."""
    either = Parameter.POSITIONAL_OR_KEYWORD
    parameters = [Parameter("self", either)]
    for name in names.split():
        parameters.append(Parameter(name, either, annotation=int if name in WHOLE else float))
    for name, default in more.items():
        default = Parameter.empty if default is ... else default
        parameters.append(Parameter(name, either, default=default, annotation=int))
    signature = Signature(parameters, return_annotation="Drawable")

    def transform(*values: Any, **named: Any) -> Any:
        from gimp._items import item

        bound = signature.bind(*values, **named)
        bound.apply_defaults()
        chosen = bound.arguments
        call("gimp-context-push")
        try:
            if "transform_direction" in chosen:
                call("gimp-context-set-transform-direction", chosen["transform_direction"])
            if "interpolation" in chosen or not chosen.get("interpolate", True):
                call("gimp-context-set-interpolation", chosen.get("interpolation", INTERPOLATION_NONE))
            call("gimp-context-set-transform-resize", int(chosen["clip_result"]))
            plain = [int(chosen[name]) if isinstance(chosen[name], bool) else chosen[name] for name in names.split()]
            return item(call(f"gimp-item-transform-{procedure}", chosen["self"].ID, *plain))
        finally:
            call("gimp-context-pop")

    transform.__signature__ = signature  # type: ignore[attr-defined]
    transform.__doc__ = f"gimp-item-transform-{procedure}"
    return transform


def _carefully(procedure: str, names: str) -> Callable[..., Any]:
    """`supersample` and `recursion_level` are taken and, as in the original since GIMP 2.10, ignored."""
    required = {"transform_direction": ..., "interpolation": ...}
    return _transform(procedure, names, {**required, "supersample": False, "recursion_level": 3, "clip_result": False})


def _by_default(procedure: str, names: str) -> Callable[..., Any]:
    return _transform(procedure, names, {"interpolate": False, "clip_result": False})


class Transforms:
    transform_flip = _carefully("flip", "x0 y0 x1 y1")
    transform_flip_simple = _transform("flip-simple", "flip_type auto_center axis", {"clip_result": False})
    transform_flip_default = _by_default("flip", "x0 y0 x1 y1")
    transform_perspective = _carefully("perspective", "x0 y0 x1 y1 x2 y2 x3 y3")
    transform_perspective_default = _by_default("perspective", "x0 y0 x1 y1 x2 y2 x3 y3")
    transform_rotate = _carefully("rotate", "angle auto_center center_x center_y")
    transform_rotate_simple = _transform(
        "rotate-simple", "rotate_type auto_center center_x center_y", {"clip_result": False}
    )
    transform_rotate_default = _by_default("rotate", "angle auto_center center_x center_y")
    transform_scale = _carefully("scale", "x0 y0 x1 y1")
    transform_scale_default = _by_default("scale", "x0 y0 x1 y1")
    transform_shear = _carefully("shear", "shear_type magnitude")
    transform_shear_default = _by_default("shear", "shear_type magnitude")
    transform_2d = _carefully("2d", "source_x source_y scale_x scale_y angle dest_x dest_y")
    transform_2d_default = _by_default("2d", "source_x source_y scale_x scale_y angle dest_x dest_y")
    transform_matrix = _carefully("matrix", MATRIX)
    transform_matrix_default = _by_default("matrix", MATRIX)
