"""``kg check-claim``: each number of a text held against the reports of a build, by rules and no model."""

from kg.claims.article import claims
from kg.claims.facts import Facts
from kg.claims.judging import citation, judge
from kg.claims.model import VERDICTS, Check, Checked, Citation
from kg.places import division
from kg.terms import Addresses

__all__ = ["VERDICTS", "Check", "Checked", "Citation", "Facts", "check_claim"]


def check_claim(
    text: str, facts: Facts, *, place: str | None = None, year: int | None = None, at: Addresses | None = None
) -> Check:
    """Say for each number of a text whether the reports support it.

    ``place`` is a code, ``year`` the year that numbers are of: both count where the text names none. Where neither the text
    nor the caller names a place and the build has reports of one place only, it is that one. ``at`` gives the addresses.
    """
    addresses = at or Addresses()
    only = facts.places[0] if place is None and len(facts.places) == 1 else place
    rows = []
    for claim in claims(text, only, year):
        judged = judge(claim, facts)
        said = _said(text, claim.start, claim.end, claim.amount.unit if claim.amount else None)
        known = claim.place is not None and claim.reason is None
        rows.append(
            Checked(
                start=claim.start,
                end=claim.end,
                text=text[claim.start : claim.end],
                verdict=judged.verdict,
                slot=judged.slot,
                how=judged.how,
                reason=claim.reason,
                about=claim.about,
                said=said,
                place=claim.place if known else None,
                place_label=division(claim.place).name if known and claim.place else "",
                year=claim.year if claim.reason is None else None,
                citations=tuple(citation(row, addresses.statement) for row in judged.rows),
            )
        )
    return Check(text, tuple(rows))


def _said(text: str, start: int, end: int, unit: str | None) -> str:
    """Return a number as it is written, with its unit where that stands behind it."""
    written = "".join(text[start:end].split())
    behind = "".join(text[end : end + len(unit or "") + 2].split())
    return written + unit if unit and behind.startswith(unit) else written
