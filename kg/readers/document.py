"""What every reader returns."""

from bisect import bisect_right
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a file, and where its stretches stood in the original.

    ``stations`` are (offset, name of the place) in order: from that offset on, characters stood there
    (``line 12``, ``page 3``).
    """

    text: str = field(repr=False)
    encoding: str = "utf-8"
    stations: tuple[tuple[int, str], ...] = field(default=(), repr=False)

    def where(self, offset: int) -> str:
        """Name the place of the original in which a character stood."""
        index = bisect_right([start for start, _ in self.stations], offset) - 1
        return self.stations[index][1] if index >= 0 else "start"
