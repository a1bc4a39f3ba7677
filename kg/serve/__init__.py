"""The server: a SPARQL 1.1 endpoint and pages over the last build, safe to show to the internet.

A request is taken by the server's one event loop and answered by worker processes that hold a read-only snapshot::

    uvicorn ─ guards (limits, headers, log) ─ routes: sparql, graphs, description, health, pages
                                                  │ Context.ask
                                                  ▼
                        Pool: a queue fair between clients, lanes for short and long queries
                                                  │ frames over pipes
                                                  ▼
                        worker processes: pyoxigraph on a snapshot; killed at a limit and replaced
"""
