"""The questions that come with the package: SPARQL files whose leading comments say what they ask.

::

    # id: cq01
    # title@zh: 某年的量化目标
    # title@en: Numeric targets of a year
    # question@zh / question@en / description@zh / description@en
    # param: place place default "@place" 地点@zh place@en
    # view: table
    # requires: network
    # needs: gwr:Assessment
    # instead: targets/with-results
    # first: { { ?statement a gwr:Target } ?statement gwr:place ?place }

A parameter's name is the query's variable; its type one of THINGS, CODES, LITERALS or ``enum(a|b)``. A default of
``""`` leaves the variable open; a parameter without a default must be given. ``@place``, ``@plan-year`` and
``@review-year`` are those of the graph's report with the latest plan year, ``@lang`` the language of the labels.
``needs`` is the class without which there is no answer, ``instead`` the question to ask then.
``first`` are patterns that stand in the query too, for Oxigraph to find by themselves before all others
(``kg.query.text.with_first``): the same rows in less time.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

from kg import resources
from kg.errors import QueryError
from kg.terms import COMPARATORS, REVIEW, STATUSES, STRENGTHS, VALUE_TYPES

# Type of parameter → the prefixes its value may stand under; found in the graph by code or by label.
THINGS: Final = {
    "place": ("place",),
    "indicator": ("ind", "cand"),
    "project": ("proj",),
    "organisation": ("org-id",),
    "programme": ("prog",),
    "sector": ("sector",),
    "theme": ("theme",),
    "report": ("rep",),
    "statement": ("stm",),
}
# Type of parameter → prefix and the codes there are.
CODES: Final = {
    "strength": ("str", tuple(STRENGTHS)),
    "status": ("st", STATUSES),
    "comparator": ("cmp", tuple(COMPARATORS.values())),
    "value-type": ("vt", tuple(dict.fromkeys(VALUE_TYPES.values()))),
    "review": ("rev", REVIEW),
}
# ``name`` is a Chinese name as labels have it: text with the language tag zh.
LITERALS: Final = ("year", "integer", "decimal", "text", "name")
# Defaults that the graph (the first three) or the asker's language decides.
AUTOMATIC: Final = ("@place", "@plan-year", "@review-year", "@lang")
VIEWS: Final = ("table", "graph", "chart")

_HEADER: Final = re.compile(r"#\s*([a-z]+)(?:@(zh|en))?:\s*(.*)")
_PARAMETER: Final = re.compile(
    r'(?P<name>\w+)\s+(?P<type>[\w-]+(?:\([^)]*\))?)(?:\s+default\s+"(?P<default>[^"]*)")?(?P<labels>.*)'
)
_LABEL: Final = re.compile(r"(\S[^@]*)@(zh|en)\b")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A variable the asker fills in. ``default`` None: must be given; ``""``: left open unless given."""

    name: str
    type: str
    default: str | None = None
    label: Mapping[str, str] = field(default_factory=dict)

    @property
    def allowed(self) -> tuple[str, ...]:
        """The only values there are, for a code or an enumeration; else empty."""
        if self.type in CODES:
            return CODES[self.type][1]
        if self.type.startswith("enum("):
            return tuple(self.type[5:-1].split("|"))
        return ()

    @property
    def example(self) -> str:
        """A value as it would be typed."""
        automatic = {"@place": "430400", "@plan-year": "2019", "@review-year": "2018", "@lang": "en"}
        if self.default in automatic:
            return automatic[self.default]
        examples = {"place": "430400", "indicator": "gdp", "year": "2019", "integer": "10", "decimal": "0.9"}
        return self.default or (self.allowed or (examples.get(self.type, "…"),))[0]


@dataclass(frozen=True, slots=True)
class Question:
    """One SPARQL query with what it asks, in Chinese and English, and its parameters."""

    name: str
    text: str = field(repr=False)
    id: str | None = None
    title: Mapping[str, str] = field(default_factory=dict)
    question: Mapping[str, str] = field(default_factory=dict)
    description: Mapping[str, str] = field(default_factory=dict)
    parameters: tuple[Parameter, ...] = ()
    view: str = "table"
    requires: str | None = None
    needs: str | None = None
    instead: str | None = None
    first: str = ""
    source: str = ""

    @property
    def group(self) -> str:
        """The folder the question stands in: ``targets``."""
        return self.name.rpartition("/")[0]


_NAME: Final = re.compile(r"[a-z0-9-]+/[a-z0-9-]+")


