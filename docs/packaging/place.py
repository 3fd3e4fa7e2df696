"""Fill a folder with the plug-in for everybody on a machine: what a distribution's package or a Flatpak holds.

    python3 docs/packaging/place.py FOLDER --python /usr/bin/python3
    python3 docs/packaging/place.py FOLDER --flatpak --engine ENVIRONMENT --wheels WHEELS

GIMP finds it in a folder called camera-looks.  --python: the engine's interpreter, which has numpy and Pillow.
--engine: an environment to make for it out of the wheels in a folder, without pip and without a network.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(CHECKOUT))

from plugin.installer import build, choose_python, environment, origin, wheels
from plugin.installer.channels import FLATPAK, SYSTEM
from plugin.installer.install_error import InstallError
from plugin.installer.runner import Runner


def main() -> int:
    sys.dont_write_bytecode = True
    parser = argparse.ArgumentParser(description="Fill a folder with the plug-in, for packages.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--python", help="the engine's interpreter")
    parser.add_argument("--engine", type=Path, metavar="FOLDER", help="make an environment for the engine there")
    parser.add_argument("--wheels", type=Path, metavar="FOLDER", help="what to make it of")
    parser.add_argument("--flatpak", action="store_true", help="for the GIMP of a Flatpak, inside of which this runs")
    options = parser.parse_args()
    if (options.python is None) == (options.engine is None) or (options.engine is None) != (options.wheels is None):
        parser.error("expected either --python, or --engine and --wheels")
    try:
        python = options.python or make_engine(options.engine, options.wheels)
        channel = replace(FLATPAK, inside=()) if options.flatpak else SYSTEM
        options.folder.mkdir(parents=True)
        version = origin.read_version(CHECKOUT)
        build.fill_plugin(CHECKOUT, options.folder, version, [build.Engine(channel, python)], Runner())
    except (InstallError, OSError) as error:
        sys.exit(f"place.py: {error}")
    return 0


def make_engine(folder: Path, source: Path) -> str:
    """An environment with the wheels that fit this Python; returns its interpreter."""
    runner = Runner()
    base = choose_python.find_base(runner)
    chosen = wheels.choose_wheels(source, base)
    if chosen is None:
        raise InstallError(f"{source} lacks wheels of numpy or Pillow for Python {base.version[0]}.{base.version[1]}.")
    environment.make_from_wheels(folder, base, chosen, runner, SYSTEM)
    return str(environment.python_in(folder))


if __name__ == "__main__":
    sys.exit(main())
