"""GIMP itself: messages, progress, displays, the database, data of the session, parasites, undo."""

from __future__ import annotations

import os
import re
import tempfile
from typing import Any

from gimp_backends.contract import Parasite, Procedure

from gimp_in_memory.model import Image
from gimp_in_memory.world import World, refuse

VERSION = (2, 10, 34)


def message(world: World, text: str) -> None:
    world.messages.append(text)


def _progress(kind: str) -> Any:
    def show(world: World, value: Any = None, *_: Any) -> None:
        world.progress.append((kind, value))

    return show


# Displays.


def new_display(world: World, image: Image) -> int:
    return world.show(image)


def _display(world: World, display: int) -> int:
    if display not in world.displays:
        raise refuse(f"there is no display {display}")
    return display


def delete_display(world: World, display: int) -> None:
    """GIMP deletes an image with its last display."""
    image = world.displays.pop(_display(world, display))
    if image not in world.displays.values():
        world.forget_image(image)


def is_display(world: World, display: int) -> bool:
    return display in world.displays


def flush(world: World) -> None:
    world.flushes += 1


def reconnect(world: World, old: Image, new: Image) -> None:
    if old not in world.displays.values():
        raise refuse("the old image is not shown")
    if new in world.displays.values():
        raise refuse("the new image is shown already")
    for number, image in world.displays.items():
        if image is old:
            world.displays[number] = new
    world.forget_image(old)


# Plug-ins.


def register_menu(world: World, procedure: str, path: str) -> None:
    if not re.match(r"<[A-Za-z-]+>", path):
        raise refuse(f"the menu path {path!r} of '{procedure}' does not begin with a menu like <Image>")
    world.menus.append((procedure.replace("_", "-"), path))


def register_domain(world: World, domain: str, path: str | None) -> None:
    world.domains.append((domain, path))


def _handler(kind: str) -> Any:
    def register(world: World, procedure: str, *values: str) -> None:
        world.handlers[f"{kind} {procedure}"] = values

    return register


# The database.  `signatures` is Memory's own look-up.


def query(world: World, procedures: dict[str, Procedure], *expressions: str) -> Any:
    patterns = [re.compile(expression) for expression in expressions]
    kinds = "Internal GIMP procedure", "GIMP Plug-In", "GIMP Extension", "Temporary Procedure"
    found = []
    for name, procedure in procedures.items():
        texts = name, *procedure[1:6], kinds[procedure.kind]
        if all(pattern.search(text or "") for pattern, text in zip(patterns, texts)):
            found.append(name)
    return len(found), found


def get_data(world: World, name: str) -> Any:
    if name not in world.data:
        raise refuse(f"Data '{name}' not found")
    return len(world.data[name]), world.data[name]


def get_data_size(world: World, name: str) -> int:
    return get_data(world, name)[0]


def set_data(world: World, name: str, count: int, data: bytes) -> None:
    world.data[name] = bytes(data)


# Parasites of GIMP.


def attach(world: World, parasite: Parasite) -> None:
    world.parasites[parasite.name] = parasite


def detach(world: World, name: str) -> None:
    world.parasites.pop(name, None)


def find(world: World, name: str) -> Any:
    if name not in world.parasites:
        raise refuse(f"there is no parasite '{name}'")
    return (world.parasites[name],)


def all_parasites(world: World) -> Any:
    return len(world.parasites), list(world.parasites)


# Undo.


def start_group(world: World, image: Image) -> None:
    world.histories[image.ID].start_group()


def end_group(world: World, image: Image) -> None:
    history = world.histories[image.ID]
    if history.depth == 0:
        raise refuse("no group of undo was started")
    history.end_group()


def _enable(on: bool) -> Any:
    def change(world: World, image: Image) -> bool:
        history = world.histories[image.ID]
        history.enabled = on
        history.states.clear()
        return True

    return change


def _freeze(step: int) -> Any:
    def change(world: World, image: Image) -> bool:
        world.histories[image.ID].frozen += step
        return True

    return change


def undo_enabled(world: World, image: Image) -> bool:
    history = world.histories[image.ID]
    return history.enabled and not history.frozen


def temp_name(world: World, extension: str) -> str:
    number, path = tempfile.mkstemp(suffix=f".{extension}", prefix="gimp-temp-")
    os.close(number)
    return path


READS = {
    "gimp-version": lambda world: ".".join(map(str, VERSION)),
    "gimp-getpid": lambda world: os.getpid(),
    "gimp-message": message,
    "gimp-message-get-handler": lambda world: 0,
    "gimp-message-set-handler": lambda world, handler: None,
    "gimp-progress-init": _progress("init"),
    "gimp-progress-update": _progress("update"),
    "gimp-progress-set-text": _progress("text"),
    "gimp-progress-pulse": _progress("pulse"),
    "gimp-progress-end": _progress("end"),
    "gimp-display-new": new_display,
    "gimp-display-delete": delete_display,
    "gimp-display-is-valid": is_display,
    "gimp-displays-flush": flush,
    "gimp-displays-reconnect": reconnect,
    "gimp-plugin-menu-register": register_menu,
    "gimp-plugin-menu-branch-register": lambda world, path, name: None,
    "gimp-plugin-domain-register": register_domain,
    "gimp-plugin-help-register": lambda world, domain, uri: None,
    "gimp-plugin-icon-register": lambda world, procedure, kind, count, data: None,
    "gimp-plugin-set-pdb-error-handler": lambda world, handler: None,
    "gimp-register-load-handler": _handler("load"),
    "gimp-register-magic-load-handler": _handler("load"),
    "gimp-register-save-handler": _handler("save"),
    "gimp-register-file-handler-mime": _handler("mime"),
    "gimp-register-thumbnail-loader": _handler("thumbnail"),
    "gimp-procedural-db-get-data": get_data,
    "gimp-procedural-db-get-data-size": get_data_size,
    "gimp-procedural-db-set-data": set_data,
    "gimp-attach-parasite": attach,
    "gimp-detach-parasite": detach,
    "gimp-get-parasite": find,
    "gimp-get-parasite-list": all_parasites,
    "gimp-image-undo-group-start": start_group,
    "gimp-image-undo-group-end": end_group,
    "gimp-image-undo-enable": _enable(True),
    "gimp-image-undo-disable": _enable(False),
    "gimp-image-undo-freeze": _freeze(1),
    "gimp-image-undo-thaw": _freeze(-1),
    "gimp-image-undo-is-enabled": undo_enabled,
    "gimp-temp-name": temp_name,
}
