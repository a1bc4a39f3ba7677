"""A place's graph as GraphML (http://graphml.graphdrawing.org) and GEXF 1.2 (https://gexf.net), for Gephi, yEd and others."""

import io
import re

import networkx as nx

from kg.explorer.sheet import KIND_ORDER, RELATION_ORDER, Sheet, statement_id, thing_ids
from kg.explorer.words import RELATIONS
from kg.page.kinds import KINDS

# What XML 1.0 cannot hold, whichever report has it.
_BARRED = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_networkx(told: Sheet) -> "nx.MultiDiGraph[str]":
    """Return a sheet as a networkx graph.

    Nodes are named by their ids and carry label, kind, community and their place in the picture (x, y: y upwards);
    edges carry the relation, its name and the ids of the statements they rest on, with blanks between.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    ids = [_clean(name) for name in thing_ids(told)]
    areas, things, links, said = told["areas"]["label"], told["things"], told["links"], told["said"]
    columns = (things[name] for name in ("label", "kind", "area", "x", "y"))
    for name, label, kind, area, x, y in zip(ids, *columns, strict=True):
        community = _clean(areas[area]) if area >= 0 else ""
        graph.add_node(name, label=_clean(label), kind=KINDS[KIND_ORDER[kind]].zh, community=community, x=x, y=-y)
    of = [statement_id(told, report, local) for report, local in zip(said["report"], said["id"], strict=True)]
    at = 0
    for a, b, kind, count in zip(links["a"], links["b"], links["kind"], links["count"], strict=True):
        relation = RELATION_ORDER[kind]
        statements = " ".join(of[n] for n in links["said"][at : at + count])
        graph.add_edge(ids[a], ids[b], relation=relation, label=RELATIONS[relation][0], statements=statements)
        at += count
    return graph


def to_graphml(told: Sheet) -> bytes:
    """Return a sheet as GraphML in UTF-8; the same sheet gives the same bytes."""
    return ("\n".join(nx.generate_graphml(to_networkx(told), prettyprint=False)) + "\n").encode()


def to_gexf(told: Sheet) -> bytes:
    """Return a sheet as GEXF in UTF-8, without the day it was written; the same sheet gives the same bytes."""
    graph = to_networkx(told)
    for _, data in graph.nodes(data=True):
        data["viz"] = {"position": {"x": float(data.pop("x")), "y": float(data.pop("y")), "z": 0.0}}
    out = io.BytesIO()
    nx.write_gexf(graph, out, prettyprint=False)
    return re.sub(rb' lastmodifieddate="[^"]*"', b"", out.getvalue())


def _clean(text: str) -> str:
    return _BARRED.sub("\ufffd", text)
