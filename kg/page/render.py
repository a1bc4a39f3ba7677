"""From a graph to one HTML file: pyvis makes the vis-network nodes, edges and options, our own template the page.

pyvis's own template is not used: it asks three other machines for scripts, names no language and no title, and sets
headings into the page unescaped. Of its package we take the Network class and the vis-network script it carries.
"""

import base64
import hashlib
import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any, Literal

import pyvis
from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup
from pyvis.network import Network

from kg.errors import UsageError
from kg.network import FONT, Graph, caption, edges_of, nodes_of, positions, radius
from kg.page.kinds import KINDS, MARKS, PAPER, look

# More than this in one picture is seen by nobody, and a browser can no longer set it in motion.
MOST = 300
SEED = 20190108
_HERE = Path(__file__).resolve().parent
_LIBRARY = Path(pyvis.__file__).resolve().parent / "lib" / "vis-9.1.2" / "vis-network.min.js"
_FACE = (
    '-apple-system, "Segoe UI", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif'
)
_ORDER = tuple(KINDS)


def page(
    graph: Graph,
    *,
    title_zh: str,
    title_en: str,
    centre: str | None = None,
    hidden: int = 0,
    note: str = "",
    lang: Literal["zh", "en"] = "zh",
) -> bytes:
    """Return the page of a graph as UTF-8 HTML that holds all it needs (HTML Living Standard, CSP Level 3).

    ``hidden`` is the number of nodes left out by the caller, ``note`` a sentence shown below the summary. The same
    graph gives the same bytes. Raises UsageError when there are more than 300 nodes.
    """
    if len(graph) > MOST:
        step = "show fewer with --limit or --hops"
        raise UsageError("graph page", f"at most {MOST} nodes", f"{len(graph)}", step)
    net = to_pyvis(graph, centre=centre)
    nodes = {node.id: node for node in nodes_of(graph)}
    script, library = _text("page.js"), _library()
    words = json.loads(_text("words.json"))
    css = _palettes(sorted({_known(n.kind) for n in nodes.values()}, key=_ORDER.index)) + _text("page.css")
    column = 0 if lang == "zh" else 1
    html = _template().render(
        lang=lang,
        tag="zh-CN" if lang == "zh" else "en",
        title=(title_zh, title_en),
        summary=_summary(len(graph), graph.number_of_edges(), hidden),
        note=note,
        nodes=nodes,
        listed=sorted(nodes.values(), key=lambda n: (_ORDER.index(_known(n.kind)), -graph.degree(n.id), n)),
        edges=edges_of(graph),
        degree=dict(graph.degree()),
        counts=_counts(graph),
        look=look,
        known=_known,
        marks=MARKS,
        say=lambda key: words[key][column],
        policy=_policy((library, script), css),
        css=Markup(css),
        data=_json({**_drawn(net, graph), "centre": centre, "words": words}),
        library=Markup(library),
        script=Markup(script),
    )
    return html.encode("utf-8")


def to_pyvis(graph: Graph, *, centre: str | None = None, seed: int = SEED) -> Network:
    """Return the graph as a pyvis Network: directed, every node at its place, nothing moving.

    Captions are cut for drawing; hover titles are left out, since vis-network would read them as HTML. Colours are
    those of the light page.
    """
    net = Network(height="100%", width="100%", directed=True, cdn_resources="in_line")
    places = positions(graph, seed, centre=centre)
    for node in nodes_of(graph):
        x, y = places[node.id]
        net.add_node(
            node.id,
            label="\n".join(caption(node.label)) or " ",
            shape=look(node.kind).shape,
            group=_known(node.kind),
            size=radius(graph.degree(node.id), node.id == centre),
            x=x,
            y=y,
        )
    for edge in edges_of(graph):
        net.add_edge(edge.source, edge.target, id=edge.key)
    net.options = _options(sorted({_known(n.kind) for n in nodes_of(graph)}, key=_ORDER.index))
    return net


