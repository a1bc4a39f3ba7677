"""``kg diff``: two releases told apart, whatever form they are in and in whatever order their lines stand."""

import gzip
import json
import random
from pathlib import Path

import pytest
from command import kg, refused

from kg.build import GRAPH
from kg.diff import differences, release
from kg.project import Project
from kg.terms import DEF, NS

VALUE = f"<{NS}value> "
TERM = f"<{NS}Target> "
GONE = f"<{DEF}strength/ensure> "


def changed(project: Project, folder: Path) -> tuple[Path, str, str]:
    """Write the graph with one number altered, one statement less, a term less and a label changed; return the ids."""
    lines = (project.build / GRAPH).read_text(encoding="utf-8").splitlines()
    stem = f"<{project.addresses.statement('')}"
    altered = next(s.split(" ")[0] for s in lines if s.startswith(stem) and VALUE in s)
    removed = next(s.split(" ")[0] for s in lines if s.startswith(stem) and "ns#Recognition>" in s)
    out = []
    for line in lines:
        subject = line.split(" ")[0]
        if subject == removed or line.startswith(GONE):
            continue
        if subject == altered and VALUE in line:
            line = line.replace(VALUE + '"', VALUE + '"9')
        if line.startswith(TERM) and "@en" in line and "#label>" in line:
            line = line.replace('"@en', ' | new"@en')
        out.append(line)
    random.Random(1).shuffle(out)
    path = folder / "b.nq.gz"
    path.write_bytes(gzip.compress(("\n".join(out) + "\n").encode()))
    return path, altered[len(stem) : -1], removed[len(stem) : -1]


def test_statements_and_terms_are_told_apart_and_equal_graphs_are_the_same(project: Project, tmp_path: Path) -> None:
    path, altered, removed = changed(project, tmp_path)
    found = differences(release(str(project.root)), release(str(path)))
    changes = {c.row["id"]: c for r in found.statements.reports for c in r.changes}
    assert changes[altered].kind == "altered" and changes[removed].kind == "removed"
    before, after = changes[altered].slots["value"]
    assert after == f"9{before}" and changes[altered].sentence.startswith("「")
    others = [c for name, c in changes.items() if name not in (altered, removed)]
    assert all(
        c.slots and removed.rpartition(".")[2] in str(c.slots) for c in others
    )  # what led to the one that is gone
    kinds = {(t.kind, t.iri) for t in found.terms}
    assert kinds == {("removed", GONE[1:-2]), ("changed", TERM[1:-2])} and found.breaches
    back = differences(release(str(path)), release(str(project.build)))
    assert back.statements.count("added") == 1 and not back.breaches
    copy = tmp_path / "same.nq"
    copy.write_bytes(b"".join(sorted((project.build / GRAPH).read_bytes().splitlines(keepends=True), reverse=True)))
    assert not differences(release(str(project.build)), release(str(copy))).any


def test_the_command_writes_every_form_and_says_by_its_exit_code_what_was_asked(
    project: Project, tmp_path: Path
) -> None:
    path, altered, _ = changed(project, tmp_path)
    ran = kg("diff", "build", path, cwd=project.root)
    assert ran.code == 0 and f"~ {altered}" in ran.out and "a term was deleted" in ran.out
    content = json.loads(kg("diff", "build", path, "--json", cwd=project.root).out)
    assert content["total"]["altered"] >= 1 and content["total"]["removed"] == 1 and content["ontology"]["deleted"]
    notes = kg("diff", "build", path, "--format", "markdown", cwd=project.root).out
    assert f"`{altered}`" in notes and "Target \\| new" in notes
    assert altered in kg("diff", "build", path, "--format", "csv", cwd=project.root).out
    same = kg("diff", "build", ".", "--exit-code", cwd=project.root)
    assert (same.code, same.out) == (0, "build and . are the same\n")
    ran = kg("diff", "build", path, "--summary", "--exit-code", cwd=project.root, LC_ALL="zh_CN.UTF-8")
    zh = ran.out
    assert ran.code == 1 and "有术语被删除" in zh and "各图的行" in zh


@pytest.mark.parametrize(
    ("name", "data", "complaint"),
    [
        ("a.nq", b"hello\n", "a line of N-Quads"),
        ("a.nq", b"<a:b> <c:d> <e:f> .\n", "a line of N-Quads"),
        ("a.nq.gz", gzip.compress(b"<a:b> <c:d> <e:f> <g:h> .\n" * 999, mtime=0)[:40], "breaks off"),
        ("a.nq.gz", b"no gzip", "breaks off or is damaged"),
        ("a.txt", b"", "found another file"),
    ],
)
def test_what_is_no_release_is_refused(
    project: Project, tmp_path: Path, name: str, data: bytes, complaint: str
) -> None:
    (tmp_path / name).write_bytes(data)
    refused(kg("diff", "build", tmp_path / name, cwd=project.root), name, complaint, code=2 if name == "a.txt" else 1)
    refused(kg("diff", "build", tmp_path / "nothing", cwd=project.root), "nothing", "neither file nor folder")
