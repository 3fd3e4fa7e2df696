"""Prove that a GIMP 2.10 applies a look.  Whatever Python it has or lacks, each of them has Script-Fu."""

from __future__ import annotations

import json
import re
from pathlib import Path

from .runner import Runner
from .verify import Trial, shadow_of, start

PROCEDURE = "python-fu-camera-looks-apply"  # gimpfu puts its own name before ours
# After the image and the layer: look, LUT file, strength, scene, the look's own vignette, grain and glow, and neither
# a new layer nor the image's own numbers.
ARGUMENTS = '"{look}" "" 100 0 -1 -1 -1 0 0'
SCRIPT = f"""\
(let* ((image (car (gimp-file-load RUN-NONINTERACTIVE "{{photo}}" "{{photo}}")))
       (layer (car (gimp-image-get-active-drawable image))))
  ({PROCEDURE} RUN-NONINTERACTIVE image layer {ARGUMENTS})
  (file-png-save RUN-NONINTERACTIVE image layer "{{result}}" "{{result}}" 0 6 0 0 0 0 0))"""
QUIT = "(gimp-quit 1)"
# By the engine's interpreter, which has Pillow: the three pictures are the photo, the engine's result and GIMP's.
COMPARE = """
import json, sys
from PIL import Image, ImageChops
photo, expected, found = (Image.open(path).convert("RGB") for path in sys.argv[1:])
apart = max(high for low, high in ImageChops.difference(expected, found).getextrema())
print(json.dumps({"changed": photo.tobytes() != found.tobytes(), "apart": apart}))
"""
COMPARE_SECONDS = 60


def in_gimp(trial: Trial, temporary: Path, settings: dict[str, object], runner: Runner) -> dict[str, object] | None:
    """What Script-Fu found inside GIMP; None when it ended without a verdict."""
    gimp, engine = trial.gimp, trial.engine
    result = temporary / "result.png"
    profile = shadow_of(trial, temporary)
    expression = SCRIPT.format(result=quoted(result), **{name: quoted(value) for name, value in settings.items()})
    options = ["--no-interface", "--no-data", "--no-fonts", "-b", expression, "-b", QUIT]
    done = start(gimp, options, {"GIMP2_DIRECTORY": str(profile)}, runner)
    if not result.exists():
        said = re.search(r"execution error:\s*(?:Error:)?\s*(.+)", done.output)
        if said is None:
            return None
        missing = f"unbound variable: {PROCEDURE}" in said[1]
        return {"error": "GIMP has not loaded the plug-in" if missing else said[1].strip()}
    pictures = [settings["photo"], settings["expected"], result]
    command = [*engine.channel.words(engine.python), "-E", "-c", COMPARE, *map(str, pictures)]
    found: dict[str, object] = json.loads(runner.run(command, COMPARE_SECONDS).last_line)
    return found


def quoted(value: object) -> str:
    """What may stand between the quotes of a string in Script-Fu."""
    return str(value).replace("\\", "\\\\").replace('"', '\\"')
