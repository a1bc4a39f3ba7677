"""The command line: one verb a command; results on stdout, remarks on stderr.

What a command needs is imported when it runs, so that ``kg query`` starts without rdflib, networkx or pyvis.
"""

from importlib import import_module
from typing import Final

from kg.cli.app import app

_MODULES: Final = ("ask", "curate", "gold", "look", "make", "read", "serve", "tables")

__all__ = ["app", "register"]


def register(verb: str) -> None:
    """Register the verbs: those of ``ask`` alone for a question, which should be answered at once, else all."""
    for name in ("ask",) if verb == "query" else _MODULES:
        import_module(f"kg.cli.{name}")
