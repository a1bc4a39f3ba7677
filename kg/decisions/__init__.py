"""Proposal → Decision → Statement: what people decided, kept in ``data/reports/{id}/decisions.tsv``."""

from kg.decisions.apply import Leftover, apply
from kg.decisions.read import parse_table, read
from kg.decisions.row import ACTIONS, COLUMNS, Action, Decision, decide, numbered, parse
from kg.decisions.write import append, write

__all__ = [
    "ACTIONS",
    "COLUMNS",
    "Action",
    "Decision",
    "Leftover",
    "append",
    "apply",
    "decide",
    "numbered",
    "parse",
    "parse_table",
    "read",
    "write",
]
