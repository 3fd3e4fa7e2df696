#!/usr/bin/env python3
"""A plug-in as a class, without gimpfu: a loader and a saver for a format of its own."""

import gimp
import gimpplugin
from gimpenums import *


class formats(gimpplugin.plugin):
    def init(self):
        gimp.set_data("class-plugin", "started")

    def query(self):
        file = [(PDB_STRING, "filename", "File"), (PDB_STRING, "raw-filename", "File")]
        about = "author", "copyright", "2015"
        gimp.install_procedure(
            "file_dots_load",
            "Loads dots",
            "",
            *about,
            "Dots",
            None,
            PLUGIN,
            [(PDB_INT32, "run_mode", "How")] + file,
            [(PDB_IMAGE, "image", "It")],
        )
        gimp.install_procedure(
            "file_dots_save",
            "Saves dots",
            "",
            *about,
            "Dots",
            "GRAY",
            PLUGIN,
            [(PDB_INT32, "run_mode", "How"), (PDB_IMAGE, "image", "It"), (PDB_DRAWABLE, "drawable", "It")] + file,
            [],
        )
        gimp.register_load_handler("file_dots_load", "dots", "")
        gimp.register_save_handler("file_dots_save", "dots", "")

    def file_dots_load(self, run_mode, filename, raw_filename):
        with open(filename, encoding="utf-8") as file:
            rows = file.read().split()
        image = gimp.Image(len(rows[0]), len(rows), GRAY)
        layer = gimp.Layer(image, "Dots", image.width, image.height, GRAY_IMAGE, 100, NORMAL_MODE)
        image.add_layer(layer, 0)
        for y, row in enumerate(rows):
            for x, dot in enumerate(row):
                layer.set_pixel(x, y, [0 if dot == "#" else 255])
        return image

    def file_dots_save(self, run_mode, image, drawable, filename, raw_filename):
        with open(filename, "w", encoding="utf-8") as file:
            for y in range(drawable.height):
                row = [drawable.get_pixel(x, y)[0] for x in range(drawable.width)]
                file.write("".join("#" if value < 128 else "." for value in row) + "\n")


if __name__ == "__main__":
    formats().start()
