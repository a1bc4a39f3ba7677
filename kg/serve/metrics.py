"""Counts and times of a server, in the text format of Prometheus (version 0.0.4)."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

# Upper bounds of the histogram, in seconds.
_BOUNDS: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """What was answered since the start."""

    def __init__(self) -> None:
        """Begin at nothing."""
        self.under_way = 0
        self._requests: Counter[tuple[str, int]] = Counter()
        self._buckets = [0] * (len(_BOUNDS) + 1)
        self._seconds = 0.0

    def request(self, route: str, status: int, seconds: float) -> None:
        """Count a request that has ended."""
        self._requests[route, status] += 1
        self._buckets[bisect_left(_BOUNDS, seconds)] += 1
        self._seconds += seconds

    def text(self, gauges: Mapping[str, tuple[str, float]], counts: Mapping[str, int]) -> str:
        """Return all of it; ``gauges`` are name → help and value now, ``counts`` what became of queries."""
        return "".join(f"{line}\n" for line in self._lines(gauges, counts))

    def _lines(self, gauges: Mapping[str, tuple[str, float]], counts: Mapping[str, int]) -> Iterator[str]:
        yield from _head("kg_requests_total", "Requests answered.", "counter")
        for (route, status), number in sorted(self._requests.items()):
            yield f'kg_requests_total{{route="{_label(route)}",status="{status}"}} {number}'
        yield from _head("kg_request_seconds", "Time to answer a request.", "histogram")
        total = 0
        for bound, number in zip(_BOUNDS, self._buckets, strict=False):
            total += number
            yield f'kg_request_seconds_bucket{{le="{bound:g}"}} {total}'
        total += self._buckets[-1]
        yield f'kg_request_seconds_bucket{{le="+Inf"}} {total}'
        yield f"kg_request_seconds_sum {self._seconds:.6f}"
        yield f"kg_request_seconds_count {total}"
        yield from _head("kg_workers_total", "What happened to worker processes and their queries.", "counter")
        for what, number in sorted(counts.items()):
            yield f'kg_workers_total{{event="{_label(what)}"}} {number}'
        for name, (told, value) in gauges.items():
            yield from _head(name, told, "gauge")
            yield f"{name} {value:g}"


def _head(name: str, told: str, kind: str) -> Iterator[str]:
    yield f"# HELP {name} {told}"
    yield f"# TYPE {name} {kind}"


def _label(words: str) -> str:
    return words.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
