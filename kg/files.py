"""Writing a file whole or not at all."""

import os
from pathlib import Path

from kg.errors import KgError


def write_whole(path: Path, data: bytes) -> None:
    """Write a file beside its place and move it there; what stood there before stays if anything fails.

    Raises KgError where the place cannot be written or the disk is full.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        with beside.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise KgError(
            path, "a place to write", error.strerror or str(error), "choose another file or free some space"
        ) from None
