"""Readable addresses for things with a name: the registry first, else a digest of the name; phases as parts.

``data/registry/names.tsv`` (columns kind, place, name, slug) holds names whose address somebody chose. A row may be
added for a new thing; changing one changes an address that others may use.
"""

import csv
import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import TypeVar

from kg import resources
from kg.model import Proposal
from kg.places import names_within
from kg.terms import ink, slug

_PHASE = re.compile(r"(?P<whole>.{4,}?)[（(]?(?P<phase>[一二三四五])期[）)]?(?:工程|项目)?$")
_PHASES = {c: i for i, c in enumerate("一二三四五", 1)}


@cache
def _names() -> dict[tuple[str, str, str], str]:
    with resources.path("data/registry/names.tsv").open(encoding="utf-8", newline="") as lines:
        return {(r["kind"], r["place"], ink(r["name"])): r["slug"] for r in csv.DictReader(lines, delimiter="\t")}


def local(kind: str, place: str, name: str) -> str:
    """Return the local name of a project or place: ``430400.nanyue-airport``, ``430400.5d0c31aa``.

    A phase hangs on the whole: ``430400.byd-rubber-tyred-tram.phase-1``.
    """
    if kind == "project" and (m := _PHASE.fullmatch(ink(name))):
        return f"{local(kind, place, m['whole'])}.phase-{_PHASES[m['phase']]}"
    return f"{place}.{_names().get((kind, place, ink(name))) or slug(name)}"


def organisation(name: str) -> str:
    """Return the local name of an organisation; the same name is one organisation wherever it is named."""
    return _names().get(("org", "", ink(name))) or slug(name)


def whole(name: str) -> str | None:
    """Return the name of the project that a phase is part of, or ``None`` for a whole one."""
    m = _PHASE.fullmatch(ink(name))
    return m["whole"] if m else None


_P = TypeVar("_P", bound=Proposal)


def addressed(proposals: Iterable[_P]) -> tuple[_P, ...]:
    """Return the proposals with the addresses their projects have in the registry, and the codes of named divisions.

    A rule's own address stays where the label alone does not name the project (「二期项目」 behind another's name).
    """
    return tuple(_addressed(p) for p in proposals)


def _addressed(proposal: _P) -> _P:
    label = proposal.project_label
    if label and proposal.project == f"{proposal.place}.{slug(label)}":
        this = local("project", proposal.place, label)
        return replace(proposal, project=this, about=this)
    if not proposal.project and proposal.about and "." in proposal.about and (code := _division(proposal)):
        return replace(proposal, about=code)
    return proposal


def _division(proposal: Proposal) -> str | None:
    """Return the code of the county, district or town that a statement is about by its full name."""
    name = ink(proposal.about_label or "")
    return names_within(proposal.place).get(name) if name[-1:] in tuple("市县区旗州盟") and len(name) > 2 else None
