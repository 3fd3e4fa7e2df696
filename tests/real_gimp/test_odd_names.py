"""Looks of the user's own whose files have names that GIMP, GTK or UTF-8 do not take as they are."""

from __future__ import annotations

import json
import os
from pathlib import Path

from applying import PORTRAIT
from gimps import RealGimp
from test_dialog import IMAGE, PHOTO

import lut

WARM = lut.Lut(lut.Lut.identity(5).table * 0.9)
NAMES = {  # of files: of menu entries
    b"<b>bold": "<b>bold…",
    b"<Image>": "<Image>…",
    b"a &amp; b": "a &amp; b…",
    b"_under_score": "_under_score…",
    b"\xe9t\xe9": "\\udce9t\\udce9…",
    "bidi\u202egnp".encode(): "bidi\\u202egnp…",
    b"esc\x1b[31m": "esc\\x1b[31m…",
    b"line\nfeed": "line\\nfeed…",
    b"   ": "my-look…",
    b"100% %s": "100% %s…",
    "胶片".encode(): "胶片…",
}
FOLDERS = {b"Film_Pack_2": "Film Pack 2", b"<i> & \xe9": "<i> & \\udce9"}
MENU = "<Image>/Filters/Camera Looks/My Looks"
APPLY = """
for name in Gimp.get_pdb().query_procedures("camera-looks-my-.*", *[".*"] * 7):
    entry = Gimp.get_pdb().lookup_procedure(name)
    image = load(photo)
    before = pixels(layer(image))
    said = call(name, image)
    result[name] = [entry.get_menu_paths(), entry.get_menu_label(), said, pixels(layer(image)) != before]
    image.delete()
"""


def fill(folder: Path) -> None:
    folder.mkdir(parents=True)
    plain = folder.parent / "film.cube"
    lut.write(WARM, plain)
    for name in NAMES:
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name + b".cube")).write_bytes(plain.read_bytes())
    for name in FOLDERS:
        place = Path(os.fsdecode(os.fsencode(folder) + b"/" + name))
        place.mkdir()
        (place / "Warm.cube").write_bytes(plain.read_bytes())
    plain.unlink()


def shown(label: str) -> str:
    """A label without the mark of its letter."""
    return "_".join(part.replace("_", "") for part in label.split("__"))


def bring_up_to_date(gimp: RealGimp, looks: Path) -> None:
    """Apply a look until the engine has read all files: on a busy machine it leaves some for later."""
    waiting = None
    while waiting != 0:
        said = gimp.run('result["said"] = call("camera-looks-apply", load(photo), look="leica-vivid")', photo=PORTRAIT)
        assert said.result == {"said": ""}
        read = json.loads((looks.parent / "own-looks.json").read_text(encoding="utf-8"))["waiting"]
        assert waiting is None or read < waiting
        waiting = read


def test_each_has_a_menu_entry_and_is_applied(gimp: RealGimp, looks: Path) -> None:
    fill(looks)
    bring_up_to_date(gimp, looks)
    outcome = gimp.run(APPLY, photo=PORTRAIT)
    found = outcome.result.values()
    assert {shown(label) for (menu,), label, *_ in found if menu == MENU} == set(NAMES.values())
    assert {menu for (menu,), *_ in found} == {MENU, *(f"{MENU} · {name}" for name in FOLDERS.values())}
    assert all(said == "" and changed for *_, said, changed in found), outcome.result
    assert "camera-looks" not in outcome.output.replace("camera-looks.py", ""), outcome.output


def test_one_is_found_by_its_name_and_opens_its_dialog(gimp: RealGimp, looks: Path) -> None:
    fill(looks)
    bring_up_to_date(gimp, looks)
    with gimp.window(PHOTO) as window:
        window.focus(IMAGE)
        window.search_action("bold")
        window.find("<b>bold")
