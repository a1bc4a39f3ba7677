"""A lead: something in the reports that is worth a look, with its evidence, its caveat and its score."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, NamedTuple

Row = Mapping[str, Any]


class Kind(NamedTuple):
    """A kind of lead: what a score begins from, its name, and what to bear in mind before believing it."""

    weight: int
    en: str
    zh: str
    caveat_en: str
    caveat_zh: str


# The order is that of the documentation (docs/leads.md), which holds the same weights; a test compares them.
KINDS: Final = {
    "missed": Kind(
        100,
        "missed",
        "未实现",
        "Only what the sources at hand say: a figure may be preliminary or of another scope.",
        "只据手头来源所述：数字可能是快报，口径可能不同。",
    ),
    "missed-by-derivation": Kind(
        80,
        "missed, as derived",
        "推算未实现",
        "The growth is derived from two levels and stated nowhere; another scope or a revised base would change it.",
        "增速由两个总量推算，报告并未写明；口径不同或基数修订都会改变它。",
    ),
    "contradicts-last-year": Kind(
        80,
        "contradicts last year",
        "与往年报告不一致",
        "It may be a later revision, as after a census, or another scope: compare both sentences.",
        "可能是普查等之后的修订，也可能口径不同：请对照两处原文。",
    ),
    "completed-twice": Kind(
        70,
        "completed twice",
        "两次建成",
        "It may be two phases, two things of one name, or an honest look back.",
        "可能是不同的分期，或同名的两个项目，也可能是回顾往年。",
    ),
    "loosened": Kind(
        60,
        "loosened",
        "目标放宽",
        "A lower aim may follow from the situation or from work already done; it says nothing of the result.",
        "目标调低可能因形势变化或任务已近完成，与完成与否无关。",
    ),
    "odd-number": Kind(
        50,
        "odd number",
        "数字存疑",
        "A doubt, no correction: the text stands as it is, and another scope may explain it.",
        "只是提示疑点，不改原文；口径不同也可能解释。",
    ),
    "promised-again": Kind(
        40,
        "promised again",
        "再次承诺",
        "Work of several years and yearly tasks are promised anew as a matter of course.",
        "跨年工程和年度任务逐年再列，属于常情。",
    ),
    "not-mentioned-again": Kind(
        30,
        "not mentioned again",
        "未再提及",
        "Not mentioned is not the same as not done: read the nearest sentence, and ask.",
        "未再提及不等于没有做：先读最相近的一句，再去核实。",
    ),
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence that a lead rests on: ``text[start:end]`` of a report, or a row of an external source without offsets.

    ``role`` says what it does: ``promise``, ``again``, ``later``, ``outcome``, ``base``, ``nearest``, ``stated``.
    """

    role: str
    report: str
    quote: str
    start: int | None = None
    end: int | None = None
    statement: str | None = None
    score: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lead:
    """Something worth a look: what it is in both languages, and the factors its score is the product of.

    ``beware`` stands instead of the caveat of its kind.
    """

    kind: str
    place: str
    place_label: str
    what: str
    years: tuple[int, ...]
    en: str
    zh: str
    evidence: tuple[Evidence, ...]
    factors: tuple[tuple[str, Decimal], ...]
    beware: tuple[str, str] | None = None

    @property
    def caveat(self) -> tuple[str, str]:
        """What to bear in mind before believing it, in English and Chinese: its own, else that of its kind."""
        kind = KINDS[self.kind]
        return self.beware or (kind.caveat_en, kind.caveat_zh)

    @property
    def score(self) -> Decimal:
        """The weight of the kind times every factor, to one decimal."""
        product = Decimal(KINDS[self.kind].weight)
        for _, factor in self.factors:
            product *= factor
        return product.quantize(Decimal("0.1"))

    @property
    def order(self) -> tuple[object, ...]:
        """Highest score first, then by where it stands in the text."""
        first = self.evidence[0]
        return (-self.score, first.report, first.start or 0, self.kind, *(e.statement or "" for e in self.evidence))


def evidence(role: str, row: Row) -> Evidence:
    """Return a row of the statements table as evidence."""
    return Evidence(role, row["report"], row["quote"], row["start"], row["end"], row["id"])
