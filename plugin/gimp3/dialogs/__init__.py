"""Every window of GIMP 3's side, and the widgets in them."""
