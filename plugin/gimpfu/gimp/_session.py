"""What is not of one image: messages, progress, the context, data, settings, fonts and gradients."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Callable, Sequence

from gimp_backends import current
from gimpcolor import RGB
from gimpenums import (
    CHECK_TYPE_BLACK_ONLY,
    CHECK_TYPE_DARK_CHECKS,
    CHECK_TYPE_GRAY_CHECKS,
    CHECK_TYPE_GRAY_ONLY,
    CHECK_TYPE_LIGHT_CHECKS,
    CHECK_TYPE_WHITE_ONLY,
)

from gimp import _cache, _items
from gimp._call import call, results
from gimp._display import Display
from gimp._image import Image
from gimp._parasite import Parasite, data_bytes, find
from gimp._vectors import Vectors


def message(message: str) -> None:
    call("gimp-message", str(message))


_fraction = 0.0


def progress_init(message: str | None = "") -> None:
    global _fraction
    _fraction = 0.0
    call("gimp-progress-init", message or "", current().setting("default_display"))


def progress_update(percentage: float) -> None:
    """The fraction that is done, 0..1.  Changes that nobody sees, below a thousandth, are not told to GIMP."""
    global _fraction
    fraction = float(percentage)
    if 0.0 < fraction < 1.0 and abs(fraction - _fraction) < 0.001:
        return
    _fraction = fraction
    call("gimp-progress-update", fraction)


def image_list() -> list[Image]:
    return [Image._of(ID) for ID in results("gimp-image-list")[1]]


def delete(what: Any) -> None:
    """Delete an image, an item that is in no image, or a display."""
    procedures = {Image: "gimp-image-delete", Display: "gimp-display-delete"}
    call(procedures.get(type(what), "gimp-item-delete"), what.ID)


def displays_flush() -> None:
    _cache.flush()
    call("gimp-displays-flush")


def displays_reconnect(old_image: Image, new_image: Image) -> None:
    call("gimp-displays-reconnect", old_image.ID, new_image.ID)


def set_data(id: str, data: Any) -> None:
    """Keep bytes in GIMP under this name for as long as it runs."""
    content = data_bytes(data)
    call("gimp-procedural-db-set-data", id, len(content), content)


def get_data(id: str) -> bytes:
    return results("gimp-procedural-db-get-data", id)[1]


# The context.


def context_push() -> None:
    call("gimp-context-push")


def context_pop() -> None:
    call("gimp-context-pop")


def get_foreground() -> RGB:
    return RGB(*call("gimp-context-get-foreground"))


def get_background() -> RGB:
    return RGB(*call("gimp-context-get-background"))


def _color(values: Sequence[Any]) -> tuple[float, ...]:
    return tuple(RGB.of(values[0] if len(values) == 1 else values)._values)


def set_foreground(*color: Any) -> None:
    """A color, or its three or four components."""
    call("gimp-context-set-foreground", _color(color))


def set_background(*color: Any) -> None:
    call("gimp-context-set-background", _color(color))


# Gradients and fonts.


def gradients_get_list(filter: str | None = None) -> list[str]:
    return list(results("gimp-gradients-get-list", filter)[1])


def context_get_gradient() -> str:
    return call("gimp-context-get-gradient")


def context_set_gradient(name: str) -> None:
    call("gimp-context-set-gradient", name)


gradients_get_gradient = context_get_gradient
gradients_set_gradient = context_set_gradient


def _colors(samples: Sequence[float]) -> list[tuple[float, ...]]:
    return [tuple(samples[i : i + 4]) for i in range(0, len(samples), 4)]


def gradient_get_uniform_samples(name: str, num: int, reverse: bool = False) -> list[tuple[float, ...]]:
    return _colors(results("gimp-gradient-get-uniform-samples", name, int(num), int(reverse))[1])


def gradient_get_custom_samples(
    name: str, positions: Sequence[float], reverse: bool = False
) -> list[tuple[float, ...]]:
    places = [float(position) for position in positions]
    return _colors(results("gimp-gradient-get-custom-samples", name, len(places), places, int(reverse))[1])


def gradients_sample_uniform(num: int, reverse: bool = False) -> list[tuple[float, ...]]:
    return gradient_get_uniform_samples(context_get_gradient(), num, reverse)


def gradients_sample_custom(positions: Sequence[float], reverse: bool = False) -> list[tuple[float, ...]]:
    return gradient_get_custom_samples(context_get_gradient(), positions, reverse)


def fonts_get_list(filter: str | None = None) -> list[str]:
    return list(results("gimp-fonts-get-list", filter)[1])


def fonts_refresh() -> None:
    call("gimp-fonts-refresh")


# Parasites of GIMP itself.


def parasite_find(name: str) -> Parasite | None:
    return find("gimp-get-parasite", name)


def parasite_attach(parasite: Parasite) -> None:
    call("gimp-attach-parasite", parasite._plain)


def attach_new_parasite(name: str, flags: int, data: Any) -> None:
    parasite_attach(Parasite(name, flags, data))


def parasite_detach(name: str) -> None:
    call("gimp-detach-parasite", name)


def parasite_list() -> tuple[str, ...]:
    return tuple(results("gimp-get-parasite-list")[1])


# Settings.


def _setting(name: str) -> Any:
    def ask() -> Any:
        return current().setting(name)

    ask.__name__ = ask.__qualname__ = name
    return ask


tile_width: Callable[[], int] = _setting("tile_width")
tile_height: Callable[[], int] = _setting("tile_height")
gamma: Callable[[], float] = _setting("gamma")
check_size: Callable[[], int] = _setting("check_size")
check_type: Callable[[], int] = _setting("check_type")
show_tool_tips: Callable[[], bool] = _setting("show_tool_tips")
show_help_button: Callable[[], bool] = _setting("show_help_button")
wm_class: Callable[[], str] = _setting("wm_class")
display_name: Callable[[], str] = _setting("display_name")
monitor_number: Callable[[], int] = _setting("monitor_number")
get_progname: Callable[[], str] = _setting("progname")


def default_display() -> Display | None:
    ID = current().setting("default_display")
    return Display._of(ID) if ID >= 0 else None


def tile_cache_ntiles(ntiles: int) -> None:
    """How many tiles of pixels are kept in this process."""
    _cache.limit(int(ntiles))


def tile_cache_size(kilobytes: int) -> None:
    _cache.limit(int(kilobytes) * 1024 // (4 * _cache.side() ** 2))


def gtkrc() -> str:
    return str(Path(current().setting("data_directory"), "themes", "Default", "gtkrc"))


def personal_rc_file(basename: str) -> str:
    return str(Path(current().setting("directory"), basename))


def user_directory(type: int) -> str | None:
    """The user's Desktop, Documents ... as freedesktop.org's user-dirs has them; None where that does not say."""
    names = ["DESKTOP", "DOCUMENTS", "DOWNLOAD", "MUSIC", "PICTURES", "PUBLICSHARE", "TEMPLATES", "VIDEOS"]
    folder = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    if not (folder / "user-dirs.dirs").exists():
        return None
    for line in (folder / "user-dirs.dirs").read_text(encoding="utf-8").splitlines():
        key, _, value = line.strip().partition("=")
        if key == f"XDG_{names[int(type)]}_DIR":
            return value.strip('"').replace("$HOME", str(Path.home()))
    return None


def checks_get_shades(type: int) -> tuple[int, int]:
    """The light and the dark gray of the checks behind transparent pixels."""
    shades = {
        CHECK_TYPE_LIGHT_CHECKS: (255, 204),
        CHECK_TYPE_GRAY_CHECKS: (153, 102),
        CHECK_TYPE_DARK_CHECKS: (51, 0),
        CHECK_TYPE_WHITE_ONLY: (255, 255),
        CHECK_TYPE_GRAY_ONLY: (127, 127),
        CHECK_TYPE_BLACK_ONLY: (0, 0),
    }
    if type not in shades:
        raise ValueError("Invalid check type")
    return shades[type]


# Paths from files.


def _paths(found: list[Any]) -> list[Vectors]:
    return [Vectors._of(ID) for ID in found[1]]


def vectors_import_from_file(image: Image, svg_file: Any, merge: bool = False, scale: bool = False) -> list[Vectors]:
    """Paths of an SVG: its file name, or something with `read`."""
    if hasattr(svg_file, "read"):
        return vectors_import_from_string(image, svg_file.read(), merge, scale)
    return _paths(results("gimp-vectors-import-from-file", image.ID, str(svg_file), int(merge), int(scale)))


def vectors_import_from_string(
    image: Image, svg_string: Any, merge: bool = False, scale: bool = False
) -> list[Vectors]:
    text = svg_string.decode("utf-8") if isinstance(svg_string, bytes) else str(svg_string)
    length = len(text.encode("utf-8"))
    return _paths(results("gimp-vectors-import-from-string", image.ID, text, length, int(merge), int(scale)))


# How gimpshelf finds objects again: None for what is gone.


def _id2image(ID: int) -> Image | None:
    return Image._of(ID) if ID >= 0 and call("gimp-image-is-valid", ID) else None


def _id2drawable(ID: int) -> Any:
    return _items.item(ID)


_id2vectors = _id2drawable


def _id2display(ID: int) -> Display | None:
    return Display._of(ID) if ID >= 0 and call("gimp-display-is-valid", ID) else None
