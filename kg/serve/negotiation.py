"""Accept → the format of an answer (RFC 9110 section 12.5.1): the client's q-values first, then our own order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pyoxigraph import QueryResultsFormat, RdfFormat


@dataclass(frozen=True, slots=True)
class Format:
    """A format of answers: the word for ``?format=``, its media type, further names, and what writes it."""

    name: str
    media_type: str
    writer: QueryResultsFormat | RdfFormat
    others: tuple[str, ...] = ()

    @property
    def content_type(self) -> str:
        """The media type with the character set where it is text."""
        return f"{self.media_type}; charset=utf-8" if self.media_type.startswith("text/") else self.media_type


RESULTS: Final = (
    Format("json", "application/sparql-results+json", QueryResultsFormat.JSON, ("application/json",)),
    Format("xml", "application/sparql-results+xml", QueryResultsFormat.XML, ("application/xml", "text/xml")),
    Format("csv", "text/csv", QueryResultsFormat.CSV),
    Format("tsv", "text/tab-separated-values", QueryResultsFormat.TSV),
)
GRAPHS: Final = (
    Format("turtle", "text/turtle", RdfFormat.TURTLE, ("application/turtle", "application/x-turtle")),
    Format("ntriples", "application/n-triples", RdfFormat.N_TRIPLES, ("text/plain",)),
    Format("rdfxml", "application/rdf+xml", RdfFormat.RDF_XML, ("application/xml", "text/xml")),
    Format("jsonld", "application/ld+json", RdfFormat.JSON_LD, ("application/json",)),
    Format("nquads", "application/n-quads", RdfFormat.N_QUADS),
    Format("trig", "application/trig", RdfFormat.TRIG),
)
# What people write after ``?format=`` besides the names above.
_ALIASES: Final = {
    "ttl": "turtle",
    "nt": "ntriples",
    "n-triples": "ntriples",
    "rdf": "rdfxml",
    "json-ld": "jsonld",
    "nq": "nquads",
    "n-quads": "nquads",
}
# One word may ask for the table or the graph of a query, whichever it gives.
_TWINS: Final = {"json": "jsonld", "jsonld": "json", "xml": "rdfxml", "rdfxml": "xml"}


@dataclass(frozen=True, slots=True)
class Range:
    """One media range of an Accept header."""

    type: str
    q: float

    def covers(self, media_type: str) -> int:
        """Return how exactly a media type is meant: 3 by name, 2 by ``text/*``, 1 by ``*/*``, 0 not at all."""
        if self.type == media_type:
            return 3
        if self.type == "*/*":
            return 1
        return 2 if self.type.endswith("/*") and media_type.startswith(self.type[:-1]) else 0


def ranges(accept: str) -> list[Range]:
    """Read an Accept header; an empty one takes anything. What is malformed is left out."""
    found = list(_ranges(accept))
    return found if accept.strip() else [Range("*/*", 1.0)]


def _ranges(accept: str) -> Iterator[Range]:
    for part in accept.split(","):
        media_type, *parameters = (piece.strip() for piece in part.split(";"))
        q = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip().lower() == "q":
                try:
                    q = min(1.0, max(0.0, float(value)))
                except ValueError:
                    q = 0.0
        if "/" in media_type:
            yield Range(media_type.lower(), q)


def quality(accepted: Sequence[Range], format: Format) -> float:
    """Return how much the client wants a format: the q of the range that names it most exactly, or one of its other names."""
    exact, q = max(((r.covers(format.media_type), r.q) for r in accepted), default=(0, 0.0))
    if exact == 3:
        return q
    named = [r.q for r in accepted if r.type in format.others]
    return max(named) if named else q if exact else 0.0


def chosen(accept: str, offered: Sequence[Format], name: str = "") -> Format | None:
    """Return the format a client wants most; of equals the first offered. ``name`` (of ``?format=``) goes before Accept.

    None where it takes none of them.
    """
    if name:
        by_name = {f.name: f for f in offered} | {m: f for f in offered for m in (f.media_type, *f.others)}
        wanted = _ALIASES.get(name.lower(), name.lower())
        return by_name.get(wanted) or by_name.get(_TWINS.get(wanted, ""))
    accepted = ranges(accept)
    weighed = [(quality(accepted, f), -place, f) for place, f in enumerate(offered)]
    q, _, best = max(weighed, key=lambda w: w[:2])
    return best if q > 0 else None


def wants_page(accept: str) -> bool:
    """Whether a client is a browser: it names HTML, and nothing of ours as much."""
    accepted = ranges(accept)
    html = max((r.q for r in accepted if r.type in ("text/html", "application/xhtml+xml")), default=0.0)
    data = max((r.q for r in accepted for f in (*RESULTS, *GRAPHS) if r.type == f.media_type), default=0.0)
    return html > data


def takes_gzip(accept_encoding: str) -> bool:
    """Whether a client takes gzip."""
    for part in accept_encoding.split(","):
        coding, _, parameters = part.strip().partition(";")
        if coding.strip().lower() in ("gzip", "*"):
            return parameters.replace(" ", "").lower() not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False
