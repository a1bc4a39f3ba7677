"""The last build, kept in memory and read anew when another is made: what all tools answer from."""

import asyncio
import threading
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final

from kg.agents.records import (
    Citation,
    Compared,
    Comparison,
    Found,
    Indicators,
    IndicatorUsed,
    NumberChecked,
    Rows,
    SlotEvidence,
    StatementFound,
    StatementInFull,
    TextChecked,
)
from kg.answer import render
from kg.assessments import chosen, read_assessments
from kg.build import read_rows
from kg.catalogue import catalogue
from kg.claims import Facts, check_claim
from kg.errors import QueryError
from kg.numerals import numerals
from kg.places import code_of
from kg.project import Project
from kg.report import read_report, report_folder
from kg.search import Index, open_index, search
from kg.serve.context import Context
from kg.serve.settings import Settings
from kg.store import current
from kg.terms import local_name

MOST: Final = 20  # records of an answer
MOST_ROWS: Final = 100
MOST_CHARS: Final = 20_000  # of a text to check
MOST_NUMERALS: Final = 3_000  # in it: a report of that length has 600, and each costs time
_SIGNS: Final = {"ge": "≥ ", "gt": "> ", "le": "≤ ", "lt": "< ", "approx": "≈ "}
# Results in the order in which they are worth reading.
_TELLING: Final = (
    "missed",
    "partly-met",
    "exceeded",
    "met",
    "target-changed",
    "not-mentioned-again",
    "not-comparable",
    "pending",
)
Row = Mapping[str, Any]


class _Build:
    """One build: its rows by id, its facts, its index, its assessments."""

    def __init__(self, project: Project, content_hash: str) -> None:
        self.content_hash = content_hash
        rows = read_rows(project.build)
        self.rows: dict[str, Row] = {str(r["id"]): r for r in rows}
        self.facts = Facts(rows)
        self.index: Index = open_index(project.build)
        self.assessments = read_assessments(project.build)


