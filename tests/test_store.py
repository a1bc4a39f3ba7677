"""The store: a reader keeps its snapshot, a build switches in one step, and nothing half-written is ever current."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stores import write_store

from kg.errors import StoreError
from kg.store import FORMAT, memory_store, open_store


def nquads(*numbers: int) -> bytes:
    line = b'<http://e.test/s%d> <http://e.test/p> "%d" <http://e.test/g> .\n'
    return b"".join(line % (n, n) for n in numbers)


def content(build: Path) -> set[str]:
    with open_store(build) as snapshot:
        return {str(quad) for quad in snapshot.store}


def folders(build: Path) -> set[str]:
    return {entry.name for entry in (build / "store").iterdir()}


def test_a_store_that_was_written_is_the_one_that_is_opened(tmp_path: Path) -> None:
    target = write_store(tmp_path, nquads(1, 2, 3), "aa11")
    assert target == tmp_path / "store" / "aa11"
    assert (tmp_path / "store" / "current").read_bytes() == b"aa11\n"
    with open_store(tmp_path) as snapshot:
        assert (snapshot.content_hash, snapshot.quads, len(snapshot.store)) == ("aa11", 3, 3)
    about = json.loads((target / "format.json").read_text(encoding="utf-8"))
    assert (about["format"], about["quads"]) == (FORMAT, 3)


def test_quads_may_come_from_a_file_from_bytes_or_in_pieces_cut_anywhere(tmp_path: Path) -> None:
    data = nquads(*range(50))
    file = tmp_path / "graph.nq"
    file.write_bytes(data)
    pieces = [data[i : i + 7] for i in range(0, len(data), 7)]
    pieces.insert(3, b"")
    for name, source in (("a", file), ("b", data), ("c", pieces)):
        write_store(tmp_path / name, source, "h1")
    assert content(tmp_path / "a") == content(tmp_path / "b") == content(tmp_path / "c")
    assert len(content(tmp_path / "a")) == 50


def test_a_reader_keeps_its_snapshot_while_later_builds_switch(tmp_path: Path) -> None:
    write_store(tmp_path, nquads(1), "h1")
    with open_store(tmp_path) as before:
        for n in (2, 3, 4, 5):
            write_store(tmp_path, nquads(*range(n)), f"h{n}")
        assert [str(q.object) for q in before.store] == ['"1"']
        assert len(content(tmp_path)) == 5
        assert folders(tmp_path) == {"current", "h1", "h4", "h5"}
    write_store(tmp_path, nquads(9), "h9")
    assert folders(tmp_path) == {"current", "h5", "h9"}


def test_two_readers_open_the_same_store_at_once_and_from_another_process(tmp_path: Path) -> None:
    write_store(tmp_path, nquads(1, 2), "h1")
    program = "import sys; from pathlib import Path; from kg.store import open_store; print(len(open_store(Path(sys.argv[1])).store))"
    with open_store(tmp_path) as one, open_store(tmp_path) as two:
        assert len(one.store) == len(two.store) == 2
        done = subprocess.run(
            [sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=True
        )
        assert done.stdout.strip() == "2"


def test_a_reader_in_another_process_keeps_an_old_store_from_being_removed(tmp_path: Path) -> None:
    write_store(tmp_path, nquads(1), "h1")
    program = (
        "import sys; from pathlib import Path; from kg.store import open_store\n"
        "s = open_store(Path(sys.argv[1])); print('open', flush=True); sys.stdin.read(); print(len(s.store))"
    )
    command = [sys.executable, "-c", program, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdout is not None
        assert reader.stdout.readline() == "open\n"
        for n in (2, 3, 4):
            write_store(tmp_path, nquads(n), f"h{n}")
        assert folders(tmp_path) == {"current", "h1", "h3", "h4"}
        out, _ = reader.communicate("")
    assert out == "1\n"


def test_a_store_of_the_same_content_is_not_built_again(tmp_path: Path) -> None:
    target = write_store(tmp_path, nquads(1), "h1")
    inode = (target / "format.json").stat().st_ino
    write_store(tmp_path, nquads(2), "h2")

    def never() -> Iterator[bytes]:
        raise AssertionError("the quads were read again")
        yield b""

    write_store(tmp_path, never(), "h1")
    assert (target / "format.json").stat().st_ino == inode
    assert (tmp_path / "store" / "current").read_text(encoding="utf-8") == "h1\n"


def test_a_damaged_store_of_the_same_content_is_built_again(tmp_path: Path) -> None:
    target = write_store(tmp_path, nquads(1, 2), "h1")
    (target / "CURRENT").unlink()
    write_store(tmp_path, nquads(1, 2), "h1")
    assert len(content(tmp_path)) == 2


def test_no_store_says_to_build(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="expected a store, found none; run `kg build`"):
        open_store(tmp_path)


def test_a_newer_format_and_an_older_one_are_refused(tmp_path: Path) -> None:
    target = write_store(tmp_path, nquads(1), "h1")
    for number, words in ((FORMAT + 1, "install the newer gwr-kg"), (FORMAT - 1, "older release")):
        (target / "format.json").write_text(json.dumps({"format": number, "quads": 1}), encoding="utf-8")
        with pytest.raises(StoreError, match=words):
            open_store(tmp_path)


@pytest.mark.parametrize("name", ["CURRENT", "format.json", "in-use.lock"])
def test_a_store_with_a_part_missing_is_called_damaged(tmp_path: Path, name: str) -> None:
    target = write_store(tmp_path, nquads(1), "h1")
    (target / name).unlink()
    with pytest.raises(StoreError, match="damaged"):
        open_store(tmp_path)


def test_a_truncated_table_garbage_in_the_format_and_garbage_in_current_are_called_by_name(tmp_path: Path) -> None:
    target = write_store(tmp_path, nquads(*range(100)), "h1")
    (target / "format.json").write_text("[1, 2]", encoding="utf-8")
    with pytest.raises(StoreError, match=r"format\.json.*damaged"):
        open_store(tmp_path)
    write_store(tmp_path, nquads(*range(100)), "h1")
    for table in target.glob("*.sst"):
        table.write_bytes(table.read_bytes()[:50])
    with pytest.raises(StoreError, match="damaged"):
        open_store(tmp_path)
    (tmp_path / "store" / "current").write_text("../../etc\n", encoding="utf-8")
    with pytest.raises(StoreError, match="the name of a store"):
        open_store(tmp_path)


def test_malformed_quads_leave_the_current_store_as_it_was(tmp_path: Path) -> None:
    write_store(tmp_path, nquads(1), "h1")
    with pytest.raises(StoreError, match="expected N-Quads"):
        write_store(tmp_path, b"<http://e.test/s> nonsense\n", "h2")
    assert content(tmp_path) == {'<http://e.test/s1> <http://e.test/p> "1" <http://e.test/g>'}
    assert folders(tmp_path) == {"current", "h1"}


if sys.platform != "win32":  # a file size limit, which plays the full disk, is POSIX

    @pytest.mark.parametrize("limit", [0, 100, 20_000, 200_000])
    def test_a_full_disk_is_one_line_and_leaves_the_current_store_as_it_was(tmp_path: Path, limit: int) -> None:
        write_store(tmp_path, nquads(1), "h1")
        program = (
            "import resource, sys; from pathlib import Path; from kg.errors import StoreError; from kg.store import prepare_store as write_store\n"
            "line = b'<http://e.test/s%d> <http://e.test/p> \"%d\" <http://e.test/g> .\\n'\n"
            "resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)\n"
            "try: write_store(Path(sys.argv[1]), (line % (n, n) for n in range(20000)), 'h2')\n"
            "except StoreError as error: sys.exit(str(error))\n"
        )
        command = [sys.executable, "-c", program, str(tmp_path), str(limit)]
        done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False)
        assert done.returncode == 1
        assert len(done.stderr.splitlines()) == 1
        assert "File too large" in done.stderr
        assert "the store in use was not touched" in done.stderr
        assert folders(tmp_path) == {"current", "h1"}
        assert len(content(tmp_path)) == 1


def test_what_a_crashed_build_left_is_removed_by_the_next_one(tmp_path: Path) -> None:
    left = tmp_path / "store" / ".h7.partial-99999999"
    left.mkdir(parents=True)
    (left / "000001.sst").write_bytes(b"half")
    write_store(tmp_path, nquads(1), "h1")
    assert folders(tmp_path) == {"current", "h1"}


def test_a_content_hash_cannot_lead_out_of_the_folder(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="not a content hash"):
        write_store(tmp_path, nquads(1), "../h1")


@settings(max_examples=8, deadline=None)
@given(st.lists(st.integers(0, 500), max_size=30), st.randoms(use_true_random=False))
def test_two_builds_of_the_same_quads_in_any_order_give_the_same_content(numbers: list[int], chance) -> None:  # type: ignore[no-untyped-def]
    shuffled = list(numbers)
    chance.shuffle(shuffled)
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        write_store(Path(one), nquads(*numbers), "h1")
        write_store(Path(two), nquads(*shuffled), "h1")
        in_memory = {str(quad) for quad in memory_store(nquads(*numbers)).store}
        assert content(Path(one)) == content(Path(two)) == in_memory
