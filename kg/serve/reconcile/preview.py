"""A thing in short as a small page that other programs show in a frame, in Chinese and English."""

import base64
import hashlib
from typing import Final
from urllib.parse import quote

from markupsafe import Markup

from kg.serve.reconcile.things import Told

_STYLE: Final = (
    "body{font:14px/1.5 system-ui,sans-serif;margin:.75rem;color:#222;background:#fff}h1{font-size:1.1rem;margin:0}"
    "p{margin:.25rem 0}.en,.id{color:#555}.id{font-size:.8rem;overflow-wrap:anywhere}"
)
_HASH: Final = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
# A page of any origin may frame it, and it does nothing but show.
POLICY: Final = (
    f"default-src 'none'; style-src 'sha256-{_HASH}'; base-uri 'none'; form-action 'none'; frame-ancestors *"
)
_OTHERS: Final = 8


def snippet(thing: Told) -> Markup:
    """Return a thing as a piece of HTML."""
    lines = [Markup('<h1 lang="zh">{}</h1>').format(thing.zh)]
    if thing.en and thing.en != thing.zh:
        lines.append(Markup('<p lang="en" class="en">{}</p>').format(thing.en))
    if thing.description_zh:
        lines.append(Markup('<p lang="zh">{}</p>').format(thing.description_zh))
    if thing.description_en:
        lines.append(Markup('<p lang="en" class="en">{}</p>').format(thing.description_en))
    if thing.others:
        lines.append(Markup('<p lang="zh">又称 {}</p>').format("、".join(thing.others[:_OTHERS])))
    return Markup("").join(lines)


def page(thing: Told, view: str, lang: str) -> str:
    """Return a thing as a page; ``view`` is where all of it is told."""
    more = "more" if lang == "en" else "详情"
    link = f"{view}?id={quote(thing.id, safe='')}"
    return str(
        Markup(
            '<!DOCTYPE html><html lang="{}"><head><meta charset="utf-8"><title>{}</title><style>{}</style></head>'
            '<body>{}<p class="id">{}{}</p></body></html>'
        ).format(
            lang,
            thing.zh,
            Markup(_STYLE),
            snippet(thing),
            thing.id,
            Markup(' · <a href="{}" target="_blank" rel="noopener">{}</a>').format(link, more)
            if thing.in_graph
            else Markup(""),
        )
    )
