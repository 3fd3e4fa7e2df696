"""What ``install.py`` calls: find the GIMPs, choose the engine's Python, place the plug-in, prove that it works.

Standard library only.  Functions raise InstallError; ``main.py`` is the one place that prints.
"""
