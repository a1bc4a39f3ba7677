"""The numbers of a report that may stand beside those of other places: few columns, kept from one run to the next.

What they are depends on the report's rows alone; those of many reports are kept under ``build/site/numbers/`` by the rows' hash.
"""

import contextlib
import json
from collections.abc import Iterable
from typing import Any, Final

from kg.build import STATEMENTS
from kg.files import replace_whole
from kg.places import is_code
from kg.site.briefs import FOLDER
from kg.site.data import Site
from kg.site.story import measured
from kg.site.things import Row

COLUMNS: Final = (
    "id", "class", "report", "place", "place_label", "about", "about_label", "year", "period_start", "aggregation",
    "indicator", "indicator_label", "value_type", "rank_scope", "relative_to", "per_subdivision", "scope", "value",
    "lower", "upper", "unit", "comparator", "strength", "headline", "as_stated", "quote",
)  # fmt: skip


def quantities(site: Site, report: str) -> list[dict[str, Any]]:
    """Return the targets and results of a report with a number of a division, in order of the text."""
    if not site.keep:
        return _of(site.rows(report))
    slices = site.slices[STATEMENTS]
    folder = site.project.build / FOLDER / "numbers"
    path = folder / f"{report}.{slices.digest(report)[:16]}.json"
    with contextlib.suppress(OSError, ValueError):
        return [dict(zip(COLUMNS, row, strict=True)) for row in json.loads(path.read_bytes())]
    found = _of(slices.rows(report))
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob(f"{report}.*.json"):
            old.unlink()
        kept = [[row[name] for name in COLUMNS] for row in found]
        replace_whole(path, json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode())
    return found


def _of(rows: Iterable[Row]) -> list[dict[str, Any]]:
    return [{name: row[name] for name in COLUMNS} for row in rows if measured(row) and is_code(row["about"] or "")]
