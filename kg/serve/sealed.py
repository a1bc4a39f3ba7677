"""What the operating system itself keeps a worker from: the network, more memory than it may have, outliving the server.

On Linux (x86-64 and arm64) a seccomp filter refuses every new socket, so that no query can make the engine call
another machine, whatever its text. Elsewhere the check of the text (:mod:`kg.serve.tokens`) stands alone.
"""

import contextlib
import ctypes
import errno
import platform
import signal
import struct
import sys
from pathlib import Path
from typing import Final

_PR_SET_PDEATHSIG: Final = 1
_PR_SET_SECCOMP: Final = 22
_PR_SET_NO_NEW_PRIVS: Final = 38
_FILTER: Final = 2
# Classic BPF over struct seccomp_data: the number of the call at 0, the architecture at 4.
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_ALLOW: Final = 0x7FFF0000
_REFUSE: Final = 0x00050000 | errno.EACCES
# Architecture → its number in the kernel, and that of socket(2).
_MACHINES: Final = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}
_X32: Final = 0x40000000


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def without_network() -> bool:
    """Refuse this process every new socket from now on; False where the system cannot."""
    machine = _MACHINES.get(platform.machine())
    if sys.platform != "linux" or machine is None:
        return False
    number, socket = machine
    steps = [
        (_LOAD, 0, 0, 4),
        (_EQUAL, 1, 0, number),
        (_RETURN, 0, 0, _REFUSE),
        (_LOAD, 0, 0, 0),
        (_AT_LEAST, 1, 0, _X32),
        (_EQUAL, 0, 1, socket),
        (_RETURN, 0, 0, _REFUSE),
        (_RETURN, 0, 0, _ALLOW),
    ]
    program = _Program(len(steps), b"".join(struct.pack("HBBI", *step) for step in steps))
    libc = ctypes.CDLL(None, use_errno=True)
    done = (
        libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0),
        libc.prctl(_PR_SET_SECCOMP, _FILTER, ctypes.byref(program), 0, 0),
    )
    return done == (0, 0)


def with_the_server() -> None:
    """Have the system end this process when the server that started it is gone."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)


def within_memory(megabytes: int) -> None:
    """Refuse this process more than so much memory beyond what it has now; the server's own watch is finer."""
    if sys.platform == "win32":
        return
    import resource

    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if sys.platform == "linux":
            has = _data() + (megabytes << 20)
            resource.setrlimit(resource.RLIMIT_DATA, (has, has))


def _data() -> int:
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    return next(int(line.split()[1]) << 10 for line in status.splitlines() if line.startswith("VmData:"))
