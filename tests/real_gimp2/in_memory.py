"""A look on a picture in the memory backend: in_memory.py INSTALLED SOURCE TARGET WIDTH HEIGHT PROCEDURE VALUES…"""

import sys
from pathlib import Path

installed, source, target, width, height, procedure = sys.argv[1:7]
sys.path.insert(0, str(Path(installed) / "plugin/gimpfu"))

import gimp  # noqa: E402
from gimp_in_memory import Memory  # noqa: E402
from gimpenums import NORMAL_MODE, RGB, RGBA_IMAGE  # noqa: E402

width, height = int(width), int(height)
memory = Memory()
memory.load(Path(installed) / "camera-looks.py")
image = gimp.Image(width, height, RGB)
layer = gimp.Layer(image, "Photo", width, height, RGBA_IMAGE, 100, NORMAL_MODE)
image.add_layer(layer, 0)
memory.write(layer.ID, 0, 0, width, height, "R'G'B'A u8", Path(source).read_bytes())
gimp.pdb[procedure](image, layer, *map(float, sys.argv[7:]))
Path(target).write_bytes(memory.read(layer.ID, 0, 0, width, height, "R'G'B'A u8"))
