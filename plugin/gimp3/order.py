"""A call of a procedure, and the order for the engine that follows from its arguments."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gi.repository import Gimp

from lut.shared.amounts import UNMIXED
from lut.shared.printable import printable

from ..engine.client import Engine
from ..language import _
from ..menu import actions
from ..menu.action import Action
from ..menu.amounts import AMOUNTS
from ..menu.parameters import BLEND, CROP_CENTER, LIVE_FILTER, SOFT_RANGE, THIS_LAYER, TONAL_RANGE
from ..menu.titles import short_title
from .errors import HostError
from .known_looks import known_looks
from .layer_settings import KEPT, Settings


@dataclass(frozen=True)
class Call:
    """The arguments of a procedure's call, and the engine that carries it out."""

    engine: Engine
    procedure: Gimp.Procedure
    interactive: bool
    image: Gimp.Image | None
    layers: list[Gimp.Layer]
    config: Gimp.ProcedureConfig
    action: Action


@dataclass(frozen=True)
class Order:
    """A look or LUT file to apply: its title, the catalog's entry (None for a LUT file), and the engine's job."""

    title: str
    look: dict[str, Any] | None
    job: dict[str, Any]
    own_numbers: bool

    @property
    def short_title(self) -> str:
        """The name for layers and for Edit ▸ Undo."""
        return self.title if self.look is None else short_title(self.look)


def output_of(config: Gimp.ProcedureConfig) -> str:
    """Return where the result goes: one of the choices of parameters.OUTPUT."""
    output = str(config.get_property("output")) if config.find_property("output") else THIS_LAYER
    said_earlier = output == THIS_LAYER and config.find_property("new-layer") and config.get_property("new-layer")
    return "new-layer" if said_earlier else output


def choose_output(config: Gimp.ProcedureConfig, output: str) -> None:
    """Have the result go to one of the choices of parameters.OUTPUT, as what a dialog shows."""
    if config.find_property("new-layer"):
        config.set_property("new-layer", False)
    config.set_property("output", output)


def order_from(action: Action, config: Gimp.ProcedureConfig) -> Order:
    """Read an order from a procedure's arguments.  Raises HostError for what has yet to be chosen."""

    def get_argument(name: str) -> Any:
        return config.get_property(name) if config.find_property(name) else None

    job: dict[str, Any] = {"strength": config.get_property("strength") / 100}
    own_numbers = bool(get_argument("own-numbers"))
    for amount in AMOUNTS:
        percent = get_argument(amount.argument)
        job[amount.name] = None if percent is None or percent < 0 else percent / 100
    job |= {each.name: get_argument(each.name) for each in (BLEND, TONAL_RANGE) if get_argument(each.name)}
    if TONAL_RANGE.name in job:
        job["softness"] = get_argument(SOFT_RANGE.name) / 100
    if output_of(config) == LIVE_FILTER:
        # What no live filter can hold is not shown either.
        job |= dict.fromkeys((amount.name for amount in AMOUNTS if not amount.in_table), 0.0)
        job |= {"tones": UNMIXED["tones"]}
    if config.find_property("scene"):
        job["scene"] = config.get_property("scene")
    if config.find_property("crop"):
        job["crop"] = config.get_property("crop")
        percents = [config.get_property(each.name) for each in CROP_CENTER]
        job["center"] = [None if percent < 0 else percent / 100 for percent in percents]
    if action.look is not None:
        return Order(action.title, action.look, {**job, "look": action.look["id"]}, own_numbers)
    look, file, space = get_argument("look"), get_argument("lut-file"), get_argument("lut-space")
    if look is None and file is None:
        raise HostError(_("Choose a LUT file."))
    if bool(look) == (file is not None):
        found = _("found both") if look else _("found none")
        sentence = _("{procedure} needs either a look's id or a LUT file, {found}.")
        raise HostError(sentence.format(procedure=action.procedure, found=found))
    if file is not None:
        return order_for_file(file.get_path(), space, job, own_numbers)
    if space:
        sentence = _("{procedure} needs a LUT file with its color space, found {space} and the look {look}.")
        raise HostError(sentence.format(procedure=action.procedure, space=space, look=look))
    return order_for_look(look, {**job, "look": look}, own_numbers)


def order_for_file(path: str, space: str | None, job: dict[str, Any], own_numbers: bool) -> Order:
    """Order a LUT file, made for a color space by its id; the title names it."""
    title = Path(path).stem
    if not space:
        return Order(printable(title), None, {**job, "lut": path}, own_numbers)
    return Order(printable(f"{title} ({space})"), None, {**job, "lut": path, "lut_space": space}, own_numbers)


def order_for_look(look: str, job: dict[str, Any], own_numbers: bool) -> Order:
    """Order a look by its id, with its title if a catalog has it; if none has, the engine says so."""
    known = known_looks().get(look)
    if known is not None and not known["crop"]:
        job.pop("crop", None)
    return Order(actions.title_of(known) if known else look, known, job, own_numbers)


def order_from_layer(engine: Engine, settings: Settings) -> Order:
    """Order what a look layer was made with."""
    job = {name: settings[name] for name in KEPT if name in settings} | {"strength": 1.0}
    own_numbers = settings["own-numbers"]
    found = look_in_image(engine, settings)
    if found is None:
        return order_for_look(settings["look"], job, own_numbers)
    return Order(settings["title"], found, {**job, "look": found["id"]}, own_numbers)


def look_in_image(engine: Engine, settings: Settings) -> dict[str, Any] | None:
    """Unpack a look that came with the image; None where it is among the user's own."""
    if not settings.get("copy") or engine.request("pack", look=settings["look"])["copy"]:
        return None
    entry: dict[str, Any] = engine.request("unpack", look=settings["look"], copy=settings["copy"])["entry"]
    return {**actions.localize_look(entry), "maker": _("In This Image")}
