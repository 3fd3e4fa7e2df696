"""Photographs in files: pixels read at their full depth, with their color profile and all their metadata.

picture = images.read("photo.jpg")
images.write(develop(picture, Applier(lut)), "out.jpg")
"""

from .color_space import ColorError
from .picture import Metadata, Picture
from .reading import read, read_srgb
from .writing import encode, write

__all__ = ["ColorError", "Metadata", "Picture", "encode", "read", "read_srgb", "write"]
