"""A user of Windows whose name no code page can write: installing, a look in GIMP, a folder, uninstalling.

GIMP is played by played_gimp.py, which runs the installed plug-in's own modules.
"""

from __future__ import annotations
