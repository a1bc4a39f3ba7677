"""What a query gives back, and how it is written out: table, CSV, TSV (W3C formats), JSON, Turtle."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pyoxigraph
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple

from kg.displayed import listing
from kg.extras import needed
from kg.language import columns

if TYPE_CHECKING:
    from pandas import DataFrame

Term = NamedNode | BlankNode | Literal | Triple

_STRING: Final = "http://www.w3.org/2001/XMLSchema#string"


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows of terms under ``columns`` (SELECT), a ``boolean`` (ASK) or ``triples`` (CONSTRUCT, DESCRIBE).

    An empty cell is None. Triples come sorted and without duplicates, rows in the order the query gives them.
    """

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Term | None, ...], ...] = ()
    boolean: bool | None = None
    triples: tuple[Triple, ...] | None = None

    @property
    def table(self) -> tuple[tuple[str, ...], tuple[tuple[Term | None, ...], ...]]:
        """Columns and rows; triples stand under subject, predicate and object."""
        if self.triples is None:
            return self.columns, self.rows
        return ("subject", "predicate", "object"), tuple((t.subject, t.predicate, t.object) for t in self.triples)

    def to_pandas(self) -> "DataFrame":
        """Return the table as a pandas DataFrame of texts, numbers as numbers (extra ``tables``)."""
        header, rows = self.table
        made: DataFrame = needed("pandas", "to_pandas").DataFrame(
            [[_value(term) for term in row] for row in rows], columns=list(header)
        )
        return made

    def _repr_html_(self) -> str:
        if self.boolean is not None:
            return listing(str(self.boolean).lower(), "", (), ())
        header, rows = self.table
        shown = [[_value(term) for term in row] for row in rows[:_SHOWN]]
        left = len(rows) - len(shown)
        return listing("", f"{len(rows):,}", header, shown, f"… {left:,}" if left else "")


_SHOWN: Final = 50
_NUMBERS: Final = {
    "http://www.w3.org/2001/XMLSchema#integer": int,
    "http://www.w3.org/2001/XMLSchema#decimal": float,
    "http://www.w3.org/2001/XMLSchema#double": float,
}


def _value(term: Term | None) -> object:
    """Return a term as Python has it: a number, a text, or the address of a thing."""
    if isinstance(term, Literal):
        return _NUMBERS.get(term.datatype.value, str)(term.value)
    return term.value if isinstance(term, NamedNode) else None if term is None else str(term)


def read_answer(
    results: pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean | Iterable[Triple],
) -> Answer:
    """Take in all that pyoxigraph found."""
    if isinstance(results, pyoxigraph.QueryBoolean):
        return Answer(boolean=bool(results))
    if isinstance(results, pyoxigraph.QuerySolutions):
        columns = tuple(variable.value for variable in results.variables)
        return Answer(columns, tuple(tuple(solution[c] for c in columns) for solution in results))
    return Answer(triples=tuple(sorted(set(results), key=str)))


def render(
    answer: Answer, format: str, prefixes: Mapping[str, str], terminal: bool = False, width: int | None = None
) -> str:
    """Write an answer as ``table``, ``csv``, ``tsv``, ``json`` or ``turtle`` text that ends in a line end.

    ``table`` is meant for eyes: IRIs shortened by the prefixes, white space folded; drawn for a ``terminal`` of
    ``width`` columns, else aligned plain text in which a Chinese character counts two columns. CSV, TSV and JSON
    are those of the W3C's SPARQL 1.1 results; JSON of triples is JSON-LD. Raises ValueError for another format.
    """
    if format not in FORMATS:
        raise ValueError(f"no such format: {format!r}")
    if format == "table" and terminal and answer.boolean is None and answer.triples is None:
        return _drawn(answer, prefixes, width)
    return FORMATS[format](answer, prefixes)


def compact(term: Term | None, prefixes: Mapping[str, str]) -> str:
    """Return a term for eyes: a literal's text, an IRI shortened by the longest fitting prefix, "" for None."""
    if term is None:
        return ""
    if isinstance(term, Literal):
        return _folded(term.value)
    if not isinstance(term, NamedNode):
        return str(term)
    iri = term.value
    fitting = [(len(base), prefix) for prefix, base in prefixes.items() if iri.startswith(base) and iri != base]
    if not fitting:
        return iri
    length, prefix = max(fitting)
    return f"{prefix}:{iri[length:]}"


