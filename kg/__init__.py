"""Chinese government work reports as a knowledge graph in which every fact rests on the characters it was read from.

    >>> import kg
    >>> report = kg.read(kg.example())
    >>> targets = [s for s in report.statements() if s.headline]
    >>> [(s.indicator_label, s.comparator, str(s.value)) for s in targets[:2]]
    [('地区生产总值', 'approx', '8.5'), ('一般公共预算收入', 'approx', '7.5')]

``kg.open(folder)`` opens a project, ``kg.connect(url)`` an endpoint; see ``kg.api``. Nothing heavy is imported before it is needed.
"""

from typing import TYPE_CHECKING, Any

from kg.errors import KgError

if TYPE_CHECKING:
    from kg.api import ConnectedGraph, OpenProject, ReadReport, connect, example, read
    from kg.api import open_project as open

__all__ = ["ConnectedGraph", "KgError", "OpenProject", "ReadReport", "connect", "example", "open", "read"]


def __dir__() -> list[str]:
    """List the interface before its names were used."""
    return sorted({*globals(), *__all__})


def __getattr__(name: str) -> Any:
    """Import the Python interface when one of its names is first used (PEP 562)."""
    if name not in __all__:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    from kg import api, entity

    if name in ("Entity", "EntityGraph"):
        return getattr(entity, name)
    return api.open_project if name == "open" else getattr(api, name)
