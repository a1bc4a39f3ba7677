"""A large graph out of one report's: Hengyang's, put under other places and years with other values.

Every report made has the statements, passages, decisions and entities of the real one: their shape and number are real, their
words and values are not. Codes of places, years, values and the digits of quotes differ from report to report, and cells
move with place and year, so that what one report promises for a year stands in the same cell as what the next reports of it.
The same arguments give the same bytes.
"""

import hashlib
import json
import random
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path

from kg.build import ASSESSMENTS, GRAPH, LEDGER, MANIFEST, STATEMENTS, UNPUBLISHED
from kg.places import _rows as all_divisions  # the whole list, of which these are the cities
from kg.places import division
from kg.project import SETTINGS, Project, read_project
from kg.store import prepare_store, switch_store

PLACE, YEAR, NAME = "430400", 2019, "衡阳市"
SHARED = ("graph/reference>", "graph/vocab>")
YEARS = 5
# Private characters stand in the template for what changes: digits of quotes, years, the place, a county, a value's ends.
DIGIT, AT, WHERE, CITY, NAMED, OPEN, CLOSE, REPORT = (
    0xE000,
    0xE100,
    "\ue010",
    "\ue011",
    "\ue012",
    "\ue013",
    "\ue014",
    "\ue015",
)

_DIGITS = {ord(str(d)): chr(DIGIT + d) for d in range(10)}
_IRI = re.compile(r"<https://w3id\.org/gwr/(?:id|graph|dataset)/[^>]*>")
_TEXTUAL = ("ns#quote>", "ns#asStated>")
_YEARLY = ("ns#year>", "ns#planYear>", "ns#reviewYear>")


def _at(match: re.Match[str]) -> str:
    return chr(AT + int(match[0]) - 1900)


def _iri(match: re.Match[str]) -> str:
    iri = match[0]
    if "/id/cell/" in iri or "/id/period/" in iri or "id/publication/" in iri:
        head, dot, tail = iri.rpartition("/")
        body = tail.replace(PLACE, WHERE, 1)
        iri = head + dot + re.sub(r"(?<![0-9])(?:19|20)\d\d(?![0-9])", _at, body)
    for kind in ("/id/decision/", "/id/result/", "/id/agent/"):
        if kind in iri and kind != "/id/agent/":
            iri = iri[:-1] + "." + REPORT + ">"
    iri = iri.replace(f"{PLACE}-{YEAR}", REPORT).replace(PLACE, WHERE)
    return re.sub(r"/id/place/4304(?=\d\d)", "/id/place/" + CITY, iri)


def template(nquads: Path) -> tuple[list[str], list[str], str]:
    """Return the vocabulary's lines, the shared lines as templates, and one report's lines as one template."""
    fixed, shared, own = [], [], []
    for line in nquads.read_text(encoding="utf-8").splitlines():
        if line.endswith("graph/vocab> ."):
            fixed.append(line)
            continue
        subject, predicate, rest = line.split(" ", 2)
        value, graph, _ = rest.rsplit(" ", 2)
        if predicate.endswith(_TEXTUAL):
            value = value.translate(_DIGITS)
        elif predicate.endswith(_YEARLY):
            value = re.sub(r"\d{4}", _at, value, count=1)
        elif predicate.endswith(("ns#value>", "ns#lowerBound>", "ns#upperBound>")):
            value = re.sub(r'"(-?[\d.]+)"', f'"{OPEN}\\1{CLOSE}"', value)
        elif value.startswith('"'):
            value = value.replace(f"{NAME}{YEAR}年", NAMED + chr(AT + YEAR - 1900) + "年").replace(NAME, NAMED)
        line = " ".join((_IRI.sub(_iri, subject), predicate, _IRI.sub(_iri, value), _IRI.sub(_iri, graph), "."))
        (shared if graph.endswith(SHARED[0]) else own).append(line)
    return fixed, shared, "\n".join(own) + "\n"


@cache
def cities() -> tuple[str, ...]:
    """Return the codes of cities there are, Hengyang first, then in an order that is always the same."""
    codes = [d.code for d in all_divisions() if re.fullmatch(r"\d{4}00", d.code) and not d.code.endswith("0000")]
    others = sorted(set(codes) - {PLACE})
    random.Random(7).shuffle(others)
    return (PLACE, *others)


