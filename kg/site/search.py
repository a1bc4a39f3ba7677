"""What the search box looks in: small scripts that a page loads when somebody searches, so that it works from ``file://``.

::

    search/index.js          the reports by number, with their names; the words for kinds; how many shards of pairs
    search/things.js         every thing with a page: key, kind, names, how often it is named, where it is (``where``)
    search/report/{id}.js    what one report states: kind, words, sentence, id
    search/pairs/{nn}.js     pairs of neighbouring characters and the reports, by number, in which they stand

Pairs are kept for more than ``DIRECT`` reports; fewer are looked through one by one. Each file calls ``kgData`` with its
name and its content.
"""

import contextlib
import json
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, Final
from zlib import crc32

from kg.build import STATEMENTS
from kg.files import replace_whole
from kg.language import Language
from kg.places import ancestors
from kg.site.briefs import FOLDER
from kg.site.called import place, report_name
from kg.site.data import Site, Thing
from kg.site.inputs import code, fingerprint
from kg.site.page import speaker, words
from kg.site.telling import FAMILIES, FAMILY_OF, drawn, one_line, title, when
from kg.site.things import LOOK

DIRECT: Final = 12
_SHARDS: Final = 64
_BOTH: Final[tuple[Language, ...]] = ("zh", "en")
_FAMILIES: Final = tuple(FAMILIES)
# Kinds of statement (``target``) and of thing (``kind-place``), with the keys of their words.
_KIND_WORDS: Final = (
    *((family, classes[0]) for family, classes in FAMILIES.items()),
    *((f"kind-{kind}", f"kind-{kind}") for kind in LOOK.values()),
)


def names(site: Site) -> Iterator[str]:
    """Yield the names of all files, under ``assets/``."""
    yield "search/index.js"
    yield "search/things.js"
    yield from (f"search/report/{report}.js" for report in site.reports)
    if len(site.reports) > DIRECT:
        yield from (f"search/pairs/{number:02d}.js" for number in range(_SHARDS))


def content(site: Site, name: str) -> bytes:
    """Return one file by its name. Raises KeyError where there is none of it."""
    kind, _, local = name.removeprefix("search/").removesuffix(".js").partition("/")
    if kind == "index":
        return _script(name, _index(site))
    if kind == "things":
        return _script(name, list(_things(site)))
    if kind == "report":
        return _script(name, list(_stated(site, site.reports[local].id)))
    return _script(name, _pairs(site)[int(local)])


def _script(name: str, value: Any) -> bytes:
    data = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        data = data.replace(character, f"\\u{ord(character):04x}")
    return f"kgData({json.dumps(name)},{data});\n".encode()


def _index(site: Site) -> dict[str, Any]:
    reports = [[r.id, report_name(r, "zh"), report_name(r, "en")] for r in site.reports.values()]
    return {
        "reports": reports,
        "families": _FAMILIES,
        "words": {name: words()[key] for name, key in _KIND_WORDS},
        "shards": _SHARDS if len(site.reports) > DIRECT else 0,
    }


def _things(site: Site) -> Iterator[list[Any]]:
    """Yield key, kind, names and number of statements, those named most first."""
    own = [thing for key, thing in site.things.items() if site.thing_address(key)]
    for thing in sorted(own, key=lambda t: (-len(t.said), t.key)):
        zh, en = (where(site, thing, lang) for lang in _BOTH)
        # Most places have no English name: the same is not said twice.
        yield [thing.key, thing.kind, thing.zh, thing.en, len(thing.said), zh, *([en] if en != zh else [])]


def where(site: Site, thing: Thing, lang: Language) -> str:
    """Return where a thing is, to tell it from one of the same name: of a division what it is part of, of anything else
    the place whose reports name it, with how many more there are. Empty for the whole country.
    """
    path, _, code = thing.key.partition("/")
    if path == "place" and "." not in code:
        above = [d.code for d in ancestors(code)]
        return place(above[0], lang) if above else ""
    named = list(dict.fromkeys(site.reports[said.rpartition(".")[0]].place for _, said in thing.said))
    return (
        speaker(lang)("place-and-more", place=place(named[0], lang), more=len(named) - 1)
        if named[1:]
        else place(named[0], lang)
    )


def _stated(site: Site, report: str) -> Iterator[list[Any]]:
    """Yield local id, number of the kind, what is drawn, words, sentence where it says more, and year."""
    for row in site.rows(report):
        if row["class"] == "Mention" and any(site.thing_address(t.key) for t in site.named(row)):
            continue
        words, quote = title(row, "zh"), one_line(row["quote"])
        family = _FAMILIES.index(FAMILY_OF[row["class"]])
        local = row["id"].rpartition(".")[2]
        yield [local, family, drawn(row), words, "" if quote == words else quote, when(row)]


def pairs(words: Iterable[str]) -> set[str]:
    """Return the pairs of neighbouring characters of texts, folded as the search box folds what is typed.

    >>> sorted(pairs(["增长 8%"]))
    ['8%', '增长', '长8']
    """
    found = set()
    for text in words:
        folded = "".join(unicodedata.normalize("NFKC", text).lower().split())
        found |= {folded[at : at + 2] for at in range(len(folded) - 1)}
    return found


@lru_cache(maxsize=2)
def _pairs(site: Site) -> list[dict[str, list[int]]]:
    """Return, for each shard, the reports of each pair, as differences of ascending numbers."""
    found: list[defaultdict[str, list[int]]] = [defaultdict(list) for _ in range(_SHARDS)]
    for number, report in enumerate(site.reports):
        for pair in _pairs_of(site, report):
            found[crc32(pair.encode()) % _SHARDS][pair].append(number)
    return [{pair: _steps(numbers) for pair, numbers in sorted(each.items())} for each in found]


def _pairs_of(site: Site, report: str) -> list[str]:
    """Return the pairs of a report in their order; where the site keeps what it makes, kept for the next time.

    They change with the report's rows and with which of the things it names have a page of their own.
    """
    if not site.keep:
        return _looked_through(site, report)
    own = [key for key in site.briefs[report].things if site.thing_address(site.heirs.get(key, key))]
    digest = fingerprint(code(), site.slices[STATEMENTS].digest(report), own)
    folder = site.project.build / FOLDER / "pairs"
    path = folder / f"{report}.{digest[:16]}.txt"
    with contextlib.suppress(OSError, ValueError):
        return path.read_text(encoding="utf-8").split("\n")
    found = _looked_through(site, report)
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob(f"{report}.*.txt"):
            old.unlink()
        replace_whole(path, "\n".join(found).encode())
    return found


def _looked_through(site: Site, report: str) -> list[str]:
    return sorted(pairs(f"{row[3]}\n{row[4]}" for row in _stated(site, report)))


def _steps(numbers: list[int]) -> list[int]:
    return [after - before for before, after in zip([0, *numbers], numbers, strict=False)]
