"""Mentions: where a report names a place, an organisation, a programme, a sector, an event or a document."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from kg.extract.entities.documents import documents
from kg.extract.entities.edges import Named
from kg.extract.entities.events import events
from kg.extract.entities.localities import localities
from kg.extract.entities.organisations import organisations
from kg.extract.entities.programmes import programmes
from kg.extract.entities.sectors import sectors
from kg.extract.reading import Examples, Reading
from kg.model import Proposal
from kg.terms import ink

EXAMPLE_COLUMNS = ("kind", "label", "about_label")
EXAMPLES: Examples = (
    (
        "提请市人大常委会审议《衡阳市森林防火条例》，市政府办理建议200件。",
        "review",
        (
            ("Agency", "市人大常委会", "衡阳市人民代表大会常务委员会"),
            ("LegalDocument", "衡阳市森林防火条例", "衡阳市森林防火条例"),
            ("Agency", "市政府", "衡阳市人民政府"),
        ),
    ),
    (
        "深入实施乡村振兴战略，打好污染防治攻坚战，推进“放管服”改革。",
        "plan",
        (
            ("Programme", "乡村振兴战略", "乡村振兴战略"),
            ("Programme", "污染防治攻坚战", "污染防治攻坚战"),
            ("Programme", "“放管服”改革", "“放管服”改革"),
        ),
    ),
    (
        "引进华泰汽车、顺丰集团等企业，落户松木经开区。",
        "review",
        (
            ("Enterprise", "华泰汽车", "华泰汽车"),
            ("Enterprise", "顺丰集团", "顺丰集团"),
            ("Place", "松木经开区", "松木经开区"),
        ),
    ),
    (
        "对接粤港澳大湾区，推动祁东、衡南县发展油茶产业。",
        "plan",
        (
            ("Place", "粤港澳大湾区", "粤港澳大湾区"),
            ("Place", "祁东", "祁东县"),
            ("Place", "衡南县", "衡南县"),
            ("Sector", "油茶产业", "油茶产业"),
        ),
    ),
    (
        "成功举办第三届全国农民丰收节、滨江国际马拉松赛。",
        "review",
        (
            ("Event", "第三届全国农民丰收节", "第三届全国农民丰收节"),
            ("Event", "滨江国际马拉松赛", "滨江国际马拉松赛"),
        ),
    ),
    (
        "建成市第一人民医院、衡阳师范学院新校区。",
        "review",
        (
            ("Institution", "市第一人民医院", "市第一人民医院"),
            ("Institution", "衡阳师范学院", "衡阳师范学院"),
        ),
    ),
    # Kinds of things, what is built, and short names inside other words name nothing.
    ("推进工业园区、公立医院和中小学建设，壮大支柱产业，采取有力行动。", "plan", ()),
    ("实施道路改造工程和水库除险加固工程，服务乡镇江河治理。", "plan", ()),
    ("召开人民代表大会，发展规模以上工业。", "review", ()),
)

_FIRST = ("LegalDocument", "Programme", "Event", "Agency", "Institution", "Enterprise", "Place", "Sector")


def mention(reading: Reading) -> Iterator[Proposal]:
    """Read each name once in every clause it stands in; of names that overlap the longest holds."""
    seen: set[tuple[int, str]] = set()
    for found in _apart(reading.text, _unquoted(reading.text, _named(reading))):
        clause = reading.clause_at(found.at[0])
        name = reading.text[slice(*found.at)]
        if (clause[0], name) in seen:
            continue
        seen.add((clause[0], name))
        yield _proposal(reading, found, clause)


def kind_of(name: str) -> str | None:
    """Return the kind of thing that a whole name is by its form, ``None`` where the form does not tell."""
    whole = (0, len(name))
    found = (*documents(name), *programmes(name), *events(name), *organisations(name, ""), *sectors(name))
    return next((named.kind for named in found if named.at == whole), None)


def _named(reading: Reading) -> Iterator[Named]:
    text = reading.text
    yield from documents(text)
    yield from programmes(text)
    yield from events(text)
    yield from organisations(text, reading.place_label)
    yield from localities(text, reading.report.place)
    yield from sectors(text)


def _unquoted(text: str, found: Iterable[Named]) -> Iterator[Named]:
    """Leave out the quotation marks around the whole of a name: “雪亮工程” is 雪亮工程, “3311”工程 keeps its marks."""
    for named in found:
        start, end = named.at
        if text[start] == "“" and text.find("”", start, end) == end - 1:
            named = replace(named, at=(start + 1, end - 1))
        yield named


def _apart(text: str, found: Iterable[Named]) -> list[Named]:
    """Keep the longest of names that overlap, in order of the text."""
    kept: list[Named] = []
    order = sorted(found, key=lambda n: (n.at[0] - n.at[1], _FIRST.index(n.kind), n.at))
    for named in order:
        if text.count("“", *named.at) != text.count("”", *named.at):
            continue
        if all(named.at[1] <= k.at[0] or k.at[1] <= named.at[0] for k in kept):
            kept.append(named)
    return sorted(kept, key=lambda n: n.at)


def _proposal(reading: Reading, found: Named, clause: tuple[int, int]) -> Proposal:
    text = reading.text
    quote = (min(clause[0], found.at[0]), max(clause[1], found.at[1]))
    span = reading.view.span(*quote)
    if span.end - span.start > 200:
        quote = found.at
    label = reading.words(found.at)
    full = found.full or label
    same = ink(full) == ink(label)
    return reading.propose(
        cls="Mention",
        rule="mention",
        anchor=found.at[0],
        quote=quote,
        as_stated=found.at,
        slots={
            "label": found.at,
            "kind": "name-form",
            "subject": found.at if same or full in text[slice(*found.at)] else "resolved:name",
        },
        kind=found.kind,
        label=label,
        about_label=full,
    )


RULES = (mention,)
