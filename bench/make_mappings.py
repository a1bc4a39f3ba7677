"""Make the mapping tables that follow from published lists: ``data/mappings/places-iso3166.sssom.tsv``, ``-gb2260``.

Run by a maintainer, never by a user: ``pip install pycountry==26.2.16`` and then ``python bench/make_mappings.py``. The
other tables of that folder are kept by hand. `docs/mappings.md` says what each rests on.
"""

import csv
import re
from collections.abc import Iterable
from importlib.metadata import version
from pathlib import Path

from kg.mappings.model import COLUMNS

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "data" / "mappings"
AUTHOR, DAY = "gwr-kg", "2026-12-01"
# The names of ISO 3166-2 without the kind; pinyin where the table of English names has an older form.
KIND = re.compile(r" (?:Sheng|Shi|SAR|(?:Zhuangzu |Huizu |Uygur )?Zizhiqu)$")
PINYIN = {"Nei Mongol": "Inner Mongolia", "Xizang": "Tibet"}
STEM = re.compile(r"(?:市辖区|自治县|自治旗|县|区|市|旗|地区|盟|自治州)$")


def head(name: str, title: str, prefixes: dict[str, str], source: str) -> str:
    lines = [
        f"#mapping_set_id: https://w3id.org/gwr/mappings/{name}",
        f'#mapping_set_title: "{title}"',
        "#license: https://creativecommons.org/licenses/by/4.0/",
        f'#mapping_set_description: "{source}"',
        "#curie_map:",
        *(f"#  {prefix}: {iri}" for prefix, iri in prefixes.items()),
    ]
    return "\n".join(lines) + "\n"


def write(name: str, top: str, rows: Iterable[tuple[str, ...]]) -> None:
    lines = ["\t".join(row) for row in (COLUMNS, *sorted(rows))]
    path = OUT / f"{name}.sssom.tsv"
    path.write_text(top + "\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    print(f"{path.name}: {len(lines) - 1}")


def iso3166() -> None:
    import pycountry

    with (ROOT / "data/reference/names_en.csv").open(encoding="utf-8", newline="") as file:
        english = {row["en"]: row["code"] for row in csv.DictReader(file)}
    names = {row["code"]: row["name"] for row in divisions() if not row["valid_to"]}
    rows = []
    for one in pycountry.subdivisions.get(country_code="CN"):
        name = KIND.sub("", one.name)
        code = english[PINYIN.get(name, name)]
        about = f"{one.name}, as pycountry {version('pycountry')} has it"
        what = (f"place:{code}", names[code], "skos:notation", "", one.code, "rdfs literal", "gwr:ISO3166-2")
        rows.append((*what, "semapv:LexicalMatching", AUTHOR, DAY, "0.95", about))
    assert len(rows) == len({row[0] for row in rows}) == 34, "expected one code for each of 34 provinces"
    prefixes = {
        "place": "https://w3id.org/gwr/id/place/",
        "gwr": "https://w3id.org/gwr/ns#",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "semapv": "https://w3id.org/semapv/vocab/",
    }
    write("places-iso3166", head("places-iso3166", "Provinces and ISO 3166-2", prefixes, "pycountry"), rows)


def divisions() -> list[dict[str, str]]:
    with (ROOT / "data/reference/divisions.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def changes() -> None:
    """Codes that ended in the year in which a division of the same name and parent got another one: 祁东县 → 祁东市."""
    rows = divisions()
    begun: dict[tuple[str, str, str], list[dict[str, str]]] = {}
    ever = {row["code"] for row in rows if not row["valid_to"]}
    for row in rows:
        if row["valid_from"]:
            begun.setdefault((STEM.sub("", row["name"]), row["parent"], row["valid_from"]), []).append(row)
    found = []
    for row in rows:
        if not row["valid_to"] or row["code"] in ever:
            continue
        later = begun.get((STEM.sub("", row["name"]), row["parent"], row["valid_to"]), [])
        if len(later) == 1 and later[0]["code"] != row["code"] and len(STEM.sub("", row["name"])) > 1:
            after = later[0]
            about = f"{row['name']} {row['code']} ended and {after['name']} {after['code']} began in {row['valid_to']}"
            what = (f"place:{row['code']}", row["name"], "wdt:P1366", f"place:{after['code']}", after["name"], "", "")
            found.append((*what, "semapv:LexicalMatching", AUTHOR, DAY, "0.9", about))
    prefixes = {
        "place": "https://w3id.org/gwr/id/place/",
        "wdt": "http://www.wikidata.org/prop/direct/",
        "semapv": "https://w3id.org/semapv/vocab/",
    }
    about = "data/reference/divisions.csv, revisions of GB/T 2260"
    write("places-gb2260", head("places-gb2260", "Codes of GB/T 2260 that were replaced", prefixes, about), found)


def main() -> None:
    iso3166()
    changes()


if __name__ == "__main__":
    main()
