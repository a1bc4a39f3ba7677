"""What an amount measures: words before it, words behind it, or those that an earlier clause lends."""

import re
from dataclasses import dataclass, replace

from kg.catalogue import catalogue
from kg.extract import name_words as words_of
from kg.extract.coordinations import dealt, two_in_one
from kg.extract.labels import (
    FIRST_VERB,
    TIME_ALONE,
    left_label,
    only_verbs,
    right_label,
    verb_at_start,
    verb_before,
)
from kg.extract.measured import Measured, is_count, is_stretch
from kg.extract.reading import Piece, Reading
from kg.extract.scenes import listed_before, scene_of


@dataclass(frozen=True, slots=True)
class Name:
    """What an amount measures: where its words stand, the words, and whether an earlier clause lent them.

    ``of`` is the name of the whole whose share this one is (「新增就业6万人、占全区31.8%」): what follows may go on about either.
    """

    at: Piece
    words: str
    inferred: bool = False
    of: "Name | None" = None


def names_of(reading: Reading, measured: list[Measured], named: list[Name], *, begun: int) -> list[Name | None]:
    """Name what each amount of a group measures; ``begun`` tells how many names the numbers before it have that it rises from."""
    text = reading.text
    if len(measured) == 1:
        if begun and named:
            named = [*named[:-1], replace(named[-1], of=None)]  # 「占世界经济比重从11.4%提高到15%」: the share itself
        return [_name(reading, measured[0], named)]
    start, end = measured[0].left[0], measured[0].before.rest
    cut = text.rfind("分别", start, end)
    piece = left_label(text, start, words_of.EACH.search(text, start, cut if cut >= 0 else end).start())  # type: ignore[union-attr]
    if piece is None or TIME_ALONE.fullmatch(text[slice(*piece)]):
        opening = reading.clause_at(measured[0].amount.start)[0]
        listed = listed_before(text, opening)
        names = dealt(text, listed, "", len(measured)) if listed else []
        if len({words for _, words in names}) > 1:
            return [Name(at, words) for at, words in names]
        lent = named[-1:] * len(measured) if begun == 1 else named[-len(measured) :]
        if len(lent) < len(measured):
            lent = named[-1:] * len(measured)
        if not lent:
            return [None] * len(measured)
        if measured[0].before.respectively and len(measured) == 2 and (both := two_in_one(lent[-1].words)):
            return [
                replace(lent[-1], words=words, inferred=True) for words in both
            ]  # 「城乡低保标准…，分别达740元和540元」
        part = _of_the_task(text[start if cut < 0 else cut : end]) if measured[0].amount.unit == "%" else ""
        return [_as_part(n, part, end) if part else replace(n, inferred=True) for n in lent]
    if cut < 0 and not (measured[0].before.linked or measured[0].before.verb_at or measured[0].before.comparator):
        return _listed(text, piece, len(measured))
    tail = words_of.TAIL_OPENING.sub("", text[cut + 2 : end]) if cut >= 0 else ""
    return [Name(at, words) for at, words in dealt(text, piece, tail, len(measured))]


def _listed(text: str, piece: Piece, count: int) -> list[Name | None]:
    """Name numbers that stand right behind a list: 「新增总部机构、开放创新中心80家、16家」."""
    made = verb_at_start(text, *piece)
    start = made[1] if made else piece[0]
    names = dealt(text, (start, piece[1]), "", count)
    words = [w for _, w in names]
    if len({w[-2:] for w in words}) > 1 and min(map(len, words)) < words_of.WHOLE_NAME:
        return [Name(piece, text[slice(*piece)])] * count
    verb = text[piece[0] : start]
    return [Name((min(at[0], start) if verb else at[0], at[1]), verb + w) for at, w in names]


def _of_the_task(words: str) -> str:
    """Return the plan that numbers are parts of: 「分别完成年度目标的333%、196%」, 「分别占全国的39%、65.1%」."""
    m = words_of.PART_OF_ALL.search(words)
    return m["what"] if m else ""


