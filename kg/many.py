"""One piece of work for each of many reports, on as many cores as there are, its results in order and one at a time.

A result depends on its report alone, so it is the same whoever computes it. Workers are processes that start from
nothing (``spawn``): no lock or open file of the caller goes with them. They are started for more than ``HANDFUL`` reports; no
more results wait than two a worker, so that memory does not grow with the number of reports.
"""

import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from multiprocessing import get_context
from typing import TypeVar

from kg.errors import KgError, UsageError

HANDFUL = 8
_AHEAD = 2  # pieces of work that wait for each worker

A = TypeVar("A")
B = TypeVar("B")


def cores() -> int:
    """Return how many cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # macOS, Windows
        return os.cpu_count() or 1


def workers_for(count: int, asked: int | None = None) -> int:
    """Return how many workers so many reports get: as many as asked for, else one a core where there are more than a handful."""
    return max(1, min(asked or (cores() if count > HANDFUL else 1), count))


def each(work: Callable[[A], B], items: Iterable[A], workers: int = 1) -> Iterator[B]:
    """Yield what ``work`` makes of each item, in order; it must be a function of a module, to be found by a worker.

    The first item in order whose work raises ends it with that error, whatever later ones did. Raises UsageError where the
    system ends a worker.
    """
    if workers <= 1:
        yield from map(work, items)
        return
    rest = iter(items)
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_begin)
    waiting: deque[Future[B]] = deque()
    try:
        waiting.extend(pool.submit(work, item) for item in islice(rest, workers * _AHEAD))
        while waiting:
            result = waiting.popleft().result()
            waiting.extend(pool.submit(work, item) for item in islice(rest, 1))
            yield result
    except BrokenProcessPool:
        found = "one that the system ended, mostly for want of memory"
        raise UsageError("--workers", f"{workers} workers that live", found, "ask for fewer: --workers 1") from None
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def tried(work: Callable[[A], B], item: A) -> B | KgError:
    """Return what the work makes of an item, or the error that a person can do something about."""
    try:
        return work(item)
    except KgError as error:
        return error


def _begin() -> None:
    """Let the caller alone hear an interrupt: it ends its workers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
