"""Full-text search that serves Chinese: over labels, statements and sentences of a build."""

from kg.search.entries import KINDS
from kg.search.find import Hit, Hits, search
from kg.search.index import Index, open_index

__all__ = ["KINDS", "Hit", "Hits", "Index", "open_index", "search"]
