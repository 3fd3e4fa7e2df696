"""Names in menus and messages in GIMP 2.10's own Python: as in Python 3."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from test_original_gimpfu import PYTHON2, WITHOUT

from lut.shared.printable import printable, printable_lines
from plugin.engine.client import printable_reply
from plugin.menu.catalog import shown_look
from plugin.menu.mnemonics import in_path, with_mnemonic

TEXTS = ["Soirée 胶片\u3000👩\u200d🚀", "a\x1b[31m\r\n\t\x9b", "\u202egnp\u2028", "\udce9", "<b>_x/y", "  "]
CODE = """
import json, sys
sys.path.insert(0, sys.argv[1])
from plugin.menu.mnemonics import in_path, with_mnemonic
from lut.shared.printable import printable, printable_lines
from plugin.engine.client import printable_reply
from plugin.menu.catalog import shown_look
for text in json.loads(sys.argv[2]):
    look = {"id": "my-x", "name": text, "maker": text, "character": text, "rests_on": "", "remarks": [text]}
    reply = printable_reply({"error": text, "offers": [{"name": text}], "path": text})
    found = [printable(text), printable_lines(text), in_path(text), with_mnemonic(text, set()), shown_look(look), reply]
    print(json.dumps(found, sort_keys=True))
"""


@pytest.mark.skipif(PYTHON2 is None, reason=WITHOUT)
def test_python_2_shows_what_python_3_shows() -> None:
    assert PYTHON2 is not None
    command, environment = PYTHON2
    arguments = [str(Path(__file__).parents[2]), json.dumps(TEXTS)]
    told = subprocess.run(
        [*command, "-B", "-c", CODE, *arguments], capture_output=True, env=environment, encoding="utf-8"
    )
    assert told.returncode == 0, told.stderr
    for text, line in zip(TEXTS, told.stdout.splitlines(), strict=True):
        look = {"id": "my-x", "name": text, "maker": text, "character": text, "rests_on": "", "remarks": [text]}
        reply = printable_reply({"error": text, "offers": [{"name": text}], "path": text})
        expected = [printable(text), printable_lines(text), in_path(text), with_mnemonic(text, set())]
        assert json.loads(line) == [*expected, shown_look(look), reply]
