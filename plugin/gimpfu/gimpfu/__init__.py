"""The original's gimpfu: `register` a function and its parameters, then `main()`; the rest is done here.

`from gimpfu import *` brings register, main, fail, the PF_ types, every constant of gimpenums, `gimp` and `pdb`, and,
as the original happened to, `gimpcolor`, `gettext` and `math`.
"""

from __future__ import annotations

import gettext
import math
from functools import partial as _partial
from typing import Any, Callable, NamedTuple, Sequence

import gimp
import gimpcolor
from gimp import pdb
from gimp._errors import CancelError
from gimp._values import made as _made
from gimp._values import plain as _plain
from gimp_backends import current as _backend
from gimp_backends.contract import Field as _Field
from gimp_backends.fields import (
    PDB_TYPE as _PDB_TYPE,
)
from gimp_backends.fields import (
    PF_ADJUSTMENT,
    PF_BOOL,
    PF_BRUSH,
    PF_CHANNEL,
    PF_COLOR,
    PF_COLOUR,
    PF_DIRNAME,
    PF_DISPLAY,
    PF_DRAWABLE,
    PF_FILE,
    PF_FILENAME,
    PF_FLOAT,
    PF_FONT,
    PF_GRADIENT,
    PF_IMAGE,
    PF_INT,
    PF_INT8,
    PF_INT16,
    PF_INT32,
    PF_ITEM,
    PF_LAYER,
    PF_OPTION,
    PF_PALETTE,
    PF_PATTERN,
    PF_RADIO,
    PF_SLIDER,
    PF_SPINNER,
    PF_STRING,
    PF_TEXT,
    PF_TOGGLE,
    PF_VALUE,
    PF_VECTORS,
)
from gimpenums import *
from gimpenums import PDB_DRAWABLE, PDB_IMAGE, PDB_INT32, PDB_STRING, PLUGIN, RUN_INTERACTIVE, RUN_WITH_LAST_VALS

from gimpfu._python2 import *


class error(RuntimeError):
    """A registration that cannot be, or what `fail` said."""


class _Script(NamedTuple):
    """A registration."""

    blurb: str
    help: str
    author: str
    copyright: str
    date: str
    label: str | None
    image_types: str | None
    parameters: tuple[tuple[Any, ...], ...]
    results: tuple[tuple[Any, ...], ...]
    function: Callable[..., Any]
    menu: str | None
    domain: Any
    on_query: Callable[[], Any] | None
    on_run: Callable[[], Any] | None
    has_run_mode: bool


_registered_plugins_: dict[str, _Script] = {}

_PREFIXES = tuple(
    f"{prefix}{mark}" for prefix in ("python", "extension", "plug-in", "plug_in", "file") for mark in "-_"
)
# Fields that show what is chosen in GIMP unless a script has a default.
_CHOSEN = {PF_FONT: "font", PF_BRUSH: "brush", PF_PATTERN: "pattern", PF_GRADIENT: "gradient", PF_PALETTE: "palette"}
_IMAGE = [(PDB_IMAGE, "image", "Input image", None), (PDB_DRAWABLE, "drawable", "Input drawable", None)]
_FILE = [(PDB_STRING, "filename", "The name of the file", ""), (PDB_STRING, "raw-filename", "The name of the file", "")]


