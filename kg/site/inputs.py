"""Hashes over what pages are made of: equal hashes, equal pages."""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import kg
from kg import resources


@cache
def code() -> str:
    """Return the SHA-256 over all that makes pages: this package, the ontology, reference data."""
    package = Path(kg.__file__).resolve().parent
    folders = [package, resources.path("ontology"), resources.path("data/reference"), resources.path("data/registry")]
    return fingerprint([files_in(folder) for folder in folders])


def files_in(folder: Path) -> str:
    """Return the SHA-256 over the names and contents of the files in a folder, caches apart."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and "__pycache__" not in path.parts and "_bundle" not in path.parts:
            digest.update(f"\x1f{path.relative_to(folder).as_posix()}\x1f".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def fingerprint(*parts: object) -> str:
    """Return a hash over values that JSON can say, tables and sequences among them."""

    def plain(value: Any) -> Any:
        return dict(value) if isinstance(value, Mapping) else list(value)

    data = json.dumps(parts, ensure_ascii=False, sort_keys=True, default=plain)
    return hashlib.sha256(data.encode()).hexdigest()[:32]
