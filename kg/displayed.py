"""HTML that values show of themselves in a notebook: small, without script or outside parts, every word escaped."""

from collections.abc import Iterable, Sequence
from html import escape

_CARD = "border-left:3px solid #8d877a;padding:.2em 1em;margin:.3em 0;max-width:60em"
_SOFT = "opacity:.72"


def card(heading: str, quote: str, facts: Iterable[tuple[str, object]], note: str = "") -> str:
    """Return a heading, the sentence it rests on, and facts beside their names; facts that are nothing are left out."""
    told = " · ".join(
        f'<span style="{_SOFT}">{escape(name)}</span> {escape(str(value))}'
        for name, value in facts
        if value not in (None, "")
    )
    said = f'<q lang="zh">{_line(quote)}</q>' if quote else ""
    below = f'<div style="{_SOFT}"><code>{escape(note)}</code></div>' if note else ""
    return f'<div style="{_CARD}"><b>{_line(heading)}</b><div>{said}</div><div>{told}</div>{below}</div>'


def listing(heading: str, note: str, header: Sequence[str], rows: Iterable[Sequence[object]], more: str = "") -> str:
    """Return a heading, a line about it, and a table; ``more`` says what the table leaves out."""
    head = "".join(f'<th style="text-align:left">{escape(name)}</th>' for name in header)
    body = "".join(
        "<tr>" + "".join(f'<td style="text-align:left">{_line(_shown(cell))}</td>' for cell in row) + "</tr>"
        for row in rows
    )
    told = f'<div style="{_SOFT}">{_line(note)}</div>' if note else ""
    rest = f'<div style="{_SOFT}">{escape(more)}</div>' if more else ""
    top = f"<b>{_line(heading)}</b>" if heading else ""
    return f"<div>{top}{told}<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{rest}</div>"


def framed(page: str, heading: str, height: int = 620) -> str:
    """Return a whole page in a frame of its own, which may run its own script and nothing else."""
    return (
        f'<iframe title="{escape(heading)}" sandbox="allow-scripts" srcdoc="{escape(page)}" '
        f'style="width:100%;height:{height}px;border:1px solid #8d877a"></iframe>'
    )


def _shown(cell: object) -> str:
    return "" if cell is None else str(cell)


def _line(text: str) -> str:
    return escape(" ".join(text.split()))
