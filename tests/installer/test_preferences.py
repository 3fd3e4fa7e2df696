"""GIMP's own setting of where it looks for plug-ins, and what is said where it leaves the profile's folder out."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from users import User

from plugin.installer.preferences import searches_profile
from tests.user_folders import set_home

LEFT_OUT = '(plug-in-path "${gimp_plug_in_dir}/plug-ins")\n'


@pytest.mark.parametrize(
    ("gimprc", "expected"),
    [
        (None, True),
        ("# GIMP gimprc\n(undo-levels 5)\n", True),
        ('(plug-in-path "${gimp_dir}/plug-ins:${gimp_plug_in_dir}/plug-ins")\n', True),
        ('(plug-in-path "/opt/plug-ins:PROFILE/plug-ins/")\n', True),
        ('(plug-in-path "~/.config/GIMP/3.0/plug-ins")\n', True),
        ('(plug-in-path "${HOME}/.config/GIMP/3.0/plug-ins")\n', True),
        (LEFT_OUT, False),
        ('(plug-in-path "")\n', False),
        ('(plug-in-path "${gimp_dir}/plug-ins-of-old")\n', False),
        (f'# (plug-in-path "${{gimp_dir}}/plug-ins")\n{LEFT_OUT}', False),
        (f'(plug-in-path "${{gimp_dir}}/plug-ins")\n{LEFT_OUT}', False),
        ('(plug-in-path "~nobody-of-that-name/plug-ins")\n', False),
    ],
)
def test_whether_gimp_looks_in_the_folder_of_its_profile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gimprc: str | None, expected: bool
) -> None:
    set_home(monkeypatch, tmp_path)
    profile = tmp_path / ".config/GIMP/3.0"
    profile.mkdir(parents=True)
    if gimprc is not None:
        written = gimprc.replace(":", os.pathsep).replace("PROFILE", str(profile).replace("\\", r"\\"))
        (profile / "gimprc").write_text(written, encoding="utf-8")
    assert searches_profile(profile) == expected


def test_installing_and_the_doctor_say_so_and_do_not_go_in_a_circle(with_old_version: User) -> None:
    bob = with_old_version
    (bob.plug_ins.parent / "gimprc").write_text(LEFT_OUT, encoding="utf-8")
    what = (
        f"GIMP 3.0.4 does not look for plug-ins in {bob.plug_ins}: "
        f"the plug-in-path in {bob.plug_ins.parent / 'gimprc'} leaves it out."
    )
    todo = "Add that folder in GIMP under Edit ▸ Preferences ▸ Folders ▸ Plug-ins and close GIMP."
    answer = bob.install()
    assert (answer.returncode, answer.stderr) == (1, f"\ninstall.py: {what} {todo} Then run install.py again.\n")
    assert (bob.plug_ins / "camera-looks/old version").exists()
    for _ in ("with the plug-in", "without it"):
        answer = bob.install("--doctor", "--mend")
        assert (answer.returncode, answer.stdout) == (1, f"Wrong     {what}\n          {todo}\n")
        shutil.rmtree(bob.plug_ins / "camera-looks", ignore_errors=True)