def _as_part(name: Name, what: str, end: int) -> Name:
    whole = name.of or name
    return Name((whole.at[0], max(end, whole.at[1])), f"{whole.words}占{what}比重", of=whole)


def names_at(text: str, start: int, end: int, count: int) -> list[Name]:
    """Name the ``count`` numbers that stand behind ``text[start:end]``: each its own where 分别 deals them out, else one for all."""
    cut = text.rfind("分别", start, end)
    piece = left_label(text, start, cut if count > 1 and cut >= 0 else end)
    if piece is None:
        return []
    if count > 1:
        return [Name(at, words) for at, words in dealt(text, piece, "", count)]
    return [Name(piece, text[slice(*piece)])]


def with_whole(name: Name, named: list[Name]) -> Name:
    """Give 「占世界经济比重」, which a rise starts from, the whole that it is a share of: the thing named before."""
    if not named or not name.words.startswith("占"):
        return name
    whole = named[-1].of or named[-1]
    return Name((whole.at[0], name.at[1]), _share_of(whole.words + name.words), of=whole)


def told(text: str, measure: Measured, name: Name, previous: Name | None) -> Name | None:
    """Give a name that tells nothing its thing: the noun behind the number, or the one counted before it.

    「成立100亿元市级招商基金」, 「新增创新平台604家，其中国家级11家」. A number that has no such thing is left out unless
    it is money or a share.
    """
    if name.inferred:
        return name
    if name.words == "国家城市":  # 「国际友城增至35个国家57个城市」
        return Name((previous.at[0], name.at[1]), previous.words) if previous else None
    if words_of.RANK_OF_THINGS.fullmatch(_without_verb(name.words)):
        if thing := _ranked_thing(text, measure, name, previous):
            return thing
    elif not words_of.SOME_THING.fullmatch(name.words):
        return name
    elif (
        previous
        and name.at[0] >= measure.after
        and words_of.ADJACENT.fullmatch(text, previous.at[1], measure.amount.start)
    ):
        return Name((previous.at[0], name.at[1]), previous.words + name.words)  # 「24个项目51项指标」
    elif name.at[1] <= measure.amount.start and (noun := right_label(text, *measure.right)):
        words = text[slice(*noun)]
        return Name((name.at[0], noun[1]), name.words + words if only_verbs(name.words) else words)
    return name if measure.amount.unit in ("元", "美元", "%") else None


def tells_nothing(name: Name) -> bool:
    """Whether a name does not say what is counted."""
    return bool(
        words_of.RANK_OF_THINGS.fullmatch(_without_verb(name.words)) or words_of.SOME_THING.fullmatch(name.words)
    )


def _without_verb(words: str) -> str:
    """Return the words without the verb that a coordination lent them: 「培育国家级示范单位13个、省级121个」."""
    verb = verb_at_start(words, 0, len(words))
    return words[verb[1] :] if verb else words


def _ranked_thing(text: str, measure: Measured, name: Name, previous: Name | None) -> Name | None:
    """Find the things of which 国家级 or 省定 says the rank: 「省定20件、市定15件民生实事」, 「…604家，其中国家级11家」."""
    if behind := words_of.SHARED_THING.match(text, measure.after, measure.right[1] + 24):
        return Name((name.at[0], behind.end()), name.words + behind["thing"])
    if previous is None or previous.at[0] > name.at[0] or name.at[1] > measure.amount.start:
        return None
    if "；" in text[previous.at[0] : name.at[0]]:
        return None
    rank = _without_verb(name.words)
    other = words_of.RANK_OF_THINGS.search(previous.words)
    if other:
        words = previous.words[: other.start()] + rank + previous.words[other.end() :]
    else:
        words = words_of.MADE.sub("", previous.words) + rank
    return Name((previous.at[0], name.at[1]), words)


