"""A real browser for the tests, with the network refused, and a graph to look at."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from kg.network import Edge, Graph, Node, Quote, network

NO_BROWSER = "apt-get install chromium (or name one in KG_CHROMIUM): no browser to look at the page with"

# Kind, name, and the quote that links it with the place; what follows are further links of the same thing.
THINGS = """
report|政府工作报告（2019年）|
indicator|地区生产总值|
indicator|一般公共预算收入|
indicator|社会消费品零售总额|
indicator|规模以上工业增加值|
indicator|全体居民人均可支配收入|
indicator|进出口总额|
indicator|城区空气质量优良率|
indicator|城镇登记失业率|
indicator|贫困发生率|
indicator|旅游总收入|
indicator|旅客吞吐量|
outcome|2018年 增长8.5%|地区生产总值增长8.5%|地区生产总值
outcome|2018年 264.69亿元|实现一般公共预算收入264.69亿元|一般公共预算收入
outcome|2018年 增长5.03%|增长5.03%|一般公共预算收入
outcome|2018年 增长10.6%|社会消费品零售总额增长 10.6%|社会消费品零售总额
outcome|2018年 增长7.5%|规模以上工业增加值增长 7.5%|规模以上工业增加值
outcome|2018年 25879元|全体居民人均可支配收入达25879元|全体居民人均可支配收入
outcome|2018年 86.1%|城区空气质量优良率达86.1%|城区空气质量优良率
outcome|2018年 控制在3.5%左右|城镇登记失业率控制在 3.5%左右|城镇登记失业率
outcome|2018年 降到0.99%|全市贫困发生率降到0.99%|贫困发生率
outcome|2018年 630.3亿元|实现旅游总收入 630.3 亿元|旅游总收入
outcome|2018年 突破80万人次|旅客吞吐量突破80万人次|旅客吞吐量
target|2019年 增长8.5%左右|地区生产总值增长 8.5%左右|地区生产总值
target|2019年 增长7.5%左右|一般公共预算收入增长 7.5%左右|一般公共预算收入
target|2019年 增长11%以上|社会消费品零售总额增长 11%以上|社会消费品零售总额
target|2019年 增长18%以上|进出口总额增长 18%以上|进出口总额
target|2019年 增长8%左右|规模工业增加值增长 8%左右|规模以上工业增加值
target|2019年 全体居民人均可支配收入增长8.5%左右|全体居民人均可支配收入增长 8.5%左右|全体居民人均可支配收入
target|2019年 80%以上|确保城区空气质量优良率继续保持在 80% 以上|城区空气质量优良率
target|2019年 4.5%以内|确保城镇登记失业率控制在 4.5% 以内|城镇登记失业率
target|2019年 下降到0.36%|全市贫困人口发生率下降到 0.36%|贫困发生率
target|2019年 突破100万人次|旅客吞吐量突破 100 万人次|旅客吞吐量
place|南岳机场|南岳机场通航城市达23个|旅客吞吐量
place|祁东县|祁东县成功脱贫摘帽并得到巩固|贫困发生率
place|常宁市|常宁市获批全国农村一二三产业融合发展先导区
place|衡南县|衡南县获批全国农业社会化服务体系试点县
organisation|比亚迪|比亚迪、华侨城等重大项目实现当年签约落地
organisation|华侨城集团|与华侨城集团合作创新央地国企混改模式
organisation|顺丰集团|新引进顺丰集团、杉杉集团、华泰汽车等21家“三类500强”企业
organisation|富士康|富士康进出口总额继续保持全省单体企业第一|进出口总额
organisation|南岳电控|南岳电控获评国家企业技术中心
project|比亚迪胶轮有轨电车示范线|比亚迪胶轮有轨电车示范线建设顺利启动|比亚迪
project|比亚迪胶轮有轨电车示范线一期建成投用|力争比亚迪胶轮有轨电车示范线一期建成投用|比亚迪
project|比亚迪智能制造产业园|比亚迪智能制造产业园|比亚迪
project|南岳机场站坪扩建工程|完成南岳机场站坪扩建工程|南岳机场
project|怀邵衡铁路衡阳段|怀邵衡铁路衡阳段建成通车
project|大源渡二线船闸|大源渡二线船闸主体基本完成
project|富士康IDX产业园|富士康 IDX 产业园等项目投产|富士康
programme|“1113”重大项目推进计划|大力实施“1113”重大项目推进计划|比亚迪智能制造产业园
recognition|国家创新型城市|获批建设国家创新型城市
recognition|国家物流枢纽承载城市|入选国家物流枢纽承载城市
recognition|国家企业技术中心|南岳电控获评国家企业技术中心|南岳电控
recognition|国家农产品地理标志|荣获国家农产品地理标志登记
""".strip().splitlines()
VERBS = {"outcome": "成效", "target": "承诺", "recognition": "获得", "project": "项目", "report": "作报告"}
CENTRE = "place-430400"

COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking")


@dataclass(slots=True)
class Seen:
    """What a page did that it should not: requests beyond its own file, errors, complaints on the console."""

    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def executable() -> str | None:
    """Return the path of a Chromium, or none."""
    return os.environ.get("KG_CHROMIUM") or next(filter(None, map(shutil.which, COMMANDS)), None)


def chromium() -> Iterator[Any]:
    """Start a browser once for all tests; the fixture stands in conftest. Without one the test is skipped."""
    path = executable()
    if path is None and not os.environ.get("CI"):
        pytest.skip(NO_BROWSER)
    assert path is not None, NO_BROWSER
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=list(FLAGS))
        yield started
        started.close()


@contextmanager
def watched(started: Any, *own: str, **options: Any) -> Iterator[tuple[Any, Seen]]:
    """Give an empty tab and what it does wrong: every address that begins otherwise is refused and told.

    It is closed whatever becomes of the test, so that a page left behind takes no time from the tests after it.
    """
    seen = Seen()
    settings = {"viewport": {"width": 1440, "height": 900}, "reduced_motion": "reduce"} | options
    context = started.new_context(**settings)
    try:
        tab = context.new_page()
        tab.on("pageerror", lambda e: seen.errors.append(str(e)))
        tab.on("console", lambda m: seen.errors.append(m.text) if m.type in {"error", "warning"} else None)

        def strange(route: Any) -> None:
            seen.requests.append(route.request.url)
            route.abort()

        context.route(lambda url: not url.startswith((*own, "data:", "blob:")), strange)
        yield tab, seen
    finally:
        context.close()


@contextmanager
def opened(started: Any, path: Path, fragment: str = "", **options: Any) -> Iterator[tuple[Any, Seen]]:
    """Open a file as a reader would, refuse it the network, and give the page and what it did wrong."""
    with watched(started, "file:", **options) as (tab, seen):
        tab.goto(path.as_uri() + fragment)
        yield tab, seen


# Labels that a page must show as they are.
HOSTILE = (
    "</script><script>window.hit=1</script>",
    "<img src=x onerror=window.hit=1>",
    '"><svg onload=window.hit=1>',
    "{{ 7*7 }}${window.hit=1}",
    "\u202e目标\u202c مرحبا",
    "𠮷野家\u2028&amp;<b>",
    "长" * 200,
    " ",
)


def wheel(leaves: int, centre: str = "c") -> Graph:
    """A graph of one node in the middle and so many around it."""
    rim = [Node(f"n{i:03d}", "place", f"第{i}个地点") for i in range(leaves)]
    spokes = [Edge(centre, n.id, "near", "邻近") for n in rim]
    return network([Node(centre, "place", "中心"), *rim], spokes)


def demo(report: Path) -> Graph:
    """Return an ego graph of some fifty things with sentences of a real report."""
    text = report.read_text(encoding="utf-8")
    nodes = [Node(CENTRE, "place", "衡阳市", "湖南省辖地级市 · 430400")]
    edges: list[Edge] = []
    ids: dict[str, str] = {}
    for number, line in enumerate(THINGS):
        kind, name, words, *others = line.split("|")
        ids[name] = f"{kind}-{number:02d}"
        nodes.append(Node(ids[name], kind, name))
        proof = (_quote(text, words, f"430400-2019.{number:010x}", name),) if words else ()
        linked = bool(words) or kind == "report"
        if linked:
            edges.append(Edge(CENTRE, ids[name], kind, VERBS.get(kind, "提到"), proof))
        edges += [
            Edge(ids[name], ids[o], "about", "指标" if kind in ("target", "outcome") else "有关", proof) for o in others
        ]
    return network(nodes, edges)


def _quote(text: str, words: str, statement: str, says: str) -> Quote:
    start = text.index(words)
    end = start + len(words)
    first = max(text.rfind(mark, 0, start) for mark in "。；\n") + 1
    last = min(at for mark in "。；" if (at := text.find(mark, end)) >= 0) + 1
    before, after = (" ".join(part.split()) for part in (text[first:start], text[end:last]))
    return Quote("430400-2019", words, start, end, before, after, statement, says)
