"""The menu's entries for making looks of one's own, declared once."""

from __future__ import annotations

from ..language import _, without_key
from .action import MENU, PREFIX, Action
from .parameters import Parameter

CREATE = _("Create")
HERE = _("The look is tried on your picture, then saved in your own folder; the picture stays as it is.")

NAME = Parameter("name", "string", _("_Name"), _("What the look is called in menus and lists"), "")
EXPORT = Parameter(
    "export",
    "save-file",
    _("E_xport to"),
    _("Write the LUT to this file, too; the ending of its name says the format"),
    None,
)
BEFORE = Parameter("before", "layer", _("_Before"), _("The layer with the picture as it was"), None)
AFTER = Parameter("after", "layer", _("_After"), _("The layer with the same picture in the look that is wanted"), None)
BEFORE_FILE = Parameter(
    "before-file", "file", _("Before, from a _file"), _("A picture file instead of the layer"), None
)
AFTER_FILE = Parameter("after-file", "file", _("After, from a f_ile"), _("A picture file instead of the layer"), None)
REFERENCE = Parameter("reference", "file", _("Re_ference"), _("A photograph whose colors you like"), None)
DEGREE = Parameter(
    "degree", "double", _("Ho_w far"), _("How far towards the reference: 0 % not at all, 100 % all the way"), 80.0
)
KEEP_LOCAL_TONE = Parameter(
    "keep-local-tone",
    "boolean",
    _("_Keep the local tone"),
    _(
        "The look also lifts shadows and holds skies as was found; without it, the look is a table of colors alone. "
        "No matter where no local tone was found"
    ),
    True,
)
LOOK_FILE = Parameter(
    "file", "file", _("_File"), _("A recipe (.toml), or a LUT of any format that Camera Looks reads"), None
)
PHOTOS = Parameter(
    "files",
    "strings",
    _("_Files"),
    _("Paths of raw files, and of the phone's own pictures beside them; or of folders with such files"),
    None,
)
LEVEL = Parameter(
    "level",
    "integer",
    _("Le_vel"),
    _("The picture holds (level × level)³ colors: 8 is usual, 6 small, 12 fine"),
    8,
    2,
    16,
)
BITS = Parameter(
    "bits", "choice", _("_Precision"), _("Of the picture"), "16", choices=(("8", _("8 bits")), ("16", _("16 bits")))
)


# The way, the procedure, the label, what it does, more about that, and its settings.
Row = tuple[str, str, str, str, str, tuple[Parameter, ...]]
ROWS: tuple[Row, ...] = (
    (
        "photos",
        "create-from-photos",
        _("From _Your Phone's Photos…"),
        _("Learn the look of your own phone or camera from its raw files"),
        _(
            "A raw file (DNG and others) is compared with the phone's own picture, a JPEG or HEIC file of the same "
            "name, or the one inside the raw file. The more photographs, the surer the look."
        ),
        (PHOTOS, NAME, EXPORT, KEEP_LOCAL_TONE),
    ),
    (
        "pairs",
        "create-from-layers",
        _("From _Before and After…"),
        _("Make a look from a picture before and after it was developed"),
        _("The two may differ in size, crop and some pixels of place; they must show the same.") + f" {HERE}",
        (BEFORE, AFTER, BEFORE_FILE, AFTER_FILE, NAME, EXPORT, KEEP_LOCAL_TONE),
    ),
    (
        "effects",
        "create-from-effects",
        _("From This Layer's _Effects…"),
        _("Make a look from the layer's own non-destructive effects"),
        _("Color effects become a look; one that looks at neighbors or at the place, such as a blur, can't.")
        + f" {HERE}",
        (NAME, EXPORT),
    ),
    (
        "reference",
        "create-from-reference",
        _("From a _Reference Photo…"),
        _("Make a look that brings this picture's colors towards those of another"),
        _("The other picture need not show the same.") + f" {HERE}",
        (REFERENCE, DEGREE, NAME, EXPORT),
    ),
    (
        "file",
        "create-from-file",
        _("From a Recipe or _LUT File…"),
        _("Add a recipe or a LUT file to your own looks"),
        HERE,
        (LOOK_FILE, NAME, EXPORT),
    ),
    (
        "hald",
        "create-from-hald",
        _("From This _Hald Picture…"),
        _("Make a look from a Hald picture that was edited"),
        _("Make the picture with New Hald Picture, change its colors in any program, and open it again.") + f" {HERE}",
        (NAME, EXPORT),
    ),
    (
        "new-hald",
        "new-hald",
        _("New Hald _Picture…"),
        _("Open a picture that holds every color once"),
        _("Change its colors here or in any other program, then make a look from it."),
        (LEVEL, BITS),
    ),
    (
        "new-recipe",
        "new-recipe",
        _("New Re_cipe…"),
        _("Start a recipe, a text file of steps, in your own folder"),
        _("The file explains itself; what you save in it is a look at once."),
        (NAME,),
    ),
)
CREATIONS = tuple(
    Action(
        procedure=f"{PREFIX}-{procedure}",
        title=without_key(label).removesuffix("…").strip(),  # some languages have a space there
        blurb=blurb,
        help=f"{blurb}. {help}",
        parameters=parameters,
        label=label,
        menu=f"{MENU}/{CREATE}",
        way=way,
    )
    for way, procedure, label, blurb, help, parameters in ROWS
)
