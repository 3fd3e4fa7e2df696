"""Camera Looks inside GIMP: thin hosts over one core, standard library only."""
