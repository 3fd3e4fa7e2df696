"""GIMP 3 through GObject introspection."""
