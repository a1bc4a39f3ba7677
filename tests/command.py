"""The command line for the tests: run in this process where speed matters, in one of its own where the machine does."""

import hashlib
import io
import os
import re
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch
from warnings import catch_warnings, simplefilter

from kg.__main__ import main

with catch_warnings():
    # Typer takes from click what click means to give up; its version is pinned.
    simplefilter("ignore", DeprecationWarning)
    import typer.main  # noqa: F401

ROOT = Path(__file__).parent.parent
HENGYANG = ROOT / "data" / "reports" / "430400-2019"
# A made-up report in which one numeral (七千七百) says nothing that a rule or a reason knows.
SMALL = """\
政府工作报告

2020年1月8日在邵阳市第十六届人民代表大会第六次会议上

邵阳市人民政府市长 甲乙丙

各位代表：

现在，我代表市人民政府向大会报告工作，请予审议。

一、2019年工作回顾

一年来，地区生产总值增长 7.5%，一般公共预算收入完成 101.2 亿元。石门大桥建成通车。编号为七千七百的文书归档。

二、2020年工作安排

主要预期目标是：地区生产总值增长 8%左右，城镇登记失业率控制在 4.5%以内。确保红旗水库开工建设。
"""


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str

    def line(self) -> str:
        """Return the one line it complained with; anything else on stderr is a failure."""
        lines = self.err.splitlines()
        assert len(lines) == 1 and self.out == "", (self.out, self.err)
        return lines[0]


def kg(*arguments: object, cwd: Path, **env: str) -> Ran:
    """Run ``kg`` in this process, in a folder and in English unless the environment says otherwise."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="") for _ in range(2))
    code: object = 0
    spoken = {"LC_ALL": "C.UTF-8"} | env
    argv = ["kg", *map(str, arguments)]
    with (
        chdir(cwd),
        patch.dict(os.environ, spoken),
        patch.object(sys, "argv", argv),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as stop:
            code = stop.code or 0
    texts = []
    for stream in (out, err):
        stream.flush()
        texts.append(stream.buffer.getvalue().decode("utf-8"))
    assert isinstance(code, int), code
    return Ran(code, *texts)


def kg_alone(*arguments: object, cwd: Path, limit: int | None = None, **env: str) -> Ran:
    """Run ``kg`` in a process of its own; ``limit`` is the largest file in bytes it may write, as on a full disk."""
    start = "import sys; from kg.__main__ import main; "
    if limit is not None:
        start += (
            "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
            f"resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit})); "
        )
    done = subprocess.run(
        [sys.executable, "-c", start + "sys.argv[0] = 'kg'; main()", *map(str, arguments)],
        cwd=cwd,
        env=os.environ | {"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"} | env,
        capture_output=True,
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


def tree(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file under a folder, by its path there."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def put(folder: Path, text: str, **settings: str) -> Path:
    """Put a report's text into a folder named PLACE-YEAR with its report.toml; ``settings`` are further lines."""
    folder.mkdir(parents=True)
    (folder / "report.txt").write_bytes(text.encode())
    place, year, *_ = folder.name.split("-")
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    lines = {"place": f'"{place}"', "plan_year": year, "sha256": f'"{sha256}"'} | settings
    (folder / "report.toml").write_text("".join(f"{k} = {v}\n" for k, v in lines.items()), encoding="utf-8")
    return folder


def refused(ran: Ran, place: str, *words: str, code: int = 1) -> None:
    """Check the one line: place, expected, found, next step, and the exit code."""
    line = ran.line()
    assert ran.code == code and re.search(r"kg: .*: expected .+, found .+; .+", line), line
    for word in (place, *words):
        assert word in line, line
