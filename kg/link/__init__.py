"""``kg link``: things of a build held against what others have → candidates for a person to decide.

`own_things` are ours, `read_extract` and `ask_endpoint` bring theirs, `candidates` weighs, `accept` takes what was decided.
"""

from kg.link.accepting import accept
from kg.link.asking import ask_endpoint
from kg.link.extract import read_extract
from kg.link.model import DECISION, Known, Own, Theirs
from kg.link.own import known_pairs, own_things
from kg.link.weighing import candidates

__all__ = [
    "DECISION",
    "Known",
    "Own",
    "Theirs",
    "accept",
    "ask_endpoint",
    "candidates",
    "known_pairs",
    "own_things",
    "read_extract",
]
