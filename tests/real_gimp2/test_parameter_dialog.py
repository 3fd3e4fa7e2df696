"""The parameters' dialog in a window of GIMP 2.10, drawn by its own widgets; and what happens where there is none."""

from __future__ import annotations

from pathlib import Path

from gimp2 import Gimp2
from gimps import CHECKOUT
from window import Window

PHOTO = CHECKOUT / "docs/photos/mountain.jpg"

FIELDS = """
from gimp_backends import fields as f
from gimp_backends.contract import Field

image, = [image for image in backend.call("gimp-image-list", [])[1]] or [-1]
layer, = backend.call("gimp-image-get-active-layer", [image]) if image >= 0 else [-1]
every = [
    Field(f.PF_INT32, "count", "_Count", 5),
    Field(f.PF_FLOAT, "gamma", "_Gamma", 0.0451),
    Field(f.PF_STRING, "name", "Name:", "Größe ×"),
    Field(f.PF_COLOR, "tint", "Tint", (1.0, 0.5, 0.25, 1.0)),
    Field(f.PF_IMAGE, "other", "Image", image),
    Field(f.PF_LAYER, "layer", "Layer", layer),
    Field(f.PF_CHANNEL, "channel", "Channel", -1),
    Field(f.PF_DRAWABLE, "drawable", "Drawable", layer),
    Field(f.PF_VECTORS, "path", "Path", -1),
    Field(f.PF_TOGGLE, "flag", "Do the _thing", True),
    Field(f.PF_SLIDER, "strength", "Strength", 75.5, (0, 100, 0.5)),
    Field(f.PF_SPINNER, "steps", "Steps", 7.0, (1, 20, 1)),
    Field(f.PF_FONT, "font", "Font", "Sans"),
    Field(f.PF_FILE, "file", "File", "/etc/hosts"),
    Field(f.PF_BRUSH, "brush", "Brush", "2. Hardness 050"),
    Field(f.PF_PATTERN, "pattern", "Pattern", "Pine"),
    Field(f.PF_GRADIENT, "gradient", "Gradient", "Default"),
    Field(f.PF_RADIO, "which", "Which one", "b", (("First", "a"), ("Second", "b"))),
    Field(f.PF_TEXT, "text", "Text", "two\\nlines"),
    Field(f.PF_PALETTE, "palette", "Palette", "Default"),
    Field(f.PF_FILENAME, "target", "Save as", "/tmp/new.png"),
    Field(f.PF_DIRNAME, "folder", "Folder", "/tmp"),
    Field(f.PF_OPTION, "option", "Option", 1, ("One", "Two", "Three")),
]
defaults = [field.default for field in every]
"""


def answer(window: Window, title: str, *keys: str) -> None:
    window.focus(title)
    window.xdotool("key", "--delay", "60", *keys)
    window.gone(title)


def test_every_kind_of_field_can_be_set_reset_and_cancelled(gimp2: Gimp2, tmp_path: Path) -> None:
    script = (
        FIELDS
        + """
others = [6, 0.5, "", (0.0, 0.0, 1.0, 1.0), image, layer, -1, layer, -1, False, 10.0, 1.0, "Monospace", "/etc/passwd",
          "2. Star", "Leopard", "Abstract 1", "a", "", "Bears", "/tmp/other.png", "/etc", 2]
result["others"] = backend.ask("test-dialog", "Others", "", every, others) == others
result["reset"] = backend.ask("test-dialog", "To reset", "A sentence on top.", every, others)
result["defaults"] = [list(value) if isinstance(value, tuple) else value for value in defaults]
typed = [Field(f.PF_INT32, "count", "Count", 5), Field(f.PF_STRING, "name", "Name", "")]
result["typed"] = backend.ask("test-dialog", "To type in", "", typed, [5, "old"])
result["cancelled"] = backend.ask("test-dialog", "To cancel", "", typed, [5, "old"])
strange = [Field(f.PF_OPTION, "option", "Broken", 1, None), Field(999, "new", "Unknown", b"x"), typed[0]]
result["strange"] = repr(backend.ask("test-dialog", "Strange", "", strange, [1, b"x", 7]))
"""
    )
    with gimp2.window(PHOTO, script=script) as window:
        answer(window, "Others", "Return")
        window.find("To reset")
        window.screenshot(tmp_path / "dialog.png")
        answer(window, "To reset", "alt+r", "alt+o")
        answer(window, "To type in", "1", "2", "Tab", "n", "e", "w", "Return")
        answer(window, "To cancel", "9", "Escape")
        answer(window, "Strange", "Return")
        outcome = window.outcome()
    found = outcome.result
    assert found["others"]
    assert found["reset"] == found["defaults"]
    assert found["typed"] == [12, "new"]
    assert found["cancelled"] is None
    assert found["strange"] == "[1, b'x', 7]"
    assert "CRITICAL" not in outcome.output


def test_where_there_is_no_screen_or_no_gtk_a_message_says_so_and_the_values_stay(gimp2: Gimp2) -> None:
    script = (
        FIELDS
        + """
from gimp_backends.libgimp2 import libraries

result["no screen"] = backend.ask("test-dialog", "Nowhere", "", every, defaults) == defaults
libraries.library.cache_clear()
for names in libraries.NAMES.values():
    names["gimpui"] = "libgimpui-none"
result["no library"] = backend.ask("test-dialog", "Never", "", every, defaults) == defaults
"""
    )
    outcome = gimp2.run(script)
    assert outcome.result == {"no screen": True, "no library": True}
    without = "runs as the last time, since its dialog cannot be shown: "
    assert f"Nowhere {without}there is no screen to show a dialog on." in outcome.output
    assert f"Never {without}GIMP 2.10's library libgimpui-none could not be loaded" in outcome.output
