"""One row of the statements table against the characters it names: what does not follow from them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from kg.verify import pages, words
from kg.verify.numbers import SCALES, Number, derive, fold, same, squeeze

Finding = tuple[str, object, object]
COMMITTED = {"Target", "PlannedMilestone"}
REPORTED = {"Observation", "RealisedMilestone", "Recognition"}
_OUTSIDE = {"subject", "indicator", "year", "strength", "headline", "verb", "period", "place", "project", "scope"}
_OUTSIDE |= {"obs_status", "relative_to", "aggregation", "per_subdivision"}
RULES = {"bare-value", "plain-directive", "inherited:report", "stated:period"}
RULES |= {"name-form", "resolved:name"}
RULES |= {"level", "growth", "share", "change", "count", "rank", "multiple", "margin", "composition", "relative"}
RULES |= {"unwritten-unit", "medals", "ratio"}
# A column of words and the slot whose characters it repeats.
_NAMES = {"label": "label", "agent": "agent", "programme": "programme", "sector": "sector"}
# What may stand inside a name and is none of it: the number of a page that ends there, the mark of a footnote.
_ASIDE = re.compile(r"[—–-]{1,2}\d{1,3}[—–-]{1,2}|[\[［〔【]\d{1,3}[\]］〕】]")
_RAISED = re.compile("[\u2460-\u2473¹²³⁴-⁹⁰]+")
_KINDS = {"Place", "Programme", "Agency", "Enterprise", "Institution", "Sector", "Event", "LegalDocument"}
_NEEDED = {"unit": "unit", "year": "year", "strength": "strength", "status": "status", "indicator_label": "indicator"}
_NEEDED |= {"kind": "kind", "role": "role", "agent": "agent", "programme": "programme", "sector": "sector"}


@dataclass(frozen=True)
class Claim:
    """A row with the text and the years of its report. ``decisions`` are the ids that the graph holds.

    ``spoken`` is the year of the meeting, where ``report.toml`` has its date: what is still to come in a look back on
    the year in which the report was given is to come within that year.
    """

    row: Mapping[str, Any]
    text: str
    plan: int
    last: int
    decisions: frozenset[str]
    spoken: int | None = None

    def span(self, slot: str) -> tuple[int, int] | None:
        """Where a slot's characters stand, if it names any."""
        where = self.row["slots"].get(slot)
        return (where[0], where[1]) if isinstance(where, list) else None

    def rule(self, slot: str) -> str | None:
        """Return the rule that inferred a slot, if one did."""
        where = self.row["slots"].get(slot)
        return where if isinstance(where, str) else None

    def chars(self, slot: str) -> str:
        """Return a slot's characters, squeezed."""
        where = self.span(slot)
        return squeeze(pages.across(self.text, *where)) if where else ""

    def names(self, slot: str) -> set[str]:
        """Return what a slot's characters may name: all of them, or all but page numbers and marks of footnotes."""
        where = self.span(slot)
        return {self.chars(slot), _ASIDE.sub("", squeeze(_RAISED.sub("", self.text[slice(*where)])))} if where else {""}

    def decided(self, slot: str) -> bool:
        """Whether a person decided the slot: then only the decision must exist, which ``evidence`` checks."""
        return (self.rule(slot) or "").startswith("decision:")

    @property
    def value_at(self) -> tuple[int, int] | None:
        """Where the number stands."""
        start, end = self.row["value_start"], self.row["value_end"]
        return None if start is None or end is None else (start, end)


def decimal(raw: object) -> Decimal | None:
    """Return a column's number."""
    return None if raw is None else Decimal(str(raw))


def _written(number: Fraction) -> str:
    """Write a number as people do; only 三分之二 and its like have no finite decimal."""
    value = Decimal(number.numerator) / Decimal(number.denominator)
    return f"{value:f}" if Fraction(value) == number else str(number)


def findings(claim: Claim) -> Iterator[Finding]:
    """Yield slot, expected and found for everything in a row that the characters do not bear out."""
    yield from _places(claim)
    yield from _evidence(claim)
    yield from _quantity(claim)
    yield from _wording(claim)
    yield from _naming(claim)


def _places(claim: Claim) -> Iterator[Finding]:
    row, text = claim.row, claim.text
    start, end, quote = row["start"], row["end"], row["quote"]
    if not 0 <= start < end <= len(text) or text[start:end] != quote:
        yield "quote", text[max(start, 0) : max(end, 0)], quote
        return
    if len(quote) > 200:
        yield "quote", "at most 200 characters", len(quote)
    if not row["as_stated"] or row["as_stated"] not in quote:
        yield "as_stated", "characters of the quote", row["as_stated"]
    spans = {name: claim.span(name) for name in row["slots"]} | {"value": claim.value_at}
    for name, where in spans.items():
        if where is None:
            continue
        first, last = where
        if not 0 <= first < last <= len(text) or not text[first:last].strip():
            yield name, "a stretch of the text", list(where)
        elif name == "definition":
            continue  # it stands in the report's notes, wherever those are
        elif name == "obs_status" and last <= end and "下同" in text[first:last]:
            continue  # 「预计数，下同」 holds for all that follows
        elif not start <= first < last <= end and not (name in _OUTSIDE and _before(text, first, last, start, end)):
            yield name, f"a place in the quote {[start, end]}", list(where)


