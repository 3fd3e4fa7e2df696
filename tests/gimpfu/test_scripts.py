"""Scripts of the shapes that people write, in the GIMP in memory: what they register, ask, do and return."""

from __future__ import annotations

import builtins
from pathlib import Path
from typing import Any

import gimp
import gimpfu
import pytest
from gimp import pdb
from gimp_backends.contract import ProcedureError
from gimp_in_memory import Memory
from gimpcolor import RGB
from gimpenums import GRAY, GRAY_IMAGE, PDB_CANCEL, RGB_IMAGE, RGBA_IMAGE, RUN_INTERACTIVE, RUN_WITH_LAST_VALS

SCRIPTS = Path(__file__).parent / "scripts"


@pytest.fixture
def memory() -> Memory:
    return Memory()


def picture(type: int = RGB_IMAGE, width: int = 6, height: int = 4) -> tuple[Any, Any]:
    image = gimp.Image(width, height, type // 2)
    layer = gimp.Layer(image, "Background", width, height, type)
    image.add_layer(layer)
    region = layer.get_pixel_rgn(0, 0, width, height)
    region[:, :] = bytes(i * 7 % 256 for i in range(width * height * layer.bpp))
    layer.flush()
    return image, layer


def test_what_a_script_registers(memory: Memory) -> None:
    assert memory.load(SCRIPTS / "layer_loop.py") == ["python-fu-shade-layers", "plug-in-count-layers"]
    shade, count = (memory.installed[name] for name in memory.installed)
    assert (shade.blurb, shade.label, shade.image_types) == (
        "Puts a shade over every layer",
        "_Shade layers...",
        "RGB*",
    )
    assert [part.name for part in shade.parameters] == [
        *("run-mode", "image", "drawable", "amount", "color", "only-visible"),
    ]
    assert [part.description for part in shade.parameters][3:] == ["Amount", "Color", "Only visible layers"]
    assert [part.name for part in count.parameters] == ["run-mode", "image", "drawable", "prefix"]
    assert (count.label, [part.name for part in count.results]) == ("_Count layers", ["count", "names"])
    assert memory.menus == [
        ("python-fu-shade-layers", "<Image>/Filters/Test"),
        ("plug-in-count-layers", "<Image>/Filters/Test"),
    ]
    assert memory.domains == [("gimp20-python", gimp.locale_directory)]


def test_a_loop_over_layers_and_its_undo(memory: Memory) -> None:
    memory.load(SCRIPTS / "layer_loop.py")
    image, layer = picture()
    hidden = image.new_layer("Hidden")
    hidden.visible = False
    before = image.layers
    gimp.set_foreground("blue")
    assert pdb.python_fu_shade_layers(image, layer, 25, (255, 0, 0), True) is None
    assert [item.name for item in image.layers] == ["Hidden", "shade of Background", "Background"]
    assert image.layers[1].opacity == 25 and image.layers[1].get_pixel(0, 0) == (255, 0, 0, 255)
    assert gimp.get_foreground() == RGB(0, 0, 255)
    assert memory.progress == [("init", "Shading"), ("update", 1.0)]
    assert memory.flushes == 0  # only what a user runs shows at once
    assert pdb.plug_in_count_layers(image, layer, "shade") == (1, "shade of Background")
    assert memory.undo_last(image)
    assert image.layers == before
    with pytest.raises(ProcedureError, match="invalid ID"):
        memory.call("gimp-item-get-name", [before[0].ID + 100])


def test_the_menu_the_dialog_and_the_last_values(memory: Memory) -> None:
    memory.load(SCRIPTS / "layer_loop.py")
    image, layer = picture()
    name = "python-fu-shade-layers"
    memory.will_answer(amount=75.0, only_visible=False)
    memory.choose(name, layer)
    assert image.layers[0].opacity == 75 and memory.flushes == 1
    procedure, title, blurb, fields, values = memory.dialogs[0]
    assert (procedure, title, blurb) == (name, "Shade layers", "Puts a shade over every layer")
    assert [(field.name, field.label, field.extra) for field in fields] == [
        ("amount", "_Amount", (0, 100, 0.5)),
        ("color", "_Color", None),
        ("only_visible", "Only _visible layers", None),
    ]
    assert values == [50.0, (1.0, 128 / 255, 0.0, 1.0), True]
    memory.repeat(name, image.layers[0])
    assert [item.opacity for item in image.layers] == [75, 75, 75, 100]
    memory.will_cancel()
    with pytest.raises(ProcedureError) as cancelled:
        memory.choose(name, layer)
    assert cancelled.value.status == PDB_CANCEL and len(image.layers) == 4
    assert memory.dialogs[1][4] == [75.0, (1.0, 128 / 255, 0.0, 1.0), False]
    with pytest.raises(ProcedureError, match="nobody answers"):
        memory.choose(name, layer)
    _, gray = picture(GRAY_IMAGE)
    with pytest.raises(ValueError, match=r"its menu entry is for RGB\*, not for GRAY"):
        memory.choose(name, gray)


def test_another_script_may_run_one_interactively_with_all_its_values(memory: Memory) -> None:
    memory.load(SCRIPTS / "layer_loop.py")
    image, layer = picture()
    pdb.python_fu_shade_layers(image, layer, 10, "red", True, run_mode=RUN_INTERACTIVE)
    assert not memory.dialogs and memory.flushes == 1
    pdb.python_fu_shade_layers(image, layer, 20, "red", True, run_mode=RUN_WITH_LAST_VALS)
    assert [item.opacity for item in image.layers] == [20, 10, 20, 100]


def test_a_field_of_every_type(memory: Memory) -> None:
    memory.load(SCRIPTS / "every_field.py")
    image, layer = picture()
    name = "python-fu-every-field"
    memory.will_answer(image=image.ID, layer=layer.ID, drawable=layer.ID, brush="Round", radio="a", spinner=7.0)
    memory.choose(name)
    noted = str(gimp.parasite_find("every-field")).split("\n")
    color = "gimpcolor.RGB(1.0, 0.0, 0.0, 1.0)"
    assert noted == [
        *("int8=int 200", "int16=int -300", "int32=int 70000", "float=float 2.5", "string=str 'text'"),
        *("value=str '1 + 1'", f"color=RGB {color}", "item=NoneType None", "display=NoneType None"),
        *("image=Image <gimp.Image '[Untitled]'>", "layer=Layer <gimp.Layer 'Background'>", "channel=NoneType None"),
        *("drawable=Layer <gimp.Layer 'Background'>", "vectors=NoneType None", "toggle=bool True", "slider=float 3.0"),
        *("spinner=int 7", "font=str 'Sans'", "file=str '/tmp/a'", "brush=str 'Round'", "pattern=str 'Pine'"),
        *("gradient=str 'FG to BG (RGB)'", "radio=str 'a'", r"text=str 'line\nline'"),
        "palette=str 'Color History'",
        *("filename=str ''", "dirname=str '/tmp'", "option=int 1"),
    ]
    gimp.delete(image)
    memory.will_answer()
    memory.choose(name)
    assert memory.dialogs[1][4][9:13] == [-1, -1, -1, -1]  # the last image is gone


def test_pixels_go_through_the_shadow_into_the_selection(memory: Memory) -> None:
    memory.load(SCRIPTS / "pixel_region.py")
    image, layer = picture(RGBA_IMAGE)
    before = layer.get_pixel(2, 2), layer.get_pixel(0, 0)
    pdb.gimp_image_select_rectangle(image, 2, 2, 1, 3, 2)
    assert pdb.python_fu_swap(image, layer, 1) == layer
    assert layer.get_pixel(2, 2) == (*before[0][2::-1], before[0][3]) and layer.get_pixel(0, 0) == before[1]
    assert layer.parasite_find("swapped").data == b"\0\0\0\0\0\0\xf0?"
    assert memory.progress[-1] == ("update", 1.0)
    assert memory.undo_last(image)  # the parasite
    assert memory.undo_last(image) and layer.get_pixel(2, 2) == before[0]
    with pytest.raises(RuntimeError, match="too strong"):
        pdb.python_fu_swap(image, layer, 3)
    assert memory.messages == ["too strong"]
    memory.will_answer()
    assert memory.choose("python-fu-swap", layer) == [layer.ID]
    assert memory.messages[-1] == "on run" and ("python-fu-swap", "<Layers>") in memory.menus


def test_a_plug_in_as_a_class(memory: Memory, tmp_path: Path) -> None:
    assert memory.load(SCRIPTS / "class_plugin.py") == ["file-dots-load", "file-dots-save"]
    assert gimp.get_data("class-plugin") == b"started"
    assert memory.handlers == {"load file_dots_load": ("dots", ""), "save file_dots_save": ("dots", "")}
    file = tmp_path / "in.dots"
    file.write_text("#..\n.#.\n", encoding="utf-8")
    image = pdb.file_dots_load(str(file), str(file))
    assert (image.width, image.height, image.base_type) == (3, 2, GRAY)
    pdb.gimp_invert(image.layers[0])
    pdb["file-dots-save"](image, image.layers[0], str(tmp_path / "out.dots"), "")
    assert (tmp_path / "out.dots").read_text(encoding="utf-8") == ".##\n#.#\n"


def test_arguments_to_a_procedure_of_none_are_ignored(memory: Memory) -> None:
    """As in the original, whose scripts pass them now and then."""
    assert pdb.gimp_context_get_opacity(1, "two", None) == 100.0
    assert pdb.gimp_displays_flush(picture()[0]) is None


SWAPPED = """
from gimpfu import *

def swap(image, layer):
    region = layer.get_pixel_rgn(0, 0, layer.width, layer.height)
    for y in range(layer.height / 2):
        line = region[0:0, 0] + ""
        for x in xrange(0, layer.width / 1.5):
            pixel = region[x, y]
            line = line + (chr(ord(pixel[2])) + chr(ord(pixel[1])) + chr(ord(region[x, y][0])) + region[0:0, 0])
        region[0:4, y] = line
    region[layer.width / 4, layer.height / 4] = chr(255)[:0] + region[1.5, 0]
    layer.flush()
    layer.set_pixel(layer.width / 4, 3.5, layer.get_pixel(layer.height / 3, 0))

register("swap", "", "", "", "", "", "S", "*", [(PF_IMAGE, "i", "", None), (PF_LAYER, "l", "", None)], [], swap)
main()
"""


def test_pixels_as_python_2_had_them(memory: Memory, tmp_path: Path) -> None:
    """Strings of characters beside bytes, and `/` of whole numbers where a whole number is meant."""
    (tmp_path / "swap.py").write_text(SWAPPED, encoding="utf-8")
    memory.load(tmp_path / "swap.py")
    image, layer = picture(width=6, height=4)
    before = {(x, y): layer.get_pixel(x, y) for x in range(6) for y in range(4)}
    pdb.python_fu_swap(image, layer)
    places = [(x, y) for x in range(4) for y in range(2) if (x, y) != (1, 1)]
    assert [layer.get_pixel(*place) for place in places] == [before[place][::-1] for place in places]
    assert layer.get_pixel(1, 1) == before[1, 0][::-1] == layer.get_pixel(1, 3)
    assert layer.get_pixel(4, 0) == before[4, 0]
    with pytest.raises(TypeError):
        layer.get_pixel_rgn(0, 0, 6, 4)[0, 0] + 5


@pytest.mark.parametrize("named", [{"unicode": True}, {"str": True}, {"unicode": 1, "codeset": "utf-8"}, {}])
def test_gettext_is_installed_as_python_2_had_it(named: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(builtins, "_", None, raising=False)
    gimpfu.gettext.install("gimp20-python", "/nowhere", **named)
    assert builtins._("text") == "text"  # type: ignore[attr-defined]


def test_a_menu_entry_gives_what_the_parameters_are(memory: Memory, tmp_path: Path) -> None:
    """The image and the drawable to parameters of these types only: a folder after the image is asked for."""
    script = tmp_path / "folder.py"
    script.write_text(
        "from gimpfu import *\n"
        "def run(image, folder):\n    image.filename = folder\n"
        "register('folder', '', '', '', '', '', 'F', '*', [(PF_IMAGE, 'image', '', None), (PF_DIRNAME, 'folder', '', "
        "'/a')], [], run, menu='<Image>/F')\nmain()\n",
        encoding="utf-8",
    )
    memory.load(script)
    image, layer = picture()
    memory.will_answer(folder="/b")
    memory.choose("python-fu-folder", layer)
    assert image.filename == "/b"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"proc_name": "a b"}, "procedure name contains illegal characters: 'a b'"),
        ({"params": [(3, "x", "X")]}, "parameter definition must contain at least 4 elements (3 given"),
        ({"params": [("3", "x", "X", 0)]}, "parameter types must be integers, PF_ constants: '3' of 'x' is none"),
        ({"params": [(5, "x", "X", 0)]}, "5 of 'x' is none"),
        ({"params": [(3, "x y", "X", 0)]}, "parameter name contains illegal characters: 'x y'"),
        ({"results": [(3, "x")]}, "result definition must contain at least 3 elements"),
    ],
)
def test_a_wrong_registration_is_refused(change: dict[str, Any], sentence: str) -> None:
    right = {"proc_name": "right", "params": [(3, "x", "X", 0)], "results": []}
    about = dict.fromkeys(("blurb", "help", "author", "copyright", "date", "label", "imagetypes"), "")
    with pytest.raises(gimpfu.error) as refused:
        gimpfu.register(**{**about, "function": print, **right, **change})
    assert sentence in str(refused.value)


