"""The installer behind ``install.py``: find the GIMPs, choose the engine's Python, install the plug-in, verify it.

Standard library only.  Functions raise InstallError; ``main.py`` is the one place that prints.
"""
