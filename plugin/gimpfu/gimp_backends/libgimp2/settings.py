"""What libgimp knows without asking GIMP."""

from __future__ import annotations

import ctypes
from typing import Any

from gimp_backends.libgimp2.libraries import decoded, library

TEXTS = {
    "directory": "gimp_directory",
    "data_directory": "gimp_data_directory",
    "locale_directory": "gimp_locale_directory",
    "sysconf_directory": "gimp_sysconf_directory",
    "plug_in_directory": "gimp_plug_in_directory",
    "progname": "gimp_get_progname",
    "wm_class": "gimp_wm_class",
    "display_name": "gimp_display_name",
    "icon_theme_dir": "gimp_icon_theme_dir",
}
NUMBERS = {
    "tile_width": "gimp_tile_width",
    "tile_height": "gimp_tile_height",
    "shm_ID": "gimp_shm_ID",
    "check_size": "gimp_check_size",
    "check_type": "gimp_check_type",
    "min_colors": "gimp_min_colors",
    "monitor_number": "gimp_monitor_number",
    "user_time": "gimp_user_time",
    "timestamp": "gimp_user_time",
    "default_display": "gimp_default_display",
}
FLAGS = {
    "install_cmap": "gimp_install_cmap",
    "show_tool_tips": "gimp_show_tool_tips",
    "show_help_button": "gimp_show_help_button",
}


def setting(name: str) -> Any:
    gimp = library("gimp")
    if name in TEXTS:
        base = library("gimpbase") if name.endswith("directory") else gimp
        return decoded(getattr(base, TEXTS[name])() or b"")
    if name in NUMBERS:
        return int(getattr(gimp, NUMBERS[name])())
    if name in FLAGS:
        return bool(getattr(gimp, FLAGS[name])())
    if name == "gamma":
        return gimp.gimp_gamma()
    if name == "version":
        return tuple(
            library("gimpbase").constant(f"gimp_{part}_version", ctypes.c_uint) for part in ("major", "minor", "micro")
        )
    raise KeyError(name)