@cache
def questions() -> tuple[Question, ...]:
    """Return every question under ``queries/``, by name. Raises QueryError if the comments of one are wrong."""
    folder = resources.path("queries")
    files = sorted(folder.glob("*/*.rq"), key=lambda f: f.relative_to(folder).as_posix())
    return tuple(read_question(f, f.relative_to(folder).with_suffix("").as_posix()) for f in files)


def having(among: Iterable[Question], words: Iterable[str]) -> tuple[Question, ...]:
    """Return the questions that hold each of the words in their id, name, title, question or description.

    In either language, whatever the case; a blank in a word may stand for any mark (``top ten`` finds ``top-ten``).
    """
    wanted = {_plain(word) for word in words}
    held = ((q, _plain(" ".join(_told(q)))) for q in among)
    return tuple(q for q, told in held if all(word in told for word in wanted))


def _told(q: Question) -> Iterator[str]:
    yield from (q.name, q.id or "")
    for texts in (q.title, q.question, q.description):
        yield from texts.values()


def _plain(words: str) -> str:
    return re.sub(r"[-/_\s]+", " ", words.casefold())


def question(name: str) -> Question:
    """Return one question by its name (``targets/firm``), the last part of it (``firm``) or its id (``cq06``).

    Raises QueryError with the nearest names if there is none, or if the last part fits several.
    """
    file = resources.path("queries") / f"{name}.rq"
    if _NAME.fullmatch(name) and file.is_file():  # the whole name: no need to read the others
        return read_question(file, name)
    found = [q for q in questions() if name in (q.name, q.id)] or [
        q for q in questions() if q.name.rpartition("/")[2] == name
    ]
    if len(found) == 1:
        return found[0]
    if found:
        raise QueryError(name, "one question", " and ".join(q.name for q in found), "give its folder too")
    near = _nearest(name)
    step = f"the nearest are {', '.join(near)}" if near else "`kg queries` lists them all"
    raise QueryError(name, "the name or id of a question", "none of that name", step)


def read_question(file: Path, name: str) -> Question:
    """Read a question from a file. Raises QueryError if it cannot be read or a comment of it is wrong."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(
            file, "a SPARQL query in UTF-8", getattr(error, "strerror", None) or str(error), "check the file"
        ) from error
    return parse_question(text, name, str(file))


def parse_question(text: str, name: str, source: str) -> Question:
    """Read a question from the comments on top of its text. Raises QueryError with the line of a wrong one."""
    single: dict[str, str] = {}
    both: dict[str, dict[str, str]] = {"title": {}, "question": {}, "description": {}}
    parameters: list[Parameter] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.startswith("#"):
            break
        header = _HEADER.match(line)
        if header is None:
            continue
        key, language, value = header.groups()
        if key == "param":
            parameters.append(_parameter(value, f"{source}:{number}"))
        elif key in both and language:
            both[key][language] = value.strip()
        elif key in ("id", "view", "requires", "needs", "instead", "first") and not language:
            single[key] = value.strip()
        else:
            step = "the top of kg/question.py shows the comments there are"
            raise QueryError(f"{source}:{number}", "a comment such as `title@zh:`", line.strip(), step)
    if single.get("view", "table") not in VIEWS:
        raise QueryError(source, "a view of " + ", ".join(VIEWS), single["view"], "change its `# view:`")
    return Question(name=name, text=text, parameters=tuple(parameters), source=source, **both, **single)  # type: ignore[arg-type]


def _parameter(value: str, place: str) -> Parameter:
    match = _PARAMETER.fullmatch(value.strip())
    kind = match["type"] if match else ""
    if match is None or not (kind in THINGS or kind in CODES or kind in LITERALS or kind.startswith("enum(")):
        kinds = ", ".join([*THINGS, *CODES, *LITERALS, "enum(a|b)"])
        raise QueryError(place, f'`name type default "…" 标签@zh label@en` with a type of {kinds}', value, "change it")
    if (match["default"] or "").startswith("@") and match["default"] not in AUTOMATIC:
        raise QueryError(place, "a default of " + ", ".join(AUTOMATIC), match["default"], "change it")
    labels = {language: label.strip() for label, language in _LABEL.findall(match["labels"])}
    return Parameter(match["name"], kind, match["default"], labels)


def _nearest(name: str) -> list[str]:
    from difflib import get_close_matches

    short = {q.name.rpartition("/")[2]: q.name for q in questions()}
    names = {q.name: q.name for q in questions()} | short | {q.id: q.name for q in questions() if q.id}
    return list(dict.fromkeys(names[near] for near in get_close_matches(name, names, 3, 0.5)))
