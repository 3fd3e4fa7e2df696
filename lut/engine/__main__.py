"""``python -m lut.engine``: answer requests on standard input until it closes."""

from .server import main

main()
