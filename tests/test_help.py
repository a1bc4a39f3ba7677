"""The help of every verb, in the language of the environment."""

import re

import pytest
from command import ROOT, kg
from typer.main import get_command

from kg.cli import app, register
from kg.cli.help import texts
from kg.language import columns
from kg.messages import read_table

register("--help")
VERBS = [*sorted(get_command(app).commands), "gold attach"]  # type: ignore[attr-defined]
ZH = {"LC_ALL": "zh_CN.UTF-8"}
# Marks that are written as they are in every language: options, placeholders, choices, names of files and programs.
CODE = re.compile(
    r"`[^`]*`|--?[a-zA-Z-]+|\b[A-Z][A-Za-z_|.:=-]*\b|\[[a-z|]+\]|\b[a-z]+[._:/-][\w./:-]*|\[.*<=?.*\]|slot wrong|nothing missed|gold attach"
)


def test_every_text_of_the_help_has_a_translation() -> None:
    fixed, _ = read_table((ROOT / "kg" / "messages.zh.tsv").read_text(encoding="utf-8"))
    assert [text for text in dict.fromkeys(texts(get_command(app))) if text not in fixed] == []


@pytest.mark.parametrize("verb", ["", *VERBS])
def test_the_help_is_chinese_throughout_where_the_environment_asks_for_it(verb: str) -> None:
    ran = kg(*verb.split(), "--help", cwd=ROOT, **ZH)
    assert (ran.code, ran.err) == (0, "") and ran.out.startswith("用法：kg")
    assert "选项：" in ran.out and "显示本说明并退出。" in ran.out
    for line in ran.out.splitlines():
        assert columns(line) <= 80, line
        # No two English words beside each other, but in code.
        assert not re.search(r"\b[a-z]{3,} [a-z]{2,}\b", CODE.sub(" · ", line)), line


@pytest.mark.parametrize("verb", VERBS)
def test_arguments_and_options_are_told_what_they_are_for(verb: str) -> None:
    out = kg(*verb.split(), "--help", cwd=ROOT).out
    assert out.count("rguments:") <= 1
    _, _, listed = out.partition("\nArguments:\n" if "\nArguments:\n" in out else "\nOptions:\n")
    told = re.findall(r"^  (\S.*?)(?:  +|\n +)(\S.*)$", listed, re.MULTILINE)
    assert told and not [term for term, meaning in told if meaning.startswith("[")]


def test_no_line_of_the_list_of_verbs_breaks_off() -> None:
    assert "..." not in kg("--help", cwd=ROOT).out.partition("Commands:")[2]


def test_a_group_without_a_verb_shows_its_help() -> None:
    assert kg("gold", cwd=ROOT) == kg("gold", "--help", cwd=ROOT)


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        ("show", "kg show：缺少参数 'ID'；请看 `kg show --help`"),
        ("shwo", "kg：没有命令 'shwo'。您要的是不是 'show'？；请看 `kg --help`"),
        ("graph x --hops 9", "kg graph：'--hops' 的值 9 不在范围 1<=x<=6 内；请看 `kg graph --help`"),
        (
            "query x --format y",
            "kg query：'--format' 的值 'y' 不在 'table', 'csv', 'tsv', 'json' 之中；请看 `kg query --help`",
        ),
    ],
)
def test_a_wrong_call_is_told_in_chinese(arguments: str, line: str) -> None:
    ran = kg(*arguments.split(), cwd=ROOT, **ZH)
    assert (ran.code, ran.line()) == (2, line)