def _options(kinds: list[str]) -> dict[str, Any]:
    return {
        "autoResize": True,
        "physics": {"enabled": False, "solver": "forceAtlas2Based", "forceAtlas2Based": {"springLength": 90}},
        "layout": {"improvedLayout": False, "randomSeed": SEED},
        "interaction": {"hover": True, "tooltipDelay": 100000, "selectConnectedEdges": False, "keyboard": False},
        "nodes": {
            "chosen": False,
            "labelHighlightBold": False,
            "font": {"size": FONT, "face": _FACE, "multi": False, "strokeWidth": 4, "strokeColor": PAPER[0]},
            "scaling": {"label": {"drawThreshold": 8}},
        },
        "edges": {
            "smooth": False,
            "chosen": False,
            "width": 1,
            "hoverWidth": 1,
            "arrows": {"to": {"enabled": True, "scaleFactor": 0.45}},
            "color": {"color": "#b8b2a6", "inherit": False},
            "font": {"size": 12, "face": _FACE, "multi": False, "strokeWidth": 4, "align": "horizontal"},
        },
        "groups": {kind: _group(kind) for kind in kinds},
    }


def _group(kind: str) -> dict[str, Any]:
    seen = look(kind)
    background = PAPER[0] if seen.hollow else seen.light
    return {"shape": seen.shape, "borderWidth": 2, "color": {"background": background, "border": seen.light}}


def _known(kind: str) -> str:
    return kind if kind in KINDS else "other"


def _counts(graph: Graph) -> list[tuple[str, int]]:
    counts = Counter(_known(node.kind) for node in nodes_of(graph))
    return sorted(counts.items(), key=lambda item: _ORDER.index(item[0]))


def _summary(nodes: int, links: int, hidden: int) -> tuple[str, str]:
    """Say in both languages what is shown and what is not."""
    zh = f"显示 {nodes} 个事物和它们之间的 {links} 条联系。"
    en = f"Showing {nodes} {'thing' if nodes == 1 else 'things'} and {links} {'link' if links == 1 else 'links'}."
    if hidden:
        zh += f"另有 {hidden} 个没有显示：一页放不下，先显示离中心近、联系多的。"
        en += f" {hidden} more left out to keep the page readable: the nearest and most connected come first."
    return zh, en


def _drawn(net: Network, graph: Graph) -> dict[str, Any]:
    nodes, edges, _, _, _, options = net.get_network_data()
    named = {node.id: node for node in nodes_of(graph)}
    names = {edge.key: edge.names for edge in edges_of(graph)}
    return {
        "nodes": [{**n, "name": named[n["id"]].label, "note": named[n["id"]].note} for n in nodes],
        "edges": [{**e, "names": names[e["id"]]} for e in edges],
        "options": json.loads(options),
        "hollow": [kind for kind, seen in KINDS.items() if seen.hollow],
    }


def _json(value: object) -> Markup:
    """Return JSON that neither ends a script element nor breaks a line of script."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)


def _palettes(kinds: list[str]) -> str:
    """Return the colours of the kinds as CSS: custom properties for the script, fills for the legend."""

    def scheme(column: int) -> str:
        colours = {f"--kind-{k}": (look(k).light, look(k).dark)[column] for k in kinds}
        return "".join(f"{name}:{value};" for name, value in {"--paper": PAPER[column], **colours}.items())

    marks = "".join(f'.mark[data-kind="{k}"]{{color:var(--kind-{k})}}' for k in kinds)
    return f":root{{{scheme(0)}}}@media(prefers-color-scheme:dark){{:root{{{scheme(1)}}}}}{marks}\n"


def _policy(scripts: tuple[str, ...], css: str) -> str:
    """Return a content security policy that lets nothing run, load or leave but the page's own parts."""
    allowed = " ".join(f"'{_hash(script)}'" for script in scripts)
    return (
        f"default-src 'none'; script-src {allowed}; style-src '{_hash(css)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(content: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()


@cache
def _library() -> str:
    """Return vis-network as pyvis carries it, without the pointer to a source map that no page can reach."""
    lines = _LIBRARY.read_text(encoding="utf-8").split("\n")
    return "\n".join(line for line in lines if not line.startswith("//# sourceMappingURL"))


@cache
def _text(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


@cache
def _template() -> Template:
    environment = Environment(autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True)
    return environment.from_string(_text("template.html"))
