"""``data/reports/{id}/retired.tsv``: addresses of statements that a better text gave another one (columns retired, successor)."""

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from kg.errors import ProjectError

NAME: Final = "retired.tsv"
_HEADER: Final = "retired\tsuccessor"


def read_retired(folder: Path) -> dict[str, str]:
    """Return the successor of each retired id of a report's statements; ProjectError at a line that is no such pair."""
    path = folder / NAME
    if not path.exists():
        return {}
    found = {}
    for number, line in enumerate(path.read_bytes().decode("utf-8", errors="replace").splitlines(), 1):
        old, _, new = line.partition("\t")
        if number == 1 and line == _HEADER:
            continue
        if not all(name.startswith(f"{folder.name}.") and "\t" not in name for name in (old, new)):
            raise ProjectError(f"{path}, line {number}", "two ids of statements", repr(line[:60]), "restore it")
        found[old] = new
    return found


def to_tsv(retired: Mapping[str, str]) -> bytes:
    """Return such a file, in order of the ids."""
    return ("\n".join([_HEADER, *(f"{old}\t{new}" for old, new in sorted(retired.items()))]) + "\n").encode()


def successor(name: str, retired: Mapping[str, str]) -> str:
    """Return the id that a retired one became, over several texts if need be."""
    seen = {name}
    while name in retired and retired[name] not in seen:
        name = retired[name]
        seen.add(name)
    return name
