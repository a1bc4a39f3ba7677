"""Records as JSON Lines → Parquet, by DuckDB: equal records give equal bytes."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from types import MappingProxyType
from typing import Any, Final

from kg.extras import needed
from kg.table import COLUMNS

_NUMBERS: Final = ("margin", "value", "lower", "upper", "confidence")
_WHOLE: Final = ("year", "start", "end", "value_start", "value_end")
_FLAGS: Final = ("headline", "per_subdivision", "list_open")


def _type(column: str) -> str:
    if column in _NUMBERS:
        return "DOUBLE"
    if column in _FLAGS:
        return "BOOLEAN"
    return "INTEGER" if column in _WHOLE else "DATE" if column in ("period_start", "period_end") else "VARCHAR"


STATEMENT_TYPES: Final = MappingProxyType({name: _type(name) for name in COLUMNS})
"""The columns of the statements table with their types in SQL: numbers are 64-bit, ``slots`` is JSON in words."""


def to_parquet(lines: Path | Iterable[Mapping[str, Any]], types: Mapping[str, str], wanted: str) -> bytes:
    """Return records, or a file of them as JSON Lines, as Parquet with the columns of ``types``.

    Raises KgError where DuckDB is not installed; ``wanted`` names what needs it.
    """
    duckdb = needed("duckdb", wanted)
    with TemporaryDirectory(prefix="kg-") as folder:
        source, target = Path(folder) / "rows.jsonl", Path(folder) / "rows.parquet"
        if isinstance(lines, Path):
            source = lines
        else:
            with source.open("w", encoding="utf-8", newline="\n") as file:
                file.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
        with duckdb.connect(config={"threads": 1}) as database:
            columns = ", ".join(f"{literal(name)}: {literal(kind)}" for name, kind in types.items())
            chosen = ", ".join(f'"{name}"' for name in types)
            database.execute(
                f"COPY (SELECT {chosen} FROM read_json({literal(source)}, format = 'newline_delimited', "
                f"columns = {{{columns}}}, maximum_object_size = {1 << 28})) "
                f"TO {literal(target)} (FORMAT parquet, COMPRESSION zstd)"
            )
        return target.read_bytes()


def literal(value: object) -> str:
    """Return a text as SQL writes it."""
    return "'" + str(value).replace("'", "''") + "'"
