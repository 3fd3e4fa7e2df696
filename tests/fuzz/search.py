"""The process that searches: ``python -m tests.fuzz.search FORMAT FOLDER libFuzzer's options``."""

from __future__ import annotations

import sys
from random import Random

import atheris

with atheris.instrument_imports(include=["lut"]):
    from . import sealing, target


def main() -> None:
    kind = target.KINDS[sys.argv.pop(1)]
    damage = sealing.mutation(kind.name)

    def attempt(data: bytes) -> None:
        target.attempt(kind, data)

    def mutated(data: bytes, max_size: int, seed: int) -> bytes:
        random = Random(seed)
        if random.random() < 0.5:
            return bytes(atheris.Mutate(data, max_size))
        return damage(data, random)[:max_size]

    atheris.Setup(sys.argv, attempt, custom_mutator=mutated)
    atheris.Fuzz()


main()
