"""Search for files that a parser trips over, by coverage (atheris, which is libFuzzer for Python).

    python -m tests.fuzz FORMAT … [--seconds N] [--keep]      FORMAT: cube, 3dl, icc-profile … or all
    python -m tests.fuzz --heavy                              time and memory of crafted files of 10 MB

Needs ``pip install atheris`` (Linux and macOS).  A search begins with the format's samples and with what was kept of
earlier ones in tests/fuzz/corpus; what it finds is put there, to be tried in every run of the tests.  --keep also keeps
what reached lines that nothing reached before, as long as it is small.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
import tempfile
from pathlib import Path

from . import heavy, target

KEPT_BYTES = 2048  # of a kept file
KEPT_FILES = 40  # of a format
OPTIONS = ("-max_len=16384", "-rss_limit_mb=4000", "-timeout=10", "-print_final_stats=1", "-verbosity=0")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("formats", metavar="FORMAT", nargs="*", choices=["all", *target.KINDS, []])
    parser.add_argument("--seconds", type=int, default=60, help="for each format (%(default)s)")
    parser.add_argument("--keep", action="store_true", help="small files that reach new lines, too")
    parser.add_argument("--heavy", action="store_true", help="measure crafted files of 10 MB instead")
    arguments = parser.parse_args()
    names = list(target.KINDS) if "all" in arguments.formats or not arguments.formats else arguments.formats
    if arguments.heavy:
        return heavy.report(names)
    return max(searched(name, arguments.seconds, arguments.keep) for name in names)


def searched(name: str, seconds: int, keep: bool) -> int:
    """Search one format; returns 1 if something was found."""
    kind = target.KINDS[name]
    corpus = target.CORPUS / name
    with tempfile.TemporaryDirectory() as scratch:
        seeds, found = Path(scratch, "seeds"), Path(scratch, "found")
        seeds.mkdir()
        found.mkdir()
        for data in target.seeds(kind):
            (seeds / digest(data)).write_bytes(data)
        known = {path.name for path in seeds.iterdir()}
        command = [sys.executable, "-m", "tests.fuzz.search", name, str(seeds), f"-max_total_time={seconds}"]
        result = subprocess.run(
            [*command, f"-artifact_prefix={found}/", *OPTIONS], capture_output=True, encoding="utf-8"
        )
        finds = [path for path in sorted(found.iterdir()) if heavy.fails(name, path)]
        print(f"{name}: {stated(result.stderr, 'number_of_executed_units')} files tried, {len(finds)} found")
        if result.returncode and not any(found.iterdir()):
            print(result.stderr[-2000:])
        for path in finds:
            print(f"  {path.name[:20]}: {told(result.stderr)}")
            kept(corpus, path.read_bytes())
        if keep:
            fresh = [path.read_bytes() for path in seeds.iterdir() if path.name not in known]
            room = KEPT_FILES - len(target.kept(kind))
            for data in sorted((data for data in fresh if len(data) <= KEPT_BYTES), key=len, reverse=True)[
                : max(room, 0)
            ]:
                kept(corpus, data)
    return int(bool(finds))


def kept(corpus: Path, data: bytes) -> None:
    corpus.mkdir(parents=True, exist_ok=True)
    (corpus / digest(data)).write_bytes(data)


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:12]


def stated(log: str, figure: str) -> str:
    return next((line.split()[-1] for line in log.splitlines() if figure in line), "?")


def told(log: str) -> str:
    """The exception's line."""
    lines = log.splitlines()
    start = next((at for at, line in enumerate(lines) if "Uncaught Python exception" in line), None)
    return lines[start + 1] if start is not None else next((line for line in lines if "ERROR" in line), "?")


if __name__ == "__main__":
    raise SystemExit(main())
