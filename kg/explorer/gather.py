"""Rows of the statements table → what the reports of one place speak of, and what is linked to what.

Statements that readers take for things are nodes of their own: promises, results, measures, honours, problems.
Mentions and involvements are what links rest on. Links say what a statement's slots say; beyond that, that a statement
names a thing in its own words, and that two things stand in one sentence where nothing else joins them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from kg.explorer.model import Island, Link, Said, Section, Source, Thing
from kg.explorer.sentences import Cut, cut
from kg.model import Report
from kg.neighbours import KIND_OF
from kg.places import division, is_code
from kg.quads import names_place
from kg.registry import entity, organisation
from kg.terms import KINDS, slug
from kg.text import fold

Row = Mapping[str, Any]


@dataclass(slots=True)
class _Things:
    """Things by id, numbered as they come; what was merged goes by what it became."""

    heirs: Mapping[str, str] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    found: list[Thing] = field(default_factory=list)

    def add(self, name: str, kind: str, label: str, note: str = "") -> int:
        name = self.heirs.get(name, name)
        number = self.numbers.setdefault(name, len(self.found))
        if number == len(self.found):
            self.found.append(Thing(name, kind, "".join(label.split()) if "statement/" not in name else label, note))
        elif self.found[number].kind == "other" != kind:
            self.found[number] = Thing(name, kind, self.found[number].label, note)
        return number


def island(
    place: str,
    reports: Sequence[Report],
    rows: Mapping[str, Sequence[Row]],
    results: Mapping[str, str],
    held: Mapping[str, Sequence[str]],
    heirs: Mapping[str, str] | None = None,
) -> Island:
    """Gather what the reports of one place say.

    ``rows`` are the statements of each report, ``results`` what became of commitments by their ids, ``held`` the
    outcomes that they were held against, ``heirs`` what merged things became, by ids. Rejected rows have no part in it.
    """
    things = _Things(heirs or {})
    label = place_name(place)
    home = things.add(f"place/{place}", "place", label)
    links: dict[tuple[int, int, str], list[int]] = defaultdict(list)
    said: list[Said] = []
    sources = []
    for number, report in enumerate(sorted(reports, key=lambda r: (r.plan, r.id))):
        report_cut = cut(report)
        sources.append(_source(report, report_cut))
        this = things.add(f"report/{report.id}", "report", f"{label}{report.plan}年{fold(report.title)}")
        links[this, home, "home"] = []
        kept = sorted(
            (r for r in rows.get(report.id, ()) if r["review_status"] != "rejected"),
            key=lambda r: (r["start"], r["end"], r["id"]),
        )
        _gather(kept, number, report_cut, things, links, said, home, results)
    _hold(things, links, said, held)
    _parts(things, links)
    found = [Link(s, t, relation, tuple(dict.fromkeys(on))) for (s, t, relation), on in sorted(links.items())]
    return Island(place, label, home, sources, things.found, said, found)


def place_name(code: str) -> str:
    """Return the name of a division, or its code where the table has none."""
    return division(code).name if is_code(code) else code


def _source(report: Report, report_cut: Cut) -> Source:
    sections = [Section(path, heading, half) for path, heading, half in report_cut.sections]
    return Source(report.id, fold(report.title), report.place, report.plan, report.text, sections)


def _gather(
    rows: Sequence[Row],
    report: int,
    report_cut: Cut,
    things: _Things,
    links: dict[tuple[int, int, str], list[int]],
    said: list[Said],
    home: int,
    results: Mapping[str, str],
) -> None:
    sentences: dict[int, list[tuple[Row, int, set[int]]]] = defaultdict(list)
    for row in rows:
        thing = _own(row, things)
        here = len(said)
        window, sentence, section = report_cut.around(row["start"], row["end"])
        result = results.get(row["id"], "")
        said.append(
            Said(row["id"], report, row["class"], report_cut.span(row), window, section, row["year"], result,
                 row["review_status"], thing)
        )  # fmt: skip
        ends = set()
        for source, target, relation in _slots(row, thing, things, home):
            if source != target:
                links[source, target, relation].append(here)
                ends |= {source, target}
        if thing >= 0:
            ends.add(thing)
        sentences[sentence].append((row, here, ends - {home}))
    for members in sentences.values():
        _join(members, things, links, said, home)


def _own(row: Row, things: _Things) -> int:
    kind = KIND_OF.get(row["class"])
    if kind is None:
        return -1
    if kind == "recognition" and row["label"]:
        # One honour may be told of twice, or by several reports.
        return things.add(f"recognition/{slug(row['label'])}", kind, fold(row["label"]))
    subject = row["label"] or row["indicator_label"] or row["project_label"] or ""
    words = "" if row["label"] else "".join((row["as_stated"] or "").split())
    label = " ".join(filter(None, ("".join(subject.split()), words))) or row["quote"]
    return things.add(f"statement/{row['id']}", kind, label, str(row["year"] or ""))


def _slots(row: Row, thing: int, things: _Things, home: int) -> Iterator[tuple[int, int, str]]:
    """Yield what a statement's own slots link: source, target, relation."""
    place = row["place"]
    if row["class"] == "Mention":
        if row["kind"] and row["about"]:
            yield _entity(row["kind"], row["about"], row["about_label"] or row["label"] or "", things), home, "named"
        return
    project = -1
    if row["project"]:
        project = things.add(f"project/{row['project']}", "project", fold(row["project_label"] or row["project"]))
        yield project, home, "home"
    if row["class"] == "Involvement":
        if row["agent"]:
            yield _agent(row, things), project if project >= 0 else home, "part" if project >= 0 else "named"
        return
    if project >= 0:
        yield thing, project, "project"
    elif row["about"] and row["about"] != place:
        yield thing, _subject(row, things), "about"
    else:
        yield thing, home, "home"
    if row["indicator"] or row["indicator_label"]:
        name = row["indicator"] or f"x-{slug(row['indicator_label'])}"
        yield thing, things.add(f"indicator/{name}", "indicator", fold(row["indicator_label"] or name)), "indicator"
    for slot, kind in (("programme", "Programme"), ("sector", "Sector")):
        if row[slot]:
            yield thing, _entity(kind, entity(kind, place, row[slot]), row[slot], things), slot
    if row["agent"]:
        yield thing, _agent(row, things), "awarded" if row["class"] == "Recognition" else "responsible"


