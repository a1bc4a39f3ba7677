"""``kg queries WORD…``: the questions that hold the words, in either language."""

import pytest
from command import ROOT, kg

from kg.question import having, questions


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (["looser"], "targets/looser-than-result"),
        (["LOOSER", "result"], "targets/looser-than-result"),
        (["looser than"], "targets/looser-than-result"),
        (["cq04"], "targets/looser-than-result"),
        (["目标", "looser"], "targets/looser-than-result"),
    ],
)
def test_a_question_holds_each_of_the_words_in_its_name_or_texts(words: list[str], name: str) -> None:
    found = [q.name for q in having(questions(), words)]
    assert name in found and len(found) < 20


def test_every_question_is_found_by_its_title_in_both_languages_and_by_its_description() -> None:
    for q in questions():
        for texts in (q.title, q.question, q.description):
            for words in texts.values():
                assert q in having(questions(), [words])


def test_without_words_all_are_listed_and_a_word_of_none_is_told() -> None:
    assert having(questions(), []) == questions()
    ran = kg("queries", "looser", cwd=ROOT)
    assert ran.out.startswith("targets/looser-than-result (cq04)\n") and ran.err == ""
    none = kg("queries", "狮子", cwd=ROOT)
    assert (none.code, none.out, none.err) == (0, "", "no question holds 狮子; kg queries lists all\n")
    assert kg("queries", "狮子", cwd=ROOT, LC_ALL="zh_CN.UTF-8").err == "没有含 狮子 的问题；kg queries 列出全部\n"
