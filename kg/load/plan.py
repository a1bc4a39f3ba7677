"""A build's graphs held beside those of an endpoint: what is new, changed, the same, to be withdrawn, or not ours."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from kg.errors import EndpointError
from kg.load.graphs import LocalGraph
from kg.load.register import Entry, Register, counted
from kg.query import Asks

# What a graph can be, in the order it is told, with its Chinese.
STATES: Final = {
    "foreign": "非本项目",
    "new": "新增",
    "changed": "有变",
    "unfinished": "未完",
    "altered": "被改动",
    "withdrawn": "撤回",
    "same": "不变",
}
_SENT: Final = frozenset({"new", "changed", "unfinished", "altered", "foreign"})


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes of one graph: ``here`` and ``there`` are its triples in the build and at the endpoint."""

    graph: str
    state: str
    here: int
    there: int

    @property
    def sent(self) -> bool:
        """Whether the graph is written."""
        return self.state in _SENT


def planned(register: Register, asks: Asks, here: Mapping[str, LocalGraph]) -> tuple[Change, ...]:
    """Return what publishing these graphs changes, by state and IRI. Asks only. Raises EndpointError."""
    _, entries = register.read(asks)
    counts = counted(asks, {*here, *entries})
    changes = [
        Change(name, _state(here.get(name), entries.get(name), counts[name]), _size(here.get(name)), counts[name])
        for name in {*here, *entries}
    ]
    order = list(STATES)
    return tuple(sorted(changes, key=lambda c: (order.index(c.state), c.graph)))


def _size(graph: LocalGraph | None) -> int:
    return graph.triples if graph else 0


def _state(here: LocalGraph | None, entry: Entry | None, there: int) -> str:
    if here is None:
        return "withdrawn"
    if entry is None:
        return "foreign" if there else "new"
    if entry.sha256 is None:
        return "unfinished"
    if entry.sha256 != here.sha256:
        return "changed"
    return "same" if there == here.triples else "altered"


def refuse_foreign(
    register: Register, asks: Asks, changes: Iterable[Change], url: str, title: str, reports: Collection[str]
) -> None:
    """Raise EndpointError where the endpoint holds what this project did not write: a register of another, or a graph.

    Two projects may have the same base and title: ``reports``, the IRIs of this one's report graphs, tell them apart where
    none of those there is among them.
    """
    found, entries = register.read(asks)
    step = "give this project a base_iri of its own in kg.toml, or take them over with --adopt"
    # What the register names and this build lacks is withdrawn.
    lost = "give this project a base_iri of its own in kg.toml; --adopt would remove there what this build lacks"
    if found is not None and found != title:
        raise EndpointError(url, f"graphs of the project {title!r}", f"those of {found!r} under the same base", lost)
    there = sorted(name for name in entries if "/graph/report-" in name)
    if there and not set(there) & set(reports):
        names = ", ".join(name.rpartition("/report-")[2] for name in there[:3]) + (" …" if len(there) > 3 else "")
        raise EndpointError(url, "at least one report of this project among those published there", names, lost)
    foreign = [c for c in changes if c.state == "foreign"]
    if foreign:
        more = f" and {len(foreign) - 1} more" if len(foreign) > 1 else ""
        raise EndpointError(
            url,
            "no graph that `kg load` has not written",
            f"{foreign[0].graph} ({foreign[0].there} triples){more}",
            step,
        )
