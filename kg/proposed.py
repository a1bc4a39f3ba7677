"""Reports → what the rules alone propose for them, as tables, one report after another."""

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from kg.errors import KgError, ReportError
from kg.extract import extract
from kg.many import each, tried
from kg.sources import Source
from kg.table import row, to_csv, to_jsonl


def tables(chosen: Sequence[Source], format: str, workers: int, refused: list[KgError]) -> Iterator[tuple[str, int]]:
    """Yield each report's part of the statements table (``jsonl`` or ``csv``) and how many rows it has.

    They are the same for any number of workers.

    Where a file of a folder cannot be read, or has the id of a report before it, its error is put into ``refused``; that of
    a report which was named is raised.
    """
    first: dict[str, Path] = {}
    for source, made in zip(chosen, each(partial(tried, partial(_table, format)), chosen, workers), strict=True):
        if isinstance(made, KgError):
            if source.named:
                raise made
            refused.append(made)
            continue
        report, lines, rows = made
        if report in first:
            found = f"another text of {report} behind {first[report]}"
            error = ReportError(source.path, "one text of a place and year", found, "give one of the two")
            if source.named:
                raise error
            refused.append(error)
            continue
        yield (lines if first or format == "jsonl" else to_csv(()) + lines), rows
        first[report] = source.path


def _table(format: str, source: Source) -> tuple[str, str, int]:
    report = source.read()
    found = extract(report)
    rows = (row(p, report.text) for p in found)
    lines = to_csv(rows, header=False) if format == "csv" else "".join(f"{line}\n" for line in to_jsonl(rows))
    return report.id, lines, len(found)
