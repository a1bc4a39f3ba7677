"""Made reports of the nation, a province and a city over three years, for the tests of panel and SQL."""

from pathlib import Path

from command import put

from kg.build import build
from kg.project import Project, init_project

_FRAME = """\
政府工作报告

{year}年1月8日在{meeting}上

{head}

各位代表：

现在，我代表{who}向大会报告工作，请予审议。

一、{last}年工作回顾

{review}

二、{year}年工作安排

{plan}
"""
_WHO = {
    "cn": ("第十三届全国人民代表大会第二次会议", "国务院总理 甲乙丙", "国务院"),
    "430000": ("湖南省第十三届人民代表大会第三次会议", "湖南省人民政府省长 甲乙丙", "省人民政府"),
    "430500": ("邵阳市第十六届人民代表大会第六次会议", "邵阳市人民政府市长 甲乙丙", "市人民政府"),
}
# Place and year → what the report looks back on, what it plans.
TEXTS = {
    ("430500", 2019): (
        "一年来，地区生产总值增长 8.2%，一般公共预算收入完成 95.3 亿元，城镇新增就业 5.1 万人。",
        "主要预期目标是：地区生产总值增长 8%左右，城镇登记失业率控制在 4.5%以内，固定资产投资增长 9%—10%，"
        "居民收入增长与经济增长同步。",
    ),
    ("430500", 2020): (
        "一年来，地区生产总值增长 7.6%，一般公共预算收入完成 101.2 亿元，固定资产投资增长 9.5%。四季度地区生产总值增长 7.9%。",
        "主要预期目标是：地区生产总值增长 7.5%以上，城镇登记失业率控制在 4.5%以内。规模以上工业增加值增长 7%。",
    ),
    ("430500", 2021): (
        "一年来，地区生产总值增长 3.9%。2019年一般公共预算收入为 100.8 亿元。规模以上工业增加值增长 4.6%。",
        "主要预期目标是：地区生产总值增长 7%。",
    ),
    ("430000", 2020): ("一年来，地区生产总值增长 7.6%。", "主要预期目标是：地区生产总值增长 7.5%左右。"),
    ("cn", 2019): (
        "一年来，国内生产总值增长 6.6%。",
        "今年经济社会发展的主要预期目标是：国内生产总值增长 6%—6.5%，居民消费价格涨幅 3%左右。",
    ),
}  # fmt: skip


def made(root: Path) -> Project:
    """Make a project of these reports and build it."""
    project = init_project(root)
    for (place, year), (review, plan) in TEXTS.items():
        meeting, head, who = _WHO[place]
        text = _FRAME.format(year=year, last=year - 1, meeting=meeting, head=head, who=who, review=review, plan=plan)
        put(project.reports / f"{place}-{year}", text)
    build(project)
    return project
