"""``kg mcp``: the last build as tools for language models and their programs (Model Context Protocol), read-only.

``desk`` answers from a build and follows it when a new one is made, ``records`` are the shapes of answers, ``tools``
names and describes what can be asked, ``run`` speaks the protocol over stdio or HTTP. The package ``mcp`` is the extra of
that name; nothing else of ``kg`` needs it.
"""