def _entity(kind: str, local: str, label: str, things: _Things) -> int:
    name = place_name(local) if kind == "Place" and is_code(local) else fold(label)
    return things.add(f"{KINDS[kind]}/{local}", KIND_OF[kind], name)


def _agent(row: Row, things: _Things) -> int:
    local = organisation(row["agent"], row["place"])
    return things.add(f"org/{local}", KIND_OF.get(row["kind"] or "", "organisation"), fold(row["agent"]))


def _subject(row: Row, things: _Things) -> int:
    local: str = row["about"]
    if is_code(local):
        return things.add(f"place/{local}", "place", place_name(local))
    # A narrower place, or a firm, a product, a practice of no claimed kind.
    kind = names_place(local, row["about_label"])
    return things.add(
        f"{'place' if kind else 'thing'}/{local}", "place" if kind else "other", fold(row["about_label"] or local)
    )


def _join(
    members: Sequence[tuple[Row, int, set[int]]],
    things: _Things,
    links: dict[tuple[int, int, str], list[int]],
    said: Sequence[Said],
    home: int,
) -> None:
    """Link what one sentence speaks of: statements with what their own words name, then whatever still stands apart."""
    group = {end: end for _, _, ends in members for end in ends}

    def root(node: int) -> int:
        while group[node] != node:
            node = group[node]
        return node

    for _, _, ends in members:
        for end in ends:
            group[root(end)] = root(min(ends))
    mentions = [(row, at, ends) for row, at, ends in members if row["class"] == "Mention"]
    for row, at, _ in members:
        thing = said[at].thing
        if thing < 0:
            continue
        for mention, named_at, named in mentions:
            if mention["start"] < row["end"] and row["start"] < mention["end"]:
                for end in named:
                    if not _linked(thing, end, links):
                        links[thing, end, "names"] += [at, named_at]
                    group[root(end)] = root(thing)
    before: tuple[int, int] | None = None
    for _, at, ends in members:
        for end in sorted(ends):
            if before is not None and root(before[0]) != root(end):
                links[before[0], end, "together"] += [before[1], at]
                group[root(end)] = root(before[0])
        if ends:
            own = said[at].thing
            before = own if own >= 0 else min(ends), at


_SLOT_RELATIONS: Final = ("project", "about", "indicator", "programme", "sector", "awarded", "responsible")


def _linked(source: int, target: int, links: Mapping[tuple[int, int, str], list[int]]) -> bool:
    return any((source, target, relation) in links for relation in _SLOT_RELATIONS)


def _hold(
    things: _Things,
    links: dict[tuple[int, int, str], list[int]],
    said: Sequence[Said],
    held: Mapping[str, Sequence[str]],
) -> None:
    """Link each commitment with the outcomes that it was held against."""
    at = {s.id: (s.thing, number) for number, s in enumerate(said) if s.thing >= 0}
    for commitment, outcomes in held.items():
        for outcome in outcomes:
            if commitment in at and outcome in at:
                (source, one), (target, other) = at[commitment], at[outcome]
                links[source, target, "held"] += [one, other]


def _parts(things: _Things, links: dict[tuple[int, int, str], list[int]]) -> None:
    """Hang each phase on the whole project where that is named too."""
    for name, number in things.numbers.items():
        whole = things.numbers.get(name.rpartition(".phase-")[0]) if ".phase-" in name else None
        if whole is not None:
            links[number, whole, "phase"] = []


def judged(assessments: Iterable[Row]) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Return what became of commitments, and the outcomes that they were held against, by their statements' ids."""
    results: dict[str, str] = {}
    held: dict[str, list[str]] = defaultdict(list)
    for row in assessments:
        # Of several sources the last that tells something counts: a later report is later news.
        if row["result"] != "pending" or row["statement"] not in results:
            results[row["statement"]] = row["result"]
        held[row["statement"]] += row["outcomes"]
    return results, held
