"""The command line: one verb a command; results on stdout, remarks on stderr.

What a command needs is imported when it runs, so that ``kg query`` starts without rdflib, networkx or pyvis.
"""

from importlib import import_module
from typing import Final

from kg.cli.app import app

_MODULES: Final = (
    "agents",
    "ask",
    "claims",
    "curate",
    "find",
    "gold",
    "link",
    "look",
    "make",
    "match",
    "publish",
    "read",
    "serve",
    "site",
    "tables",
)

__all__ = ["app", "register"]


def register(verb: str) -> None:
    """Register the verbs: those of one module for a question or a search, which should be answered at once, else all."""
    alone = {"query": "ask", "search": "find"}.get(verb)
    for name in (alone,) if alone else _MODULES:
        import_module(f"kg.cli.{name}")
