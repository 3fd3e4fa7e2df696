"""Programs that stand in for others and fail on what they do not know."""

from __future__ import annotations

import json
import shlex
import sys
from pathlib import Path

from tests.windows.programs import make_program


def program(path: Path) -> str:
    """The name that a program has on this system."""
    return f"{path}.exe" if sys.platform == "win32" and path.suffix != ".exe" else str(path)


def script(path: Path, body: str) -> str:
    """An executable Python program."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if sys.platform == "win32" and path.suffix in (".bat", ".cmd"):
        path.with_suffix(".py").write_text(body, encoding="utf-8")
        path.write_text(f'@"{sys.executable}" "%~dp0{path.stem}.py" %*\n', encoding="ascii")
        return str(path)
    if sys.platform == "win32":
        return make_program(path, body)
    path.write_text(f"#!{sys.executable}\n{body}", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def python(path: Path, version: tuple[int, ...] = (3, 12, 0), virtual: bool = False, **modules: str | None) -> str:
    """An interpreter that says this of itself and can do nothing else."""
    answer = {"python": program(path), "version": version, "virtual": virtual, "modules": modules}
    return script(path, f"import sys\nassert sys.argv[1:3] == ['-E', '-c'], sys.argv\nprint({json.dumps(answer)!r})\n")


# Where a GIMP keeps its profile.
CONFIG = {"win32": 'Path(os.environ["APPDATA"])', "darwin": 'Path.home() / "Library/Application Support"'}.get(
    sys.platform, 'Path.home() / ".config"'
)

GIMP = """
import json, os, sys
from pathlib import Path
if sys.argv[1:] == ["--version"]:
    print("GNU Image Manipulation Program version", {version!r})
    sys.exit()
assert sys.argv[1:5] == ["--no-interface", "--no-data", "--no-fonts", "--batch-interpreter=python-fu-eval"], sys.argv
assert sys.argv[5] == "-b" and sys.argv[7:] == ["--quit"], sys.argv
profile = Path(os.environ.get("GIMP3_DIRECTORY") or {config} / "GIMP/3.0")
if not profile.exists():
    (profile / "plug-ins").mkdir(parents=True)
    (profile / "gimprc").write_text("", encoding="utf-8")
if "CAMERA_LOOKS_CHECK" in os.environ:
    settings = json.loads(os.environ["CAMERA_LOOKS_CHECK"])
    plugin = profile / "plug-ins/camera-looks/camera-looks.py"
    assert os.access(plugin, os.X_OK), plugin
    assert Path(settings["expected"]).read_bytes()[:4] == b"\\x89PNG" and Path(settings["photo"]).is_file()
    {verdict}
"""


def gimp(path: Path, verdict: object = None, version: str = "3.0.4", otherwise: str = "pass") -> str:
    """A GIMP that finds the plug-in installed and gives this verdict; without one it does something else."""
    return script(path, program_text(otherwise if verdict is None else giving(verdict), version))


def giving(verdict: object) -> str:
    return f"Path(settings['verdict']).write_text({json.dumps(verdict)!r}, encoding='utf-8')"


def program_text(does: str, version: str) -> str:
    return GIMP.format(config=CONFIG, version=version, verdict=does)


GIMP_TWO = """
import os, re, shutil, sys
from pathlib import Path
if sys.argv[1:] == ["--version"]:
    print("GNU Image Manipulation Program version 2.10.34")
    sys.exit()
assert sys.argv[1:5] == ["--no-interface", "--no-data", "--no-fonts", "-b"], sys.argv
profile = Path(os.environ.get("GIMP2_DIRECTORY") or {config} / "GIMP/2.10")
if not profile.exists():
    for name in ("plug-ins", "environ", "interpreters"):
        (profile / name).mkdir(parents=True)
if "gimp-file-load" in sys.argv[5]:
    assert sys.argv[6:] == ["-b", "(gimp-quit 1)"], sys.argv
    assert os.access(profile / "plug-ins/camera-looks/camera-looks.py", os.X_OK)
    assert "PYTHONPATH" in (profile / "environ/camera-looks.env").read_text(encoding="utf-8")
    assert "python2=" in (profile / "interpreters/camera-looks.interp").read_text(encoding="utf-8")
    photo, result = re.findall(r'"([^"]+[.]png)"', sys.argv[5])[::3][:2]
    assert Path(photo).is_file() and not Path(result).exists()
    {does}
"""


def gimp_two(path: Path, does: str = "shutil.copy(Path(photo).with_name('expected.png'), result)") -> str:
    """A GIMP 2.10 without Python that gives the right pixels, or does something else."""
    return script(path, GIMP_TWO.format(config=CONFIG, does=does))


def quoted(*words: str | Path) -> str:
    return shlex.join(map(str, words))
