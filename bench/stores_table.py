"""The tables of ``docs/stores.md`` and ``docs/stores.zh.md``, from ``kg.backends``: ``python bench/stores_table.py``."""

from kg import resources
from kg.backends import BACKENDS, Backend

START, END = "<!-- servers: bench/stores_table.py -->", "<!-- /servers -->"
PAGES = {"en": "docs/stores.md", "zh": "docs/stores.zh.md"}


def table(language: str) -> str:
    """Return the table of servers and what each does otherwise."""
    zh = language == "zh"
    head = (
        "| 服务器 | `--backend` | 测试 | 不写 FROM 的查询读 | 更新 | 图存储协议 |"
        if zh
        else "| server | `--backend` | tested | a query without FROM reads | updates | Graph Store Protocol |"
    )
    lines = [head, "|---|---|---|---|---|---|"]
    for b in BACKENDS.values():
        tested = ("是" if b.tried else "未能在此运行") if zh else ("yes" if b.tried else "could not be run here")
        update, graphs = _beside(b, "—" if zh else "–")
        lines.append(f"| {b.title} | `{b.name}` | {tested} | {getattr(b.union, language)} | {update} | {graphs} |")
    for b in BACKENDS.values():
        told = [getattr(q, language) for q in b.quirks]
        told += [f"`{name}`{'：' if zh else ': '}{getattr(q, language)}" for name, q in b.differing.items()]
        if told:
            lines += ["", f"**{b.title}**", "", *(f"- {t}" for t in told)]
    return "\n".join(lines)


def _beside(b: Backend, none: str) -> tuple[str, str]:
    if not b.beside:
        return none, none
    first = (b.secured or b.beside)[0]
    if first.ending == "":
        return "=", "="
    update, graphs = first.update.replace(r"\1", "…"), first.graphs
    return f"`{update}`", f"`{graphs.replace(chr(92) + '1', '…')}`" if graphs is not None else none


def page(text: str, language: str) -> str:
    """Return a page with its table put in."""
    before, _, rest = text.partition(START)
    return f"{before}{START}\n{table(language)}\n{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    for language, name in PAGES.items():
        path = resources.root() / name
        path.write_text(page(path.read_text(encoding="utf-8"), language), encoding="utf-8")
