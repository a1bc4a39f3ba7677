"""``kg audit --score``: a sheet with a person's verdicts → precision and recall, with their confidence intervals."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from kg.curation.intervals import LEVEL, Share, Stratum, weighted, wilson
from kg.curation.sampling import COLUMNS, SENTENCES
from kg.decisions.cells import AMENDABLE, CellError, read_integer, unprotect
from kg.decisions.sheets import column_names, header_of, read_bytes, read_rows
from kg.errors import DecisionError
from kg.language import say

_NEEDED: Final = ("item", "stratum", "population", "verdict")
_SLOTS: Final = frozenset(AMENDABLE) | {slot.evidence for slot in AMENDABLE.values() if slot.evidence} | {"quote"}
_RIGHT, _WRONG = re.compile(r"right|对|正确"), re.compile(r"wrong|错|错误")
_SLOT = re.compile(r"(?:slot wrong|槽位错)\s*[:：]?\s*(?P<which>.*)", re.DOTALL)
_MISSED = re.compile(r"(?P<nothing>nothing missed|无遗漏)|(?:missed|遗漏)\s*(?P<number>\d{1,3})")


class Verdict(NamedTuple):
    """What a person found of one item: ``right``, ``wrong``, ``slot`` with the slots, or how many were ``missed``."""

    item: str
    stratum: str
    population: int
    kind: str
    slots: tuple[str, ...] = ()
    missed: int = 0


@dataclass(frozen=True)
class Audited:
    """The verdicts of a sheet, all that is wrong with it, who gave them, and the seeds it was drawn with."""

    verdicts: tuple[Verdict, ...]
    errors: tuple[DecisionError, ...]
    who: tuple[str, ...]
    seeds: tuple[str, ...]


def read_audit(path: Path) -> Audited:
    """Read a filled sheet; raises DecisionError for what is no sheet of an audit."""
    rows = read_rows(read_bytes(path), str(path), COLUMNS)
    header = header_of(rows)
    names = column_names(header) if header else []
    if header is None or (missing := [name for name in _NEEDED if name not in names]):
        wanted = ", ".join(missing if header else _NEEDED)
        raise DecisionError(path, f"a column {wanted}", "none", "use the sheet that `kg audit -o FILE` writes")
    verdicts: list[Verdict] = []
    errors: list[DecisionError] = []
    seen: dict[str, int] = {}
    sizes: dict[str, int] = {}
    who, seeds = Counter[str](), Counter[str]()
    for number, raw in rows[rows.index(header) + 1 :]:
        cells = {name: unprotect(cell.strip()) for name, cell in zip(names, raw, strict=False)}
        if not any(cells.values()):
            continue
        try:
            verdict = _verdict(cells, f"{path}, row {number}")
            _once(verdict, seen, sizes, f"{path}, row {number}")
        except DecisionError as error:
            errors.append(error)
            continue
        seen[verdict.item] = number
        verdicts.append(verdict)
        who[cells.get("who", "")] += 1
        seeds[cells.get("seed", "")] += 1
    if not verdicts and not errors:
        raise DecisionError(path, "rows with verdicts", "none", "use the sheet that `kg audit -o FILE` writes")
    return Audited(tuple(verdicts), tuple(errors), tuple(sorted(filter(None, who))), tuple(sorted(filter(None, seeds))))


def _once(verdict: Verdict, seen: dict[str, int], sizes: dict[str, int], place: str) -> None:
    if verdict.item in seen:
        found = f"it in row {seen[verdict.item]} too"
        raise DecisionError(f"{place}, column item", "each item once", found, "take one of them out")
    size = sizes.setdefault(verdict.stratum, verdict.population)
    if size != verdict.population:
        step = "restore the column as the sheet was written"
        raise DecisionError(
            f"{place}, column population", f"{size}, as in this stratum's other rows", str(verdict.population), step
        )


def _verdict(cells: dict[str, str], place: str) -> Verdict:
    def wrong(column: str, expected: str, step: str) -> DecisionError:
        cell = cells.get(column, "")
        return DecisionError(f"{place}, column {column}", expected, repr(cell[:40]) if cell else "nothing", step)

    for column in ("item", "stratum"):
        if not cells.get(column):
            raise wrong(column, "a filled cell", "restore the column as the sheet was written")
    try:
        population = read_integer(cells.get("population", ""))
    except CellError:
        raise wrong("population", "a whole number", "restore the column as the sheet was written") from None
    item, stratum, said = cells["item"], cells["stratum"], " ".join(cells.get("verdict", "").split()).casefold()
    if stratum == SENTENCES:
        match = _MISSED.fullmatch(said)
        if match is None:
            raise wrong("verdict", "nothing missed, or missed and a number", "write missed 2, or nothing missed")
        return Verdict(item, stratum, population, "missed", missed=int(match["number"] or 0))
    if _RIGHT.fullmatch(said) or _WRONG.fullmatch(said):
        return Verdict(item, stratum, population, "right" if _RIGHT.fullmatch(said) else "wrong")
    match = _SLOT.fullmatch(said)
    if match is None:
        raise wrong("verdict", "right, wrong, or slot wrong and which", "write right, wrong, or slot wrong: year, unit")
    slots = tuple(filter(None, re.split(r"[\s,，、;；]+", match["which"])))
    if not slots or not _SLOTS.issuperset(slots):
        raise wrong(
            "verdict", "slot wrong and the slots, as slot wrong: year, unit", "name columns of the statements table"
        )
    return Verdict(item, stratum, population, "slot", slots)


class Score(NamedTuple):
    """What an audit estimates of a class, or of all: wholly right, and found (right but for a slot)."""

    name: str
    population: int
    sampled: int
    right: int
    slot: int
    wrong: int
    precise: Share
    found: Share


class Recall(NamedTuple):
    """How many statements were missed in sentences without any, and the share that was found, as far as these tell."""

    sentences: int
    sampled: int
    missed: int
    total: float
    share: Share


def scores(verdicts: Sequence[Verdict]) -> Iterator[Score]:
    """Yield the score of each class and last of all statements, strata weighted by their population."""
    own = [v for v in verdicts if v.stratum != SENTENCES]
    for name in sorted({v.stratum.split(" ")[0] for v in own}):
        yield _score(name, [v for v in own if v.stratum.split(" ")[0] == name])
    if own:
        yield _score("all", own)


def _score(name: str, verdicts: Sequence[Verdict]) -> Score:
    kinds = Counter(v.kind for v in verdicts)
    sizes = {v.stratum: v.population for v in verdicts}

    def share(*counted: str) -> Share:
        return weighted(
            [
                Stratum(
                    size,
                    sum(v.stratum == stratum for v in verdicts),
                    sum(v.stratum == stratum and v.kind in counted for v in verdicts),
                )
                for stratum, size in sorted(sizes.items())
            ]
        )

    counts = (kinds["right"], kinds["slot"], kinds["wrong"])
    return Score(name, sum(sizes.values()), len(verdicts), *counts, share("right"), share("right", "slot"))


def recall(verdicts: Sequence[Verdict], everything: Score) -> Recall | None:
    """Estimate the recall; None without sentences in the sample.

    The interval holds the corners of two: of the share of statements found, and of the share of sentences in which
    something was missed, each with the mean number missed there.
    """
    drawn = [v for v in verdicts if v.stratum == SENTENCES]
    if not drawn:
        return None
    missed, hit = sum(v.missed for v in drawn), sum(v.missed > 0 for v in drawn)
    each, population = missed / hit if hit else 1.0, drawn[0].population
    share = wilson(hit / len(drawn), len(drawn))
    lost = Share(*(population * part * each for part in share))
    found = Share(*(everything.population * part for part in everything.found))
    low, high = found.low / (found.low + lost.high), found.high / (found.high + lost.low)
    middle = found.value / (found.value + lost.value) if found.value + lost.value else 0.0
    return Recall(population, len(drawn), missed, lost.value, Share(middle, low, high))


def lines(audited: Audited) -> Iterator[str]:
    """Yield the scores as a table, the slots that were wrong, the recall, and a paragraph in each language."""
    found = list(scores(audited.verdicts))
    head = ("", "population", "sampled", "right", "slot wrong", "wrong", "precision", "found")
    zh = ("", "总数", "抽取", "对", "槽位错", "错", "精确率", "找到")
    yield "\t".join(say(en, words) for en, words in zip(head, zh, strict=True))
    for s in found:
        cells = (s.name, s.population, s.sampled, s.right, s.slot, s.wrong, _percent(s.precise), _percent(s.found))
        yield "\t".join(map(str, cells))
    slots = Counter(slot for v in audited.verdicts for slot in v.slots)
    if slots:
        told = ", ".join(f"{slot} {count}" for slot, count in sorted(slots.items(), key=lambda s: (-s[1], s[0])))
        yield say(f"slots wrong: {told}", f"出错的槽位：{told}")
    if not found:
        return
    missing = recall(audited.verdicts, found[-1])
    if missing:
        yield say(
            f"recall\t{_percent(missing.share)}\t{missing.missed} missed in {missing.sampled} of {missing.sentences} sentences",
            f"召回率\t{_percent(missing.share)}\t{missing.sentences} 个句子中抽查 {missing.sampled} 个，遗漏 {missing.missed} 条",
        )
    yield ""
    yield _paragraph_en(audited, found[-1], missing)
    yield ""
    yield _paragraph_zh(audited, found[-1], missing)


def _percent(share: Share) -> str:
    return f"{100 * share.value:.1f} % [{100 * share.low:.1f}, {100 * share.high:.1f}]"


def _paragraph_en(audited: Audited, s: Score, r: Recall | None) -> str:
    who = ", ".join(audited.who) or "an auditor who is not named"
    seed = f"seed {', '.join(audited.seeds)}" if audited.seeds else "seed not recorded"
    words = (
        f"Precision was audited on a stratified random sample ({seed}) of {s.sampled} of {s.population} published "
        f"statements, with class and confidence band as strata, judged against the text by {who}. {s.right} were wholly right, "
        f"{s.slot} right but for a slot, {s.wrong} wrong. Weighted by stratum size, {_percent(s.precise)} are wholly right and "
        f"{_percent(s.found)} are right or right but for a slot ({LEVEL:.0%} Wilson score intervals, Wilson 1927, with Kish's "
        "effective sample size, Kish 1965)."
    )
    if r:
        words += (
            f" In {r.sampled} of {r.sentences} sentences without any statement {r.missed} statements were missed, which puts the "
            f"recall at {_percent(r.share)}; what was missed in sentences that have a statement is not counted, so that this is "
            "an upper estimate."
        )
    return words


def _paragraph_zh(audited: Audited, s: Score, r: Recall | None) -> str:
    who = "、".join(audited.who) or "未署名者"
    seed = f"随机种子 {'、'.join(audited.seeds)}" if audited.seeds else "随机种子未记录"
    words = (
        f"精确率用分层随机抽样（{seed}）检验：按类别和置信度分层，从 {s.population} 条已发布陈述中抽取 {s.sampled} 条，由{who}对照原文判定。"
        f"其中完全正确 {s.right} 条，仅个别槽位有误 {s.slot} 条，错误 {s.wrong} 条。按各层规模加权，完全正确的占 {_percent(s.precise)}，"
        f"正确或仅个别槽位有误的占 {_percent(s.found)}（{LEVEL:.0%} Wilson 得分区间，Wilson 1927；有效样本量按 Kish 1965）。"
    )
    if r:
        words += (
            f"在 {r.sentences} 个没有陈述的句子中抽查 {r.sampled} 个，遗漏 {r.missed} 条，据此估计召回率为 {_percent(r.share)}；"
            "已有陈述的句子中的遗漏未计入，因此这是偏高的估计。"
        )
    return words
