"""``kg mcp`` from its start to its end: over stdio, or streamable HTTP."""

import asyncio
import sys
from dataclasses import replace

import uvicorn
from mcp.server.mcpserver import MCPServer

from kg.agents.desk import Desk
from kg.agents.tools import create_server
from kg.language import say
from kg.project import Project
from kg.serve.settings import Settings, read_settings
from kg.store import open_store


def limits(project: Project, seconds: float) -> Settings:
    """Return the limits of queries: those of ``[serve]``, but fewer rows and less time."""
    settings = read_settings(project, {})
    return replace(settings, workers=1, long=1, time_limit=seconds, max_rows=5000, max_mb=8)


def run_stdio(project: Project, seconds: float) -> None:
    """Speak with the program that started this one, until it closes the pipe. Raises StoreError where nothing is built."""
    open_store(project.build).close()

    async def speak() -> None:
        desk = Desk(project, limits(project, seconds))
        try:
            await create_server(desk).run_stdio_async()
        finally:
            await desk.close()

    asyncio.run(speak())


def run_http(project: Project, seconds: float, host: str, port: int) -> None:
    """Serve ``http://host:port/mcp`` until the process is told to end; each request stands alone.

    Only programs on this machine are answered, and none that another web site's page sends, unless ``host`` is another
    address. Raises StoreError where nothing is built.
    """
    open_store(project.build).close()

    async def serve() -> None:
        desk = Desk(project, limits(project, seconds))
        try:
            await _Server(create_server(desk), host, port).serve()
        finally:
            await desk.close()

    asyncio.run(serve())


class _Server(uvicorn.Server):
    """Says on stderr where it listens."""

    def __init__(self, server: MCPServer, host: str, port: int) -> None:
        app = server.streamable_http_app(stateless_http=True, json_response=True, host=host)
        super().__init__(uvicorn.Config(app, host=host, port=port, log_level="warning", access_log=False))

    async def startup(self, sockets: object = None) -> None:
        await super().startup()
        if self.started:
            host, port = self.servers[0].sockets[0].getsockname()[:2]
            url = f"http://[{host}]:{port}/mcp" if ":" in host else f"http://{host}:{port}/mcp"
            print(say(f"tools at {url} (Ctrl-C ends)", f"工具地址：{url} （Ctrl-C 结束）"), file=sys.stderr, flush=True)
