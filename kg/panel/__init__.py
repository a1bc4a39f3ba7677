"""Promises and results as a research panel: places by years, with the reason wherever a cell is empty."""

from kg.panel.columns import CODES, LONG, Column, Words
from kg.panel.evidence import Evidence, read_evidence
from kg.panel.rows import Choice, Panel, long_panel, wide_panel

__all__ = [
    "CODES",
    "LONG",
    "Choice",
    "Column",
    "Evidence",
    "Panel",
    "Words",
    "long_panel",
    "read_evidence",
    "wide_panel",
]
