# Written by docs/gimpfu_stubs.py: change the code, or that.

import gettext as gettext
import math as math
from collections.abc import Callable, Sequence
from typing import Any, Final

import gimp as gimp
import gimpcolor as gimpcolor
from gimp import pdb as pdb
from gimpenums import *
from gimpfu._python2 import *

PF_INT8: Final = 2
PF_INT16: Final = 1
PF_INT32: Final = 0
PF_INT: Final = 0
PF_FLOAT: Final = 3
PF_STRING: Final = 4
PF_VALUE: Final = 4
PF_COLOR: Final = 10
PF_COLOUR: Final = 10
PF_ITEM: Final = 11
PF_DISPLAY: Final = 12
PF_IMAGE: Final = 13
PF_LAYER: Final = 14
PF_CHANNEL: Final = 15
PF_DRAWABLE: Final = 16
PF_VECTORS: Final = 19
PF_TOGGLE: Final = 1000
PF_BOOL: Final = 1000
PF_SLIDER: Final = 1001
PF_SPINNER: Final = 1002
PF_ADJUSTMENT: Final = 1002
PF_FONT: Final = 1003
PF_FILE: Final = 1004
PF_BRUSH: Final = 1005
PF_PATTERN: Final = 1006
PF_GRADIENT: Final = 1007
PF_RADIO: Final = 1008
PF_TEXT: Final = 1009
PF_PALETTE: Final = 1010
PF_FILENAME: Final = 1011
PF_DIRNAME: Final = 1012
PF_OPTION: Final = 1013

class error(RuntimeError):
    pass

def register(proc_name: str, blurb: str, help: str, author: str, copyright: str, date: str, label: str | None, imagetypes: str | None, params: Sequence[tuple[Any, ...]], results: Sequence[tuple[Any, ...]], function: Callable[..., Any], menu: str | None=..., domain: Any=..., on_query: Callable[[], Any] | None=..., on_run: Callable[[], Any] | None=..., run_mode_param: bool=...) -> None: ...

def main() -> None: ...

def fail(msg: str) -> None: ...

def N_(message: str) -> str: ...
