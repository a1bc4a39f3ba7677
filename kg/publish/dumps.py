"""The graph and the tables of a build as files to take away: N-Quads and JSON Lines in gzip, CSV for spreadsheets.

Equal content, equal bytes: gzip (RFC 1952) without a name and without a time.
"""

import gzip
import io
from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import NamedNode, RdfFormat, serialize

from kg.build import GRAPH, LEDGER, STATEMENTS
from kg.site.data import Site
from kg.table import to_csv

FOLDER: Final = "data"
WHOLE: Final = f"{FOLDER}/all.nq.gz"
_PIECE: Final = 1 << 20


def packed(pieces: Iterable[bytes]) -> bytes:
    """Return pieces in gzip, the same for the same content."""
    out = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", fileobj=out, mtime=0) as file:
        for piece in pieces:
            file.write(piece)
    return out.getvalue()


def path_of(graph: str) -> str:
    """Return the path of the dump of a graph by its name (``report-430400-2019``)."""
    return f"{FOLDER}/{graph}.nq.gz"


def of_graph(site: Site, graph: str) -> tuple[str, bytes]:
    """Return the dump of a named graph, its lines in order."""
    quads = site.store.quads_for_pattern(None, None, None, NamedNode(site.project.addresses.graph(graph)))
    lines = sorted((serialize(quads, format=RdfFormat.N_QUADS) or b"").splitlines(keepends=True))
    return path_of(graph), packed(lines)


def tables_of(report: str) -> tuple[str, str]:
    """Return the paths of a report's statements and of its numerals, as CSV."""
    return f"{FOLDER}/{report}.statements.csv", f"{FOLDER}/{report}.numerals.csv"


def of_report(site: Site, report: str) -> Iterator[tuple[str, bytes]]:
    """Yield a report's graph, and its statements and numerals as tables."""
    yield of_graph(site, f"report-{report}")
    statements, numerals = tables_of(report)
    yield statements, to_csv(map(dict, site.rows(report))).encode()
    yield numerals, _numerals(site, report)


def _numerals(site: Site, report: str) -> bytes:
    import csv

    from kg.decisions.cells import protect

    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    rows = site.ledger(report)
    names = list(rows[0]) if rows else []
    writer.writerow(names)
    for row in rows:
        cells = (" ".join(v) if isinstance(v, list) else "" if v is None else str(v) for v in row.values())
        writer.writerow([protect(cell, text=False) for cell in cells])
    return ("\ufeff" + out.getvalue()).encode()


TABLES: Final = {f"{FOLDER}/statements.jsonl.gz": STATEMENTS, f"{FOLDER}/numerals.jsonl.gz": LEDGER}


def whole(site: Site) -> Iterator[tuple[str, bytes]]:
    """Yield the whole graph, all statements and all numerals."""
    build = site.project.build
    for path, name in {WHOLE: GRAPH, **TABLES}.items():
        with (build / name).open("rb") as file:
            yield path, packed(iter(lambda: file.read(_PIECE), b""))
