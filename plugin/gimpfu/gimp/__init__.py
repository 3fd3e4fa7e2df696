"""The original's gimp: images, layers, channels, paths, and GIMP itself, over the procedural database of GIMP 2.10.

The folder's README says how to run a plug-in, and how to test one without GIMP.
"""

from __future__ import annotations

from typing import Any, Callable, NoReturn

from gimp._channel import Channel
from gimp._display import Display
from gimp._errors import error, missing
from gimp._image import Image
from gimp._items import Drawable, Item
from gimp._layer import GroupLayer, Layer
from gimp._parasite import Parasite
from gimp._pdb import PDB, PDBFunction, pdb
from gimp._pixels import PixelFetcher, PixelRgn, Tile
from gimp._plugin import (
    domain_register,
    exit,
    extension_ack,
    extension_process,
    install_procedure,
    install_temp_proc,
    main,
    menu_register,
    quit,
    register_load_handler,
    register_magic_load_handler,
    register_save_handler,
    uninstall_temp_proc,
)
from gimp._session import (
    _id2display,
    _id2drawable,
    _id2image,
    _id2vectors,
    attach_new_parasite,
    check_size,
    check_type,
    checks_get_shades,
    context_get_gradient,
    context_pop,
    context_push,
    context_set_gradient,
    default_display,
    delete,
    display_name,
    displays_flush,
    displays_reconnect,
    fonts_get_list,
    fonts_refresh,
    gamma,
    get_background,
    get_data,
    get_foreground,
    get_progname,
    gradient_get_custom_samples,
    gradient_get_uniform_samples,
    gradients_get_gradient,
    gradients_get_list,
    gradients_sample_custom,
    gradients_sample_uniform,
    gradients_set_gradient,
    gtkrc,
    image_list,
    message,
    monitor_number,
    parasite_attach,
    parasite_detach,
    parasite_find,
    parasite_list,
    personal_rc_file,
    progress_init,
    progress_update,
    set_background,
    set_data,
    set_foreground,
    show_help_button,
    show_tool_tips,
    tile_cache_ntiles,
    tile_cache_size,
    tile_height,
    tile_width,
    user_directory,
    vectors_import_from_file,
    vectors_import_from_string,
    wm_class,
)
from gimp._vectors import Vectors, VectorsBezierStroke

WIDGETS = "it draws with GTK 2, which has no Python 3"

progress_install: Callable[..., NoReturn] = missing(
    "gimp.progress_install", "it shows progress in the plug-in's own widgets"
)
progress_uninstall: Callable[..., NoReturn] = missing(
    "gimp.progress_uninstall", "it shows progress in the plug-in's own widgets"
)
extension_enable: Callable[..., NoReturn] = missing(
    "gimp.extension_enable", "it needs GLib's main loop; use gimp.extension_process"
)
export_image: Callable[..., NoReturn] = missing("gimp.export_image", WIDGETS)
export_dialog: Callable[..., NoReturn] = missing("gimp.export_dialog", WIDGETS)

# Known only while GIMP, or a backend in its place, is there.
SETTINGS = ("version", "directory", "data_directory", "locale_directory", "sysconf_directory", "plug_in_directory")
version: tuple[int, int, int]
directory: str
data_directory: str
locale_directory: str
sysconf_directory: str
plug_in_directory: str


def __getattr__(name: str) -> Any:
    if name not in SETTINGS:
        raise AttributeError(f"module 'gimp' has no attribute {name!r}")
    from gimp_backends import current

    return current().setting(name)
