"""A server from its start to its end."""

import socket

import uvicorn

from kg.errors import UsageError
from kg.files import reason
from kg.language import say
from kg.project import Project
from kg.serve.app import create_app
from kg.serve.context import Context
from kg.serve.settings import Settings
from kg.store import open_store


def run(project: Project, settings: Settings) -> None:
    """Serve a project until the process is told to end; say where once it listens.

    Raises StoreError where there is no build, UsageError where the address cannot be had.
    """
    open_store(project.build).close()
    with _listening(settings) as listening:
        config = uvicorn.Config(create_app(Context(project, settings)), log_level="warning", access_log=False)
        _Server(config).run([listening])


class _Server(uvicorn.Server):
    """Says where it listens."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started and sockets:
            host, port = sockets[0].getsockname()[:2]
            url = f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"
            print(say(f"serving at {url} (Ctrl-C ends)", f"服务地址：{url} （Ctrl-C 结束）"), flush=True)


def _listening(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    found = socket.socket(family, socket.SOCK_STREAM)
    try:
        found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        found.bind((settings.host, settings.port))
    except OSError as error:
        found.close()
        place = f"{settings.host}:{settings.port}"
        raise UsageError(place, "an address to listen on", reason(error), "choose another --port or --host") from None
    return found
