"""The letters that one presses with Alt: no two of a dialog or a menu are the same, in any language."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

import lut

ROOT = Path(__file__).resolve().parents[2]
# Of GIMP's own buttons: Help, Reset, Cancel, OK; Load Saved Settings and Save Settings, in a menu of their own.
GIMPS = {  # where two of them are the same, once
    **{"en": "hrcols", "de": "hzcogs", "es": "yrcag", "fr": "ernvcs", "it": "aruols", "pt_BR": "arcos", "ru": "стoз"},
    **dict.fromkeys(("ja", "ko", "zh_CN", "zh_TW"), "hrcols"),
}
LANGUAGES = ["en", *(folder.name for folder in (ROOT / "plugin/locale").iterdir())]
ASK = """
import json, sys
from pathlib import Path
from plugin.menu import actions
from plugin.language import _
def shown(action):  # a look is chosen among pictures, a frame dragged in one
    return [p for p in action.parameters if p.name not in ("look", "crop-x", "crop-y")]

found = actions.load_actions(Path(sys.argv[1])).values()
print(json.dumps({
    "buttons": {way: _(label) for way, label in json.loads(sys.argv[2]).items()},
    "file_space": [_(label) for label in json.loads(sys.argv[3])],
    "import": [_(label) for label in json.loads(sys.argv[4])],
    "tile": [_(label) for label in json.loads(sys.argv[5])],
    "menus": [(action.menu, action.label) for action in found if action.menu],
    "dialogs": [(action.procedure, [p.label for p in shown(action)]) for action in found if action.menu],
}))
"""
# Our own buttons, by what a procedure's name says.
FRAME = "Frame the Sub_ject"
BUTTONS = {"-create-": "Sa_ve Look", "-browse": "_Apply", "": "_Zoom to Fit", "-xpan-": FRAME, "looks-browse": FRAME}
ADVANCED = "Advanced (pro_file, saved settings)"
BUTTONS |= {"camera-looks-browse": "E_xport Look…", "s-browse": ADVANCED, "-edit-look": ADVANCED, "to-images": ADVANCED}
FILE_SPACE = ["Giv_es", "_Use {space}"]  # beside the LUT file's own color space
IMPORT = ["_All", "_Made for", "Giv_es", "Use All Su_ggestions", "_Cancel", "_Import"]
TILE = ["_Export…", "Re_name…", "D_uplicate as a Recipe", "Edit _Recipe", "Show _File", "_Delete"]


@pytest.fixture(scope="module", params=LANGUAGES)
def words(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a plug-in of that language declares, of all looks."""
    catalog = tmp_path_factory.mktemp("looks") / "catalog.json"
    catalog.write_text(json.dumps(lut.looks.catalog()), encoding="utf-8")
    environment = {**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": request.param}
    answer = subprocess.run(
        [
            sys.executable,
            "-X",
            "utf8",
            "-c",
            ASK,
            str(catalog),
            json.dumps(BUTTONS),
            json.dumps(FILE_SPACE),
            json.dumps(IMPORT),
            json.dumps(TILE),
        ],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return {**json.loads(answer.stdout), "gimps": GIMPS[request.param]}


def key(label: str) -> str:
    return label[label.index("_") + 1].lower()


def test_the_settings_of_a_dialog(words: dict[str, Any]) -> None:
    for procedure, labels in words["dialogs"]:
        buttons = [key(label) for part, label in words["buttons"].items() if part in procedure]
        labels = [*labels, *words["file_space"]] if procedure.endswith("-apply-file") else labels
        keys = [*map(key, labels), *buttons, *words["gimps"]]
        assert len(set(keys)) == len(keys), (procedure, labels)


@pytest.mark.parametrize("part", ["import", "tile"])
def test_the_import_dialog_and_the_menu_of_a_tile(words: dict[str, Any], part: str) -> None:
    keys = [key(label) for label in words[part]]
    assert len(set(keys)) == len(keys), words[part]


def test_the_entries_of_a_menu(words: dict[str, Any]) -> None:
    menus = defaultdict(list)
    for menu, label in words["menus"]:
        menus[menu].append(label)
    assert len(menus) == 2 + len(lut.looks.PARTNERSHIPS)
    for labels in menus.values():
        assert len({key(label) for label in labels}) == len(labels), labels
