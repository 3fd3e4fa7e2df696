"""The gimpfu plug-ins that came with GIMP 2.10, unchanged, where .ci/gimpfu-originals put them.

None of them is in this repository.  What each can do here is written down, and tested both ways.
"""

from __future__ import annotations

from pathlib import Path

FOLDER = Path("/var/cache/camera-looks/gimpfu-originals")
MISSING = f"{FOLDER}: `.ci/gimpfu-originals {FOLDER}` fetches the plug-ins that came with GIMP 2.10"

REGISTERED = {
    "benchmark-foreground-extract.py": ["python-fu-benchmark-foreground-extract"],
    "clothify.py": ["python-fu-clothify"],
    "colorxhtml.py": ["file-colorxhtml-save"],
    "foggify.py": ["python-fu-foggify"],
    "gradients-save-as-css.py": ["python-fu-gradient-save-as-css"],
    "histogram-export.py": ["python-fu-histogram-export"],
    "palette-offset.py": ["python-fu-palette-offset"],
    "palette-sort.py": ["python-fu-palette-sort"],
    "palette-to-gradient.py": ["python-fu-palette-to-gradient-repeating", "python-fu-palette-to-gradient"],
    "py-slice.py": ["python-fu-slice"],
    "shadow_bevel.py": ["python-fu-shadow-bevel"],
    "sphere.py": ["python-fu-sphere"],
    "whirlpinch.py": ["python-fu-whirl-pinch"],
}

# These are no Python 3, or draw with GTK 2.
REFUSED = {
    "file-openraster.py": SyntaxError,
    "pyconsole.py": SyntaxError,
    "python-console.py": SyntaxError,
    "python-eval.py": SyntaxError,
    "spyro_plus.py": ModuleNotFoundError,
}

# What needs GIMP's filters: a change of the picture is seen.
IN_GIMP = """
from gimpfu import *

image = gimp.Image(64, 48, RGB)
layer = gimp.Layer(image, "Background", 64, 48, RGB_IMAGE)
image.add_layer(layer)


def fill():
    pixels = [(x * 4, y * 5, x * y % 256) for y in range(48) for x in range(64)]
    layer.get_pixel_rgn(0, 0, 64, 48)[:, :] = bytes(value for pixel in pixels for value in pixel)
    layer.flush()


def values(item):
    return list(item.get_pixel_rgn(0, 0, item.width, item.height, False, False)[:, :])


fill()
before = values(layer)
pdb.python_fu_clothify(image, layer, 9, 9, 135.0, 30.0, 3)
result["clothify"] = sum(a != b for a, b in zip(before, values(layer)))
pdb.python_fu_foggify(image, layer, "Clouds", (240, 180, 70), 1.0, 50.0)
result["foggify"] = [[item.name, item.opacity, item.mask is not None] for item in image.layers]
bump = gimp.Layer(image, "Bump", 30, 20, RGBA_IMAGE)
image.add_layer(bump)
bump.fill(WHITE_FILL)
bump.set_offsets(10, 10)
pdb.python_fu_shadow_bevel(image, bump, 6, 3, True, 4, 4)
result["shadow"] = [item.name for item in image.layers]
"""

# What the GIMP in memory does as well, and with the same results.
IN_BOTH = """
import os

from gimpfu import *

image = gimp.Image(20, 15, RGB)
layer = gimp.Layer(image, "Background", 20, 15, RGB_IMAGE)
image.add_layer(layer)
layer.get_pixel_rgn(0, 0, 20, 15)[:, :] = bytes((i * i) % 251 for i in range(20 * 15 * 3))
layer.flush()


def written(name):
    with open(os.path.join(folder, name), encoding="utf-8") as file:
        return file.read()


pdb.python_fu_histogram_export(image, layer, os.path.join(folder, "counts.csv"), 10.0, False, 0)
lines = written("counts.csv").strip().splitlines()[1:]
result["histogram"] = [[float(cell) for cell in line.split(",")] for line in lines]
palette = pdb.gimp_palette_new("Five")
for color in ((255, 0, 0), (10, 20, 30), (0, 255, 0), (90, 0, 90), (200, 200, 10)):
    pdb.gimp_palette_add_entry(palette, "color", color)
moved = pdb.python_fu_palette_offset(palette, 2)
result["offset"] = [color[:] for color in pdb.gimp_palette_get_colors(moved)[1]]
pdb.python_fu_palette_sort(moved, 0, "", 3, True, 1, True, 0.0, 0, 0.0)
result["sorted"] = [color[:] for color in pdb.gimp_palette_get_colors(moved)[1]]
gradients = set(pdb.gimp_gradients_get_list("")[1])
pdb.python_fu_palette_to_gradient(moved)
(gradient,) = set(pdb.gimp_gradients_get_list("")[1]) - gradients
result["gradient"] = [[round(part, 3) for part in sample] for sample in gimp.gradient_get_uniform_samples(gradient, 9)]
pdb.python_fu_gradient_save_as_css(gradient, os.path.join(folder, "gradient.css"))
result["css"] = written("gradient.css")
pdb.gimp_gradient_delete(gradient)
pdb.gimp_palette_delete(palette)
if moved != palette:
    pdb.gimp_palette_delete(moved)
"""
