"""The published graph against the table and the texts: every quad that a slot has must say the same."""

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from kg.verify.claim import Finding, decimal
from kg.verify.quads import Graph, Term
from kg.verify.words import UNIT_IRIS

_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_DECIMAL = "http://www.w3.org/2001/XMLSchema#decimal"
_PASSAGE = re.compile(r".*id/text/(?P<report>[^/]+)\.(?P<sha>[0-9a-f]{8})#char=(?P<start>\d+),(?P<end>\d+)")
_COMPARATORS = {
    "eq": "equal", "approx": "around", "ge": "at-least", "gt": "more-than", "le": "at-most", "lt": "less-than",
}  # fmt: skip
_SPANS: tuple[str, ...] = (
    "value",
    "unit",
    "indicator",
    "comparator",
    "strength",
    "year",
    "period",
    "aggregation",
    "subject",
)
_SPANS += ("place", "project", "status", "verb", "obs_status", "scope", "headline", "relative_to", "per_subdivision")
_SPANS += ("rank_scope", "label", "agent", "role", "programme", "sector", "definition", "list_open")
_NONE: frozenset[Term] = frozenset()


def _span_property(slot: str) -> str:
    head, *rest = slot.split("_")
    return head + "".join(part.title() for part in rest) + "Span"


_NUMBERS = (("value", "value"), ("lower", "lowerBound"), ("upper", "upperBound"), ("margin", "margin"))
_CODES = (("comparator", "comparator"), ("strength", "strength"), ("status", "project-status"))
_SPAN_PROPERTIES = {slot: _span_property(slot) for slot in _SPANS}
# Every property that row_findings compares, with the slot it tells of.
_COMPARED = (
    {name: slot for slot, name in _NUMBERS}
    | {slot: slot for slot, _ in _CODES}
    | {"year": "year", "asStated": "as_stated", "evidence": "quote"}
    | {name: slot for slot, name in _SPAN_PROPERTIES.items()}
)


