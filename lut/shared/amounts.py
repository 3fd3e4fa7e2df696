"""Amounts of effects (grain, glow) that a user may set in place of a look's own; all else loops over them.

An amount is a number from 0, nothing, to 1; None is the look's own.  Below them: how what comes out is mixed with the
picture, by its colors and in its tones, as ``lut/looks/finish/mixing.py`` defines.

In every host, so valid in Python 2.7, too.
"""


class Amount(object):
    """An amount, in all the places that offer it: with every look and LUT file, whether or not it brings the step.

    name: in recipes, catalogs, jobs of the engine and messages.  letter, help: for ``--help``.

    in_table: a LUT can hold it.  whole: it depends on the whole picture.  later: scripts call procedures without it, by
    the places of their arguments.
    """

    def __init__(self, name, letter, help, in_table=False, whole=False, later=False):
        # type: (str, str, str, bool, bool, bool) -> None
        self.name = name
        self.letter = letter
        self.help = help
        self.in_table = in_table
        self.whole = whole
        self.later = later

    @property
    def words(self):
        # type: () -> str
        """The name in messages."""
        return self.name.replace("_", " ")

    @property
    def argument(self):
        # type: () -> str
        """The name in options, and in procedures of GIMP 3."""
        return self.name.replace("_", "-")


AMOUNTS = (  # in the order of dialogs
    Amount(
        "protect_skin",
        "P",
        "keep the hue and the saturation of what can be skin",
        in_table=True,
        later=True,
    ),
    Amount(
        "local_tone",
        "L",
        "dark parts of the picture lifted and bright ones held",
        whole=True,
        later=True,
    ),
    Amount("vignette", "V", "darker corners, white left as it is"),
    Amount("grain", "G", "film grain"),
    Amount("glow", "A", "glow of highlights", whole=True),
)
ON_TABLE = tuple(amount for amount in AMOUNTS if amount.in_table)  # before the look's strength; of itself no look does
FINISHING = tuple(amount for amount in AMOUNTS if not amount.in_table)  # each a step of that name, after the table

BLENDS = ("normal", "color", "luminosity")  # dialogs of GIMP 2.10 choose by number: new ones come last
TONES = ("all", "shadows", "midtones", "highlights")
SOFTNESS = 0.5  # from 0, a hard edge, to 1
UNMIXED = {"blend": "normal", "tones": "all", "softness": SOFTNESS}  # of jobs: what mixes nothing
