"""Question or SPARQL text → answer, from whatever holds the graph: a store here, or an endpoint elsewhere."""

from collections.abc import Mapping
from typing import Final, Protocol

from pyoxigraph import Store

from kg.answer import Answer, Term, read_answer
from kg.errors import QueryError, StoreError
from kg.query.absence import emptiness
from kg.query.binding import Remark, Value, bind, silent
from kg.query.text import check_syntax, complaint, with_first, with_prefixes, with_values
from kg.question import Question
from kg.terms import TERMS, Addresses


class Asks(Protocol):
    """What answers SPARQL: a store here (``Embedded``) or an endpoint elsewhere (``kg.remote.Endpoint``).

    ``ask`` takes one whole query of SPARQL 1.1 with its prefixes and answers it over the union of all named graphs.
    Raises KgError for whatever keeps it from an answer. ``hashes`` is true where it is Oxigraph in this package, which is
    told what to find first (``Question.first``); another engine plans by itself.
    """

    @property
    def hashes(self) -> bool:
        """Whether it finds sub-SELECTs by hash tables."""
        ...

    def ask(self, text: str) -> Answer:
        """Answer a query."""
        ...


class Embedded:
    """A store in this process. ``name`` names the query in errors."""

    hashes: Final = True

    def __init__(self, store: Store, name: str = "query") -> None:
        """Take an open store."""
        self._store = store
        self._name = name

    def ask(self, text: str) -> Answer:
        """Answer a query over the union of the store's graphs.

        Raises QueryError for a query that is none, StoreError if the store turns out damaged while it is read.
        """
        try:
            return read_answer(self._store.query(text, use_default_graph_as_union=True))
        except SyntaxError as error:
            # The text was parsed without its parameters before: it binds one of their variables itself, or leaves no
            # place for them.
            raise QueryError(
                self._name, "a pattern that takes the parameters", complaint(str(error)), "rename one"
            ) from error
        except (OSError, RuntimeError) as error:
            first = (getattr(error, "strerror", None) or str(error)).partition("\n")[0]
            if "SERVICE" in text.upper():
                raise QueryError(self._name, "an answer from the other endpoint", first, "check the network") from error
            raise StoreError(self._name, "a store that can be read", first, "run `kg build`") from error


def run(
    asks: Asks | Store,
    query: str | Question,
    params: Mapping[str, Value] | None = None,
    base: str = TERMS,
    lang: str = "zh",
    remark: Remark = silent,
) -> Answer:
    """Answer a question, or SPARQL text (SELECT, ASK, CONSTRUCT, DESCRIBE), with parameters as they were typed.

    ``lang`` is the language of labels (zh, en) in questions that have it as a parameter. ``remark`` is told which
    values were taken from the graph's latest report, and why there are no rows.
    Raises QueryError for malformed SPARQL (with file, line and column) and for a wrong parameter, both before anything
    is asked; StoreError or EndpointError for what the store or the endpoint does.
    """
    asked = as_question(query)
    check_syntax(asked, Addresses(base).prefixes())
    asks = Embedded(asks, asked.name) if isinstance(asks, Store) else asks
    return answered(asked, params or {}, base, asks, lang, remark)


def answered(
    asked: Question, params: Mapping[str, Value], base: str, asks: Asks, lang: str = "zh", remark: Remark = silent
) -> Answer:
    """Bind the parameters, ask, and remark on an answer without rows."""
    return asked_with(asked, bind(asked, params, base, asks.ask, lang, remark), params, base, asks, remark)


def asked_with(
    asked: Question,
    terms: Mapping[str, Term],
    params: Mapping[str, Value],
    base: str,
    asks: Asks,
    remark: Remark = silent,
) -> Answer:
    """Ask with parameters that are bound already, and remark on an answer without rows; ``params`` as they were typed."""
    answer = asks.ask(whole_text(asked, terms, base, asks.hashes))
    if answer.boolean is None and not answer.table[1]:
        given = {name: term for name, term in terms.items() if name in params}
        remark(emptiness(asked, given, base, asks.ask))
    return answer


def whole_text(asked: Question, terms: Mapping[str, Term], base: str, hashes: bool = False) -> str:
    """Return a question as SPARQL 1.1 that any engine reads: its prefixes declared, its parameters bound.

    ``hashes``: for Oxigraph, with what is found first (``Question.first``) in front.
    """
    text = with_values(asked.text, terms)
    return with_prefixes(with_first(text, asked.first, terms) if hashes else text, Addresses(base).prefixes())


def as_question(query: str | Question) -> Question:
    """Return SPARQL text as a question without a name."""
    return query if isinstance(query, Question) else Question(name="query", text=query, source="query")
