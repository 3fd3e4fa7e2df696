"""The example in plugin/gimpfu/gimp_in_memory/README.md runs as it stands there."""

from __future__ import annotations

import re
from pathlib import Path

import gimp_backends
import gimp_in_memory
import pytest
from gimp_in_memory import pictures

README = Path(gimp_in_memory.__file__).with_name("README.md")
PLUG_IN = """
from gimpfu import *


def mine(image, drawable, radius):
    gimp.progress_init("Mine")
    image.undo_group_start()
    drawable.set_pixel(0, 0, (255, 0, 0))
    image.undo_group_end()
    gimp.progress_update(1.0)


register(
    "my-plug-in", "Mine", "", "", "", "", "_Mine...", "RGB",
    [(PF_IMAGE, "image", "", None), (PF_DRAWABLE, "drawable", "", None), (PF_INT, "radius", "Radius", 3)],
    [], mine, menu="<Image>/Filters/Mine",
)
main()
"""


def test_the_example_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "my_plug_in.py").write_text(PLUG_IN, encoding="utf-8")
    pictures.save(pictures.Picture(2, 2, 0, bytes(12)), str(tmp_path / "photo.png"))
    monkeypatch.chdir(tmp_path)
    (example,) = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    names: dict[str, object] = {}
    exec(compile(example, str(README), "exec"), names)
    names["test_my_plug_in"]()  # type: ignore[operator]
    assert gimp_backends.current().dialogs[0][4] == [3]
