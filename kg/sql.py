"""``kg sql``: DuckDB over the tables of a build; SQL reads them and nothing else.

::

    build/tables/{key}/{name}.parquet   statements, ledger, assessments (where there are any), panel

``key`` is made of the contents that the tables follow from, so that a new build has new tables. They are written when they
are first asked for, whole or not at all. A query runs on copies in memory, without access to files or extensions.
"""

import contextlib
import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from importlib.metadata import version
from math import isfinite
from pathlib import Path
from tempfile import mkdtemp
from types import MappingProxyType, ModuleType
from typing import Any, Final, NamedTuple

from pyoxigraph import Literal

from kg.adding.sheet import NAME as SHEET
from kg.answer import Answer, render
from kg.assess.table import COLUMNS
from kg.build import ASSESSMENTS, LEDGER, MANIFEST, STATEMENTS, UNPUBLISHED, demand_whole
from kg.check import read_manifest
from kg.errors import KgError, QueryError
from kg.extras import needed
from kg.files import advice, reason, write_all
from kg.panel import LONG, long_panel, read_evidence
from kg.panel.files import sql_types
from kg.parquet import STATEMENT_TYPES, literal, to_parquet
from kg.project import Project

_VERB: Final = "kg sql"
_FOLDER: Final = "tables"
_KEPT: Final = 2
_LEDGER_TYPES: Final = MappingProxyType(
    {
        "report": "VARCHAR",
        "start": "INTEGER",
        "end": "INTEGER",
        "text": "VARCHAR",
        "disposition": "VARCHAR",
        "statements": "VARCHAR[]",
        "reason": "VARCHAR",
    }
)
_ASSESSMENT_TYPES: Final = MappingProxyType(
    dict.fromkeys(COLUMNS, "VARCHAR")
    | dict.fromkeys(("value", "gap", "tolerance"), "DOUBLE")
    | dict.fromkeys(("outcomes", "realised", "searched"), "VARCHAR[]")
    | {"derived": "BOOLEAN"}
)
_NOTHING_ELSE: Final = (
    "SET temp_directory = ''",
    "SET autoinstall_known_extensions = false",
    "SET autoload_known_extensions = false",
    "SET python_enable_replacements = false",
    "SET errors_as_json = true",
    "SET enable_external_access = false",
    "SET lock_configuration = true",
)


class Result(NamedTuple):
    """What a query gives: columns and rows, in the order of the query."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a build: name, number of rows, and its columns with their types."""

    name: str
    rows: int
    columns: tuple[tuple[str, str], ...]


def ask(project: Project, query: str, source: str = "query") -> Result:
    """Run one query over the tables of a project's build.

    Raises QueryError with line and column for a wrong one, for one that is no query, and for more than one; StoreError
    where nothing is built, KgError where DuckDB is not installed. ``source`` names the query in errors.
    """
    duckdb = needed("duckdb", _VERB)
    with _opened(duckdb, project) as database:
        try:
            _demand_one(duckdb, database, query, source)
            asked = database.execute(query)
            columns = tuple(str(c[0]) for c in asked.description)
            return Result(columns, tuple(map(tuple, asked.fetchall())))
        except duckdb.Error as error:
            raise _wrong(query, source, str(error)) from None


def tables(project: Project) -> tuple[Table, ...]:
    """Return the tables of a project's build."""
    duckdb = needed("duckdb", _VERB)
    found = []
    with _opened(duckdb, project) as database:
        for name in table_files(project):
            rows = database.execute(f"SELECT count(*) FROM {name}").fetchone()[0]
            described = database.execute(f"DESCRIBE {name}").fetchall()
            found.append(Table(name, rows, tuple((str(d[0]), str(d[1])) for d in described)))
    return tuple(found)


def table_files(project: Project) -> dict[str, Path]:
    """Return the Parquet file of each table by its name, writing them first where this build has none."""
    read_manifest(project.build)
    key = _key(project)
    folder = project.build / _FOLDER / key
    if not folder.is_dir():
        _write(project, folder)
    return {path.stem: path for path in sorted(folder.glob("*.parquet"))}


def _key(project: Project) -> str:
    """Return a hash over what the tables follow from: files of the build, what was added, the programs."""
    demand_whole(project.build)
    digest = hashlib.sha256(f"{version('gwr-kg')} {version('duckdb')}".encode())
    names = (project.build / n for n in (MANIFEST, STATEMENTS, LEDGER, UNPUBLISHED, ASSESSMENTS))
    for path in (*names, project.root / SHEET):
        digest.update(f"\x1f{path.name}\x1f".encode())
        if path.exists():
            with path.open("rb") as file:
                digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()[:16]


def _write(project: Project, folder: Path) -> None:
    """Write all tables of a build beside their folder and put it in place; remove those of builds before the last."""
    build = project.build
    made = {
        "statements": to_parquet(build / STATEMENTS, STATEMENT_TYPES, _VERB),
        "ledger": to_parquet(build / LEDGER, _LEDGER_TYPES, _VERB),
        "panel": to_parquet(long_panel(read_evidence(project)).rows, sql_types(LONG), _VERB),
    }
    if (build / ASSESSMENTS).exists():
        made["assessments"] = to_parquet(build / ASSESSMENTS, _ASSESSMENT_TYPES, _VERB)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        beside = Path(mkdtemp(prefix=f".{folder.name}.partial-", dir=folder.parent))
        try:
            write_all({beside / f"{name}.parquet": data for name, data in made.items()})
            beside.chmod(0o755)
            with contextlib.suppress(FileExistsError, OSError):
                # Another one may have put the same tables there meanwhile.
                beside.rename(folder)
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    except OSError as error:
        raise KgError(folder, "a place to write", reason(error), advice(error)) from None
    if not folder.is_dir():
        raise KgError(folder, "a place to write", "none", "choose another folder")
    _prune(folder)