def _before(text: str, first: int, last: int, start: int, end: int) -> bool:
    """Whether a place is in the quote's sentence or paragraph, or the paragraph before (pages break them by lines)."""
    return last <= end and first < start and len(re.findall(r"\S\s*\n\s*(?=\S)", text[first:start])) <= 3


def _evidence(claim: Claim) -> Iterator[Finding]:
    row = claim.row
    for column, slot in _NEEDED.items():
        if row.get(column) is not None and slot not in row["slots"]:
            yield slot, "characters or a rule", "no evidence"
    for slot in row["slots"]:
        rule = claim.rule(slot)
        if rule is None:
            continue
        if claim.decided(slot):
            if rule.removeprefix("decision:") not in claim.decisions:
                yield slot, "a decision of the graph", rule
        elif rule not in RULES:
            yield slot, "a known rule", rule


def _naming(claim: Claim) -> Iterator[Finding]:
    """Compare the columns that hold a name with the characters of their slots."""
    row = claim.row
    for column, slot in _NAMES.items():
        if row.get(column) is None or claim.decided(slot):
            continue
        if claim.span(slot) is None:
            yield slot, "the characters of the name", "none"
        elif squeeze(row[column]) not in claim.names(slot):
            yield slot, claim.chars(slot), row[column]
    if row.get("list_open") and claim.span("list_open") and claim.chars("list_open") != "等":
        yield "list_open", "等", claim.chars("list_open")
    if row.get("kind") is not None and row["kind"] not in _KINDS:
        yield "kind", " or ".join(sorted(_KINDS)), row["kind"]
    if row["class"] != "Mention":
        return
    if row.get("kind") is None or row.get("label") is None:
        yield "label" if row.get("kind") else "kind", "a name and its kind", "none"
    full, label = squeeze(row["about_label"]), squeeze(row.get("label") or "")
    # A full name holds the characters of the short one, in their order: 市政府 is 衡阳市人民政府.
    letters = iter(full)
    if claim.span("subject") and full not in {label, *claim.names("subject")}:
        yield "subject", claim.chars("subject"), row["about_label"]
    elif claim.rule("subject") == "resolved:name" and not all(char in letters for char in label):
        yield "subject", f"a name that holds {label}", row["about_label"]


def _signed(claim: Claim, number: Number, at: tuple[int, int]) -> Fraction:
    """Give a growth, change or margin the sign of its verb, or of the last one between indicator and number."""
    row, text = claim.row, claim.text
    value = fold(number, row["unit"])
    near = squeeze(pages.before(text, at[0], 4))
    if number.value >= 0 and re.search(r"(?:^|[^\d%])[-−]$|[为是达]负$", near):
        value = -value
    if row["comparator"] == "exceeds":
        found = [*words.BELOW.finditer(squeeze(pages.across(text, row["start"], at[0])))]
        return -value if found and found[-1]["below"] else value
    if row["value_type"] not in ("growth", "change"):
        return value
    verb, indicator = claim.span("verb"), claim.span("indicator")
    if verb:
        peek = re.match(r"了?[到至为]|", squeeze(pages.behind(text, verb[1], 4)))
        said = claim.chars("verb") + (peek[0] if peek else "")
    else:
        said = squeeze(pages.across(text, indicator[1] if indicator and indicator[1] <= at[0] else row["start"], at[0]))
    moves = [*words.DIRECTION.finditer(said)]
    return -value if moves and moves[-1]["fall"] else value


def _quantity(claim: Claim) -> Iterator[Finding]:
    row, at = claim.row, claim.value_at
    columns = {c: decimal(row[c]) for c in ("value", "lower", "upper", "margin")}
    if at is None:
        for column, stated in columns.items():
            if stated is not None:
                yield column, "the place of its number", "none"
        return
    unit = claim.span("unit")
    own = (
        squeeze(pages.across(claim.text, max(unit[0], at[1]), unit[1]))
        if unit and unit[1] > at[1]
        else claim.chars("unit")
    )
    numbers = derive(claim.text, *at, own)
    if not numbers:
        yield "value", "a number", f"{claim.text[slice(*at)]} cannot be re-derived"
        return
    yield from _unit(claim, own, numbers[-1].mark)
    values = sorted(_signed(claim, n, at) for n in numbers)
    # A word of bound turns with a verb of fall (下降3%以上), not with a written minus (不低于-3%).
    written = claim.text[at[0] : at[1]].lstrip()[:1] in tuple("-−－")
    allowed = _comparators(claim, len(values), values[0] < 0 and not written)
    code = row["comparator"]
    if code not in allowed and not claim.decided("comparator"):
        yield "comparator", _allowed(allowed, claim.chars("comparator")), code
        code = min(allowed)
    wanted: dict[str, Fraction | None] = dict.fromkeys(columns)
    if len(values) == 2:
        wanted |= {"lower": values[0], "upper": values[1]}
        if values[0] == values[1]:
            yield "value", "two ends", claim.text[slice(*at)]
    elif code == "exceeds":
        wanted["margin"] = values[0]
    else:
        wanted["value"] = values[0]
        if code in ("ge", "gt") or (code == "eq" and columns["lower"] is not None):
            wanted["lower"] = values[0]
        if code in ("le", "lt") or (code == "eq" and columns["upper"] is not None):
            wanted["upper"] = values[0]
    for column, number in wanted.items():
        if not same(number, columns[column]):
            yield column, "none" if number is None else _written(number), columns[column]


