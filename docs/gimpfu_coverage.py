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

from gimp_in_memory import Memory
from gimp_in_memory import calls as done

INTRODUCTION = """\
# Coverage of gimpfu for Python 3

<!-- Made by docs/gimpfu_coverage.py from the code: change that. -->

The modules in [plugin/gimpfu](../plugin/gimpfu) run plug-ins that were written for GIMP 2.10's own Python, once they
are Python 3. Most need `2to3`, and some need
[a change that `2to3` does not make](#what-to-change-in-a-script-for-python-2).
Every name of the original exists, and all constants. The few names that raise `NotImplementedError` are listed.

| module, class | names | covered | raises |
| --- | ---: | ---: | --- |
"""

PROCEDURES = """
## Procedures

In GIMP 2.10, `pdb` has every procedure of the running GIMP. The GIMP in memory performs {done} of GIMP's own {all},
which are listed here. For the others, and for those of GIMP's plug-ins, it returns a value of the right type (0, an
empty list, a layer without content) and changes nothing; when the process ends, it lists them on stderr. The
[scripts that compare](../tests/gimpfu/in_memory/agreement) run in both GIMPs, and their results agree to one level of
255. Two things are not imitated: scaling with interpolation (here it is the mean of pixels), and the soft edges of
ellipses.

{groups}
## What to change in a script for Python 2

First convert the syntax: `2to3 -w script.py`, which comes with Python up to 3.12. Of 155 public scripts that are valid
Python 3 after that, 21 stopped with an error, as the same words mean something else in Python 3. Some of these cases
work now; the last paragraph lists them. What to change:

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

Two things run without an error and give a wrong result: `1 / 4 * width`, which was 0 in Python 2, and
`pixel[0] == "\\0"`, since a component is a number in Python 3.

These need no change. `from gimpfu import *` brings `xrange`, `unicode`, `long`, `raw_input`, `unichr`, `basestring`,
`reduce`, `apply`, `cmp`, `file`, a `range` that takes `width / 2`, and an `ord` that takes a component. Pixels can be
joined with characters and placed at `width / 2`. Arguments of procedures that are whole numbers may be fractions.
`gettext.install` takes Python 2's `unicode`, which `2to3` renames `str`.
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
