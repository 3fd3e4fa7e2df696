"""What a user may set in place of a look's own amount: declared once, and every host loops over it.

lut/shared/amounts.py declares the same ones for the engine.  In every host, so valid in Python 2.7, too.
"""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping  # noqa: F401 - in type comments
    from typing import Any  # noqa: F401 - in type comments


class Amount:
    """name: in the catalog and in the engine's jobs.

    everywhere: for LUT files, too, and for looks that do not bring it.  in_table: a LUT can hold it.  whole: it depends
    on the whole picture.  later: scripts call procedures without it, by the places of their arguments.
    """

    def __init__(self, name, label, blurb, everywhere=False, in_table=False, whole=False, later=False):
        # type: (str, str, str, bool, bool, bool, bool) -> None
        self.name = name
        self.label = label
        self.blurb = blurb
        self.everywhere = everywhere
        self.in_table = in_table
        self.whole = whole
        self.later = later

    @property
    def argument(self):
        # type: () -> str
        """What procedures of GIMP 3 call it."""
        return self.name.replace("_", "-")


def declare(_):
    # type: (Callable[[str], str]) -> tuple[Amount, ...]
    """The amounts, in the order of dialogs.  _: the host's, which translates."""
    return (
        Amount(
            "protect_skin",
            _("Protect s_kin"),
            _("Keep the hue and the saturation of what can be skin, in percent"),
            everywhere=True,
            in_table=True,
            later=True,
        ),
        Amount(
            "local_tone",
            _("Local to_ne"),
            _("Lift dark parts of the picture and hold bright ones; details keep their contrast; in percent"),
            everywhere=True,
            whole=True,
            later=True,
        ),
        Amount("vignette", _("_Vignette"), _("Darken the corners, but nothing that is white, in percent")),
        Amount("grain", _("_Grain"), _("Add film grain, strongest in middle tones, in percent")),
        Amount("glow", _("Glo_w"), _("Let highlights spread a little of their light, in percent"), whole=True),
    )


NAMES = tuple(amount.name for amount in declare(lambda text: text))
WHOLE = tuple(amount.name for amount in declare(lambda text: text) if amount.whole)


def follows_the_picture(look, job):
    # type: (Mapping[str, Any] | None, Mapping[str, Any]) -> bool
    """Whether what a job does depends on what the picture shows, so that the engine needs a thumbnail.

    look: its entry in the catalog; None for a LUT file.
    """
    own = look or {}
    if own.get("variants") and job.get("scene") in (None, "auto"):
        return True
    return any(own.get(name) if job.get(name) is None else job[name] for name in WHOLE)
