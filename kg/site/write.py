"""Every page of a site → a folder of files, each whole or not at all; what has not changed is left as it is.

``site.json`` in the folder lists what was made of what: the next run makes again what has changed, and removes what it
made and no longer makes. A folder with anything else in it is not touched. What is published beside pages (`More`) is
made, listed and removed the same way.
"""

import contextlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import islice
from pathlib import Path
from typing import Any, Final, Protocol

from kg.errors import KgError, UsageError
from kg.files import advice, reason, replace_whole
from kg.many import HANDFUL, cores, each
from kg.project import Project
from kg.site.data import Site, open_site
from kg.site.links import Address
from kg.site.sheets import missing, read_sheet
from kg.site.units import Unit, make, units
from kg.site.worth import kept, worth_a_look

LIST: Final = "site.json"
_FORM: Final = 1
_THINGS: Final = 40  # pages of things that a worker makes at a time
# So many pieces of work are made without workers: each of these opens the site for itself first, which takes longer.
_FEW: Final = 4


@dataclass(frozen=True, slots=True)
class Written:
    """What a run did: how many pages and files there are, how many of them were made anew, how many removed."""

    pages: int
    files: int
    made: int
    removed: int


class More(Protocol):
    """What a folder holds beside the pages; workers are sent it, so it is a value that can be sent.

    ``name`` is what its units' names begin with, and the verb that writes such folders.
    """

    @property
    def name(self) -> str:
        """The verb, ``publish``."""

    @property
    def also(self) -> tuple[tuple[Address, str], ...]:
        """The pages that the navigation leads to, with the keys of their words."""

    def units(self, site: Site) -> Iterable[Unit]:
        """Yield its units with their fingerprints."""

    def make(self, site: Site, name: str) -> Iterator[tuple[str, bytes]]:
        """Yield the files of a unit."""

    def last(self, site: Site, out: Path, files: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Yield what tells of the other files, when these are in place; it is compared with what is there."""


def write_site(project: Project, out: Path, workers: int | None = None, more: More | None = None) -> Written:
    """Write the last build of a project as pages into a folder, with ``more`` beside them.

    ``workers`` is how many processes make them, by default one a core for more than a handful of reports; the bytes
    are the same. Raises StoreError where nothing has been built, UsageError for a folder with something else in it,
    KgError where a file cannot be written.
    """
    before = _listed(out, more)
    also = more.also if more else ()
    with open_site(project, also=also) as site:
        count = workers or (cores() if len(site.manifest["reports"]) > HANDFUL else 1)
        if count == 1:
            return _all(site, out, before, 1, more)
    with open_site(project, keep=True, also=also) as site:
        # What the graph page and the first page show of every place is needed for those of all: made first, on all cores.
        places = _unkept(site)
        if len(places) <= _FEW:
            for place in places:
                _keep(site, place)
        else:
            for _ in each(partial(_lay_out, project, site.content_hash, also), places, count):
                pass
        return _all(site, out, before, count, more)


def _all(site: Site, out: Path, before: dict[str, Any], count: int, more: More | None) -> Written:
    """Make what is stale of a site, remove what is gone, and list everything."""
    project = site.project
    wanted = [*units(site), *(more.units(site) if more else ())]
    old = before.get("units", {})
    there = _present(out)
    stale = [unit for unit in wanted if not _stands(unit, old, there)]
    files: dict[str, Sequence[str]] = {u.name: old[u.name][1] for u in wanted if _stands(u, old, there)}
    work: Callable[[Sequence[str]], list[tuple[str, list[str]]]] = partial(_make, project, site.content_hash, out, more)
    try:
        if not before:
            _begin(out, more)
        portions = list(_portions(stale))
        if count == 1 or len(portions) <= _FEW:
            for unit in stale:
                files[unit.name] = _write(_made(site, unit.name, more), out)
        else:
            for done in each(work, portions, count):
                files.update(done)
        listed = {unit.name: [unit.fingerprint, list(files[unit.name])] for unit in wanted}
        made = sum(len(files[unit.name]) for unit in stale)
        content: dict[str, Any] = {"form": _FORM, "content_hash": site.content_hash, "units": listed}
        if more:
            own = {*before.get("last", ()), *(name for _, names in old.values() for name in names)}
            if before.get("unfinished"):
                own |= there  # the folder was empty when that run began
            told, changed = _last(site, out, more, sorted(name for names in files.values() for name in names), own)
            files[more.name] = told
            made += changed
            content |= {"with": more.name, "last": told}
        kept = {name for names in files.values() for name in names}
        gone = [n for _, names in old.values() for n in names if n not in kept]
        gone += [n for n in before.get("last", ()) if n not in kept]
        if before.get("unfinished"):
            gone += there - kept - {LIST}
        _remove(out, gone)
        replace_whole(out / LIST, (json.dumps(content, ensure_ascii=False, indent=0) + "\n").encode())
    except OSError as error:
        raise KgError(out, "a place to write", reason(error), advice(error)) from None
    pages = sum(name.endswith(".html") for name in kept)
    return Written(pages, len(kept), made, len(set(gone)))


def _begin(out: Path, more: More | None) -> None:
    """Mark an empty folder as one that is being written, so that a run that was cut off can be taken up again."""
    out.mkdir(parents=True, exist_ok=True)
    content: dict[str, Any] = {"form": _FORM, "content_hash": "", "units": {}, "unfinished": True}
    if more:
        content |= {"with": more.name, "last": []}
    replace_whole(out / LIST, (json.dumps(content) + "\n").encode())


def _last(site: Site, out: Path, more: More, files: Sequence[str], own: set[str]) -> tuple[list[str], int]:
    """Write what tells of the other files, where it is not there as it should be; return all paths, and how many changed.

    Raises UsageError where a file stands in the way that no earlier run wrote.
    """
    told, changed = [], []
    for path, data in more.last(site, out, files):
        told.append(path)
        target = out / path
        if target.is_file() and target.read_bytes() == data:
            continue
        if target.exists() and path not in own:
            found = "a file that it did not write"
            raise UsageError(
                target, f"nothing, or what `kg {more.name}` wrote", found, "move it away or name another folder"
            )
        changed.append((path, data))
    return told, len(_write(changed, out))


def _made(site: Site, name: str, more: More | None) -> Iterator[tuple[str, bytes]]:
    """Yield the files of a unit, a page's or another's."""
    return more.make(site, name) if more and name.startswith(f"{more.name}/") else make(site, name)


def demand_place(out: Path, more: More | None = None) -> None:
    """Raise UsageError where a folder cannot be written to: it is somebody else's, or another verb's."""
    _listed(out, more)


def _listed(out: Path, more: More | None) -> dict[str, Any]:
    """Return what an earlier run listed. Raises UsageError where the folder is somebody else's, or another verb's."""
    if out.exists() and not out.is_dir():
        raise UsageError(out, "a folder", "a file", "name another")
    with contextlib.suppress(FileNotFoundError):
        try:
            found = json.loads((out / LIST).read_bytes())
            if found["form"] == _FORM and all(len(unit) == 2 for unit in found["units"].values()):
                _same_verb(out, found, more)
                return dict(found)
        except (ValueError, KeyError, TypeError, AttributeError):
            pass
        raise UsageError(out / LIST, "the list that `kg site` wrote", "another file", "name a new or empty folder")
    if out.is_dir() and any(out.iterdir()):
        raise UsageError(out, "a new or empty folder, or one that `kg site` wrote", "other files", "name another")
    return {}


def _same_verb(out: Path, found: Mapping[str, Any], more: More | None) -> None:
    """Raise UsageError where writing pages alone would take away what was published beside them."""
    if more is None and (verb := found.get("with")):
        raise UsageError(out, "a folder that `kg site` wrote", f"one of `kg {verb}`", f"run `kg {verb} {out}`")


def _present(out: Path) -> set[str]:
    """Return the paths of all files in the folder."""
    found = set()
    for folder, _, names in os.walk(out):
        start = Path(folder).relative_to(out).as_posix()
        found |= {name if start == "." else f"{start}/{name}" for name in names}
    return found


def _stands(unit: Unit, old: dict[str, Any], there: set[str]) -> bool:
    """Whether a unit's files are there, made of the same."""
    fingerprint, names = old.get(unit.name, ("", ()))
    return fingerprint == unit.fingerprint and there.issuperset(names)


def _portions(stale: Iterable[Unit]) -> Iterator[list[str]]:
    """Yield what a worker makes at a time: a place, everything, or some things; the longest first."""
    things = []
    for unit in sorted(stale, key=lambda u: (u.name != "site", u.name.startswith("thing/"))):
        if unit.name.startswith("thing/"):
            things.append(unit.name)
        else:
            yield [unit.name]
    rest = iter(things)
    while portion := list(islice(rest, _THINGS)):
        yield portion


@lru_cache(maxsize=1)
def _opened(project: Project, content_hash: str, also: tuple[tuple[Address, str], ...]) -> Site:
    """Open the site once in each worker."""
    return open_site(project, keep=True, also=also)


def _unkept(site: Site) -> list[str]:
    """Return the places of which a sheet or leads are not kept, or are of earlier reports."""
    laid_out = set(site.of_place) - set(missing(site))
    return [place for place in site.of_place if place not in laid_out or not kept(site, place).exists()]


def _lay_out(project: Project, content_hash: str, also: tuple[tuple[Address, str], ...], place: str) -> None:
    """Make and keep the sheet and the leads of a place in a worker."""
    _keep(_opened(project, content_hash, also), place)


def _keep(site: Site, place: str) -> None:
    """Make the sheet and the leads of a place, where they are not kept yet."""
    part = site.only(place)
    read_sheet(part, place)
    worth_a_look(part, place)


def _make(
    project: Project, content_hash: str, out: Path, more: More | None, names: Sequence[str]
) -> list[tuple[str, list[str]]]:
    """Make some units in a worker."""
    site = _opened(project, content_hash, more.also if more else ())
    return [(name, _write(_made(site, name, more), out)) for name in names]


def _write(files: Iterable[tuple[str, bytes]], out: Path) -> list[str]:
    """Write files, each beside its place and then into it; return their paths."""
    written = []
    path = ""
    try:
        for path, data in files:
            target = out / path
            beside = target.with_name(f".{target.name[:80]}.{os.getpid()}.new")
            try:
                beside.write_bytes(data)
            except FileNotFoundError:
                target.parent.mkdir(parents=True, exist_ok=True)
                beside.write_bytes(data)
            beside.replace(target)
            written.append(path)
    except OSError as error:
        raise KgError(out / path, "a place to write", reason(error), advice(error)) from None
    return written


def _remove(out: Path, names: Iterable[str]) -> None:
    """Remove files that an earlier run made, and folders that are empty then."""
    for name in sorted(set(names)):
        path = out / name
        with contextlib.suppress(FileNotFoundError):
            path.unlink()
        for folder in path.parents:
            if folder == out:
                break
            with contextlib.suppress(OSError):
                folder.rmdir()
