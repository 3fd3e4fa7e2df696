"""The editor's side of the engine: find a Python, start it, talk to it, share memory, stream strips."""
