"""Where the ontology, the queries and the data that come with the package are, installed or in a checkout."""

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


@cache
def root() -> Path:
    """Return the folder that holds ``ontology/``, ``queries/``, ``data/`` and ``kg.toml``.

    A wheel carries them inside the package; a checkout keeps them beside it.
    """
    bundle = _PACKAGE / "_bundle"
    return bundle if bundle.is_dir() else _PACKAGE.parent


def path(relative: str) -> Path:
    """Return the path of one file or folder that comes with the package."""
    return root() / relative


def text(relative: str) -> str:
    """Return the text of one file that comes with the package."""
    return path(relative).read_text(encoding="utf-8")
