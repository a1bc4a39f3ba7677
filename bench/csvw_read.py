"""``kg export --format csvw`` read by an independent implementation of CSV on the Web (``pip install csvw``).

    kg export --format csvw -o table.csv && python bench/csvw_read.py table.csv

Prints how many rows it read; exit 1 with its complaints where the table is not what its metadata say.
"""

import importlib
import sys


def main(table: str) -> int:
    """Read a table by its metadata and validate each cell."""
    csvw = importlib.import_module("csvw")
    try:
        read = csvw.CSVW(f"{table}-metadata.json", validate=True)
        rows = sum(len(list(part)) for part in read.tables)
    except ValueError as complaint:
        print(complaint)
        return 1
    for warning in read.warnings:
        print(warning.message)
    print(f"{rows} rows, {'valid' if read.is_valid else 'not valid'}")
    return 0 if read.is_valid and rows else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
