"""What pages run in a browser: scripts and style sheets built from ``kg/web/src`` when the package is installed.

Each is one classic script (``editor.js``) or style sheet, so it works in a page opened from a folder as well as behind
a strict Content-Security-Policy; none of them loads anything from elsewhere. ``LICENSES.txt`` holds the licences of
what they are built from.
"""

from functools import cache
from pathlib import Path
from typing import Final

from kg.errors import PartError
from kg.language import say

FOLDER: Final = Path(__file__).resolve().parent / "dist"


def path(name: str) -> Path:
    """Return the file of one built script or style sheet. Raises PartError if it was not built."""
    file = FOLDER / name
    if "/" in name or not file.is_file():
        raise PartError(
            file,
            say("a script that comes with the package", "随软件包安装的脚本"),
            say("none", "没有该文件"),
            say(
                "install it again (pip install gwr-kg), or in a checkout run `python kg/web/hatch_build.py`",
                "请重新安装（pip install gwr-kg），或在源码目录运行 `python kg/web/hatch_build.py`",
            ),
        )
    return file


@cache
def asset(name: str) -> bytes:
    """Return the bytes of one built script or style sheet. Raises PartError if it was not built."""
    return path(name).read_bytes()


def names() -> tuple[str, ...]:
    """Return the names of all that is built, in order."""
    return tuple(sorted(file.name for file in FOLDER.glob("*") if file.is_file()))
