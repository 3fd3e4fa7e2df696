#!/usr/bin/env python3
"""Camera Looks, as GIMP 3 starts it.  The folder and this file must share their name."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from plugin.gimp3.plugin import main

main(sys.argv)
