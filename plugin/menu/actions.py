"""The menu, declared once: every host loops over these declarations."""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from ..engine.json_input import NotUnderstood
from ..language import _
from .action import MENU, PREFIX, Action
from .catalog import read_looks, read_renamed, shown_look
from .create_actions import CREATIONS
from .folder_actions import OWN_ACTIONS
from .mnemonics import in_path, with_mnemonic
from .parameters import (
    AMOUNTS,
    CROP,
    CROP_CENTER,
    LIVE_FILTER,
    LOOK,
    LOOKS_OWN,
    LUT_FILE,
    NEW_LAYER,
    OUTPUT,
    OWN_NUMBERS,
    SCENE,
    STRENGTH,
    THIS_LAYER,
    amount_of,
    crop,
)

APPLY, BROWSE, BROWSE_IMAGES = f"{PREFIX}-apply", f"{PREFIX}-browse", f"{PREFIX}-browse-images"
TRADEMARKS = _(
    "Looks are inspired by the cameras they name; they are not made by, endorsed by or taken from "
    "the makers, whose names are their trademarks."
)
TO_RGB = _("Image ▸ Mode ▸ RGB")
NEEDS = _("Works on layers of RGB images; change an indexed or grayscale image with {menu} first.").format(menu=TO_RGB)
NEEDS_NO_COLOR = _("Works on layers of RGB and grayscale images; change an indexed image with {menu} first.").format(
    menu=TO_RGB
)

BROWSED = (LOOK, STRENGTH, SCENE, *(amount_of(amount, 0.0) for amount in AMOUNTS))


def apply_action(looks: Iterable[str] = ()) -> Action:
    """For scripts.  looks: the ids that its documentation names."""
    own_amounts = [amount_of(amount, LOOKS_OWN) for amount in AMOUNTS]
    return Action(
        procedure=APPLY,
        title=_("Camera Looks"),
        blurb=_("Apply a look or a LUT file, from a script"),
        help=_(
            "Give either a look's id or a LUT file. Without drawables, the image's selected layers are changed. "
            "{needs} Looks: {looks}; those of your own begin with my-."
        ).format(needs=NEEDS, looks=", ".join(looks)),
        parameters=(LOOK, LUT_FILE, STRENGTH, SCENE, *own_amounts, NEW_LAYER, OWN_NUMBERS),
        gray=True,
    )


def browse_action() -> Action:
    """The menu entry that shows all looks on the picture."""
    return Action(
        procedure=BROWSE,
        title=_("Browse Looks"),
        blurb=_("See this picture in all looks, and choose one"),
        help=_("Every look on your own picture, with its settings.") + f" {NEEDS} {TRADEMARKS}",
        parameters=(*BROWSED, OUTPUT, crop(), OWN_NUMBERS, *CROP_CENTER),
        label=_("_Browse Looks…"),
        menu=MENU,
    )


def images_actions() -> tuple[Action, Action]:
    """One look on several images: chosen on the picture, and from scripts."""
    done = _(
        "The selected layers of each image get the look, in one step to undo for each image. What cannot be done is "
        "told at the end; cancelling keeps the images that are done."
    )
    one = browse_action()
    output = replace(
        OUTPUT,
        choices=(
            (THIS_LAYER, _("The selected layers")),
            ("new-layer", _("New layers")),
            ("look-layer", _("Look layers")),
            (LIVE_FILTER, _("Live filters")),
        ),
    )
    browse = replace(
        one,
        procedure=BROWSE_IMAGES,
        title=_("Apply to All Open Images"),
        blurb=_("Choose a look on this picture, and give it to all open images"),
        help=f"{done} {NEEDS} {TRADEMARKS}",
        parameters=tuple(
            output if each is OUTPUT else each
            for each in one.parameters
            if each.name != CROP.name and each not in CROP_CENTER
        ),
        label=_("Apply to _All Open Images…"),
        way="images",
    )
    apply = replace(
        apply_action(),
        procedure=f"{APPLY}-to-images",
        title=_("Apply to All Open Images"),
        blurb=_("Apply a look or a LUT file to all open images, from a script"),
        help=f"{done} {NEEDS}",
        way="images",
    )
    return browse, apply


def file_action() -> Action:
    """The menu entry that takes a LUT file as it is."""
    return Action(
        procedure=f"{PREFIX}-apply-file",
        title=_("Apply LUT File"),
        blurb=_("Apply a LUT from a file, of any format that Camera Looks reads"),
        help=_("The file is not kept: Create ▸ From a Recipe or LUT File… makes it a look of yours.") + f" {NEEDS}",
        parameters=(
            replace(LUT_FILE, kind="file", blurb=_("The file to apply")),
            STRENGTH,
            *(amount_of(amount, 0.0) for amount in AMOUNTS if amount.everywhere),
            OUTPUT,
            OWN_NUMBERS,
        ),
        label=_("Apply L_UT File…"),
        menu=MENU,
    )


