"""What goes through the pipes between the server and a worker: a kind (one byte), a length (four), a payload."""

import json
import struct
from typing import IO, Any, Final

ASK = b"A"  # to a worker
HEAD, DATA, END, ERROR, READY = b"H", b"D", b"E", b"X", b"R"  # from it

_FRAME: Final = struct.Struct(">cI")
# As much as a pipe of Linux takes at once.
_GOOD: Final = 1 << 16
LENGTH: Final = _FRAME.size


class Out:
    """The pipe from a worker: frames wait until there is a good piece of them, or the answer has ended.

    So a short answer arrives whole, and its length is known before it is sent on.
    """

    def __init__(self, pipe: IO[bytes]) -> None:
        """Write to a pipe."""
        self._pipe = pipe
        self._held = bytearray()

    def add(self, frame: bytes) -> None:
        """Add a frame."""
        self._held += frame
        if len(self._held) >= _GOOD:
            self.flush()

    def flush(self) -> None:
        """Let go what waits."""
        rest = memoryview(bytes(self._held))
        self._held.clear()
        while rest:
            rest = rest[self._pipe.write(rest) or 0 :]


def packed(kind: bytes, payload: bytes) -> bytes:
    """Return a frame."""
    return _FRAME.pack(kind, len(payload)) + payload


def unpacked(head: bytes) -> tuple[bytes, int]:
    """Return the kind and the length of the payload that follows."""
    kind, length = _FRAME.unpack(head)
    return kind, length


def said(kind: bytes, message: dict[str, Any] | list[str]) -> bytes:
    """Return a frame of JSON."""
    return packed(kind, json.dumps(message).encode())


def receive(pipe: IO[bytes]) -> tuple[bytes, bytes] | None:
    """Read the next frame; None where the other side has gone."""
    head = pipe.read(LENGTH)
    if len(head) < LENGTH:
        return None
    kind, length = unpacked(head)
    payload = pipe.read(length)
    return (kind, payload) if len(payload) == length else None
