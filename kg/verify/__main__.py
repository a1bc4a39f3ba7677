"""``python -m kg.verify BUILD REPORTS``: exit code 0 when all is well, 1 with problems, 2 for wrong usage."""

import sys
from pathlib import Path

from kg.errors import KgError, UsageError
from kg.verify import verify


def main(arguments: list[str]) -> int:
    """Print one line a problem and a last one with the counts."""
    try:
        if len(arguments) != 2:
            raise UsageError("kg.verify", "BUILD and REPORTS", f"{len(arguments)} arguments", "name both folders")
        result = verify(Path(arguments[0]), Path(arguments[1]))
    except KgError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    for problem in result.problems:
        print(problem)
    print(
        f"{result.statements} statements, {result.slots} slots, {result.numbers} numbers read again: "
        f"{len(result.problems)} problems"
    )
    return 1 if result.problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
