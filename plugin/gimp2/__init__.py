"""Camera Looks in GIMP 2.10.  Everything here runs in Python 2.7 and in Python 3: a GIMP 2.10 has one or the other."""
