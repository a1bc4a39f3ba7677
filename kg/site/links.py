"""Where each page, statement, span and thing is found: in a folder, on a server, or within one file.

A page is named by an `Address`, the same in both languages. Fragments are the same everywhere: ``#s=120-164`` is a
stretch of a report's text in code points, ``#c=ID`` a statement.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import ClassVar, Final, NamedTuple
from urllib.parse import quote

from kg.language import Language

# The Chinese pages stand at the root, the English ones under this: never chosen by the environment.
ENGLISH: Final = "en"


class Address(NamedTuple):
    """A page: its kind (a key of ``kg.site.kinds.KINDS``) and its key, empty where there is one page of the kind.

    Keys: a report's id; a thing's key ``project/430400.byd`` (kind ``thing``); a promise's ``430400-2019/149f6dc862``.
    """

    kind: str
    key: str = ""

    @property
    def path(self) -> str:
        """The page's path without language and ending: ``index``, ``report/430400-2019``, ``project/430400.byd``."""
        if self.kind == "home":
            return "index"
        if self.kind == "thing":
            return self.key
        return f"{self.kind}/{self.key}" if self.key else self.kind


HOME: Final = Address("home")


def promise(statement: str) -> Address:
    """Return the address of the page of a promise, by its statement's id."""
    report, _, local = statement.rpartition(".")
    return Address("promise", f"{report}/{local}")


@dataclass(frozen=True)
class Links(ABC):
    """The addresses that one page links to, as it writes them into ``href``; ``here`` is the page, ``lang`` its language."""

    here: Address
    lang: Language
    # Whether everything is in one file, where a sentence is at hand and need not be said again.
    one_file: ClassVar[bool] = False

    @abstractmethod
    def to(self, address: Address, fragment: str = "", lang: Language | None = None) -> str:
        """Return the link to a page; ``fragment`` without the number sign, ``lang`` where it is not this page's own."""

    @abstractmethod
    def asset(self, name: str) -> str:
        """Return the link to a file of ``static/`` or to a shard of data (``search/index.js``)."""

    def at(self, address: Address, lang: Language | None = None) -> "Links":
        """Return the links of another page of the same site."""
        return type(self)(address, lang or self.lang)

    @property
    def home(self) -> str:
        """The first page."""
        return self.to(HOME)

    @property
    def twin(self) -> str:
        """This page in the other language."""
        return self.to(self.here, lang="en" if self.lang == "zh" else "zh")

    def report(self, report: str, start: int | None = None, end: int | None = None) -> str:
        """Return the link to a report, or to a stretch of its text."""
        return self.to(Address("report", report), "" if start is None else f"s={start}-{end}")

    def sentence(self, statement: str) -> str:
        """Return the link to a statement in its report's text."""
        return self.to(Address("report", statement.rpartition(".")[0]), f"c={statement}")

    def promise(self, statement: str) -> str:
        """Return the link to the page of a promise."""
        return self.to(promise(statement))

    @abstractmethod
    def data(self, key: str, form: str) -> str:
        """Return the link to a thing as data: ``ttl``, ``jsonld``, ``nt`` or ``csv``; one file for both languages."""

    def thing(self, key: str) -> str:
        """Return the link to the page of a thing. Ask ``Site.thing_address`` first whether it has one."""
        return self.to(Address("thing", key))


@lru_cache(maxsize=65536)
def _hash(fragment: str) -> str:
    return "#" + quote(fragment, safe="=&:,.-/") if fragment else ""


@lru_cache(maxsize=65536)
def _path(path: str) -> str:
    return quote(path, safe="/.-_")


@dataclass(frozen=True)
class StaticLinks(Links):
    """Relative paths between files: they work from ``file://`` and under any address of a host."""

    def path(self, address: Address, lang: Language | None = None) -> str:
        """Return the path of a page's file from the root of the site."""
        return (f"{ENGLISH}/" if (lang or self.lang) == "en" else "") + address.path + ".html"

    def to(self, address: Address, fragment: str = "", lang: Language | None = None) -> str:
        """Return a relative path."""
        if address == self.here and lang in (None, self.lang) and fragment:
            return _hash(fragment)
        return self._up(self.path(address, lang)) + _hash(fragment)

    def asset(self, name: str) -> str:
        """Return a relative path under ``assets/``."""
        return self._up(f"assets/{name}")

    def data(self, key: str, form: str) -> str:
        """Return a relative path beside the Chinese page of the thing."""
        return self._up(f"{key}.{form}")

    def _up(self, path: str) -> str:
        return self._root + _path(path)

    @cached_property
    def _root(self) -> str:
        return "../" * self.path(self.here).count("/")


@dataclass(frozen=True)
class LiveLinks(Links):
    """Paths of a server from its root, without endings: ``/report/430400-2019``, ``/en/report/430400-2019``."""

    def to(self, address: Address, fragment: str = "", lang: Language | None = None) -> str:
        """Return an absolute path; the first page is ``/index`` or ``/en/``: ``/`` follows the browser's language."""
        path = "" if address == HOME and (lang or self.lang) == "en" else address.path
        return ("/en/" if (lang or self.lang) == "en" else "/") + _path(path) + _hash(fragment)

    def asset(self, name: str) -> str:
        """Return a path under ``/assets/``."""
        return "/assets/" + _path(name)

    def data(self, key: str, form: str) -> str:
        """Return the path of the page with the ending of the form."""
        return f"/{_path(key)}.{form}"


@dataclass(frozen=True)
class SingleLinks(Links):
    """Anchors within one file: ``#p=report/430400-2019``, and ``#c=ID`` for a statement wherever it stands."""

    one_file: ClassVar[bool] = True

    def to(self, address: Address, fragment: str = "", lang: Language | None = None) -> str:
        """Return an anchor; a stretch of another report's text names the report before it.

        What one file has no room for is told of elsewhere in it: a promise in its report.
        """
        if address.kind == "promise":
            return _hash(f"c={address.key.replace('/', '.')}")
        if fragment.startswith("s=") and address != self.here:
            return _hash(f"p={address.path}&{fragment}")
        return _hash(fragment or f"p={address.path}")

    def asset(self, name: str) -> str:
        """Return the anchor of the top: one file has everything in it."""
        return "#"

    def data(self, key: str, form: str) -> str:
        """Return the anchor of the thing: data is no part of one file."""
        return self.thing(key)
