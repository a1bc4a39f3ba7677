"""An endpoint made to hold what a build holds, one graph after the other; broken off, it goes on where it stopped."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from kg.language import say
from kg.load.graphs import LocalGraph
from kg.load.plan import Change
from kg.load.register import Register, counted, demand_count
from kg.remote import Writer

Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was done: graphs sent and withdrawn, and what the endpoint was counted to hold afterwards."""

    sent: int
    withdrawn: int
    graphs: int
    triples: int


def publish(
    writer: Writer, register: Register, here: Mapping[str, LocalGraph], changes: Iterable[Change], tell: Tell
) -> Loaded:
    """Write the graphs that differ, withdraw those the build no longer has, and count all of them at the endpoint.

    ``tell`` hears of each graph. Raises EndpointError where the server refuses or holds another number of triples than
    was sent; what is whole by then is entered and is not sent again.
    """
    changes = list(changes)
    sent = [c for c in changes if c.sent]
    gone = [c for c in changes if c.state == "withdrawn"]
    url = writer.endpoint.url
    if sent:
        register.begin(writer, [c.graph for c in sent])
    for number, change in enumerate(sent, 1):
        graph = here[change.graph]
        tell(_progress(number, len(sent), say("sending", "发送"), change.graph, graph.triples))
        writer.replace(graph.iri, graph.lines())
        demand_count(url, graph, counted(writer.endpoint, [graph.iri])[graph.iri])
        register.finish(writer, graph)
    for number, change in enumerate(gone, 1):
        tell(_progress(number, len(gone), say("withdrawing", "撤回"), change.graph, change.there))
        _withdraw(writer, register, change.graph)
    counts = counted(writer.endpoint, here) if sent or gone else {c.graph: c.there for c in changes}
    for graph in here.values():
        demand_count(url, graph, counts[graph.iri])
    return Loaded(len(sent), len(gone), len(here), sum(g.triples for g in here.values()))


def withdraw(writer: Writer, register: Register, tell: Tell) -> Loaded:
    """Remove every graph that the register names, and then the register. Raises EndpointError."""
    found, entries = register.read(writer.endpoint)
    for number, name in enumerate(entries, 1):
        tell(_progress(number, len(entries), say("withdrawing", "撤回"), name, entries[name].triples or 0))
        _withdraw(writer, register, name)
    if found is not None:
        writer.remove(register.iri)
    left = counted(writer.endpoint, entries)
    return Loaded(0, len(entries), sum(1 for n in left.values() if n), sum(left.values()))


def _withdraw(writer: Writer, register: Register, graph: str) -> None:
    writer.remove(graph)
    register.strike(writer, graph)


def _progress(number: int, all_: int, verb: str, graph: str, triples: int) -> str:
    return say(
        f"{number}/{all_} {verb} {graph} ({triples:,} triples)",
        f"{number}/{all_} {verb} {graph}（{triples:,} 个三元组）",
    )