@dataclass(frozen=True)
class Published:
    """The quads of a build. ``base`` and the statements' addresses are read from the graph itself."""

    graph: Graph
    base: str
    statements: Mapping[str, str]

    @classmethod
    def of(cls, graph: Graph) -> "Published":
        """Find the base of the terms and every ``gwr:Statement`` by its local name."""
        found = {
            subject: kind.text.removesuffix("ns#Statement")
            for subject, node in graph.items()
            for kind in node.get(_TYPE, ())
            if kind.text.endswith("ns#Statement")
        }
        return cls(graph, min(found.values(), default=""), {s.rpartition("/")[2]: s for s in found})

    @cached_property
    def _compared(self) -> dict[str, tuple[str, str]]:
        """The slot and name of each property that a row is compared with, by its IRI."""
        return {f"{self.base}ns#{name}": (slot, name) for name, slot in _COMPARED.items()}

    def _said(self, subject: str, name: str) -> Set[Term]:
        return self.graph.get(subject, {}).get(f"{self.base}ns#{name}", _NONE)

    def _texts(self, subject: str, name: str) -> set[str]:
        return {term.text for term in self._said(subject, name)}

    @cached_property
    def _reports(self) -> dict[str, list[str]]:
        """The addresses that end like a report's, by its id."""
        found: dict[str, list[str]] = {}
        for subject in self.graph:
            _, mark, name = subject.rpartition("id/report/")
            if mark and "/" not in name:
                found.setdefault(name, []).append(subject)
        return found

    def report_ids(self) -> set[str]:
        """Return the reports whose texts have passages in the graph."""
        return {m["report"] for s in self.passages() if (m := _PASSAGE.fullmatch(s))}

    def report_of(self, passage: str) -> str | None:
        """Return the report in whose text a passage is, by its address."""
        match = _PASSAGE.fullmatch(passage)
        return match["report"] if match else None

    def passages(self) -> list[str]:
        """Return the addresses of all passages, sorted."""
        return self._passages

    @cached_property
    def _passages(self) -> list[str]:
        kind = Term(f"{self.base}ns#Passage")
        return sorted(s for s, node in self.graph.items() if kind in node.get(_TYPE, ()))

    def decisions(self) -> frozenset[str]:
        """Return the ids of the decisions that the graph describes."""
        return frozenset(s.rpartition("id/decision/")[2] for s in self.graph if "id/decision/" in s)

    def report_findings(self, report: str, sha256: str, stated: str) -> Iterator[Finding]:
        """Compare the SHA-256 of a text with those that its report.toml and the graph state: one finding for both."""
        built, file = self._built_from(report), _short(sha256)
        other = ", ".join(sorted(_short(s) for s in built - {sha256, stated}))
        if stated != sha256 and other:
            yield "sha256", f"{_short(stated)} by report.toml and {other} by the build", file
        elif stated != sha256:
            yield "sha256", _short(stated) if stated in built else f"{_short(stated)} by report.toml", file
        elif built != {sha256}:
            yield "sha256", f"{other or 'one'} by the build", file

    def is_text(self, report: str, sha256: str, stated: str) -> bool:
        """Whether a text is the one that its report.toml and the graph speak of, so that it can be held against them."""
        return stated == sha256 and self._built_from(report) <= {sha256}

    def _built_from(self, report: str) -> set[str]:
        return {found for s in self._reports.get(report, ()) for found in self._texts(s, "sha256")}

    def passage_findings(self, passage: str, texts: Mapping[str, tuple[str, str]]) -> Iterator[Finding]:
        """Compare a passage's address, offsets and quote with the text."""
        match = _PASSAGE.fullmatch(passage)
        if match is None:
            yield "passage", "an address #char=start,end", passage
            return
        text, sha256 = texts[match["report"]]
        start, end = int(match["start"]), int(match["end"])
        wanted = {"startOffset": match["start"], "endOffset": match["end"], "quote": text[start:end]}
        for name, value in wanted.items():
            if not value or self._texts(passage, name) != {value}:
                yield "passage", f"{name} {value}", _shown(self._texts(passage, name))
        if sha256[:8] != match["sha"]:
            yield "passage", f"the text {sha256[:8]}", match["sha"]

    def row_findings(self, row: Mapping[str, Any], sha256: str) -> Iterator[Finding]:
        """Compare a row with its statement in the graph; a rejected one must not be there."""
        subject = self.statements.get(row["id"])
        if row["review_status"] == "rejected" or subject is None:
            if (row["review_status"] == "rejected") == (subject is not None):
                yield "id", "out of the graph" if subject else "a statement of the graph", row["review_status"]
            return
        if Term(f"{self.base}ns#{row['class']}") not in self.graph[subject][_TYPE]:
            yield "class", row["class"], _shown({t.text for t in self.graph[subject][_TYPE]}) + " in the graph"
        texts = subject.rpartition("id/statement/")[0] + f"id/text/{row['report']}.{sha256[:8]}#char="
        wanted = self._wanted(row, texts)
        said = {self._compared[p][1]: terms for p, terms in self.graph[subject].items() if p in self._compared}
        for name in (*said, *(name for name in wanted if name not in said)):
            found = {term.text for term in said.get(name, ())}
            if found != wanted.get(name, set()):
                yield _COMPARED[name], _shown(wanted.get(name, set())), f"{_shown(found)} as gwr:{name} in the graph"
        for slot, name in _NUMBERS:
            if any(term.type != _DECIMAL for term in said.get(name, ())):
                yield slot, "an xsd:decimal", "another datatype in the graph"
        yield from self._units(row, subject)
        yield from self._names(row, subject)
        yield from self._rules(row, subject)

    def _wanted(self, row: Mapping[str, Any], texts: str) -> dict[str, set[str]]:
        """Return the texts that each property of a row's statement must have; one that must be absent is left out."""
        found: dict[str, set[str]] = {}
        for slot, name in _NUMBERS:
            if (number := decimal(row[slot])) is not None:
                found[name] = {_plain(number)}
        for slot, path in _CODES:
            code = row[slot]
            if slot == "comparator":
                code = _COMPARATORS.get(code, code)
            if code:
                found[slot] = {f"{self.base}def/{path}/{code}"}
        if row["year"] is not None:
            found["year"] = {str(row["year"])}
        found["asStated"] = {row["as_stated"]}
        found["evidence"] = {f"{texts}{row['start']},{row['end']}"}
        for slot, at in row["slots"].items():
            if isinstance(at, list) and slot in _SPAN_PROPERTIES:
                found[_SPAN_PROPERTIES[slot]] = {f"{texts}{at[0]},{at[1]}"}
        if row["value_start"] is not None:
            found.setdefault("valueSpan", set()).add(f"{texts}{row['value_start']},{row['value_end']}")
        return found

    def _units(self, row: Mapping[str, Any], subject: str) -> Iterator[Finding]:
        said = self._texts(subject, "unit")
        if said != ({row["unit_iri"]} if row["unit_iri"] else set()):
            yield "unit", row["unit_iri"], f"{_shown(said)} in the graph"
        known = UNIT_IRIS.get(row["unit"] or "")
        if known and {iri.rpartition("/")[2] for iri in said} != {known}:
            yield "unit", known, f"{_shown(said)} in the graph"
        named = {iri.rpartition("/")[2] for iri in self._texts(subject, "indicator")}
        missing = row["class"] in ("Observation", "Target") and not named
        if missing or (row["indicator"] and named != {row["indicator"].rpartition("/")[2]}):
            yield "indicator", row["indicator"], f"{_shown(named)} in the graph"

    def _names(self, row: Mapping[str, Any], subject: str) -> Iterator[Finding]:
        """Compare what a mention names and the role of an involvement with the row."""
        named = {iri.rpartition("/")[2] for iri in self._texts(subject, "mentions")}
        if named != ({row["about"]} if row["class"] == "Mention" else set()):
            yield "subject", row["about"], f"{_shown(named)} as gwr:mentions in the graph"
        roles = {iri.rpartition("/")[2] for iri in self._texts(subject, "role")}
        if roles != ({row["role"]} if row.get("role") else set()):
            yield "role", row.get("role"), f"{_shown(roles)} in the graph"

    def _rules(self, row: Mapping[str, Any], subject: str) -> Iterator[Finding]:
        inferred = {iri.rpartition("def/rule/")[2] for iri in self._texts(subject, "inferredBy")}
        decided = {iri.rpartition("id/decision/")[2] for iri in self._texts(subject, "decidedBy")}
        for slot, rule in row["slots"].items():
            if not isinstance(rule, str):
                continue
            if rule.startswith("decision:"):
                if rule.removeprefix("decision:") not in decided:
                    yield slot, f"decided by {rule}", f"{_shown(decided)} in the graph"
            elif f"{slot}.{rule.replace(':', '-')}" not in inferred:
                yield slot, f"inferred by {slot}.{rule}", f"{_shown(inferred)} in the graph"


def _plain(number: Decimal) -> str:
    """Write a decimal in its one lexical form: no exponent, no trailing zeros."""
    text = format(number, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def _short(sha256: str) -> str:
    return f"{sha256[:12]}…"


def _shown(values: set[str]) -> str:
    return ", ".join(sorted(values)) or "none"
