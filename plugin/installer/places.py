"""Where the parts of an installation lie, in each user's folders."""

from __future__ import annotations

from pathlib import Path

from lut.shared import folders

from . import build, detect, record
from .channels import Channel
from .machine import Machine

PROGRAM = "program"  # the folder of the command line where there is no GIMP


def places(machine: Machine, known: record.Record) -> list[Path]:
    """Where a folder of ours can lie: where the record says, and where GIMPs look even if the record is lost."""
    profiles = [profile.folder for profile in detect.profiles(machine)]
    profiles += [detect.profile_of(machine, channel, version) for channel, _, version in detect.programs(machine)]
    usual = [plugin_folder(Path(profile)) for profile in profiles]
    return list(dict.fromkeys([*(Path(folder) for folder in known.folders), *usual, folders.data() / PROGRAM]))


def plugin_folder(profile: Path) -> Path:
    return profile / "plug-ins" / build.NAME


def home(machine: Machine, channel: Channel) -> Path:
    """The folder of ours that a channel's GIMPs see at the same path."""
    return Path(next(detect.expanded(machine, [channel.data]))) if channel.data else folders.data()


def user_looks(machine: Machine, channel: Channel) -> Path:
    """Where a channel's GIMPs look for the user's own looks."""
    return Path(next(detect.expanded(machine, [channel.looks]))) if channel.looks else folders.user_looks()
