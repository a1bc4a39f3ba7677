"""Every verb has help and stands in the README; nothing of another printer is in it."""

import re

import pytest
from command import ROOT, kg

from kg.project import Project

VERBS = [
    "impact",
    "assess",
    "leads",
    "init",
    "add",
    "app",
    "build",
    "demo",
    "review",
    "decide",
    "propose",
    "audit",
    "gold",
    "extract",
    "ledger",
    "check",
    "check-claim",
    "match",
    "link",
    "verify",
    "status",
    "export",
    "load",
    "panel",
    "sql",
    "query",
    "queries",
    "search",
    "mcp",
    "show",
    "graph",
    "heatmap",
    "serve",
    "site",
    "publish",
    "diff",
]


def test_the_help_lists_every_verb_and_no_other() -> None:
    ran = kg("--help", cwd=ROOT)
    assert (ran.code, ran.err) == (0, "")
    assert sorted(re.findall(r"^  ([a-z-]+)  ", ran.out.partition("Commands:")[2], re.MULTILINE)) == sorted(VERBS)
    assert kg(cwd=ROOT) == ran


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_and_stands_in_the_readme(verb: str) -> None:
    ran = kg(verb, "--help", cwd=ROOT)
    assert (ran.code, ran.err) == (0, "") and ran.out.startswith(f"Usage: kg {verb} ")
    assert len(ran.out.splitlines()[2].strip()) > 10
    assert kg(verb, "-h", cwd=ROOT) == ran
    for readme in ("README.md", "README.zh.md"):
        assert f"kg {verb}" in (ROOT / readme).read_text(encoding="utf-8"), readme


def test_every_command_of_the_readme_is_one_there_is() -> None:
    for readme in ("README.md", "README.zh.md"):
        text = (ROOT / readme).read_text(encoding="utf-8")
        assert set(re.findall(r"(?:^\$ |`)kg ([a-z-]+)", text, re.MULTILINE)) <= set(VERBS), readme


def test_the_help_has_no_marks_of_another_printer() -> None:
    for verb in VERBS:
        assert "\\[" not in kg(verb, "--help", cwd=ROOT).out, verb


def test_the_readme_shows_what_a_build_says(copied: Project) -> None:
    for readme, locale in (("README.md", "en_GB.UTF-8"), ("README.zh.md", "zh_CN.UTF-8")):
        text = (ROOT / readme).read_text(encoding="utf-8").splitlines()
        said = kg("build", cwd=copied.root, LC_ALL=locale).out.splitlines()
        assert [line for line in said[:-1] if line not in text] == []  # the last names the next command
