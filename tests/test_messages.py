"""Error messages in Chinese: every piece is in the table, and the lines read as Chinese."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from command import SMALL

import kg.errors
import kg.messages
from kg.errors import DecisionError, EndpointError, KgError, PlaceError, ReportError, StoreError
from kg.messages import translated

PACKAGE = Path(kg.messages.__file__).parent
TABLE = PACKAGE / "messages.zh.tsv"
ERRORS = {name for name, it in vars(kg.errors).items() if isinstance(it, type) and issubclass(it, KgError)}
# Calls that make a message → the number of arguments before its pieces.
CALLS = dict.fromkeys(ERRORS, 1) | {
    "CellError": 0,
    "Misfit": 1,
    "wrong": 1,
    "_wrong": 2,
    "misfit": 2,
    "_Refusal": 0,
    "Problem": 2,
}
# Functions that return a piece.
SPEAKERS = {"_allowed", "advice", "reading", "_advice_on", "complaint", "_first_line", "_offer", "_step", "_what"}


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")


def _assigned(name: str, function: ast.AST) -> Iterator[ast.expr]:
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == name for t in node.targets):
            yield node.value


def _pieces(node: ast.expr, function: ast.AST) -> Iterator[str]:
    """Yield the texts an argument can be, with {} for what is known only when the program runs."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.JoinedStr(values=values):
            yield "".join(str(v.value) if isinstance(v, ast.Constant) else "{}" for v in values)
        case ast.BinOp(op=ast.Add(), left=left, right=right):
            ends = list(_pieces(right, function)) or ["{}"]
            yield from (start + end for start in list(_pieces(left, function)) or ["{}"] for end in ends)
        case ast.IfExp(body=body, orelse=orelse):
            yield from _pieces(body, function)
            yield from _pieces(orelse, function)
        case ast.BoolOp(values=values):
            for value in values:
                yield from _pieces(value, function)
        case ast.Name(id=name):
            for value in _assigned(name, function):
                yield from _pieces(value, function) if not isinstance(value, ast.Name) else ()


def _scanned(source: str) -> Iterator[tuple[int, str]]:
    """Yield line and text of each piece of a message in a module."""
    module = ast.parse(source)
    functions = [node for node in ast.walk(module) if isinstance(node, ast.FunctionDef)]
    for call in (node for node in ast.walk(module) if isinstance(node, ast.Call) and _name(node) in CALLS):
        around = [f for f in functions if f.lineno <= call.lineno <= (f.end_lineno or f.lineno)]
        function = max(around, key=lambda f: f.lineno, default=module)
        for argument in [*call.args[CALLS[_name(call)] :], *(keyword.value for keyword in call.keywords)]:
            for piece in _pieces(argument, function):
                yield call.lineno, piece
    for speaker in (f for f in functions if f.name in SPEAKERS):
        for node in ast.walk(speaker):
            if isinstance(node, ast.Return) and node.value is not None:
                yield from ((node.lineno, piece) for piece in _pieces(node.value, speaker))


def _findings(source: str) -> Iterator[tuple[int, str]]:
    """Yield line and text of what the verifier expects and finds: the second and third of what it yields."""
    for found in (node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Yield)):
        if isinstance(found, ast.Tuple) and len(found.elts) == 3:
            yield from ((found.lineno, piece) for cell in found.elts[1:] for piece in _pieces(cell, found))


def _has_words(piece: str) -> bool:
    return re.search(r"[A-Za-z]{2}", piece.replace("{}", "")) is not None


