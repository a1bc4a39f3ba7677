"""The file of decisions: written whole or not at all, and the page for people."""

import errno
import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from deciding import (
    HEADER,
    ROW,
    apply,
    changed,
    report_of,
    table,
)

from kg.decisions import COLUMNS, Decision, append, parse, parse_table, read, write
from kg.decisions.cells import AMENDABLE
from kg.errors import DecisionError
from kg.model import Proposal


def rows(count: int = 2) -> list[Decision]:
    return [parse(dict(zip(HEADER, ROW, strict=True)) | {"why": str(n)}, "row") for n in range(count)]


def test_the_table_in_the_repository_has_plain_line_ends_and_the_spreadsheets_a_byte_order_mark(tmp_path: Path) -> None:
    write(tmp_path / "d.tsv", rows())
    write(tmp_path / "d.csv", rows())
    plain, marked = (tmp_path / "d.tsv").read_bytes(), (tmp_path / "d.csv").read_bytes()
    assert plain.split(b"\n")[0].decode().split("\t") == list(COLUMNS)
    assert b"\r" not in plain
    assert plain.endswith(b"\n")
    assert marked.startswith(b"\xef\xbb\xbfstatement,action,")


def test_append_keeps_what_is_there_and_counts_equal_rows(tmp_path: Path) -> None:
    path = tmp_path / "decisions.tsv"
    first = append(path, rows(1))
    both = append(path, rows(1))
    assert both[:1] == first
    assert both == read(path)
    assert both[0].id != both[1].id
    assert [p.name for p in tmp_path.iterdir()] == ["decisions.tsv"]


def test_append_does_not_touch_a_file_with_a_mistake(tmp_path: Path) -> None:
    path = tmp_path / "decisions.tsv"
    path.write_text(table(changed(year="x")), encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(DecisionError, match="column year"):
        append(path, rows(1))
    assert path.read_bytes() == before


def test_a_full_disk_leaves_the_old_file_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "decisions.tsv"
    write(path, rows())
    before = path.read_bytes()

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DecisionError, match=r"No space left on device; the old file is unchanged"):
        append(path, rows())
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["decisions.tsv"]


def test_a_file_that_cannot_grow_is_left_whole(tmp_path: Path) -> None:
    path = tmp_path / "decisions.tsv"
    write(path, rows(1))
    before = path.read_bytes()
    code = (
        "import resource, signal, sys; from pathlib import Path\n"
        "from kg.decisions import append, read; from kg.errors import DecisionError\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); path = Path(sys.argv[1]); rows = read(path)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (700, 700))\n"
        "try: append(path, rows * 9)\n"
        "except DecisionError as error: print(error)\n"
    )
    done = subprocess.run([sys.executable, "-B", "-c", code, str(path)], capture_output=True, text=True, check=True)
    assert "the old file is unchanged" in done.stdout
    assert path.read_bytes() == before


def test_writers_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "decisions.tsv"
    threads = [threading.Thread(target=append, args=(path, [row])) for row in rows(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(d.why for d in read(path)) == [str(n) for n in range(8)]


def test_a_linked_file_stays_linked_and_keeps_its_rights(tmp_path: Path) -> None:
    real, link = tmp_path / "real.tsv", tmp_path / "decisions.tsv"
    write(real, rows(1))
    real.chmod(0o640)
    link.symlink_to(real)
    append(link, rows(1))
    assert link.is_symlink()
    assert len(read(real)) == 2
    assert real.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("language", ["docs/decisions.md", "docs/decisions.zh.md"])
def test_the_page_for_people_shows_every_column_and_rows_that_can_be_read(language: str) -> None:
    root = Path(__file__).parent.parent
    page = (root / language).read_text(encoding="utf-8")
    assert [name for name in COLUMNS if f"`{name}`" not in page] == []
    examples = [block.split("```")[0] for block in page.split("```tsv\n")[1:]]
    found = [d for example in examples for d in parse_table(example.encode(), language)]
    assert {d.action for d in found} == {"accept", "reject", "amend", "add", "doubt", "undo", "merge"}
    report = root / "data" / "reports" / "430400-2019" / "report.txt"
    text = report.read_bytes().decode()
    assert [d.quote for d in found] == [text[d.start : d.end] for d in found]
    _, leftovers = apply(report_of(text), [], [d for d in found if d.action == "add"])
    assert not leftovers


def test_every_amendable_column_is_a_field_of_a_proposal() -> None:
    assert {slot.field for slot in AMENDABLE.values()} <= set(Proposal.__dataclass_fields__)
