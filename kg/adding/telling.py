"""What became of a file, in words: the cells of its row, remarks for a person, the lines a run ends with."""

from collections import Counter
from collections.abc import Iterator, Sequence

from kg.adding.sheet import NAME, Row
from kg.language import count, language, say
from kg.messages import translated
from kg.places import division
from kg.readers import Document
from kg.recognise import Recognition, level_of


def cells(found: Recognition) -> Row:
    """Return the cells that say what was recognised, how certainly and why."""
    place = division(found.place) if found.place else None
    row = {
        "place": place.code if place else "",
        "place_name": place.name if place else "",
        "level": level_of(place) if place else "",
        "year": str(found.plan or ""),
        "kind": found.kind,
        "review_start": str(found.review[0]) if found.review else "",
        "review_end": str(found.review[1]) if found.review else "",
        "meeting_date": found.date or "",
        "speaker": found.speaker or "",
        "date_certainty": f"{found.certainty('date'):g}",
        "speaker_certainty": f"{found.certainty('speaker'):g}",
    }
    for name, field in (("place", "place"), ("year", "plan"), ("kind", "kind")):
        row |= {f"{name}_certainty": f"{found.certainty(field):g}", f"{name}_reason": why(found, field)}
    return row


def remarks(found: Recognition, document: Document) -> Iterator[str]:
    """Say what a person should know of a text that is added all the same: what was cut, lacks, or was overruled."""
    yield from map(translated, document.remarks)
    if not (found.whole or found.problem):
        yield say(
            "only a part of a report: nothing is concluded from what it does not say",
            "报告残缺：对其未提及的内容不作任何推断",
        )
    for name, shown, taken in (("place", _place_name, found.place), ("plan", str, found.plan)):
        if name in found.overruled:
            said, guess = found.overruled[name]
            label = say("place", "地点") if name == "place" else say("year", "年度")
            yield f"{label}: {shown(said)} ({translated(guess.reason)}) → {shown(str(taken))}"


def _place_name(code: str) -> str:
    return f"{division(code).name} {code}"


def why(found: Recognition, name: str) -> str:
    """Return what a guess rests on."""
    return translated(found.guesses[name].reason) if name in found.guesses else ""


def summary(rows: Sequence[Row]) -> Iterator[str]:
    """Say of a run over many files which were not added and why, what to know of the others, and last how many there are."""
    for row in rows:
        for line in filter(None, (row["problem"], row["remark"] if _outcome(row) in ("added", "duplicate") else "")):
            yield f"{row['file']}: {line}"
    counts = Counter(_outcome(row) for row in rows)
    chinese = language() == "zh"
    words = {
        "added": "已在项目中" if chinese else "in the project",
        "duplicate": "重复" if chinese else "duplicate" if counts["duplicate"] == 1 else "duplicates",
        "other": "非政府工作报告" if chinese else "of another kind",
        "problem": "有问题" if chinese else "with a problem",
    }
    told = [f"{counts[name]} {word}" for name, word in words.items() if counts[name]]
    shown = ", ".join(told) or "0"
    next_en, next_zh = ("; next: kg build", "；下一步：kg build") if counts["added"] else ("", "")
    yield say(
        f"{count(len(rows), 'file')}: {shown}; see and correct {NAME}, then run this again{next_en}",
        f"共 {len(rows)} 个文件：{'，'.join(told) or '0'}；请查看并更正 {NAME} 后再次运行{next_zh}",
    )


def _outcome(row: Row) -> str:
    if row["added"] == "yes":
        return "added"
    if row["duplicate_of"]:
        return "duplicate"
    return "other" if row["kind"] not in ("", "report") else "problem"
