"""What an operator may set: options of ``kg serve``, or the table ``[serve]`` of kg.toml; an option goes first."""

import dataclasses
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from kg.errors import ProjectError
from kg.project import SETTINGS, Project

TOKEN: Final = "KG_SERVE_TOKEN"


def _cores() -> int:
    return os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of a server; times in seconds, sizes as their names say.

    ``workers`` queries run at once in the first lane, ``long`` of those that take more than ``patience``; ``queue``
    requests may wait, each for ``wait`` at most. ``writable`` is the folder of a store that takes updates. ``origin``
    is the address that others see (``https://kg.example.org``), where it is not that of the request.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    origin: str = ""
    workers: int = dataclasses.field(default_factory=lambda: max(2, _cores()))
    long: int = dataclasses.field(default_factory=lambda: max(1, _cores() // 2))
    queue: int = 256
    wait: float = 10.0
    patience: float = 0.1
    time_limit: float = 30.0
    memory_mb: int = 1024
    max_rows: int = 1_000_000
    max_mb: int = 256
    body_kb: int = 1024
    upload_mb: int = 256
    update_limit: float = 300.0
    client_timeout: float = 20.0
    connections: int = 1000
    grace: float = 30.0
    allow_service: tuple[str, ...] = ()
    proxies: str = "127.0.0.1"
    log_queries: bool = False
    writable: Path | None = None


# What stands on the command line alone: a token's companion, never a file that is published with the project.
_OPTIONS_ONLY: Final = frozenset({"writable"})


def read_settings(project: Project, options: Mapping[str, Any]) -> Settings:
    """Return the settings: an option that is not None, else the project's, else the default.

    Raises ProjectError for a setting of ``[serve]`` that there is not, or whose value does not fit.
    """
    path = project.root / SETTINGS
    fields = {f.name: f for f in dataclasses.fields(Settings) if f.name not in _OPTIONS_ONLY}
    chosen: dict[str, Any] = {}
    for name, value in project.serve.items():
        if name not in fields:
            raise ProjectError(
                path, f"settings {', '.join(sorted(fields))}", repr(name), "take it out or mend its name"
            )
        chosen[name] = _fitting(path, name, value)
    chosen |= {name: value for name, value in options.items() if value is not None}
    return Settings(**chosen)


def _fitting(path: Path, name: str, value: Any) -> Any:
    """Return a value of the file as the setting's own type."""
    default = getattr(Settings(), name)
    if isinstance(default, tuple):
        if isinstance(value, list) and all(isinstance(v, str) for v in value):
            return tuple(value)
        raise ProjectError(path, f"a list of texts for {name}", repr(value), "write it in brackets")
    if isinstance(default, bool) or isinstance(value, bool):
        if isinstance(default, bool) and isinstance(value, bool):
            return value
        raise ProjectError(
            path,
            f"true or false for {name}" if isinstance(default, bool) else f"a number for {name}",
            repr(value),
            "mend it",
        )
    if isinstance(default, int | float):
        if isinstance(value, int) or (isinstance(default, float) and isinstance(value, float)):
            if value < 0:
                raise ProjectError(path, f"a number for {name}", repr(value), "mend it")
            return type(default)(value)
        raise ProjectError(path, f"a number for {name}", repr(value), "mend it")
    if not isinstance(value, str):
        raise ProjectError(path, f"text for {name}", repr(value), "put it in quotation marks")
    return value
