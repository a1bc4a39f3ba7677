"""A thing that reports name: a project, a place, an organisation, an indicator, …, and what is said of it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup, escape

from kg.catalogue import catalogue
from kg.language import Language
from kg.model import Report
from kg.site.around import drawing, neighbours
from kg.site.called import report_name
from kg.site.codes import codes
from kg.site.data import Site, Thing
from kg.site.downloads import FORMS
from kg.site.links import Address, Links
from kg.site.page import Body, fill, speaker
from kg.site.telling import DRAWN, FAMILIES, FAMILY_OF, PROMISES, drawn, one_line, title, when
from kg.site.things import Row

# Under which slot the name of a thing stands in a statement that has it in a role.
_SLOTS = {
    "project": "project", "involved": "project", "about": "subject", "indicator": "indicator", "agent": "agent",
    "awarded": "agent", "responsible": "agent", "programme": "programme", "sector": "sector", "mentions": "label",
    "honour": "label",
}  # fmt: skip

# The class of the ontology that things of a kind are of, where it is one alone.
_CLASSES = {
    "project": "Project", "programme": "Programme", "sector": "Sector", "event": "Event", "document": "LegalDocument",
    "place": "Place", "indicator": "Indicator", "recognition": "Recognition",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """A statement about the thing: its row, what it says, when, and its sentence with the thing's name marked."""

    row: Row
    title: str
    when: str
    drawn: str
    quote: Markup
    promise: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Statements of one kind, report by report."""

    family: str
    word: str
    drawn: str
    reports: tuple[tuple[Report, tuple[Said, ...]], ...]
    count: int


@dataclass(frozen=True, slots=True)
class Step:
    """A stage in the life of a project: the year, what it is called, whether promised or reached, and its statement."""

    year: str
    stage: str
    words: str
    promised: bool
    row: Row


def keys(site: Site, report: str) -> Iterable[str]:
    """Yield the keys of the things that have a page of their own."""
    return (key for key in site.things if site.thing_address(key))


def body(site: Site, key: str, links: Links, lang: Language) -> Body:
    """Return the page of a thing by its key."""
    thing, say = site.things[key], speaker(lang)
    near = neighbours(site, thing)
    code = key.removeprefix("place/") if key.startswith("place/") else ""
    # What a report says of its own place is the report.
    told = [(role, site.statements[name]) for role, name in thing.said if role != "place"]
    known = catalogue().by_id.get(key.removeprefix("indicator/")) if key.startswith("indicator/") else None
    html = fill(
        "thing.html",
        lang,
        links,
        site=site,
        thing=thing,
        other=thing.en if lang == "zh" else (thing.zh if thing.en else ""),
        known=known,
        definition=_definition(site, thing),
        elsewhere=site.elsewhere(key),
        aliases=_aliases(site, thing, told),
        groups=_groups(site, told, lang),
        life=list(_life(told, lang)) if key.startswith("project/") else [],
        near=[(role, say(f"role-{role}"), list(group)) for role, group in groupby(near, key=lambda n: n.role)],
        drawing=drawing(site, thing, near, links, lang),
        term=Address("schema"),
        cls=_CLASSES.get(thing.kind),
        reports=[(r, report_name(r, lang), _tally(site, r, lang)) for r in site.of_place.get(code, ())],
        scorecard=Address("scorecard", code if len(site.of_place) > 1 else "") if site.held_at(code) else None,
        iri=site.iri(key),
        forms=FORMS if site.iri(key) else {},
        where=site.where,
        report_name=report_name,
    )
    return Body(thing.label(lang), html, styles=("thing.css",))


def _groups(site: Site, told: list[tuple[str, Row]], lang: Language) -> list[Group]:
    say, by = speaker(lang), dict[str, list[tuple[str, Row]]]()
    for role, row in told:
        by.setdefault(FAMILY_OF[row["class"]], []).append((role, row))
    found = []
    for family, classes in FAMILIES.items():
        if family in by:
            latest = sorted(by[family], key=lambda s: -site.reports[s[1]["report"]].plan)
            reports = tuple(
                (site.reports[name], tuple(_said(role, row, lang) for role, row in group))
                for name, group in groupby(latest, key=lambda s: s[1]["report"])
            )
            found.append(Group(family, say(classes[0]), DRAWN[family], reports, len(by[family])))
    return found


def _said(role: str, row: Row, lang: Language) -> Said:
    return Said(row, title(row, lang), when(row), drawn(row), _quote(row, role), row["class"] in PROMISES)


def _quote(row: Row, role: str) -> Markup:
    """Return the sentence with the characters that name the thing marked, where they stand in it."""
    quote: str = row["quote"]
    rests = row["slots"].get(_SLOTS.get(role, ""))
    if isinstance(rests, list) and row["start"] <= rests[0] < rests[1] <= row["end"]:
        start, end = rests[0] - row["start"], rests[1] - row["start"]
        parts = [quote[:start], quote[start:end], quote[end:]]
        before, name, after = (escape(part) for part in parts)
        return Markup(f'{before}<mark data-s="{rests[0]}-{rests[1]}">{name}</mark>{after}')
    return escape(quote)


def _life(told: list[tuple[str, Row]], lang: Language) -> Iterable[Step]:
    """Yield the stages of a project in order of years, what was promised for a year before what was reached in it."""
    column, stages = 0 if lang == "zh" else 1, codes("project-status")
    rows = [row for _, row in told if row["status"] and row["class"] in ("PlannedMilestone", "RealisedMilestone")]
    for row in sorted(rows, key=lambda r: (r["year"] or 0, r["class"] != "PlannedMilestone", r["report"], r["start"])):
        code = stages.get(row["status"])
        stage = code.label[column] if code else row["status"]
        yield Step(when(row), stage, one_line(row["as_stated"]), row["class"] == "PlannedMilestone", row)


def _definition(site: Site, thing: Thing) -> str:
    """Return what a report's own notes say the thing is."""
    for _, name in thing.said:
        row = site.statements[name]
        rests = row["slots"].get("definition")
        if isinstance(rests, list):
            return one_line(site.reports[row["report"]].text[slice(*rests)])
    return ""


def _aliases(site: Site, thing: Thing, told: list[tuple[str, Row]]) -> list[str]:
    """Return what else the reports call it, in order of how often."""
    names: Counter[str] = Counter()
    for role, row in told:
        rests = row["slots"].get(_SLOTS.get(role, ""))
        if isinstance(rests, list):
            names[one_line(site.reports[row["report"]].text[slice(*rests)])] += 1
    return [name for name, _ in sorted(names.items(), key=lambda n: (-n[1], n[0])) if name not in (thing.zh, "")]


def _tally(site: Site, report: Report, lang: Language) -> list[tuple[str, str, int]]:
    """Count the statements of a report by kind: what is drawn, the word, the number; names apart."""
    say = speaker(lang)
    counts = Counter(FAMILY_OF[row["class"]] for row in site.rows(report.id))
    shown = ("target", "action", "outcome", "recognition", "problem")
    return [(DRAWN[f], say(FAMILIES[f][0]), counts[f]) for f in shown if counts[f]]
