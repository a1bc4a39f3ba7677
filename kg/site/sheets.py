"""What the graph page shows of each place, kept under ``build/site/`` until the place's reports, or the layout, change."""

import contextlib
import hashlib
import json
from collections.abc import Iterator
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import kg.explorer
from kg.build import STATEMENTS
from kg.explorer.sheet import place_sheet
from kg.files import replace_whole
from kg.site.briefs import FOLDER

if TYPE_CHECKING:
    from kg.site.data import Site


def read_sheet(site: "Site", place: str) -> dict[str, Any]:
    """Return a place's sheet; where the site keeps what it makes, from where it was kept, and kept for the next time."""
    if not site.keep:
        return _made(site, place)
    path = _path(site, place)
    with contextlib.suppress(OSError, ValueError):
        found: dict[str, Any] = json.loads(path.read_bytes())
        return found
    made = _made(site, place)
    with contextlib.suppress(OSError):
        path.parent.mkdir(exist_ok=True)
        for old in path.parent.glob(f"graph-{place}.*.json"):
            old.unlink()
        replace_whole(path, json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode())
    return made


def missing(site: "Site") -> Iterator[str]:
    """Yield the places whose sheets are not kept, or are of earlier reports."""
    return (place for place in site.of_place if not _path(site, place).exists())


def _made(site: "Site", place: str) -> dict[str, Any]:
    reports = site.of_place[place]
    rows = {report.id: site.rows(report.id) for report in reports}
    return place_sheet(place, reports, rows, site.held_at(place), site.heirs)


def _path(site: "Site", place: str) -> Path:
    reports = site.of_place[place]
    named = {key for report in reports for key in site.briefs[report.id].things}
    parts = [
        _code(),
        [(report.id, report.sha256, site.slices[STATEMENTS].digest(report.id)) for report in reports],
        [dict(row) for row in site.held_at(place)],
        sorted((key, heir) for key, heir in site.heirs.items() if key in named),
    ]
    digest = hashlib.sha256(json.dumps(parts, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
    return site.project.build / FOLDER / f"graph-{place}.{digest[:16]}.json"


@cache
def _code() -> str:
    """Return a hash of what lays out: the modules of ``kg.explorer``, and the versions of the libraries."""
    digest = hashlib.sha256("".join(map(version, ("networkx", "rustworkx", "numpy"))).encode())
    for path in sorted(Path(kg.explorer.__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
