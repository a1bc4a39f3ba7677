"""What goes through the pipes between the server and a worker: a kind (one byte), a length (four), a payload."""

import json
import struct
from typing import IO, Any, Final

ASK, OPEN = b"A", b"O"  # to a worker: a query, or a snapshot to hold
HEAD, DATA, END, ERROR, READY = b"H", b"D", b"E", b"X", b"R"  # from it

_FRAME: Final = struct.Struct(">cI")
LENGTH: Final = _FRAME.size


def packed(kind: bytes, payload: bytes) -> bytes:
    """Return a frame."""
    return _FRAME.pack(kind, len(payload)) + payload


def unpacked(head: bytes) -> tuple[bytes, int]:
    """Return the kind and the length of the payload that follows."""
    kind, length = _FRAME.unpack(head)
    return kind, length


def said(kind: bytes, message: dict[str, Any]) -> bytes:
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