def register(
    proc_name: str,
    blurb: str,
    help: str,
    author: str,
    copyright: str,
    date: str,
    label: str | None,
    imagetypes: str | None,
    params: Sequence[tuple[Any, ...]],
    results: Sequence[tuple[Any, ...]],
    function: Callable[..., Any],
    menu: str | None = None,
    domain: Any = None,
    on_query: Callable[[], Any] | None = None,
    on_run: Callable[[], Any] | None = None,
    run_mode_param: bool = True,
) -> None:
    """Describe a procedure that `main` tells GIMP of.

    params: (type, name, description, default[, extra]), with the PF_ types; results: (type, name, description).
    menu: the menu's path; without it, the label is the whole path, as scripts of GIMP 2.2 have it, and for `<Image>`
    (`<Save>`, `<Load>`) the image and drawable (and file names) come before the parameters by themselves.
    """
    _check(proc_name, params, results)
    if not proc_name.startswith(_PREFIXES):
        proc_name = f"python-fu-{proc_name}"
    parameters = list(params)
    if menu is None and label:
        menu, _, label = label.rpartition("/")
        if menu.startswith("<Load>"):
            parameters[:0] = _FILE
        elif menu.startswith("<Image>"):
            parameters[:0] = _IMAGE
        elif menu.startswith("<Save>"):
            parameters[:0] = _IMAGE + _FILE
    _registered_plugins_[proc_name] = _Script(
        blurb,
        help,
        author,
        copyright,
        date,
        label,
        imagetypes,
        tuple(map(tuple, parameters)),
        tuple(map(tuple, results)),
        function,
        menu or None,
        domain,
        on_query,
        on_run,
        run_mode_param,
    )


def _check(proc_name: str, params: Sequence[tuple[Any, ...]], results: Sequence[tuple[Any, ...]]) -> None:
    def is_name(text: str) -> bool:
        return text.replace("_", "").replace("-", "").isalnum() and text.isascii()

    if not is_name(proc_name):
        raise error(f"procedure name contains illegal characters: {proc_name!r}")
    for what, some, length in (("parameter", params, 4), ("result", results, 3)):
        for entry in some:
            if len(entry) < length:
                raise error(f"{what} definition must contain at least {length} elements ({len(entry)} given: {entry})")
            if entry[0] not in _PDB_TYPE:
                raise error(f"{what} types must be integers, PF_ constants: {entry[0]!r} of {entry[1]!r} is none")
            if not is_name(entry[1]):
                raise error(f"{what} name contains illegal characters: {entry[1]!r}")


def _query(scripts: dict[str, _Script]) -> None:
    def plain(some: Sequence[tuple[Any, ...]]) -> list[tuple[int, str, str]]:
        return [(_PDB_TYPE[entry[0]], entry[1], (entry[2] or "").replace("_", "")) for entry in some]

    for name, script in scripts.items():
        parameters = plain(script.parameters)
        if script.has_run_mode:
            parameters.insert(
                0, (PDB_INT32, "run-mode", "The run mode { RUN-INTERACTIVE (0), RUN-NONINTERACTIVE (1) }")
            )
        if script.domain:
            gimp.domain_register(*_domain(script.domain))
        about = script.blurb, script.help, script.author, script.copyright, script.date
        gimp.install_procedure(
            name, *about, script.label, script.image_types, PLUGIN, parameters, plain(script.results)
        )
        if script.menu:
            gimp.menu_register(name, script.menu)
        if script.on_query:
            script.on_query()


def _domain(domain: Any) -> tuple[str, ...]:
    return (domain,) if isinstance(domain, str) else tuple(domain)


def _translated(text: str, domain: Any) -> str:
    if not text or not domain:
        return text
    return gettext.translation(*_domain(domain), fallback=True).gettext(text)


# Running.


def _run(scripts: dict[str, _Script], proc_name: str, params: tuple[Any, ...]) -> Any:
    """Call the function with what GIMP gave, the last values, or what the user fills in, as the run mode has it."""
    script = scripts[proc_name]
    if not script.has_run_mode:
        return script.function(*params)
    run_mode, given = params[0], params[1:]
    if run_mode not in (RUN_INTERACTIVE, RUN_WITH_LAST_VALS):
        return script.function(*given)
    given = _right(given, script)
    if len(given) < len(script.parameters):
        missing = (_asked if run_mode == RUN_INTERACTIVE else _last)(proc_name, script, len(given))
        given = (*given, *missing)
        if run_mode == RUN_INTERACTIVE:
            _set_defaults(proc_name, given)
    result = script.function(*given)
    gimp.displays_flush()
    return result


def _right(given: tuple[Any, ...], script: _Script) -> tuple[Any, ...]:
    """The values up to the first that is none: a menu entry gives the image and the drawable only."""
    for i, (value, parameter) in enumerate(zip(given, script.parameters)):
        if (value is None and _PDB_TYPE[parameter[0]] != PDB_STRING) or not _is_of(value, parameter[0]):
            return given[:i]
    return given


