"""The frame around every page: language, navigation, palettes, policy; and the words of pages in both languages.

A page is complete without a script. What a script adds stands in ``static/``, its elements bear the class ``scripted``.
"""

import base64
import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.ext import Extension
from markupsafe import Markup, escape

from kg.language import Language
from kg.page.kinds import KINDS as LOOKS
from kg.page.kinds import MARKS, look
from kg.site.links import HOME, Address, Links

HERE: Final = Path(__file__).resolve().parent
STATIC: Final = HERE / "static"
TAGS: Final[Mapping[Language, str]] = {"zh": "zh-CN", "en": "en"}
# Scripts and styles are the site's own files; pictures may be drawn by a script and saved; nothing else is let in.
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "base-uri 'none'; form-action 'none'"
)
# The sign of a tab: three things and what joins them.
ICON: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path d="M4 11 8 4l4 7z" fill="none" '
    'stroke="#777" stroke-width="1.5"/><circle cx="8" cy="4" r="3" fill="#b3261e"/><circle cx="4" cy="12" r="3" '
    'fill="#1b5faa"/><circle cx="12" cy="12" r="3" fill="#2e7d32"/></svg>'
)
Say = Callable[..., str]
_WORD: Final = re.compile(r'\{\{ say\("([^"{}]+)"\) \}\}')


@dataclass(frozen=True, slots=True)
class Body:
    """What one kind of page puts into the frame.

    ``title`` names the page, ``html`` is what stands in ``<main>``, first of all its ``<h1>``. ``styles`` and
    ``scripts`` are names of files in ``static/``, or of shards of data, beside those that every page has. ``policy`` is
    what the page may load and do, ``referrer`` what others learn of where a reader comes from (W3C Referrer Policy).
    """

    title: str
    html: Markup
    description: str = ""
    styles: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()
    policy: str = POLICY
    referrer: str = "no-referrer"


@cache
def words() -> Mapping[str, tuple[str, str]]:
    """Return every word of the pages in Chinese and English, from ``words/*.json``; `singular` has those for one.

    Raises ValueError where two files have the same key.
    """
    found: dict[str, tuple[str, str]] = {}
    for name, content in _tables().items():
        for key, (zh, en, *_) in content.items():
            if key in found:
                raise ValueError(f"{name}: {key!r} stands in another file too")
            found[key] = (zh, en)
    return found


@cache
def singular() -> Mapping[str, str]:
    """Return the English words that stand where ``n`` is one, the third of a key: ``1 report``."""
    return {key: word[2] for content in _tables().values() for key, word in content.items() if len(word) > 2}


@cache
def _tables() -> Mapping[str, Mapping[str, list[str]]]:
    return {p.name: json.loads(p.read_text(encoding="utf-8")) for p in sorted((HERE / "words").glob("*.json"))}


@cache
def speaker(lang: Language) -> Say:
    """Return the function that gives a word in a language: ``say("promise")``, ``say("n-statements", n="1,448")``."""
    column = 0 if lang == "zh" else 1
    table = words()

    def say(key: str, **filled: object) -> str:
        word = table[key][column]
        if column and str(filled.get("n")) == "1":
            word = singular().get(key, word)
        return word.format(**filled) if filled else word

    return say


class Spoken(Extension):
    """Words that need nothing filled in, ``{{ say("promise") }}``, put into a template once, when it is compiled.

    A page has dozens of them, and a site tens of thousands of pages.
    """

    lang: Language

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:
        """Return a template's source with these words in it; KeyError for a word that there is none of."""
        return _WORD.sub(lambda found: str(escape(speaker(self.lang)(found[1]))), source)


class _Chinese(Spoken):
    lang = "zh"


class _English(Spoken):
    lang = "en"


@cache
def environment(lang: Language) -> Environment:
    """Return the Jinja environment of ``templates/`` in a language: all is escaped, an unknown name is an error."""
    made = Environment(
        extensions=[_Chinese if lang == "zh" else _English],
        loader=FileSystemLoader(HERE / "templates"),
        auto_reload=False,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.globals.update(
        look=look, mark=mark, other_source=dict(zip(("zh", "en"), words()["p-other-source"], strict=True))
    )
    made.filters["count"] = lambda number: f"{number:,}"
    return made


def fill(template: str, lang: Language, links: Links, **values: Any) -> Markup:
    """Return a template of ``templates/`` with ``lang``, ``say``, ``links`` and other values filled in."""
    made = environment(lang).get_template(template).render(lang=lang, say=speaker(lang), links=links, **values)
    return Markup(made)


@cache
def mark(kind: str) -> Markup:
    """Return the small drawn sign of a kind of ``kg.page.kinds``, of those that `sprite` draws once for a page."""
    name = kind if kind in LOOKS else "other"
    return Markup(f'<svg class="mark k-{name}"><use href="#m-{name}"/></svg>')


@cache
def sprite() -> Markup:
    """Return the signs of all kinds as symbols; each page has them once."""
    symbols = (
        f'<symbol id="m-{name}" viewBox="0 0 16 16" overflow="visible"><path d="{MARKS[kind.shape]}"/></symbol>'
        for name, kind in LOOKS.items()
    )
    return Markup(f'<svg class="sprite" aria-hidden="true">{"".join(symbols)}</svg>')


@cache
def half(title: str, lang: Language) -> str:
    """Return the half of a title in two languages (政府工作报告知识图谱 · Government work reports) that is in one of them.

    A title in one language is returned as it is.
    """
    parts = title.split(" · ")
    if len(parts) != 2 or parts[0].isascii() or not parts[1].isascii():
        return title
    return parts[0] if lang == "zh" else parts[1]


@dataclass(frozen=True, slots=True)
class Inline:
    """The style and the scripts of a page that is one file, as they stand in it."""

    css: Markup
    scripts: tuple[Markup, ...]

    @property
    def policy(self) -> str:
        """A policy that lets these run and nothing else."""
        scripts = " ".join(f"'{_hash(script)}'" for script in self.scripts)
        return (
            f"default-src 'none'; script-src {scripts}; style-src '{_hash(self.css)}'; img-src data:; "
            "base-uri 'none'; form-action 'none'"
        )


def _hash(content: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()


def frame(
    body: Body,
    links: Links,
    *,
    site_title: str,
    nav: tuple[tuple[Address, str], ...],
    inline: Inline | None = None,
) -> str:
    """Return a whole page: HTML Living Standard, a Content Security Policy (Level 3) that runs nothing inline.

    ``nav`` are the pages of the navigation with the keys of their words. With ``inline`` the page asks for no other file.
    """
    lang = links.lang
    made: str = (
        environment(lang)
        .get_template("frame.html")
        .render(
            lang=lang,
            tag=TAGS[lang],
            twin_tag=TAGS["en" if lang == "zh" else "zh"],
            say=speaker(lang),
            links=links,
            body=body,
            policy=inline.policy if inline else body.policy,
            inline=inline,
            site_title=half(site_title, lang),
            sprite=sprite(),
            home=HOME,
            icon="data:image/svg+xml," + quote(ICON),
            nav=nav,
            styles=("site.css", *body.styles),
            scripts=("site.js", *body.scripts),
        )
    )
    return made
