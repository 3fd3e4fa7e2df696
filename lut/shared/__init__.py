"""What the library and the plug-in must agree on.  Standard library only: GIMP's own Python imports it, too."""
