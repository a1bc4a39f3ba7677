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
# What Yasr and its table say, in Chinese.
_YASR: Final = {
    "Simple view": "简洁显示",
    "Ellipse": "截短长文",
    "Filter query results": "筛选结果",
    "Page size: ": "每页：",
    " results in ": " 行，用时 ",
    " result in ": " 行，用时 ",
    "Response in ": "用时 ",
    " seconds": " 秒",
}
_TABLE: Final = {
    "info": "第 _START_ 至 _END_ 行，共 _TOTAL_ 行",
    "infoEmpty": "没有行",
    "infoFiltered": "（自 _MAX_ 行筛选）",
    "zeroRecords": "没有符合的行",
    "emptyTable": "没有行",
}
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
            "queries": links.to(links.here._replace(kind="queries")),
            "picture": "/picture",
            "root": "/",
            "lang": links.lang,
            "bases": list(dict.fromkeys((context.project.base_iri, TERMS))),
            "prefixes": context.prefixes,
            "first": _FIRST.format_map(context.prefixes),
            "said": _YASR if links.lang == "zh" else {},
            "table": _TABLE if links.lang == "zh" else {},
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
