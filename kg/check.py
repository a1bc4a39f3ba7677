"""``kg check``: is what was built whole, does it conform, does it follow from the texts, and they from the originals?"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pyoxigraph import RdfFormat

from kg.build import CURRENT, GRAPH, MANIFEST, STATEMENTS, demand_whole, fingerprint, missing, read_rows, without
from kg.errors import StoreError
from kg.extract.rule_names import SLOTS
from kg.files import reading, reason
from kg.language import language
from kg.messages import compared
from kg.originals import differences
from kg.project import Project
from kg.report import report_folders
from kg.store import open_store
from kg.validate import validate
from kg.verify import Problem, verify

# One of several codes: 「completed or operating」.
_CODES = re.compile(r"[\w%-]+(?: or [\w%-]+)+")


@dataclass(frozen=True, slots=True)
class Checked:
    """What was checked, and every problem on one line, in order of the four parts; ``missing`` are files of the build."""

    statements: int
    slots: int
    numbers: int
    quads: int
    problems: tuple[str, ...]
    stale: bool = False
    damaged: bool = False
    missing: tuple[str, ...] = ()


def check(project: Project, *, shapes: bool = True, reference: bool = False) -> Checked:
    """Check a project's build: integrity, originals, verification against the texts, shapes (``reference``: by pySHACL).

    Raises StoreError where nothing has been built.
    """
    manifest = read_manifest(project.build, whole=False)
    gone = tuple(missing(project.build, manifest))
    problems = [f"{name}: expected a file of the build, found none" for name in gone]
    if not {GRAPH, STATEMENTS, CURRENT}.isdisjoint(gone):
        return Checked(0, 0, 0, manifest["quads"], tuple(problems), missing=gone)
    problems += integrity(project.build, manifest)
    verified = verify(project.build, project.reports)
    altered = {str(project.reports / p.statement / "report.txt") for p in verified.problems if p.slot == "sha256"}
    different = (d for folder in report_folders(project) for d in differences(folder))
    problems += [d.line() for d in different if d.place not in altered]
    quotes = quotes_of(project.build)
    problems += [described(p, quotes) for p in verified.problems]
    if shapes:
        vocabulary = project.addresses.graph("vocab")
        problems += [str(v) for v in validate(project.build / GRAPH, vocabulary, reference=reference)]
    return Checked(
        verified.statements,
        verified.slots,
        verified.numbers,
        manifest["quads"],
        tuple(problems),
        _stale(project, manifest),
        damaged(verified.problems),
        gone,
    )


def _stale(project: Project, manifest: Mapping[str, Any]) -> bool:
    """Whether reports, decisions or settings changed since the build: what passes is not what they say now."""
    return manifest.get("inputs") != fingerprint(project)


def described(problem: Problem, quotes: Mapping[str, str]) -> str:
    """Return a problem in the language of the environment, with what the statement quotes, where it is one of the table."""
    quote = " ".join(quotes.get(problem.statement, "").split())
    told = _chinese(problem) if language() == "zh" else str(problem)
    return f"{told}  「{quote}」" if quote else told


def _chinese(problem: Problem) -> str:
    # What stands in the text is shown as it stands.
    codes = problem.slot not in ("quote", "as_stated")
    expected = _CODES.sub(lambda m: m[0].replace(" or ", " 或 "), problem.expected) if codes else problem.expected
    slot = SLOTS.get(problem.slot, (problem.slot,))[0]
    return " ".join(compared(f"{problem.statement} {slot}", expected, problem.found).split())


def damaged(problems: Iterable[Problem]) -> bool:
    """Whether the text of a report is another than the one that was read."""
    return any(p.slot == "sha256" for p in problems)


def quotes_of(build: Path) -> dict[str, str]:
    """Return the quote of every statement of a build by its id."""
    return {r["id"]: str(r["quote"]) for r in read_rows(build)}


def read_manifest(folder: Path, *, whole: bool = True) -> dict[str, Any]:
    """Read ``build.json``; StoreError where there is none, it is damaged, or (``whole``) a file that it lists is missing."""
    demand_whole(folder)
    path = folder / MANIFEST
    try:
        content = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise StoreError(folder, "a build", "none", "run `kg build`") from None
    except OSError as error:
        raise StoreError(path, "a build's manifest", reason(error), f"{reading(error)} or run `kg build`") from None
    except ValueError as error:
        raise StoreError(path, "a build's manifest", str(error), "run `kg build`") from None
    if not isinstance(content, dict) or not isinstance(content.get("quads"), int):
        raise StoreError(path, "a build's manifest", "something else", "run `kg build`")
    if whole and (gone := missing(folder, content)):
        raise without(folder, ", ".join(gone))
    return content


def integrity(folder: Path, manifest: dict[str, Any]) -> list[str]:
    """Compare graph.nq, the store and the manifest by the SHA-256 of the sorted N-Quads."""
    problems = []
    stated = str(manifest.get("content_hash"))
    data = (folder / GRAPH).read_bytes() if (folder / GRAPH).exists() else b""
    found = hashlib.sha256(data).hexdigest()
    if found != stated:
        problems.append(f"{GRAPH} sha256: expected {stated[:12]}…, found {found[:12]}…")
    # A triple in two graphs counts twice in queries over the union.
    triples = Counter(line.rpartition(b" <")[0] for line in data.splitlines())
    for triple, times in triples.items():
        if times > 1:
            problems.append(f"{triple.decode()}: expected in one graph, found in {times}")
    with open_store(folder) as snapshot:
        if snapshot.content_hash != stated:
            problems.append(f"store: expected {stated[:12]}…, found {snapshot.content_hash[:12]}…")
        dumped = snapshot.store.dump(format=RdfFormat.N_QUADS) or b""
        # By bytes as by code points: UTF-8 keeps that order.
        held = hashlib.sha256(b"".join(sorted(dumped.splitlines(keepends=True)))).hexdigest()
        if held != stated:
            problems.append(f"store content: expected {stated[:12]}…, found {held[:12]}…")
    return problems
