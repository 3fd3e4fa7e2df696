"""What our gimpfu has of the original: docs/gimpfu-coverage.md, made by ``python docs/gimpfu_coverage.py``.

gimpfu_names.txt lists the original's names, from the tables of methods and attributes in GIMP 2.10.34's source
(plug-ins/pygimp); constants are compared with the library itself, by tests/gimpfu/test_enums.py.
"""

from __future__ import annotations

import importlib
import sys
from itertools import groupby
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parent
PAGE, NAMES = DOCS / "gimpfu-coverage.md", DOCS / "gimpfu_names.txt"
sys.path.insert(0, str(DOCS.parent / "plugin/gimpfu"))

from gimp_backends.memory import Memory
from gimp_backends.memory import calls as done

INTRODUCTION = """\
# What gimpfu for Python 3 has of the original

<!-- Made by docs/gimpfu_coverage.py from the code: change that. -->

The modules in [plugin/gimpfu](../plugin/gimpfu) run plug-ins that were written for GIMP 2.10's own Python, once they
are Python 3: most need `2to3`, and some a change that `2to3` does not make,
[listed below](#what-it-takes-to-run-a-script-for-python-2). Every name of the original is here; the few that raise
`NotImplementedError`, naming themselves, are listed. All constants are there.

| module, class | names | covered | raises |
| --- | ---: | ---: | --- |
"""

PROCEDURES = """
## Procedures

In GIMP 2.10 `pdb` has every procedure that the running GIMP has. The GIMP in memory does {done} of GIMP's own {all},
listed here. It answers the others, and those of GIMP's plug-ins, with a value of the right type (0, an empty list, a
layer without content), changes nothing, and lists them on stderr when the process ends. The scripts in
[tests/gimpfu/agreement](../tests/gimpfu/agreement) run in both, and what they see agrees to one level of 255. Not
imitated are scaling with interpolation (it is the mean of pixels here) and the soft edges of ellipses.

{groups}
## What it takes to run a script for Python 2

First the syntax of Python 3: `2to3 -w script.py`, which comes with Python up to 3.12. Of 155 public scripts that are
valid Python 3 after that, 21 stopped with an error of Python's, as the same words mean something else there. Some of
that is taken now, in the last paragraph. What to change:

| error | in the script | instead |
| --- | --- | --- |
| `list indices must be integers or slices, not float` | `names[count / 2]` | `names[count // 2]` |
| `can only concatenate str (not "bytes") to str` | `line = ""`, then `line += data[0:3]` | `line = b""` |
| `sequence item 0: expected str instance, bytes found` | `"".join(pixels)` | `b"".join(pixels)` |
| `a bytes-like object is required, not 'str'` | `open(path, "wb").write(text)` | `open(path, "w")`, or bytes |
| `'array.array' object has no attribute 'tostring'` | `pixels.tostring()` | `pixels.tobytes()` |
| `'<' not supported between instances of 'NoneType' and 'int'` | `if value < 1` | `if value is None or value < 1` |
| `sort() takes no positional arguments` | `names.sort(compare)` | `names.sort(key=functools.cmp_to_key(compare))` |
| `exceptions must derive from BaseException` | `raise "text"` | `raise RuntimeError("text")` |
| `No module named 'gtk'` | widgets of GTK 2 | parameters of `register`, which get a dialog |

Without an error, and wrong: `1 / 4 * width`, which was 0; `pixel[0] == "\\0"`, as a component is a number. What needs
no change: `from gimpfu import *` brings `xrange`, `unicode`, `long`, `raw_input`, `unichr`, `basestring`, `reduce`,
`apply`, `cmp`, `file`, a `range` that takes `width / 2`, and an `ord` that takes a component. Pixels can be joined with
characters and placed at `width / 2`, whole numbers of procedures may be fractions, and `gettext.install` takes
Python 2's `unicode`, which `2to3` renames `str`.
"""


def samples() -> dict[str, Any]:
    """An object of each class of gimp's, for what only objects have."""
    Memory()
    import gimp
    from gimpenums import RGB, RGB_IMAGE

    image = gimp.Image(8, 8, RGB)
    layer, group = gimp.Layer(image, "Layer", 8, 8, RGB_IMAGE), gimp.GroupLayer(image)
    image.add_layer(layer)
    vectors = gimp.Vectors(image, "Path")
    things = [
        image,
        layer,
        group,
        gimp.Channel(image, "Channel", 8, 8, 100.0, "red"),
        vectors,
        gimp.Parasite("p", 0, b""),
    ]
    things += [
        layer.get_tile(False, 0, 0),
        layer.get_pixel_rgn(0, 0, 8, 8),
        gimp.PixelFetcher(layer),
        gimp.pdb.gimp_quit,
    ]
    things.append(gimp.VectorsBezierStroke.new_moveto(vectors, 0, 0))
    found = {f"gimp.{type(thing).__name__}": thing for thing in things}
    return {**found, "gimp.Item": layer, "gimp.Drawable": layer, "gimp.pdb": gimp.pdb}


def found(name: str, objects: dict[str, Any]) -> Any:
    group, _, last = name.rpartition(".")
    if group in objects:
        return getattr(objects[group], last)
    module, *parts = name.split(".")
    thing = importlib.import_module(module)
    for part in parts:
        thing = getattr(thing, part)
    return thing


def names() -> list[str]:
    return NAMES.read_text(encoding="utf-8").split()


def rows() -> list[tuple[str, int, list[str]]]:
    """Every module and class with how many names the original has, and those that raise here."""
    objects = samples()
    parts = sorted((name.rpartition(".")[::2] for name in names()), key=lambda pair: pair[0])
    listed = []
    for group, pairs in groupby(parts, key=lambda pair: pair[0]):
        members = [member for _, member in pairs]
        raising = [member for member in members if hasattr(found(f"{group}.{member}", objects), "missing_because")]
        listed.append((group, len(members), raising))
    return listed


def procedure_groups(memory: Memory) -> tuple[dict[str, list[str]], int, int]:
    """What memory does, by the first two words of the names; how many that are of GIMP's own, and how many it has."""
    old = set(memory._old_names)
    own = {name for name, known in memory._known.items() if known.procedure.kind == 0 and name not in old}
    does = {*done.READS, *done.CHANGES, *memory._settings}
    does |= {"gimp-procedural-db-query", "gimp-procedural-db-proc-exists"}
    groups: dict[str, list[str]] = {}
    for name in sorted(does):
        groups.setdefault("-".join(name.split("-")[:2]), []).append(name)
    return groups, len(does & own), len(own)


def page() -> str:
    memory = Memory()
    lines = []
    for group, count, raising in rows():
        raises = "all" if len(raising) == count else ", ".join(f"`{name}`" for name in raising)
        lines.append(f"| `{group}` | {count} | {count - len(raising)} | {raises} |")
    groups, does, own = procedure_groups(memory)
    listed = "".join(f"- {', '.join(f'`{name}`' for name in members)}\n" for members in groups.values())
    return INTRODUCTION + "\n".join(lines) + "\n" + PROCEDURES.format(done=does, all=own, groups=listed)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