def _name(reading: Reading, measure: Measured, named: list[Name]) -> Name | None:
    """Name what one amount measures."""
    text, before = reading.text, measure.before
    start = measure.left[0]
    previous = named[-1] if named else None
    if previous and previous.of and measure.amount.unit not in ("百分点", "个百分点"):
        previous = previous.of
    if previous and start < previous.at[1] <= measure.amount.start:
        start = previous.at[1]  # what stands behind the amount before names that one
    left = left_label(text, start, before.rest)
    time = left if left is not None and TIME_ALONE.fullmatch(text[slice(*left)]) else None
    left = None if time else left
    if left is None and time is None and (m := TIME_ALONE.match(text, start, before.rest)):
        time = m.span()
    share = named[-1] if named and named[-1].of else None
    if share and share.of and time and (scope := words_of.SCOPE.fullmatch(text, *time)) and measure.amount.unit == "%":
        return Name(
            (share.at[0], time[1]), f"{share.of.words}占{scope[0]}比重", of=share.of
        )  # 「占全国四成、全区六成」
    lent = _lent_verb(text, start, previous)
    if goal := _goal(text, measure, left, previous):
        return goal
    if left and words_of.VAGUE.fullmatch(text, *left) and (metric := _metric_before(text, start)):
        per_head = "人均" if text.startswith("人均", left[0]) else ""
        return Name((metric[0], left[1]), per_head + text[slice(*metric)])
    total = (
        words_of.ITS_SUM.search(previous.words) if left is None and previous and text.startswith("、", start) else None
    )
    if total and (behind := _thing_behind(text, measure)):  # 「总投资120亿元的甲项目、50亿元的乙项目」
        return Name((measure.amount.start, behind[1]), text[slice(*behind)] + total[0])
    if money := _money(text, measure, left):
        return money
    if part := _part(text, measure, left, previous):
        return part
    right = _behind(text, measure, left, lent)
    if right is not None:
        end = measure.amount.start if left is None else before.rest
        return _counted(text, left, right, start, end, lent, part=measure.amount.unit == "%")
    if left is not None and not only_verbs(text[slice(*left)]):
        return _before(text, measure, left, lent, previous)
    if previous and left and not before.to and (measure.amount.unit in words_of.EXTENTS or is_count(measure.amount)):
        thing = _without_verb(previous.words)  # 「新建标准厂房6万平方米、改造提升3万平方米」
        if done := verb_before(thing, 0, len(thing)):  # 「重大项目开工123个、建成30个」
            thing = words_of.WHOLLY.sub("", thing[: done[0]]) or thing
        if not words_of.MEASURE_END.search(thing):
            return Name((previous.at[0], left[1]), text[slice(*left)] + thing)
    if previous and (left is None or before.verb_at is None):
        if (
            left is None
            and words_of.TOTAL_NOW.fullmatch(text, start, measure.amount.start)
            and words_of.MADE.match(previous.words)
        ):
            return Name(previous.at, words_of.MADE.sub("", previous.words), inferred=True)
        return replace(previous, inferred=True)
    if scene := None if left else _scene(reading, measure):
        return scene
    if (
        time
        and previous is None
        and "经济" in text[: time[0]]
        and measure.amount.unit in ("%", "元", "百分点", "个百分点")
    ):
        return Name(time, "地区生产总值")  # 「经济发展再上台阶：全年增长4.8%」
    if (not left or (previous is None and not catalogue().lookup(text[slice(*left)]))) and (
        topic := scene_of(text, reading.clause_at(measure.amount.start)[0])
    ):
        if left is None:
            return Name(topic, text[slice(*topic)], inferred=True)
        # 「加大保障性安居工程建设力度，新开工700万套」
        return Name((topic[0], left[1]), text[slice(*left)] + text[slice(*topic)])
    # Better the few words there are (「全年增长4.8%」) than no statement of a number.
    return Name(left or time, text[slice(*(left or time))]) if left or time else None  # type: ignore[misc, arg-type]


