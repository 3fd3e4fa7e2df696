#!/usr/bin/env python3
"""Install Camera Looks into GIMP, or remove or test it.  Needs Python 3.10 and nothing else.

The work is done in plugin/installer/.
"""

import argparse
import sys
from pathlib import Path

if sys.version_info < (3, 10):  # noqa: UP036  (said in words instead of a SyntaxError)
    sys.stderr.write(
        "Camera Looks needs Python 3.10 or newer, this is {}.{}. Run install.py with a newer one, for example: "
        "{} install.py\n".format(*sys.version_info[:2], "py -3.12" if sys.platform == "win32" else "python3.12")
    )
    try:
        from plugin.installer.own_window import keep_open

        keep_open(sys.argv[1:])
    except (ImportError, SyntaxError):  # of a Python that is older still
        pass
    sys.exit(1)

CHECKOUT = Path(__file__).resolve().parent
EPILOG = """\
Without options: finds every GIMP, chooses or makes a Python with numpy and Pillow for the engine, installs, and
verifies by applying a look in each GIMP. Exit code: 0 done, 1 failed, 2 not understood, 130 interrupted, 129 and
143 ended by SIGHUP and SIGTERM."""
FOR = (
    "with --bundle: for this kind of machine, as windows or windows@3.12; several times for several (default: this one)"
)

PHONE = (
    "have HEIC, raw files and all JPEG XL read, too, by packages that are fetched where the chosen Python lacks them"
)
ONE = "install into this GIMP only: the path of its program, its folder or its app, or flatpak, or snap"


class Parser(argparse.ArgumentParser):
    def error(self, message):
        from lut.shared.printable import printable_lines

        super().error(printable_lines(message))

    def _print_message(self, message, file=None):
        from plugin.installer.console import write_terminal

        write_terminal(message, error=file is not sys.stdout)  # whose reader may have left


def parser():
    from plugin.installer.origin import program_name

    result = Parser(prog=program_name(CHECKOUT), description="Install Camera Looks into GIMP.", epilog=EPILOG)
    what = result.add_mutually_exclusive_group()
    what.add_argument("--uninstall", action="store_true", help="remove everything that was installed, and nothing else")
    what.add_argument("--test", action="store_true", help="run the fast tests, in an environment of their own")
    what.add_argument("--doctor", action="store_true", help="find what is wrong with an installation, offer to mend it")
    what.add_argument(
        "--report", nargs="?", const="", metavar="FILE", help="versions and the last error, to send to us"
    )
    what.add_argument("--bundle", nargs="?", const="", metavar="FILE", help="make a zip file that installs offline")
    what.add_argument("--archive", nargs="?", const="", metavar="FILE", help="make a zip file of the plug-in's folder")
    result.add_argument("--for", action="append", default=[], dest="platforms", metavar="PLATFORM", help=FOR)
    result.add_argument("--mend", "--yes", action="store_true", help="with --doctor: mend it without asking")
    result.add_argument("--no-check", action="store_true", help="with --doctor: look at files only, start no GIMP")
    result.add_argument("--dry-run", action="store_true", help="only tell what would be done")
    result.add_argument("--python", metavar="PATH", help="the Python for the engine; needs numpy and Pillow")
    result.add_argument("--phone", action="store_true", help=PHONE)
    result.add_argument("--gimp", metavar="PATH", help=ONE)
    result.add_argument("--all", action="store_true", help="with --test: all tests, for some twenty minutes")
    result.add_argument("--oldest", action="store_true", help="with --test: only on the oldest supported versions")
    result.add_argument("tests", nargs="*", metavar="TESTS", help="with --test: only these, such as tests/formats")
    result.add_argument("--verbose", action="store_true", help="show what every program says that is run")
    result.add_argument("--log", type=Path, metavar="FILE", help="where to keep that (default: in the user's cache)")
    return result


def main():
    sys.path.insert(0, str(CHECKOUT))
    sys.dont_write_bytecode = True  # the checkout stays as it was downloaded
    options = parser().parse_args()
    for name, given, other, there in (
        ("--all", options.all, "--test", options.test),
        ("--oldest", options.oldest, "--test", options.test),
        (" ".join(options.tests), options.tests, "--test", options.test),
        ("--mend", options.mend, "--doctor", options.doctor),
        ("--no-check", options.no_check, "--doctor", options.doctor),
        ("--for", options.platforms, "--bundle", options.bundle is not None),
    ):
        if given and not there:
            parser().error(f"{name} goes with {other}")
    from plugin.installer.main import main as run
    from plugin.installer.own_window import keep_open

    try:
        return run(options, CHECKOUT)
    finally:
        keep_open(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
