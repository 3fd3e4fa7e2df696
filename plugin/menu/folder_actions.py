"""The menu's entries for the folder of the user's own looks, declared once."""

from __future__ import annotations

from ..language import _
from .action import MENU, PREFIX, Action
from .parameters import Parameter

FILES = Parameter(
    "files", "strings", _("_Files"), _("Paths of the files: LUTs of any known format, packs (.zip), recipes"), None
)

OWN_ACTIONS = (
    Action(
        procedure=f"{PREFIX}-import",
        title=_("Import LUTs"),
        blurb=_("Make looks of your own from LUT files, packs of them and recipes"),
        help=_(
            "They are copied into the folder of your looks, a pack into one of its own; nothing that is there is "
            "replaced. They are in Browse Looks at once and in the menu at GIMP's next start."
        ),
        parameters=(FILES,),
        label=_("_Import LUTs…"),
        menu=MENU,
        way="import",
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
)
