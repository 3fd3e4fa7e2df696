"""What a look layer remembers (layer_settings.py), in a parasite, which GIMP saves with the image.

A look of the user's own is remembered with all that it is made of, so that the image can be worked on elsewhere.
"""

from __future__ import annotations

import gi

gi.require_version("Gimp", "3.0")
from gi.repository import Gimp

from lut.shared import folders
from lut.shared.look_ids import COPIED, OWN

from ..engine.client import Engine
from ..engine.json_input import NotUnderstood
from ..language import _
from ..menu.actions import renamed_looks
from .errors import HostError
from .layer_settings import KEPT, VERSION, OtherVersion, Settings, read_settings, write_settings
from .run_look import Order

PARASITE = "camera-looks-layer"


def remember(engine: Engine, layer: Gimp.Layer, order: Order, before: Settings | None) -> bool:
    """Keep what the layer is made with; whether its look is another one of the same name now.

    before: what it was made with until now.
    """
    settings: Settings = {name: order.job[name] for name in KEPT if name in order.job}
    settings |= {"title": order.title, "own-numbers": order.own_numbers}
    look, known = order.job["look"], (before or {}).get("copy")
    if look.startswith(COPIED) and before is not None:
        settings |= {"look": before["look"], "copy": known}
    elif look.startswith(OWN):
        settings["copy"] = engine.request("pack", look=look)["copy"]
    flags = Gimp.PARASITE_PERSISTENT | Gimp.PARASITE_UNDOABLE
    layer.attach_parasite(Gimp.Parasite.new(PARASITE, flags, list(write_settings(settings))))
    same_name = before is not None and before["look"] == settings["look"]
    return same_name and known is not None and known != settings.get("copy")


def recalled(layer: Gimp.Layer) -> Settings | None:
    """What a look layer remembers; None for other layers.

    Raises HostError for what is damaged, and for what another version has written.
    """
    parasite = layer.get_parasite(PARASITE)
    if parasite is None:
        return None
    name = layer.get_name()
    try:
        settings = read_settings(bytes(parasite.get_data()))
    except OtherVersion as error:
        sentence = _(
            "“{layer}” was made by another version of Camera Looks (expected {expected}, found {found}): "
            "install the newest one."
        )
        raise HostError(sentence.format(layer=name, expected=VERSION, found=error.found)) from None
    except NotUnderstood as error:
        sentence = _("The settings of the look layer “{layer}” are damaged ({reason}): delete it, and make a new one.")
        raise HostError(sentence.format(layer=name, reason=error)) from None
    if settings["look"].startswith(OWN):
        settings["look"] = renamed_looks(folders.own_catalog()).get(settings["look"], settings["look"])
    return settings


def is_look_layer(layer: Gimp.Layer) -> bool:
    try:
        return recalled(layer) is not None
    except HostError:
        return True
