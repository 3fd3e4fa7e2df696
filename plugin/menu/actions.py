"""The menu, declared once: every host loops over these actions."""

from __future__ import annotations

import contextlib
from collections import defaultdict
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from lut.shared.look_names import OWN
from lut.shared.printable import printable

from ..engine.json_input import NotUnderstood
from ..language import _
from .action import MENU, PREFIX, Action
from .amounts import AMOUNTS
from .catalog import read_looks, read_renamed, shown_look
from .create_actions import CREATIONS
from .mnemonics import in_path, with_mnemonic
from .parameters import (
    CROP_CENTER,
    LATER_OUTPUT,
    LIVE_FILTER,
    LOOK,
    LOOKS_OWN,
    LUT_FILE,
    LUT_SPACE,
    MIXING,
    NEW_LAYER,
    OUTPUT,
    OWN_NUMBERS,
    SCENE,
    STRENGTH,
    THIS_LAYER,
    Parameter,
    amount_parameter,
    crop_parameter,
)
from .tags import tags_of
from .titles import short_title

MOST_IN_MENU = 100  # of the user's own looks
SEPARATOR = " · "  # in the name of a group, between the folder of all looks and the one inside
APPLY, BROWSE, BROWSE_IMAGES, EDIT = (
    f"{PREFIX}-{name}" for name in ("apply", "browse", "browse-images", "edit-look-layer")
)
TRADEMARKS = _(
    "Looks are inspired by the cameras they name; they are not made by, endorsed by or taken from "
    "the makers, whose names are their trademarks."
)
TO_RGB = _("Image ▸ Mode ▸ RGB")
NEEDS = _("Works on layers of RGB images; change an indexed or grayscale image with {menu} first.").format(menu=TO_RGB)
NEEDS_NO_COLOR = _("Works on layers of RGB and grayscale images; change an indexed image with {menu} first.").format(
    menu=TO_RGB
)
SEVERAL = _(
    "The selected layers of each image get the look, in one step to undo for each image. What cannot be done is "
    "told at the end; cancelling keeps the images that are done."
)

BROWSED = (LOOK, STRENGTH, SCENE, *(amount_parameter(amount, 0.0) for amount in AMOUNTS), *MIXING)
BROWSED_IMAGES = replace(
    OUTPUT,
    choices=(
        (THIS_LAYER, _("The selected layers")),
        ("new-layer", _("New layers")),
        ("look-layer", _("Look layers")),
        (LIVE_FILTER, _("Live filters")),
    ),
)
SCRIPTED = (
    *(LOOK, LUT_FILE, STRENGTH, SCENE),
    *(amount_parameter(amount, LOOKS_OWN) for amount in AMOUNTS),
    *MIXING,
    *(NEW_LAYER, OWN_NUMBERS, LUT_SPACE, LATER_OUTPUT),
)
FILES = Parameter(
    "files", "strings", _("_Files"), _("Paths of the files: LUTs of any known format, packs (.zip), recipes"), None
)
EXPORTED = (
    *(LOOK, LUT_FILE),
    Parameter("target", "string", _("_For"), _("The program or camera, such as resolve, lightroom or lumix"), ""),
    Parameter("file", "any-file", _("Fi_le"), _("The file to write, or the folder for it"), None),
    *(STRENGTH, SCENE),
    *(amount_parameter(amount, 0.0) for amount in AMOUNTS if amount.in_table),
    Parameter("overwrite", "boolean", _("Over_write"), _("Replace a file of that name"), False),
)

