"""The tools of ``kg mcp``: their names, what they take, what they answer; all of them only read."""

import asyncio
from collections.abc import Callable
from importlib.metadata import version
from typing import Annotated, Final, Literal, TypeVar

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.types import ToolAnnotations
from pydantic import Field

from kg.agents.desk import MOST, Desk
from kg.agents.records import Comparison, Found, Indicators, Rows, StatementInFull, TextChecked
from kg.errors import KgError
from kg.serve.refusals import RefusedError

INSTRUCTIONS: Final = (
    "Facts of Chinese government work reports (政府工作报告), each with the sentence it was read from. Cite the quote with "
    "report and offsets, and never a number that no tool gave. A report states its own government's view; statements "
    "with review_status 'extracted' were read by rules and seen by no person. Places: a name or a GB/T 2260 code "
    "(430400 = 衡阳市, cn = the nation). A report of year Y promises for Y and reports results of Y-1."
)
_READS: Final = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)

Words = Annotated[str, Field(description="Words, Chinese or English; all must be there", max_length=200)]
Place = Annotated[str | None, Field(description="Place name or code")]
Year = Annotated[int | None, Field(description="Year spoken of", ge=1949, le=2100)]
Limit = Annotated[int, Field(description="Most records", ge=1, le=MOST)]
Id = Annotated[str, Field(description="Id, its end, or IRI of a statement", min_length=4, max_length=300)]
Class = Annotated[
    Literal[
        "Target",
        "Observation",
        "PlannedMilestone",
        "RealisedMilestone",
        "Recognition",
        "Action",
        "Problem",
        "Involvement",
    ]
    | None,
    Field(description="Target = a number promised, Observation = a result"),
]
Result = Annotated[
    Literal[
        "met", "exceeded", "partly-met", "missed", "target-changed", "not-mentioned-again", "not-comparable", "pending"
    ]
    | None,
    Field(description="Only this result"),
]

A = TypeVar("A")


def create_server(desk: Desk) -> MCPServer:
    """Return the server with its tools over a desk."""
    server = MCPServer(
        "gwr-kg",
        title="Government work reports · 政府工作报告",
        instructions=INSTRUCTIONS,
        version=version("gwr-kg"),
        log_level="WARNING",
    )

    @server.tool(title="Search statements", annotations=_READS)
    async def search_statements(
        words: Words, cls: Class = None, place: Place = None, year: Year = None, limit: Limit = 10
    ) -> Found:
        """Find statements (promises, results, projects, problems) that hold words, newest year first."""
        return await _asked(lambda: desk.search(words, cls, place, year, limit))

    @server.tool(title="Get a statement", annotations=_READS)
    async def get_statement(statement: Id) -> StatementInFull:
        """Get one statement in full: its columns, and for each slot the characters or the rule it rests on."""
        return await _asked(lambda: desk.statement(statement))

    @server.tool(title="Compare promises with results", annotations=_READS)
    async def compare_promise(
        statement: Annotated[str | None, Field(description="A promise's id; else those of a place")] = None,
        place: Place = None,
        result: Result = None,
        limit: Limit = 10,
    ) -> Comparison:
        """Say what came of a promise, or of a place's promises: met, missed, not mentioned again …, by published rules."""
        return await _asked(lambda: desk.compare(statement, place, result, limit))

    @server.tool(title="List indicators", annotations=_READS)
    async def list_indicators(
        words: Annotated[str | None, Field(description="Words of the name", max_length=100)] = None,
        place: Place = None,
        limit: Annotated[int, Field(ge=1, le=5 * MOST)] = 30,
    ) -> Indicators:
        """List indicators that reports state numbers of, with how many results and promises, units and years."""
        return await _asked(lambda: desk.indicators(words, place, limit))

    @server.tool(title="Run a SPARQL query", annotations=_READS)
    async def run_query(
        query: Annotated[str, Field(description="SPARQL 1.1 query; prefixes are known", max_length=20_000)],
    ) -> Rows:
        """Run a read-only SPARQL query. Statements have gwr:indicator, gwr:year, gwr:place, gwr:value, gwr:asStated,
        gwr:evidence/gwr:quote; classes gwr:Target, gwr:Observation; places place:430400. At most 100 rows are shown and
        the time is limited: use LIMIT.
        """
        try:
            return await desk.query(query)
        except (KgError, RefusedError) as error:
            raise ToolError(str(error)) from None

    @server.tool(title="Check the numbers of a text", annotations=_READS)
    async def check_claim(
        text: Annotated[str, Field(description="A sentence or an article, in Chinese", max_length=20_000)],
        place: Place = None,
        year: Annotated[int | None, Field(description="Year of numbers where the text names none")] = None,
    ) -> TextChecked:
        """Hold each number of a text against the reports: supported, contradicted (in which slot), not-stated,
        not-covered (no report of that place and year), unread; with quotes. Rules only, no model.
        """
        return await _asked(lambda: desk.check(text, place, year))

    return server


async def _asked(answer: Callable[[], A]) -> A:
    """Answer in a thread, and say what a person can do something about as the tool's own error."""
    try:
        return await asyncio.to_thread(answer)
    except KgError as error:
        raise ToolError(str(error)) from None
