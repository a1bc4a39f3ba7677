"""Proposal → Decision → Statement: what people decided, kept in ``data/reports/{id}/decisions.tsv``."""

from kg.decisions.apply import Leftover, Settled, settle
from kg.decisions.merge import Merge, merged
from kg.decisions.read import parse_table, read
from kg.decisions.row import ACTIONS, COLUMNS, Action, Decision, action_of, decide, numbered, parse
from kg.decisions.write import append, write

__all__ = [
    "ACTIONS",
    "COLUMNS",
    "Action",
    "Decision",
    "Leftover",
    "Merge",
    "Settled",
    "action_of",
    "append",
    "decide",
    "merged",
    "numbered",
    "parse",
    "parse_table",
    "read",
    "settle",
    "write",
]