def _is_of(value: Any, kind: int) -> bool:
    try:
        _plain(value, _PDB_TYPE[kind])
    except TypeError:
        return False
    return value is not None


def _key(proc_name: str) -> str:
    return f"python-fu-save--{proc_name}"


def _get_defaults(proc_name: str, script: _Script) -> list[Any]:
    """The values of the last run in this session, else those of the registration."""
    from gimpshelf import shelf

    defaults = [parameter[3] for parameter in script.parameters]
    if not shelf.has_key(_key(proc_name)):
        return defaults
    last = list(shelf[_key(proc_name)])
    return last if len(last) == len(defaults) else defaults


def _set_defaults(proc_name: str, defaults: Sequence[Any]) -> None:
    from gimpshelf import shelf

    shelf[_key(proc_name)] = tuple(defaults)


def _last(proc_name: str, script: _Script, start: int) -> list[Any]:
    return _get_defaults(proc_name, script)[start:]


def _asked(proc_name: str, script: _Script, start: int) -> list[Any]:
    """What the user fills in, or CancelError."""
    parameters = script.parameters[start:]
    if script.on_run:
        script.on_run()
    fields = [_field(parameter) for parameter in parameters]
    values = [_shown(value, field) for value, field in zip(_get_defaults(proc_name, script)[start:], fields)]
    title = (script.label or proc_name).replace("_", "").rstrip(".… ")
    answers = _backend().ask(proc_name, title, _translated(script.blurb, script.domain), fields, values)
    if answers is None:
        raise CancelError
    return [_answer(answer, field) for answer, field in zip(answers, fields)]


def _field(parameter: tuple[Any, ...]) -> _Field:
    kind, name, label, default, *extra = parameter
    if kind == PF_RADIO:
        wanted = tuple(map(tuple, extra[0])) if extra else (("Yes", 1), ("No", 0))
    elif kind == PF_OPTION:
        wanted = tuple(extra[0]) if extra else ()
    elif kind in (PF_SLIDER, PF_SPINNER):
        wanted = tuple(extra[0]) if extra else (0, 100, 5)
    else:
        wanted = None
    field = _Field(kind, name, label or name, default, wanted)
    return field._replace(default=_shown(default, field))


def _shown(value: Any, field: _Field) -> Any:
    """A value of the script as the dialog takes it."""
    if field.type == PF_TOGGLE:
        return bool(value)
    if field.type == PF_RADIO:
        return value
    if field.type in (PF_SLIDER, PF_SPINNER):
        return float(value or 0)
    if field.type == PF_COLOR:
        return _plain((1.0, 0.0, 0.0) if value is None else value, field.type)
    if field.type in _CHOSEN and not value:
        return pdb[f"gimp-context-get-{_CHOSEN[field.type]}"]()
    if _PDB_TYPE[field.type] == PDB_STRING:
        return "" if value is None else str(value)
    return _plain(
        0 if value is None and field.type in (PF_INT, PF_INT16, PF_INT8, PF_OPTION, PF_FLOAT) else value,
        _PDB_TYPE[field.type],
    )


def _answer(value: Any, field: _Field) -> Any:
    """What the dialog answered, as the function takes it; a spinner of whole numbers answers one."""
    if field.type == PF_SPINNER:
        lower, _, step = field.extra[:3]
        return int(value) if float(step).is_integer() and float(lower).is_integer() and step else value
    if field.type in (PF_TOGGLE, PF_RADIO):
        return value
    return _made(value, _PDB_TYPE[field.type])


def main() -> None:
    """Be the plug-in that was registered; to be called once, after all registrations."""
    scripts = dict(_registered_plugins_)
    _registered_plugins_.clear()  # another script in this process, in a test, registers its own
    gimp.main(None, None, _partial(_query, scripts), _partial(_run, scripts))


def fail(msg: str) -> None:
    """Tell the user, and end with an error."""
    gimp.message(msg)
    raise error(msg)


def N_(message: str) -> str:
    """Mark a text for translation."""
    return message
