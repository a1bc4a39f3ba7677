"""What pages share: the files of ``static/``, with the colours of kinds, and shards of data."""

from collections.abc import Mapping
from functools import cache

from kg.page.kinds import KINDS, PAPER
from kg.site.page import STATIC


@cache
def palette() -> str:
    """Return the colours of the kinds as CSS, for light and dark: ``--k-project`` and the colour of drawn marks."""

    def scheme(column: int) -> str:
        colours = "".join(f"--k-{name}:{(k.light, k.dark)[column]};" for name, k in KINDS.items())
        return f"--paper:{PAPER[column]};{colours}"

    # What is drawn hollow has the colour of its ground inside.
    marks = "".join(
        f".mark.k-{name}{{color:var(--k-{name}){';fill:var(--ground,var(--paper))' if k.hollow else ''}}}"
        for name, k in KINDS.items()
    )
    return f":root{{{scheme(0)}}}\n@media(prefers-color-scheme:dark){{:root{{{scheme(1)}}}}}\n{marks}\n"


@cache
def static() -> Mapping[str, bytes]:
    """Return every file of ``static/`` by its name, as pages ask for it."""
    found = {path.name: path.read_bytes() for path in sorted(STATIC.iterdir()) if path.is_file()}
    found["site.css"] = palette().encode() + found["site.css"]
    return found
