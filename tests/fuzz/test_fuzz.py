"""Whatever bytes come, every reader gives a value or its refusal, soon.

VOIPLAB_FUZZ_SECONDS=60 fuzzes for a minute with a fresh seed, which is printed; otherwise a fixed number of mutants is tried.
"""

import os
import secrets
from pathlib import Path
from random import Random

import pytest

from tests.fuzz.fuzzing import fault, for_number, for_seconds, fuzz
from tests.fuzz.mutation import MUTATIONS, Mutation, mutant
from tests.fuzz.target import Target
from tests.fuzz.targets import TARGETS

KNOWN = sorted(path for path in (Path(__file__).parent / "known").iterdir() if not path.name.startswith("."))
BY_NAME = {target.name: target for target in TARGETS}

MUTANTS = 60_000
SECONDS = os.environ.get("VOIPLAB_FUZZ_SECONDS")


def test_no_mutant_breaks_a_reader(capsys: pytest.CaptureFixture[str]) -> None:
    seed = 1 if SECONDS is None else secrets.randbits(32)
    goes_on = for_number(MUTANTS) if SECONDS is None else for_seconds(float(SECONDS))
    if SECONDS is not None:
        with capsys.disabled():
            print(f"\nfuzzing with seed {seed}")  # noqa: T201
    _, failures = fuzz(TARGETS, seed, goes_on)
    assert not failures, "\n".join([f"seed {seed}", *map(str, failures[:10])])


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_the_seeds_themselves_are_read(target: Target) -> None:
    assert target.seeds
    assert [seed for seed in target.seeds if fault(target, seed)] == []


@pytest.mark.parametrize("path", KNOWN, ids=lambda path: path.name)
def test_what_once_broke_a_reader_does_so_no_more(path: Path) -> None:
    assert fault(BY_NAME[path.name.partition(".")[0]], path.read_bytes()) is None


def test_a_reader_that_raises_anything_else_is_found() -> None:
    naive = Target("naive", lambda data: int(data), (b"1", b"12"), (ValueError,))
    assert fault(naive, b"x") is None
    careless = Target("careless", lambda data: data[5], (b"123456", b"1234567"), (ValueError,))
    _, failures = fuzz([careless], 1, for_number(200))
    assert failures
    assert "IndexError" in failures[0].why


def test_a_reader_that_takes_too_long_is_found() -> None:
    def quadratic(data: bytes) -> int:
        return sum(data.count(data[:place]) for place in range(len(data)))

    assert "took" in (fault(Target("quadratic", quadratic, (b"a",), ()), b"a" * 20_000) or "")


def test_a_seed_names_its_mutants() -> None:
    seeds = TARGETS[0].seeds
    assert [mutant(Random(7), seeds) for _ in range(3)] == [mutant(Random(7), seeds) for _ in range(3)]


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_every_mutation_changes_something_and_takes_even_nothing(mutation: Mutation) -> None:
    random = Random(3)
    seed = TARGETS[0].seeds[0]
    assert any(mutation(seed, random, [seed]) != seed for _ in range(50))
    assert isinstance(mutation(b"", random, [b""]), bytes)
