"""A SPARQL 1.1 endpoint on the network: asked by SPARQLWrapper, written to by the Graph Store Protocol or by updates.

``endpoint`` is what is asked, ``sending`` tries again and says in one line why there is no answer, ``writing`` replaces
and removes graphs. What servers do otherwise is the table of ``kg.backends``.
"""

from kg.remote.endpoint import PASSWORD, TOKEN, USER, Endpoint
from kg.remote.writing import Writer

__all__ = ["PASSWORD", "TOKEN", "USER", "Endpoint", "Writer"]
