"""Modules that the library and the plug-in share.  Standard library only: GIMP's own Python imports it, too."""