class Desk:
    """Answers what tools ask; safe in threads. A query in SPARQL runs in a process that is killed at the limits."""

    def __init__(self, project: Project, settings: Settings) -> None:
        """Answer from the last build of a project; ``settings`` limit its queries."""
        self.project = project
        self._context = Context(project, settings)
        self._lock = threading.Lock()
        self._build: _Build | None = None
        self._opening = asyncio.Lock()
        self._open = False

    @property
    def build(self) -> _Build:
        """The last build; StoreError where there is none."""
        content_hash = current(self.project.build)
        with self._lock:
            if self._build is None or self._build.content_hash != content_hash:
                self._build = _Build(self.project, content_hash)
            return self._build

    async def close(self) -> None:
        """End the processes that answered queries."""
        if self._open:
            await self._context.pool.close()

    def search(self, words: str, cls: str | None, place: str | None, year: int | None, limit: int) -> Found:
        """Find statements that hold words."""
        build = self.build
        kinds = [cls] if cls else ["statement"]
        code = self._place(place)
        hits = search(build.index, words, kinds=kinds, place=code, year=year, limit=min(limit, MOST))
        named = search(build.index, words, place=code, limit=5).hits
        names = [f"{h.label} ({h.kind}: {h.iri})" for h in named if h.start is None]
        found = [build.rows[hit.id] for hit in hits.hits if hit.id in build.rows]
        return Found(hits.total, [self._statement(r) for r in found], names)

    def statement(self, name: str) -> StatementInFull:
        """Return one statement by its id, the end of it, or its address."""
        row = self._row(name)
        text = read_report(report_folder(self.project, str(row["report"]))).text
        evidence = [
            SlotEvidence(slot, text[where[0] : where[1]], where[0], where[1])
            if isinstance(where, list)
            else SlotEvidence(slot, str(where))
            for slot, where in row["slots"].items()
        ]
        columns = {k: v for k, v in row.items() if v not in (None, "", False) and not isinstance(v, dict | list)}
        return StatementInFull(self._statement(row), columns, evidence)

    def compare(self, name: str | None, place: str | None, result: str | None, limit: int) -> Comparison:
        """Return what came of a promise, or of those of a place."""
        build = self.build
        if not build.assessments:
            step = "a build has them where there are later reports of a place or data/realised"
            raise QueryError("compare_promise", "promises held against results", "none in this build", step)
        asked = str(self._row(name)["id"]) if name else self._place(place) or ""
        rows = chosen(build.assessments, asked, [result] if result else [])
        tally = Counter(str(r["result"]) for r in rows)
        decided = sorted(rows, key=lambda r: (_TELLING.index(r["result"]), str(r["id"])))
        return Comparison(len(rows), dict(sorted(tally.items())), [self._compared(r) for r in decided[:limit]])

    def _compared(self, row: Row) -> Compared:
        rows = self.build.rows
        return Compared(
            promise=self._statement(rows[row["statement"]]),
            result=str(row["result"]),
            rule=str(row["rule"]),
            source=str(row["source"]),
            outcomes=[self._statement(rows[name]) for name in row["outcomes"] if name in rows][:5],
            value=None if row["value"] is None else str(row["value"]),
            gap=None if row["gap"] is None else str(row["gap"]),
            note=row["note"],
        )

    def indicators(self, words: str | None, place: str | None, limit: int) -> Indicators:
        """Return the indicators that reports state numbers of."""
        code = self._place(place)
        used: defaultdict[str, list[Row]] = defaultdict(list)
        for row in self.build.rows.values():
            if row["indicator"] and row["value_type"] and code in (None, row["place"], row["about"]):
                used[str(row["indicator"])].append(row)
        known = catalogue().by_id
        wanted = [w.casefold() for w in (words or "").split()]
        found = []
        for name, rows in used.items():
            entry = known.get(name)
            names = " ".join((entry.en, *entry.names)) if entry else str(rows[0]["indicator_label"])
            if all(word in names.casefold() for word in wanted):
                found.append(_indicator(name, rows))
        found.sort(key=lambda i: (-(i.results + i.promises), i.id))
        return Indicators(len(found), found[: min(limit, 5 * MOST)])

    def check(self, text: str, place: str | None, year: int | None) -> TextChecked:
        """Hold the numbers of a text against the reports."""
        if len(text) > MOST_CHARS:
            raise QueryError("check_claim", f"at most {MOST_CHARS} characters", str(len(text)), "send it in parts")
        numbers = sum(1 for _ in numerals(text))
        if numbers > MOST_NUMERALS:
            raise QueryError("check_claim", f"at most {MOST_NUMERALS} numerals", str(numbers), "send it in parts")
        checked = check_claim(text, self.build.facts, place=self._place(place), year=year, at=self.project.addresses)
        told = [
            NumberChecked(
                start=n.start,
                end=n.end,
                said=n.said,
                verdict=n.verdict,
                slot=n.slot,
                how=n.how,
                about=n.about,
                place=n.place_label,
                year=n.year,
                citations=[Citation(c.quote, c.report, c.start, c.end, c.iri) for c in n.citations],
            )
            for n in checked.rows
            if n.verdict != "no-claim"
        ]
        return TextChecked(dict(checked.counts), told)

    async def query(self, text: str) -> Rows:
        """Answer SPARQL in another process, which is killed at the limits of time and memory; never another endpoint's."""
        async with self._opening:
            if not self._open:
                await self._context.pool.open()
                self._open = True
        answer = await self._context.answer(text)
        if not answer.columns:
            lines = render(answer, "table", self._context.prefixes).splitlines()
            return Rows(["answer"], [[line] for line in lines[:MOST_ROWS]], len(lines) > MOST_ROWS)
        rows = [[None if term is None else _term(term) for term in row] for row in answer.rows[:MOST_ROWS]]
        return Rows(list(answer.columns), rows, len(answer.rows) > MOST_ROWS)

    def _statement(self, row: Row) -> StatementFound:
        citation = Citation(
            quote=str(row["quote"]),
            report=str(row["report"]),
            start=int(row["start"]),
            end=int(row["end"]),
            statement=self.project.addresses.statement(str(row["id"])),
        )
        return StatementFound(
            id=str(row["id"]),
            cls=str(row["class"]),
            place=f"{row['place_label']} ({row['place']})",
            year=row["year"],
            about=str(row["indicator_label"] or row["project_label"] or row["label"] or row["about_label"] or ""),
            number=_number(row),
            as_stated=str(row["as_stated"]),
            review_status=str(row["review_status"]),
            citation=citation,
        )

    def _row(self, name: str) -> Row:
        rows = self.build.rows
        local = local_name(name.strip())
        found = [rows[local]] if local in rows else [r for i, r in rows.items() if local and i.endswith(local)]
        if len(found) != 1:
            raise QueryError(
                name, "the id of one statement", str(len(found) or "none"), "take an id of search_statements"
            )
        return found[0]

    def _place(self, place: str | None) -> str | None:
        if place is None or not place.strip():
            return None
        code = code_of(place)
        if code is None:
            raise QueryError(
                place, "a place's code or name", repr(place), "give a code of GB/T 2260, a full name, or cn"
            )
        return code


def _number(row: Row) -> str | None:
    unit = row["unit"] or ""
    if row["value"] is not None:
        return f"{_SIGNS.get(row['comparator'], '')}{row['value']}{unit}"
    ends = [str(v) for v in (row["lower"], row["upper"]) if v is not None]
    return f"{_SIGNS.get(row['comparator'], '') if len(ends) == 1 else ''}{'–'.join(ends)}{unit}" if ends else None


def _term(term: object) -> str:
    return str(getattr(term, "value", term))


def _indicator(name: str, rows: Sequence[Row]) -> IndicatorUsed:
    entry = catalogue().by_id.get(name)
    promises = sum(r["class"] == "Target" for r in rows)
    return IndicatorUsed(
        id=name,
        zh=entry.zh if entry else str(rows[0]["indicator_label"]),
        en=entry.en if entry else "",
        results=len(rows) - promises,
        promises=promises,
        units=sorted({str(r["unit"]) for r in rows if r["unit"]}),
        years=sorted({int(r["year"]) for r in rows if r["year"] is not None}),
    )