def reports(number: int) -> Iterator[tuple[str, int]]:
    """Yield place and year of so many reports: five years of one city, then of the next."""
    for i in range(number):
        yield cities()[i // YEARS], YEAR - i % YEARS


def filled(text: str, place: str, year: int) -> str:
    """Return a template with one report's place, year and values."""
    seed = random.Random(f"{place}-{year}")
    digits = list("123456789")
    seed.shuffle(digits)
    factor = Decimal(seed.randint(60, 160)) / 100

    def value(match: re.Match[str]) -> str:
        old = Decimal(match[1])
        new = (old * factor).quantize(old) if abs(old) > 1 else old
        plain = f"{new:f}"
        return plain.rstrip("0").rstrip(".") if "." in plain else plain

    text = re.sub(f"{OPEN}(-?[\\d.]+){CLOSE}", value, text)
    for old in {c for c in text if AT <= ord(c) < AT + 0x100}:
        text = text.replace(old, str(1900 + ord(old) - AT + year - YEAR))
    for digit, new in zip(range(10), ["0", *digits], strict=True):
        text = text.replace(chr(DIGIT + digit), new)
    for mark, name in ((REPORT, f"{place}-{year}"), (WHERE, place), (CITY, place[:4]), (NAMED, division(place).name)):
        text = text.replace(mark, name)
    return text


def multiplied(source: Path, target: Path, quads: int) -> tuple[Project, int, int]:
    """Write a project whose build holds about so many quads; return it, its quads and its reports.

    ``source`` is the build of Hengyang's report. What is there already is used again.
    """
    fixed, shared, own = template(source / GRAPH)
    each = own.count("\n")
    number = max(2, round((quads - len(fixed)) / (each + 300)))
    build = target / "build"
    name = hashlib.sha256(Path(__file__).read_bytes() + (source / MANIFEST).read_bytes() + b"%d" % number).hexdigest()
    ready = build / MANIFEST
    if not ready.is_file() or json.loads(ready.read_text())["content_hash"] != name:
        (target / "data" / "reports").mkdir(parents=True, exist_ok=True)
        (target / SETTINGS).write_text('[project]\ntitle = "multiplied"\n', encoding="utf-8")
        build.mkdir(exist_ok=True)
        _write_graph(build / GRAPH, fixed, shared, own, number)
        _write_tables(source, build, number)
        prepare_store(build, build / GRAPH, name)
        switch_store(build, name)
        files = [GRAPH, STATEMENTS, LEDGER, UNPUBLISHED, ASSESSMENTS]
        ready.write_text(json.dumps({"content_hash": name, "files": files, "quads": quads, "reports": {}}) + "\n")
    held = json.loads((build / "store" / name / "format.json").read_text())["quads"]
    return read_project(target), int(held), number


def _write_graph(path: Path, fixed: list[str], shared: list[str], own: str, number: int) -> None:
    seen: set[str] = set()
    with path.open("w", encoding="utf-8") as file:
        file.writelines(line + "\n" for line in fixed)
        for place, year in reports(number):
            file.write(filled(own, place, year))
            for line in filled("\n".join(shared), place, year).split("\n"):
                if line not in seen:
                    seen.add(line)
                    file.write(line + "\n")


def _write_tables(source: Path, build: Path, number: int) -> None:
    """Write the tables that ``kg sql`` reads, moved in the same way."""
    statements = [json.loads(line) for line in (source / STATEMENTS).read_text(encoding="utf-8").splitlines()]
    assessments = (source / ASSESSMENTS).read_text(encoding="utf-8").replace(f"{PLACE}-{YEAR}", REPORT)
    with (
        (build / STATEMENTS).open("w", encoding="utf-8") as rows,
        (build / ASSESSMENTS).open("w", encoding="utf-8") as held,
    ):
        for place, year in reports(number):
            for row in statements:
                rows.write(json.dumps(_moved(row, place, year), ensure_ascii=False) + "\n")
            held.write(assessments.replace(REPORT, f"{place}-{year}").replace(f'"{PLACE}"', f'"{place}"'))
    for name in (LEDGER, UNPUBLISHED):
        (build / name).write_bytes(b"")


def _moved(row: dict[str, object], place: str, year: int) -> dict[str, object]:
    report = f"{place}-{year}"
    seed = random.Random(report)
    seed.shuffle(list("123456789"))
    moved = row | {"id": str(row["id"]).replace(f"{PLACE}-{YEAR}", report), "report": report, "place": place}
    moved["place_label"] = division(place).name
    for name in ("about", "project", "cell"):
        if isinstance(moved.get(name), str):
            moved[name] = str(moved[name]).replace(PLACE, place)
    if isinstance(row["year"], int):
        moved["year"] = row["year"] + year - YEAR
    for name in ("period_start", "period_end"):
        if isinstance(row[name], str):
            moved[name] = str(int(str(row[name])[:4]) + year - YEAR) + str(row[name])[4:]
    return moved
