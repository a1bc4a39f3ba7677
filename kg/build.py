"""Reports and decisions → everything under ``build/``: statements, ledger, graph, store.

The same reports and decisions give the same bytes anywhere and on any day. Nothing that was built before is touched
until the new build is whole.
"""

import contextlib
import hashlib
import json
import os
import time
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from pyoxigraph import NamedNode, Quad, RdfFormat, serialize

from kg.assess import Assessment, Held, Realised, assess, read_realised
from kg.assess.quads import assessment_quads
from kg.assess.realised import FOLDER as REALISED
from kg.assess.table import row as assessment_row
from kg.cells import baselines
from kg.errors import StoreError
from kg.external import files
from kg.files import advice, locked, reading, reason, replace_whole, write_new
from kg.ledger import Entry
from kg.mappings import FOLDER as MAPPINGS
from kg.mappings import all_mappings, linked
from kg.model import Span
from kg.places import division
from kg.project import SETTINGS, Project
from kg.quads import node, note_quads, report_quads
from kg.report import report_folders
from kg.retired import NAME as RETIRED
from kg.reviewed import Reviewed, review_project
from kg.search.entries import Part, entries
from kg.search.write import key_of, prepare_index
from kg.search.write import prune as prune_indexes
from kg.store import prepare_store, switch_store
from kg.surroundings import definitions, entities, following, heirs, meta, reference, retired, rule_quads, vocabulary
from kg.table import COLUMNS, row, to_jsonl
from kg.terms import VERSION, Addresses

STATEMENTS, LEDGER, GRAPH, MANIFEST = "statements.jsonl", "ledger.jsonl", "graph.nq", "build.json"
# Statements that were rejected, and proposals of other tools that nobody accepted: they explain what is not published.
UNPUBLISHED = "unpublished.jsonl"
ASSESSMENTS = "assessments.jsonl"
CURRENT = "store/current"
# What a build does, in order: reads the reports, holds promises against results, writes the graph, makes its store.
STAGES = ("read", "compare", "graph", "store")
# Stands while the files of a build are put in place, and stays where that ended in the middle.
_UNFINISHED = ".unfinished"
_PATIENCE = 60.0  # seconds to wait for another build


@dataclass(frozen=True, slots=True)
class Built:
    """What a build made: its reports, its content hash and the number of quads."""

    folder: Path
    content_hash: str
    quads: int
    reports: tuple[Reviewed, ...]
    assessments: tuple[Assessment, ...] = ()

    def by_class(self) -> Counter[str]:
        """Count the published statements of each class."""
        return Counter(s.cls for r in self.reports for s in r.published)


def build(
    project: Project,
    waiting: Callable[[], None] | None = None,
    workers: int | None = None,
    reached: Callable[[str], None] | None = None,
) -> Built:
    """Build a whole project; ``waiting`` is called where another build of it has to end first.

    ``reached`` is called with each of ``STAGES`` when it begins.

    ``workers`` is how many processes read the reports, by default this one alone; the bytes are the same.
    Raises KgError for the first report or decision that cannot be read, StoreError where the disk is full or a report
    that calls itself complete has an unaccounted numeral; what was built before stays as it was.
    """
    reach = reached or _unheard
    started = time.time_ns()
    reach("read")
    reviewed = review_project(project, workers)
    for r in reviewed:
        _demand_complete(r)
    reach("compare")
    realised = read_realised(project)
    assessments = assessed(reviewed, realised)
    if project.level:
        # What came of a promise is judged by all that was read, and told where all that it rests on is published.
        reviewed = tuple(r.at_level(project.level) for r in reviewed)
        assessments = _resting_on({s.id for r in reviewed for s in r.published}, assessments)
    reach("graph")
    lines = quad_lines(reviewed, project, assessments, realised)
    data = b"".join(lines)
    content_hash = hashlib.sha256(data).hexdigest()
    folder = project.build
    files = {
        GRAPH: data,
        STATEMENTS: _jsonl(row(s, r.report.text) for r in reviewed for s in r.published),
        LEDGER: _jsonl(entry_row(e, r.report.id) for r in reviewed for e in r.entries),
        UNPUBLISHED: _jsonl(row(s, r.report.text) for r in reviewed for s in r.unpublished),
        ASSESSMENTS: _jsonl(assessment_row(a) for a in assessments),
    }
    files[MANIFEST] = _manifest(reviewed, content_hash, len(lines), fingerprint(project), files, project.level)

    def index() -> None:
        _index(folder, content_hash, reviewed, lines, project)

    reach("store")
    _put(folder, files, content_hash, waiting, index)
    # What is decided while a build runs is newer than it: kg.stale goes by this time.
    os.utime(folder / MANIFEST, ns=(started, started))
    return Built(folder, content_hash, len(lines), reviewed, assessments)


