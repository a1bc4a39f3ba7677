"""A project: a folder with ``kg.toml``, the reports under ``data/reports/`` and what is built from them."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kg import resources
from kg.errors import ProjectError, UsageError
from kg.files import advice, reading, reason
from kg.terms import TERMS, Addresses

SETTINGS = "kg.toml"
_LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_ADDRESS = re.compile(r"""https?://[^\s/?#<>"{}|\\^`\x00-\x20]+/[^\s?#<>"{}|\\^`\x00-\x20]*""")
_KNOWN = {"project": {"title", "base_iri", "publisher", "licence", "contact"}, "curation": {"who"}}
# Tables that other modules read as they stand, and where they are described.
_TABLES = {"serve": "docs/serve.md", "publish": "docs/publish.md"}


@dataclass(frozen=True, slots=True)
class Project:
    """The settings of ``kg.toml`` and where things lie.

    ``base_iri`` is the base of the addresses of things; terms and codes keep theirs. ``who`` decides where nobody else
    is named. ``serve`` and ``publish`` are the tables of these names as they stand: :mod:`kg.serve.settings` and
    :mod:`kg.publish.settings` read them. ``level`` is the lowest review status that its build lets in, empty for all.
    """

    root: Path
    title: str
    base_iri: str = TERMS
    publisher: str = ""
    licence: str = _LICENCE
    contact: str = ""
    who: str = ""
    serve: Mapping[str, Any] = field(default_factory=dict, hash=False)
    publish: Mapping[str, Any] = field(default_factory=dict, hash=False)
    level: str = ""

    @property
    def addresses(self) -> Addresses:
        """IRIs under this project's base."""
        return Addresses(self.base_iri)

    @property
    def reports(self) -> Path:
        """The folder of reports, one folder each."""
        return self.root / "data" / "reports"

    @property
    def build(self) -> Path:
        """The folder of everything that can be built again; what is built for a level alone lies below the rest."""
        whole = self.root / "build"
        return whole / "level" / self.level if self.level else whole


def find_project(start: Path) -> Project:
    """Return the project that a folder lies in.

    Raises ProjectError where neither it nor any folder above it holds a ``kg.toml``.
    """
    start = start.resolve()
    for folder in (start, *start.parents):
        if (folder / SETTINGS).is_file():
            return read_project(folder)
    raise ProjectError(start, f"a {SETTINGS} here or in a folder above", "none", "run `kg init DIR` to make a project")


def read_project(root: Path) -> Project:
    """Read a project's ``kg.toml``.

    Raises ProjectError for a malformed file, an unknown setting, or a base IRI that cannot be one.
    """
    path = root / SETTINGS
    settings = read_toml(path)
    for key in settings:
        if key not in (*_KNOWN, *_TABLES):
            step = "take it out or mend its name"
            raise ProjectError(path, "the tables [project], [curation], [serve] and [publish]", repr(key), step)
    table, curation = (_table(path, settings, name) for name in _KNOWN)
    base = table.get("base_iri", TERMS)
    if not _ADDRESS.fullmatch(base) or not base.endswith("/"):
        raise ProjectError(path, "a base_iri that starts with http and ends with /", repr(base), "mend base_iri")
    for name, page in _TABLES.items():
        if not isinstance(given := settings.get(name, {}), dict):
            raise ProjectError(path, f"a table [{name}]", repr(given), f"see {page}")
    licence = table.get("licence", _LICENCE)
    if not _ADDRESS.fullmatch(licence):
        raise ProjectError(path, "the address of a licence, starting with http", repr(licence), "mend licence")
    return Project(
        root=root,
        title=table.get("title", root.name),
        base_iri=base,
        publisher=table.get("publisher", ""),
        licence=licence,
        contact=table.get("contact", ""),
        who=curation.get("who", "").strip(),
        serve=settings.get("serve", {}),
        publish=settings.get("publish", {}),
    )


def _table(path: Path, settings: dict[str, Any], name: str) -> dict[str, str]:
    """Return one table of the settings, all of whose values are text."""
    table = settings.get(name, {})
    if not isinstance(table, dict):
        raise ProjectError(path, f"a table [{name}]", repr(table), "see the kg.toml that `kg init` writes")
    for key, value in table.items():
        if key not in _KNOWN[name]:
            known = ", ".join(sorted(_KNOWN[name]))
            raise ProjectError(path, f"settings {known}", repr(key), "take it out or mend its name")
        if not isinstance(value, str):
            raise ProjectError(path, f"text for {key}", repr(value), "put it in quotation marks")
    return table


def read_toml(path: Path) -> dict[str, Any]:
    """Read a TOML file; ProjectError names line and column of what is malformed."""
    text = ""
    try:
        text = path.read_bytes().decode("utf-8-sig")
        return tomllib.loads(text)
    except FileNotFoundError:
        raise ProjectError(path, "a file", "none", "run `kg status` to see what is there") from None
    except OSError as error:
        raise ProjectError(path, "a file that can be read", reason(error), reading(error)) from None
    except UnicodeDecodeError as error:
        raise ProjectError(path, "UTF-8", f"byte {error.start} that is not", "save it as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        end = f"at line {text.count(chr(10)) + 1}, column {len(text) - text.rfind(chr(10))}"
        found = str(error).replace("at end of document", end)
        raise ProjectError(path, "TOML", found, "mend that line") from None


_KG_TOML = """\
# What is published from here, and by whom. `base_iri` is the base of the addresses of reports, places, projects and
# statements; terms and codes keep their own ({terms}ns#, …/def/). Change it before you publish.
[project]
title = "{title}"
base_iri = "{base}"
publisher = ""
contact = ""
licence = "https://creativecommons.org/licenses/by/4.0/"
"""


def init_project(folder: Path, *, with_example: bool = False) -> Project:
    """Make a project of a new or empty folder; nothing that is there already is overwritten.

    ``with_example`` puts Hengyang's report of 2019 in. Raises UsageError where the folder is a project already or
    a file stands in the way.
    """
    try:
        if folder.exists() and not folder.is_dir():
            raise UsageError(folder, "a folder", "a file", "choose another name")
        if (folder / SETTINGS).exists():
            raise UsageError(folder, "a folder that is no project yet", f"its {SETTINGS}", "run `kg status` in it")
        (folder / "data" / "reports").mkdir(parents=True, exist_ok=True)
        title = "".join(c for c in folder.resolve().name if c.isprintable() and c not in '\\"')
        (folder / SETTINGS).write_text(
            _KG_TOML.format(title=title, base=TERMS, terms=TERMS), encoding="utf-8", newline="\n"
        )
        ignore = folder / ".gitignore"
        if not ignore.exists():
            ignore.write_text("build/\n", encoding="utf-8", newline="\n")
        if with_example:
            _copy_example(folder / "data")
    except OSError as error:
        raise ProjectError(folder, "a folder that can be written", reason(error), advice(error)) from None
    return read_project(folder)


def _copy_example(data: Path) -> None:
    for name in ("reports", "realised"):
        source = resources.path(f"data/{name}")
        for path in sorted(source.rglob("*")):
            if path.is_file():
                target = data / name / path.relative_to(source)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(path.read_bytes())