def _goal(text: str, measure: Measured, left: Piece | None, previous: Name | None) -> Name | None:
    """Name a rate of growth that is told as a goal: 「提出8%左右的国内生产总值增长目标」, 「增长预期目标定在7.5%」."""
    if measure.amount.unit != "%":
        return None
    before = measure.before
    if left is None and previous is None and before.growth_noun and before.verb_at:
        return Name(before.verb_at, "地区生产总值") if "目标" in text[slice(*before.verb_at)] else None
    goal = goal_behind(text, measure)
    if goal is None or not (left is None or only_verbs(text[slice(*left)]) or words_of.SAID.fullmatch(text, *left)):
        return None
    what = goal["what"]
    if not what and previous:
        return replace(previous, inferred=True)
    return Name(goal.span(), "地区生产总值" if what in ("", "经济", "国民经济") else what)


def goal_behind(text: str, measure: Measured) -> re.Match[str] | None:
    """Match the words behind a percentage that call it a rate of growth: 「8%左右的国内生产总值增长目标」."""
    if measure.before.verb_at and not measure.before.to:
        return None
    return words_of.GOAL.match(text, measure.after)


def _metric_before(text: str, start: int) -> Piece | None:
    """Find what the clause before changes: 「下调养老保险单位缴费比例，各地可降至16%」."""
    begin = max(text.rfind(mark, 0, start - 1) for mark in "，；。！？：") + 1
    m = words_of.CHANGED.match(text, begin, start - 1) if text[start - 1 : start] == "，" else None
    return m.span("metric") if m else None


def _money(text: str, measure: Measured, left: Piece | None) -> Name | None:
    """Name money by what it is, behind the number: 「落实5000万元专项资金」, 「中央财政安排384亿元救灾款」."""
    before = measure.before
    if measure.amount.unit not in ("元", "美元") or before.verb_at or before.linked:
        return None
    words = text[slice(*left)] if left else ""
    owned = left is not None and text.startswith("的", left[1])  # 「中央财政的400亿元补贴资金」
    if left and words_of.MONEY_SPENT.fullmatch(words) and (aim := words_of.PURPOSE.match(text, measure.after)):
        return Name((left[0], aim.end("for")), words + aim["for"])
    if words and not only_verbs(words) and not words_of.MONEY_VERB.search(words) and not owned:
        return None
    m = words_of.MONEY.match(text, measure.after, measure.right[1])
    what = m["what"] if m else ""
    after = m.end("what") if m else measure.after
    if (
        left
        and words_of.MONEY_VERB.search(words)
        and words_of.BARE_MONEY.fullmatch(what)
        and (aim := words_of.PURPOSE.match(text, after))
    ):
        return Name((left[0], aim.end("for")), words + what + aim["for"])
    if m:
        return Name((left[0] if left else m.start("what"), m.end("what")), words + what)
    # Of money that is only spent nothing else is said than the verb.
    spent = left is not None and only_verbs(words) and words_of.MONEY_VERB.search(words) and not words.endswith("新增")
    return Name(left, words + "资金") if left and spent else None


def _part(text: str, measure: Measured, left: Piece | None, previous: Name | None) -> Name | None:
    """Name a part of the things behind it: 「贡献了全省74.6%的规模工业增加值」, 「60%以上村集体经济组织」."""
    before = measure.before
    if measure.amount.unit != "%" or before.verb_at or before.linked or before.growth_noun:
        return None
    words = text[slice(*left)] if left else ""
    lead = words_of.PART_OF.search(words)
    if words and not lead and not only_verbs(words):
        return None
    thing = right_label(text, *measure.right)
    if thing is None or (words and not lead and not text.startswith("的", measure.after)):
        return None
    noun = text[slice(*thing)]
    if words_of.OF_GROWTH.match(noun):
        return None
    at = (left[0] if left else thing[0], thing[1])
    scope = lead["scope"] if lead else None
    if left is None and previous and text[measure.left[0] : measure.left[0] + 1] in ("和", "、"):
        scope = (shared := words_of.OF_SCOPE.search(previous.words)) and shared[1]
    if scope:
        return Name(at, f"{noun}占{scope}比重")
    return Name(at, words + noun if words_of.SHARE_WORD.search(noun) else words + noun + "占比", of=Name(thing, noun))


