"""What a backend is: all that the modules above it (`gimp`, `gimpfu`, ...) know of a GIMP.

Nearly everything that the original's objects do is a procedure of GIMP's procedural database (the PDB), so a backend
is mainly `signature` and `call`; the few others are what is no procedure: pixels, the dialog, being a plug-in.

Values cross this border, in both directions, as plain Python:

| PDB type                                                           | Python                                  |
| ------------------------------------------------------------------ | --------------------------------------- |
| INT32, INT16, INT8, STATUS                                         | int                                     |
| FLOAT                                                              | float                                   |
| STRING                                                             | str; None is C's null pointer           |
| ITEM, DISPLAY, IMAGE, LAYER, CHANNEL, DRAWABLE, SELECTION, VECTORS | int: the id; -1 is none                 |
| COLOR                                                              | (red, green, blue, alpha): floats, 0..1 |
| PARASITE                                                           | `Parasite`                              |
| INT8ARRAY                                                          | bytes                                   |
| INT32ARRAY, INT16ARRAY, FLOATARRAY, STRINGARRAY, COLORARRAY        | list of int, float, str or COLOR        |

An array's length is a value of its own, before the array, as in the PDB; a backend refuses a length that the array
does not have.  Procedures are named as GIMP names them, with hyphens (`gimp-image-new`).
"""

from __future__ import annotations

from typing import Any, Callable, NamedTuple, Protocol, Sequence, Tuple

# Kinds of pixels, for `read` and `write`, beside the names of babl.
OWN = ""  # the drawable's own format, as it is stored (indexed: the indices)
OWN_8_BIT = "u8"  # its own components and color space at 8 bits each: what the original's regions hold
OWN_SPACE = "own "  # before a name of babl: in the drawable's own color space, so that nothing is converted

Area = Tuple[int, int, int, int]  # x, y, width, height


class Parasite(NamedTuple):
    name: str
    flags: int
    data: bytes


class Parameter(NamedTuple):
    """A parameter or a result of a procedure; `type` is a PDB_ constant."""

    type: int
    name: str
    description: str


class Procedure(NamedTuple):
    """A procedure as the PDB describes it; `kind` is one of INTERNAL 0, PLUGIN 1, EXTENSION 2, TEMPORARY 3.

    `label` (as in the menu, with underscore; None for no menu entry) and `image_types` ("RGB*, GRAY*") are what a
    plug-in tells when it installs a procedure; the PDB does not give them back, so `signature` leaves them None.
    """

    name: str
    blurb: str
    help: str
    author: str
    copyright: str
    date: str
    kind: int
    parameters: tuple[Parameter, ...]
    results: tuple[Parameter, ...]
    label: str | None = None
    image_types: str | None = None


class Field(NamedTuple):
    """A row of the dialog.  What `ask` returns for it, by `type` (`gimp_backends.fields`):

    INT8, INT16, INT32, OPTION: int;  FLOAT, SLIDER, SPINNER: float;  TOGGLE: bool;  COLOR: (red, green, blue, alpha);
    ITEM, DISPLAY, IMAGE, LAYER, CHANNEL, DRAWABLE, VECTORS: an id, -1 for none;  RADIO: the chosen value;  others: str.

    `extra` is the script's: (lower, upper, step) of SLIDER and SPINNER, ((label, value), ...) of RADIO, (label, ...) of
    OPTION; None for the rest.  `default` is the script's, in the same form as the answer (what "Reset" returns to).
    """

    type: int
    name: str
    label: str
    default: Any
    extra: Any = None


class PlugIn(NamedTuple):
    """What GIMP calls in a plug-in; None for what it does not have, and then GIMP is not told of it.

    `run(name, values) -> (status, results)` never raises; with an error status, the results are [the sentence].
    """

    init: Callable[[], None] | None
    quit: Callable[[], None] | None
    query: Callable[[], None] | None
    run: Callable[[str, list[Any]], tuple[int, list[Any]]]


class ProcedureError(Exception):
    """A procedure answered with another status than success; `str()` is GIMP's sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


class UnknownProcedure(LookupError):
    """There is no procedure of this name."""


class Backend(Protocol):
    def main(self, plug_in: PlugIn) -> int:
        """Be a plug-in: answer GIMP's query with what `query` installs, or its run with what `run` returns."""

    def signature(self, name: str) -> Procedure:
        """The procedure of this name, or UnknownProcedure.  Asked often: keep what GIMP answered."""

    def call(self, name: str, values: Sequence[Any]) -> list[Any]:
        """Run a procedure and return its results (without the status); ProcedureError for any status but success.

        Everything that is a procedure is done through here: progress (`gimp-progress-init` ...), `gimp-message`,
        menus (`gimp-plugin-menu-register`), queries (`gimp-procedural-db-query`), data of the session.
        """

    def install(self, procedure: Procedure) -> None:
        """Register a procedure of this plug-in; only within `query` and `init`."""

    def install_temporary(self, procedure: Procedure, run: Callable[[str, list[Any]], tuple[int, list[Any]]]) -> None:
        """Register a procedure that lasts as long as this process; `run` as in `PlugIn`."""

    def uninstall_temporary(self, name: str) -> None: ...

    def extension_ack(self) -> None:
        """Tell GIMP, which waits for it, that an extension is ready."""

    def extension_process(self, milliseconds: int) -> None:
        """Handle calls of temporary procedures: all that are waiting, or the next one within this time (0: forever)."""

    def setting(self, name: str) -> Any:
        """What libgimp knows without asking the PDB, by the name of the original's constant or function.

        str: directory, data_directory, locale_directory, sysconf_directory, plug_in_directory, progname, wm_class,
        display_name, icon_theme_dir;  int: tile_width, tile_height, shm_ID, check_size, check_type, min_colors,
        monitor_number, timestamp, user_time, default_display (an id);  bool: install_cmap, show_tool_tips,
        show_help_button;  float: gamma;  version: (major, minor, micro);  KeyError for another name.
        """

    def read(self, drawable: int, x: int, y: int, width: int, height: int, format: str, shadow: bool = False) -> bytes:
        """The pixels of a rectangle inside the drawable (or of its shadow buffer), row by row without gaps.

        `format` is OWN, OWN_8_BIT or a name of babl ("R'G'B'A float"), which means sRGB when it names no space.
        """

    def read_into(
        self, drawable: int, area: Area, format: str, into: Any, shadow: bool = False, stride: int = 0
    ) -> None:
        """As `read`, into a writable buffer that is there already; stride: bytes from row to row, 0 for no gaps."""

    def write(
        self, drawable: int, x: int, y: int, width: int, height: int, format: str, data: bytes, shadow: bool = False
    ) -> None:
        """The reverse of `read`; the next `call` (`gimp-drawable-merge-shadow` ...) finds the pixels in place."""

    def write_from(
        self, drawable: int, area: Area, format: str, data: Any, shadow: bool = False, stride: int = 0
    ) -> None:
        """The reverse of `read_into`."""

    def ask(
        self, procedure: str, title: str, blurb: str, fields: Sequence[Field], values: Sequence[Any]
    ) -> list[Any] | None:
        """Have the user fill the fields in, which show `values` at first (the last ones); None when they cancel.

        Never crashes for want of a toolkit: then a message tells what is missing, and the answer is `values`.
        """
