"""The menu, declared once: every host loops over these declarations."""

from __future__ import annotations

import contextlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from .language import _

PREFIX = "camera-looks"
MENU = "<Image>/Filters/Camera Looks"
APPLY, BROWSE, BROWSE_IMAGES = f"{PREFIX}-apply", f"{PREFIX}-browse", f"{PREFIX}-browse-images"
LOOKS_OWN = -1.0
TRADEMARKS = _(
    "Looks are inspired by the cameras they name; they are not made by, endorsed by or taken from "
    "the makers, whose names are their trademarks."
)
TO_RGB = _("Image ▸ Mode ▸ RGB")
NEEDS = _("Works on layers of RGB images; change an indexed or grayscale image with {menu} first.").format(menu=TO_RGB)
NEEDS_NO_COLOR = _("Works on layers of RGB and grayscale images; change an indexed image with {menu} first.").format(
    menu=TO_RGB
)


@dataclass(frozen=True)
class Parameter:
    """One setting of an action.

    kind is double, integer, boolean, string, strings, choice, layer, file, any-file or save-file.

    Numbers have a range; choices are pairs of what scripts write and what people read.  GIMP itself refuses a file that
    is not there, with words of its own; of any-file the engine says it.
    """

    name: str
    kind: str
    label: str
    blurb: str
    default: Any
    low: float = 0.0
    high: float = 100.0
    choices: tuple[tuple[str, str], ...] = ()


STRENGTH = Parameter(
    "strength", "double", _("Streng_th"), _("How much of the look: 0 % changes nothing, 100 % is all of it"), 100.0
)
NEW_LAYER = Parameter(
    "new-layer",
    "boolean",
    _("Put the result on a _new layer"),
    _("Leave this layer as it is and add one with the look"),
    False,
)
THIS_LAYER, LIVE_FILTER = "this", "live-filter"
OUTPUT = Parameter(
    "output",
    "choice",
    _("Ap_ply to"),
    _("Change this layer, or leave it as it is and add one above; a look layer remembers its look and can be edited"),
    THIS_LAYER,
    choices=(
        (THIS_LAYER, _("This layer")),
        ("new-layer", _("A new layer")),
        ("look-layer", _("A look layer")),
        (LIVE_FILTER, _("A live filter")),  # only where there is an operation for it
    ),
)
OWN_NUMBERS = Parameter(
    "own-numbers",
    "boolean",
    _("_Ignore the color profile"),
    _("Look the image's own numbers up instead of converting them to sRGB, for which looks are made, and back"),
    False,
)
LOOK = Parameter(
    "look", "string", _("Loo_k"), _("The look's id, for example leica-authentic; empty to use the LUT file"), ""
)
LUT_FILE = Parameter(
    "lut-file", "any-file", _("LUT _file"), _("A LUT file of any known format to apply instead of a look"), None
)

IMAGES = Parameter(
    "images", "images", _("_Images"), _("The images to change; all that are open if none is named"), None
)

CROP = Parameter(
    "crop",
    "boolean",
    _("Crop the i_mage to {ratio}"),
    _("Cut the image to the look's own format, as a step of its own to undo"),
    False,
)
# Finishing steps with an amount: the key in the catalog, which is the procedure's argument and the engine's, too.
FINISHES = {
    "vignette": (_("_Vignette"), _("Darken the corners, as the camera's lens does, in percent")),
    "grain": (_("_Grain"), _("Add film grain, strongest in middle tones, in percent")),
    "glow": (_("Glo_w"), _("Let highlights spread a little of their light, in percent")),
}
AUTO = "auto"
SCENES = ((AUTO, _("As the picture shows")), ("day", _("Day")), ("indoor", _("Indoors")), ("night", _("Night")))
SCENE = Parameter(
    "scene",
    "choice",
    _("Sc_ene"),
    _("Some looks have a rendering for each kind of light; by default the picture's own light decides"),
    AUTO,
    choices=SCENES,
)


def finish(name: str, default: float) -> Parameter:
    """How much of a finishing step, in percent; the default is the look's own amount."""
    label, blurb = FINISHES[name]
    low = min(default, 0.0)
    return Parameter(
        name, "double", label, blurb + (_("; -1 for the look's own amount") if low < 0 else ""), default, low
    )


BROWSED = (LOOK, STRENGTH, SCENE, *(finish(name, 0.0) for name in FINISHES))


