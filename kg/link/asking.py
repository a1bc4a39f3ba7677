"""A SPARQL endpoint that speaks as Wikidata's does → their things: few values a query, each answer kept, a pause between."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from pyoxigraph import Literal, NamedNode

from kg.errors import EndpointError
from kg.files import write_whole
from kg.link.model import SCHEMES, Own, Theirs, spellings
from kg.remote import Endpoint
from kg.terms import PREFIXES, digest

BATCH: Final = 50  # values in one query
PAUSE: Final = 1.0  # seconds between two queries that are sent
_LANGUAGES: Final = ("zh", "zh-hans", "zh-cn")
_LABEL: Final = PREFIXES["rdfs"] + "label"
_WDT: Final = PREFIXES["wdt"]
_CHINESE: Final = 'FILTER(LANG(?value) IN ("zh", "zh-hans", "zh-cn"))'

Row = tuple[str, str, str]


def ask_endpoint(there: Endpoint, things: Sequence[Own], cache: Path) -> tuple[Theirs, ...]:
    """Return what an endpoint has by the codes and the names of our things, by address.

    Answers are kept in the folder ``cache`` under a digest of address and query, and not asked for again. Raises
    EndpointError for what the endpoint does; what it answered before that is kept.
    """
    found: dict[str, Theirs] = {}
    sent = False
    for query in queries(things):
        kept = cache / f"{digest(there.url, query, length=32)}.json"
        rows = _kept(kept)
        if rows is None:
            if sent:
                there.pause(PAUSE)
            rows, sent = _asked(there, query), True
            cache.mkdir(parents=True, exist_ok=True)
            write_whole(kept, json.dumps(rows, ensure_ascii=False, indent=0).encode())
        for iri, what, value in rows:
            found.setdefault(iri, Theirs(iri)).take(what, value)
    return tuple(found[iri] for iri in sorted(found))


def queries(things: Sequence[Own]) -> Iterator[str]:
    """Yield the queries for things: by each scheme of codes, then by name, ``BATCH`` of ours in one."""
    for scheme, number in SCHEMES.items():
        codes = sorted({t.codes[scheme] for t in things if scheme in t.codes})
        for some in _batches(codes):
            yield _query(
                f"<{_WDT}{number}>", (_quoted(s) for code in some for s in dict.fromkeys(spellings(scheme, code)))
            )
    names = sorted({name for t in things for name in t.names})
    for some in _batches(names):
        yield _query(f"<{_LABEL}>", (f"{_quoted(name)}@{tag}" for name in some for tag in _LANGUAGES))


def _batches(values: Sequence[str]) -> Iterator[Sequence[str]]:
    return (values[i : i + BATCH] for i in range(0, len(values), BATCH))


def _query(predicate: str, values: Iterable[str]) -> str:
    codes = " UNION ".join(
        f'{{ ?item <{_WDT}{number}> ?value BIND("{scheme}" AS ?what) }}' for scheme, number in SCHEMES.items()
    )
    return f"""SELECT DISTINCT ?item ?what ?value WHERE {{
  {{ SELECT DISTINCT ?item WHERE {{ VALUES ?key {{ {" ".join(values)} }} ?item {predicate} ?key }} }}
  {{ ?item <{_LABEL}> ?value BIND("label" AS ?what) {_CHINESE} }}
  UNION {{ ?item <{_WDT}P131> ?parent . ?parent <{_LABEL}> ?value BIND("parent" AS ?what) {_CHINESE} }}
  UNION {codes}
}}"""


def _quoted(text: str) -> str:
    return str(Literal(text))


def _asked(there: Endpoint, query: str) -> list[Row]:
    answer = there.ask(query)
    if answer.columns != ("item", "what", "value"):
        found = ", ".join(answer.columns) or "none"
        raise EndpointError(there.url, "columns item, what, value", found[:80], "check that the address is an endpoint")
    rows = {
        (item.value, what.value, value.value)
        for item, what, value in answer.rows
        if isinstance(item, NamedNode) and isinstance(what, Literal) and isinstance(value, Literal)
    }
    return sorted(row for row in rows if row[1] in ("label", "parent", *SCHEMES))


def _kept(path: Path) -> list[Row] | None:
    """Return the rows of an answer that was kept; None where there is none, or it is damaged."""
    try:
        rows = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    sound = isinstance(rows, list) and all(
        isinstance(row, list) and len(row) == 3 and all(isinstance(cell, str) for cell in row) for row in rows
    )
    return [(row[0], row[1], row[2]) for row in rows] if sound else None
