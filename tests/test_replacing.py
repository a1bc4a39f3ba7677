"""``kg add --replace``: a better copy of a text takes every decision along, or says which found no place."""

import hashlib
import os
from pathlib import Path

import made
import pytest
from command import kg, put, tree
from desk import REPORT, TEXT, decide, desk, fill, read_sheet, reviewed, statement, table
from test_proposing import TOURISM, propose

from kg.project import Project

# Other white space, a page number inside a sentence, and a mended slip (同心同得 → 同心同德).
WORN = TEXT.replace("同心同德", "同心同得").replace(" 7.5%", "7.5%").replace("确保红旗水库", "确保红旗\n— 3 —\n水库")
BETTER = TEXT.replace("\n\n", "\n").replace("101.2 亿元", "101.2亿元")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = desk(tmp_path / "p")
    put(tmp_path / "worn" / REPORT, WORN)
    for name in ("report.txt", "report.toml"):
        (tmp_path / "worn" / REPORT / name).replace(project.reports / REPORT / name)
    return project


def better(project: Project, text: str = BETTER, name: str = "better.txt") -> Path:
    path = project.root / name
    path.write_text(text, encoding="utf-8")
    return path


def decided(project: Project) -> dict[str, tuple[object, ...]]:
    """Decide on several statements in every way; return what the report says then by the words that state it."""
    assert decide(project, statement(project, "7.5%").id, "accept").code == 0
    assert decide(project, statement(project, "101.2").id, "amend", "--set", "scope=可比口径").code == 0
    assert decide(project, statement(project, "开工建设").id, "reject").code == 0
    assert decide(project, statement(project, "建成投用").id, "doubt").code == 0
    given = (
        "class=Action",
        "quote=全市上下同心同得",
        "as_stated=同心同得",
        "label=同心",
        "strength=plain",
        "year=2020",
    )
    assert decide(project, "add", *(part for pair in given for part in ("--set", pair))).code == 0
    assert decide(project, statement(project, "同心同得").id, "accept", "--who", "王芳").code == 0
    return said(project)


def said(project: Project) -> dict[str, tuple[object, ...]]:
    read = reviewed(project)
    assert not read.leftovers
    return {
        "".join(s.as_stated.of(read.report.text).split()).replace("得", "德").replace("—3—", ""): (
            s.review_status,
            s.value,
            s.scope,
            s.label,
        )
        for s in read.statements
    }


def test_white_space_a_page_number_and_a_slip_lose_no_decision(project: Project) -> None:
    before = decided(project)
    old = [row | {"start": "", "end": ""} for row in table(project)]
    ran = kg("add", better(project).name, "--replace", REPORT, cwd=project.root)
    assert (ran.code, ran.err) == (0, "") and "6 of 6 decisions stand in the new text" in ran.out
    assert said(project) == before
    assert {row[0] for row in before.values()} == {"extracted", "reviewed", "double-checked", "doubtful", "rejected"}
    for row, was in zip(table(project), old, strict=True):
        assert BETTER[int(row["start"]) : int(row["end"])] == row["quote"]
        kept = ("action", "who", "when", "why", "class", "scope", "label")
        assert [row[name] for name in kept] == [was[name] for name in kept]
    assert kg("build", cwd=project.root).code == 0 and kg("check", cwd=project.root).code == 0


def test_the_old_text_stays_on_record_and_in_the_graph(project: Project) -> None:
    decided(project)
    old = (project.reports / REPORT / "report.txt").read_bytes()
    rows = (project.reports / REPORT / "decisions.tsv").read_bytes()
    sha = hashlib.sha256(old).hexdigest()
    assert kg("add", better(project).name, "--replace", REPORT, cwd=project.root).code == 0
    assert reviewed(project).report.earlier == (sha,)
    earlier = project.reports / REPORT / "earlier" / sha[:8]
    assert (earlier / "report.txt").read_bytes() == old and (earlier / "decisions.tsv").read_bytes() == rows
    assert kg("add", better(project, TEXT).name, "--replace", REPORT, cwd=project.root).code == 0
    assert reviewed(project).report.earlier == (sha, hashlib.sha256(BETTER.encode()).hexdigest())
    assert kg("build", cwd=project.root).code == 0
    graph = (project.build / "graph.nq").read_text(encoding="utf-8")
    for earlier_ in reviewed(project).report.earlier:
        assert f"{REPORT}.{earlier_[:8]}> <http://purl.org/dc/terms/isReplacedBy> " in graph
    assert kg("check", cwd=project.root).code == 0


def test_an_address_that_a_mended_slip_changed_leads_to_the_new_one(project: Project) -> None:
    decided(project)
    old = statement(project, "同心同得").id
    same = statement(project, "4.5%以内").id
    assert kg("add", better(project).name, "--replace", REPORT, cwd=project.root).code == 0
    new = statement(project, "同心同德").id
    assert new != old and statement(project, "4.5%以内").id == same
    assert kg("build", cwd=project.root).code == 0
    graph = (project.build / "graph.nq").read_text(encoding="utf-8")
    assert f"/{old}> <http://purl.org/dc/terms/isReplacedBy> <https://w3id.org/gwr/id/statement/{new}>" in graph
    assert f"/{same}> <http://purl.org/dc/terms/isReplacedBy>" not in graph
    shown = kg("show", old, cwd=project.root).out.splitlines()
    assert "before the text was replaced" in shown[0] and shown[1].startswith(new)
    (project.reports / REPORT / "retired.tsv").write_text("retired\tsuccessor\nx\ty\n", encoding="utf-8")
    assert "retired.tsv, line 2: expected two ids" in kg("build", cwd=project.root).line()


