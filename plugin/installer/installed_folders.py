"""The places of an installation's parts in each user's folders."""

from __future__ import annotations

from pathlib import Path

from lut.shared import folders

from . import build, detect, record
from .channels import Channel
from .machine import Machine

PROGRAM = "program"  # the folder of the command line where there is no GIMP


def installed_folders(machine: Machine, known: record.Record) -> list[Path]:
    """List where our folders can be: those in the record, and those where GIMPs look even if the record is lost."""
    profiles = [profile.folder for profile in detect.list_profiles(machine)]
    profiles += [
        detect.find_profile(machine, channel, version) for channel, _, version in detect.find_programs(machine)
    ]
    usual = [plugin_folder(Path(profile)) for profile in profiles]
    return list(dict.fromkeys([*(Path(folder) for folder in known.folders), *usual, folders.data() / PROGRAM]))


def plugin_folder(profile: Path) -> Path:
    return profile / "plug-ins" / build.NAME


def data_folder(machine: Machine, channel: Channel) -> Path:
    """Return our data folder that a channel's GIMPs see at the same path."""
    return Path(next(detect.expand_patterns(machine, [channel.data]))) if channel.data else folders.data()


def looks_folder(machine: Machine, channel: Channel) -> Path:
    """Return the folder in which a channel's GIMPs look for the user's own looks."""
    return Path(next(detect.expand_patterns(machine, [channel.looks]))) if channel.looks else folders.user_looks()
