"""A table of a build, report by report: read when it is asked for, so that many reports need no more room than a few.

The rows of a report stand together in ``build/*.jsonl``; the file is mapped into memory and never read as a whole.
"""

import hashlib
import json
import mmap
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from kg.build import without
from kg.errors import StoreError
from kg.files import reading, reason
from kg.site.things import Row

# What a line begins with: the id of a statement, or the report itself.
_REPORT: Final = re.compile(rb'\{"(?:id|report)": "([^".]+)')


class Slices:
    """Where the rows of each report stand in a table. Raises StoreError where the file is missing or damaged."""

    def __init__(self, folder: Path, name: str) -> None:
        """Find the rows of every report."""
        self.path = folder / name
        self.places: dict[str, tuple[int, int]] = {}
        self.counts: dict[str, int] = {}
        try:
            with self.path.open("rb") as file:
                size = self.path.stat().st_size
                self._data: mmap.mmap | bytes = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if size else b""
                self._find(file)
        except FileNotFoundError:
            raise without(folder, name) from None
        except OSError as error:
            raise StoreError(self.path, "a table of a build", reason(error), reading(error)) from None

    def _find(self, lines: Any) -> None:
        at = 0
        for line in lines:
            found = _REPORT.match(line)
            if found is None:
                raise StoreError(self.path, "a table of a build", repr(line[:40]), "run `kg build`")
            name = found[1].decode()
            start, _ = self.places.get(name, (at, at))
            at += len(line)
            self.places[name] = (start, at)
            self.counts[name] = self.counts.get(name, 0) + 1

    def close(self) -> None:
        """Let go of the file; nothing more can be read."""
        if isinstance(self._data, mmap.mmap):
            self._data.close()

    def bytes_of(self, report: str) -> bytes:
        """Return the lines of a report as they stand."""
        start, end = self.places.get(report, (0, 0))
        return self._data[start:end]

    def digest(self, report: str) -> str:
        """Return the SHA-256 of a report's lines."""
        return hashlib.sha256(self.bytes_of(report)).hexdigest()

    def rows(self, report: str) -> list[dict[str, Any]]:
        """Return the rows of a report."""
        try:
            return [json.loads(line) for line in self.bytes_of(report).split(b"\n") if line]
        except ValueError as error:
            raise StoreError(self.path, "a table of a build", str(error), "run `kg build`") from None

    def row(self, statement: str) -> dict[str, Any] | None:
        """Return one row by its statement's id, without reading the others."""
        report = statement.rpartition(".")[0]
        start, end = self.places.get(report, (0, 0))
        at = self._data.find(f'{{"id": "{statement}"'.encode(), start, end)
        if at < 0:
            return None
        line = self._data[at : self._data.find(b"\n", at, end)]
        found: dict[str, Any] = json.loads(line)
        return found


class Statements(Mapping[str, Row]):
    """The statements of some reports by id, in order of reports and text; any other of the build is found by its id, too."""

    def __init__(self, slices: Slices, reports: Sequence[str]) -> None:
        """Take over the places of the rows; nothing is read yet."""
        self._slices = slices
        self._reports = reports
        self._read: dict[str, dict[str, Row]] = {}
        self._single: dict[str, Row] = {}

    def of_report(self, report: str) -> Mapping[str, Row]:
        """Return the statements of a report by id."""
        if report not in self._read:
            self._read[report] = {row["id"]: row for row in self._slices.rows(report)}
        return self._read[report]

    def __getitem__(self, statement: str) -> Row:
        """Return a statement. Raises KeyError where there is none of this id."""
        report = statement.rpartition(".")[0]
        if report in self._read:
            return self._read[report][statement]
        if statement not in self._single:
            row = self._slices.row(statement)
            if row is None:
                raise KeyError(statement)
            self._single[statement] = row
        return self._single[statement]

    def __iter__(self) -> Iterator[str]:
        """Yield the ids of all statements of the reports."""
        for report in self._reports:
            yield from self.of_report(report)

    def __len__(self) -> int:
        """Return how many statements the reports have."""
        return sum(self._slices.counts.get(report, 0) for report in self._reports)

    def values(self) -> Any:
        """Return all statements of the reports."""
        return [row for report in self._reports for row in self.of_report(report).values()]