APPLY_ACTION = Action(
    procedure=APPLY,
    title=_("Camera Looks"),
    blurb=_("Apply a look or a LUT file, from a script"),
    help=_(
        "Give either a look's id or a LUT file. Without drawables, the image's selected layers are changed. "
        "{needs} Looks: {looks}; those of your own begin with my-."
    ),  # with the ids by load_actions
    parameters=SCRIPTED,
)
ACTIONS = (
    Action(
        procedure=BROWSE,
        title=_("Browse Looks"),
        blurb=_("See this picture in all looks, and choose one"),
        help=_("Every look on your own picture, with its settings.") + f" {NEEDS_NO_COLOR} {TRADEMARKS}",
        parameters=(*BROWSED, OUTPUT, crop_parameter(), OWN_NUMBERS, *CROP_CENTER),
        label=_("_Browse Looks…"),
        menu=MENU,
    ),
    Action(
        procedure=f"{PREFIX}-apply-file",
        title=_("Apply LUT File"),
        blurb=_("Apply a LUT from a file, of any format that Camera Looks reads"),
        help=_("The file is not kept: Import LUTs… makes it a look of yours, with the color space that it is made for.")
        + f" {NEEDS}",
        parameters=(
            replace(LUT_FILE, kind="file", blurb=_("The file to apply")),
            LUT_SPACE,
            STRENGTH,
            *(amount_parameter(amount, 0.0, added=True) for amount in AMOUNTS),
            *MIXING,
            OUTPUT,
            OWN_NUMBERS,
        ),
        label=_("Apply L_UT File…"),
        menu=MENU,
    ),
    Action(
        procedure=BROWSE_IMAGES,
        title=_("Apply to All Open Images"),
        blurb=_("Choose a look on this picture, and give it to all open images"),
        help=f"{SEVERAL} {NEEDS} {TRADEMARKS}",
        parameters=(*BROWSED, BROWSED_IMAGES, OWN_NUMBERS),
        label=_("Apply to _All Open Images…"),
        menu=MENU,
        way="images",
    ),
    Action(
        procedure=f"{APPLY}-to-images",
        title=_("Apply to All Open Images"),
        blurb=_("Apply a look or a LUT file to all open images, from a script"),
        help=f"{SEVERAL} {NEEDS}",
        parameters=SCRIPTED,
        way="images",
    ),
    Action(
        procedure=EDIT,
        title=_("Edit Look Layer"),
        blurb=_("Give a look layer another look, or other settings"),
        help=_("The look is made again from what lies below the layer; its strength is the layer's opacity."),
        parameters=(*BROWSED, OWN_NUMBERS),
        label=_("_Edit Look Layer…"),
        menu=MENU,
        way="edit",
    ),
    Action(
        procedure=f"{PREFIX}-refresh-look-layers",
        title=_("Refresh Look Layers"),
        blurb=_("Make all look layers of this image again, from what lies below them now"),
        help=_("One step to undo."),
        parameters=(),
        label=_("Refresh Loo_k Layers"),
        menu=MENU,
        way="refresh",
    ),
    Action(
        procedure=f"{PREFIX}-import",
        title=_("Import LUTs"),
        blurb=_("Make looks of your own from LUT files, packs of them and recipes"),
        help=_(
            "They are copied into the folder of your looks, a pack into one of its own; nothing that is there is "
            "replaced. They are in Browse Looks at once and in the menu at GIMP's next start."
        ),
        parameters=(FILES, LUT_SPACE),
        label=_("_Import LUTs…"),
        menu=MENU,
        way="import",
    ),
    Action(
        procedure=f"{PREFIX}-export",
        title=_("Export Look"),
        blurb=_("Write a file with a look for another program or a camera, from a script"),
        help=_(
            "The file has the format, the size and a name that the target takes; a message says how to load it there. "
            "Browse Looks exports as well."
        ),
        parameters=EXPORTED,
        way="export",
    ),
    Action(
        procedure=f"{PREFIX}-show-folder",
        title=_("Show My Looks in the File Manager"),
        blurb=_("Open the folder of your own looks in the file manager"),
        help=_(
            "Recipes and LUT files that are put there are in Browse Looks at once, and in the menu at GIMP's next "
            "start. From a script, only the folder is made."
        ),
        parameters=(),
        label=_("Show My Looks in _File Manager"),
        menu=MENU,
        way="folder",
    ),
    *CREATIONS,
)


def look_action(look: dict[str, Any]) -> Action:
    """Declare one look's action, from its entry in the catalog; ``load_actions`` gives its label a mnemonic."""
    scene = [SCENE] if look.get("variants") else []
    gray = look.get("gray") == "gray"
    needs = NEEDS_NO_COLOR if gray else NEEDS
    finishing = [
        amount_parameter(amount, round(100 * (look.get(amount.name) or 0), 1), added=not look.get(amount.name))
        for amount in AMOUNTS
        if not amount.in_table or look.get(amount.name) is not None
    ]
    finishing += MIXING
    if look.get("crop"):
        finishing.append(crop_parameter(look["crop"]))
    settings = [STRENGTH, *scene, *finishing]
    if look.get("colors_skin"):  # what people may want to change of it first
        settings.sort(key=lambda each: each.name != "protect-skin")
    title = title_of(look)
    return Action(
        procedure=f"{PREFIX}-{look['id']}",
        title=title,
        blurb=describe_look(look),
        help=" ".join(filter(None, (f"{title}.", look["character"], look["rests_on"], needs, TRADEMARKS))),
        parameters=(*settings, LATER_OUTPUT, NEW_LAYER, OWN_NUMBERS, *(CROP_CENTER if look.get("crop") else ())),
        label=_("{look}…").format(look=short_title(look)),  # GIMP's search shows no submenu
        menu=f"{MENU}/{look['maker']}",
        look=look,
    )


