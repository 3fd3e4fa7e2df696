"""Channels through which GIMP is installed (system, Flatpak, Snap, AppImage, Store), and how they differ.

Facts from the packages' own sources: GIMP's Flatpak sees the user's files, has the profile of the system's GIMP
(``--filesystem=xdg-config/GIMP``) and starts nothing outside of its sandbox.  The Snap is confined strictly: of what
is hidden in the home folder it sees only ``~/snap/gimp``.  An AppImage is no sandbox.  The Microsoft Store's GIMP reads
and writes a profile of its own below ``Packages``, and is started through a name in ``WindowsApps``.
"""

from __future__ import annotations

from dataclasses import dataclass

FLATPAK_ID = "org.gimp.GIMP"


@dataclass(frozen=True)
class Channel:
    """name: for people.  profiles: folders that hold one profile per minor version, the likeliest first.

    key: what engine.json calls the interpreter for it.  inside: how a program is started where that GIMP runs, {} in
    the program's place.  data: the folder of ours that GIMP and the installer see at the same path; the user's when
    empty.  looks: where the plug-in inside looks for the user's own looks, when that is another place.
    In paths, {NAME} is a variable of the environment, * any name, and relative ones start at the home folder.
    """

    name: str
    profiles: tuple[str, ...]
    key: str = "python"
    inside: tuple[str, ...] = ()
    data: str = ""
    looks: str = ""

    @property
    def sandbox(self) -> bool:
        """True if GIMP runs with other Pythons than this program does."""
        return bool(self.inside)

    def words(self, program: str) -> list[str]:
        """Return the command that starts a program where that GIMP runs."""
        return [word.replace("{}", program) for word in self.inside] if self.inside else [program]


SYSTEM = Channel("system", ("{XDG_CONFIG_HOME}/GIMP",))
APPIMAGE = Channel("AppImage", SYSTEM.profiles)
FLATPAK = Channel(
    "Flatpak",
    ("{XDG_CONFIG_HOME}/GIMP", f".var/app/{FLATPAK_ID}/config/GIMP"),
    key="flatpak",
    inside=("flatpak", "run", "--command={}", FLATPAK_ID),
    data=f".var/app/{FLATPAK_ID}/data/camera-looks",
    looks=f".var/app/{FLATPAK_ID}/data/camera-looks/looks",
)
SNAP = Channel(
    "Snap",
    ("snap/gimp/current/.config/GIMP", "snap/gimp/current/GIMP", "snap/gimp/common/GIMP"),
    key="snap",
    inside=("snap", "run", "--shell", "gimp", "-c", 'exec "$@"', "sh", "{}"),
    data="snap/gimp/common/camera-looks",
    looks="snap/gimp/current/.local/share/camera-looks/looks",
)
WINDOWS = Channel("system", (r"{APPDATA}\GIMP",))
STORE = Channel(
    "Microsoft Store",
    (r"{LOCALAPPDATA}\Packages\GIMP.*\LocalCache\Roaming\GIMP", r"{APPDATA}\GIMP"),
)
MAC = Channel("system", ("Library/Application Support/GIMP",))

CHANNELS = {
    "linux": (SYSTEM, FLATPAK, SNAP, APPIMAGE),
    "win32": (WINDOWS, STORE),
    "darwin": (MAC,),
}
