"""No text of our dialogs is cut, in any language."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from gimps import CHECKOUT, RealGimp
from test_dialog import PHOTO

LANGUAGES = ["en", *sorted(folder.name for folder in (CHECKOUT / "plugin/locale").iterdir())]
MEASURING = Path(__file__).resolve().parent / "measuring"
# The browser, all settings of a dialog with a preview, and one without: in each language.  In German, more.
DIALOGS = ["browse", "apply-file", "create-from-layers"]
MORE = {"de": ["leica-authentic", "hasselblad-xpan-bw", "create-from-photos"]}
OPEN = """
image = Gimp.get_images()[0]
for language, name in opened:
    Path(folder, "now").write_text(f"{language} {language}-{name}", encoding="utf-8")
    procedure = Gimp.get_pdb().lookup_procedure(f"camera-looks-{name}")
    config = procedure.create_config()
    config.set_property("run-mode", Gimp.RunMode.INTERACTIVE)
    config.set_property("image", image)
    config.set_core_object_array("drawables", [layer(image)])
    procedure.run(config)
"""


@pytest.mark.once  # GTK is the same in every GIMP
def test_every_text_has_the_room_it_needs(gimp: RealGimp, tmp_path: Path) -> None:
    """Each dialog in each language, at the size at which it opens; only what a tooltip has in full may be shortened."""
    opened = [(language, name) for language in LANGUAGES for name in DIALOGS + MORE.get(language, [])]
    measured = gimp.at_home(gimp.home, PYTHONPATH=str(MEASURING), MEASURED=str(tmp_path))
    with measured.window(PHOTO, script=OPEN, folder=tmp_path, opened=opened) as window:
        window.outcome()
    cut = {}
    for language, name in opened:
        found = json.loads((tmp_path / f"{language}-{name}").read_text(encoding="utf-8"))
        assert len(found["texts"]) > 10, (language, name)
        if short := [f"{text}: needs {needed}, has {has}" for text, needed, has in found["texts"] if needed > has]:
            cut[f"{language} {name}"] = short
    assert cut == {}
