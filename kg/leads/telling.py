"""Leads as a person reads them in a terminal, and as a table."""

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any, Final

from kg.decisions.cells import protect
from kg.language import count, say
from kg.leads.model import KINDS, Evidence, Lead

Ranked = Sequence[tuple[int, Lead]]
COLUMNS: Final = (
    "rank", "score", "kind", "place", "place_label", "what", "years", "claim_en", "claim_zh", "caveat_en", "caveat_zh",
    "report", "start", "end", "quote", "statement", "role", "other_report", "other_start", "other_end", "other_quote",
    "other_statement", "other_role", "more", "factors",
)  # fmt: skip
_ROLES: Final = {
    "promise": ("promised", "承诺"),
    "again": ("again", "再列"),
    "later": ("later", "后来"),
    "outcome": ("reported", "后称"),
    "base": ("beside", "对照"),
    "nearest": ("nearest", "最相近"),
    "stated": ("stated", "原文"),
}
_LONGEST = 72


def lines(ranked: Ranked, all_of: Counter[str]) -> Iterator[str]:
    """Yield the leads for a terminal, place by place; ``all_of`` counts those of each place, shown or not."""
    place = ""
    for rank, lead in ranked:
        if lead.place != place:
            if place:
                yield ""
            place = lead.place
            shown = sum(1 for _, other in ranked if other.place == place)
            whole = all_of[place]
            more = say(f", the first {shown}", f"，先看前 {shown} 条") if shown < whole else ""
            yield say(
                f"{lead.place_label} ({place}): {count(whole, 'lead')}{more}",
                f"{lead.place_label}（{place}）：线索 {whole:,} 条{more}",
            )
        kind = KINDS[lead.kind]
        yield f"{rank:>3}. [{say(kind.en, kind.zh)} {lead.score}] {say(lead.en, lead.zh)}"
        for each in lead.evidence:
            yield f"     {_evidence(each, lead.what)}"
        yield say(f"     caveat: {lead.caveat[0]}", f"     注意：{lead.caveat[1]}")


def _evidence(e: Evidence, what: str) -> str:
    quote = _cut(" ".join(e.quote.split()), what)
    at = "" if e.start is None else f"[{e.start}:{e.end}]"
    beside = e.statement.rpartition(".")[2] if e.statement else e.score or ""
    return f"{say(*_ROLES[e.role])} 「{quote}」 {e.report}{at} {beside}".rstrip()


def _cut(quote: str, what: str) -> str:
    """Return no more of a sentence than fits a line or two: what stands around the words it is about."""
    if len(quote) <= _LONGEST:
        return quote
    runs = (what[i : i + n] for n in (6, 4, 3, 2) for i in range(len(what) - n + 1))
    at = next((quote.find(run) for run in runs if run in quote), 0)
    start = max(0, min(at - _LONGEST // 3, len(quote) - _LONGEST))
    end = start + _LONGEST
    return ("…" if start else "") + quote[start:end] + ("…" if end < len(quote) else "")


def table(ranked: Ranked, format: str) -> str:
    """Return the leads as ``jsonl``, or as ``csv``: the first sentence and the last, ids of what stands between."""
    if format == "jsonl":
        return "".join(json.dumps(_record(rank, lead), ensure_ascii=False) + "\n" for rank, lead in ranked)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for rank, lead in ranked:
        cells = _cells(rank, lead)
        writer.writerow(protect(v, text=False) if isinstance(v := cells[name], str) else v for name in COLUMNS)
    return "\ufeff" + out.getvalue()


def _record(rank: int, lead: Lead) -> dict[str, Any]:
    kind = KINDS[lead.kind]
    return {
        "rank": rank,
        "score": float(lead.score),
        "kind": lead.kind,
        "place": lead.place,
        "place_label": lead.place_label,
        "what": lead.what,
        "years": list(lead.years),
        "claim_en": lead.en,
        "claim_zh": lead.zh,
        "caveat_en": lead.caveat[0],
        "caveat_zh": lead.caveat[1],
        "evidence": [asdict(e) for e in lead.evidence],
        "factors": {"kind": kind.weight} | {name: float(factor) for name, factor in lead.factors},
    }


def _cells(rank: int, lead: Lead) -> dict[str, Any]:
    cells = _record(rank, lead)
    first, *between = lead.evidence
    last = between.pop() if between else None
    cells |= {"years": "|".join(map(str, lead.years))}
    cells |= {"factors": " × ".join(f"{name} {factor:g}" for name, factor in cells["factors"].items())}
    for before, e in (("", first), ("other_", last)):
        for name in ("report", "start", "end", "quote", "statement", "role"):
            cells[before + name] = None if e is None else getattr(e, name)
    cells["more"] = "|".join(e.statement or e.report for e in between)
    return cells