def describe_look(look: dict[str, Any]) -> str:
    """Return what a look does, and the partnership and phone that it is from: GIMP's search finds it by these."""
    makers = [look["maker"]]
    if isinstance(look.get("phone"), str) and look["phone"]:
        makers.append(printable(look["phone"]))
    return f"{look['character']} ({', '.join(makers)})"


def title_of(look: dict[str, Any]) -> str:
    return f"{look['maker']} · {look['name']}"


def localize_look(look: dict[str, Any]) -> dict[str, Any]:
    """Translate a look's entry: its names stay, what is said of it is looked up.

    ``rests_on`` is all that is known of the look, the remarks as well.
    Its texts are printable, as nothing else can be a label: a single one that is not UTF-8 ends the query of a plug-in.
    """
    look = shown_look(look)
    tags = tags_of(look)  # from its English sentences
    known = (_(sentence) for sentence in (look["rests_on"], *look["remarks"]) if sentence)
    said = {"character": _(look["character"]), "rests_on": " ".join(known)}
    folder, *pack = look["maker"].split(
        SEPARATOR
    )  # the user's own folder has a name to look up; partnerships have none
    return {**look, **said, "maker": SEPARATOR.join((_(folder), *pack)), "tags": tags}


def renamed_looks(catalog: Path) -> dict[str, str]:
    """Map the ids that earlier versions gave looks to the present ones."""
    try:
        found: dict[str, str] = read_renamed(catalog.read_bytes())
    except OSError:
        return {}
    return found


def load_looks(*catalogs: Path) -> list[dict[str, Any]]:
    """Read the entries of the looks, in the user's language, of all catalogs that there are and can be understood.

    GIMP shows nothing at all of a plug-in that fails while it is queried: a broken catalog hides its own looks only, a
    broken entry itself.
    """
    found: list[dict[str, Any]] = []
    for catalog in catalogs:
        with contextlib.suppress(OSError, NotUnderstood):
            status = catalog.stat()
            found += _load_catalog(catalog, (status.st_size, status.st_mtime_ns, status.st_ino))
    return found


@lru_cache(maxsize=4)
def _load_catalog(catalog: Path, stamp: tuple[int, ...]) -> tuple[dict[str, Any], ...]:
    """Read one catalog, once as long as the file is the same: a dialog asks at every change."""
    return tuple(localize_look(look) for look in read_looks(catalog.read_bytes()))


def load_actions(*catalogs: Path) -> dict[str, Action]:
    """List every action by its procedure's name, labelled for the menu."""
    looks = load_looks(*catalogs)
    help = APPLY_ACTION.help.format(needs=NEEDS, looks=", ".join(look["id"] for look in list_menu_looks(looks)))
    taken: dict[str, set[str]] = defaultdict(set)
    found = [replace(APPLY_ACTION, help=help), *ACTIONS]
    for look in list_menu_looks(looks):
        action, menu = look_action(look), f"{MENU}/{in_path(look['maker'])}"
        found.append(replace(action, label=with_mnemonic(action.label or "", taken[menu]), menu=menu))
    return {action.procedure: action for action in found}


def list_menu_looks(looks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out those of the user's own looks that a menu has no room for: above MOST_IN_MENU, what is in folders.

    The browser has them all.
    """
    own = [look for look in looks if look["id"].startswith(OWN)]
    if len(own) <= MOST_IN_MENU:
        return looks
    loose = {look["id"] for look in own if SEPARATOR not in look["maker"]}
    kept = loose if len(loose) <= MOST_IN_MENU else set()
    return [look for look in looks if not look["id"].startswith(OWN) or look["id"] in kept]


def find_action(procedure: str, *catalogs: Path) -> Action:
    """Find the action of a procedure that is called, without the work that only the menu needs."""
    fixed = next((action for action in (APPLY_ACTION, *ACTIONS) if action.procedure == procedure), None)
    if fixed is not None:
        return fixed
    known = {look["id"]: look for look in load_looks(*catalogs)}
    look = procedure.removeprefix(f"{PREFIX}-")
    if look not in known:  # GIMP has a renamed look's former entry until its next start
        renamed = (renamed_looks(catalog).get(look, look) for catalog in catalogs)
        look = next((now for now in renamed if now in known), look)
    return look_action(known[look])
