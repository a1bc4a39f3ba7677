"""The statements of a report as a list beside its text: each with its parts, what they rest on, and who decided it."""

from collections.abc import Iterable, Sequence
from html import escape

from markupsafe import Markup

from kg.language import Language
from kg.model import Report
from kg.site.codes import coded
from kg.site.data import Decided, Site
from kg.site.links import Links
from kg.site.page import mark, speaker
from kg.site.telling import FAMILY_OF, PROMISES, Slot, drawn, one_line, slots, title, when
from kg.site.things import Row

_ACTIONS = {"accept", "amend", "add", "doubt", "reject", "merge", "undo"}


def cards(site: Site, report: Report, links: Links, lang: Language) -> Markup:
    """Return the items of the list, in order of the text."""
    decided = site.decisions(report.id)
    made = (_card(site, report, row, decided.get(row["id"], ()), links, lang) for row in site.rows(report.id))
    return Markup("".join(made))


def _card(site: Site, report: Report, row: Row, decided: Sequence[Decided], links: Links, lang: Language) -> str:
    # Written by hand and without the end tags that HTML does not ask for: a report has a thousand of them and more.
    say, cls, name = speaker(lang), row["class"], row["id"]
    heading, zh = title(row, lang), "" if lang == "zh" else " lang=zh-CN"
    parts = [
        f'<li id="c={name}" class=k-{FAMILY_OF[cls]}><details><summary>{mark(drawn(row))}'
        f"<span><small>{say(cls)}</small> <bdi{zh}>{escape(heading)}</bdi>"
    ]
    if year := when(row):
        parts.append(f" <small>{year}</small>")
    parts.append("</span></summary>")
    if cls != "Mention" and one_line(row["quote"]) != heading:
        where = links.report(report.id, row["start"], row["end"])
        parts.append(f'<blockquote{zh}><a href="{where}">{escape(one_line(row["quote"]))}</a></blockquote>')
    found = [_slot(slot, report, links, zh) for slot in slots(row, lang) if not (cls == "Mention" and slot.span)]
    if found:
        parts.append(f"<dl>{''.join(found)}</dl>")
    if seen := _things(site, row, links, lang):
        parts.append(f"<p class=see>{say('see')}{seen}")
    status = escape(coded("review_status", row["review_status"], lang))
    parts.append(f"<p class=rv>{status}{_decisions(decided, lang)}")
    if not links.one_file:
        story = f'<a href="{links.promise(name)}">{say("docket")}</a> ' if cls in PROMISES else ""
        parts.append(f'<p class=tl>{story}<a class=copy href="{links.sentence(name)}">{name.rpartition(".")[2]}</a>')
    parts.append("</details>")
    return "".join(parts)


def _slot(slot: Slot, report: Report, links: Links, zh: str) -> str:
    value = escape(one_line(slot.value))
    if slot.span is None:
        return f"<dt>{slot.name}<dd>{value} <small>{escape(slot.reason)}</small>"
    words = one_line(report.text[slice(*slot.span)])
    said = "" if words == one_line(slot.value) else f"{value} "
    return f'<dt>{slot.name}<dd>{said}<a class=ev{zh} href="{links.report(report.id, *slot.span)}">{escape(words)}</a>'


def _things(site: Site, row: Row, links: Links, lang: Language) -> str:
    seen = []
    for thing in site.named(row):
        address = site.thing_address(thing.key)
        if address is not None and not (thing.role == "place" and row["class"] != "Mention"):
            label = site.things[thing.key].label(lang)
            seen.append(f'<a href="{links.to(address)}">{escape(one_line(label))}</a>')
    return " · ".join(seen)


def _decisions(decided: Iterable[Decided], lang: Language) -> str:
    """Say who decided what and when, those who did the same together, and why where they say so."""
    say = speaker(lang)
    groups: dict[tuple[str, str, str], list[str]] = {}
    for d in decided:
        groups.setdefault((d.action, d.when, d.why), []).append(d.who)
    parts = []
    for (action, day, why), who in groups.items():
        names = say("comma").join(dict.fromkeys(who))
        done = say(f"did-{action}") if action in _ACTIONS else action
        parts.append(escape(say("by", done=done, names=names, day=day)) + (f"<br><i>{escape(why)}</i>" if why else ""))
    return "".join(f"<br>{part}" for part in parts)
