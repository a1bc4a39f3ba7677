"""``kg queries WORD…``: the questions that hold the words, in either language."""

import pytest
from command import ROOT, kg

from kg import question
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


def test_a_question_by_its_name_or_id_is_shown_in_full() -> None:
    ran = kg("queries", "targets/firm", cwd=ROOT)
    assert ran == kg("queries", "cq06", cwd=ROOT) == kg("queries", "firm", cwd=ROOT)
    head, parameters, shown, best, sparql = ran.out.split("\n\n")
    assert head.startswith("targets/firm (cq06)\n    Firm commitments\n")
    assert "one of binding, ensure, plain, strive, expected, encourage  unless given: ensure" in parameters
    assert shown.startswith("example (5 of 15 over the report that ships)\n    text ")
    assert best == "shown best as a table\nkg query targets/firm -p place=430400 -p year=2019 -p strength=ensure"
    assert sparql.startswith("SELECT ?text")
    chinese = kg("queries", "cq06", cwd=ROOT, LC_ALL="zh_CN.UTF-8").out
    assert "示例（随附报告的 15 行之 5）" in chinese and "不写时：" in chinese and "最宜显示为表格" in chinese


def test_a_made_up_example_and_one_that_needs_the_network_say_so() -> None:
    assert "example (5 of 5, made up to show the form)" in kg("queries", "with-results", cwd=ROOT).out
    assert "example: none, the answer is the network's" in kg("queries", "cq16", cwd=ROOT).out


def test_each_question_is_read_once_however_many_words_are_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    told, read = question._told, list[str]()
    monkeypatch.setattr(question, "_told", lambda q: (read.append(q.name), told(q))[1])
    assert having(questions(), ["e"] * 1000) == questions()
    assert len(read) == len(questions())
