"""What the GIMP in memory does not do it answers with the right types, records, and tells when the process ends."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import gimp
import gimpenums as e
import gimpui
import pytest
from gimp import pdb
from gimp_backends import contract
from gimp_in_memory import Memory, answers
from gimp_in_memory.signatures import Known, check
from gimpcolor import RGB


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> Memory:
    monkeypatch.setattr(answers, "_told", Counter())  # not at the end of the tests
    return Memory()


def picture() -> tuple[Any, Any]:
    image = gimp.Image(6, 4)
    layer = image.new_layer("Layer")
    layer.get_pixel_rgn(0, 0, 6, 4)[:, :] = bytes(range(6 * 4 * 4))
    layer.flush()
    return image, layer


PLASMA = """
from gimpfu import *

def run(image, drawable):
    try:
        pdb.plug_in_plasma(image, drawable, 1, 2.0)
        pdb.plug_in_plasma(image, drawable, 2, 2.0)
    except:
        pass

register("plasma", "", "", "", "", "", "<Image>/P", "*", [], [], run)
main()
"""


def test_a_strict_memory_names_what_it_does_not_do(tmp_path: Path) -> None:
    memory = Memory(strict=True)
    image, layer = picture()
    with pytest.raises(NotImplementedError, match="the memory backend does not do 'plug-in-plasma'"):
        pdb.plug_in_plasma(image, layer, 1, 2.0)
    script = tmp_path / "plasma.py"
    script.write_text(PLASMA.replace("except:", "finally:"), encoding="utf-8")
    memory.load(script)
    with pytest.raises(NotImplementedError, match="'plug-in-plasma'"):
        pdb.python_fu_plasma(image, layer)
    assert not memory.answered
    for call in (gimp.export_image, gimp.progress_install, gimpui.ImageMenu):
        with pytest.raises(NotImplementedError, match=call.__name__):
            call()


def test_what_memory_does_not_do_is_answered_with_its_types(memory: Memory, tmp_path: Path) -> None:
    image, layer = picture()
    before = layer.get_pixel(2, 2)
    assert pdb.plug_in_gauss(image, layer, 5.0, 5.0, 0) is None and layer.get_pixel(2, 2) == before
    assert pdb.gimp_fonts_get_list("") == (0, ())
    assert pdb.gimp_brush_set_radius("Round", 7.5) == 7.5
    assert pdb.gimp_brush_rename("Round", "Square") == "Square"
    assert pdb.gimp_item_transform_rotate(layer, 0.5, True, 0, 0) == layer
    assert pdb.gimp_image_pick_color(image, layer, 1, 1, False, False, 0.0) == RGB(0, 0, 0)
    assert pdb.gimp_image_get_metadata(image) == "" and pdb.gimp_image_grid_get_spacing(image) == (0.0, 0.0)
    assert [type(one) for one in pdb.plug_in_tile(image, layer, 9, 9, True)] == [gimp.Image, gimp.Layer]
    floating = pdb.gimp_text_fontname(image, layer, 0, 0, "Text", 0, True, 12, 0, "Sans")
    assert floating.is_floating_sel and [item.name for item in image.layers] == ["gimp-text-fontname", layer.name]
    pdb.gimp_floating_sel_anchor(floating)
    text = pdb.gimp_text_fontname(image, None, 0, 0, "Text", 0, True, 12, 0, "Sans")
    assert image.layers == [text, layer] and not text.is_floating_sel
    loose = pdb.gimp_text_layer_new(image, "Text", "Sans", 12, 0)
    image.add_layer(loose)
    assert memory.undo_last(image) and memory.undo_last(image) and image.layers == [layer]
    photo = tmp_path / "photo.jpg"
    with pytest.raises(RuntimeError, match=r"Could not open '.*photo.jpg' for reading"):
        pdb.file_jpeg_load(str(photo), str(photo))
    photo.write_bytes(b"\xff\xd8\xff")
    for load in (pdb.file_jpeg_load, pdb.gimp_file_load):
        assert load(str(photo), str(photo)).active_layer.get_pixel(0, 0) == (255, 255, 255)
    assert memory.answered["gimp-text-fontname"] == 2 and memory.answered["plug-in-gauss"] == 1
    assert "gimp-image-width" not in memory.answered


def some_values() -> dict[int, Any]:
    """A plain value of each type; items are those of a new picture."""
    image, layer = picture()
    items = {"IMAGE": image, "LAYER": layer, "DRAWABLE": layer, "ITEM": layer}
    items |= {"CHANNEL": pdb.gimp_selection_save(image), "VECTORS": gimp.Vectors(image, "Path")}
    return {
        **answers.PLAIN,
        **{kind: make() for kind, make in answers.ARRAYS.items()},
        **{getattr(e, f"PDB_{kind}"): item.ID for kind, item in items.items()},
        **{e.PDB_DISPLAY: -1, e.PDB_PARASITE: contract.Parasite("p", 0, b"")},
    }


def test_every_known_procedure_answers_or_refuses(memory: Memory) -> None:
    """With small values of the right types, each gives what it says, or says as GIMP does why not."""
    answered = 0
    for name, known in list(memory._known.items()):
        some, values = some_values(), []
        for part, (lower, upper) in zip(known.procedure.parameters, known.ranges, strict=True):
            value = some[part.type]
            values.append(type(value)(min(max(value, lower), upper)) if isinstance(value, (int, float)) else value)
        try:
            found = memory.call(name, values)
        except contract.ProcedureError as refused:
            assert str(refused), name
            continue
        results = known.procedure._replace(name=name, parameters=known.procedure.results)
        check(Known(results, ()), found)
        answered += 1
    assert answered > 1150


def test_answers_are_told_at_the_end_whatever_the_script_catches(tmp_path: Path) -> None:
    script = tmp_path / "plasma.py"
    script.write_text(PLASMA, encoding="utf-8")
    run = (
        "from gimp_in_memory import Memory\nmemory = Memory()\nfrom gimpfu import gimp, pdb\n"
        f"memory.load({str(script)!r})\nimage = gimp.Image(4, 4)\nlayer = image.new_layer('Layer')\n"
        "pdb.python_fu_plasma(image, layer)\npdb.gimp_context_set_feather(True)\n"
        "pdb.gimp_image_select_rectangle(image, 2, 0, 0, 2, 2)\nraise SystemExit(3)\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(gimp.__file__).parents[1])}
    done = subprocess.run(
        [sys.executable, "-c", run], env=environment, capture_output=True, text=True, encoding="utf-8"
    )
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.splitlines() == [
        "The GIMP in memory answered for what it does not do:",
        "  gimp-image-select-rectangle: once, answered with None, nothing was done "
        "(the memory backend does not feather selections)",
        "  plug-in-plasma: twice, answered with None, nothing was done",
    ]
