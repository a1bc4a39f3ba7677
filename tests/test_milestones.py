import hashlib

import pytest

from kg.extract.milestones import EXAMPLES, RULES, planned_project, project_status
from kg.extract.project_names import is_name, own, trim
from kg.extract.reading import Reading
from kg.model import Passage, Proposal, Report, Span


def reading(text: str, half: str) -> Reading:
    report = Report(
        id="999900-2019",
        text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        place="999900",
        plan=2019,
        review=(2018, 2018),
    )
    passage = Passage(
        kind="sentence", span=Span(0, len(text)), section="一", half="plan" if half == "plan" else "review"
    )
    return Reading(report, passage, "测试市")


def proposed(text: str, half: str) -> list[Proposal]:
    found = [p for rule in RULES for p in rule(reading(text, half))]
    return sorted(found, key=lambda p: (p.slots["status"], p.slots["project"]))


@pytest.mark.parametrize(("text", "half", "expected"), EXAMPLES)
def test_the_rules_read_their_examples(text: str, half: str, expected: tuple[tuple[str, str, str], ...]) -> None:
    found = [(p.project_label, p.status, p.strength or "") for p in proposed(text, half)]
    assert sorted(found) == sorted(expected)


@pytest.mark.parametrize(("text", "half", "expected"), EXAMPLES)
def test_every_slot_stands_in_the_text_and_every_address_is_its_own(text: str, half: str, expected: object) -> None:
    found = proposed(text, half)
    assert len({p.id for p in found}) == len(found)
    for p in found:
        project, status = p.slots["project"], p.slots["status"]
        assert isinstance(project, Span) and isinstance(status, Span)
        assert text[p.span.start : p.span.end] == p.quote and len(p.quote) <= 200
        assert p.span.covers(project) and p.span.covers(status) and status == p.as_stated
        assert "".join(project.of(text).split()).replace("(", "（").replace(")", "）") == p.project_label
        assert p.about == p.project and p.about_label == p.project_label


def test_a_written_year_is_evidence_and_an_unwritten_one_is_inherited() -> None:
    (written,) = planned_project(reading("确保甲子大桥2020年建成通车。", "plan"))
    assert (written.year, written.slots["year"]) == (2020, Span(6, 11))
    (inherited,) = planned_project(reading("确保甲子大桥建成通车。", "plan"))
    assert (inherited.year, inherited.slots["year"]) == (2019, "inherited:report")
    (past,) = project_status(reading("甲子大桥建成通车。", "review"))
    assert (past.year, past.slots["year"]) == (2018, "inherited:report")


def test_strength_reaches_over_clauses_without_a_verb_of_their_own() -> None:
    found = {p.project_label: p for p in proposed("确保甲子大桥竣工，乙丑隧道通车，推进丙寅水库建设。", "plan")}
    assert found["乙丑隧道"].strength == "ensure" and found["乙丑隧道"].slots["strength"] == Span(0, 2)
    assert found["丙寅水库"].strength == "plain" and found["丙寅水库"].slots["strength"] == "plain-directive"


def test_a_phase_alone_belongs_to_the_project_before_it() -> None:
    one = proposed("完成甲子机场扩建工程，启动二期项目前期工作。", "plan")
    two = proposed("完成乙丑机场扩建工程，启动二期项目前期工作。", "plan")
    assert one[1].project_label == two[1].project_label == "二期项目"
    assert one[1].project != two[1].project
    assert proposed("启动二期项目前期工作。", "plan") == []


def test_past_wording_in_the_plan_half_is_an_outcome() -> None:
    (found,) = proposed("甲子铁路已开工建设。", "plan")
    assert (found.cls, found.status) == ("RealisedMilestone", "started")


def test_a_name_needs_characters_of_its_own() -> None:
    assert is_name("安张衡铁路", listed=False) and not is_name("农村公路", listed=False)
    assert own("衡东县特殊学校") >= 2 and own("农村污水处理厂") == 0
    assert is_name("豪曼新能源", listed=True) and not is_name("豪曼新能源", listed=False)
    assert not is_name("12个重大项目", listed=True)


def test_trimming_leaves_the_name_alone() -> None:
    text = "全国首个工惠驿家线下项目建设"
    assert text[slice(*trim(text, 0, len(text)))] == "工惠驿家线下项目"
    assert trim("和平印象城", 0, 5) == (0, 5)
