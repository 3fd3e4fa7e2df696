"""Prove that a GIMP applies a look: start it headless, use the installed plug-in, compare with the engine's result."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..programs.run_program import Finished
from . import advice, build, durable
from .build import Engine
from .console import Report
from .detect import Gimp
from .install_error import InstallError
from .installed_folders import data_folder
from .machine import Machine
from .run_gimp import QUIET, run_script, start_gimp
from .runner import Runner

LOSSLESS_PHOTO = "docs/photos/astronaut.png"
ENGINE_SECONDS = 120
MOST_APART = 1  # in levels of 255: GIMP and the engine may round differently
PREFIX = "check-"  # of the folders for temporary files
PROCEDURE = "camera-looks-apply"
# What GIMP 3.0 prints when it never had its Python, and when it had it at an earlier start.
NO_PYTHON = r"'python-fu-eval' is not a valid batch interpreter|python-eval\.py\", line \d+, in <module>"
NO_SCREEN = "cannot open display"  # of a GIMP whose only program draws windows, in a terminal far from them
COPIED = ("gimprc", "pluginrc")
LINKED = ("plug-ins", "environ", "interpreters")  # plug-ins, and what runs them with which variables


@dataclass(frozen=True)
class Trial:
    """folder: the plug-in to try, wherever it lies in the profile's ``plug-ins``.

    settings: what else is tried: the contents of files, by their places in the profile.
    """

    gimp: Gimp
    folder: Path
    engine: Engine
    settings: Mapping[Path, str] = field(default_factory=dict)


def check_look(trial: Trial, checkout: Path, machine: Machine, report: Report, runner: Runner) -> None:
    """Try a plug-in in a GIMP in sight of the user.  Raises InstallError if it does not give the right pixels."""
    photo = checkout / LOSSLESS_PHOTO
    with report.step("Check", f"a look on {photo.name} in {trial.gimp}") as done:
        name = verify_look(trial, photo, data_folder(machine, trial.gimp.channel), runner)
        done(f"{name} gives the right pixels")


def verify_look(trial: Trial, photo: Path, work: Path, runner: Runner) -> str:
    """Apply a look to a photo in a GIMP; returns the look's name, or raises InstallError.

    photo: an 8-bit picture stored without loss, so that GIMP and the engine start from the same pixels.
    work: a folder for temporary files that both see.
    """
    gimp, folder, engine = trial.gimp, trial.folder, trial.engine
    # One that does not measure the picture first: GIMP and the engine scale it down for that in different ways.
    look = next(look for look in build.read_looks(folder) if not look["variants"])
    work.mkdir(parents=True, exist_ok=True)
    remove_left(work)
    with tempfile.TemporaryDirectory(prefix=PREFIX, dir=work) as name:
        temporary = Path(name)
        seen, expected = temporary / f"photo{photo.suffix}", temporary / "expected.png"
        shutil.copyfile(photo, seen)
        engine.run(folder, runner, ENGINE_SECONDS, "apply", seen, expected, "--look", str(look["id"]), "--quiet")
        settings = {"photo": seen, "expected": expected, "look": look["id"]}
        check = check_in_gimp2 if gimp.two else check_in_gimp3
        judge_verdict(gimp, check(trial, temporary, settings, runner))
    return f"{look['maker']} · {look['name']}"


def remove_left(work: Path) -> None:
    """Remove the temporary folders of a killed run."""
    for left in work.glob(f"{PREFIX}*"):
        shutil.rmtree(left, ignore_errors=True)


def check_in_gimp3(trial: Trial, temporary: Path, settings: dict[str, object], runner: Runner) -> dict[str, object]:
    """Run inside_gimp.py inside GIMP 3, and return its verdict."""
    gimp = trial.gimp
    verdict, script = temporary / "verdict.json", temporary / "inside_gimp.py"
    shutil.copyfile(Path(__file__).with_name(script.name), script)
    settings = {key: str(value) for key, value in settings.items()}
    settings |= {"procedure": PROCEDURE, "verdict": str(verdict)}
    profile = make_shadow_profile(trial, temporary)
    variables = {"GIMP3_DIRECTORY": str(profile), "CAMERA_LOOKS_CHECK": json.dumps(settings)}
    done = run_script(gimp, f"exec(open({str(script)!r}, encoding='utf-8').read())", variables, runner)
    try:
        found: dict[str, object] = json.loads(verdict.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise InstallError(explain_no_verdict(gimp, done)) from None
    return found


def explain_no_verdict(gimp: Gimp, done: Finished) -> str:
    """Explain why GIMP ended without a verdict."""
    if re.search(NO_PYTHON, done.output):
        then = advice.advise_gimp_python(sys.platform, advice.read_os_release())
        return f"{gimp} cannot run plug-ins written in Python. {then}"
    if NO_SCREEN in done.output:
        return f"{gimp} needs a screen, and there is none here. Run install.py in a terminal on your desktop."
    return f"{gimp} ended before it had applied a look. Start it once by hand, close it, then run install.py again."


def can_link(work: Path) -> bool:
    """Return True if symbolic links can be made in a folder: Windows asks for a right that users seldom have."""
    try:
        with tempfile.TemporaryDirectory(prefix=PREFIX, dir=work) as name:
            link = Path(name, "link")
            link.symlink_to(work, target_is_directory=True)
            return link.is_dir()  # Wine claims to have made it
    except (OSError, NotImplementedError):
        return False


def make_shadow_profile(trial: Trial, temporary: Path) -> Path:
    """Make a profile that reads like the user's, except for what is tried, and takes GIMP's writes in its place.

    Where links cannot be made it is the user's profile, which then must hold what is tried.
    """
    profile, shadow = Path(trial.gimp.profile), temporary / "profile"
    if not can_link(temporary):
        return profile
    shadow.mkdir()
    for name in COPIED:
        with contextlib.suppress(FileNotFoundError):
            shutil.copy2(profile / name, shadow / name)
    rename_profile(shadow / "gimprc", profile)
    for name in LINKED:
        (shadow / name).mkdir()
        for entry in sorted((profile / name).iterdir()) if (profile / name).is_dir() else ():
            if not entry.name.startswith(f".{build.NAME}."):
                (shadow / name / entry.name).symlink_to(entry, target_is_directory=entry.is_dir())
    own = shadow / "plug-ins" / build.NAME
    own.unlink(missing_ok=True)
    own.symlink_to(trial.folder, target_is_directory=True)
    for path, text in trial.settings.items():
        (shadow / path).unlink(missing_ok=True)
        durable.write_text(shadow / path, text)
    return shadow


def rename_profile(gimprc: Path, profile: Path) -> None:
    """Make the copied settings name the copy's folders where they name the profile's."""
    with contextlib.suppress(FileNotFoundError):
        text = gimprc.read_bytes()
        gimprc.write_bytes(text.replace(os.fsencode(profile / "plug-ins"), b"${gimp_dir}/plug-ins"))


def judge_verdict(gimp: Gimp, verdict: dict[str, object]) -> None:
    if "error" in verdict:
        raise InstallError(f"{gimp} could not apply a look: {verdict['error']}")
    if not verdict["changed"]:
        raise InstallError(f"{gimp} says that it applied a look, but the photo is unchanged: please report this.")
    if int(str(verdict["apart"])) > MOST_APART:
        raise InstallError(
            f"{gimp} gave other pixels than the engine (up to {verdict['apart']} levels of 255 apart, "
            f"expected at most {MOST_APART}): please report this."
        )


# GIMP 2.10:
PROCEDURE_TWO = "python-fu-camera-looks-apply"  # gimpfu puts its own name before ours
# After the image and the layer: look, LUT file, strength, scene, the look's own vignette, grain and glow, and neither
# a new layer nor the image's own numbers.
ARGUMENTS_TWO = '"{look}" "" 100 0 -1 -1 -1 0 0'
SCRIPT_TWO = f"""\
(let* ((image (car (gimp-file-load RUN-NONINTERACTIVE "{{photo}}" "{{photo}}")))
       (layer (car (gimp-image-get-active-drawable image))))
  ({PROCEDURE_TWO} RUN-NONINTERACTIVE image layer {ARGUMENTS_TWO})
  (file-png-save RUN-NONINTERACTIVE image layer "{{result}}" "{{result}}" 0 6 0 0 0 0 0))"""
QUIT_TWO = "(gimp-quit 1)"
# By the engine's interpreter, which has Pillow: the three pictures are the photo, the engine's result and GIMP's.
COMPARE = """
import json, sys
from PIL import Image, ImageChops
photo, expected, found = (Image.open(path).convert("RGB") for path in sys.argv[1:])
apart = max(high for low, high in ImageChops.difference(expected, found).getextrema())
print(json.dumps({"changed": photo.tobytes() != found.tobytes(), "apart": apart}))
"""
COMPARE_SECONDS = 60


def check_in_gimp2(trial: Trial, temporary: Path, settings: dict[str, object], runner: Runner) -> dict[str, object]:
    """Apply a look in GIMP 2.10 by Script-Fu, which it has without Python, and compare by the engine's Python."""
    gimp, engine = trial.gimp, trial.engine
    result = temporary / "result.png"
    profile = make_shadow_profile(trial, temporary)
    expression = SCRIPT_TWO.format(
        result=quote_script_fu(result), **{name: quote_script_fu(value) for name, value in settings.items()}
    )
    options = [*QUIET, "-b", expression, "-b", QUIT_TWO]
    done = start_gimp(gimp, options, {"GIMP2_DIRECTORY": str(profile)}, runner)
    if not result.exists():
        said = re.search(r"execution error:\s*(?:Error:)?\s*(.+)", done.output)
        if said is None:
            raise InstallError(explain_no_verdict(gimp, done))
        missing = f"unbound variable: {PROCEDURE_TWO}" in said[1]
        return {"error": "GIMP has not loaded the plug-in" if missing else said[1].strip()}
    pictures = [settings["photo"], settings["expected"], result]
    command = [*engine.channel.words(engine.python), "-E", "-c", COMPARE, *map(str, pictures)]
    found: dict[str, object] = json.loads(runner.run(command, COMPARE_SECONDS).last_line)
    return found


def quote_script_fu(value: object) -> str:
    """Escape text for the quotes of a string in Script-Fu."""
    return str(value).replace("\\", "\\\\").replace('"', '\\"')