def look_layer_actions() -> tuple[Action, ...]:
    """What is done to look layers."""
    edit = Action(
        procedure=f"{PREFIX}-edit-look-layer",
        title=_("Edit Look Layer"),
        blurb=_("Give a look layer another look, or other settings"),
        help=_("The look is made again from what lies below the layer; its strength is the layer's opacity."),
        parameters=(*BROWSED, OWN_NUMBERS),
        label=_("_Edit Look Layer…"),
        menu=MENU,
        way="edit",
    )
    refresh = Action(
        procedure=f"{PREFIX}-refresh-look-layers",
        title=_("Refresh Look Layers"),
        blurb=_("Make all look layers of this image again, from what lies below them now"),
        help=_("One step to undo."),
        parameters=(),
        label=_("Refresh Loo_k Layers"),
        menu=MENU,
        way="refresh",
    )
    return edit, refresh


def look_action(look: dict[str, Any]) -> Action:
    """The menu entry of one look, from its entry in the catalog."""
    scene = [SCENE] if look.get("variants") else []
    gray = look.get("gray") == "gray"
    needs = NEEDS_NO_COLOR if gray else NEEDS
    own = ((amount, look.get(amount.name)) for amount in AMOUNTS)
    finishing = [amount_of(amount, round(100 * share, 1)) for amount, share in own if share is not None]
    if look.get("crop"):
        finishing.append(crop(look["crop"]))
    settings = [STRENGTH, *scene, *finishing]
    if look.get("colors_skin"):  # what people may want to change of it first
        settings.sort(key=lambda each: each.name != "protect-skin")
    title = title_of(look)
    return Action(
        procedure=f"{PREFIX}-{look['id']}",
        title=title,
        blurb=look["character"],
        help=" ".join(filter(None, (f"{title}.", look["character"], look["rests_on"], needs, TRADEMARKS))),
        parameters=(*settings, NEW_LAYER, OWN_NUMBERS, *(CROP_CENTER if look.get("crop") else ())),
        label=_("{look}…").format(look=look["name"]),
        menu=f"{MENU}/{in_path(look['maker'])}",
        look=look,
        gray=gray,
    )


def title_of(look: dict[str, Any]) -> str:
    return f"{look['maker']} · {look['name']}"


def localized(look: dict[str, Any]) -> dict[str, Any]:
    """A look's entry in the user's language: its names stay, what is said of it is looked up.

    ``rests_on`` is all that is known of the look, the remarks as well.
    Its texts are printable, as nothing else can be a label: a single one that is not UTF-8 ends the query of a plug-in.
    """
    look = shown_look(look)
    known = (_(sentence) for sentence in (look["rests_on"], *look["remarks"]) if sentence)
    said = {"character": _(look["character"]), "rests_on": " ".join(known)}
    folder, *pack = look["maker"].split(" · ")  # the user's own folder has a name to look up; partnerships have none
    return {**look, **said, "maker": " · ".join((_(folder), *pack))}


def renamed_looks(catalog: Path) -> dict[str, str]:
    """The present ids of looks by those that earlier versions gave them."""
    try:
        found: dict[str, str] = read_renamed(catalog.read_bytes())
    except OSError:
        return {}
    return found


def look_actions(*catalogs: Path) -> list[Action]:
    """The looks of all catalogs that there are and can be understood.

    GIMP shows nothing at all of a plug-in that fails while it is queried: a broken catalog hides its own looks only, a
    broken entry itself.
    """
    found: list[Action] = []
    for catalog in catalogs:
        with contextlib.suppress(OSError, NotUnderstood):
            status = catalog.stat()
            found += _look_actions(catalog, (status.st_size, status.st_mtime_ns, status.st_ino))
    return found


@lru_cache(maxsize=4)
def _look_actions(catalog: Path, stamp: tuple[int, ...]) -> tuple[Action, ...]:
    """Kept as long as the file is the same: a dialog asks at every change."""
    taken: dict[str | None, set[str]] = defaultdict(set)
    found = (look_action(localized(look)) for look in read_looks(catalog.read_bytes()))
    return tuple(replace(each, label=with_mnemonic(each.label or "", taken[each.menu])) for each in found)


def load(*catalogs: Path) -> dict[str, Action]:
    """Every action by its procedure's name."""
    looks = look_actions(*catalogs)
    scripted = apply_action(look.procedure.removeprefix(f"{PREFIX}-") for look in looks)
    actions = [
        scripted,
        browse_action(),
        file_action(),
        *images_actions(),
        *look_layer_actions(),
        *OWN_ACTIONS,
        *CREATIONS,
        *looks,
    ]
    return {action.procedure: action for action in actions}