def _prune(folder: Path) -> None:
    others = [p for p in folder.parent.iterdir() if p.is_dir() and p != folder and not p.name.startswith(".")]
    for old in sorted(others, key=lambda p: (p.stat().st_mtime, p.name), reverse=True)[_KEPT - 1 :]:
        shutil.rmtree(old, ignore_errors=True)


@contextlib.contextmanager
def _opened(duckdb: ModuleType, project: Project) -> Iterator[Any]:
    """Open a database in memory that holds the tables, and shut it off from everything else."""
    with duckdb.connect() as database:
        for name, path in table_files(project).items():
            database.execute(f"CREATE TABLE {name} AS FROM read_parquet({literal(path)})")
        for setting in _NOTHING_ELSE:
            database.execute(setting)
        yield database


def _demand_one(duckdb: ModuleType, database: Any, query: str, source: str) -> None:
    statements = database.extract_statements(query)
    if len(statements) != 1:
        found = "none" if not statements else f"{len(statements)} statements"
        raise QueryError(source, "one SQL query", found, "see the tables with `kg sql`")
    if statements[0].type not in (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN):
        found = statements[0].type.name
        raise QueryError(source, "a query: SELECT, WITH, DESCRIBE, SUMMARIZE", found, "the tables are read-only")


def _wrong(query: str, source: str, message: str) -> QueryError:
    """Return what DuckDB says of a query, with line and column where it gives a position."""
    place, said = source, message
    with contextlib.suppress(ValueError):
        content = json.loads(message[message.index("{") :])
        said = str(content["exception_message"])
        if "position" in content:
            # DuckDB counts bytes.
            before = query.encode()[: int(content["position"])].decode(errors="ignore")
            place = f"{source}:{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"
    first, _, rest = said.partition("\n")
    hint = next((line for line in rest.splitlines() if line.startswith(("Did you mean", "Candidate"))), "")
    found = " ".join(f"{first} {hint}".split()).rstrip(".!?")
    return QueryError(place, "an SQL query", found, "correct it there; `kg sql` lists tables and columns")


def written(result: Result, format: str, terminal: bool = False) -> str:
    """Write a result as ``table`` or ``csv``, like the answer of a query in SPARQL, or as ``json``: a list of records."""
    if format == "json":
        records = [dict(zip(_apart(result.columns), map(_value, row), strict=True)) for row in result.rows]
        return json.dumps(records, ensure_ascii=False, indent=1) + "\n"
    rows = tuple(tuple(None if v is None else Literal(_shown(v)) for v in row) for row in result.rows)
    return render(Answer(result.columns, rows), format, {}, terminal)


def _apart(columns: tuple[str, ...]) -> tuple[str, ...]:
    """Return names of which none stands twice: ``n``, ``n_2``."""
    return tuple(f"{c}_{n}" if (n := columns[: i + 1].count(c)) > 1 else c for i, c in enumerate(columns))


def _value(value: Any) -> Any:
    """Return a value as JSON has it."""
    if isinstance(value, float | Decimal):
        known = float(value)
        return None if not isfinite(known) else int(known) if known.is_integer() and abs(known) < 2**53 else known
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [_value(v) for v in value]
    if isinstance(value, Mapping):
        return {str(k): _value(v) for k, v in value.items()}
    return value if value is None or isinstance(value, bool | int | str) else str(value)


def _shown(value: Any) -> str:
    """Return a value in words."""
    plain = _value(value)
    if isinstance(plain, list) and all(isinstance(v, str) for v in plain):
        return " ".join(plain)
    return plain if isinstance(plain, str) else json.dumps(plain, ensure_ascii=False)


def described(found: tuple[Table, ...], lang: str) -> Iterator[str]:
    """Yield the lines that list tables and columns, the panel's with their labels."""
    labels = {c.name: c.label.zh if lang == "zh" else c.label.en for c in LONG}
    for table in found:
        yield f"{table.name}  ({table.rows:,})"
        width = max(len(name) for name, _ in table.columns)
        kinds = max(len(kind) for _, kind in table.columns)
        for name, kind in table.columns:
            label = labels.get(name, "") if table.name == "panel" else ""
            yield f"  {name:<{width}}  {kind:<{kinds}}  {label}".rstrip()


def read_query(words: str) -> tuple[str, str]:
    """Return a query and what names it in errors; words that end in .sql are a file's name."""
    if not words.endswith(".sql"):
        return words, "query"
    try:
        return Path(words).read_bytes().decode("utf-8-sig"), os.fspath(words)
    except OSError as error:
        raise QueryError(words, "a file that can be read", reason(error), "check the name") from None
    except UnicodeDecodeError:
        raise QueryError(words, "UTF-8", "other bytes", "save it as UTF-8") from None
