"""Files are written whole: what stood there stays if anything fails, links and rights are kept, devices are written to."""

import os
import sys
from pathlib import Path

import pytest

from kg.errors import KgError
from kg.files import replace_whole, write_all, write_whole


def full(_: int) -> None:
    raise OSError(28, "No space left on device")


def test_what_stood_there_stays_where_the_disk_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    write_whole(path, b"old")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(KgError, match="free some space"):
        write_whole(path, b"new")
    with pytest.raises(KgError, match="free some space"):
        write_all({path: b"new", tmp_path / "b.txt": b"new"})
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"] and path.read_bytes() == b"old"


@pytest.mark.skipif(sys.platform == "win32", reason="links and rights as POSIX has them")
def test_a_link_and_the_rights_of_a_file_are_kept(tmp_path: Path) -> None:
    path, link = tmp_path / "a.txt", tmp_path / "link"
    path.write_bytes(b"old")
    path.chmod(0o640)
    link.symlink_to(path)
    write_whole(link, b"new")
    assert link.is_symlink() and path.read_bytes() == b"new" and path.stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(sys.platform == "win32", reason="no such devices")
def test_a_device_is_written_to_and_never_replaced() -> None:
    write_whole(Path(os.devnull), b"x")
    replace_whole(Path(os.devnull), b"x")
    assert Path(os.devnull).is_char_device()


def test_a_folder_is_no_file_to_write(tmp_path: Path) -> None:
    with pytest.raises(KgError, match="name a file inside it"):
        write_whole(tmp_path, b"x")


def test_a_move_that_fails_leaves_the_files_before_it_new_and_the_others_old(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = tmp_path / "1", tmp_path / "2"
    write_all({one: b"old", two: b"old"})
    move = Path.replace

    def failing(path: Path, target: Path) -> Path:
        if target == two:
            raise OSError(13, "Permission denied")
        return move(path, target)

    monkeypatch.setattr(Path, "replace", failing)
    with pytest.raises(KgError, match="Permission denied"):
        write_all({one: b"new", two: b"new"})
    assert (one.read_bytes(), two.read_bytes()) == (b"new", b"old") and len(list(tmp_path.iterdir())) == 2