def crop(ratio: str = "") -> Parameter:
    """Whether to crop; the ratio is as in 65:24, and empty for looks of any, and of none."""
    label = CROP.label.format(ratio=ratio) if ratio else _("Crop the i_mage to the look's format")
    return replace(CROP, label=label)


@dataclass(frozen=True)
class Action:
    """A procedure of the editor.

    look: its entry in the catalog; None for the procedure that takes any look or LUT file, and for those
    that make a look, which have a ``way`` of creations.py.
    """

    procedure: str
    title: str
    blurb: str
    help: str
    parameters: tuple[Parameter, ...]
    label: str | None = None
    menu: str | None = None
    look: dict[str, Any] | None = None
    gray: bool = False  # whether it can work on grayscale images
    way: str | None = None


def apply_action(looks: Iterable[str] = ()) -> Action:
    """For scripts.  looks: the ids that its documentation names."""
    own_amounts = [finish(name, LOOKS_OWN) for name in FINISHES]
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
        parameters=(*BROWSED, OUTPUT, crop(), OWN_NUMBERS),
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
        parameters=tuple(output if each is OUTPUT else each for each in one.parameters if each.name != CROP.name),
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
    finishing = [finish(name, round(100 * look[name], 1)) for name in FINISHES if look.get(name) is not None]
    if look.get("crop"):
        finishing.append(crop(look["crop"]))
    title = title_of(look)
    return Action(
        procedure=f"{PREFIX}-{look['id']}",
        title=title,
        blurb=look["character"],
        help=" ".join(filter(None, (f"{title}.", look["character"], basis(look), needs, TRADEMARKS))),
        parameters=(STRENGTH, *scene, *finishing, NEW_LAYER, OWN_NUMBERS),
        label=_("{look}…").format(look=look["name"]),
        menu=f"{MENU}/{look['maker']}",
        look=look,
        gray=gray,
    )


def title_of(look: dict[str, Any]) -> str:
    return f"{look['maker']} · {look['name']}"


def basis(look: dict[str, Any]) -> str:
    """What a look rests on, as a sentence; nothing where it does not say."""
    return _("Based on: {basis}.").format(basis=look["rests_on"]) if look["rests_on"] else ""


def localized(look: dict[str, Any]) -> dict[str, Any]:
    """A look's entry in the user's language: its names stay, what is said of it is looked up."""
    said = {key: _(look[key]) for key in ("character", "rests_on")}
    folder, *pack = look["maker"].split(" · ")  # the user's own folder has a name to look up; partnerships have none
    return {**look, **said, "maker": " · ".join((_(folder), *pack))}


def follows_the_picture(look: dict[str, Any] | None) -> bool:
    """Whether a look depends on what the picture shows, so that the engine needs a thumbnail."""
    return look is not None and bool(look.get("variants") or look.get("glow"))


def look_actions(*catalogs: Path) -> list[Action]:
    """The looks of all catalogs that there are and can be understood.

    GIMP shows nothing at all of a plug-in that fails while it is queried: a broken catalog hides its own looks only.
    """
    found: list[Action] = []
    for catalog in catalogs:
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            status = catalog.stat()
            found += _look_actions(catalog, (status.st_size, status.st_mtime_ns, status.st_ino))
    return found


@lru_cache(maxsize=4)
def _look_actions(catalog: Path, stamp: tuple[int, ...]) -> tuple[Action, ...]:
    """Kept as long as the file is the same: a dialog asks at every change."""
    looks = json.loads(catalog.read_text(encoding="utf-8"))["looks"]
    taken: dict[str | None, set[str]] = defaultdict(set)
    found = (look_action(localized(look)) for look in looks)
    return tuple(replace(each, label=with_mnemonic(each.label or "", taken[each.menu])) for each in found)


def with_mnemonic(label: str, taken: set[str]) -> str:
    """A menu entry's label with a letter to press, one that no entry above it has: the first of a word if it can be."""
    starts = [match.start() for match in re.finditer(r"\b[^\W_]", label)]
    inside = [index for index, letter in enumerate(label) if letter.isalnum()]
    for place in (*starts, *inside):
        if label[place].casefold() not in taken:
            taken.add(label[place].casefold())
            before, after = (part.replace("_", "__") for part in (label[:place], label[place:]))
            return f"{before}_{after}"
    return label.replace("_", "__")


def load(*catalogs: Path) -> dict[str, Action]:
    """Every action by its procedure's name."""
    from .creations import CREATIONS
    from .own_actions import OWN_ACTIONS

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