def test_a_procedures_wrong_values_are_refused_with_a_sentence(memory: Memory) -> None:
    _, layer = picture()
    for call, kind, sentence in (
        (
            lambda: pdb.gimp_image_width(),
            TypeError,
            "gimp-image-width: wrong number of parameters: expected 1, found 0",
        ),
        (lambda: pdb.gimp_image_width(layer), TypeError, r"1 \(image\): expected gimp.Image, found <gimp.Layer"),
        (lambda: pdb.gimp_layer_set_opacity(layer, "x"), TypeError, r"2 \(opacity\): expected a number, found 'x'"),
        (
            lambda: pdb.gimp_layer_set_opacity(layer, 101),
            RuntimeError,
            "with 101.0 for argument 'opacity' .* out of range",
        ),
        (lambda: pdb.gimp_image_new(1, 1, 0, mode=1), TypeError, "only 'run_mode' keyword argument accepted"),
        (lambda: pdb["no"], KeyError, "procedure not found: no"),
    ):
        with pytest.raises(kind, match=sentence):
            call()


def test_a_temporary_procedure_lasts_until_it_is_removed(memory: Memory) -> None:
    calls = []
    gimp.main(None, None, lambda: None, lambda name, params: calls.append((name, params)))
    gimp.install_temp_proc("test_temp", "", "", "", "", "", None, None, 3, [(0, "n", "N")], [])
    gimp.extension_ack()
    pdb.test_temp(5)
    assert calls == [("test_temp", (5,))] and memory.acknowledged
    assert pdb.test_temp.proc_type == 3
    gimp.uninstall_temp_proc("test_temp")
    assert not hasattr(pdb, "test_temp")