def _rows() -> list[list[str]]:
    return [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")


def test_every_piece_of_a_message_has_a_row() -> None:
    known = {row[0] for row in _rows()}
    missing = [
        f"{path.relative_to(PACKAGE.parent)}:{line} {piece}"
        for path in sorted(PACKAGE.rglob("*.py"))
        for read in ((_scanned, _findings) if path.parent.name == "verify" else (_scanned,))
        for line, piece in read(path.read_text(encoding="utf-8"))
        if _has_words(piece) and piece not in known
    ]
    assert not missing, "\n" + "\n".join(missing)


def test_the_scan_sees_constants_patterns_choices_and_names() -> None:
    source = "def f(n):\n    step = 'mend it' if n else 'add it'\n    raise ReportError(n, f'at most {n} bytes', 'no ' + n, step)"
    assert [piece for _, piece in _scanned(source)] == ["at most {} bytes", "no {}", "mend it", "add it"]


def test_the_table_is_sorted_and_keeps_every_placeholder() -> None:
    header, *rows = _rows()
    assert header == ["en", "zh"]
    assert [row[0] for row in rows] == sorted({row[0] for row in rows})
    for en, zh in rows:
        holes = re.findall(r"\{(\d*)\}", zh)
        assert len(holes) == en.count("{}"), en
        assert not any(holes) or sorted(map(int, holes)) == list(range(len(holes))), en


def test_the_table_has_one_word_for_a_concept() -> None:
    text = TABLE.read_text(encoding="utf-8")
    assert not [word for word in ("核验", "断言", "偏移", "数据库", "工程") if word in text]


@pytest.mark.usefixtures("chinese")
@pytest.mark.parametrize(
    ("error", "line"),
    [
        (
            ReportError("年报.txt", "a report", "no such file", "check the name"),
            "年报.txt：应为报告，实为没有这个文件；请检查文件名",
        ),
        (StoreError("build", "a build", "none", "run `kg build`"), "build：应为构建，实为无；请运行 `kg build`"),
        (
            DecisionError("d.csv, row 3, column year", "a year of four digits", "'19'", "write it as 2019"),
            "d.csv，第 3 行，year 列：应为四位数的年份，实为 '19'；请写成 2019",
        ),
        (
            ReportError("a.txt", "undamaged characters", "7 of 90 broken by a wrong encoding", "restore it"),
            "a.txt：应为完好的字符，实为 90 个中有 7 个因编码错误而损坏；请恢复原件",
        ),
        (
            EndpointError("u", "an answer", "no connection (Connection refused)", "correct it (tried 4 times)"),
            "u：应为回答，实为无法连接（拒绝连接）；请改正（已试 4 次）",
        ),
        (
            PlaceError("place", "a division valid in 2019", "'430499' (2019)", "did you mean 430400?"),
            "place：应为 2019 年有效的区划，实为 '430499' (2019)；您要的是不是 430400？",
        ),
    ],
)
def test_a_line_is_chinese_throughout(error: KgError, line: str) -> None:
    assert error.line() == line


@pytest.mark.usefixtures("chinese")
def test_a_placeholder_takes_any_text() -> None:
    assert translated("at most 2,000,000 bytes") == "至多 2,000,000 字节"


@pytest.mark.usefixtures("chinese")
def test_a_part_that_is_a_piece_is_translated_too() -> None:
    assert translated("free some space; the last build is untouched") == "请腾出空间；上次构建未受影响"


@pytest.mark.usefixtures("chinese")
def test_a_message_that_is_not_in_the_table_stays_english() -> None:
    assert translated("a message of tomorrow") == "a message of tomorrow"


@pytest.mark.usefixtures("chinese")
@pytest.mark.parametrize("written", ["'at most 5 bytes'", '"none of a kind and more"'])
def test_what_a_user_wrote_is_shown_as_it_is(written: str) -> None:
    assert translated(written) == written


@pytest.mark.usefixtures("chinese")
def test_a_file_name_of_several_words_is_not_translated() -> None:
    assert (
        KgError("known as it is and more.txt, line 2", "a report", "more", "mend it")
        .line()
        .startswith("known as it is and more.txt，第 2 行：应为报告，")
    )


def test_elsewhere_a_message_stays_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert translated("a report") == "a report"
    assert ReportError("x", "a report", "more", "mend it").line() == "x: expected a report, found more; mend it"


@pytest.mark.usefixtures("chinese")
def test_what_a_text_is_instead_of_a_report_and_why_a_place_or_year_was_taken_is_told_in_chinese() -> None:
    from kg.recognise import recognise
    from kg.recognise.kind import _OTHERS

    told = [name for _, _, name in _OTHERS] + [str(recognise("从前有座山。").problem)]
    told.append(str(recognise("报告指出，报告强调，市长说。政府工作报告指出，回顾。").problem))
    told += [
        guess.reason
        for text in (SMALL, SMALL.replace("邵阳", "衡阳").replace("2020年工作安排", "今后工作安排"), "邵阳市经济。" * 9)
        for guess in recognise(text, hint="衡阳市2019").guesses.values()
    ]
    assert not [words for words in told if re.search(r"[a-z]{2,} [a-z]{2,}", translated(words))]
