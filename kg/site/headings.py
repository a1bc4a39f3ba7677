"""What the sections of a report are called: ``二/（五）`` is 二、2019年工作安排 › （五）统筹抓好区域协调发展."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from kg.model import Report
from kg.site.telling import one_line, shortened
from kg.text import passages

# So much is shown of a section that begins in the middle of a paragraph: its first sentence is its heading.
_SHOWN: Final = 24


@lru_cache(maxsize=64)
def headings(report: Report) -> Mapping[str, str]:
    """Return the words of each numbered section's heading, by the section's path (``二/（五）``)."""
    found: dict[str, str] = {}
    for passage in passages(report):
        # A heading's own line comes before what stands under it, a paragraph before its first sentence.
        if not passage.section or passage.section in found or passage.kind not in ("heading", "sentence"):
            continue
        words = one_line(passage.span.of(report.text))
        if passage.kind == "sentence":
            words = shortened(words.rstrip("。；"), _SHOWN)
        found[passage.section] = words
    return found


def headed(report: Report, section: str | None) -> str:
    """Return the headings that a statement stands under, outermost first; a section without words as it is numbered."""
    steps = (section or "").split("/")
    known = headings(report)
    paths = ["/".join(steps[: end + 1]) for end in range(len(steps))]
    return " › ".join(known.get(path, step) for path, step in zip(paths, steps, strict=True) if step)
