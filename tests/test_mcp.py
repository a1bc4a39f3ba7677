"""kg mcp, spoken to by a real client of the protocol over stdio and HTTP."""

import re
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, TypeVar

import pytest
from asynchronous import run_apart
from command import ROOT, kg
from mcp.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client

from kg.project import Project

TOOLS = ["check_claim", "compare_promise", "get_statement", "list_indicators", "run_query", "search_statements"]
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
A = TypeVar("A")


def over_stdio(project: Project, talk: Callable[[Client], Awaitable[A]], *options: str) -> A:
    server = StdioServerParameters(command=sys.executable, args=["-m", "kg", "mcp", *options], cwd=str(project.root))

    async def run() -> A:
        async with Client(stdio_client(server)) as client:
            return await talk(client)

    return run_apart(run())


def over_http(project: Project, talk: Callable[[Client], Awaitable[A]]) -> A:
    command = [sys.executable, "-m", "kg", "mcp", "--http", "--port", "0", "--seconds", "2"]
    server = subprocess.Popen(command, cwd=project.root, stderr=subprocess.PIPE, text=True)
    try:
        assert server.stderr is not None
        line = server.stderr.readline()
        address = re.search(r"http://127\.0\.0\.1:\d+/mcp", line)
        assert address, line

        async def run() -> A:
            async with Client(address[0]) as client:
                return await talk(client)

        return run_apart(run())
    finally:
        server.terminate()
        with suppress(subprocess.TimeoutExpired):
            server.wait(10)
        server.kill()
        server.wait()
        if server.stderr:
            server.stderr.close()


async def told(client: Client, tool: str, **given: object) -> Any:
    answer = await client.call_tool(tool, given)
    assert not answer.is_error, answer.content
    return answer.structured_content


async def refused(client: Client, tool: str, **given: object) -> str:
    answer = await client.call_tool(tool, given)
    assert answer.is_error
    return str(answer.content[0].text)  # type: ignore[union-attr]


async def everything(client: Client) -> None:
    """Ask every tool something of Hengyang."""
    tools = (await client.list_tools()).tools
    assert sorted(t.name for t in tools) == TOOLS
    for tool in tools:
        assert tool.annotations and tool.annotations.read_only_hint and tool.output_schema and tool.description
        assert len(tool.description) < 400

    found = await told(client, "search_statements", words="机场", cls="Target", place="衡阳")
    assert found["total"] == 2 and {s["number"] for s in found["statements"]} == {"30个", "> 1000000人次"}
    assert any(name.startswith("南岳机场 (place") for name in found["names"])
    one = found["statements"][0]
    assert one["citation"]["statement"].endswith(one["id"])

    whole = await told(client, "get_statement", statement="e4fc8e70cd")
    text = (ROOT / "data/reports/430400-2019/report.txt").read_text(encoding="utf-8")
    cited = whole["statement"]["citation"]
    assert text[cited["start"] : cited["end"]] == cited["quote"]
    for slot in whole["evidence"]:
        assert slot["start"] is None or text[slot["start"] : slot["end"]] == slot["rests_on"]

    compared = await told(client, "compare_promise", place="430400", result="missed")
    assert compared["total"] == compared["results"]["missed"] == len(compared["promises"]) > 0

    indicators = await told(client, "list_indicators", words="地区生产总值")
    assert indicators["indicators"][0]["id"] == "gdp" and indicators["indicators"][0]["years"] == [2018, 2019]

    rows = await told(client, "run_query", query="SELECT ?s { ?s a gwr:Target } ORDER BY ?s LIMIT 200")
    assert (len(rows["rows"]), rows["truncated"]) == (60, False)
    rows = await told(client, "run_query", query="SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 500")
    assert (len(rows["rows"]), rows["truncated"]) == (100, True)
    rows = await told(client, "run_query", query="ASK { ?s a gwr:Target }")
    assert rows["rows"]

    checked = await told(client, "check_claim", text="2018年，衡阳市地区生产总值增长9.5%。")
    assert checked["counts"] == {"contradicted": 1, "no-claim": 1}
    assert (checked["numbers"][0]["slot"], checked["numbers"][0]["citations"][0]["report"]) == ("value", "430400-2019")

    assert "expected at most 3000 numerals" in await refused(client, "check_claim", text="1 " * 3001)
    assert "expected the id of one statement" in await refused(client, "get_statement", statement="nothing")
    assert "place" in await refused(client, "list_indicators", place="不存在的地方")
    assert "less than or equal to 20" in await refused(client, "search_statements", words="a", limit=21)
    for update in ("INSERT DATA { <a:a> <b:b> <c:c> }", "DROP ALL", "LOAD <http://127.0.0.1/x>"):
        assert "expected a SPARQL query" in await refused(client, "run_query", query=update)
    assert "SERVICE" in await refused(
        client, "run_query", query="SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"
    )


async def hostile(client: Client) -> None:
    """Ask what takes too long; the next question is answered."""
    began = time.monotonic()
    assert "took more than 2 s" in await refused(client, "run_query", query=SLOW)
    assert time.monotonic() - began < 60  # it would take hours
    rows = await told(client, "run_query", query="SELECT ?s { ?s a gwr:Target } LIMIT 1")
    assert len(rows["rows"]) == 1


def test_every_tool_answers_over_stdio(project: Project) -> None:
    over_stdio(project, everything)


def test_every_tool_answers_over_http(project: Project) -> None:
    over_http(project, everything)


def test_a_query_that_takes_too_long_is_killed_and_the_next_is_answered(project: Project) -> None:
    over_stdio(project, hostile, "--seconds", "2")


def test_a_new_build_is_answered_from_without_a_restart(copied: Project) -> None:
    table = copied.reports / "430400-2019" / "decisions.tsv"

    async def talk(client: Client) -> tuple[int, int]:
        before = (await told(client, "search_statements", words="机场"))["total"]
        row = kg("decide", "430400-2019", "69fbbe14e4", "reject", "--who", "test", "--why", "test", cwd=copied.root)
        assert row.code == 0 and table.exists(), row.err
        assert kg("build", cwd=copied.root).code == 0
        return before, (await told(client, "search_statements", words="机场"))["total"]

    before, after = over_stdio(copied, talk)
    assert after == before - 1


def test_without_a_build_or_the_package_one_line_says_so(small: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    assert kg("mcp", cwd=small.root).line().endswith("expected a store, found none; run `kg build`")
    monkeypatch.setitem(sys.modules, "mcp", None)
    line = kg("mcp", cwd=small.root).line()
    assert line == "kg mcp: expected the package mcp, found none; run `pip install 'gwr-kg[mcp]'`"
