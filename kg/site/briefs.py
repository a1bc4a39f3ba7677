"""What a report names, in short: enough to know every thing of many reports without reading all their statements.

A brief depends on the report's rows alone; those of many reports are kept under ``build/site/`` by the rows' hash.
"""

import contextlib
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.files import replace_whole
from kg.site.slices import Slices
from kg.site.things import Row, named

FOLDER = "site"


@dataclass(frozen=True, slots=True)
class Named:
    """What one report says of a thing: its name, (role, statement id) in order of the text, what else these statements
    name, and a digest of their rows.
    """

    label: str
    said: tuple[tuple[str, str], ...]
    near: tuple[str, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class Brief:
    """What a report names, by the keys of things, and how many statements it has of each class."""

    things: Mapping[str, Named]
    classes: Mapping[str, int]


def brief_of(rows: Iterable[Row]) -> Brief:
    """Return the brief of a report's statements."""
    labels: dict[str, str] = {}
    said: dict[str, list[tuple[str, str]]] = {}
    near: dict[str, set[str]] = {}
    digests: dict[str, Any] = {}
    classes: Counter[str] = Counter()
    for row in rows:
        classes[row["class"]] += 1
        found = list(named(row))
        keys = {thing.key for thing in found}
        data = json.dumps(row, sort_keys=True).encode() if found else b""
        for thing in found:
            labels.setdefault(thing.key, thing.label)
            said.setdefault(thing.key, []).append((thing.role, row["id"]))
            near.setdefault(thing.key, set()).update(keys - {thing.key})
            digests.setdefault(thing.key, hashlib.sha256()).update(data)
    things = {
        key: Named(labels[key], tuple(said[key]), tuple(sorted(near[key])), digests[key].hexdigest()[:16])
        for key in sorted(said)
    }
    return Brief(things, dict(sorted(classes.items())))


def read_brief(build: Path, slices: Slices, report: str, keep: bool) -> Brief:
    """Return a report's brief; with ``keep`` from where it was kept, and kept there for the next time."""
    if not keep:
        return brief_of(slices.rows(report))
    path = build / FOLDER / f"{report}.{slices.digest(report)[:16]}.json"
    with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
        return _read(json.loads(path.read_bytes()))
    brief = brief_of(slices.rows(report))
    with contextlib.suppress(OSError):
        path.parent.mkdir(exist_ok=True)
        for old in path.parent.glob(f"{report}.*.json"):
            old.unlink()
        replace_whole(path, _written(brief, report))
    return brief


def _written(brief: Brief, report: str) -> bytes:
    cut = len(report) + 1
    things = {
        key: [n.label, [[role, name[cut:]] for role, name in n.said], n.near, n.digest]
        for key, n in brief.things.items()
    }
    content = {"report": report, "things": things, "classes": brief.classes}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _read(content: Mapping[str, Any]) -> Brief:
    report: str = content["report"]
    things = {
        key: Named(label, tuple((role, f"{report}.{name}") for role, name in said), tuple(near), digest)
        for key, (label, said, near, digest) in content["things"].items()
    }
    return Brief(things, content["classes"])


def gathered(briefs: Iterable[Brief], heirs: Mapping[str, str]) -> dict[str, list[Named]]:
    """Return what each report says of each thing, by key; merged things under what they became."""
    found: dict[str, list[Named]] = {}
    for brief in briefs:
        for key, one in brief.things.items():
            found.setdefault(heirs.get(key, key), []).append(one)
    return found


def together(parts: Sequence[Named]) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Return the name and the statements of a thing over all reports."""
    return parts[0].label, tuple(one for part in parts for one in part.said)
