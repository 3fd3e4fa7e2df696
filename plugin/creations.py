"""The menu's entries for making looks of one's own, declared once."""

from __future__ import annotations

from .actions import MENU, PREFIX, Action, Parameter

CREATE_MENU = f"{MENU}/Create"
HERE = "The look is tried on your picture, then saved in your own folder; the picture stays as it is."

NAME = Parameter("name", "string", "_Name", "What the look is called in menus and lists", "")
EXPORT = Parameter(
    "export", "save-file", "E_xport to", "Write the LUT to this file, too; the ending of its name says the format", None
)
BEFORE = Parameter("before", "layer", "_Before", "The layer with the picture as it was", None)
AFTER = Parameter("after", "layer", "_After", "The layer with the same picture in the look that is wanted", None)
BEFORE_FILE = Parameter("before-file", "file", "Before, from a _file", "A picture file instead of the layer", None)
AFTER_FILE = Parameter("after-file", "file", "After, from a f_ile", "A picture file instead of the layer", None)
REFERENCE = Parameter("reference", "file", "Re_ference", "A photograph whose colors you like", None)
DEGREE = Parameter(
    "degree", "double", "Ho_w far", "How far towards the reference: 0 % not at all, 100 % all the way", 80.0
)
LOOK_FILE = Parameter("file", "file", "_File", "A recipe (.toml), or a LUT of any format that Camera Looks reads", None)
LEVEL = Parameter(
    "level", "integer", "Le_vel", "The picture holds (level × level)³ colors: 8 is usual, 6 small, 12 fine", 8, 2, 16
)
BITS = Parameter("bits", "choice", "_Precision", "Of the picture", "16", choices=(("8", "8 bits"), ("16", "16 bits")))


def creation(way: str, procedure: str, label: str, blurb: str, help: str, *parameters: Parameter) -> Action:
    return Action(
        procedure=f"{PREFIX}-{procedure}",
        title=label.replace("_", "").removesuffix("…"),
        blurb=blurb,
        help=f"{blurb}. {help}",
        parameters=parameters,
        label=label,
        menu=CREATE_MENU,
        way=way,
    )


CREATIONS = (
    creation(
        "pairs",
        "create-from-layers",
        "From _Before and After…",
        "Make a look from a picture before and after it was developed",
        "The two may differ in size, crop and some pixels of place; they must show the same. " + HERE,
        BEFORE,
        AFTER,
        BEFORE_FILE,
        AFTER_FILE,
        NAME,
        EXPORT,
    ),
    creation(
        "effects",
        "create-from-effects",
        "From This Layer's _Effects…",
        "Make a look from the layer's own non-destructive effects",
        "Color effects become a look; one that looks at neighbors or at the place, such as a blur, can't. " + HERE,
        NAME,
        EXPORT,
    ),
    creation(
        "reference",
        "create-from-reference",
        "From a _Reference Photo…",
        "Make a look that brings this picture's colors towards those of another",
        "The other picture need not show the same. " + HERE,
        REFERENCE,
        DEGREE,
        NAME,
        EXPORT,
    ),
    creation(
        "file",
        "create-from-file",
        "From a Recipe or _LUT File…",
        "Add a recipe or a LUT file to your own looks",
        HERE,
        LOOK_FILE,
        NAME,
        EXPORT,
    ),
    creation(
        "hald",
        "create-from-hald",
        "From This _Hald Picture…",
        "Make a look from a Hald picture that was edited",
        "Make the picture with New Hald Picture, change its colors in any program, and open it again. " + HERE,
        NAME,
        EXPORT,
    ),
    creation(
        "new-hald",
        "new-hald",
        "New Hald _Picture…",
        "Open a picture that holds every color once",
        "Change its colors here or in any other program, then make a look from it.",
        LEVEL,
        BITS,
    ),
    creation(
        "new-recipe",
        "new-recipe",
        "New Re_cipe…",
        "Start a recipe, a text file of steps, in your own folder",
        "The file explains itself; what you save in it is a look at once.",
        NAME,
    ),
)
