"""What every reader returns."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

# A report has some 15,000 to 40,000 characters; what is far longer is something else.
MOST_CHARACTERS = 1_000_000
MOST_LINES = 50_000


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a file, and where its stretches stood in the original.

    ``stations`` are (offset, name of the place) in order: from that offset on, characters stood there
    (``line 12``, ``page 3``, ``paragraph 7``). ``title`` is what a page calls itself outside its text; ``remarks`` say
    what was left out, for a person.
    """

    text: str = field(repr=False)
    encoding: str = "utf-8"
    stations: tuple[tuple[int, str], ...] = field(default=(), repr=False)
    title: str = ""
    remarks: tuple[str, ...] = ()

    def where(self, offset: int) -> str:
        """Name the place of the original in which a character stood."""
        index = bisect_right([start for start, _ in self.stations], offset) - 1
        return self.stations[index][1] if index >= 0 else "start"

    def until(self, end: int, remark: str) -> "Document":
        """Return the document up to an offset, with a remark on what was left out."""
        stations = tuple(s for s in self.stations if s[0] < end)
        return replace(self, text=self.text[:end], stations=stations, remarks=(*self.remarks, remark))


def compose(pieces: Iterable[tuple[str, str]], title: str = "", remarks: tuple[str, ...] = ()) -> Document:
    """Make a document of (place, text) pieces, one line or more each; pieces without ink are left out."""
    texts: list[str] = []
    stations: list[tuple[int, str]] = []
    offset = 0
    for place, text in pieces:
        if not text.strip():
            continue
        stations.append((offset, place))
        texts.append(text.rstrip() + "\n")
        offset += len(texts[-1])
        if offset > MOST_CHARACTERS:
            break
    return Document("".join(texts), stations=tuple(stations), title=title, remarks=remarks)
