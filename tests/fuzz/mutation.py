"""Mutants of a text: what breaks readers of lines, numbers, quotes and lengths.

All chance comes from the `Random` that is passed in, so that a seed names its mutants.
"""

import re
from collections.abc import Callable, Sequence
from random import Random
from typing import Final

LARGEST: Final = 65_535

PIECES: Final = (
    *(b"\r\n", b"\r\n\r\n", b"\n", b"\r", b"\r\n ", b"\r\n\t", b"\0", b"\t", b" ", b"  "),
    *(b"\x0b", b"\x0c", b"\x1c", b"\x1b[2J", b"\x7f", b"\xff", b"\xc3\x28", b"\xed\xb3\xbf"),
    *("\x85".encode(), "\xa0".encode(), "\u2028".encode(), "\u0661".encode(), "\u212a".encode(), "\ufeff".encode()),
    *(b'"', b"\\", b'\\"', b"'", b"<", b">", b"(", b")", b"[", b"]", b"{", b"}", b"<<", b"@", b"@@"),
    *(b";", b";;", b",", b",,", b":", b"::", b":::", b"=", b"==", b"/", b"?", b"&", b"%", b"%0", b"%00", b"%zz", b"*"),
    *(
        b"sip:",
        b"sips:",
        b"tel:",
        b"SIP/2.0",
        b"SIP/3.0",
        b"Content-Length: ",
        b"l:",
        b"Via: ",
        b"v:",
        b";tag=",
        b";lr",
    ),
)
NUMBERS: Final = (
    *(b"0", b"-1", b"+1", b"1e9", b"0x1", b"1_0", b" 1", b"00000000001", b"255", b"256", b"65535", b"65536"),
    *(b"2147483647", b"2147483648", b"4294967295", b"4294967296", b"99999999999999999999", b"9" * 5000),
    "\u0661\u0662".encode(),
)
DIGITS: Final = re.compile(rb"[0-9]+")

Mutation = Callable[[bytes, Random, Sequence[bytes]], bytes]


def flip(data: bytes, random: Random, _seeds: Sequence[bytes]) -> bytes:
    place = random.randrange(len(data) + 1)
    return data[:place] + bytes([random.randrange(256)]) + data[place + 1 :]


def insert(data: bytes, random: Random, _seeds: Sequence[bytes]) -> bytes:
    place = random.randrange(len(data) + 1)
    return data[:place] + random.choice(PIECES) + data[place:]


def replace(data: bytes, random: Random, _seeds: Sequence[bytes]) -> bytes:
    begin, end = _span(data, random, 20)
    return data[:begin] + random.choice(PIECES) + data[end:]


def delete(data: bytes, random: Random, _seeds: Sequence[bytes]) -> bytes:
    begin, end = _span(data, random, 40)
    return data[:begin] + data[end:]


def cut(data: bytes, random: Random, _seeds: Sequence[bytes]) -> bytes:
    return data[: random.randrange(len(data) + 1)]


def number(data: bytes, random: Random, _seeds: Sequence[bytes]) -> bytes:
    found = list(DIGITS.finditer(data))
    if not found:
        return data
    chosen = random.choice(found)
    return data[: chosen.start()] + random.choice(NUMBERS) + data[chosen.end() :]


def repeat(data: bytes, random: Random, _seeds: Sequence[bytes]) -> bytes:
    begin, end = _span(data, random, 30)
    times = random.choice((2, 3, 10, 100, 1000, 10_000, 60_000))
    return data[:begin] + (data[begin:end] * times)[:LARGEST] + data[end:]


def shuffle_lines(data: bytes, random: Random, _seeds: Sequence[bytes]) -> bytes:
    lines = data.split(b"\r\n")
    first, second = random.randrange(len(lines)), random.randrange(len(lines))
    lines[first], lines[second] = lines[second], lines[first]
    return b"\r\n".join(lines)


def double_line(data: bytes, random: Random, _seeds: Sequence[bytes]) -> bytes:
    lines = data.split(b"\r\n")
    lines.insert(random.randrange(len(lines) + 1), random.choice(lines))
    return b"\r\n".join(lines)


def splice(data: bytes, random: Random, seeds: Sequence[bytes]) -> bytes:
    other = random.choice(seeds)
    begin, end = _span(other, random, 200)
    place = random.randrange(len(data) + 1)
    return data[:place] + other[begin:end] + data[place:]


def change_case(data: bytes, random: Random, _seeds: Sequence[bytes]) -> bytes:
    begin, end = _span(data, random, 30)
    return data[:begin] + data[begin:end].swapcase() + data[end:]


MUTATIONS: Final[tuple[Mutation, ...]] = (
    *(flip, insert, replace, delete, cut, number, repeat),
    *(shuffle_lines, double_line, splice, change_case),
)


def _span(data: bytes, random: Random, longest: int) -> tuple[int, int]:
    begin = random.randrange(len(data) + 1)
    return begin, min(len(data), begin + random.randrange(longest + 1))


def mutant(random: Random, seeds: Sequence[bytes]) -> bytes:
    """One of the seeds, mutated once to five times."""
    data = random.choice(seeds)
    for _ in range(random.choice((1, 1, 1, 2, 3, 5))):
        data = random.choice(MUTATIONS)(data, random, seeds)[:LARGEST]
    return data
