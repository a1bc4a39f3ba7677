"""A build's graphs published to a SPARQL server: over the network, graph by graph, or as files to load in bulk.

``graphs`` takes a build apart into its named graphs; ``register`` is what the server holds of them, kept there in a graph
of its own; ``plan`` holds the two beside each other; ``publishing`` makes the one like the other, ``files`` writes what
engines load in bulk, with ``recipes`` that say how.
"""

from kg.load.files import ENGINES, write_files
from kg.load.graphs import LocalGraph, taken_apart
from kg.load.plan import Change, planned, refuse_foreign
from kg.load.publishing import Loaded, publish, withdraw
from kg.load.register import Register

__all__ = [
    "ENGINES",
    "Change",
    "Loaded",
    "LocalGraph",
    "Register",
    "planned",
    "publish",
    "refuse_foreign",
    "taken_apart",
    "withdraw",
    "write_files",
]
