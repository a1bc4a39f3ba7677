"""Hold the mapping tables against the official library: ``python bench/mappings.py``.

``pip install sssom==0.4.21`` in an environment of its own first: it brings a hundred packages, so the project's own tests
read the tables with `kg.mappings` alone. Every table of ``data/mappings`` is parsed by the library and validated against
its JSON schema and its check of prefixes; a table broken on purpose must be found.
"""

import logging
import sys
import tempfile
from pathlib import Path

from sssom.parsers import parse_sssom_table
from sssom.validators import validate

FOLDER = Path(__file__).resolve().parent.parent / "data" / "mappings"


def errors(path: Path) -> int:
    """Return how many errors the library finds in a table."""
    reports = validate(parse_sssom_table(str(path)), fail_on_error=False)
    return sum(1 for report in reports.values() for result in report.results if "ERROR" in str(result.severity).upper())


def main() -> int:
    logging.disable()
    found = 0
    for path in sorted(FOLDER.glob("*.sssom.tsv")):
        rows = sum(not line.startswith("#") for line in path.read_text(encoding="utf-8").splitlines()) - 1
        wrong = errors(path)
        found += wrong
        print(f"{path.name:38} {rows:4} rows  {wrong} errors")
    whole = (FOLDER / "places-wikidata.sssom.tsv").read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        broken = Path(folder) / "broken.sssom.tsv"
        broken.write_text(whole.replace("\t0.95\t", "\t1.95\t"), encoding="utf-8")
        seen = errors(broken)
    print(f"a confidence of 1.95: {seen} errors")
    return 1 if found or not seen else 0


if __name__ == "__main__":
    sys.exit(main())
