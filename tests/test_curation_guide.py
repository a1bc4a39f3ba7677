"""The guide to curation: what it tells people to type does what it says, on the example project."""

import re
import shlex
from pathlib import Path

from command import ROOT, kg

from kg.project import init_project

GUIDES = ["docs/curation.md", "docs/curation.zh.md"]


def commands(guide: str) -> list[list[str]]:
    """Return the calls of ``kg`` in the guide's console blocks, without comments."""
    page = (ROOT / guide).read_text(encoding="utf-8")
    blocks = re.findall(r"```console\n(.*?)```", page, re.DOTALL)
    lines = "".join(blocks).replace("\\\n", " ").replace("&&", "\n$").splitlines()
    return [shlex.split(line.removeprefix("$ "), comments=True)[1:] for line in lines]


def test_both_guides_tell_the_same_commands() -> None:
    english, chinese = map(commands, GUIDES)
    assert english == chinese and {verb for verb, *_ in english} == {
        *("review", "decide", "build", "check", "show", "audit", "propose", "add")
    }


def test_what_the_guide_says_to_type_works_on_the_example(tmp_path: Path) -> None:
    project = init_project(tmp_path / "p", with_example=True)
    (project.reports / "430400-2019" / "decisions.tsv").unlink()
    assert kg("review", "430400-2019", "-o", "sheet.xlsx", cwd=project.root).code == 0
    for arguments in commands(GUIDES[0]):
        if arguments[0] == "decide":
            ran = kg(*arguments, cwd=project.root, KG_WHO="李明")
            assert ran.code == 0, (arguments, ran.err)