def test_what_finds_no_place_is_listed_kept_and_told_at_every_build(project: Project) -> None:
    decided(project)
    count = len(table(project))
    changed = (
        BETTER.replace("增长7.5%", "增长 7.9%").replace("增长 7.5%", "增长 7.9%").replace("101.2亿元", "101.2亿元左右")
    )
    ran = kg("add", better(project, changed).name, "--replace", REPORT, cwd=project.root)
    assert ran.code == 0 and "5 of 6 decisions stand in the new text" in ran.out
    lost, listing = ran.err.splitlines()
    assert "row 2: accept of" in lost and "not attached: its quote no longer stands in the text" in lost
    path = Path(listing.removeprefix("the others: "))
    (row,) = read_sheet(path)
    assert row["(reason)"] == "its quote no longer stands in the text" and "增长7.5%" in row["quote"]
    assert len(table(project)) == count
    assert "not attached" in kg("build", cwd=project.root).out
    assert statement(project, "7.9%").review_status == "extracted"


def test_other_tools_proposals_move_too_or_are_refused(project: Project) -> None:
    start = WORN.index(TOURISM["quote"])
    moved = TOURISM | {"start": start, "end": start + len(TOURISM["quote"])}
    growth = {
        "class": "Action", "quote": "社会大局保持稳定", "as_stated": "保持稳定", "label": "稳定", "strength": "plain", "year": 2020,
    }  # fmt: skip
    assert propose(project, moved, growth).code == 0
    waiting = statement(project, "叫响").id
    copy = better(project, BETTER.replace("社会大局保持稳定", "经济运行稳中向好"))
    ran = kg("add", copy.name, "--replace", REPORT, cwd=project.root)
    assert "model-a.jsonl, row 1, column quote: expected a quote that stands in the text" in ran.err
    (left,) = reviewed(project).waiting
    assert left.id == waiting and left.quote == BETTER[slice(*left.span)] == TOURISM["quote"]


def test_the_file_the_better_copy_came_in_is_kept(project: Project) -> None:
    path = project.root / "better.docx"
    path.write_bytes(made.docx(TEXT))
    assert kg("add", path.name, "--replace", REPORT, cwd=project.root).code == 0
    folder = project.reports / REPORT
    assert (folder / "original.docx").read_bytes() == path.read_bytes()
    assert (folder / "stations.tsv").exists() and 'original = "original.docx"' in (folder / "report.toml").read_text()
    assert kg("add", better(project, TEXT).name, "--replace", REPORT, cwd=project.root).code == 0
    assert not (folder / "original.docx").exists() and not (folder / "stations.tsv").exists()
    assert len(list(folder.glob("earlier/*/original.docx"))) == 1
    assert kg("build", cwd=project.root).code == 0


def test_what_is_no_better_copy_is_one_line_and_changes_nothing(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    decided(project)
    put(project.reports / "430500-2021", TEXT.replace("2020年", "2021年").replace("2019年", "2020年"))
    other = better(project, (project.reports / "430500-2021" / "report.txt").read_text(encoding="utf-8"), "other.txt")
    good, same = better(project), better(project, WORN, "same.txt")
    plain = better(project, "今天天气很好。\n" * 40, "plain.txt")
    before = tree(project.root)
    for arguments, words in (
        ((good, "--replace", "430500-2019"), "no report of that name; you have 430500-2020"),
        ((same, "--replace", REPORT), "the same, byte for byte"),
        ((other, "--replace", REPORT), "the same text as 430500-2021"),
        ((plain, "--replace", REPORT), "a government work report"),
        ((good, other, "--replace", REPORT), "one file beside --replace"),
        ((good, "--replace", REPORT, "--second"), "one file beside --replace"),
    ):
        ran = kg("add", *arguments, cwd=project.root)
        assert ran.code in (1, 2) and words in ran.line(), ran.err
        assert tree(project.root) == before

    def full(_: int) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(os, "fsync", full)
    assert "No space left on device" in kg("add", good, "--replace", REPORT, cwd=project.root).line()
    assert tree(project.root) == before


def test_the_listing_is_a_sheet_that_can_be_handed_in_once_it_is_mended(project: Project) -> None:
    decided(project)
    changed = BETTER.replace("增长7.5%", "增长 7.9%").replace("增长 7.5%", "增长 7.9%")
    ran = kg("add", better(project, changed).name, "--replace", REPORT, cwd=project.root)
    (row,) = read_sheet(Path(ran.err.splitlines()[-1].removeprefix("the others: ")))
    new = statement(project, "7.9%")
    row |= {"statement": new.id, "start": str(new.span.start), "end": str(new.span.end), "quote": new.quote}
    assert decide(project, "--from", fill(project.root / "mended.csv", [row])).code == 0
    assert statement(project, "7.9%").review_status == "reviewed"
