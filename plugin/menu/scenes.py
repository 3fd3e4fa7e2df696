# -*- coding: utf-8 -*-
"""The scenes of lut/shared/look_names.py in dialogs.  In every host, so valid in Python 2.7, too."""

from lut.shared.look_names import AUTO, SCENES

from ..language import _

LABELS = {
    AUTO: _("Automatic"),
    "day": _("Day"),
    "people": _("People"),
    "food": _("Food"),
    "plants": _("Plants"),
    "sunset": _("Sunset"),
    "indoor": _("Indoors"),
    "night": _("Night"),
}
CHOICES = tuple((scene, LABELS[scene]) for scene in (AUTO,) + SCENES)
