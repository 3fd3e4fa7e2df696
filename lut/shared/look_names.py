"""Names that come with looks: scenes that some tell apart, and prefixes of ids.  Valid in Python 2.7, too."""

AUTO = "auto"  # what the picture shows decides
SCENES = ("day", "people", "food", "plants", "sunset", "indoor", "night")  # in the order of menus

# Looks that are not built in have ids that begin with:
OWN = "my-"  # in the user's folder: another user may have another look of that id
COPIED = "copy-"  # came with an image
