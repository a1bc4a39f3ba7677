"""The SPARQL editor, at ``/sparql`` for a browser: the endpoint gives it this page in the place of an answer."""

import json
from typing import Final

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kg.serve.context import Context
from kg.serve.live import POLICY, filled, links_of, paged
from kg.site.page import speaker
from kg.terms import TERMS

# The table of Yasr puts one style sheet of its own into the page (column-resizer's); it is named by its hash, and a browser
# test tells when another one comes. All else is files of this server.
EDITOR_POLICY: Final = POLICY.replace(
    "style-src 'self'", "style-src 'self' 'sha256-zCK2EVMoPc04mRF/g5CotUvxbJPWS+8V0b+s9ptqQIk='"
)
_WORDS: Final = (
    "e-query", "e-results", "e-stop", "e-fill", "e-ask", "e-made-up", "e-of-report", "copied",
    "e-response", "q-table", "q-chart", "q-graph", "q-any", "q-count", "q-example",
)  # fmt: skip
_FIRST: Final = """PREFIX gwr: <{gwr}>
PREFIX skos: <{skos}>
SELECT ?text ?indicator ?year ?quote WHERE {{
  ?statement a gwr:Target ; gwr:asStated ?text ; gwr:year ?year ;
             gwr:indicator/skos:prefLabel ?indicator ; gwr:evidence/gwr:quote ?quote .
  FILTER(LANG(?indicator) = "zh")
}} ORDER BY ?indicator LIMIT 20"""


def routes(context: Context) -> list[BaseRoute]:
    """Return the routes of the editor; the endpoint's own address shows it too."""

    async def editor(request: Request) -> Response:
        links = links_of(request, "sparql")
        say = speaker(links.lang)
        given = {
            "endpoint": "/sparql",
            "queries": "/queries",
            "picture": "/picture",
            "root": "/",
            "lang": links.lang,
            "bases": list(dict.fromkeys((context.project.base_iri, TERMS))),
            "prefixes": context.prefixes,
            "first": _FIRST.format_map(context.prefixes),
            "words": {key: _word(say, key) for key in _WORDS},
        }
        html = filled("editor.html", links, given=_data(given))
        return paged(
            context,
            links,
            say("e-title"),
            html,
            styles=("editor.css",),
            scripts=("editor.js",),
            policy=EDITOR_POLICY,
        )

    context.pages["sparql"] = editor
    return [Route("/editor", editor), Route("/en/editor", editor), Route("/en/sparql", editor)]


def _word(say: object, key: str) -> str:
    assert callable(say)
    return str(say(key, n="{n}")) if key in ("q-count", "e-made-up", "e-of-report") else str(say(key))


def _data(value: object) -> Markup:
    """Return JSON as it may stand in a script element that is no script."""
    text = json.dumps(value, ensure_ascii=False)
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)