def _unheard(_: str) -> None:
    """Tell nobody of a stage."""


def assessed(reviewed: Sequence[Reviewed], realised: Sequence[Realised]) -> tuple[Assessment, ...]:
    """Hold the commitments of all reports against later ones and external results; nothing where there is neither."""
    if len(reviewed) < 2 and not realised:
        return ()
    return assess((Held(r.report, r.published, r.passages) for r in reviewed), realised)


def _resting_on(published: Set[str], assessments: Iterable[Assessment]) -> tuple[Assessment, ...]:
    """Return the assessments of which every statement is published."""
    return tuple(a for a in assessments if {a.commitment, *a.based_on, *([a.other] if a.other else [])} <= published)


def _index(
    folder: Path, content_hash: str, reviewed: Sequence[Reviewed], lines: Sequence[bytes], project: Project
) -> None:
    """Write the index that ``kg search`` looks in, unless it is there."""
    parts = [Part(r.report, r.passages, r.published, division(r.report.place).name) for r in reviewed]
    stretches = ((r.report.id, *p.span) for r in reviewed for p in r.passages)
    prepare_index(
        folder, content_hash, key_of(content_hash, stretches), lambda: entries(parts, lines, project.addresses)
    )


def _put(
    folder: Path,
    files: dict[str, bytes],
    content_hash: str,
    waiting: Callable[[], None] | None,
    index: Callable[[], None],
) -> None:
    """Write the files, the store and the index of a build beside what is there, then put them in place."""
    step = "the last build is untouched"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with locked(folder / ".lock", _PATIENCE, waiting):
            try:
                for name, content in files.items():
                    write_new(folder / f".{name}.new", content)
                prepare_store(folder, folder / f".{GRAPH}.new", content_hash)
                index()
                replace_whole(folder / _UNFINISHED, b"")
                # From here to the end readers are told to wait, or that it ended in the middle.
                step = "run `kg build` again"
                for name in files:
                    (folder / f".{name}.new").replace(folder / name)
                switch_store(folder, content_hash)
                prune_indexes(folder, content_hash)
                (folder / _UNFINISHED).unlink()
            finally:
                for name in files:
                    with contextlib.suppress(OSError):
                        (folder / f".{name}.new").unlink()
    except TimeoutError:
        raise StoreError(
            folder,
            "to be the only build",
            f"another one running for more than {_PATIENCE:.0f} seconds",
            "run `kg build` again when it is done",
        ) from None
    except OSError as error:
        raise StoreError(folder, "room to write the build", reason(error), f"{advice(error)}; {step}") from None


def demand_whole(folder: Path) -> None:
    """Wait while a build is put in place; StoreError where one ended in the middle of that.

    Whoever reads more than one file of a build asks this first: old and new ones never meet unnoticed.
    """
    if not (folder / _UNFINISHED).exists():
        return
    with contextlib.suppress(OSError), locked(folder / ".lock", _PATIENCE):
        pass
    if (folder / _UNFINISHED).exists():
        raise StoreError(folder, "a whole build", "one that ended in the middle", "run `kg build`")


def missing(folder: Path, manifest: Mapping[str, Any]) -> list[str]:
    """Return the files that a build was made of, as its manifest lists them, and that are no longer there."""
    listed = manifest.get("files")
    return [name for name in listed if not (folder / str(name)).is_file()] if isinstance(listed, list) else []


