"""Palettes: lists of colors with names."""

from __future__ import annotations

import re
from typing import Any

from gimp_in_memory.world import World, refuse

HISTORY = "Color History"  # GIMP's own: empty at first, and of nobody else to change


class Palette:
    def __init__(self) -> None:
        self.columns = 0
        self.entries: list[tuple[str, tuple[float, ...]]] = []


def _palette(world: World, name: str, change: bool = False) -> Palette:
    if name not in world.palettes:
        raise refuse(f"Palette '{name}' not found")
    if change and name == HISTORY:
        raise refuse(f"Palette '{name}' is not editable")
    return world.palettes[name]


def free_name(taken: Any, name: str) -> str:
    """A name with a number, as GIMP gives it to the second of a name."""
    number, free = 0, name
    while free in taken:
        number += 1
        free = f"{name} #{number}"
    return free


def new(world: World, name: str) -> str:
    name = free_name(world.palettes, name)
    world.palettes[name] = Palette()
    return name


def duplicate(world: World, name: str) -> str:
    source = _palette(world, name)
    copy = free_name(world.palettes, f"{name} copy")
    world.palettes[copy] = Palette()
    world.palettes[copy].entries, world.palettes[copy].columns = list(source.entries), source.columns
    return copy


def rename(world: World, name: str, other: str) -> str:
    palette = _palette(world, name, change=True)
    del world.palettes[name]
    other = free_name(world.palettes, other)
    world.palettes[other] = palette
    return other


def delete(world: World, name: str) -> None:
    _palette(world, name, change=True)
    del world.palettes[name]


def _entry(world: World, name: str, number: int) -> tuple[str, tuple[float, ...]]:
    entries = _palette(world, name).entries
    if not 0 <= number < len(entries):
        raise refuse(f"Palette '{name}' has no entry {number}")
    return entries[number]


def add_entry(world: World, name: str, entry: str, color: tuple[float, ...]) -> int:
    entries = _palette(world, name, change=True).entries
    entries.append((entry, color))
    return len(entries) - 1


def delete_entry(world: World, name: str, number: int) -> None:
    _entry(world, name, number)
    del _palette(world, name).entries[number]


def set_color(world: World, name: str, number: int, color: tuple[float, ...]) -> None:
    _palette(world, name).entries[number] = (_entry(world, name, number)[0], color)


def set_name(world: World, name: str, number: int, entry: str) -> None:
    _palette(world, name).entries[number] = (entry, _entry(world, name, number)[1])


def set_columns(world: World, name: str, columns: int) -> None:
    _palette(world, name, change=True).columns = columns


def colors(world: World, name: str) -> Any:
    entries = _palette(world, name).entries
    return len(entries), [color for _, color in entries]


def get_list(world: World, filter: str | None) -> Any:
    found = [name for name in world.palettes if re.search(filter or "", name)]
    return len(found), found


def is_editable(world: World, name: str) -> bool:
    return bool(_palette(world, name)) and name != HISTORY


READS = {
    "gimp-palettes-get-list": get_list,
    "gimp-palettes-refresh": lambda world: None,
    "gimp-palette-new": new,
    "gimp-palette-duplicate": duplicate,
    "gimp-palette-rename": rename,
    "gimp-palette-delete": delete,
    "gimp-palette-is-editable": is_editable,
    "gimp-palette-get-info": lambda world, name: len(_palette(world, name).entries),
    "gimp-palette-get-columns": lambda world, name: _palette(world, name).columns,
    "gimp-palette-set-columns": set_columns,
    "gimp-palette-get-colors": colors,
    "gimp-palette-add-entry": add_entry,
    "gimp-palette-delete-entry": delete_entry,
    "gimp-palette-entry-get-color": lambda world, name, number: (_entry(world, name, number)[1],),
    "gimp-palette-entry-set-color": set_color,
    "gimp-palette-entry-get-name": lambda world, name, number: _entry(world, name, number)[0],
    "gimp-palette-entry-set-name": set_name,
}
