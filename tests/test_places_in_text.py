"""What stands where is found without looking at everything: the same answers as looking at everything."""

from collections.abc import Sequence
from typing import Any

from deciding import proposal_of, report_of
from hypothesis import given
from hypothesis import strategies as st

from kg.curation.sampling import _silent
from kg.curation.undecided import Sentences
from kg.model import Passage, Proposal, Span
from kg.reviewed import _Places, _same_place

SPANS = st.builds(lambda start, length: Span(start, start + length), st.integers(0, 40), st.integers(1, 8))
CUTS = st.lists(st.integers(0, 48), unique=True, max_size=12).map(sorted)


def sentences_of(cuts: Sequence[int]) -> list[Span]:
    return [Span(*pair) for pair in zip(cuts[::2], cuts[1::2], strict=False)]


@given(CUTS, st.lists(SPANS, max_size=8))
def test_a_sentence_is_silent_where_no_statement_meets_it(cuts: list[int], stated: list[Span]) -> None:
    sentences = sentences_of(cuts)
    silent = [span for span in sentences if not any(span.meets(s) for s in stated)]
    assert list(_silent(sentences, stated)) == silent


@given(CUTS, SPANS)
def test_the_sentence_around_a_stretch_is_the_one_that_covers_it(cuts: list[int], span: Span) -> None:
    sentences = sentences_of(cuts)
    page = Sentences(Passage(kind="sentence", span=s, section="", half="plan") for s in sentences)
    assert page.around(span) == next((s for s in sentences if s.covers(span)), None)


MADE = proposal_of(report_of(), "增长5.03%", "5.03")


def made(number: int, cls: str, stated: Span, value: Span | None, label: Span | None) -> Proposal:
    filled: dict[str, Any] = {name: getattr(MADE, name) for name in ("report", "place", "place_label", "quote", "span")}
    slots = {"label": label} if label else {}
    return Proposal(
        id=str(number), cls=cls, as_stated=stated, value_span=value, slots=slots, section="", rule="x", **filled
    )


PROPOSALS = st.lists(
    st.tuples(st.sampled_from(["Target", "Observation", "Action"]), SPANS, st.none() | SPANS, st.none() | SPANS),
    max_size=10,
).map(lambda rows: [made(number, *row) for number, row in enumerate(rows)])


@given(PROPOSALS, PROPOSALS)
def test_a_proposal_finds_the_first_that_stands_at_its_place(own: list[Proposal], others: list[Proposal]) -> None:
    places = _Places(own)
    for other in others:
        asked = Proposal(**{f: getattr(other, f) for f in other.__slots__} | {"id": f"other-{other.id}"})
        assert places.own(asked) == next((p.id for p in own if _same_place(asked, p)), None)
        assert places.own(other) == (other.id if other.id in places.proposals else places.own(asked))
