"""The page on how good the data is tells what the readings, the decisions and the statements tell."""

import re
import sys
from collections import Counter

import pytest
from command import HENGYANG, ROOT

sys.path.insert(0, str(ROOT / "bench"))

import readings

from kg.reviewed import Reviewed, review_folder

ACTIONS = ("accept", "amend", "add", "reject", "doubt", "merge")
PAGES = ["docs/data-quality.md", "docs/data-quality.zh.md"]


@pytest.fixture(scope="module")
def reviewed() -> Reviewed:
    return review_folder(HENGYANG)


@pytest.fixture(params=PAGES)
def page(request: pytest.FixtureRequest) -> str:
    return (ROOT / str(request.param)).read_text(encoding="utf-8")


def test_the_agreement_of_two_readings_is_what_the_command_prints(page: str, reviewed: Reviewed) -> None:
    text = reviewed.report.text
    one, two = (
        readings.read_reading(ROOT / "data" / "readings" / f"{HENGYANG.name}.{name}.jsonl", text)
        for name in ("reading-2", "reading-3")
    )
    assert [line for line in readings.compare(text, one, two) if line not in page.splitlines()] == []


def test_who_decided_what_is_counted_as_it_stands(page: str, reviewed: Reviewed) -> None:
    counts = Counter((d.who, d.action) for d in reviewed.decisions)
    assert {action for _, action in counts} <= set(ACTIONS)
    for who in sorted({who for who, _ in counts}):
        assert f"| `{who}` | " + " | ".join(str(counts[who, a]) for a in ACTIONS) + " |" in page.splitlines()


def test_how_far_statements_are_reviewed_is_counted_as_it_is(page: str, reviewed: Reviewed) -> None:
    status = Counter(s.review_status for s in reviewed.published)
    assert set(status) == {"double-checked", "reviewed"}
    wanted = (len(reviewed.published), status["double-checked"], status["reviewed"], len(reviewed.entries))
    told = [int(n.replace(",", "")) for n in re.findall(r"[\d,]*\d", _paragraph(page, f"{status['double-checked']:,}"))]
    assert tuple(told) == wanted and not reviewed.coverage.unaccounted


def _paragraph(page: str, words: str) -> str:
    return next(p for p in page.split("\n\n") if words in p)


def test_what_rules_got_right_is_counted_as_it_is(page: str, reviewed: Reviewed) -> None:
    read = [s for s in reviewed.statements if not s.rule.startswith("decision:")]
    wrong = Counter(s.rule for s in read if s.review_status == "rejected" or s.origin.startswith("curated"))
    for rule, count in Counter(s.rule for s in read).items():
        assert f"| {rule} | {count} | {wrong[rule]} |" in page
