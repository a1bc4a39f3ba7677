"""Writing a file whole or not at all."""

import contextlib
import os
from pathlib import Path

from kg.errors import KgError


def write_whole(path: Path, data: bytes) -> None:
    """Write a file beside its place and move it there; what stood there before stays if anything fails.

    Raises KgError where the place cannot be written or the disk is full.
    """
    beside = path.parent / f".{os.getpid()}.new"
    try:
        if path.is_dir():
            raise KgError(path, "a file to write", "a folder", "name a file inside it")
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise KgError(
            path, "a place to write", error.strerror or str(error), "choose another file or free some space"
        ) from None