def _behind(text: str, measure: Measured, left: Piece | None, lent: Piece | None) -> Piece | None:
    """Return the noun behind an amount where it may be what the amount counts."""
    amount, before = measure.amount, measure.before
    if before.verb_at is not None or (
        before.linked and not (left is None and words_of.FOR_WHOM.search(text[: amount.start]))
    ):
        return None
    bare = left is None or only_verbs(text[slice(*left)])
    if is_count(amount) and (twice := words_of.COUNTED_TWICE.match(text, measure.after)):
        return right_label(text, twice.end(), len(text))  # 「消除2800户7700人返贫风险」
    if is_count(amount) and (aged := words_of.AGED.match(text, measure.after)):
        more = words_of.NEXT_COUNT.search(text, aged.end())
        return right_label(text, aged.end(), more.start() if more else len(text))  # 「7万名35-64岁妇女」
    # 「60%以上村集体经济组织」 is a part of the things behind it, where nothing stands before.
    if is_stretch(amount) and left and words_of.HIGHER.fullmatch(text, *left):
        bare = True  # 「完成自治区10万亩粮食生产任务」
    if is_stretch(amount) and left and not bare and measure.bound is None and verb_before(text, *left):
        behind = text[measure.after : measure.right[1]]
        bare = not behind.startswith(("内", "外", "长", "高", "深", "宽")) and not words_of.REACHED.search(behind)
    if is_count(amount) or (is_stretch(amount) and bare) or (amount.unit == "%" and left is None and not lent):
        return right_label(text, *measure.right)
    return None


