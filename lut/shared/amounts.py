"""What a user may set in place of a look's own amount: declared once, and all else loops over it.

An amount is a number from 0, nothing, to 1; None is the look's own.  plugin/menu/amounts.py declares the
same ones for the editor, and a test holds that they agree.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Amount:
    """name: in recipes, catalogs and messages, and with hyphens as an option.  letter, help: for ``--help``.

    everywhere: offered with every look, whether or not it brings the step.
    """

    name: str
    letter: str
    help: str
    everywhere: bool = False

    @property
    def label(self) -> str:
        return self.name.replace("_", " ")

    @property
    def option(self) -> str:
        return "--" + self.name.replace("_", "-")


ON_TABLE = (  # what changes the table, before the look's strength; of itself no look does
    Amount("protect_skin", "P", "keep the hue and the saturation of what can be skin"),
)
FINISHING = (  # what follows the table, each as a step of that name
    Amount("local_tone", "L", "dark parts of the picture lifted and bright ones held", everywhere=True),
    Amount("vignette", "V", "darker corners, white left as it is"),
    Amount("grain", "G", "film grain"),
    Amount("glow", "A", "glow of highlights"),
)
AMOUNTS = (*ON_TABLE, *FINISHING)
