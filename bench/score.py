"""Score one report's statements against gold rows on the command line: ``kg.score`` says by which rules.

``python bench/score.py GOLD.jsonl PREDICTED.jsonl [--errors N] [--json]``. GOLD has quotes and offsets (what
``kg gold attach`` writes), PREDICTED is the statements table that ``kg extract`` writes.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from kg.score import Pair, Row, claims, is_optional, score, statements


def read_rows(path: Path) -> list[dict[str, Any]]:
    """Read JSON Lines; a header line of a gold file is left out."""
    rows = (json.loads(line) for line in path.read_text(encoding="utf-8-sig").split("\n") if line.strip())
    return [row for row in rows if "gold" not in row]


def errors(gold: Sequence[Row], guesses: Sequence[Row], pairs: Sequence[Pair], most: int) -> Iterator[str]:
    """Yield a line for each missed, wrong and spurious row, at most so many of each."""
    met, used = {p.gold for p in pairs}, {p.guess for p in pairs}
    missed = [claim for i, claim in enumerate(gold) if i not in met and not is_optional(claim)]
    wrong = [p for p in pairs if not all(p.slots.values()) and not is_optional(gold[p.gold])]
    for claim in missed[:most]:
        yield f"missed    {_line(claim)} | {claim.get('indicator')}"
    for p in wrong[:most]:
        slots = " ".join(name for name, right in p.slots.items() if not right)
        guess = guesses[p.guess]
        said = " ".join(str(guess.get(c)) for c in ("indicator_label", "comparator", "value_type", "unit", "year"))
        yield f"wrong     {slots}: {_line(gold[p.gold])} | {gold[p.gold].get('indicator')} | {said}"
    for guess in [g for j, g in enumerate(guesses) if j not in used][:most]:
        yield f"spurious  {_line(guess)} | {guess.get('indicator_label')}"


def _line(row: Row) -> str:
    return " ".join((row.get("quote") or f"[{row.get('start')}:{row.get('end')}]").split())


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("gold", type=Path)
    parser.add_argument("predicted", type=Path)
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="list at most N errors of each sort")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    asked = parser.parse_args()
    gold, guesses = claims(read_rows(asked.gold)), statements(read_rows(asked.predicted))
    result, pairs = score(gold, guesses)
    if asked.json:
        print(json.dumps(result.record(), ensure_ascii=False))
    else:
        for name, figures in result.record().items():
            print(f"{name:<18}{figures}")
    for line in errors(gold, guesses, pairs, asked.errors):
        print(line)


if __name__ == "__main__":
    main()
