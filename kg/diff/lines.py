"""Two files of N-Quads held against each other, line by line.

Sorted files, as a build and `kg publish` write them, are read side by side and never stand in memory; others are sorted.
"""

from collections.abc import Iterable, Iterator
from typing import Literal

from kg.diff.release import Release

Sign = Literal["-", "+"]


class _UnorderedError(Exception):
    """A file whose lines are not in order."""


def differing(one: Iterable[bytes], two: Iterable[bytes]) -> Iterator[tuple[Sign, bytes]]:
    """Yield the lines that only one of two sorted files has: ``-`` of the first, ``+`` of the second.

    Raises ``_UnorderedError`` where one is not sorted; `apart` is what to call.
    """
    left, right = _ordered(one), _ordered(two)
    a, b = next(left, None), next(right, None)
    while a is not None or b is not None:
        if a == b:
            a, b = next(left, None), next(right, None)
        elif b is None or (a is not None and a < b):
            assert a is not None
            yield "-", a
            a = next(left, None)
        else:
            yield "+", b
            b = next(right, None)


def _ordered(lines: Iterable[bytes]) -> Iterator[bytes]:
    last = b""
    for line in lines:
        if line < last:
            raise _UnorderedError
        if line != last:
            yield line
        last = line


def apart(one: Release, two: Release) -> list[tuple[Sign, bytes]]:
    """Return the lines that only one of two files has, in whatever order these are written."""
    try:
        return list(differing(one.lines(), two.lines()))
    except _UnorderedError:
        return list(differing(sorted(one.lines()), sorted(two.lines())))