def _unit(claim: Claim, own: str, mark: str) -> Iterator[Finding]:
    column, where = claim.row["unit"], claim.span("unit")
    if claim.decided("unit"):
        return
    if claim.rule("unit") == "composition":
        mark = "%"  # 「10.8：34.1：55.1」 are shares of a whole
    if claim.rule("unit") == "unwritten-unit" and (mark or column not in words.UNWRITTEN):
        yield "unit", mark or " or ".join(sorted(words.UNWRITTEN)), column
    if where and column is not None:
        near = squeeze(pages.across(claim.text, min(claim.row["start"], where[0]), where[1] + 4))
        if not words.unit_fits(column, own, near):
            yield "unit", own, column
    elif (mark in ("%", "‰", "倍") and column not in (mark, None)) or (column is None and mark in ("%", "‰")):
        yield "unit", mark, column


def _comparators(claim: Claim, ends: int, negative: bool) -> words.Codes:
    """Return the codes that the slot's words allow, else those right before and behind the number."""
    chars = claim.chars("comparator")
    if claim.row["comparator"] in ("tracks", "exceeds", "as-assigned"):
        return words.relations(chars) or frozenset({"a relation"})
    if ends == 2:
        return frozenset({"range"})
    codes = words.comparators(chars) or _around(claim)
    if negative:
        codes = frozenset(words.MIRROR.get(c, c) for c in codes)
    return codes or frozenset({"eq"})


def _around(claim: Claim) -> words.Codes:
    at, unit, text = claim.value_at, claim.span("unit"), claim.text
    assert at is not None
    close = unit is not None and at[1] <= unit[1] and not re.search("[，、；。]", text[at[1] : unit[1]])
    end = unit[1] if unit and close else at[1]
    behind = re.sub(rf"^(?:{SCALES})?(?:%|‰|成|倍|个?百分点)?", "", squeeze(pages.behind(text, end, 8)))
    after, inside = (
        words.AFTER.match(behind),
        squeeze(pages.across(text, *at)) + squeeze(pages.behind(text, at[1], 4))[:1],
    )
    before = words.BEFORE.search(squeeze(pages.before(text, at[0], 8)))
    more = re.search(rf"[余多](?:{SCALES})?$|过半", inside)
    return words.comparators("".join(m[0] for m in (before, more, after) if m))


def _allowed(codes: Iterable[str], chars: str) -> str:
    """Say which values of a slot its words allow, or that they allow none that is known."""
    either = " or ".join(sorted(codes))
    if not chars:
        return either
    return f"{either} by the words 「{chars}」" if either else f"a value that the words 「{chars}」 tell"


def _after_project(claim: Claim) -> tuple[str, str]:
    """Return what stands behind a project that its status stands before, and the clause behind the status."""
    status, project = claim.span("status"), claim.span("project")
    if status is None or project is None or project[0] < status[1]:
        return "", ""
    clause = re.split("[,;。!?]", squeeze(pages.across(claim.text, status[1], claim.row["end"])), maxsplit=1)[0]
    return squeeze(pages.behind(claim.text, project[1], 12)), clause


def _wording(claim: Claim) -> Iterator[Finding]:
    row, kind = claim.row, claim.row["class"]
    if (kind in COMMITTED and row["strength"] is None) or (kind in REPORTED and row["strength"] is not None):
        yield "strength", "one" if kind in COMMITTED else "none", row["strength"]
    elif row["strength"] is not None and not claim.decided("strength"):
        meant = words.strengths(claim.chars("strength")) if claim.span("strength") else {"plain"}
        if row["strength"] not in meant:
            yield "strength", _allowed(meant, claim.chars("strength")), row["strength"]
    if row["status"] is not None and claim.span("status"):
        meant = words.statuses(claim.chars("status"), *_after_project(claim))
        if row["status"] not in meant:
            yield "status", _allowed(meant, claim.chars("status")), row["status"]
    if row["year"] is None:
        return
    ahead = kind not in REPORTED
    if where := claim.span("year"):
        possible = words.years(pages.across(claim.text, *where), claim.plan, claim.last, ahead=ahead)
        if ahead and claim.spoken == claim.last and "今年" in claim.chars("year"):
            possible |= {claim.last}
    elif claim.rule("year") == "inherited:report":
        possible = frozenset({claim.plan if ahead else claim.last})
    else:
        return
    if row["year"] not in possible:
        yield "year", _allowed(map(str, possible), claim.chars("year")), row["year"]