def _before(text: str, measure: Measured, left: Piece, lent: Piece | None, previous: Name | None) -> Name:
    """Name an amount by the words before it; what measures another thing takes that thing's name along."""
    words = text[slice(*left)]
    verb = verb_at_start(text, *left)
    if (total := words_of.TOTAL.fullmatch(text, *left)) and total.start("total") > left[0]:
        left = total.span("total")  # 「启动实施总投资44亿元的供水工程」
        words = text[slice(*left)]
        if thing := _thing_behind(text, measure):
            return Name((left[0], thing[1]), text[slice(*thing)] + words)
    if words.startswith("占") and not previous and (scene := scene_of(text, measure.left[0])):
        previous = Name(scene, text[slice(*scene)])
    if words.startswith("占") and previous:
        return Name((previous.at[0], left[1]), _share_of(previous.words + words), of=previous)
    rate = measure.amount.unit == "%" and bool(words_of.BARE_RATE.fullmatch(words)) and not catalogue().lookup(words)
    if (rate or words_of.BARE_METRIC.fullmatch(words)) and (scene := scene_of(text, measure.left[0])):
        whole = text[slice(*scene)]
        return Name((scene[0], left[1]), whole.removesuffix(words[:2]) + words)  # 「农村生活污水治理，治理率100%」
    if (rate and previous and not words_of.RATIO.search(previous.words)) or words_of.OF_ANOTHER.fullmatch(words):
        if thing := _thing_behind(text, measure):
            return Name((left[0], thing[1]), text[slice(*thing)] + words)
        led_in = (
            left[0] - max(measure.left[0], previous.at[1] if previous else 0) > words_of.LED_IN
        )  # 「…，博览会我市签约交易额542亿元」
        if previous and previous.at[0] < left[0] and not led_in and "；" not in text[previous.at[0] : left[0]]:
            whole = words_of.ITS_TOTAL.sub("", words_of.MADE.sub("", previous.words))
            if words.endswith("产量"):  # 「粮食播种面积387.1万亩、产量113.5万吨」
                whole = words_of.SOWN.sub("", whole)
            return Name((previous.at[0], left[1]), whole + words.removeprefix(whole[-2:]))
        if not words.endswith(("率", "度")) and (scene := scene_of(text, measure.left[0])):
            return Name((scene[0], left[1]), text[slice(*scene)] + words)
    if words == "集装箱" and measure.amount.unit in words_of.BOXES:
        return Name(left, "港口集装箱吞吐量")
    if words_of.PER_DAY.fullmatch(words) and previous:  # 「新登记企业增长21%，平均每天新增1.2万户」
        return Name((previous.at[0], left[1]), previous.words + words)
    if words_of.TO_ANOTHER.match(words) and previous:  # 「工业增加值突破500亿元，对经济增长的贡献率达70%」
        whose = previous.of or previous
        return Name((whose.at[0], left[1]), whose.words + words)
    if measure.amount.unit == "%" and previous and words_of.YEARS_TASK.fullmatch(words):
        return Name((previous.at[0], left[1]), f"{previous.words}占{words}比重", of=previous)
    if len(words) > words_of.LONG and (listed := words_of.LIST_END.search(words)):
        made = text[slice(*verb)] if verb and not words.startswith("新能源") else ""
        return Name(left, made + listed["kind"])
    if lent and not verb and _is_lent(words, measure):
        return Name((lent[0], left[1]), text[slice(*lent)] + words)
    if measure.amount.unit != "%" or measure.before.verb_at:
        return _of_list(text, measure, left, words)
    if task := words_of.TASK_DONE.fullmatch(words):
        return Name(left, f"{task['thing']}占{task['what']}比重")
    if words_of.SHARES.search(words):
        return Name(left, _share_of(words))
    if words_of.SHARE_WORD.search(words) or words.endswith("度"):
        return Name(left, words)
    if own_rate := words_of.OWN_RATE.match(text, measure.after):
        return Name((left[0], own_rate.end()), words + own_rate["rate"])  # 「制造业等行业现行16%的税率」
    if text.endswith("占", left[1], measure.amount.start):
        return Name(left, words + "占比")  # 「重大基础设施建设占23.6%」
    if done := _done_by_share(text, measure):
        deed = text[slice(*done)]
        return Name((left[0], done[1]), words + deed + ("率" if len(deed) <= words_of.DEED else "占比"))
    return Name(left, words)


def _of_list(text: str, measure: Measured, left: Piece, words: str) -> Name:
    """Give a count of what a list is of the verb before the list: 「新引进“独角兽”、“瞪羚”等强优企业9家」."""
    if is_count(measure.amount) and text[left[0] - 1 : left[0]] == "等" and not verb_at_start(text, *left):
        start = measure.left[0]
        while text[start : start + 1] in tuple("，、；"):
            start += 1
        if verb := verb_at_start(text, start, left[0]):
            return Name((verb[0], left[1]), text[slice(*verb)] + words)
    return Name(left, words)


def _done_by_share(text: str, measure: Measured) -> Piece | None:
    """Find what is done by that share of the things before: 「许可准入事项100%网上可办」, 「资金65%以上用于产业发展」."""
    if measure.before.linked and not words_of.ALL.fullmatch(text, *measure.amount.number):
        return None
    done = right_label(text, *measure.right)
    return (
        done if done and not words_of.NO_DEED.match(text, *done) and not words_of.REACHED.search(text, *done) else None
    )


def _is_lent(words: str, measure: Measured) -> bool:
    """Whether the verb of a coordination is this name's too: 「新增绿色建筑X万平方米、装配式建筑Y万平方米」, not a sum's."""
    if is_count(measure.amount):
        return True
    if measure.amount.unit in ("元", "美元"):
        return bool(words_of.MONEY.fullmatch(words))
    return measure.amount.unit in words_of.EXTENTS and not words_of.MEASURE_END.search(words)


