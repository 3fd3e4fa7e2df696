"""Plays gimp-console-3.0.exe: answers --version, and runs batch scripts with the installed plug-in's own modules.

What the installer's script asks of GIMP is here, and nothing else.  A look is applied as plugin/gimp3 does it: an
engine, shared memory and strips, from the folder that was installed.
"""

import os
import sys
import traceback
import types
from pathlib import Path

OPTIONS = ["--no-interface", "--no-data", "--no-fonts", "--batch-interpreter=python-fu-eval", "-b"]


class Layer:
    """A picture of one layer: 8 bits, RGB."""

    def __init__(self, path):
        from PIL import Image

        with Image.open(path) as picture:
            assert picture.mode == "RGB", picture.mode
            self.size, self.data = picture.size, bytearray(picture.tobytes())

    def get_layers(self):
        return [self]

    def get_image(self):
        return self

    def get_buffer(self):
        return self

    def get_width(self):
        return self.size[0]

    def get_height(self):
        return self.size[1]

    def get(self, area, scale, form, abyss):
        assert (area, scale, form) == ((0, 0, *self.size), 1.0, "R'G'B' u8")
        return bytes(self.data)

    def delete(self):
        pass


class Procedure:
    """camera-looks-apply-look and its settings."""

    error = "no error"

    def create_config(self):
        self.settings = {}
        return self

    def set_property(self, name, value):
        self.settings[name] = value

    def set_core_object_array(self, name, values):
        self.settings[name] = values

    def run(self, config):
        [layer] = config.settings["drawables"]
        try:
            apply(config.settings["look"], layer)
        except Exception as error:
            Procedure.error = f"{type(error).__name__}: {error}"
            traceback.print_exc()
            return types.SimpleNamespace(index=lambda position: "FAIL")
        return types.SimpleNamespace(index=lambda position: "SUCCESS")


def apply(look, layer):
    from lut.shared import folders
    from plugin.engine import launch, strips
    from plugin.engine.shared_memory import SharedMemory

    folder = profile / "plug-ins/camera-looks"
    width, height = layer.size
    area, row = (0, 0, width, height), width * 3

    def read(strip, window):
        window[:] = layer.data[strip.y * row : (strip.y + strip.rows) * row]

    def write(strip, window):
        layer.data[strip.y * row : (strip.y + strip.rows) * row] = window

    job = {"strength": 1.0, "vignette": None, "grain": None, "glow": None, "type": "uint8", "channels": 3}
    with (
        launch.connect(launch.recorded_python(folder), folder, folders.log()) as engine,
        SharedMemory(engine, strips.memory_size(area, 3)) as memory,
    ):
        engine.request("job", look=look, frame=[width, height], scene="day", **job)
        strips.stream(engine, memory, area, 3, (0, 0), read, write, lambda fraction: None)


if sys.argv[1:] == ["--version"]:
    print("GNU Image Manipulation Program version 3.0.4")
    sys.exit()
assert sys.argv[1:6] == OPTIONS and sys.argv[7:] == ["--quit"], sys.argv
profile = Path(os.environ.get("GIMP3_DIRECTORY") or Path(os.environ["APPDATA"], "GIMP", "3.0"))
if not profile.exists():
    (profile / "plug-ins").mkdir(parents=True)
    (profile / "gimprc").write_text("", encoding="utf-8")
is_installed = (profile / "plug-ins/camera-looks/camera-looks.py").is_file()
sys.path.insert(0, str(profile / "plug-ins/camera-looks"))
gi, repository = types.ModuleType("gi"), types.ModuleType("gi.repository")
gi.require_version = lambda name, version: None
repository.Gimp = types.SimpleNamespace(
    Layer=Layer,
    RunMode=types.SimpleNamespace(NONINTERACTIVE=1),
    PDBStatusType=types.SimpleNamespace(SUCCESS="SUCCESS"),
    file_load=lambda mode, path: Layer(path),
    get_pdb=lambda: types.SimpleNamespace(
        lookup_procedure=lambda name: Procedure() if is_installed else None,
        get_last_error=lambda: Procedure.error,
    ),
)
repository.Gegl = types.SimpleNamespace(
    Rectangle=types.SimpleNamespace(new=lambda *area: area), AbyssPolicy=types.SimpleNamespace(NONE=0)
)
repository.Gio = types.SimpleNamespace(File=types.SimpleNamespace(new_for_path=lambda path: path))
sys.modules.update({"gi": gi, "gi.repository": repository})
exec(sys.argv[6], {"__name__": "__main__"})
