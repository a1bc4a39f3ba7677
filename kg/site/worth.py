"""What is worth a look first at each place: how many leads there are, and those that weigh most.

Leads are found within a place, so that the first page of many places needs only a few of each. Those of many reports are
kept under ``build/site/leads/`` by the hash of all that they rest on.
"""

import contextlib
import json
from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from kg.assess.realised import FOLDER as REALISED
from kg.build import STATEMENTS
from kg.files import replace_whole
from kg.leads import Evidence, Lead
from kg.site.briefs import FOLDER
from kg.site.data import Site
from kg.site.inputs import code, files_in, fingerprint
from kg.site.narrowed import at_place

MOST: Final = 6


def worth_a_look(site: Site, place: str) -> tuple[int, Sequence[Lead]]:
    """Return how many leads a place has, and the `MOST` that weigh most, the highest score first."""
    if not site.keep:
        return _found(site, place)
    path = kept(site, place)
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        count, leads = json.loads(path.read_bytes())
        return count, [_read(lead) for lead in leads]
    count, first = _found(site, place)
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        for old in path.parent.glob(f"{place}.*.json"):
            old.unlink()
        content = json.dumps([count, [asdict(lead) for lead in first]], ensure_ascii=False, default=str)
        replace_whole(path, content.encode())
    return count, first


def kept(site: Site, place: str) -> Path:
    """Return where the leads of a place are kept."""
    reports = [(r.id, r.sha256, site.slices[STATEMENTS].digest(r.id)) for r in site.of_place[place]]
    realised = files_in(site.project.root / "data" / REALISED)
    digest = fingerprint(code(), reports, [dict(row) for row in site.held_at(place)], realised)
    return site.project.build / FOLDER / "leads" / f"{place}.{digest[:16]}.json"


def _found(site: Site, place: str) -> tuple[int, Sequence[Lead]]:
    leads = at_place(site, place).leads
    return len(leads), sorted(leads, key=lambda lead: lead.order)[:MOST]


def _read(told: dict[str, Any]) -> Lead:
    return Lead(
        **{
            **told,
            "years": tuple(told["years"]),
            "evidence": tuple(Evidence(**e) for e in told["evidence"]),
            "factors": tuple((name, Decimal(factor)) for name, factor in told["factors"]),
            "beware": told["beware"] and tuple(told["beware"]),
        }
    )
