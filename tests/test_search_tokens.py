"""Text is cut into tokens so that a Chinese word of any length is found wherever it stands."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.search.tokens import fold, indexed, marks, phrase, tokens, words

ALPHABET = "机场建设市 8.5,1%ab_，、\n　Ⅷ①ﬁé²ＧＤＰ“”"


@pytest.mark.parametrize(
    ("text", "word", "found"),
    [
        ("南岳机场建设", "机场", ["机场"]),
        ("南岳机场建设", "场", ["场"]),
        ("南岳机场建设", "机场建", ["机场建"]),
        ("南岳机场", "机场", ["机场"]),
        ("南岳机\n\n场", "机场", ["机\n\n场"]),
        ("机、场", "机场", []),
        ("增长 12%以上", "增长12%", ["增长 12%"]),
        ("增长 12%以上", "１２％", ["12%"]),
        ("增长12.5%", "2.5", []),
        ("增长12.5%", "12", []),
        ("1,228 公里", "1228公里", ["1,228 公里"]),
        ("万元GDP水耗", "gdp", ["GDP"]),
        ("Airport passengers", "airp", ["Airport"]),
        ("G107线", "G1", []),
        ("机场，机场", "机场", ["机场", "机场"]),
        ("机场机场", "机场", ["机场机场"]),
    ],
)
def test_a_word_is_marked_where_it_stands(text: str, word: str, found: list[str]) -> None:
    wanted = phrase(word)
    assert wanted is not None
    assert [text[start:end] for start, end in marks(text, [wanted])] == found


@pytest.mark.parametrize("word", ["", "  ", "，。", "“”", "_"])
def test_what_holds_nothing_to_look_for_is_no_phrase(word: str) -> None:
    assert phrase(word) is None


def test_words_come_apart_at_blanks_and_stay_together_in_quotation_marks() -> None:
    assert words("南岳 机场") == ["南岳", "机场"]
    assert words("“南岳 机场” a") == ["南岳 机场", "a"]


@given(st.text(alphabet=ALPHABET))
def test_what_is_indexed_is_the_tokens_of_the_text(text: str) -> None:
    assert indexed(text) == " ".join(token.text for token in tokens(text))


@given(st.text(alphabet=ALPHABET))
def test_each_character_that_is_looked_for_begins_one_token(text: str) -> None:
    found = tokens(text)
    assert all(text[t.start : t.end] for t in found)
    assert [t.start for t in found] == sorted(t.start for t in found)
    han = [i for i, c in enumerate(text) if c in "机场建设市"]
    assert [t.start for t in found if t.text[0] in "机场建设市"] == han


@given(
    st.text(alphabet="机场建设", min_size=1, max_size=6),
    st.text(alphabet="机场建设，8"),
    st.text(alphabet="机场建设，8"),
)
def test_a_word_is_found_inside_any_text_that_holds_it(word: str, before: str, after: str) -> None:
    text = f"{before}{word}{after}"
    wanted = phrase(word)
    assert wanted is not None
    covered = {i for start, end in marks(text, [wanted]) for i in range(start, end)}
    assert set(range(len(before), len(before) + len(word))) <= covered
    assert all(word in fold(text)[start:end] for start, end in marks(text, [wanted]))
