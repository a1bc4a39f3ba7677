"""The command line: one verb a command; results on stdout, remarks on stderr.

What a command needs is imported when it runs, so that ``kg query`` starts without rdflib, networkx or pyvis.
"""

from kg.cli import ask, gold, look, make, read  # noqa: F401  (each registers its verbs)
from kg.cli.app import app

__all__ = ["app"]
