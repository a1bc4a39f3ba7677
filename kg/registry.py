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
from kg.places import ancestors, find, names_within
from kg.terms import KINDS, ink, slug

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


# 省委, 市农业农村局: what a place calls its own is another body in each place.
_OWN = re.compile(r"(?:省(?!会)|市(?!场|政(?!府|协))|县(?!域)|区(?!域)|州|旗(?!舰)|盟)(?=.)")


def organisation(name: str, place: str) -> str:
    """Return the local name of an organisation that a report of this place names.

    The same name is one organisation wherever it is named, but one without its place's name (省委, 市教育局) is the
    province's or the place's own: ``430000-2f0c11aa``.
    """
    known = _names().get(("org", "", ink(name)))
    if known or not _OWN.match(name):
        return known or slug(name)
    above = [d.code for d in ancestors(place) if d.level == "province"]
    return f"{(above or [place])[0] if name[0] == '省' else place}-{slug(name)}"


def entity(kind: str, place: str, name: str) -> str:
    """Return the local name of what a mention of this kind names in a report of this place.

    A division has its code. Organisations and sectors are named everywhere; the rest is a place's own, so that equal
    names of two places stay apart.
    """
    match KINDS[kind]:
        case "org":
            return organisation(name, place)
        case "sector":
            return _names().get(("sector", "", ink(name))) or slug(name)
        case "place":
            return division_code(name, place) or local("place", place, name)
        case path:
            return local(path, place, name)


def title(name: str) -> str:
    """Return a phase's name in one spelling, as it has one address: X四期 for X（四期） and X四期工程; others as they are."""
    m = _PHASE.fullmatch(ink(name))
    return f"{title(m['whole'])}{m['phase']}期" if m else name


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
    if proposal.cls == "Mention" and proposal.kind and not proposal.about:
        name = proposal.about_label or proposal.label or ""
        return replace(proposal, about=entity(proposal.kind, proposal.place, name), about_label=name)
    label = proposal.project_label
    # A rule names its project by the digest of the label; who adds a statement need not name it at all.
    if label and proposal.project in (None, f"{proposal.place}.{slug(label)}"):
        this = local("project", proposal.place, label)
        return replace(proposal, project=this, about=this)
    if not proposal.project and proposal.about and "." in proposal.about and (code := _division(proposal)):
        return replace(proposal, about=code)
    return proposal


def division_code(name: str, place: str) -> str | None:
    """Return the code of a division by its full name: one in the place, one it lies in, or a province or prefecture."""
    name = ink(name)
    if name[-1:] not in tuple("市县区旗州盟省国") or len(name) < 3:
        return None
    if code := names_within(place).get(name):
        return code
    above = [d.code for d in ancestors(place) if d.name == name]
    known = above or [d.code for d in find(name) if d.name == name and d.level in ("province", "prefecture")]
    return known[0] if len(known) == 1 else None


def _division(proposal: Proposal) -> str | None:
    """Return the code of the county, district or town that a statement is about by its full name."""
    return division_code(proposal.about_label or "", proposal.place)