def _thing_behind(text: str, measure: Measured) -> Piece | None:
    """Find the thing of which a total is told before it: 「总投资44亿元的供水工程」, 「总投资1.78万亿元的289个项目」."""
    m = words_of.THING_BEHIND.match(text, measure.after, measure.right[1] + 30)
    if m is None:
        return None
    end = m.end()
    if p := words_of.PREDICATE_BEHIND.search(text, m.start("thing"), end):
        end = p.start()
    return (m.start("thing"), end) if end - m.start("thing") >= 2 else None


def _share_of(words: str) -> str:
    """Call a share one: 「外贸增量占全区外贸增量」 is a 比重 of it."""
    return words if words_of.SHARE_WORD.search(words) else words + "比重"


def _scene(reading: Reading, measure: Measured) -> Name | None:
    """Take the indicator that the sentence named last, where neither the clause nor the one before names any."""
    found = catalogue().find(reading.text[: measure.left[0]])
    if not found:
        return None
    start, end, _ = found[-1]
    return Name((start, end), reading.text[start:end], inferred=True)


def _shared_predicate(text: str, end: int) -> str:
    """Return what the last of a list of counted things says of all: 「5个园区、15家企业入选先行区」."""
    m = words_of.PREDICATE_OF_ALL.match(text, end)
    return m["did"] if m else ""


def _lent_verb(text: str, start: int, previous: Name | None) -> Piece | None:
    """Return the verb that a coordination shares: 「关闭非煤矿山11座、中小煤矿8处」."""
    if previous is None or text[start : start + 1] not in ("、", "和", "与", "及"):
        return None
    return verb_at_start(text, *previous.at)


def _counted(
    text: str, left: Piece | None, right: Piece, start: int, end: int, lent: Piece | None, *, part: bool
) -> Name:
    """Name a count by the noun behind it, with the verb before it (「实施1118个村庄规划编制」)."""
    noun = text[slice(*right)]
    if (
        left is None
        and words_of.FOR_WHOM.search(text[start:end])
        and (done := FIRST_VERB.search(text, right[0] + 1, right[1]))
    ):
        # 「在115个县建设示范片1000个」: the things behind are counted by a number of their own.
        share = "占比" if part and not words_of.SHARE_WORD.search(noun) else ""
        return Name((right[0], done.start()), text[done.start() : right[1]] + text[right[0] : done.start()] + share)
    if left is None:
        if len(noun) == 1 and (verb := verb_before(text, max(0, start - 4), end)):
            return Name((verb[0], right[1]), text[slice(*verb)] + noun)
        noun += "" if words_of.DONE_ALREADY.search(noun) else _shared_predicate(text, right[1])
        if lent:
            return Name((lent[0], right[1]), text[slice(*lent)] + noun)
        thing = words_of.MEASURED_THING.fullmatch(noun)
        return Name(right, thing["thing"], of=Name(right, noun)) if thing else Name(right, noun)
    listed = text[left[1] : end].startswith("等")
    joined = words_of.JOINED.match(text, left[1], end)
    verb = verb_at_start(text, *left) if listed or joined else verb_before(text, *left)
    if verb and not listed and not joined and 0 < verb[0] - left[0] <= words_of.SHORT:
        verb = left  # 「“两癌”筛查覆盖3.9万名妇女」
    if verb:
        return Name((verb[0], right[1]), text[slice(*verb)] + noun)
    if listed and (done := words_of.SET_OUT.match(text, *left)):
        return Name((left[0], right[1]), done[0] + noun)  # 「示范区推出甲机制、乙方案等24项成果」
    if listed or only_verbs(text[slice(*left)]):
        return Name(right, noun)
    return Name((left[0], right[1]), text[slice(*left)] + noun)
