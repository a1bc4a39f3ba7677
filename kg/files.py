"""Writing a file whole or not at all, one writer at a time, and what to do where that fails."""

import contextlib
import errno
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from kg.errors import KgError

_SPACE = frozenset({errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)})
_RIGHTS = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_PAUSE = 0.05  # seconds between two tries for a lock


def reason(error: OSError) -> str:
    """Return what the system says, without number and path."""
    return error.strerror or "a failure of the system"


def advice(error: OSError) -> str:
    """Return what to do where a file cannot be written, by the kind of failure."""
    if error.errno in _SPACE:
        return "free some space"
    if error.errno in _RIGHTS:
        return "make it writable or choose another folder"
    return "choose another file"


def reading(error: OSError) -> str:
    """Return what to do where a file cannot be read, by the kind of failure."""
    if error.errno in _RIGHTS:
        return "make it readable"
    if error.errno in (errno.EISDIR, errno.ENOTDIR):
        return "put a file in its place"
    return "restore it"


def write_new(path: Path, data: bytes | Iterable[bytes]) -> None:
    """Write a file and force it to the disk; what is put in another's place is written so first. Raises OSError."""
    with path.open("wb") as file:
        for piece in (data,) if isinstance(data, bytes) else data:
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())


def replace_whole(path: Path, data: bytes | Iterable[bytes]) -> None:
    """Put data in a file's place in one step: what stood there stays if anything fails, and its rights are kept.

    ``data`` may come piece by piece; an error that its making raises is passed on. A link keeps pointing at the same
    file; a device or a pipe is written to as it is. Raises OSError.
    """
    target = path.resolve()
    if target.exists() and not target.is_file():
        with target.open("wb") as file:
            for piece in (data,) if isinstance(data, bytes) else data:
                file.write(piece)
        return
    beside = target.parent / f".{os.getpid()}.new"
    try:
        write_new(beside, data)
        if target.exists():
            beside.chmod(target.stat().st_mode & 0o7777)
        beside.replace(target)
        _sync(target.parent)
    except BaseException:
        with contextlib.suppress(OSError):
            beside.unlink()
        raise


def write_whole(path: Path, data: bytes | Iterable[bytes]) -> None:
    """Write a file whole or not at all; ``data`` may come piece by piece.

    Raises KgError where the place cannot be written or the disk is full; what stood there before is unchanged then.
    """
    try:
        if path.is_dir():
            raise KgError(path, "a file to write", "a folder", "name a file inside it")
        replace_whole(path, data)
    except OSError as error:
        raise KgError(path, "a place to write", reason(error), advice(error)) from None


def write_all(files: Mapping[Path, bytes]) -> None:
    """Write several files beside their places and then move all there, in order, making folders that are missing.

    Raises KgError where one cannot be written: then none has changed. Each is moved whole, but one after the other: where
    a move fails, or the machine stops between two, those before it in order are the new ones and the others the old.
    """
    beside = {path: path.with_name(f".{path.name}.{os.getpid()}.new") for path in files}
    try:
        for path, data in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            write_new(beside[path], data)
        for path, new in beside.items():
            new.replace(path)
        for folder in {path.parent for path in files}:
            _sync(folder)
    except OSError as error:
        for new in beside.values():
            with contextlib.suppress(OSError):
                new.unlink()
        raise KgError(path, "a place to write", reason(error), advice(error)) from None


def _sync(folder: Path) -> None:
    """Make new names last through a power cut, where folders can be synced."""
    if sys.platform != "win32":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextlib.contextmanager
def locked(lock: Path, patience: float, waiting: Callable[[], None] | None = None) -> Iterator[None]:
    """Hold a lock file, which is made for it and removed after it.

    ``waiting`` is called once where another holds it. Raises TimeoutError where it is not free after ``patience``
    seconds, another OSError where the file cannot be made. Programs that write without it are not kept out.
    """
    deadline = time.monotonic() + patience
    while (handle := _try(lock)) is None:
        if time.monotonic() > deadline:
            raise TimeoutError(errno.ETIMEDOUT, os.strerror(errno.ETIMEDOUT), str(lock))
        if waiting is not None:
            waiting()
            waiting = None
        time.sleep(_PAUSE)
    try:
        yield
    finally:
        _release(lock, handle)


if sys.platform == "win32":

    def _try(lock: Path) -> int | None:
        try:
            return os.open(lock, os.O_CREAT | os.O_EXCL | os.O_RDWR)
        except (FileExistsError, PermissionError):
            return None

    def _release(lock: Path, handle: int) -> None:
        os.close(handle)
        lock.unlink(missing_ok=True)

else:
    import fcntl

    def _try(lock: Path) -> int | None:
        handle = os.open(lock, os.O_CREAT | os.O_RDWR, 0o666)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # Its last holder may have removed the file between our opening and our locking it.
            if os.fstat(handle).st_ino == lock.stat().st_ino:
                return handle
        except (BlockingIOError, FileNotFoundError):
            pass
        except OSError:
            os.close(handle)
            raise
        os.close(handle)
        return None

    def _release(lock: Path, handle: int) -> None:
        lock.unlink(missing_ok=True)
        os.close(handle)
