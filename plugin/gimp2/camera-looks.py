#!/usr/bin/env python
"""Camera Looks, as GIMP 2.10 starts it: with the Python 2.7 and gimpfu that it brings, or with Python 3 and ours."""

import os
import sys

folder = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, folder)
if sys.version_info[0] > 2:  # there is no other gimpfu for Python 3
    sys.path.insert(0, os.path.join(folder, "plugin", "gimpfu"))

from gimpfu import main

from plugin.gimp2.menu import register_all

register_all()
main()
