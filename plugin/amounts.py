# -*- coding: utf-8 -*-
"""What a user may set in place of a look's own amount: declared once, and every host loops over it.

lut/amounts.py declares the same ones for the engine.  In every host, so valid in Python 2.7, too.
"""


class Amount(object):
    """name: in the catalog and in the engine's jobs."""

    def __init__(self, name, label, blurb):
        self.name = name
        self.label = label
        self.blurb = blurb

    @property
    def argument(self):
        """What procedures of GIMP 3 call it."""
        return self.name.replace("_", "-")


def declare(_):
    """The amounts, in the order of dialogs.  _: the host's, which translates."""
    return (
        Amount("vignette", _("_Vignette"), _("Darken the corners, but nothing that is white, in percent")),
        Amount("grain", _("_Grain"), _("Add film grain, strongest in middle tones, in percent")),
        Amount("glow", _("Glo_w"), _("Let highlights spread a little of their light, in percent")),
    )


NAMES = tuple(amount.name for amount in declare(lambda text: text))
