"""Prefixes of the ids of looks that are not built in.  Valid in Python 2.7, too."""

OWN = "my-"  # in the user's folder: another user may have another look of that id
COPIED = "copy-"  # came with an image