def without(folder: Path, name: str) -> StoreError:
    """Return the error for a file of a build that is not there: the whole build, or that file alone."""
    if (folder / MANIFEST).is_file():
        return StoreError(folder, "a whole build", f"one without {name}", "run `kg build`")
    return StoreError(folder, "a build", "none", "run `kg build`")


def fingerprint(project: Project) -> str:
    """Return the SHA-256 over everything a build is made from: settings, reports, decisions."""
    digest = hashlib.sha256((project.root / SETTINGS).read_bytes())
    for folder in report_folders(project):
        proposals = [path.relative_to(folder).as_posix() for path in files(folder)]
        for name in ("report.toml", "report.txt", "decisions.tsv", RETIRED, *proposals):
            path = folder / name
            digest.update(f"\x1f{folder.name}/{name}\x1f".encode())
            if path.exists():
                digest.update(path.read_bytes())
    for name, ending in ((REALISED, "*.csv"), (MAPPINGS, "*.sssom.tsv")):
        for path in sorted((project.root / "data" / name).glob(ending)):
            digest.update(f"\x1f{name}/{path.name}\x1f".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def _demand_complete(r: Reviewed) -> None:
    left = [e for e in r.entries if e.disposition == "unaccounted"]
    if r.report.complete and left:
        first = left[0]
        raise StoreError(
            f"{r.report.id}[{first.start}:{first.end}]",
            "every numeral in a statement or with a reason, as report.toml says complete = true",
            f"{len(left)} unaccounted, the first of them {first.text!r}",
            "decide it with an `add` row in decisions.tsv, or take complete out",
        )


def quad_lines(
    reviewed: Sequence[Reviewed],
    project: Project,
    assessments: Sequence[Assessment] = (),
    realised: Sequence[Realised] = (),
) -> list[bytes]:
    """Return the whole graph as sorted lines of N-Quads (W3C), each once."""
    quads = chain(
        _quads(reviewed, project),
        assessment_quads(assessments, [r.report for r in reviewed], realised, project.addresses),
    )
    written = serialize(quads, format=RdfFormat.N_QUADS)
    assert written is not None
    # Quotes hold no raw line end: N-Quads escapes it.
    return sorted(set(written.splitlines(keepends=True)))


def _quads(reviewed: Sequence[Reviewed], project: Project) -> Iterator[Quad]:
    at = project.addresses
    became = {old: new for r in reviewed for old, new in heirs(r.merged, r.merges, at).items()}
    found = _everything(reviewed, project, at)
    yield from linked(
        following(found, became) if became else found, all_mappings(project.root / "data" / MAPPINGS, at), at
    )


def _everything(reviewed: Sequence[Reviewed], project: Project, at: Addresses) -> Iterator[Quad]:
    for r in reviewed:
        yield from report_quads(r.report, r.statements, at, sections(r))
        yield from note_quads(r.report, r.notes, r.statements, at)
        yield from entities(r.report.place, r.statements, at)
        yield from definitions(r.report, r.statements, at)
        yield from retired(r.report.place, r.merged, r.merges, at)
        yield from _earlier(r, at)
    everything = [s for r in reviewed for s in r.statements]
    yield from _baselines(reviewed, at)
    yield from reference([r.report for r in reviewed], everything, at)
    yield from vocabulary(at)
    yield from meta([(r.report, r.statements, r.decisions) for r in reviewed], at, project.publisher, project.licence)
    yield from rule_quads({note.check for r in reviewed for note in r.notes}, at)


def _baselines(reviewed: Sequence[Reviewed], at: Addresses) -> Iterator[Quad]:
    for r in reviewed:
        graph = NamedNode(at.graph(f"report-{r.report.id}"))
        for target, observation in sorted(baselines(r.statements).items()):
            yield Quad(
                NamedNode(at.statement(target)), node("gwr:baseline"), NamedNode(at.statement(observation)), graph
            )


def _earlier(r: Reviewed, at: Addresses) -> Iterator[Quad]:
    """Lead the addresses that statements had in an earlier text to those they have now."""
    graph = NamedNode(at.graph(f"report-{r.report.id}"))
    for old, new in sorted(r.retired.items()):
        yield Quad(NamedNode(at.statement(old)), node("dcterms:isReplacedBy"), NamedNode(at.statement(new)), graph)


def sections(r: Reviewed) -> dict[Span, str]:
    """Return the heading path of every span that a report's statements rest on."""
    sentences = [p for p in r.passages if p.kind == "sentence"]
    ends = [p.span.end for p in sentences]
    found: dict[Span, str] = {}
    for s in r.published:
        spans = [
            s.span,
            *(e for e in s.slots.values() if isinstance(e, Span)),
            *([s.value_span] if s.value_span else []),
        ]
        for span in spans:
            if span not in found:
                index = bisect_right(ends, span.start)
                inside = index < len(sentences) and sentences[index].span.meets(span)
                found[span] = sentences[index].section if inside else s.section
    return found


def entry_row(entry: Entry, report: str) -> dict[str, object]:
    """Return one numeral of the ledger as a record."""
    return {
        "report": report,
        "start": entry.start,
        "end": entry.end,
        "text": entry.text,
        "disposition": entry.disposition,
        "statements": list(entry.statements),
        "reason": entry.reason,
        "why": entry.why,
    }


def _jsonl(rows: Iterable[dict[str, object]]) -> bytes:
    return "".join(line + "\n" for line in to_jsonl(rows)).encode()


def read_rows(folder: Path) -> list[dict[str, Any]]:
    """Return the statements table of a build; StoreError where there is none or it is damaged."""
    return _demand_columns(folder / STATEMENTS, read_table(folder, STATEMENTS))


def read_unpublished(folder: Path) -> list[dict[str, Any]]:
    """Return what was rejected or waits for a decision, in the columns of the statements table."""
    return _demand_columns(folder / UNPUBLISHED, read_table(folder, UNPUBLISHED))


def read_table(folder: Path, name: str) -> list[dict[str, Any]]:
    """Return a table of a build, a record a line; StoreError where there is none or it is damaged."""
    demand_whole(folder)
    path = folder / name
    try:
        rows = [json.loads(line) for line in path.read_bytes().decode().split("\n") if line]
    except FileNotFoundError:
        raise without(folder, name) from None
    except OSError as error:
        raise StoreError(path, "the statements table", reason(error), f"{reading(error)} or run `kg build`") from None
    except ValueError as error:
        raise StoreError(path, "the statements table", str(error), "run `kg build`") from None
    if not all(isinstance(r, dict) for r in rows):
        raise StoreError(path, "the columns of the statements table", "others", "run `kg build`")
    return rows


def _demand_columns(path: Path, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    if not all(r.keys() >= set(COLUMNS) for r in rows):
        raise StoreError(path, "the columns of the statements table", "others", "run `kg build`")
    return rows


_WITHHELD = ("statements", "numerals")


def _withheld(r: Reviewed) -> dict[str, int]:
    """Return how much of a report is not published, and how many numerals lie in nothing else."""
    return dict(zip(_WITHHELD, (len(r.withheld), r.coverage.withheld), strict=True))


def _manifest(
    reviewed: Sequence[Reviewed], content_hash: str, quads: int, inputs: str, files: Iterable[str], level: str
) -> bytes:
    content: dict[str, Any] = {
        "content_hash": content_hash,
        "files": sorted((*files, CURRENT)),
        "inputs": inputs,
        "ontology": VERSION,
        "quads": quads,
        "reports": {
            r.report.id: {
                "sha256": r.report.sha256,
                "statements": len(r.published),
                "decisions": len(r.decisions),
                "numerals": len(r.entries),
                "unaccounted": r.coverage.unaccounted,
                "source_notes": len(r.notes),
                **({"withheld": _withheld(r)} if level else {}),
            }
            for r in reviewed
        },
    }
    if level:
        each = [_withheld(r) for r in reviewed]
        content["withheld"] = {"level": level, **{name: sum(one[name] for one in each) for name in _WITHHELD}}
    return (json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()
