"""One word per idea in what people read in Chinese: 搜索 for search, 审核 for review (核对 is checking with a text)."""

import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from command import ROOT

# What is said otherwise, and the word for it.
OTHERWISE = {
    "搜索": re.compile("查找"),
    "审核": re.compile('(?:已|未|待|人|双人)核对(?!本)|人核对过|核对(?:程度|状态|情况)|["|]核对["|]'),
}


def read() -> Iterator[Path]:
    """Yield the files whose Chinese people read."""
    patterns = (
        "kg/site/words/*.json",
        "kg/page/*.json",
        "queries/**/*.rq",
        "kg/app/**/*.html",
        "kg/serve/templates/*.html",
        "docs/*.zh.md",
    )
    yield from chain.from_iterable(sorted(ROOT.glob(pattern)) for pattern in patterns)
    yield from (ROOT / "kg/messages.zh.tsv", ROOT / "README.zh.md")


def test_search_and_review_have_one_word_each() -> None:
    files = list(read())
    assert {"words", "page", "templates", "docs", "kg", "evidence"} <= {path.parent.name for path in files}
    found = [
        f"{path.relative_to(ROOT)}:{number}: {other[0]}: say {word}"
        for path in files
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        for word, pattern in OTHERWISE.items()
        for other in pattern.finditer(line)
    ]
    assert found == []