def _folded(text: str) -> str:
    """Fold white space, and replace what could steer a terminal."""
    return "".join(c if c.isprintable() else "\ufffd" for c in " ".join(text.split()))


def _table(answer: Answer, prefixes: Mapping[str, str]) -> str:
    if answer.boolean is not None:
        return _truth(answer)
    if answer.triples is not None:
        return _turtle(answer, prefixes)
    cells = [list(answer.columns), *([compact(term, prefixes) for term in row] for row in answer.rows)]
    widths = [max(map(columns, column)) for column in zip(*cells, strict=True)]
    cells.insert(1, ["-" * width for width in widths])
    lines = ["  ".join(c + " " * (w - columns(c)) for c, w in zip(row, widths, strict=True)) for row in cells]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def _drawn(answer: Answer, prefixes: Mapping[str, str], width: int | None) -> str:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in answer.columns:
        table.add_column(Text(column), overflow="fold")
    for row in answer.rows:
        table.add_row(*(Text(compact(term, prefixes)) for term in row))
    out = io.StringIO()
    Console(file=out, force_terminal=True, width=width).print(table)
    return out.getvalue()


def _truth(answer: Answer) -> str:
    return "true\n" if answer.boolean else "false\n"


def _csv(answer: Answer, _: Mapping[str, str]) -> str:
    if answer.boolean is not None:
        return _truth(answer)
    columns, rows = answer.table
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_plain(term) for term in row] for row in rows)
    return out.getvalue()


def _plain(term: Term | None) -> str:
    if term is None:
        return ""
    return term.value if isinstance(term, NamedNode | Literal) else str(term)


def _tsv(answer: Answer, _: Mapping[str, str]) -> str:
    if answer.boolean is not None:
        return _truth(answer)
    columns, rows = answer.table
    lines = ["\t".join("?" + c for c in columns)]
    # N-Triples form is the Turtle form TSV asks for, but leaves a tab as it is.
    lines += ["\t".join("" if t is None else str(t).replace("\t", "\\t") for t in row) for row in rows]
    return "\n".join(lines) + "\n"


def _json(answer: Answer, prefixes: Mapping[str, str]) -> str:
    if answer.triples is not None:
        return _serialised(answer.triples, RdfFormat.JSON_LD, {}) + "\n"
    content: dict[str, object]
    if answer.boolean is not None:
        content = {"head": {}, "boolean": answer.boolean}
    else:
        bindings = [
            {c: _json_term(t) for c, t in zip(answer.columns, row, strict=True) if t is not None} for row in answer.rows
        ]
        content = {"head": {"vars": list(answer.columns)}, "results": {"bindings": bindings}}
    return json.dumps(content, ensure_ascii=False) + "\n"


def _json_term(term: Term) -> dict[str, object]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    if isinstance(term, Triple):
        parts = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: _json_term(part) for name, part in parts.items()}}
    literal: dict[str, object] = {"type": "literal", "value": term.value}
    if term.language:
        literal["xml:lang"] = term.language
    elif term.datatype.value != _STRING:
        literal["datatype"] = term.datatype.value
    return literal


def _turtle(answer: Answer, prefixes: Mapping[str, str]) -> str:
    if answer.boolean is not None:
        return _truth(answer)
    if answer.triples is None:
        return _table(answer, prefixes)
    used = {p: iri for p, iri in prefixes.items() if any(iri in str(triple) for triple in answer.triples)}
    lines = _serialised(answer.triples, RdfFormat.TURTLE, used).splitlines(keepends=True)
    # pyoxigraph writes the prefixes in no fixed order.
    return "".join(sorted(lines[: len(used)]) + lines[len(used) :])


def _serialised(triples: Iterable[Triple], format: RdfFormat, prefixes: dict[str, str]) -> str:
    out = io.BytesIO()
    pyoxigraph.serialize(triples, out, format, prefixes=prefixes)
    return out.getvalue().decode()


FORMATS: Final[Mapping[str, Callable[[Answer, Mapping[str, str]], str]]] = {
    "table": _table,
    "csv": _csv,
    "tsv": _tsv,
    "json": _json,
    "turtle": _turtle,
}
