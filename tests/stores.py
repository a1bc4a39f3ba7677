"""A store written and made the current one, as a build does it between its other files."""

from collections.abc import Iterable
from pathlib import Path

from kg.store import prepare_store, switch_store


def write_store(build: Path, nquads: Path | bytes | Iterable[bytes], content_hash: str) -> Path:
    """Write the N-Quads as the current store; return its folder."""
    target = prepare_store(build, nquads, content_hash)
    switch_store(build, content_hash)
    return target
