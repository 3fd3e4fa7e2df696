"""Names of the scenes that some looks tell apart, in the order of menus.  Valid in Python 2.7, too."""

AUTO = "auto"  # what the picture shows decides
SCENES = ("day", "people", "food", "plants", "sunset", "indoor", "night")
