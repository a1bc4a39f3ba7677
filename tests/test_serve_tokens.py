"""What a query would do is told by its tokens: nothing that Oxigraph reads as SERVICE passes for something else."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store

from kg.query.lexer import tokens
from kg.serve.refusals import RefusedError
from kg.serve.tokens import calls, has_dataset, loads, services
from kg.serve.using import with_using

THERE = "<http://127.0.0.1:1/>"
GROUP = "{ ?a ?b ?c }"
# Each of these Oxigraph reads as a call of another endpoint.
CALLS = [
    "?s ?p 1 . SERVICE {}{}",
    "?s ?p 1 service\tSILENT {}{}",
    "?s ?p 1SERVICE{}{}",
    "?s ?p 1.SERVICE{}{}",
    "?s ?p trueSERVICE{}{}",
    "?s ?p 'SERVICE'SERVICE{}{}",
    "?s ?p '''a'b''c'''SERVICE{}{}",
    "?s ?p 'it\\'s'SERVICE{}{}",
    "?s ?p x:a\\' . SERVICE{}{} #'",
    "?s ?p x:a.b.SERVICE{}{}",
    "?s ?p port:SERVICE{}{}",
    "?s ?p <http://x\\u0041#> . SERVICE{}{}",
    "?s ?p 'a'@en.SERVICE{}{}",
    "?s ?p 1 # '\n SERVICE{}{} # '",
    "FILTER(?a < ?b && EXISTS {{ SERVICE{}{} }} && ?c > 1)",
    "{{ SELECT * {{ SERVICE{}{} }} }}",
    "SERVICE ?s {1}",
    "SERVICEx:y{1}",
    "SERVICESILENT{}{}",
    "LATERAL {{ SERVICE{}{} }}",
]
INNOCENT = [
    "?s a schema:Service",
    "?s schema:serviceType ?service ; schema:provider ?b",
    "?s rdfs:label 'SERVICE <http://x> { }'@en",
    '?s rdfs:label """a \'SERVICE\' "b" SERVICE"""',
    "?s ?p <http://example.org/SERVICE> # SERVICE\n",
    "?s schema:service ?o . { ?a ?b ?c }",
]


def written(body: str) -> str:
    return f"PREFIX x: <http://x/> PREFIX port: <http://a:8> SELECT * {{ {body}\n}}"


@pytest.mark.parametrize("body", CALLS)
def test_no_way_to_write_a_call_passes(body: str) -> None:
    text = written(body.format(THERE, GROUP))
    Store().query(text)  # SyntaxError where Oxigraph would not read it at all
    with pytest.raises(RefusedError, match="SERVICE is off at this endpoint"):
        services(text, frozenset())


@pytest.mark.parametrize("body", INNOCENT)
def test_what_only_looks_like_one_passes(body: str) -> None:
    assert services(written(body), frozenset()) == []


def test_an_allowed_address_is_found_where_it_stands() -> None:
    text = f"SELECT * {{ SERVICE SILENT {THERE} {GROUP} service {THERE}{GROUP} }}"
    found = services(text, frozenset({THERE[1:-1]}))
    assert [text[call.start : call.end] for call in found] == [THERE, THERE]


@pytest.mark.parametrize(
    ("body", "line"),
    [
        (f"SERVICE <http://127.0.0.1:1/x>{GROUP}", "is not allowed here; allowed are http://127.0.0.1:1/"),
        (f"SERVICE ?s {GROUP}", "must be followed by a whole address"),
        (f"SERVICE x:y {GROUP}", "must be followed by a whole address"),
        (f"1SERVICE{THERE}{GROUP}", "must be followed by a whole address"),
        (f"SERVICE <http://127.0.0.1:1\\u002F>{GROUP}", "must be followed by a whole address"),
    ],
)
def test_any_other_way_to_write_an_allowed_one_is_refused(body: str, line: str) -> None:
    with pytest.raises(RefusedError, match=line):
        services(written(body), frozenset({THERE[1:-1]}))


@given(st.text(alphabet="sS'\"\\<>#:?$@{}()\n ab1.%-", max_size=40))
def test_tokens_are_the_text_without_blanks_and_comments(text: str) -> None:
    found = list(tokens(text))
    assert all(text[token.start : token.end] == token.text for token in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    kept = {place for token in found for place in range(token.start, token.end)}
    gaps = "".join(c if place not in kept else "\x00" for place, c in enumerate(text))
    assert all(not gap.strip() or gap.lstrip()[0] == "#" for gap in gaps.split("\x00"))


@given(
    st.lists(
        st.sampled_from(["'", '"', "'''", '"""', "\\'", "#", "\n", "x:a", "\\", "1", " ", ".", "<", ">", "@en", "?"])
    )
)
def test_no_mixture_of_marks_hides_a_call(marks: list[str]) -> None:
    text = written(f"?s ?p {''.join(marks)} SERVICE {THERE} {GROUP}")
    try:
        Store().query(text)
    except SyntaxError:
        return
    # Oxigraph reads it: either the call stands in a string, an address or a comment, or it is found.
    if not calls(list(tokens(text))):
        assert not _is_called(text)


def _is_called(text: str) -> bool:
    """Whether evaluating it reaches for the endpoint, whose port no client may use."""
    store = Store()
    store.update("INSERT DATA { <http://a> <http://b> 1, 1.0, 'a' }")
    try:
        list(store.query(text))  # type: ignore[arg-type]
    except OSError:
        return True
    return False


def test_a_dataset_and_a_load_are_seen() -> None:
    assert has_dataset(tokens("SELECT * FROM <http://x> {}")) and has_dataset(tokens("SELECT*FROM<http://x>{}"))
    assert not has_dataset(tokens("SELECT ?from { ?from x:from 'FROM' } # FROM"))
    assert loads(tokens("LOAD <http://x>")) and loads(tokens("CLEAR ALL;LOADSILENT<http://x>"))
    assert not loads(tokens("INSERT DATA { x:load x:b 'LOAD' }"))


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }", "INSERT { ?s ?p 1 } USING <g> WHERE { ?s ?p ?o }"),
        ("DELETE WHERE { ?s ?p 'WHERE' }", "DELETE { ?s ?p 'WHERE' } USING <g> WHERE { ?s ?p 'WHERE' }"),
        ("INSERT DATA { <a> <b> 'WHERE' } ; CLEAR ALL", "INSERT DATA { <a> <b> 'WHERE' } ; CLEAR ALL"),
        (
            "DELETE {?s ?p ?o} INSERT {?o ?p ?s} WHERE {?s ?p ?o FILTER EXISTS {?a ?b ?c}};DROP ALL",
            "DELETE {?s ?p ?o} INSERT {?o ?p ?s} USING <g> WHERE {?s ?p ?o FILTER EXISTS {?a ?b ?c}};DROP ALL",
        ),
    ],
)
def test_the_graphs_of_a_request_stand_before_each_where(text: str, result: str) -> None:
    assert with_using(text, ["g"], []) == result
    assert with_using(text, [], ["g"]) == result.replace("USING", "USING NAMED")
    assert with_using(text, [], []) == text


@pytest.mark.parametrize(
    "text", ["WITH <g> DELETE {} WHERE {}", "DELETE {} USING NAMED <g> WHERE {}", "DELETEWHERE {}"]
)
def test_graphs_of_both_the_request_and_the_update_are_refused(text: str) -> None:
    with pytest.raises(RefusedError):
        with_using(text, ["http://g"], [])
