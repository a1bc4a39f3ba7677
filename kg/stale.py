"""Whether reports, decisions, settings or external results changed after the last build, in one line that names what."""

import contextlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.errors import KgError
from kg.language import say
from kg.project import SETTINGS, Project


def stale(project: Project) -> str | None:
    """Return the line that says what the last build is older than; None where it is up to date, or there is none.

    Times are compared first, so that an answer from a build that nothing changed after costs no reading of texts.
    """
    manifest = project.build / "build.json"
    try:
        built = manifest.stat().st_mtime_ns
        newer = sorted((time, path) for path, time in _inputs(project) if time > built)
        if not newer:
            return None
        content = json.loads(manifest.read_bytes())
    except (OSError, ValueError):
        # What is missing or damaged is told by who reads it.
        return None
    from kg.build import fingerprint

    with contextlib.suppress(KgError, OSError):  # `kg build` says which report cannot be read
        if isinstance(content, dict) and content.get("inputs") != fingerprint(project):
            return _line(project, content, [Path(path) for _, path in reversed(newer)])
    return None


def _inputs(project: Project) -> Iterator[tuple[str, int]]:
    """Yield what a build is made from with the time of its last change, and the folders: what was removed changes these."""
    data = project.reports.parent
    tables = (data / "realised", data / "mappings")
    for path in (project.root / SETTINGS, project.reports, *tables):
        with contextlib.suppress(FileNotFoundError):
            yield str(path), _changed(path.stat())
    for folder in (project.reports, *tables):
        if folder.is_dir():
            yield from _inside(str(folder))


def _inside(folder: str) -> Iterator[tuple[str, int]]:
    with os.scandir(folder) as found:
        for entry in found:
            # A lock, or a file half written beside another, is no input.
            if entry.name.startswith("."):
                continue
            with contextlib.suppress(FileNotFoundError):
                yield entry.path, _changed(entry.stat())
                if entry.is_dir():
                    yield from _inside(entry.path)


def _changed(found: os.stat_result) -> int:
    # A file that was copied over another may bring an old time with it: the system's own time tells.
    return max(found.st_mtime_ns, found.st_ctime_ns)


def _line(project: Project, manifest: dict[str, Any], newer: list[Path]) -> str:
    files = [path for path in newer if not path.is_dir()]
    known = manifest.get("reports")
    held = set(known) if isinstance(known, dict) else set()
    there = {path.name for path in project.reports.iterdir() if path.is_dir()} if project.reports.is_dir() else set()
    if gone := sorted(held - there):
        en, zh = f"the removal of {gone[0]}", f"{gone[0]} 的移除"
    elif files:
        en, zh = _named(project, files[0], held)
    else:
        en, zh = "the reports, decisions or settings", "报告、裁定或设置"
    return say(f"the build is older than {en}: run kg build", f"构建早于{_apart(zh)}：请运行 kg build")


def _named(project: Project, path: Path, held: set[str]) -> tuple[str, str]:
    """Return what a file is called: ``decisions.tsv of cn-2019``."""
    if path.is_relative_to(project.reports):
        report, *inside = path.relative_to(project.reports).parts
        if report not in held:
            return f"report {report}", f"报告 {report}"
        name = "/".join(inside)
        return f"{name} of {report}", f"{report} 的 {name}"
    name = path.relative_to(project.root).as_posix()
    return name, name


def _apart(words: str) -> str:
    return f" {words}" if words[:1].isascii() else words
